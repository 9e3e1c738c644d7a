//! What would be redacted, without writing anything: passes 1 and 2 with no output.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use crate::chunk::Selection;
use crate::chunk::fit::{Saved, Sizes};
use crate::config::Preset;
use crate::detect::{CleanKey, Detector, Suspects};
use crate::error::Error;
use crate::files::{Input, SideFiles, Source};
use crate::har::Envelope;
use crate::options::{Detail, Options};
use crate::pipeline::collect::{Collected, collect};
use crate::pipeline::fit::{self, Gauge};
use crate::pipeline::forecast::Forecaster;
use crate::pipeline::lengths::Lengths;
use crate::pipeline::notes::Notes;
use crate::pipeline::reader::Batch;
use crate::pipeline::salvage;
use crate::pipeline::sift::Sift;
use crate::pipeline::transform::{Redact, Transform};
use crate::pipeline::watch::{Extent, Seen};
use crate::pipeline::workers::{Crew, Turns};
use crate::progress::{Pass, Progress};
use crate::redact::sweep::Sweep;
use crate::redact::{Edits, Origin, SecretBook, Tally};
use crate::report::traffic::{Maker, Traffic};
use crate::report::{
    CaptureReport, FindingList, Forecast, OutputReport, Seal, SideFilesReport, Verification,
    VerificationState, kinds, rules,
};

/// Says what would be redacted in a capture.
///
/// # Errors
/// When the capture cannot be read or is malformed.
pub fn survey(
    capture: &Path,
    options: &Options,
    detector: &Detector,
    progress: &dyn Progress,
) -> Result<CaptureReport, Error> {
    inspect(capture, options, &[], detector, progress).map(|(report, _)| report)
}

/// Says what would be redacted in a capture, and what each desk would get of it, if the options ask
/// for [`Detail::Forecast`].
///
/// # Errors
/// When the capture cannot be read or is malformed.
pub fn inspect(
    capture: &Path,
    options: &Options,
    desks: &[Preset],
    detector: &Detector,
    progress: &dyn Progress,
) -> Result<(CaptureReport, Vec<Forecast>), Error> {
    let started = Instant::now();
    let (input, salvage) = salvage::open(capture, &std::env::temp_dir(), options)?;
    let (mut report, forecasts) =
        run(&input, options, desks, detector, progress).map_err(|error| error.in_file(&input))?;
    report.salvage = salvage;
    if let Some(list) = &mut report.list {
        list.move_offsets(input.content().start);
    }
    report.set_time(started.elapsed());
    Ok((report, forecasts))
}

fn run(
    input: &Input,
    options: &Options,
    desks: &[Preset],
    detector: &Detector,
    progress: &dyn Progress,
) -> Result<(CaptureReport, Vec<Forecast>), Error> {
    let crew = Crew::new(options, progress)?;
    let scratch_dir = std::env::temp_dir();
    let mut secrets = Secrets::collect(input, &scratch_dir, detector, options, &crew, progress)?;
    // No third pass comes that would look at the entries.
    secrets.seen = secrets.seen.map(|_| Seen::new(Extent::Whole));
    progress.begin(Pass::Rewrite, input.len());
    let listing = || secrets.redact(detector).listing(FindingList::MAX);
    let make = || (listing(), Vec::new(), Edits::default());
    let keeps = |number: u64| secrets.selection.keeps(number);
    let reader = crew.reader(input, input.path()).told(Some(&secrets.lengths)).forgetting();
    let reading = crew.run(
        reader,
        &Turns::<()>::new(&crew),
        make,
        |(redact, out, edits), batch: &mut Batch| {
            if let Some(part) = batch.part.as_ref().filter(|_| keeps(batch.first)) {
                redact.begin(batch.first, Origin { core: part.core.clone(), offset: part.offset });
                redact.part(batch.first, part, edits, &mut |_| {}).map_err(|malformed| {
                    Error::malformed(input.path(), batch.locate_in(part, malformed))
                })?;
            }
            for (number, text) in batch.entries().filter(|(number, _)| keeps(*number)) {
                out.clear();
                redact.begin(number, batch.origin(number));
                redact.entry(number, text, out, &mut |_| {}).map_err(|malformed| {
                    Error::malformed(input.path(), batch.locate(number, malformed))
                })?;
            }
            Ok(())
        },
    )?;
    progress.end();
    let envelope = &secrets.envelope;
    let mut redact = listing();
    redact.begin(0, Origin { core: 0..envelope.text.len(), offset: 0 });
    let mut redacted = Vec::new();
    redact
        .envelope(&envelope.text, &mut redacted)
        .map_err(|malformed| Error::malformed(input.path(), malformed))?;
    let (mut register, mut tally) = redact.into_list();
    register.move_offsets(|at| envelope.offset_of(at, input.len()));
    for (redact, _, _) in reading.states {
        let (listed, counted) = redact.into_list();
        register.merge(listed);
        tally.merge(&counted);
    }
    let mut report = secrets.report(input, &tally);
    report.traffic = secrets.traffic(None, &redacted);
    let sizes = secrets.sizes.as_ref();
    let plan = sizes.map(|sizes| fit::expected(sizes, options, &secrets.selection, envelope));
    let (saved, form) = plan.unwrap_or_else(|| (Saved::default(), options.form));
    let selection = &secrets.selection;
    let forecaster = sizes.map(|sizes| Forecaster { sizes, selection, envelope });
    let forecasts = forecaster.iter().flat_map(|all| desks.iter().map(|desk| all.desk(desk)));
    report.fit = fit::report(options, form, &saved, &report.output.chunks);
    report.list = Some(FindingList::new(register.into_rows(), tally.total(), &secrets.book));
    Ok((report, forecasts.collect()))
}

