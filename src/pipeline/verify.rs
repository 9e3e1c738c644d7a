//! Pass 3: what was written is read again and searched for every secret of the book.

use crate::detect::{Clean, Detector, Examiner, Finding, Findings, Known, What};
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
    clean: &Clean,
    crew: &Crew<'_>,
) -> Result<(), Error> {
    let path = output.path();
    let mismatch = || Error::Mismatch { path: path.to_owned() };
    let make = || (detector.verifier(known).skipping(clean), Leaks::default());
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

#[cfg(test)]
mod tests {
    use crate::detect::{Clean, Detector, Policy};
    use crate::error::Error;
    use crate::files::OutputFile;
    use crate::options::Options;
    use crate::pipeline::verify::verify;
    use crate::pipeline::workers::Crew;
    use crate::progress::Silent;
    use crate::redact::sweep::Sweep;

    const SECRET: &[u8] = b"wq8Zr4/invented+Kt71xNb";

    /// Verifies an output with these entries; the secret should have been redacted.
    fn check(entries: &str, count: u64) -> Result<(), Error> {
        let directory = tempfile::tempdir().unwrap();
        let output = OutputFile::create(&directory.path().join("out.har")).unwrap();
        let text = format!(r#"{{"log":{{"comment":"","entries":[{entries}]}}}}"#);
        output.write_at(0, text.as_bytes()).unwrap();
        let detector = Detector::new(&Policy::default());
        let crew = Crew::new(&Options::default(), &Silent).unwrap();
        verify(&output, count, &detector, &Sweep::new(&[SECRET]), &Clean::default(), &crew)
    }

    fn base64(text: &[u8]) -> String {
        base64_simd::STANDARD.encode_to_string(text)
    }

    #[test]
    fn a_secret_that_is_left_is_a_leak_in_whatever_form() {
        let secret = std::str::from_utf8(SECRET).unwrap();
        let twice = base64(base64(SECRET).as_bytes());
        for form in [
            secret.to_owned(),
            secret.replace('/', "%2F").replace('+', "%2B"),
            secret.replace('/', "\\u002f"),
            base64(SECRET),
            base64(format!("x{secret}").as_bytes()),
            format!("{{\\\"state\\\":\\\"{twice}\\\"}}"),
            format!("var a={{state:\\\"{twice}\\\"}};{}", "f(1);".repeat(200)),
        ] {
            let leaks = check(&format!(r#"{{"a":1}},{{"_b":"{form}"}}"#), 2);
            assert!(matches!(leaks, Err(Error::Leak { leaks: 1.., entry: Some(2), .. })), "{form}");
        }
        assert!(check(r#"{"a":1},{"_b":"redacted-secret-1"}"#, 2).is_ok());
    }

    #[test]
    fn an_output_that_is_not_what_was_planned_is_a_mismatch() {
        for (entries, count) in [(r#"{"a":1}"#, 2), (r#"{"a":1},{"b":2}"#, 1), (r#"{"a":01}"#, 1)] {
            let outcome = check(entries, count);
            assert!(matches!(outcome, Err(Error::Mismatch { .. })), "{entries}");
        }
    }
}
