//! The whole job on files: collect, rewrite, verify, names; beside it a copy of the file.

mod planted;

use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use unharm::detect::{Detector, Policy};
use unharm::files::{Existing, write_whole};
use unharm::generate::{self, Recipe, Shape};
use unharm::options::{Options, Output, Overwrite};
use unharm::pipeline;
use unharm::progress::Silent;

const BYTES: u64 = 32_000_000;
const SECRETS: u32 = 1_000;

fn capture(path: &Path, shape: Shape) -> u64 {
    let mut text = Vec::new();
    let recipe = Recipe { shape, bytes: BYTES, secrets: SECRETS, ..Recipe::default() };
    generate::write(&recipe, &mut text, None).expect("because memory takes all");
    write_whole(path, &text, Existing::Replace).expect("because the directory is ours");
    text.len() as u64
}

fn job(criterion: &mut Criterion) {
    let directory = tempfile::tempdir().expect("because the system has room");
    let detector = Detector::new(&Policy::default());
    for (name, shape) in [
        ("mixed", Shape::Mixed),
        ("small", Shape::Small),
        ("huge", Shape::Huge),
        ("dense", Shape::Dense),
    ] {
        let path = directory.path().join(format!("{name}.har"));
        let bytes = capture(&path, shape);
        let options = Options {
            output: Output::Directory(directory.path().join("out")),
            overwrite: Overwrite::Replace,
            ..Options::default()
        };
        let run = || {
            pipeline::sanitize(&path, &options, &detector, &Silent)
                .expect("because the capture is good")
        };
        let (found, planted) = (run().secrets, planted::secrets(shape, BYTES, SECRETS));
        assert!(found >= planted as u64, "{found} of {planted} planted secrets are found");

        let mut group = criterion.benchmark_group(format!("pipeline/{name}"));
        group.throughput(Throughput::Bytes(bytes)).sample_size(10);
        let copy = directory.path().join("copy.har");
        group.bench_function("copy", |b| b.iter(|| std::fs::copy(&path, &copy)));
        group.bench_function("sanitize", |b| b.iter(run));
        group.finish();
    }
}

criterion_group!(benches, job);
criterion_main!(benches);
