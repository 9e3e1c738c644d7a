//! Redacting: collecting secrets, building the sweep, searching with it, splicing; beside them a
//! plain copy.

mod capture;
mod floor;
mod planted;

use std::hint::black_box;

use capture::Capture;
use criterion::{Criterion, criterion_group, criterion_main};
use unharm::detect::{Detector, Policy};
use unharm::generate::Shape;
use unharm::redact::sweep::Sweep;
use unharm::redact::{Pseudonyms, Redactor, SecretBook, Sightings};

const BYTES: u64 = 16_000_000;
const SECRETS: u32 = 2_000;

fn collect(capture: &Capture, detector: &Detector) -> Sightings {
    let mut examiner = detector.collector();
    let mut sightings = Sightings::default();
    for (number, entry) in (1..).zip(capture.entries()) {
        let findings = examiner.entry(entry).expect("because the capture is good");
        sightings.note(number, findings);
    }
    sightings
}

fn rewrite(capture: &Capture, detector: &Detector, sweep: &Sweep, book: &SecretBook) -> usize {
    let mut examiner = detector.finder(sweep);
    let mut redactor = Redactor::new(book);
    let mut out = Vec::new();
    let mut bytes = 0;
    for entry in capture.entries() {
        out.clear();
        let findings = examiner.entry(entry).expect("because the capture is good");
        redactor.redact(entry, findings, &mut out).expect("because the book is of this capture");
        bytes += out.len();
    }
    bytes
}

fn redact(criterion: &mut Criterion) {
    let detector = Detector::new(&Policy::default());
    for (name, shape) in [
        ("mixed", Shape::Mixed),
        ("small", Shape::Small),
        ("huge", Shape::Huge),
        ("dense", Shape::Dense),
    ] {
        let capture = Capture::generate(shape, BYTES, SECRETS);
        let book = SecretBook::new(collect(&capture, &detector), &Pseudonyms::default());
        let values = book.values();
        let sweep = Sweep::new(&values);
        let planted = planted::secrets(shape, BYTES, SECRETS);
        assert!(book.len() >= planted, "{} of {planted} planted secrets are found", book.len());
        let bytes = rewrite(&capture, &detector, &sweep, &book);
        assert!(bytes > capture.text.len() / 2);

        let mut group = criterion.benchmark_group(format!("redact/{name}"));
        floor::copy(&capture, &mut group);
        group.bench_function("collect", |b| {
            b.iter(|| collect(black_box(&capture), &detector).len())
        });
        group.bench_function("sweep", |b| {
            b.iter(|| {
                let mut hits = 0_u32;
                sweep.find(black_box(&capture.text), &mut |_, _, _| hits += 1);
                hits
            });
        });
        group.bench_function("rewrite", |b| {
            b.iter(|| rewrite(black_box(&capture), &detector, &sweep, &book));
        });
        group.finish();
    }
}

/// Values of 16 to 80 bytes that stand nowhere, so that the search itself is measured.
fn invented(count: u64) -> Vec<Vec<u8>> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from((state >> 20) % below).expect("because it is small")
    };
    let value = |_| (0..16 + random(65)).map(|_| ALPHABET[random(64)]).collect();
    (0..count).map(value).collect()
}

/// How much slower the search is for many secrets.
fn sweep(criterion: &mut Criterion) {
    let capture = Capture::generate(Shape::Mixed, BYTES, SECRETS);
    let mut group = criterion.benchmark_group("sweep");
    floor::copy(&capture, &mut group);
    for count in [10, 100, 1_000, 10_000] {
        let values = invented(count);
        let sweep = Sweep::new(&values.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let search = || {
            let mut hits = 0_u32;
            sweep.find(black_box(&capture.text), &mut |_, _, _| hits += 1);
            hits
        };
        assert_eq!(search(), 0);
        group.bench_function(format!("{count} secrets"), |b| b.iter(search));
    }
    group.finish();
}

criterion_group!(benches, redact, sweep);
criterion_main!(benches);
