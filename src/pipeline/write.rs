//! Pass 2: every entry is transformed, placed in order, and written where it belongs.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::chunk::fit::{FitPlan, Fitter, Saved, Step};
use crate::chunk::{Cutter, PageIds, Plan, Planner, Selection, Started, TooLarge, is_date_time};
use crate::detect::{Clean, CleanKey};
use crate::error::Error;
use crate::files::{OutputFile, Source};
use crate::har::{Envelope, Malformed, Moment, Object};
use crate::options::SplitBy;
use crate::pipeline::giant::Giant;
use crate::pipeline::lengths::Lengths;
use crate::pipeline::reader::{Batch, ReadSizes};
use crate::pipeline::transform::Transform;
use crate::pipeline::workers::{Crew, Turns};
use crate::redact::{Edits, Tally};
use crate::report::CutReport;

/// A capture and what to make of it.
pub(crate) struct Job<'j> {
    pub(crate) source: &'j dyn Source,
    pub(crate) path: &'j Path,
    /// The envelope as it will be written.
    pub(crate) envelope: &'j Envelope,
    /// Its pages as the entries name them.
    pub(crate) pages: &'j PageIds,
    pub(crate) chunk_bytes_max: Option<u64>,
    pub(crate) target: &'j Target,
    /// Which entries are kept.
    pub(crate) selection: &'j Selection,
    pub(crate) split_by: SplitBy,
    /// What is left out of them.
    pub(crate) fit: Option<&'j FitPlan>,
    /// How long the entries are, if they were read before.
    pub(crate) lengths: Option<&'j Lengths>,
}

/// Where chunks are written before they have their names.
#[derive(Debug, Clone)]
pub(crate) enum Target {
    /// In the directory of this path.
    Beside(PathBuf),
    /// In an unnamed file in this directory, for standard output.
    Stdout(PathBuf),
}

impl Target {
    /// An output without a name yet.
    pub(crate) fn create(&self) -> Result<OutputFile, Error> {
        Ok(match self {
            Self::Beside(path) => OutputFile::create(path)?,
            Self::Stdout(scratch_dir) => OutputFile::create_for_stdout(scratch_dir)?,
        })
    }
}

/// What was written.
pub(crate) struct Written {
    pub(crate) chunks: Vec<OutputFile>,
    /// How long the entries of each are.
    pub(crate) lengths: Vec<Lengths>,
    pub(crate) plan: Plan,
    pub(crate) started: Vec<Option<Started>>,
    pub(crate) cut: Vec<CutReport>,
    pub(crate) tally: Tally,
    /// What the plan has saved.
    pub(crate) saved: Saved,
    /// Whether the plan has left out all that may be, and that is thought not to be enough.
    pub(crate) exhausted: bool,
    /// What stands around the entries, where that is not what was given.
    pub(crate) around: Option<Envelope>,
    /// The long strings that were left as they were.
    pub(crate) clean: Clean,
}

impl Written {
    /// The bytes of all entries with what stands before each.
    pub(crate) fn entries_bytes(&self) -> u64 {
        let start = self.plan.start;
        let chunks = self.plan.chunks.iter();
        chunks.map(|chunk| chunk.entries_end - start + chunk.gap_before.len() as u64).sum()
    }
}

/// What is decided in order.
struct Order {
    planner: Planner,
    chunks: Vec<Arc<OutputFile>>,
    /// How long the entries of each are, and of how many that was noted.
    lengths: (Vec<Lengths>, usize),
    started: Vec<Option<Span>>,
    cut: Vec<CutReport>,
    /// The long entry that is being written.
    giant: Option<Giant>,
    /// Applies the plan to long entries.
    fitter: Fitter,
}

/// When the earliest and the latest entry of a chunk started.
struct Span {
    first: (Moment, String),
    last: (Moment, String),
}

/// One worker of the pass.
struct Worker<T> {
    transform: T,
    fitter: Fitter,
    cutter: Cutter,
}

/// What a batch has become: entries, or a part of one and what is to be replaced in it.
#[derive(Default)]
struct Sheet {
    out: Vec<u8>,
    items: Vec<Item>,
    pieces: Vec<Piece>,
    /// The batch, when it is a part.
    batch: Batch,
    edits: Edits,
    seen: Seen,
}

/// What an entry, or a part of one, says of itself: its page, and when it started.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) page: Option<usize>,
    pub(crate) started: Option<(Moment, String)>,
}

impl Seen {
    fn of(entry: Object<'_>, pages: &PageIds) -> Self {
        Self { page: pages.named_by(entry), started: date_time(entry) }
    }

    /// Adds what a later part of the same entry says.
    pub(crate) fn merge(&mut self, later: Self) {
        self.page = self.page.or(later.page);
        self.started = self.started.take().or(later.started);
    }
}

