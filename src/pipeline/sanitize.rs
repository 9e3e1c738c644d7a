//! The whole job: collect, rewrite, verify, and only then final names.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use crate::chunk::fit::Step;
use crate::chunk::{
    EntrySpan, MANIFEST_SCHEMA, MANIFEST_SCHEMA_RUNS, Manifest, ManifestChunk, OutputNames,
    PageIds, PlannedChunk, Verb, page_gaps,
};
use crate::detect::Detector;
use crate::error::Error;
use crate::files::{self, Existing, Input, OutputFile, OutputSet, Sha256Hex, Source};
use crate::har::{Envelope, Scanner};
use crate::options::{Form, Options, Output, Overwrite, SplitBy};
use crate::pipeline::fit::{self, Fitting, PLANS_MAX};
use crate::pipeline::pack::{Attempt, Outcome, produce};
use crate::pipeline::salvage;
use crate::pipeline::survey::{Secrets, name};
use crate::pipeline::transform::{Redact, Transform};
use crate::pipeline::verify::{Expected, verify};
use crate::pipeline::watch::Seen;
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
    sanitize_if(capture, options, detector, progress, &|_| Ok(()))
}

/// As [`sanitize`], but what was written gets its names only if `accept` has nothing against the
/// report.
///
/// # Errors
/// As [`sanitize`], and what `accept` says; then nothing is left, either.
pub fn sanitize_if(
    capture: &Path,
    options: &Options,
    detector: &Detector,
    progress: &dyn Progress,
    accept: &dyn Fn(&CaptureReport) -> Result<(), Error>,
) -> Result<CaptureReport, Error> {
    let started = Instant::now();
    let place = Place::new(capture, options, Verb::Sanitized)?;
    let (input, salvage) = salvage::open(capture, place.directory(), options)?;
    let (mut report, outputs) =
        run(&place, &input, options, detector, progress).map_err(|error| error.in_file(&input))?;
    report.salvage = salvage;
    report.set_time(started.elapsed());
    accept(&report)?;
    place.deliver(outputs)?;
    Ok(report)
}

/// Everything but the names of what was written.
fn run(
    place: &Place,
    input: &Input,
    options: &Options,
    detector: &Detector,
    progress: &dyn Progress,
) -> Result<(CaptureReport, OutputSet), Error> {
    let outputs = place.outputs(input)?;
    let crew = Crew::new(options, progress)?;
    let secrets = Secrets::collect(input, place.directory(), detector, options, &crew, progress)?;

    let whole = (place, input, &secrets);
    let verified = match write(whole, options, detector, &crew, Care::Usual) {
        Err(Error::Leak { .. }) => write(whole, options, detector, &crew, Care::Searching),
        verified => verified,
    };
    let Verified { mut outcome, envelope, sums, seen, bytes } = verified?;
    let written = &mut outcome.written;
    let mut report = secrets.report(input, &written.tally);
    report.traffic = secrets.traffic(seen.as_ref(), &envelope.text);
    report.verification.state = VerificationState::Clean;
    report.verification.bytes = bytes;
    let left_out = report.output.entries_left_out;
    let saved = std::mem::take(&mut written.saved);
    let form = outcome.form;
    // Those of what is packed are the sums of other bytes.
    let sums = if outcome.packed.is_none() { sums } else { outcome.sums(&crew)? };
    let (output, outputs) = place.prepare(outcome, outputs, &envelope, &sums)?;
    report.output = OutputReport { entries_left_out: left_out, ..output };
    report.fit = fit::report(options, form, &saved, &report.output.chunks);
    Ok((report, outputs))
}

/// How pass 2 works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Care {
    /// What is found in an entry is replaced.
    Usual,
    /// What has become of the entry is searched, too: done only where the verification has found
    /// something, for it takes as long as that.
    Searching,
}

/// What was written, and what the verification has seen of it.
struct Verified {
    outcome: Outcome,
    envelope: Envelope,
    sums: Vec<Sha256Hex>,
    seen: Option<Seen>,
    bytes: u64,
}

