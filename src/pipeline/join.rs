//! Puts the chunks of a capture together again.

use std::path::{Path, PathBuf};

use crate::chunk::{JoinError, Joined, Manifest, join as join_envelopes};
use crate::error::Error;
use crate::files::{self, Existing, Input, OutputFile, OutputSet, Source};
use crate::har::{Envelope, Scanner};

/// How much is copied at once.
const BLOCK_BYTES: usize = 1 << 20;

/// A manifest is larger than this for captures of some terabytes only.
const MANIFEST_BYTES_MAX: u64 = 64 << 20;

/// What [`join`] has written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinOutput {
    /// File name of the capture.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// How many entries it has.
    pub entries: u64,
}

/// A chunk, read once.
struct Part {
    input: Input,
    envelope: Envelope,
    /// Its entries, in runs that follow one another in the capture.
    runs: Vec<Run>,
    count: u64,
}

/// Entries that follow one another in the capture, too.
struct Run {
    /// How many of the chunk's entries stand before them.
    before: u64,
    /// Where what stands before them starts in the chunk.
    gap: u64,
    start: u64,
    end: u64,
}

/// Joins chunks, or those that a manifest names, into one capture at `output`.
///
/// # Errors
/// When a chunk cannot be read, is malformed, or belongs to another capture.
pub fn join(chunks: &[PathBuf], output: &Path, existing: Existing) -> Result<JoinOutput, Error> {
    let (paths, manifest) = paths(chunks)?;
    let scratch_dir = std::env::temp_dir();
    let mut parts = Vec::with_capacity(paths.len());
    for (at, path) in paths.iter().enumerate() {
        let listed = manifest.as_ref().and_then(|manifest| manifest.chunks.get(at));
        let counts: Vec<u64> =
            listed.iter().flat_map(|chunk| chunk.spans()).map(|span| span.count()).collect();
        let part = Part::read(path, &scratch_dir, &counts)?;
        if listed.is_some() && counts.iter().sum::<u64>() != part.count {
            return Err(Error::Usage(JoinError::Entries(at + 1).to_string()));
        }
        parts.push(part);
    }
    let envelopes: Vec<Envelope> = parts.iter().map(|part| part.envelope.clone()).collect();
    let joined = join_envelopes(&envelopes, manifest.as_ref())
        .map_err(|error| Error::Usage(error.to_string()))?;

    let mut outputs = OutputSet::new(existing);
    parts.iter().for_each(|part| outputs.protect(&part.input));
    let to_stdout = output == Path::new("-");
    let file = if to_stdout {
        OutputFile::create_for_stdout(&scratch_dir)?
    } else {
        outputs.ensure_free(output)?;
        OutputFile::create(output)?
    };
    let bytes = write(&parts, &order(&parts, manifest.as_ref()), &joined, &file)?;
    let entries = parts.iter().map(|part| part.count).sum();
    outputs.add(file);
    if to_stdout {
        crate::pipeline::sanitize::print(&outputs)?;
    } else {
        outputs.commit()?;
    }
    Ok(JoinOutput { file: crate::pipeline::survey::name(output), bytes, entries })
}

/// The chunks in their order, and their manifest where there is one.
fn paths(chunks: &[PathBuf]) -> Result<(Vec<PathBuf>, Option<Manifest>), Error> {
    match chunks {
        [path] if is_manifest(path) => {
            let manifest = Manifest::parse(&files::read_small(path, MANIFEST_BYTES_MAX)?)
                .map_err(|error| Error::Usage(format!("{path:?}: {error}")))?;
            let paths =
                manifest.chunks.iter().map(|chunk| path.with_file_name(&chunk.file)).collect();
            Ok((paths, Some(manifest)))
        }
        _ => {
            let mut paths = chunks.to_vec();
            paths.sort_by_key(|path| chunk_number(path));
            Ok((paths, None))
        }
    }
}

