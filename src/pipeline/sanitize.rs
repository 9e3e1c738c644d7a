//! The whole job: collect, rewrite, verify, and only then final names.

use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::chunk::{
    EntrySpan, MANIFEST_SCHEMA, MANIFEST_SCHEMA_RUNS, Manifest, ManifestChunk, OutputNames,
    PageIds, PlannedChunk, Verb, page_gaps,
};
use crate::detect::Detector;
use crate::error::Error;
use crate::files::{self, Existing, Input, OutputFile, OutputSet, Source};
use crate::har::{Envelope, Scanner};
use crate::options::{Options, Output, Overwrite, SplitBy};
use crate::pipeline::survey::{Secrets, name};
use crate::pipeline::transform::Transform;
use crate::pipeline::verify::verify;
use crate::pipeline::workers::Crew;
use crate::pipeline::write::{Job, Target, Written};
use crate::progress::{Pass, Progress};
use crate::report::{CaptureReport, ChunkReport, OutputReport, VerificationState};

/// Redacts a capture, cuts it, verifies what was written, and gives it its names.
///
/// # Errors
/// When the capture cannot be read, is malformed, or something is wrong with what was written;
/// then nothing is left of it.
pub fn sanitize(
    capture: &Path,
    options: &Options,
    detector: &Detector,
    progress: &dyn Progress,
) -> Result<CaptureReport, Error> {
    let started = Instant::now();
    let place = Place::new(capture, options, Verb::Sanitized)?;
    let input = Input::open(capture, place.directory())?;
    let mut report =
        run(&place, &input, options, detector, progress).map_err(|error| error.in_file(&input))?;
    report.set_time(started.elapsed());
    Ok(report)
}

fn run(
    place: &Place,
    input: &Input,
    options: &Options,
    detector: &Detector,
    progress: &dyn Progress,
) -> Result<CaptureReport, Error> {
    let outputs = place.outputs(input)?;
    let crew = Crew::new(options, progress)?;
    let secrets = Secrets::collect(input, detector, options, &crew, progress)?;

    let mut redact = secrets.redact(detector);
    let envelope = redacted_envelope(&secrets.envelope, |text, out| redact.envelope(text, out))
        .map_err(|malformed| Error::malformed(input.path(), malformed))?;
    let envelope = secrets.selection.envelope(&envelope);
    let job = Job {
        source: input,
        path: input.path(),
        envelope: &envelope,
        pages: &PageIds::new(&secrets.selection.envelope(&secrets.envelope)),
        chunk_bytes_max: place.chunk_bytes_max(options),
        target: place.target(),
        selection: &secrets.selection,
        split_by: options.split_by,
    };
    progress.begin(Pass::Rewrite, input.len());
    let mut written = job.write(&crew, || secrets.redact(detector))?;
    progress.end();
    input.ensure_unchanged()?;
    written.tally.merge(&redact.into_tally());

    place.name(&mut written.chunks);
    let bytes = written.chunks.iter().map(Source::len).sum();
    progress.begin(Pass::Verify, bytes);
    for (output, planned) in written.chunks.iter().zip(&written.plan.chunks) {
        verify(output, planned.count(), detector, &secrets.sweep, &crew)?;
    }
    progress.end();

    let mut report = secrets.report(input, &written.tally);
    report.verification.state = VerificationState::Clean;
    report.verification.bytes = bytes;
    let left_out = report.output.entries_left_out;
    report.output = place.deliver(written, outputs, &envelope)?;
    report.output.entries_left_out = left_out;
    Ok(report)
}

/// The envelope as it will be written; its pages and the place of its entries are found anew.
fn redacted_envelope<E: From<crate::har::Malformed>>(
    envelope: &Envelope,
    redact: impl FnOnce(&[u8], &mut Vec<u8>) -> Result<(), E>,
) -> Result<Envelope, E> {
    let mut text = Vec::with_capacity(envelope.text.len());
    redact(&envelope.text, &mut text)?;
    let mut scanner = Scanner::new();
    scanner.feed(&text, &mut Vec::new())?;
    let found = scanner.finish()?;
    let Envelope { lead, gap, trail, .. } = envelope.clone();
    Ok(Envelope { lead, gap, trail, ..found })
}

/// Where the output of one capture goes, and how it is called.
pub(crate) struct Place {
    names: OutputNames,
    target: Target,
    existing: Existing,
    capture: String,
}

impl Place {
    pub(crate) fn new(capture: &Path, options: &Options, verb: Verb) -> Result<Self, Error> {
        if options.output == Output::Stdout && options.split_by != SplitBy::Size {
            let what = "standard output takes one file: name a directory with --output";
            return Err(Error::Usage(what.to_owned()));
        }
        let file = name(capture);
        let target = match &options.output {
            Output::Stdout => Target::Stdout(std::env::temp_dir()),
            Output::Directory(directory) => {
                files::ensure_dir(directory)?;
                Target::Beside(directory.join("x"))
            }
            Output::Beside if capture == Path::new("-") => Target::Beside(PathBuf::from("x")),
            Output::Beside => Target::Beside(capture.with_file_name("x")),
        };
        let existing = match options.overwrite {
            Overwrite::Refuse => Existing::Keep,
            Overwrite::Replace => Existing::Replace,
        };
        Ok(Self { names: OutputNames::new(&file, verb), target, existing, capture: file })
    }

