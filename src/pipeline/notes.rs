//! What pass 1 tells of the entries of a capture, for pass 2: how they are written, and what was
//! found in them.

use std::path::Path;

use rustc_hash::FxHashMap;

use crate::detect::{Classes, Flatness, Known, Legend, Recorded, Spellings, Suspects, Told};
use crate::files::Tape;

/// What is told of each entry, and of each part of an entry that is too long to be held.
#[derive(Debug)]
pub(crate) struct Notes {
    /// Of the entries, from 1, in blocks that stay where they are.
    entries: Vec<Box<[Note; Self::BLOCK]>>,
    /// Of the parts, by the number of the entry and their own, from 0.
    parts: FxHashMap<(u64, u64), Note>,
    /// What was found, as the workers have recorded it.
    records: Tape,
    /// By the number of the worker.
    legends: Vec<Legend>,
    /// What to look for in what is flat.
    suspects: Suspects,
}

/// What is told of an entry.
#[derive(Debug, Clone, Copy, Default)]
struct Note {
    flatness: Flatness,
    record: Place,
}

/// Where a record stands on the tape, and its length in the lowest bits; nowhere, if it is empty. In
/// two halves, so that a note takes twelve bytes.
#[derive(Debug, Clone, Copy, Default)]
struct Place([u32; 2]);

impl Place {
    const LENGTH_BITS: u32 = 24;

    /// `None` where a tape is too long, or the record.
    fn new(start: u64, length: usize) -> Option<Self> {
        let fits = start < 1 << (u64::BITS - Self::LENGTH_BITS) && length < 1 << Self::LENGTH_BITS;
        let packed = start << Self::LENGTH_BITS | length as u64;
        let half = |bits: u64| u32::try_from(bits & u64::from(u32::MAX)).ok();
        fits.then_some(Self([half(packed >> u32::BITS)?, half(packed)?]))
    }

    fn span(self) -> std::ops::Range<u64> {
        let [high, low] = self.0.map(u64::from);
        let packed = high << u32::BITS | low;
        let start = packed >> Self::LENGTH_BITS;
        start..start + (packed & ((1 << Self::LENGTH_BITS) - 1))
    }
}

/// What one worker has to tell of a batch.
#[derive(Debug)]
pub(crate) struct Slip {
    worker: u32,
    /// How each entry is written, and how far its record goes in `records`; of an entry of which
    /// nothing is told, nothing.
    entries: Vec<(Flatness, usize)>,
    records: Vec<u8>,
}

impl Slip {
    /// An empty one of the worker with this number.
    pub(crate) fn new(worker: u32) -> Self {
        Self { worker, entries: Vec::new(), records: Vec::new() }
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.records.clear();
    }

    /// Notes how the next entry is written, and what was found in it: `record` appends that; `false`
    /// if nothing can be told.
    pub(crate) fn note(&mut self, flatness: Flatness, record: impl FnOnce(&mut Vec<u8>) -> bool) {
        let start = self.records.len();
        self.records.extend(self.worker.to_le_bytes());
        let is_told = record(&mut self.records);
        if !is_told || self.records.len() == start + size_of::<u32>() {
            self.records.truncate(start);
        }
        let flatness = if is_told { flatness } else { Flatness::default() };
        self.entries.push((flatness, self.records.len()));
    }
}

impl Notes {
    const BLOCK: usize = 4096;

    /// Of entries beyond this number nothing is noted, and they are examined again: 24 MiB, and
    /// memory does not grow with the capture.
    const ENTRIES_MAX: usize = 1 << 21;

    /// None yet; what does not fit into memory goes into a file in `directory`.
    pub(crate) fn new(directory: &Path) -> Self {
        let (entries, parts, legends, suspects) = Default::default();
        Self { entries, parts, records: Tape::new(directory), legends, suspects }
    }

    /// Notes what is told of the entries from this one on.
    pub(crate) fn note(&mut self, first: u64, slip: &Slip) {
        for (number, note) in (first..).zip(self.file(slip)) {
            let at = index(number);
            if at >= Self::ENTRIES_MAX {
                return;
            }
            while self.entries.len() <= at / Self::BLOCK {
                self.entries.push(Box::new([Note::default(); Self::BLOCK]));
            }
            self.entries[at / Self::BLOCK][at % Self::BLOCK] = note;
        }
    }

    /// Notes what is told of a part of an entry.
    pub(crate) fn note_part(&mut self, entry: u64, part: u64, slip: &Slip) {
        if let Some(note) = self.file(slip).into_iter().next() {
            self.parts.insert((entry, part), note);
        }
    }

    /// Puts the records of a slip on the tape; what cannot be read there again is not told.
    fn file(&mut self, slip: &Slip) -> Vec<Note> {
        let start = self.records.append(&slip.records).ok();
        let mut begin = 0;
        let notes = slip.entries.iter().map(|&(flatness, end)| {
            let length = end - std::mem::replace(&mut begin, end);
            let at = start.map(|start| start + (end - length) as u64);
            let place = match length {
                0 => Some(Place::default()),
                _ => at.and_then(|at| Place::new(at, length)),
            };
            place.map_or_else(Note::default, |record| Note { flatness, record })
        });
        notes.collect()
    }

    /// Says what the records of each worker mean: its classes, and the numbers of its secrets in the
    /// book.
    pub(crate) fn explain(&mut self, workers: impl IntoIterator<Item = (Classes, Vec<u32>)>) {
        let legends = workers.into_iter().map(|(classes, secrets)| Legend::new(classes, secrets));
        self.legends = legends.collect();
    }

