//! The whole of the core in memory: the three passes over entries that are given as texts.

use unharm::detect::{Classes, Detector, Findings, Flatness, Legend, Policy, Recorded, Told, What};
use unharm::redact::sweep::Sweep;
use unharm::redact::{Pseudonyms, Redactor, SecretBook, Sightings};

/// What the passes made of some entries.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) entries: Vec<String>,
    /// How many secrets the third pass found in them.
    pub(crate) leaks: usize,
}

/// Redacts entries by the default rules.
pub(crate) fn redact(entries: &[&str]) -> Outcome {
    redact_as(entries, &Policy::default(), &Pseudonyms::Numbered)
}

/// Redacts entries.
pub(crate) fn redact_as(entries: &[&str], policy: &Policy, names: &Pseudonyms) -> Outcome {
    let detector = Detector::new(policy);
    let (mut sightings, mut classes) = (Sightings::default(), Classes::default());
    let mut collector = detector.collector().spelling();
    let mut noted: Vec<(Flatness, Vec<u8>)> = Vec::new();
    for (number, entry) in (1..).zip(entries) {
        let (mut secrets, mut record) = (Vec::new(), Vec::new());
        let findings = collector.entry(entry.as_bytes()).unwrap();
        sightings.note_part(number, 0, findings, &mut secrets);
        let is_said = findings.record(entry.as_bytes(), &secrets, &mut classes, &mut record);
        let flatness = collector.flatness();
        noted.push((if is_said { flatness } else { Flatness::default() }, record));
    }
    let (book, numbers) = SecretBook::numbered(sightings, names);
    let legend = Legend::new(classes, numbers);
    let sweep = Sweep::new(&book.values());
    let suspects = collector.into_spellings().suspects(&sweep);
    let mut finder = detector.finder(&sweep).suspecting(&suspects);
    let mut by_rules = detector.finder(&sweep);
    // It is told nothing of what the other passes have seen.
    let mut verifier = detector.verifier(&sweep);
    let mut redactor = Redactor::new(&book);
    let mut outcome = Outcome { entries: Vec::new(), leaks: 0 };
    for (entry, (flatness, record)) in entries.iter().zip(&noted) {
        let (text, mut out, mut whole) = (entry.as_bytes(), Vec::new(), Vec::new());
        let found = Some(Recorded { record, legend: &legend }).filter(|_| !record.is_empty());
        let findings = finder.entry_again(text, Told { flatness: *flatness, found }).unwrap();
        redactor.redact(text, findings, &mut out).unwrap();
        redactor.redact(text, by_rules.entry(text).unwrap(), &mut whole).unwrap();
        assert_eq!(out, whole, "what pass 2 is told makes no difference: {entry}");
        let left = verifier.entry(&out).expect("the output is JSON");
        outcome.leaks += known(left);
        outcome.entries.push(String::from_utf8(out).expect("the output is UTF-8"));
    }
    outcome
}

fn known(findings: &Findings) -> usize {
    let is_hit = |what: &What| matches!(what, What::Known { .. } | What::Inner { .. });
    findings.top().iter().filter(|finding| is_hit(&finding.what)).count()
}