/// What pass 1 knows of a capture, ready for pass 2.
pub(crate) struct Secrets {
    pub(crate) book: SecretBook,
    pub(crate) sweep: Arc<Sweep>,
    pub(crate) envelope: Envelope,
    pub(crate) entries: u64,
    /// Which of them are kept.
    pub(crate) selection: Selection,
    /// How large they are, where something may be left out.
    pub(crate) sizes: Option<Sizes>,
    /// How many secrets the sweep does not look for.
    plain: u64,
    /// What is told of the entries.
    notes: Notes,
    /// How long the entries are.
    pub(crate) lengths: Lengths,
    /// Under which pass 2 notes what it leaves as it is.
    pub(crate) key: CleanKey,
    /// What pass 2 sees of the entries, if the report shows them.
    pub(crate) seen: Option<Seen>,
}

impl Secrets {
    /// Pass 1; a file that it needs is made in `scratch_dir`.
    pub(crate) fn collect(
        input: &Input,
        scratch_dir: &Path,
        detector: &Detector,
        options: &Options,
        crew: &Crew<'_>,
        progress: &dyn Progress,
    ) -> Result<Self, Error> {
        progress.begin(Pass::Collect, input.len());
        let (sift, gauge) = (Sift::new(options), Gauge::new(options));
        let Collected { sightings, envelope, entries, mut notes, workers, lengths, spellings } =
            collect(input, scratch_dir, detector, (&sift, &gauge), crew)?;
        progress.end();
        let selection = sift.choose(input, entries, &envelope)?;
        let (book, numbers) = SecretBook::numbered(sightings, &options.pseudonyms);
        notes.explain(workers.into_iter().map(|(classes, seen)| {
            (classes, seen.into_iter().map(|seen| numbers[seen as usize]).collect())
        }));
        let values = book.values();
        if values.len() >= Sweep::SECRETS_MAX {
            let path = input.path().to_owned();
            return Err(Error::TooManySecrets { path, secrets: values.len() });
        }
        let sweep = Arc::new(Sweep::joined(&values, &|first, second| crew.join(first, second)));
        notes.search(&spellings, &*sweep);
        let plain = sweep.left_out() as u64;
        let sizes = gauge.into_sizes();
        let key = CleanKey::default();
        let seen = (options.detail != Detail::Counts).then(|| Seen::new(Extent::Sizes));
        Ok(Self {
            book,
            sweep,
            envelope,
            entries,
            selection,
            sizes,
            plain,
            notes,
            lengths,
            key,
            seen,
        })
    }

    pub(crate) fn redact<'d>(&'d self, detector: &'d Detector) -> Redact<'d> {
        Redact::new(detector, &*self.sweep, &self.book, &self.notes, &self.key)
            .watched(self.seen.as_ref())
    }

    /// The same, which searches each entry as it becomes, too.
    pub(crate) fn redact_carefully<'d>(&'d self, detector: &'d Detector) -> Redact<'d> {
        self.redact(detector).careful(detector.verifier(&*self.sweep))
    }

    /// Which texts say something that is known, where nothing else does.
    pub(crate) fn suspects(&self) -> &Suspects {
        self.notes.suspects()
    }

    /// What the requests were; `after` is what pass 3 has seen of them.
    pub(crate) fn traffic(&self, after: Option<&Seen>, envelope: &[u8]) -> Option<Traffic> {
        let before = self.seen.as_ref()?.collected();
        Some(Traffic::new(before, after.map(Seen::collected), Maker::read(envelope)))
    }

    /// The report of a run that has written nothing.
    pub(crate) fn report(&self, input: &Input, tally: &Tally) -> CaptureReport {
        let secrets = self.book.len() as u64;
        let swept = tally.rows().filter(|(place, _)| place.swept).map(|(_, count)| count).sum();
        let too_deep = tally
            .rows()
            .filter(|(place, _)| place.rule.id == "too-deep")
            .map(|(_, count)| count)
            .sum();
        CaptureReport {
            capture: name(input.path()),
            bytes: input.len(),
            entries: self.entries,
            salvage: None,
            side_files: side_files(input),
            pages: self.envelope.pages.len() as u64,
            output: OutputReport {
                entries_left_out: self.selection.left_out,
                ..OutputReport::default()
            },
            fit: None,
            secrets,
            redactions: tally.total(),
            swept,
            kinds: kinds(tally),
            rules: rules(tally),
            list: None,
            too_deep,
            traffic: None,
            seal: self.seen.as_ref().map(|_| Seal::new(&self.sweep)),
            verification: Verification {
                state: VerificationState::DryRun,
                secrets_searched: secrets - self.plain,
                secrets_plain: self.plain,
                bytes: 0,
            },
            seconds: 0.0,
            bytes_per_second: 0.0,
            peak_memory_bytes: crate::files::peak_memory_bytes(),
        }
    }
}

/// What is told of bodies in files of their own.
pub(crate) fn side_files(input: &Input) -> Option<SideFilesReport> {
    let SideFiles { read, absent } = input.side_files();
    (read + absent > 0).then_some(SideFilesReport { read, absent })
}

/// The file name of a path, for people.
pub(crate) fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
