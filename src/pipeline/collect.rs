//! Pass 1: every entry is examined, and its secrets go into the book.

use std::sync::{Mutex, PoisonError};

use crate::detect::{Detector, Examiner, Quiet, Recall, Spellings};
use crate::error::Error;
use crate::files::Input;
use crate::har::Envelope;
use crate::pipeline::fit::Gauge;
use crate::pipeline::lengths::Lengths;
use crate::pipeline::quiets::Quiets;
use crate::pipeline::reader::Batch;
use crate::pipeline::sift::Sift;
use crate::pipeline::workers::{Crew, Turns};
use crate::redact::Sightings;

/// What pass 1 gives.
pub(crate) struct Collected {
    pub(crate) sightings: Sightings,
    pub(crate) envelope: Envelope,
    pub(crate) entries: u64,
    /// What held nothing.
    pub(crate) quiet: Quiets,
    pub(crate) lengths: Lengths,
    /// What is still to be searched for what is known, before that is told.
    pub(crate) spellings: Spellings,
}

/// Reads `input` once and notes every secret in it.
pub(crate) fn collect(
    input: &Input,
    detector: &Detector,
    sift: &Sift<'_>,
    gauge: &Gauge<'_>,
    crew: &Crew<'_>,
) -> Result<Collected, Error> {
    let quiet = Mutex::new((Quiets::default(), Lengths::default()));
    let make = || (detector.collector().spelling(), Sightings::default());
    let reading = crew.run(
        crew.reader(input, input.path()),
        &Turns::<()>::new(crew),
        make,
        |(examiner, sightings), batch| {
            let told = note(examiner, sightings, batch, (sift, gauge), input)?;
            let mut noted = quiet.lock().unwrap_or_else(PoisonError::into_inner);
            let (quiet, lengths) = &mut *noted;
            batch.entries().for_each(|(entry, text)| lengths.note(entry, text.len()));
            if let Some((part, told)) = batch.part.as_ref().zip(told.part) {
                quiet.note_part(batch.first, part.number, told);
            }
            quiet.note(batch.first, &told.entries);
            for (entry, recalls) in told.recalls {
                quiet.note_recalls(entry, recalls);
            }
            Ok(())
        },
    )?;
    let mut sightings = Sightings::default();
    let mut spellings = Spellings::default();
    for (examiner, seen) in reading.states {
        sightings.merge(seen);
        spellings.merge(&examiner.into_spellings());
    }
    let mut examiner = detector.collector();
    sightings.note_pseudonyms(&reading.envelope.text);
    let findings = examiner.envelope(&reading.envelope.text);
    sightings.note(0, findings.map_err(|malformed| Error::malformed(input.path(), malformed))?);
    let (quiet, lengths) = quiet.into_inner().unwrap_or_else(PoisonError::into_inner);
    let (envelope, entries) = (reading.envelope, reading.entries);
    Ok(Collected { sightings, envelope, entries, quiet, lengths, spellings })
}

/// What held nothing in a batch, and what was found in the long strings of its entries.
struct Told {
    part: Option<Quiet>,
    entries: Vec<Quiet>,
    recalls: Vec<(u64, Box<[Recall]>)>,
}

/// Notes the secrets of a batch; what of it held none.
fn note(
    examiner: &mut Examiner<'_>,
    sightings: &mut Sightings,
    batch: &Batch,
    (sift, gauge): (&Sift<'_>, &Gauge<'_>),
    input: &Input,
) -> Result<Told, Error> {
    let mut told =
        Told { part: None, entries: Vec::with_capacity(batch.entries.len()), recalls: Vec::new() };
    let malformed = |malformed| Error::malformed(input.path(), malformed);
    batch.check_utf8().map_err(malformed)?;
    if let Some(part) = &batch.part {
        sightings.note_pseudonyms(&part.text);
        let findings = examiner.entry(&part.text);
        let findings = findings.map_err(|fault| malformed(batch.locate_in(part, fault)))?;
        sightings.note_part(batch.first, part.number, findings);
        sift.note(batch, batch.first, examiner.document(&part.text).root());
        gauge.note_part(batch, examiner.document(&part.text));
        told.part = Some(examiner.quiet());
    }
    sightings.note_pseudonyms(&batch.bytes);
    for (at, (entry, text)) in batch.entries().enumerate() {
        let findings = examiner.entry(text).map_err(|malformed| {
            Error::malformed_entry(input.path(), batch.locate(entry, malformed), text)
        })?;
        sightings.note(entry, findings);
        sift.note(batch, entry, examiner.document(text).root());
        gauge.note(batch, at, examiner.document(text));
        told.entries.push(examiner.quiet());
        if !examiner.recalls().is_empty() {
            told.recalls.push((entry, examiner.recalls().into()));
        }
    }
    Ok(told)
}
