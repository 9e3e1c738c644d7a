//! Pass 1: every entry is examined, and its secrets go into the book.

use crate::detect::{Detector, Examiner};
use crate::error::Error;
use crate::files::Input;
use crate::har::{Envelope, Malformed};
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
        |(examiner, sightings), batch| {
            note(examiner, sightings, batch)
                .map_err(|malformed| Error::malformed(input.path(), malformed))
        },
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
) -> Result<(), Malformed> {
    batch.check_utf8()?;
    if let Some(part) = &batch.part {
        let findings =
            examiner.entry(&part.text).map_err(|malformed| batch.locate_in(part, malformed))?;
        sightings.note_part(batch.first, part.number, findings);
    }
    for (entry, text) in batch.entries() {
        let findings = examiner.entry(text).map_err(|malformed| batch.locate(entry, malformed))?;
        sightings.note(entry, findings);
    }
    Ok(())
}
