//! Gathers in pass 1 what a plan must know so that one file fits, and makes the plan.

use std::sync::{Mutex, PoisonError};

use crate::chunk::LongBody;
use crate::chunk::Selection;
use crate::chunk::fit::{EntrySize, FitPlan, Goal, Room, Saved, Sizes, Traits, compacted};
use crate::har::{Document, Envelope, Node, Part, Scanner};
use crate::options::{Detail, Form, Options};
use crate::pipeline::reader::Batch;
use crate::report::{ChunkReport, FitReport, StepReport};

/// How often a plan is made anew because redaction has made entries larger than was thought.
pub(crate) const PLANS_MAX: usize = 3;

/// The sizes of entries, noted by all workers.
pub(crate) struct Gauge<'o> {
    keep_hosts: &'o [String],
    /// Nothing is noted where nothing is left out.
    sizes: Option<Mutex<Sizes>>,
}

impl<'o> Gauge<'o> {
    pub(crate) fn new(options: &'o Options) -> Self {
        let ladder = options.fit.one_file && options.chunk_bytes_max.is_some();
        let is_active =
            ladder || !options.fit.drop.is_empty() || options.detail == Detail::Forecast;
        Self { keep_hosts: &options.fit.keep_hosts, sizes: is_active.then(Mutex::default) }
    }

    /// Notes the entry at this place in a batch.
    pub(crate) fn note(&self, batch: &Batch, at: usize, document: Document<'_>) {
        let (Some(sizes), Node::Object(entry)) = (&self.sizes, document.root()) else { return };
        let size = EntrySize {
            bytes: batch.entries[at].len() as u64,
            gap_bytes: batch.gap(at).len() as u64,
            space_bytes: document.space_bytes() as u64,
        };
        let traits = Traits::of_entry(entry, self.keep_hosts);
        let mut sizes = sizes.lock().unwrap_or_else(PoisonError::into_inner);
        sizes.note(batch.first + at as u64, size, &traits);
    }

    /// Notes the part of a long entry that a batch is.
    pub(crate) fn note_part(&self, batch: &Batch, document: Document<'_>) {
        let (Some(sizes), Some(part)) = (&self.sizes, &batch.part) else { return };
        let Node::Object(entry) = document.root() else { return };
        let size = EntrySize {
            bytes: (part.lead.len() + part.core.len()) as u64,
            gap_bytes: batch.bytes.len() as u64,
            space_bytes: if part.is_plain { space_bytes(part) } else { 0 },
        };
        let mut traits = Traits::of_part(entry, self.keep_hosts);
        let body = batch.body.as_ref().filter(|body| body.is_response);
        traits.set_body(body.map_or(0, LongBody::len));
        let mut sizes = sizes.lock().unwrap_or_else(PoisonError::into_inner);
        sizes.note_part(batch.first, size, &traits);
    }

