//! What the sweep has found in a text, and which of it is reported.

use std::cell::Cell;
use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::redact::encoding::{Shape, TABLE};
use crate::redact::sweep::Form;
use crate::redact::window::Entry;

/// One occurrence of one form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Occurrence {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) row: u8,
    pub(super) secret: u32,
}

/// How far a text agrees with a form.
pub(super) struct Agreed {
    pub(super) common: usize,
    /// The form's next byte; none when all of it agrees.
    pub(super) next: Option<u8>,
}

/// The occurrences in one text, as they are found.
pub(super) struct Occurrences {
    found: Vec<Occurrence>,
    /// How many bytes may still be compared until less of a secret counts.
    left: Cell<usize>,
    /// Of each form the last long one, with those that it overlaps.
    long: FxHashMap<(u32, u8), Range<usize>>,
}

/// Only what repeats itself stands again inside of an occurrence as long as this: to compare each of
/// these would take the square of its length.
const LONG_BYTES_MIN: usize = 256;

/// So much of a secret counts although the rest is missing.
const PART_BYTES: usize = 4 << 10;

/// For each byte of a text so many are compared, and these besides.
const COMPARED: usize = 16;
const COMPARED_MIN: usize = 1 << 20;

impl Occurrences {
    pub(super) fn new(text_bytes: usize) -> Self {
        let left = text_bytes.saturating_mul(COMPARED).saturating_add(COMPARED_MIN);
        Self { found: Vec::new(), left: Cell::new(left), long: FxHashMap::default() }
    }

    /// Whether what agrees is an occurrence: the whole, or so much of it. Where long secrets repeat
    /// themselves and one another all of their parts agree in vain; so much of them that it takes
    /// too long counts as well.
    pub(super) fn counts(&self, agreed: &Agreed) -> bool {
        self.left.set(self.left.get().saturating_sub(agreed.common));
        let part = if self.is_exhausted() { LONG_BYTES_MIN } else { PART_BYTES };
        agreed.next.is_none() || agreed.common >= part
    }

    /// Whether so much was compared that less of a secret counts.
    pub(super) fn is_exhausted(&self) -> bool {
        self.left.get() == 0
    }

    pub(super) fn add(&mut self, one: Occurrence) {
        if one.end - one.start >= LONG_BYTES_MIN {
            let long = self.long.entry((one.secret, one.row)).or_insert(one.start..one.end);
            let overlaps = one.start <= long.end && long.start <= one.end;
            *long = if overlaps {
                long.start.min(one.start)..long.end.max(one.end)
            } else {
                one.start..one.end
            };
        }
        self.found.push(one);
    }

    /// Whether a long occurrence was found.
    pub(super) fn has_long(&self) -> bool {
        !self.long.is_empty()
    }

    /// Whether what the window at `at` promises at `start` lies inside a long occurrence of the same
    /// form.
    pub(super) fn is_inside(&self, start: usize, at: usize, entry: Entry) -> bool {
        self.has_long()
            && self
                .long
                .get(&(entry.secret(), entry.row()))
                .is_some_and(|long| long.contains(&start) && at < long.end)
    }

    /// Reports what ends before `limit`, joining what overlaps, and keeps the rest.
    pub(super) fn report(&mut self, limit: usize, hit: &mut dyn FnMut(Range<usize>, u32, Form)) {
        let found = &mut self.found;
        found.sort_unstable_by_key(|one| (one.start, Reverse(one.end), one.row, one.secret));
        let mut done = 0;
        while let Some(&first) = found.get(done) {
            let (mut longest, mut end, mut next) = (first, first.end, done + 1);
            while let Some(other) = found.get(next).filter(|other| other.start < end) {
                if other.end - other.start > longest.end - longest.start {
                    longest = *other;
                }
                end = end.max(other.end);
                next += 1;
            }
            if end > limit {
                break;
            }
            let form = match TABLE[usize::from(longest.row)].shape {
                Shape::Base64(_) => Form::Base64,
                Shape::Plain | Shape::AnyCase => Form::Plain,
            };
            hit(first.start..end, longest.secret, form);
            done = next;
        }
        found.drain(..done);
    }
}