    /// Searches what the texts say that pass 1 has kept.
    pub(crate) fn search(&mut self, spellings: &Spellings, known: &dyn Known) {
        self.suspects = spellings.suspects(known);
    }

    pub(crate) fn suspects(&self) -> &Suspects {
        &self.suspects
    }

    /// What is told of an entry; `buffer` holds its record.
    pub(crate) fn entry<'n>(&'n self, number: u64, buffer: &'n mut Vec<u8>) -> Told<'n> {
        let at = index(number);
        let block = self.entries.get(at / Self::BLOCK);
        self.told(block.map(|block| block[at % Self::BLOCK]), buffer)
    }

    /// What is told of a part, which the passes cut alike.
    pub(crate) fn part<'n>(&'n self, entry: u64, part: u64, buffer: &'n mut Vec<u8>) -> Told<'n> {
        self.told(self.parts.get(&(entry, part)).copied(), buffer)
    }

    fn told<'n>(&'n self, note: Option<Note>, buffer: &'n mut Vec<u8>) -> Told<'n> {
        let Some(Note { flatness, record }) = note else { return Told::default() };
        let span = record.span();
        if span.is_empty() {
            return Told { flatness, ..Told::default() };
        }
        let read = self.records.read(span, buffer).ok().and_then(|()| buffer.split_first_chunk());
        let found = read.and_then(|(worker, record)| {
            let worker = usize::try_from(u32::from_le_bytes(*worker)).ok()?;
            Some((self.legends.get(worker)?, record))
        });
        found.map_or_else(Told::default, |(legend, record)| Told {
            flatness,
            found: Some(Recorded { record, legend }),
        })
    }
}

/// Where an entry stands that is counted from 1.
fn index(number: u64) -> usize {
    usize::try_from(number - 1).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use crate::detect::{Detector, Flatness, Policy, Told};
    use crate::files::Tape;
    use crate::pipeline::notes::{Notes, Place, Slip};

    /// What an examiner says of an entry in which nothing is.
    fn flat() -> Flatness {
        let detector = Detector::new(&Policy::default());
        let mut examiner = detector.collector();
        examiner.entry(br#"{"comment":"nothing"}"#).unwrap();
        examiner.flatness()
    }

    /// A slip of one worker that tells these records; `None` tells nothing.
    fn slip(worker: u32, records: &[Option<&[u8]>]) -> Slip {
        let mut slip = Slip::new(worker);
        for record in records {
            slip.note(flat(), |out| {
                out.extend_from_slice(record.unwrap_or(b"what is not told"));
                record.is_some()
            });
        }
        slip
    }

    /// Whether something is told of an entry, and the record of that.
    fn said(told: Told<'_>) -> (bool, Option<Vec<u8>>) {
        (told.flatness == flat(), told.found.map(|found| found.record.to_vec()))
    }

    #[test]
    fn what_is_told_is_told_of_its_entry_and_part_only() {
        let dir = tempfile::tempdir().unwrap();
        let mut notes = Notes::new(dir.path());
        // Batches come in any order.
        notes.note(3, &slip(0, &[Some(b"third"), Some(b"")]));
        notes.note(1, &slip(1, &[None, Some(b"second")]));
        notes.note_part(2, 1, &slip(1, &[Some(b"part")]));
        notes.note_part(2, 2, &slip(2, &[Some(b"of nobody")]));
        notes.explain([Default::default(), Default::default()]);
        let record = |text: &str| (true, Some(text.as_bytes().to_vec()));
        let nothing = (false, None);
        for (number, expected) in [
            (1, nothing.clone()),
            (2, record("second")),
            (3, record("third")),
            (4, (true, None)),
            (5, nothing.clone()),
        ] {
            assert_eq!(said(notes.entry(number, &mut Vec::new())), expected, "{number}");
        }
        for (part, expected) in
            [((2, 0), &nothing), ((2, 1), &record("part")), ((2, 2), &nothing), ((3, 1), &nothing)]
        {
            assert_eq!(said(notes.part(part.0, part.1, &mut Vec::new())), *expected, "{part:?}");
        }
        let (last, beyond) = (Notes::ENTRIES_MAX as u64, Notes::ENTRIES_MAX as u64 + 1);
        notes.note(last, &slip(0, &[Some(b""), Some(b"")]));
        let told = [last, beyond].map(|entry| said(notes.entry(entry, &mut Vec::new())).0);
        assert_eq!(told, [true, false]);
    }

    #[test]
    fn what_is_long_is_read_from_a_file() {
        let dir = tempfile::tempdir().unwrap();
        for (directory, is_told) in
            [(dir.path().to_owned(), true), (dir.path().join("none"), false)]
        {
            let mut notes = Notes::new(&directory);
            let long = vec![b'x'; Tape::MEMORY_MAX / 4 * 3];
            notes.note(1, &slip(0, &[Some(&long)]));
            notes.note(2, &slip(0, &[Some(&long), None, Some(b"fourth")]));
            notes.explain([Default::default()]);
            let told = [1, 2, 4].map(|entry| said(notes.entry(entry, &mut Vec::new())));
            assert_eq!(told[0], (true, Some(long.clone())));
            assert_eq!(told[1].0, is_told);
            assert_eq!(told[2], (is_told, is_told.then(|| b"fourth".to_vec())));
        }
    }

    #[test]
    fn a_record_that_is_too_long_has_no_place() {
        for start in [7, (1 << 40) - 1] {
            assert_eq!(Place::new(start, 5).map(Place::span), Some(start..start + 5));
        }
        assert!(Place::new(0, 1 << Place::LENGTH_BITS).is_none());
        assert!(Place::new(1 << 40, 1).is_none());
    }
}