/// What was cut from an entry.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cut {
    pub(crate) bytes: u64,
    pub(crate) frames: u64,
}

impl Cut {
    fn report(self, entry: u64) -> Option<CutReport> {
        let Self { bytes, frames } = self;
        (bytes > 0).then_some(CutReport { entry, bytes, frames })
    }
}

/// An entry in a sheet.
struct Item {
    gap: Range<usize>,
    entry: Range<usize>,
    seen: Seen,
    cut: Cut,
    number: u64,
}

/// Bytes of a sheet that follow one another in one chunk, too.
struct Piece {
    chunk: Arc<OutputFile>,
    offset: u64,
    bytes: Range<usize>,
}

impl Order {
    fn push_chunk(&mut self, chunk: OutputFile) {
        self.chunks.push(Arc::new(chunk));
        self.lengths.0.push(Lengths::default());
        self.started.push(None);
    }

    /// Notes how long the next entry of a chunk is, as long as there is room for that.
    fn note_length(&mut self, chunk: usize, bytes: u64) {
        let (lengths, noted) = &mut self.lengths;
        if *noted < Lengths::ENTRIES_MAX {
            *noted += 1;
            lengths[chunk].push(bytes);
        }
    }
}

impl Job<'_> {
    /// Transforms the capture and writes its chunks.
    pub(crate) fn write<T: Transform>(
        &self,
        crew: &Crew<'_>,
        key: CleanKey,
        make: impl Fn() -> T + Sync,
    ) -> Result<Written, Error> {
        let planner = Planner::new(self.envelope, self.chunk_bytes_max)
            .map_err(|error| self.too_large(error, 0))?;
        let entry_bytes_max = planner.entry_bytes_max();
        let order = Order {
            planner,
            chunks: Vec::new(),
            lengths: Default::default(),
            started: Vec::new(),
            cut: Vec::new(),
            giant: None,
            fitter: Fitter::new(),
        };
        let order = Mutex::new(order);
        let turns = Turns::new(crew);
        let reader = crew.reader(self.source, self.path).told(self.lengths).forgetting();
        let reading = crew.run(
            reader,
            &turns,
            || Worker::new(make()),
            |worker, batch| {
                let sequence = batch.sequence;
                let mut sheet: Sheet = turns.take(sequence)?;
                worker
                    .fill(&mut sheet, batch, self, entry_bytes_max)
                    .map_err(|malformed| Error::malformed(self.path, malformed))?;
                let place = |sheet: &mut Sheet| {
                    let mut order = order.lock().unwrap_or_else(PoisonError::into_inner);
                    self.place(sheet, crew.sizes(), &mut order)
                };
                turns.pass(sequence, sheet, place, Sheet::write)
            },
        )?;
        let (mut tally, mut clean) = (Tally::default(), Clean::new(key));
        let mut order = order.into_inner().unwrap_or_else(PoisonError::into_inner);
        for worker in reading.states {
            order.fitter.saved.merge(&worker.fitter.saved);
            let (redacted, left) = worker.transform.finish();
            tally.merge(&redacted);
            clean.extend(left);
        }
        self.finish(order, tally, clean)
    }

    /// Decides where each entry of a sheet goes.
    fn place(&self, sheet: &mut Sheet, sizes: ReadSizes, order: &mut Order) -> Result<(), Error> {
        if sheet.batch.part.is_some() {
            return self.append(sheet, sizes, order);
        }
        sheet.pieces.clear();
        for item in &mut sheet.items {
            let entry = item.entry.clone();
            let gap = &sheet.out[item.gap.clone()];
            let group = self.group(&item.seen);
            let placed = order.planner.place_in(group, entry.len() as u64, gap, item.seen.page);
            let placement = placed.map_err(|error| self.too_large(error, item.number))?;
            self.open_chunk(placement.chunk, order)?;
            order.note_length(placement.chunk, entry.len() as u64);
            note_started(&mut order.started[placement.chunk], item.seen.started.take());
            order.cut.extend(item.cut.report(item.number));
            let gap_len = if placement.is_first { 0 } else { item.gap.len() };
            let bytes = entry.start - gap_len..entry.end;
            let offset = placement.offset - gap_len as u64;
            push_piece(&mut sheet.pieces, &order.chunks[placement.chunk], offset, bytes);
        }
        Ok(())
    }

    /// Appends a part to the long entry it is of, and places that when it is whole.
    fn append(&self, sheet: &mut Sheet, sizes: ReadSizes, order: &mut Order) -> Result<(), Error> {
        let Sheet { batch, edits, seen, .. } = sheet;
        let kept = batch.part.as_ref().filter(|_| self.selection.keeps(batch.first));
        let Some(part) = kept else { return Ok(()) };
        let giant = match &mut order.giant {
            Some(giant) => giant,
            none => {
                let start = order.planner.entries_start();
                none.insert(Giant::new(self.target, start, &batch.bytes)?)
            }
        };
        giant.append(part, batch.body.as_ref(), edits)?;
        giant.seen.merge(std::mem::take(seen));
        if !part.is_last {
            return Ok(());
        }
        let Some(mut giant) = order.giant.take() else { return Ok(()) };
        if let Some(plan) = self.fit {
            let treatment = plan.treatment(batch.first);
            giant.leave_out(treatment, plan.compact, sizes.part, &mut order.fitter)?;
        }
        let entry_bytes_max = order.planner.entry_bytes_max();
        let cut = giant.fit(entry_bytes_max, sizes.part)?;
        let group = self.group(&giant.seen);
        let placed = order.planner.place_in(group, giant.len(), giant.gap(), giant.seen.page);
        let placement = placed.map_err(|error| self.too_large(error, batch.first))?;
        let (bytes, started) = (giant.len(), giant.seen.started.take());
        if placement.is_first && giant.may_stay() {
            order.push_chunk(giant.into_chunk()?);
        } else {
            self.open_chunk(placement.chunk, order)?;
            let chunk = &order.chunks[placement.chunk];
            if !placement.is_first {
                chunk.write_at(placement.offset - giant.gap().len() as u64, giant.gap())?;
            }
            giant.copy_to(chunk, placement.offset)?;
        }
        order.note_length(placement.chunk, bytes);
        note_started(&mut order.started[placement.chunk], started);
        order.cut.extend(cut.report(batch.first));
        Ok(())
    }

    /// Which entries go into files of their own.
    fn group(&self, seen: &Seen) -> u64 {
        match self.split_by {
            SplitBy::Size => 0,
            SplitBy::Page => seen.page.map_or(0, |page| page as u64 + 1),
            SplitBy::Time { micros } => {
                let since = seen.started.as_ref().zip(self.selection.started);
                let passed = since.map(|((moment, _), start)| moment.since(start) / micros.max(1));
                passed.map_or(0, |span| u64::try_from(span).unwrap_or(0) + 1)
            }
        }
    }

    fn open_chunk(&self, number: usize, order: &mut Order) -> Result<(), Error> {
        if number == order.chunks.len() {
            order.push_chunk(self.target.create()?);
        }
        Ok(())
    }

    /// Writes what stands around the entries of each chunk.
    fn finish(&self, order: Order, tally: Tally, clean: Clean) -> Result<Written, Error> {
        let Order { planner, mut chunks, lengths, started, cut, fitter, .. } = order;
        let plan = planner.finish();
        if chunks.is_empty() {
            chunks.push(Arc::new(self.target.create()?));
        }
        let started = started.into_iter().chain(std::iter::repeat_with(|| None));
        let started = started
            .take(chunks.len())
            .map(|span| span.map(|Span { first, last }| Started { first: first.1, last: last.1 }));
        let started = started.collect();
        let mut outputs = Vec::with_capacity(chunks.len());
        for (chunk, planned) in chunks.into_iter().zip(&plan.chunks) {
            let output = Arc::into_inner(chunk).expect("because every worker has ended");
            let frame = plan.frame(self.envelope, planned);
            output.write_at(0, &frame.before)?;
            output.write_at(planned.entries_end, &frame.after)?;
            outputs.push(output);
        }
        let saved = fitter.saved;
        let (around, exhausted) = (None, self.fit.is_some_and(|plan| !plan.fits));
        let (chunks, (lengths, _)) = (outputs, lengths);
        Ok(Written { chunks, lengths, plan, started, cut, tally, saved, exhausted, around, clean })
    }

    /// What is too large, if it is an entry the one with this number.
    fn too_large(&self, error: TooLarge, entry: u64) -> Error {
        let path = self.path.to_owned();
        match error {
            TooLarge::Envelope { bytes } => {
                let bytes_max = self.chunk_bytes_max.unwrap_or(u64::MAX);
                Error::EnvelopeTooLarge { path, bytes, bytes_max }
            }
            TooLarge::Entry { bytes, bytes_max, .. } => {
                Error::EntryTooLarge { path, entry, bytes, bytes_max }
            }
        }
    }
}

