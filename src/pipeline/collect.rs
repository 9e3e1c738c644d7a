//! Pass 1: every entry is examined, and its secrets go into the book.

use std::sync::{Mutex, PoisonError};

use crate::detect::{Detector, Examiner, Quiet};
use crate::error::Error;
use crate::files::Input;
use crate::har::Envelope;
use crate::pipeline::fit::Gauge;
use crate::pipeline::reader::Batch;
use crate::pipeline::sift::Sift;
use crate::pipeline::workers::{Crew, Turns};
use crate::redact::Sightings;

/// What pass 1 gives.
pub(crate) struct Collected {
    pub(crate) sightings: Sightings,
    pub(crate) envelope: Envelope,
    pub(crate) entries: u64,
    /// Which long strings held nothing, by entry from 1.
    pub(crate) quiet: Vec<Quiet>,
}

/// Reads `input` once and notes every secret in it.
pub(crate) fn collect(
    input: &Input,
    detector: &Detector,
    sift: &Sift<'_>,
    gauge: &Gauge<'_>,
    crew: &Crew<'_>,
) -> Result<Collected, Error> {
    let quiet = Mutex::new(Vec::new());
    let make = || (detector.collector(), Sightings::default());
    let reading = crew.run(
        crew.reader(input, input.path()),
        &Turns::<()>::new(crew),
        make,
        |(examiner, sightings), batch| {
            let found = note(examiner, sightings, batch, (sift, gauge), input)?;
            remember(&mut quiet.lock().unwrap_or_else(PoisonError::into_inner), batch, &found);
            Ok(())
        },
    )?;
    let mut sightings = Sightings::default();
    for (_, seen) in reading.states {
        sightings.merge(seen);
    }
    let mut examiner = detector.collector();
    sightings.note_pseudonyms(&reading.envelope.text);
    let findings = examiner.envelope(&reading.envelope.text);
    sightings.note(0, findings.map_err(|malformed| Error::malformed(input.path(), malformed))?);
    let quiet = quiet.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(Collected { sightings, envelope: reading.envelope, entries: reading.entries, quiet })
}

/// Notes what was quiet in a batch at the place of its entries.
fn remember(quiet: &mut Vec<Quiet>, batch: &Batch, found: &[Quiet]) {
    let start = usize::try_from(batch.first - 1).unwrap_or(usize::MAX);
    let end = start.saturating_add(found.len());
    if quiet.len() < end {
        quiet.resize(end, Quiet::default());
    }
    quiet[start..end].copy_from_slice(found);
}

/// Notes the secrets of a batch; which long strings of its entries held none.
fn note(
    examiner: &mut Examiner<'_>,
    sightings: &mut Sightings,
    batch: &Batch,
    (sift, gauge): (&Sift<'_>, &Gauge<'_>),
    input: &Input,
) -> Result<Vec<Quiet>, Error> {
    let mut quiet = Vec::with_capacity(batch.entries.len());
    let malformed = |malformed| Error::malformed(input.path(), malformed);
    batch.check_utf8().map_err(malformed)?;
    if let Some(part) = &batch.part {
        sightings.note_pseudonyms(&part.text);
        let findings = examiner.entry(&part.text);
        let findings = findings.map_err(|fault| malformed(batch.locate_in(part, fault)))?;
        sightings.note_part(batch.first, part.number, findings);
        sift.note(batch, batch.first, examiner.document(&part.text).root());
        gauge.note_part(batch, examiner.document(&part.text));
    }
    sightings.note_pseudonyms(&batch.bytes);
    for (at, (entry, text)) in batch.entries().enumerate() {
        let findings = examiner.entry(text).map_err(|malformed| {
            Error::malformed_entry(input.path(), batch.locate(entry, malformed), text)
        })?;
        sightings.note(entry, findings);
        sift.note(batch, entry, examiner.document(text).root());
        gauge.note(batch, at, examiner.document(text));
        quiet.push(examiner.quiet());
    }
    Ok(quiet)
}
