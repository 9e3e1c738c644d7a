//! Cutting: planning where entries go, and cutting one that is too large; beside them a plain copy.

mod capture;
mod floor;

use std::hint::black_box;

use capture::Capture;
use criterion::{Criterion, criterion_group, criterion_main};
use unharm::chunk::{Cutter, Planner};
use unharm::generate::Shape;
use unharm::har::{Envelope, Scanner};

const LIMIT: u64 = 1_000_000;

fn envelope(capture: &Capture) -> Envelope {
    let mut scanner = Scanner::new();
    scanner.feed(&capture.text, &mut Vec::new()).expect("because the capture is good");
    scanner.finish().expect("because the capture is good")
}

fn plan(capture: &Capture, envelope: &Envelope) -> usize {
    let mut planner = Planner::new(envelope, Some(LIMIT)).expect("because the head is small");
    for entry in capture.entries() {
        planner
            .place(entry.len() as u64, &envelope.gap, Some(0))
            .expect("because every entry fits");
    }
    planner.finish().chunks.len()
}

fn chunk(criterion: &mut Criterion) {
    let capture = Capture::generate(Shape::Small, 16_000_000, 1_000);
    let envelope = envelope(&capture);
    assert!((16..20).contains(&plan(&capture, &envelope)));
    let mut group = criterion.benchmark_group("chunk");
    floor::copy(&capture, &mut group);
    group.bench_function("plan", |b| b.iter(|| plan(black_box(&capture), &envelope)));
    group.finish();

    let huge = Capture::generate(Shape::Huge, 16_000_000, 100);
    let entry = huge.entries().max_by_key(|entry| entry.len()).expect("because it has entries");
    let mut cutter = Cutter::new();
    let cut = cutter.cut(entry, 100_000).expect("because its body is what makes it large");
    assert!(cut.text.len() <= 100_000);
    let mut group = criterion.benchmark_group("chunk/cut");
    floor::copy(&huge, &mut group);
    group.bench_function("cut", |b| {
        b.iter(|| cutter.cut(black_box(entry), 100_000).map(|cut| cut.text.len()));
    });
    group.finish();
}

criterion_group!(benches, chunk);
criterion_main!(benches);