impl<T: Transform> Worker<T> {
    fn new(transform: T) -> Self {
        Self { transform, fitter: Fitter::new(), cutter: Cutter::new() }
    }

    /// Makes of a batch what it becomes; a part stays in the sheet.
    fn fill(
        &mut self,
        sheet: &mut Sheet,
        batch: &mut Batch,
        job: &Job<'_>,
        entry_bytes_max: u64,
    ) -> Result<(), Malformed> {
        let Some(part) = &batch.part else {
            sheet.batch.part = None;
            return self.transform(sheet, batch, job, entry_bytes_max);
        };
        if job.selection.keeps(batch.first) {
            batch.check_utf8()?;
            let seen = &mut sheet.seen;
            let mut look = |object: Object<'_>| *seen = Seen::of(object, job.pages);
            self.transform
                .part(batch.first, part, &mut sheet.edits, &mut look)
                .map_err(|malformed| batch.locate_in(part, malformed))?;
        }
        std::mem::swap(&mut sheet.batch, batch);
        Ok(())
    }

    /// Fills a sheet with the transformed entries of a batch.
    fn transform(
        &mut self,
        sheet: &mut Sheet,
        batch: &Batch,
        job: &Job<'_>,
        entry_bytes_max: u64,
    ) -> Result<(), Malformed> {
        batch.check_utf8()?;
        sheet.out.clear();
        sheet.items.clear();
        for (at, (number, text)) in batch.entries().enumerate() {
            if !job.selection.keeps(number) {
                continue;
            }
            let gap_start = sheet.out.len();
            self.write_gap(batch.gap(at), job, &mut sheet.out);
            let start = sheet.out.len();
            let mut seen = Seen::default();
            let mut look = |object: Object<'_>| seen = Seen::of(object, job.pages);
            self.transform
                .entry(number, text, &mut sheet.out, &mut look)
                .map_err(|malformed| batch.locate(number, malformed))?;
            if let Some(plan) = job.fit {
                let treatment = plan.treatment(number);
                self.fitter.fit(&mut sheet.out, start, treatment, plan.compact);
            }
            let cut = self.fit(&mut sheet.out, start, entry_bytes_max);
            let (gap, entry) = (gap_start..start, start..sheet.out.len());
            sheet.items.push(Item { gap, entry, seen, cut, number });
        }
        Ok(())
    }

