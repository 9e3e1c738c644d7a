//! What pass 1 has told of the entries of a capture, for pass 2.

use rustc_hash::FxHashMap;

use crate::detect::Quiet;

/// What held nothing in each entry, and in each part of an entry that is too long to be held.
#[derive(Debug, Default)]
pub(crate) struct Quiets {
    /// Of the entries, from 1.
    entries: Vec<Quiet>,
    /// Of the parts, by the number of the entry and their own, from 0.
    parts: FxHashMap<(u64, u64), Quiet>,
}

impl Quiets {
    /// Notes what is told of the entries from this one on.
    pub(crate) fn note(&mut self, first: u64, told: &[Quiet]) {
        let start = usize::try_from(first - 1).unwrap_or(usize::MAX);
        let end = start.saturating_add(told.len());
        if self.entries.len() < end {
            self.entries.resize(end, Quiet::default());
        }
        self.entries[start..end].copy_from_slice(told);
    }

    pub(crate) fn note_part(&mut self, entry: u64, part: u64, told: Quiet) {
        self.parts.insert((entry, part), told);
    }

    /// What is told of an entry; nothing, if nothing is.
    pub(crate) fn entry(&self, number: u64) -> Quiet {
        let at = usize::try_from(number - 1).unwrap_or(usize::MAX);
        self.entries.get(at).copied().unwrap_or_default()
    }

    /// What is told of a part, which the passes cut alike.
    pub(crate) fn part(&self, entry: u64, part: u64) -> Quiet {
        self.parts.get(&(entry, part)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::{Detector, Policy, Quiet};
    use crate::pipeline::quiets::Quiets;

    #[test]
    fn what_is_told_is_told_of_its_entry_and_part_only() {
        let (detector, nothing) = (Detector::new(&Policy::default()), Quiet::default());
        let mut examiner = detector.collector();
        examiner.entry(br#"{"comment":"nothing"}"#).unwrap();
        let told = examiner.quiet();
        assert_ne!(told, nothing);
        let mut quiets = Quiets::default();
        // Batches come in any order.
        quiets.note(3, &[told, nothing]);
        quiets.note(1, &[nothing]);
        quiets.note_part(2, 1, told);
        assert_eq!(
            [1, 2, 3, 4, 5].map(|entry| quiets.entry(entry) == told),
            [false, false, true, false, false]
        );
        assert_eq!(
            [(2, 0), (2, 1), (3, 1)].map(|(entry, part)| quiets.part(entry, part) == told),
            [false, true, false]
        );
    }
}