    /// Where temporary files are made.
    pub(crate) fn directory(&self) -> &Path {
        match &self.target {
            Target::Beside(path) => match path.parent() {
                Some(parent) if parent != Path::new("") => parent,
                _ => Path::new("."),
            },
            Target::Stdout(directory) => directory,
        }
    }

    pub(crate) fn target(&self) -> &Target {
        &self.target
    }

    /// Standard output takes one file.
    pub(crate) fn chunk_bytes_max(&self, options: &Options) -> Option<u64> {
        match self.target {
            Target::Beside(_) => options.chunk_bytes_max,
            Target::Stdout(_) => None,
        }
    }

    /// The set in which the outputs wait for their names; an error when one is taken already.
    pub(crate) fn outputs(&self, input: &Input) -> Result<OutputSet, Error> {
        // What an earlier run left is no reason not to work.
        let _ = files::remove_stale(self.directory());
        let mut outputs = OutputSet::new(self.existing);
        outputs.protect(input);
        if let Target::Beside(path) = &self.target {
            outputs.ensure_free(&path.with_file_name(self.names.single()))?;
            outputs.ensure_free(&path.with_file_name(self.names.manifest()))?;
        }
        Ok(outputs)
    }

    /// Gives what was written its names, or sends it to standard output.
    pub(crate) fn deliver(
        &self,
        written: Written,
        mut outputs: OutputSet,
        envelope: &Envelope,
    ) -> Result<OutputReport, Error> {
        let mut report = OutputReport { cut: written.cut, ..OutputReport::default() };
        let count = written.chunks.len();
        for (number, chunk) in (1..).zip(written.chunks) {
            let file = self.file_name(number, count);
            outputs.add(chunk);
            let chunk = &outputs.outputs()[number - 1];
            report.chunks.push(ChunkReport {
                file,
                bytes: chunk.len(),
                sha256: chunk.sha256()?.to_string(),
                entries: written.plan.chunks[number - 1].count(),
            });
        }
        if count > 1 {
            let manifest =
                manifest(&self.capture, &written.plan.chunks, &written.started, envelope, &report);
            outputs.add(self.manifest(&manifest)?);
            report.manifest = Some(self.names.manifest());
        }
        match self.target {
            Target::Beside(_) => drop(outputs.commit()?),
            Target::Stdout(_) => print(&outputs)?,
        }
        Ok(report)
    }

    /// Says what each chunk will be called, once it is known how many there are.
    pub(crate) fn name(&self, chunks: &mut [OutputFile]) {
        let count = chunks.len();
        if matches!(self.target, Target::Beside(_)) {
            for (number, chunk) in (1..).zip(chunks) {
                chunk.set_file_name(&self.file_name(number, count));
            }
        }
    }

    fn file_name(&self, number: usize, count: usize) -> String {
        if count == 1 { self.names.single() } else { self.names.chunk(number, count) }
    }

    fn manifest(&self, manifest: &Manifest) -> Result<OutputFile, Error> {
        let path = self.directory().join(self.names.manifest());
        let output = OutputFile::create(&path)?;
        output.write_at(0, &manifest.to_json())?;
        Ok(output)
    }
}

pub(crate) fn print(outputs: &OutputSet) -> Result<(), Error> {
    for output in outputs.outputs() {
        if output.copy_to(&mut std::io::stdout().lock())? == files::Delivery::ReaderGone {
            return Err(Error::ReaderGone);
        }
    }
    Ok(())
}

fn manifest(
    capture: &str,
    chunks: &[PlannedChunk],
    started: &[Option<crate::chunk::Started>],
    envelope: &Envelope,
    report: &OutputReport,
) -> Manifest {
    let rows = chunks.iter().zip(started).zip(&report.chunks).map(|((planned, started), chunk)| {
        let span = |run: &std::ops::Range<u64>| EntrySpan { first: run.start + 1, last: run.end };
        let spans: Vec<EntrySpan> = planned.runs.iter().map(span).collect();
        ManifestChunk {
            file: chunk.file.clone(),
            bytes: chunk.bytes,
            sha256: chunk.sha256.clone(),
            entries: EntrySpan {
                first: spans.first().map_or(1, |span| span.first),
                last: spans.last().map_or(0, |span| span.last),
            },
            runs: if spans.len() > 1 { spans } else { Vec::new() },
            started: started.clone(),
            pages: planned.pages.clone(),
            gap_before: String::from_utf8_lossy(&planned.gap_before).into_owned(),
        }
    });
    let rows: Vec<ManifestChunk> = rows.collect();
    let in_runs = rows.iter().any(|chunk| !chunk.runs.is_empty());
    Manifest {
        schema: if in_runs { MANIFEST_SCHEMA_RUNS } else { MANIFEST_SCHEMA },
        tool: format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")),
        capture: capture.to_owned(),
        entries: chunks.iter().map(PlannedChunk::count).sum(),
        page_gaps: page_gaps(envelope)
            .iter()
            .map(|gap| String::from_utf8_lossy(gap).into_owned())
            .collect(),
        chunks: rows,
    }
}