/// Passes 2 and 3.
fn write(
    (place, input, secrets): (&Place, &Input, &Secrets),
    options: &Options,
    detector: &Detector,
    crew: &Crew<'_>,
    care: Care,
) -> Result<Verified, Error> {
    let redact = || match care {
        Care::Usual => secrets.redact(detector),
        Care::Searching => secrets.redact_carefully(detector),
    };
    let mut redact_envelope = redact();
    let envelope =
        redacted_envelope(&secrets.envelope, |text, out| redact_envelope.envelope(text, out))
            .map_err(|malformed| Error::malformed(input.path(), malformed))?;
    let envelope = secrets.selection.envelope(&envelope);
    let source = (input, secrets, &envelope);
    let attempt = first(place, options, secrets, &envelope);
    let mut outcome = produce(place, options, attempt, crew, |attempt| {
        rewrite(place, source, options, &redact, attempt, crew)
    })?;
    input.ensure_unchanged()?;
    outcome.written.tally.merge(&redact_envelope.finish().0);

    place.name(&mut outcome);
    let written = &outcome.written;
    let bytes = written.chunks.iter().map(Source::len).sum();
    crew.progress().begin(Pass::Verify, bytes);
    let seen = secrets.seen.as_ref().map(|_| Seen::default());
    let verified = || {
        let planned = written.chunks.iter().zip(&written.plan.chunks);
        let expected = planned.enumerate().map(|(number, (output, planned))| Expected {
            output,
            runs: &planned.runs,
            lengths: written.lengths.get(number),
            is_summed: outcome.packed.is_none(),
        });
        let expected: Vec<Expected<'_>> = expected.collect();
        let sweep = &*secrets.sweep;
        let clean = (&written.clean, secrets.suspects());
        verify(&expected, detector, sweep, clean, seen.as_ref(), crew)
    };
    // What a packed file replaces, or standard output takes, need not reach the disk.
    let is_kept = outcome.packed.is_none() && matches!(place.target, Target::Beside(_));
    let synced = if is_kept { &written.chunks[..] } else { &[] };
    let sums = while_syncing(synced, verified)?;
    crew.progress().end();
    Ok(Verified { outcome, envelope, sums, seen, bytes })
}

/// Runs `work` while the outputs are brought to the disk, which takes as long and no processor.
fn while_syncing<T>(
    outputs: &[OutputFile],
    work: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    thread::scope(|scope| {
        let syncing = scope.spawn(|| outputs.iter().try_for_each(OutputFile::sync));
        let done = work();
        let synced = syncing.join().map_err(|_| Error::WorkerLost);
        let done = done?;
        synced??;
        Ok(done)
    })
}

/// What is tried first: a packed file at once where a plain one cannot fit.
fn first(place: &Place, options: &Options, secrets: &Secrets, envelope: &Envelope) -> Attempt {
    let attempt = Attempt::first(place, options);
    let pack = options.fit.pack.zip(place.chunk_bytes_max(options));
    let (Some(sizes), Some((form, limit))) = (&secrets.sizes, pack) else { return attempt };
    let plan = Fitting::new(sizes, options, attempt.room, &secrets.selection, envelope).plan();
    if plan.fits { attempt } else { Attempt::packing(form, Some(limit)) }
}

/// Pass 2, and again with less where redaction has made a single file too large.
fn rewrite<'s>(
    place: &Place,
    (input, secrets, envelope): (&Input, &Secrets, &Envelope),
    options: &Options,
    redact: &(dyn Fn() -> Redact<'s> + Sync),
    attempt: Attempt,
    crew: &Crew<'_>,
) -> Result<Written, Error> {
    let pages = PageIds::new(&secrets.selection.envelope(&secrets.envelope));
    let mut fitting = secrets
        .sizes
        .as_ref()
        .map(|sizes| Fitting::new(sizes, options, attempt.room, &secrets.selection, envelope));
    let mut tries = 0;
    loop {
        let plan = fitting.as_ref().map(Fitting::plan);
        let around = plan.as_ref().filter(|plan| plan.compact).and_then(|_| fit::compact(envelope));
        let job = Job {
            source: input,
            path: input.path(),
            envelope: around.as_ref().unwrap_or(envelope),
            pages: &pages,
            chunk_bytes_max: attempt.chunk_bytes_max,
            target: place.target(),
            selection: &secrets.selection,
            split_by: options.split_by,
            fit: plan.as_ref(),
            lengths: Some(&secrets.lengths),
        };
        crew.progress().begin(Pass::Rewrite, input.len());
        secrets.seen.iter().for_each(Seen::clear);
        let mut written = job.write(crew, secrets.key.clone(), redact)?;
        crew.progress().end();
        tries += 1;
        let fails = fitting
            .as_mut()
            .zip(plan.as_ref())
            .is_some_and(|(fitting, plan)| fitting.fails(plan, written.entries_bytes()));
        if !fails || tries == PLANS_MAX {
            if let Some(around) = &around {
                written.saved.note(Step::Space, 0, around_bytes(envelope) - around_bytes(around));
            }
            written.around = around;
            return Ok(written);
        }
    }
}

