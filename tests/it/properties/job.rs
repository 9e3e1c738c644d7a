//! The whole of the core in memory: the three passes over entries that are given as texts.

use unharm::detect::{Detector, Findings, Policy, What};
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
    let mut sightings = Sightings::default();
    let mut collector = detector.collector().spelling();
    let mut told = Vec::new();
    for (number, entry) in (1..).zip(entries) {
        sightings.note(number, collector.entry(entry.as_bytes()).unwrap());
        told.push((collector.quiet(), collector.recalls().to_vec()));
    }
    let book = SecretBook::new(sightings, names);
    let sweep = Sweep::new(&book.values());
    let suspects = collector.into_spellings().suspects(&sweep);
    let mut finder = detector.finder(&sweep).suspecting(&suspects);
    // It is told nothing of what the other passes have seen.
    let mut verifier = detector.verifier(&sweep);
    let mut redactor = Redactor::new(&book);
    let mut outcome = Outcome { entries: Vec::new(), leaks: 0 };
    for (entry, (quiet, recalls)) in entries.iter().zip(told) {
        let mut out = Vec::new();
        let findings = finder.entry_again(entry.as_bytes(), quiet, &recalls).unwrap();
        redactor.redact(entry.as_bytes(), findings, &mut out).unwrap();
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
