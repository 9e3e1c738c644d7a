//! The list of what is redacted: where each stands in the capture and by which rule, never a value.

use std::ops::Range;

use crate::redact::tally::Place;

/// One redaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Redaction {
    /// The number of the entry, from 1; the envelope counts as entry 0.
    pub entry: u64,
    /// Where in the capture it begins: what is written in base64 or the like begins where that does.
    pub offset: u64,
    /// How many bytes of the capture it, or the layer around it, has.
    pub bytes: u64,
    /// The number of the secret in the book.
    pub secret: u32,
    /// By which rule, and in what kind of place.
    pub place: Place,
}

/// The first redactions that a thread has made, as many as the list may hold.
#[derive(Debug, Default)]
pub struct Register {
    rows_max: usize,
    rows: Vec<Redaction>,
    entry: u64,
    /// Where the text being redacted stands in the capture.
    origin: Origin,
    /// Where in that text the redaction stands that is made now.
    here: Range<usize>,
}

/// Where a text stands in the capture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// What of the text is the capture's own.
    pub core: Range<usize>,
    /// Where that begins in the capture.
    pub offset: u64,
}

impl Register {
    /// A list of at most `rows_max` redactions: of more, those that come first.
    #[must_use]
    pub fn new(rows_max: usize) -> Self {
        Self { rows_max, ..Self::default() }
    }

    /// Says which text comes next: of which entry, and where in the capture it stands.
    pub fn begin(&mut self, entry: u64, origin: Origin) {
        self.entry = entry;
        self.origin = origin;
    }

    /// Says where in the text the next redactions stand.
    pub(super) fn stand(&mut self, span: &Range<usize>) {
        self.here = span.clone();
    }

    /// Notes a redaction.
    pub(super) fn note(&mut self, secret: u32, place: Place) {
        if self.rows.len() == self.rows_max {
            return;
        }
        let Origin { core, offset } = &self.origin;
        let start = self.here.start.clamp(core.start, core.end);
        let end = self.here.end.clamp(start, core.end);
        self.rows.push(Redaction {
            entry: self.entry,
            offset: offset + (start - core.start) as u64,
            bytes: (end - start) as u64,
            secret,
            place,
        });
    }

    /// Moves what was noted to where it stands in the capture.
    pub fn move_offsets(&mut self, place: impl Fn(u64) -> u64) {
        self.rows.iter_mut().for_each(|row| row.offset = place(row.offset));
    }

    /// Adds what another thread has listed.
    pub fn merge(&mut self, other: Self) {
        self.rows_max = self.rows_max.max(other.rows_max);
        self.rows.extend(other.rows);
        self.rows.sort_unstable();
        self.rows.truncate(self.rows_max);
    }

    /// The redactions, in the order of the capture.
    #[must_use]
    pub fn into_rows(mut self) -> Vec<Redaction> {
        self.rows.sort_unstable();
        self.rows
    }
}
