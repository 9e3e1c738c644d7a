//! Pass 3: what was written is read again and searched for every secret of the book.
//!
//! An entry or a long string that pass 2 searched and left alone is known again by a hash of its
//! bytes under a key of the run, and what was searched in it is not searched twice ([`Clean`]).

use std::ops::Range;

use crate::detect::{Clean, Detector, Examiner, Finding, Findings, Known, Suspects, What};
use crate::error::Error;
use crate::files::{OutputFile, Sha256Hex};
use crate::pipeline::lengths::Lengths;
use crate::pipeline::reader::Batch;
use crate::pipeline::watch::{Seen, Watch};
use crate::pipeline::workers::{Crew, Turns};

/// An output, and what it should hold.
pub(crate) struct Expected<'o> {
    pub(crate) output: &'o OutputFile,
    /// Its entries among all, from 0.
    pub(crate) runs: &'o [Range<u64>],
    /// How long they are, as they were written.
    pub(crate) lengths: Option<&'o Lengths>,
    /// Whether the sum of its bytes is asked for.
    pub(crate) is_summed: bool,
}

/// What is left in an output that should not be.
#[derive(Debug, Default, Clone)]
struct Leaks {
    places: u64,
    /// The first entry with one; 0 is the envelope.
    first: Option<u64>,
}

/// Reads the outputs again, and returns the sums of those whose sum is asked for; `seen` is what the report wants to
/// see of them.
pub(crate) fn verify(
    outputs: &[Expected<'_>],
    detector: &Detector,
    known: &dyn Known,
    (clean, suspects): (&Clean, &Suspects),
    seen: Option<&Seen>,
    crew: &Crew<'_>,
) -> Result<Vec<Sha256Hex>, Error> {
    let mismatch =
        |number: usize| Error::Mismatch { path: outputs[number].output.path().to_owned() };
    let numbers: Vec<Numbers> =
        outputs.iter().map(|expected| Numbers::new(expected.runs)).collect();
    let make = || Search {
        examiner: detector.verifier(known).skipping(clean).suspecting(suspects),
        leaks: vec![Leaks::default(); outputs.len()],
        watch: seen.map(Watch::new),
    };
    let readers = outputs.iter().map(|expected| {
        let reader = crew.reader(expected.output, expected.output.path()).told(expected.lengths);
        if expected.is_summed { reader.summing() } else { reader }
    });
    let turns = Turns::<()>::new(crew);
    let (states, wholes) = crew.run_all(readers, &turns, make, |search, number, batch| {
        search.batch(batch, number, &numbers[number]).ok_or_else(|| mismatch(number))
    })?;
    let mut examiner = detector.verifier(known);
    let mut sums = Vec::with_capacity(outputs.len());
    for (number, numbers) in numbers.iter().enumerate() {
        let whole = wholes.get(number).ok_or_else(|| mismatch(number))?;
        let mut leaks = Leaks::default();
        let findings = examiner.envelope(&whole.envelope.text).map_err(|_| mismatch(number))?;
        leaks.note(0, findings);
        states.iter().for_each(|search| leaks.merge(&search.leaks[number]));
        if leaks.places > 0 {
            let path = outputs[number].output.path().to_owned();
            let entry = leaks.first.filter(|entry| *entry > 0);
            return Err(Error::Leak { path, leaks: leaks.places, entry });
        }
        if whole.entries != numbers.count {
            return Err(mismatch(number));
        }
        sums.extend(whole.sum);
    }
    Ok(sums)
}

/// One worker of the pass.
struct Search<'d> {
    examiner: Examiner<'d>,
    /// Those of each output.
    leaks: Vec<Leaks>,
    watch: Option<Watch<'d>>,
}

/// The numbers that the entries of an output have in all outputs.
struct Numbers {
    /// For each run of entries how many of the output stand before it, and its first number, from 1.
    runs: Vec<(u64, u64)>,
    count: u64,
}

impl Numbers {
    fn new(runs: &[Range<u64>]) -> Self {
        let mut count = 0;
        let start = |run: &Range<u64>| {
            let before = count;
            count += run.end - run.start;
            (before, run.start + 1)
        };
        let runs = runs.iter().map(start).collect();
        Self { runs, count }
    }

    /// The number of the entry that is this one of the output, from 1.
    fn of(&self, entry: u64) -> u64 {
        let at = self.runs.partition_point(|(before, _)| *before < entry);
        let run = at.checked_sub(1).and_then(|at| self.runs.get(at));
        run.map_or(entry, |(before, first)| first + (entry - before - 1))
    }
}

