//! Pass 1: every entry is examined, and its secrets go into the book.

use crate::detect::{Detector, Examiner};
use crate::error::Error;
use crate::files::Input;
use crate::har::Envelope;
use crate::pipeline::reader::Batch;
use crate::pipeline::workers::{Crew, Turns};
use crate::redact::Sightings;

/// What pass 1 gives.
pub(crate) struct Collected {
    pub(crate) sightings: Sightings,
    pub(crate) envelope: Envelope,
    pub(crate) entries: u64,
}

/// Reads `input` once and notes every secret in it.
pub(crate) fn collect(
    input: &Input,
    detector: &Detector,
    crew: &Crew<'_>,
) -> Result<Collected, Error> {
    let make = || (detector.collector(), Sightings::default());
    let reading = crew.run(
        crew.reader(input, input.path()),
        &Turns::default(),
        make,
        |(examiner, sightings), batch| note(examiner, sightings, batch, input),
    )?;
    let mut sightings = Sightings::default();
    for (_, seen) in reading.states {
        sightings.merge(seen);
    }
    let mut examiner = detector.collector();
    let findings = examiner.envelope(&reading.envelope.text);
    sightings.note(0, findings.map_err(|malformed| Error::malformed(input.path(), malformed))?);
    Ok(Collected { sightings, envelope: reading.envelope, entries: reading.entries })
}

fn note(
    examiner: &mut Examiner<'_>,
    sightings: &mut Sightings,
    batch: &Batch,
    input: &Input,
) -> Result<(), Error> {
    let malformed = |malformed| Error::malformed(input.path(), malformed);
    batch.check_utf8().map_err(malformed)?;
    if let Some(part) = &batch.part {
        let findings = examiner.entry(&part.text);
        let findings = findings.map_err(|fault| malformed(batch.locate_in(part, fault)))?;
        sightings.note_part(batch.first, part.number, findings);
    }
    for (entry, text) in batch.entries() {
        let findings = examiner.entry(text).map_err(|malformed| {
            Error::malformed_entry(input.path(), batch.locate(entry, malformed), text)
        })?;
        sightings.note(entry, findings);
    }
    Ok(())
}