    pub(crate) fn into_sizes(self) -> Option<Sizes> {
        self.sizes.map(|sizes| sizes.into_inner().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Makes plans, each for less than the one before.
pub(crate) struct Fitting<'f> {
    sizes: &'f Sizes,
    options: &'f Options,
    selection: &'f Selection,
    /// What all entries may take together.
    room: Option<Room>,
    /// How much more than that redaction makes of them.
    slack: u64,
    /// The white space around them.
    around_space_bytes: u64,
}

impl<'f> Fitting<'f> {
    pub(crate) fn new(
        sizes: &'f Sizes,
        options: &'f Options,
        room: Option<Room>,
        selection: &'f Selection,
        envelope: &Envelope,
    ) -> Self {
        let around = envelope.text.len() + envelope.lead.len() + envelope.trail.len();
        let around_space_bytes = (around - compacted(&envelope.text).len()) as u64;
        let around = 1 + around as u64;
        let room = room.filter(|_| options.fit.one_file).map(|room| match room {
            Room::Plain(bytes) => Room::Plain(bytes.saturating_sub(around)),
            Room::Packed(bytes) => Room::Packed(bytes.saturating_sub(around / 4)),
        });
        // Pseudonyms are about as long as what they stand for.
        let slack = if let Some(Room::Plain(bytes)) = room { bytes / 500 } else { 0 };
        Self { sizes, options, selection, room, slack, around_space_bytes }
    }

    pub(crate) fn plan(&self) -> FitPlan {
        let room = self.room.map(|room| match room {
            Room::Plain(bytes) => Room::Plain(bytes.saturating_sub(self.slack)),
            packed @ Room::Packed(_) => packed,
        });
        let around_space_bytes = self.around_space_bytes;
        let goal = Goal { room, drop: self.options.fit.drop.clone(), around_space_bytes };
        FitPlan::new(self.sizes, &goal, &|number| self.selection.keeps(number))
    }

    /// Whether `bytes` of entries, which `plan` has led to, must be fewer, and can be.
    pub(crate) fn fails(&mut self, plan: &FitPlan, bytes: u64) -> bool {
        let Some(Room::Plain(max)) = self.room else { return false };
        let max = if plan.compact { max + self.around_space_bytes } else { max };
        let excess = bytes.saturating_sub(max);
        self.slack = self.slack.max(bytes.saturating_sub(plan.bytes) + excess / 50 + 1);
        excess > 0 && plan.fits
    }
}

/// The white space in the core of a part that stands in no string.
fn space_bytes(part: &Part) -> u64 {
    let core = &part.text[part.core.clone()];
    let between = part.lead.iter().filter(|byte| byte.is_ascii_whitespace()).count();
    (core.len() - compacted(core).len() + between) as u64
}

/// An envelope without its white space.
pub(crate) fn compact(envelope: &Envelope) -> Option<Envelope> {
    let text = compacted(&envelope.text);
    let mut scanner = Scanner::new();
    scanner.feed(&text, &mut Vec::new()).ok()?;
    let found = scanner.finish().ok()?;
    Some(Envelope { lead: Vec::new(), gap: b",".to_vec(), trail: Vec::new(), ..found })
}

/// What a run would leave out, and the form that it would be written in.
pub(crate) fn expected(
    sizes: &Sizes,
    options: &Options,
    selection: &Selection,
    envelope: &Envelope,
) -> (Saved, Form) {
    let plan = |room| Fitting::new(sizes, options, room, selection, envelope).plan();
    // How far a packed capture shrinks is known when it is packed.
    let limit = options.chunk_bytes_max.filter(|_| !options.form.is_packed());
    let plain = plan(limit.map(Room::Plain));
    match options.fit.pack.zip(limit) {
        Some((form, limit)) if !plain.fits => (plan(Some(Room::Packed(limit))).expected, form),
        _ => (plain.expected, options.form),
    }
}

/// What packing has saved, if it was the last step.
fn packing(options: &Options, form: Form, chunks: &[ChunkReport]) -> Option<StepReport> {
    let saved = |chunk: &ChunkReport| chunk.bytes_unpacked.saturating_sub(chunk.bytes);
    (form != options.form && !chunks.is_empty()).then(|| StepReport {
        step: "pack",
        title: "packed",
        entries: chunks.iter().map(|chunk| chunk.entries).sum(),
        bytes: chunks.iter().map(saved).sum(),
    })
}

/// What is told of the limit, and of what was left out to keep it.
pub(crate) fn report(
    options: &Options,
    form: Form,
    saved: &Saved,
    chunks: &[ChunkReport],
) -> Option<FitReport> {
    let fit = &options.fit;
    if options.chunk_bytes_max.is_none() && saved.bytes() == 0 {
        return None;
    }
    let steps = saved.steps().map(|(step, entries, bytes)| StepReport {
        step: step.name(),
        title: step.title(),
        entries,
        bytes,
    });
    let steps = steps.chain(packing(options, form, chunks));
    Some(FitReport {
        desk: fit.desk.as_ref().map(|desk| desk.name.clone()),
        limit_bytes: fit.limit_bytes.or(options.chunk_bytes_max),
        counted: fit.counted.name(),
        budget_bytes: options.chunk_bytes_max,
        files_max: fit.desk.as_ref().and_then(|desk| desk.files),
        public: fit.desk.as_ref().is_some_and(|desk| desk.public),
        form: form.name(),
        one_file: chunks.len() == 1,
        steps: steps.collect(),
    })
}
