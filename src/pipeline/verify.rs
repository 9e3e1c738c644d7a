//! Pass 3: what was written is read again and searched for every secret of the book.

use crate::detect::{Detector, Examiner, Finding, Findings, Known, What};
use crate::error::Error;
use crate::files::OutputFile;
use crate::pipeline::reader::Batch;
use crate::pipeline::workers::{Crew, Turns};

/// What is left in an output that should not be.
#[derive(Debug, Default)]
struct Leaks {
    places: u64,
    /// The first entry with one; 0 is the envelope.
    first: Option<u64>,
}

/// Reads one output again; `entries` is how many it should hold.
pub(crate) fn verify(
    output: &OutputFile,
    entries: u64,
    detector: &Detector,
    known: &dyn Known,
    crew: &Crew<'_>,
) -> Result<(), Error> {
    let path = output.path();
    let mismatch = || Error::Mismatch { path: path.to_owned() };
    let make = || (detector.verifier(known), Leaks::default());
    let reader = crew.reader(output, path);
    let reading = crew.run(reader, &Turns::default(), make, |(examiner, leaks), batch| {
        search(examiner, leaks, batch).ok_or_else(mismatch)
    })?;
    let mut leaks = Leaks::default();
    let mut examiner = detector.verifier(known);
    let findings = examiner.envelope(&reading.envelope.text).map_err(|_| mismatch())?;
    leaks.note(0, findings);
    for (_, found) in reading.states {
        leaks.merge(&found);
    }
    if leaks.places > 0 {
        let entry = leaks.first.filter(|entry| *entry > 0);
        return Err(Error::Leak { path: path.to_owned(), leaks: leaks.places, entry });
    }
    if reading.entries == entries { Ok(()) } else { Err(mismatch()) }
}

/// `None` when an entry is no JSON text any more.
fn search(examiner: &mut Examiner<'_>, leaks: &mut Leaks, batch: &Batch) -> Option<()> {
    batch.check_utf8().ok()?;
    if let Some(part) = &batch.part {
        leaks.note(batch.first, examiner.entry(&part.text).ok()?);
    }
    for (entry, text) in batch.entries() {
        leaks.note(entry, examiner.entry(text).ok()?);
    }
    Some(())
}

impl Leaks {
    fn note(&mut self, entry: u64, findings: &Findings) {
        let places = count(findings, findings.top());
        if places > 0 {
            self.places += places;
            self.first = Some(self.first.map_or(entry, |first| first.min(entry)));
        }
    }

    fn merge(&mut self, other: &Self) {
        self.places += other.places;
        self.first = [self.first, other.first].into_iter().flatten().min();
    }
}

fn count(findings: &Findings, level: &[Finding]) -> u64 {
    let places = level.iter().map(|finding| match &finding.what {
        What::Known { .. } => 1,
        What::Inner { findings: inner, .. } => count(findings, findings.inside(inner)),
        What::Secret { .. } | What::Seed { .. } => 0,
    });
    places.sum()
}
