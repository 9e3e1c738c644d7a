//! What pass 1 has told of the entries of a capture, for pass 2.

use rustc_hash::FxHashMap;

use crate::detect::{Known, PackedQuiet, Quiet, Recall, Spellings, Suspects};

/// What held nothing in each entry, and in each part of an entry that is too long to be held.
#[derive(Debug, Default)]
pub(crate) struct Quiets {
    /// Of the entries, from 1, in blocks that stay where they are.
    entries: Vec<Box<[PackedQuiet; Self::BLOCK]>>,
    /// Of the parts, by the number of the entry and their own, from 0.
    parts: FxHashMap<(u64, u64), Quiet>,
    /// What was found in the long strings of entries.
    recalls: FxHashMap<u64, Box<[Recall]>>,
    recalls_noted: usize,
    /// What to look for in what is flat.
    suspects: Suspects,
}

impl Quiets {
    const BLOCK: usize = 4096;

    /// Of entries beyond this number nothing is noted, and they are examined again: 16 MiB, and
    /// memory does not grow with the capture.
    const ENTRIES_MAX: usize = 1 << 21;

    /// Notes what is told of the entries from this one on.
    pub(crate) fn note(&mut self, first: u64, told: &[Quiet]) {
        for (number, quiet) in (first..).zip(told) {
            let at = index(number);
            if at >= Self::ENTRIES_MAX {
                return;
            }
            while self.entries.len() <= at / Self::BLOCK {
                self.entries.push(Box::new([PackedQuiet::default(); Self::BLOCK]));
            }
            self.entries[at / Self::BLOCK][at % Self::BLOCK] = quiet.pack();
        }
    }

    /// What is found in long strings beyond so many secrets is not noted, and looked for again: 4 MiB,
    /// and as much again to find them.
    const RECALLS_MAX: usize = 1 << 16;

    /// Notes what was found in the long strings of an entry.
    pub(crate) fn note_recalls(&mut self, entry: u64, recalls: Box<[Recall]>) {
        if self.recalls_noted + recalls.len() <= Self::RECALLS_MAX {
            self.recalls_noted += recalls.len();
            self.recalls.insert(entry, recalls);
        }
    }

    /// What was found in the long strings of an entry, as far as it was noted.
    pub(crate) fn recalls(&self, entry: u64) -> &[Recall] {
        self.recalls.get(&entry).map_or(&[], |recalls| recalls)
    }

    /// Searches what the texts say that pass 1 has kept.
    pub(crate) fn search(&mut self, spellings: &Spellings, known: &dyn Known) {
        self.suspects = spellings.suspects(known);
    }

    pub(crate) fn suspects(&self) -> &Suspects {
        &self.suspects
    }

    pub(crate) fn note_part(&mut self, entry: u64, part: u64, told: Quiet) {
        self.parts.insert((entry, part), told);
    }

    /// What is told of an entry; nothing, if nothing is.
    pub(crate) fn entry(&self, number: u64) -> Quiet {
        let at = index(number);
        self.entries
            .get(at / Self::BLOCK)
            .map_or_else(Quiet::default, |block| block[at % Self::BLOCK].unpack())
    }

    /// What is told of a part, which the passes cut alike.
    pub(crate) fn part(&self, entry: u64, part: u64) -> Quiet {
        self.parts.get(&(entry, part)).copied().unwrap_or_default()
    }
}

/// Where an entry stands that is counted from 1.
fn index(number: u64) -> usize {
    usize::try_from(number - 1).unwrap_or(usize::MAX)
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
        let (last, beyond) = (Quiets::ENTRIES_MAX as u64, Quiets::ENTRIES_MAX as u64 + 1);
        quiets.note(last, &[told, told]);
        assert_eq!([last, beyond].map(|entry| quiets.entry(entry) == told), [true, false]);
    }

    #[test]
    fn no_more_is_recalled_than_memory_is_set_aside_for() {
        let detector = Detector::new(&Policy::default());
        let mut examiner = detector.collector();
        let code = "f(x); ".repeat(100);
        let entry = format!(r#"{{"_script":"{code}password = 'wq8Zr4KtK71xNb';"}}"#);
        examiner.entry(entry.as_bytes()).unwrap();
        let [recall] = *examiner.recalls() else { panic!("{:?}", examiner.recalls()) };
        let mut quiets = Quiets::default();
        let most = Quiets::RECALLS_MAX;
        for (entry, count) in [(7, 2), (8, most), (9, most - 2), (10, 1)] {
            quiets.note_recalls(entry, vec![recall; count].into());
        }
        let counts = [6, 7, 8, 9, 10].map(|entry| quiets.recalls(entry).len());
        assert_eq!(counts, [0, 2, 0, most - 2, 0]);
    }
}