impl Search<'_> {
    /// Searches entries of this output; `None` when one is no JSON text any more.
    fn batch(&mut self, batch: &Batch, output: usize, numbers: &Numbers) -> Option<()> {
        batch.check_utf8().ok()?;
        let leaks = &mut self.leaks[output];
        if let Some(part) = &batch.part {
            if !self.examiner.is_clean(&part.text) {
                leaks.note(batch.first, self.examiner.entry(&part.text).ok()?);
            }
            if let Some(watch) = &mut self.watch {
                let bytes = part.core.len() + part.lead.len();
                watch.part(numbers.of(batch.first), &part.text, bytes);
            }
        }
        for (entry, text) in batch.entries() {
            if !self.examiner.is_clean(text) {
                leaks.note(entry, self.examiner.entry(text).ok()?);
            } else if self.watch.is_some() {
                self.examiner.look_at(text).ok()?;
            }
            if let Some(watch) = &mut self.watch {
                watch.node(numbers.of(entry), self.examiner.document(text).root(), text.len());
            }
        }
        Some(())
    }
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
    use std::ops::Range;
    use std::path::Path;

    use crate::detect::{Clean, CleanKey, Detector, Policy, Suspects, Told};
    use crate::error::Error;
    use crate::files::OutputFile;
    use crate::options::Options;
    use crate::pipeline::lengths::Lengths;
    use crate::pipeline::verify::{Expected, Numbers, verify};
    use crate::pipeline::workers::Crew;
    use crate::progress::Silent;
    use crate::redact::sweep::Sweep;

    const SECRET: &[u8] = b"wq8Zr4/invented+Kt71xNb";

    /// Verifies an output with these entries; the secret should have been redacted.
    fn check(entries: &str, count: u64) -> Result<(), Error> {
        check_but(&Clean::default(), entries, count)
    }

    /// The same where some long strings have been searched.
    fn check_but(clean: &Clean, entries: &str, count: u64) -> Result<(), Error> {
        check_all(clean, &[entries], std::slice::from_ref(&(0..count)))
    }

    /// The same for several outputs, of which each should hold the entries of one run.
    fn check_all(clean: &Clean, outputs: &[&str], runs: &[Range<u64>]) -> Result<(), Error> {
        check_told(clean, outputs, runs, None)
    }

    /// The same where it is told how long the entries are.
    fn check_told(
        clean: &Clean,
        outputs: &[&str],
        runs: &[Range<u64>],
        lengths: Option<&Lengths>,
    ) -> Result<(), Error> {
        let directory = tempfile::tempdir().unwrap();
        let write = |(number, entries): (usize, &&str)| {
            let path = directory.path().join(format!("out-{number}.har"));
            let output = OutputFile::create(&path).unwrap();
            let text = format!(r#"{{"log":{{"comment":"","entries":[{entries}]}}}}"#);
            output.write_at(0, text.as_bytes()).unwrap();
            output
        };
        let outputs: Vec<OutputFile> = outputs.iter().enumerate().map(write).collect();
        let expected = outputs.iter().zip(runs.chunks(1));
        let expected =
            expected.map(|(output, runs)| Expected { output, runs, lengths, is_summed: false });
        let expected: Vec<_> = expected.collect();
        let detector = Detector::new(&Policy::default());
        let crew = Crew::new(&Options::default(), &Silent).unwrap();
        let clean = (clean, &Suspects::None);
        verify(&expected, &detector, &Sweep::new(&[SECRET]), clean, None, &crew).map(drop)
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

    /// Collects and rewrites as the passes before do, and verifies what they would have written.
    #[test]
    fn a_long_string_that_was_left_alone_is_searched_when_it_has_changed() {
        let secret = std::str::from_utf8(SECRET).unwrap();
        let body = |text: &str, encoding: &str| {
            let content = format!(r#"{{"mimeType":"text/javascript","text":"{text}"{encoding}}}"#);
            format!(r#"{{"response":{{"content":{content}}}}}"#)
        };
        let is_base64 = r#","encoding":"base64""#;
        let code = "f(x); ".repeat(200);
        // Searched as it stands, in base64, and through its escapes.
        for (text, changed, encoding) in [
            (code.clone(), format!("{code}'{secret}'"), ""),
            (base64(code.as_bytes()), base64(format!("{code}'{secret}'").as_bytes()), is_base64),
            (format!("{code}\\n"), format!("{code}\\n'{secret}'"), ""),
        ] {
            let entry = body(&text, encoding);
            let (detector, sweep) = (Detector::new(&Policy::default()), Sweep::new(&[SECRET]));
            let mut collector = detector.collector();
            collector.entry(entry.as_bytes()).unwrap();
            let key = CleanKey::default();
            let told = Told { flatness: collector.flatness(), found: None };
            let mut finder = detector.finder(&sweep).noting(key.clone());
            assert!(finder.entry_again(entry.as_bytes(), told).unwrap().top().is_empty());
            let mut clean = Clean::new(key);
            let noted = finder.into_clean();
            assert_eq!(noted.len(), 2, "the string and the entry {encoding}");
            clean.extend(noted);
            assert!(check_but(&clean, &entry, 1).is_ok(), "{encoding}");
            // The entry has changed, or its string, too.
            for changed in [
                entry.replacen('{', &format!(r#"{{"_a":"{secret}","#), 1),
                body(&changed, encoding),
            ] {
                let leaks = check_but(&clean, &changed, 1);
                assert!(matches!(leaks, Err(Error::Leak { entry: Some(1), .. })), "{encoding}");
            }
        }
    }

    #[test]
    fn a_fault_is_told_of_the_output_in_which_it_is() {
        let secret = std::str::from_utf8(SECRET).unwrap();
        let leak = format!(r#"{{"a":1}},{{"b":"{secret}"}}"#);
        let check = |outputs: [&str; 3], runs: [Range<u64>; 3]| {
            check_all(&Clean::default(), &outputs, &runs)
        };
        let whole = r#"{"a":1},{"b":2}"#;
        let name = |path: &Path| path.file_name().unwrap().to_owned();
        let leaks = check([whole, &leak, whole], [0..2, 2..4, 4..6]);
        let Err(Error::Leak { path, leaks: 1, entry: Some(2) }) = leaks else {
            panic!("{leaks:?}")
        };
        assert_eq!(name(&path), "out-1.har");
        let mismatch = check([whole, whole, whole], [0..2, 2..4, 4..7]);
        let Err(Error::Mismatch { path }) = mismatch else { panic!("{mismatch:?}") };
        assert_eq!(name(&path), "out-2.har");
        assert!(check([whole, "", whole], [0..2, 2..2, 2..4]).is_ok());
    }

    #[test]
    fn the_entries_of_an_output_have_the_numbers_of_their_runs() {
        let numbers = Numbers::new(&[2..4, 7..8, 9..12]);
        let all: Vec<u64> = (1..=6).map(|entry| numbers.of(entry)).collect();
        assert_eq!((all, numbers.count), (vec![3, 4, 8, 10, 11, 12], 6));
        assert_eq!(Numbers::new(&[]).of(1), 1);
    }

    #[test]
    fn how_long_an_entry_is_told_to_be_is_not_believed() {
        let secret = std::str::from_utf8(SECRET).unwrap();
        let entries = format!(r#"{{"a":1}},{{"b":"{secret}"}},{{"c":2}}"#);
        let check = |bytes: &[u64]| {
            let mut lengths = Lengths::default();
            bytes.iter().for_each(|bytes| lengths.push(*bytes));
            let run = std::slice::from_ref(&(0..3));
            check_told(&Clean::default(), &[&entries], run, Some(&lengths))
        };
        let second = secret.len() as u64 + 8;
        for told in [&[7, second, 7][..], &[7, second], &[0, second, 7], &[]] {
            let leaks = check(told);
            assert!(
                matches!(leaks, Err(Error::Leak { entry: Some(2), .. })),
                "{told:?}: {leaks:?}"
            );
        }
        // Two as one, and one that ends where none does.
        for told in [&[7 + 1 + second, 7][..], &[7, second + 8], &[6, second, 7]] {
            let outcome = check(told);
            assert!(matches!(outcome, Err(Error::Mismatch { .. } | Error::File(_))), "{outcome:?}");
        }
    }

    #[test]
    fn an_output_that_is_not_what_was_planned_is_a_mismatch() {
        for (entries, count) in [(r#"{"a":1}"#, 2), (r#"{"a":1},{"b":2}"#, 1), (r#"{"a":01}"#, 1)] {
            let outcome = check(entries, count);
            assert!(matches!(outcome, Err(Error::Mismatch { .. })), "{entries}");
        }
    }
}
