//! How long the entries are that an earlier pass has read or written, so that a later one need not
//! look for their ends.

use std::collections::BTreeMap;

use crate::har::Quotes;

/// The lengths of the entries of a capture in bytes, as far as they were noted.
#[derive(Debug, Default)]
pub(crate) struct Lengths {
    /// By the number of the entry; 0 of one that was not noted.
    bytes: Vec<u32>,
    /// What was noted of the strings of those that are read in parts, by their numbers.
    quotes: BTreeMap<u64, Quotes>,
}

/// The entries of a capture that are read in parts, as far as there is room to note them.
#[derive(Debug, Default)]
pub(crate) struct LongEntries {
    entries: Vec<Long>,
    stretches: usize,
}

#[derive(Debug)]
struct Long {
    entry: u64,
    bytes: u64,
    quotes: Quotes,
}

impl LongEntries {
    /// Of strings behind so much nothing is noted: 3 MiB.
    const STRETCHES_MAX: usize = 1 << 17;

    /// Notes the length of the next such entry, and where its strings can end.
    pub(crate) fn push(&mut self, entry: u64, bytes: u64, quotes: &Quotes) {
        self.stretches += quotes.stretches();
        if self.stretches <= Self::STRETCHES_MAX {
            self.entries.push(Long { entry, bytes, quotes: quotes.clone() });
        }
    }
}

impl Lengths {
    /// Of entries beyond this number nothing is noted: 4 MiB, and memory does not grow with the
    /// capture.
    pub(crate) const ENTRIES_MAX: usize = 1 << 20;

    /// Notes the length of the entry with this number, from 1.
    pub(crate) fn note(&mut self, entry: u64, bytes: usize) {
        let at = usize::try_from(entry - 1).unwrap_or(usize::MAX);
        if at >= Self::ENTRIES_MAX {
            return;
        }
        if at >= self.bytes.len() {
            self.bytes.resize(at + 1, 0);
        }
        self.bytes[at] = u32::try_from(bytes).unwrap_or(0);
    }

    /// Notes the lengths of entries that are read in parts, and where their strings can end.
    pub(crate) fn note_long(&mut self, long: LongEntries) {
        for Long { entry, bytes, quotes } in long.entries {
            self.note(entry, usize::try_from(bytes).unwrap_or(usize::MAX));
            self.quotes.insert(entry, quotes);
        }
    }

    /// Notes the length of the entry behind those that were noted.
    pub(crate) fn push(&mut self, bytes: u64) {
        if self.bytes.len() < Self::ENTRIES_MAX {
            self.bytes.push(u32::try_from(bytes).unwrap_or(0));
        }
    }

    /// The length of the entry with this number, from 1, if it was noted.
    pub(crate) fn of(&self, entry: u64) -> Option<u64> {
        let at = usize::try_from(entry - 1).ok()?;
        let bytes = self.bytes.get(at).filter(|bytes| **bytes > 0)?;
        Some(u64::from(*bytes))
    }

    /// The length of the entry with this number, and where its strings can end, if it is read in
    /// parts and that was noted.
    pub(crate) fn of_long(&self, entry: u64) -> Option<(u64, &Quotes)> {
        self.of(entry).zip(self.quotes.get(&entry))
    }
}

#[cfg(test)]
mod tests {
    use crate::har::Quotes;
    use crate::pipeline::lengths::{Lengths, LongEntries};

    #[test]
    fn of_a_capture_of_any_size_so_much_is_noted() {
        let mut quotes = Quotes::default();
        (0..LongEntries::STRETCHES_MAX as u64 / 2).for_each(|at| quotes.feed(at, b"\""));
        let mut long = LongEntries::default();
        (1..=3).for_each(|entry| long.push(entry, 7, &quotes));
        let mut lengths = Lengths::default();
        lengths.note_long(long);
        let known = [1, 2, 3].map(|entry| lengths.of_long(entry).is_some());
        assert_eq!(known, [true, true, false]);
    }

    #[test]
    fn what_was_not_noted_is_not_known() {
        let mut lengths = Lengths::default();
        lengths.note(3, 30);
        lengths.note(1, 10);
        lengths.push(40);
        lengths.note(5, usize::MAX);
        let known = [1, 2, 3, 4, 5, 6].map(|entry| lengths.of(entry));
        assert_eq!(known, [Some(10), None, Some(30), Some(40), None, None]);
        let last = Lengths::ENTRIES_MAX as u64;
        lengths.note(last, 7);
        lengths.note(last + 1, 8);
        lengths.push(9);
        assert_eq!([last, last + 1].map(|entry| lengths.of(entry)), [Some(7), None]);
    }
}
