//! Detecting: the rules on whole entries, and each family of rules on the text of a capture; beside
//! them a plain copy.

mod capture;
mod floor;
mod planted;

use std::hint::black_box;

use capture::Capture;
use criterion::{Criterion, criterion_group, criterion_main};
use unharm::detect::format::FormatRules;
use unharm::detect::name::{NameRules, Value};
use unharm::detect::personal::PersonalRules;
use unharm::detect::{Detector, Place, Policy, Verdict};
use unharm::generate::Shape;
use unharm::redact::Sightings;

const BYTES: u64 = 16_000_000;
const SECRETS: u32 = 1_000;

const NAMES: [(&str, bool); 6] = [
    ("userAccessToken", true),
    ("x-acme-session-token", true),
    ("componentClassName", false),
    ("startedDateTime", false),
    ("content-type", false),
    ("db_password", true),
];

fn examine(capture: &Capture, detector: &Detector) -> usize {
    let mut examiner = detector.collector();
    let found = capture
        .entries()
        .map(|entry| examiner.entry(entry).expect("because the capture is good").top().len());
    found.sum()
}

/// How many distinct secrets are found.
fn distinct(capture: &Capture, detector: &Detector) -> usize {
    let mut examiner = detector.collector();
    let mut sightings = Sightings::default();
    for (number, entry) in (1..).zip(capture.entries()) {
        sightings.note(number, examiner.entry(entry).expect("because the capture is good"));
    }
    sightings.len()
}

fn detect(criterion: &mut Criterion) {
    let policy = Policy::default();
    let detector = Detector::new(&policy);
    let (formats, personal) = (FormatRules::new(&policy), PersonalRules::new(&policy));
    for (name, shape) in [
        ("mixed", Shape::Mixed),
        ("small", Shape::Small),
        ("huge", Shape::Huge),
        ("dense", Shape::Dense),
    ] {
        let capture = Capture::generate(shape, BYTES, SECRETS);
        let (found, planted) =
            (distinct(&capture, &detector), planted::secrets(shape, BYTES, SECRETS));
        assert!(found >= planted, "{found} of {planted} planted secrets are found");
        let mut group = criterion.benchmark_group(format!("detect/{name}"));
        floor::copy(&capture, &mut group);
        group.bench_function("examine", |b| b.iter(|| examine(black_box(&capture), &detector)));
        group.bench_function("formats", |b| {
            b.iter(|| {
                let mut hits = 0_u32;
                formats.find(black_box(&capture.text), &mut |_, _| hits += 1);
                hits
            });
        });
        group.bench_function("personal", |b| {
            b.iter(|| {
                let mut hits = 0_u32;
                personal.find(black_box(&capture.text), b"", Place::Text, &mut |_, _| hits += 1);
                hits
            });
        });
        group.finish();
    }
    names(criterion, &policy);
}

fn names(criterion: &mut Criterion, policy: &Policy) {
    let rules = NameRules::new(policy);
    let judge = |name: &str| {
        let value = Value::Text(b"f3K9q-82hsLqP0-invented-7Q");
        matches!(rules.judge(black_box(name.as_bytes()), value, Place::Json), Verdict::Secret(_))
    };
    for (name, secret) in NAMES {
        assert_eq!(judge(name), secret, "{name}");
    }
    criterion.bench_function("detect/six names", |b| {
        b.iter(|| NAMES.iter().filter(|(name, _)| judge(name)).count());
    });
}

criterion_group!(benches, detect);
criterion_main!(benches);
