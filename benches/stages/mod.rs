//! The stages of the job on a small generated capture, each by itself, for the instruction count.

use std::error::Error;
use std::hint::black_box;

use unharm::detect::format::FormatRules;
use unharm::detect::personal::PersonalRules;
use unharm::detect::{Detector, Examiner, Place, Policy};
use unharm::generate::Shape;
use unharm::har::{Index, Scanner};
use unharm::redact::sweep::Sweep;
use unharm::redact::{Pseudonyms, Redactor, SecretBook, Sightings};

use crate::capture::Capture;
use crate::strings::strings_in;

/// The size of the capture.
pub(crate) const BYTES: u64 = 1_500_000;
/// How many distinct secrets are asked for.
pub(crate) const SECRETS: u32 = 150;
/// The name of the function inside of which instructions are counted.
pub(crate) const MEASURED: &str = "counted_part";

const WINDOW_BYTES: usize = 1 << 16;

type Stage = fn(&Bench);

const STAGES: [(&str, Stage); 9] = [
    ("scan", scan),
    ("index and walk", index_and_walk),
    ("formats", formats),
    ("personal", personal),
    ("detect", detect),
    ("book and sweep", book_and_sweep),
    ("sweep", sweep),
    ("redact", redact),
    ("verify", verify),
];

/// The names of the stages, in the order of the job.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    STAGES.iter().map(|(name, _)| *name)
}

/// Runs one stage, of it only the part that counts inside [`counted_part`].
pub(crate) fn run(name: &str) -> Result<(), Box<dyn Error>> {
    let stage = STAGES.iter().find(|(known, _)| *known == name).ok_or("no such stage")?;
    (stage.1)(&Bench {
        capture: Capture::generate(Shape::Mixed, BYTES, SECRETS),
        detector: Detector::new(&Policy::default()),
    });
    Ok(())
}

/// What valgrind counts: nothing but this function and what it calls.
#[inline(never)]
fn counted_part<R>(work: impl FnOnce() -> R) -> R {
    black_box(work())
}

struct Bench {
    capture: Capture,
    detector: Detector,
}

impl Bench {
    fn sightings(&self) -> Sightings {
        let mut examiner = self.detector.collector();
        let mut sightings = Sightings::default();
        for (number, entry) in (1..).zip(self.capture.entries()) {
            let findings = examiner.entry(entry).expect("because the capture is good");
            sightings.note(number, findings);
        }
        sightings
    }

    fn book(&self) -> SecretBook {
        SecretBook::new(self.sightings(), &Pseudonyms::default())
    }
}

fn scan(bench: &Bench) {
    let mut entries = Vec::with_capacity(bench.capture.entries().len());
    let mut scanner = Scanner::new();
    counted_part(|| {
        for window in bench.capture.text.chunks(WINDOW_BYTES) {
            scanner.feed(window, &mut entries).expect("because the capture is good");
        }
    });
    assert_eq!(entries.len(), bench.capture.entries().len());
}

fn index_and_walk(bench: &Bench) {
    let mut index = Index::new();
    let strings: u64 = counted_part(|| {
        let strings = bench.capture.entries().map(|entry| {
            index.build(entry).expect("because the capture is good");
            strings_in(index.document(entry).root())
        });
        strings.sum()
    });
    assert!(strings > 1_000);
}

fn formats(bench: &Bench) {
    let rules = FormatRules::new(&Policy::default());
    let search = || {
        let mut hits = 0_u32;
        bench.capture.entries().for_each(|entry| rules.find(entry, &mut |_, _| hits += 1));
        hits
    };
    // What is compiled on first use is part of the start-up.
    assert!(search() > 0);
    counted_part(search);
}

fn personal(bench: &Bench) {
    let rules = PersonalRules::new(&Policy::default());
    let search = || {
        let mut hits = 0_u32;
        let mut find = |entry| rules.find(entry, b"", Place::Text, &mut |_, _| hits += 1);
        bench.capture.entries().for_each(&mut find);
        hits
    };
    assert!(search() > 0);
    counted_part(search);
}

fn detect(bench: &Bench) {
    bench.sightings();
    examine(bench, &mut bench.detector.collector());
}

fn examine(bench: &Bench, examiner: &mut Examiner<'_>) {
    let found: usize = counted_part(|| {
        let found = bench
            .capture
            .entries()
            .map(|entry| examiner.entry(entry).expect("because the capture is good").top().len());
        found.sum()
    });
    assert!(found > 0);
}

fn book_and_sweep(bench: &Bench) {
    let sightings = bench.sightings();
    let book = counted_part(|| {
        let book = SecretBook::new(sightings, &Pseudonyms::default());
        black_box(Sweep::new(&book.values()));
        book
    });
    assert!(!book.is_empty());
}

fn sweep(bench: &Bench) {
    let book = bench.book();
    let sweep = Sweep::new(&book.values());
    let hits = counted_part(|| {
        let mut hits = 0_usize;
        bench.capture.entries().for_each(|entry| sweep.find(entry, &mut |_, _, _| hits += 1));
        hits
    });
    assert!(hits >= book.len() / 2);
}

fn redact(bench: &Bench) {
    let book = bench.book();
    let sweep = Sweep::new(&book.values());
    let mut examiner = bench.detector.finder(&sweep);
    let mut redactor = Redactor::new(&book);
    let mut out = Vec::new();
    for entry in bench.capture.entries() {
        out.clear();
        out.reserve(2 * entry.len());
        let findings = examiner.entry(entry).expect("because the capture is good");
        let redacted = counted_part(|| redactor.redact(entry, findings, &mut out));
        redacted.expect("because the book is of this capture");
        assert!(out.len() > entry.len() / 2);
    }
}

fn verify(bench: &Bench) {
    let book = bench.book();
    let sweep = Sweep::new(&book.values());
    examine(bench, &mut bench.detector.verifier(&sweep));
}