    /// Appends what stands before an entry.
    fn write_gap(&mut self, gap: &[u8], job: &Job<'_>, out: &mut Vec<u8>) {
        let is_compact = job.fit.is_some_and(|plan| plan.compact);
        if is_compact && gap.len() > 1 {
            out.push(b',');
            self.fitter.saved.note(Step::Space, 0, gap.len() as u64 - 1);
        } else {
            out.extend_from_slice(gap);
        }
    }

    /// Cuts the entry at the end of `out` if it is too large.
    fn fit(&mut self, out: &mut Vec<u8>, start: usize, entry_bytes_max: u64) -> Cut {
        let bytes = out.len() - start;
        if bytes as u64 <= entry_bytes_max {
            return Cut::default();
        }
        let max = usize::try_from(entry_bytes_max).unwrap_or(usize::MAX);
        let Some(cut) = self.cutter.cut(&out[start..], max) else { return Cut::default() };
        out.truncate(start);
        out.extend_from_slice(&cut.text);
        let left_out = bytes.saturating_sub(cut.text.len()) as u64;
        Cut { bytes: left_out, frames: cut.frames_dropped }
    }
}

impl Sheet {
    /// Writes what was placed.
    fn write(&mut self) -> Result<(), Error> {
        for piece in self.pieces.drain(..) {
            piece.chunk.write_at(piece.offset, &self.out[piece.bytes])?;
        }
        Ok(())
    }
}

/// Adds bytes to the last piece where they follow it in the chunk.
fn push_piece(pieces: &mut Vec<Piece>, chunk: &Arc<OutputFile>, offset: u64, bytes: Range<usize>) {
    if let Some(last) = pieces.last_mut()
        && Arc::ptr_eq(&last.chunk, chunk)
        && last.bytes.end == bytes.start
        && last.offset + last.bytes.len() as u64 == offset
    {
        last.bytes.end = bytes.end;
        return;
    }
    pieces.push(Piece { chunk: Arc::clone(chunk), offset, bytes });
}

fn note_started(chunk: &mut Option<Span>, started: Option<(Moment, String)>) {
    let Some(started) = started else { return };
    match chunk {
        None => *chunk = Some(Span { first: started.clone(), last: started }),
        Some(span) if started.0 < span.first.0 => span.first = started,
        Some(span) if started.0 >= span.last.0 => span.last = started,
        Some(_) => {}
    }
}

/// When an entry started; only what has the form of a time is taken into a manifest.
fn date_time(entry: Object<'_>) -> Option<(Moment, String)> {
    let text = entry.text(b"startedDateTime").filter(|text| is_date_time(text.raw()))?;
    let text = String::from_utf8(text.raw().to_vec()).ok()?;
    Some((Moment::parse(&text)?, text))
}