/// The bytes around the entries.
fn around_bytes(envelope: &Envelope) -> u64 {
    (envelope.text.len() + envelope.lead.len() + envelope.trail.len()) as u64
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
    form: Form,
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
        let names = OutputNames::new(&file, verb);
        let first = names.single();
        let target = match &options.output {
            Output::Stdout => Target::Stdout(std::env::temp_dir()),
            Output::Directory(directory) => {
                files::ensure_dir(directory)?;
                Target::Beside(directory.join(first))
            }
            Output::Beside if capture == Path::new("-") => Target::Beside(PathBuf::from(first)),
            Output::Beside => Target::Beside(capture.with_file_name(first)),
        };
        let existing = match options.overwrite {
            Overwrite::Refuse => Existing::Keep,
            Overwrite::Replace => Existing::Replace,
        };
        Ok(Self { names, form: options.form, target, existing, capture: file })
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
            outputs.ensure_free(&path.with_file_name(self.names(self.form).single()))?;
            outputs.ensure_free(&path.with_file_name(self.names.manifest()))?;
        }
        Ok(outputs)
    }

    /// Gives what was written its names, or sends it to standard output.
    pub(crate) fn deliver(&self, outputs: OutputSet) -> Result<(), Error> {
        match self.target {
            Target::Beside(_) => drop(outputs.commit()?),
            Target::Stdout(_) => print(&outputs)?,
        }
        Ok(())
    }

    /// Puts what was written, of which these are the sums, into the set in which it waits for its
    /// names, and says what it is.
    pub(crate) fn prepare(
        &self,
        outcome: Outcome,
        mut outputs: OutputSet,
        envelope: &Envelope,
        sums: &[Sha256Hex],
    ) -> Result<(OutputReport, OutputSet), Error> {
        let Outcome { written, form, packed } = outcome;
        let envelope = written.around.as_ref().unwrap_or(envelope);
        let mut report = OutputReport { cut: written.cut, ..OutputReport::default() };
        let count = written.chunks.len();
        let plain: Vec<u64> = written.chunks.iter().map(Source::len).collect();
        let chunks = packed.unwrap_or(written.chunks);
        for (number, (chunk, sum)) in (1..).zip(chunks.into_iter().zip(sums)) {
            report.chunks.push(ChunkReport {
                file: self.names(form).file(number, count),
                bytes: chunk.len(),
                bytes_unpacked: plain[number - 1],
                sha256: sum.to_string(),
                entries: written.plan.chunks[number - 1].count(),
            });
            outputs.add(chunk);
        }
        if count > 1 {
            let manifest =
                manifest(&self.capture, &written.plan.chunks, &written.started, envelope, &report);
            outputs.add(self.manifest(&manifest)?);
            report.manifest = Some(self.names.manifest());
        }
        Ok((report, outputs))
    }

    /// Says what each chunk will be called, once it is known how many there are.
    pub(crate) fn name(&self, outcome: &mut Outcome) {
        let count = outcome.written.chunks.len();
        let names = self.names(outcome.form);
        let set_names = |chunks: &mut [OutputFile]| {
            for (number, chunk) in (1..).zip(chunks) {
                chunk.set_file_name(&names.file(number, count));
            }
        };
        if matches!(self.target, Target::Beside(_)) {
            set_names(&mut outcome.written.chunks);
            set_names(outcome.packed.as_deref_mut().unwrap_or_default());
        }
    }

    /// What outputs of this form are called.
    pub(crate) fn names(&self, form: Form) -> OutputNames {
        self.names.clone().with_suffix(form.suffix())
    }

    /// An output without a name yet.
    pub(crate) fn create(&self) -> Result<OutputFile, Error> {
        self.target.create()
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