fn is_manifest(path: &Path) -> bool {
    path.to_string_lossy().ends_with(".manifest.json")
}

/// The number in `-002-of-007.har`; what has none stays where it stands.
fn chunk_number(path: &Path) -> Option<u64> {
    let name = path.file_name()?.to_str()?;
    let (before, _) = name.rsplit_once("-of-")?;
    before.rsplit_once('-')?.1.parse().ok()
}

impl Part {
    /// Reads a chunk with runs of so many entries; without any it is one run.
    fn read(path: &Path, scratch_dir: &Path, counts: &[u64]) -> Result<Self, Error> {
        let input = Input::open(path, scratch_dir)?;
        let mut scanner = Scanner::new();
        let (mut offset, mut spans) = (0, Vec::new());
        let (mut runs, mut count) = (Vec::<Run>::new(), 0);
        let mut counts = counts.iter();
        let mut left = *counts.next().unwrap_or(&u64::MAX);
        let mut block = vec![0; BLOCK_BYTES];
        while offset < input.len() {
            let length =
                BLOCK_BYTES.min(usize::try_from(input.len() - offset).unwrap_or(BLOCK_BYTES));
            input.fill(offset, &mut block[..length])?;
            scanner
                .feed(&block[..length], &mut spans)
                .map_err(|malformed| Error::malformed(path, malformed).in_file(&input))?;
            for span in spans.drain(..) {
                match runs.last_mut() {
                    Some(run) if left > 0 => run.end = span.end,
                    last => {
                        if left == 0 {
                            left = *counts.next().unwrap_or(&u64::MAX);
                        }
                        let gap = last.map_or(span.start, |run| run.end);
                        runs.push(Run { before: count, gap, start: span.start, end: span.end });
                    }
                }
                left = left.saturating_sub(1);
                count += 1;
            }
            offset += length as u64;
        }
        let envelope = scanner
            .finish()
            .map_err(|malformed| Error::malformed(path, malformed).in_file(&input))?;
        Ok(Self { input, envelope, runs, count })
    }
}

/// The runs of all chunks in the order of the capture, each with its chunk and its place there.
fn order(parts: &[Part], manifest: Option<&Manifest>) -> Vec<(usize, usize)> {
    let runs = parts
        .iter()
        .enumerate()
        .flat_map(|(number, part)| (0..part.runs.len()).map(move |place| (number, place)));
    let mut runs: Vec<(usize, usize)> = runs.collect();
    if let Some(manifest) = manifest {
        runs.sort_by_key(|&(part, run)| {
            manifest.chunks[part].spans().get(run).map(|span| span.first)
        });
    }
    runs
}

fn write(
    parts: &[Part],
    order: &[(usize, usize)],
    joined: &Joined,
    output: &OutputFile,
) -> Result<u64, Error> {
    let envelope = &joined.envelope;
    let mut at = 0;
    let mut append = |bytes: &[u8]| -> Result<(), Error> {
        output.write_at(at, bytes)?;
        at += bytes.len() as u64;
        Ok(())
    };
    append(&envelope.text[..envelope.entries_at])?;
    append(&envelope.lead)?;
    let mut block = vec![0; BLOCK_BYTES];
    for (place, &(part, run)) in order.iter().enumerate() {
        let run = &parts[part].runs[run];
        // What stands before the first entry of a chunk is not in it.
        let mut offset = if run.before == 0 || place == 0 { run.start } else { run.gap };
        if run.before == 0 && place > 0 {
            append(&joined.gaps[part])?;
        }
        while offset < run.end {
            let length = BLOCK_BYTES.min(usize::try_from(run.end - offset).unwrap_or(BLOCK_BYTES));
            parts[part].input.fill(offset, &mut block[..length])?;
            append(&block[..length])?;
            offset += length as u64;
        }
    }
    append(&envelope.trail)?;
    append(&envelope.text[envelope.entries_at..])?;
    Ok(at)
}
