//! Pass 1: every entry is examined, and its secrets go into the book.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::detect::{Classes, Detector, Examiner, Spellings};
use crate::error::Error;
use crate::files::Input;
use crate::har::{Envelope, Malformed};
use crate::pipeline::fit::Gauge;
use crate::pipeline::lengths::Lengths;
use crate::pipeline::notes::{Notes, Slip};
use crate::pipeline::reader::Batch;
use crate::pipeline::sift::Sift;
use crate::pipeline::workers::{Crew, Turns};
use crate::redact::Sightings;

/// What pass 1 gives.
pub(crate) struct Collected {
    pub(crate) sightings: Sightings,
    pub(crate) envelope: Envelope,
    pub(crate) entries: u64,
    /// What pass 2 is told; what it is told of secrets is still to be explained.
    pub(crate) notes: Notes,
    /// The classes of each worker, and the numbers that the sightings have for its secrets.
    pub(crate) workers: Vec<(Classes, Vec<u32>)>,
    pub(crate) lengths: Lengths,
    /// What is still to be searched for what is known, before that is told.
    pub(crate) spellings: Spellings,
}

/// What one worker has seen.
struct Worker<'d> {
    examiner: Examiner<'d>,
    sightings: Sightings,
    classes: Classes,
    /// What it has to tell of a batch.
    slip: Slip,
    /// Which secrets those of an entry are, of its own.
    secrets: Vec<u32>,
    number: u32,
}

/// Reads `input` once and notes every secret in it; a file that this needs is made in `scratch_dir`.
pub(crate) fn collect(
    input: &Input,
    scratch_dir: &Path,
    detector: &Detector,
    (sift, gauge): (&Sift<'_>, &Gauge<'_>),
    crew: &Crew<'_>,
) -> Result<Collected, Error> {
    let told = Mutex::new((Notes::new(scratch_dir), Lengths::default()));
    let workers = AtomicU32::new(0);
    let make = || {
        let number = workers.fetch_add(1, Ordering::Relaxed);
        Worker {
            examiner: detector.collector().spelling(),
            sightings: Sightings::default(),
            classes: Classes::default(),
            slip: Slip::new(number),
            secrets: Vec::new(),
            number,
        }
    };
    let reading = crew.run(
        crew.reader(input, input.path()),
        &Turns::<()>::new(crew),
        make,
        |worker, batch| {
            worker.note(batch, (sift, gauge), input)?;
            let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
            let (notes, lengths) = &mut *told;
            batch.entries().for_each(|(entry, text)| lengths.note(entry, text.len()));
            match &batch.part {
                Some(part) => notes.note_part(batch.first, part.number, &worker.slip),
                None => notes.note(batch.first, &worker.slip),
            }
            Ok(())
        },
    )?;
    let mut sightings = Sightings::default();
    let mut spellings = Spellings::default();
    let mut states = reading.states;
    states.sort_by_key(|worker| worker.number);
    let workers = states.into_iter().map(|worker| {
        spellings.merge(&worker.examiner.into_spellings());
        (worker.classes, sightings.merge(worker.sightings))
    });
    let workers = workers.collect();
    let mut examiner = detector.collector();
    sightings.note_pseudonyms(&reading.envelope.text);
    let findings = examiner.envelope(&reading.envelope.text);
    sightings.note(0, findings.map_err(|malformed| Error::malformed(input.path(), malformed))?);
    let (notes, mut lengths) = told.into_inner().unwrap_or_else(PoisonError::into_inner);
    lengths.note_long(reading.long);
    let (envelope, entries) = (reading.envelope, reading.entries);
    Ok(Collected { sightings, envelope, entries, notes, workers, lengths, spellings })
}

impl Worker<'_> {
    /// Notes the secrets of a batch, and on the slip what is told of it.
    fn note(
        &mut self,
        batch: &Batch,
        (sift, gauge): (&Sift<'_>, &Gauge<'_>),
        input: &Input,
    ) -> Result<(), Error> {
        self.slip.clear();
        let malformed = |malformed| Error::malformed(input.path(), malformed);
        batch.check_utf8().map_err(malformed)?;
        if let Some(part) = &batch.part {
            self.sightings.note_pseudonyms(&part.text);
            let found = self.examine(batch.first, part.number, &part.text);
            found.map_err(|fault| malformed(batch.locate_in(part, fault)))?;
            sift.note(batch, batch.first, self.examiner.document(&part.text).root());
            gauge.note_part(batch, self.examiner.document(&part.text));
        }
        self.sightings.note_pseudonyms(&batch.bytes);
        for (at, (entry, text)) in batch.entries().enumerate() {
            self.examine(entry, 0, text).map_err(|malformed| {
                Error::malformed_entry(input.path(), batch.locate(entry, malformed), text)
            })?;
            sift.note(batch, entry, self.examiner.document(text).root());
            gauge.note(batch, at, self.examiner.document(text));
        }
        Ok(())
    }

    /// Examines an entry, or a part of one.
    fn examine(&mut self, entry: u64, part: u64, text: &[u8]) -> Result<(), Malformed> {
        self.examiner.entry(text)?;
        let (findings, flatness) = (self.examiner.findings(), self.examiner.flatness());
        self.secrets.clear();
        self.sightings.note_part(entry, part, findings, &mut self.secrets);
        self.slip
            .note(flatness, |out| findings.record(text, &self.secrets, &mut self.classes, out));
        Ok(())
    }
}
