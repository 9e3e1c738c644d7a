//! Puts the chunks of a capture together again.

use std::path::{Path, PathBuf};

use crate::chunk::{Joined, Manifest, join as join_envelopes};
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
    /// From the start of the first entry to the end of the last; `None` without entries.
    entries: Option<(u64, u64)>,
    count: u64,
}

/// Joins chunks, or those that a manifest names, into one capture at `output`.
///
/// # Errors
/// When a chunk cannot be read, is malformed, or belongs to another capture.
pub fn join(chunks: &[PathBuf], output: &Path, existing: Existing) -> Result<JoinOutput, Error> {
    let (paths, manifest) = paths(chunks)?;
    let scratch_dir = std::env::temp_dir();
    let parts =
        paths.iter().map(|path| Part::read(path, &scratch_dir)).collect::<Result<Vec<_>, _>>()?;
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
    let bytes = write(&parts, &joined, &file)?;
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
    fn read(path: &Path, scratch_dir: &Path) -> Result<Self, Error> {
        let input = Input::open(path, scratch_dir)?;
        let mut scanner = Scanner::new();
        let (mut offset, mut spans) = (0, Vec::new());
        let (mut entries, mut count) = (None, 0);
        let mut block = vec![0; BLOCK_BYTES];
        while offset < input.len() {
            let length =
                BLOCK_BYTES.min(usize::try_from(input.len() - offset).unwrap_or(BLOCK_BYTES));
            input.fill(offset, &mut block[..length])?;
            scanner
                .feed(&block[..length], &mut spans)
                .map_err(|malformed| Error::malformed(path, malformed).in_file(&input))?;
            for span in spans.drain(..) {
                let first = entries.map_or(span.start, |(first, _)| first);
                entries = Some((first, span.end));
                count += 1;
            }
            offset += length as u64;
        }
        let envelope = scanner
            .finish()
            .map_err(|malformed| Error::malformed(path, malformed).in_file(&input))?;
        Ok(Self { input, envelope, entries, count })
    }
}

fn write(parts: &[Part], joined: &Joined, output: &OutputFile) -> Result<u64, Error> {
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
    let mut is_first = true;
    for (part, gap) in parts.iter().zip(&joined.gaps) {
        let Some((mut offset, end)) = part.entries else { continue };
        if !is_first {
            append(gap)?;
        }
        is_first = false;
        while offset < end {
            let length = BLOCK_BYTES.min(usize::try_from(end - offset).unwrap_or(BLOCK_BYTES));
            part.input.fill(offset, &mut block[..length])?;
            append(&block[..length])?;
            offset += length as u64;
        }
    }
    append(&envelope.trail)?;
    append(&envelope.text[envelope.entries_at..])?;
    Ok(at)
}
