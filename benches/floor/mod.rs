//! The floor beside every figure: copying the same bytes.

use std::hint::black_box;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Throughput};

use crate::capture::Capture;

/// Measures copying the capture, and says how many bytes each figure of the group is about.
pub(crate) fn copy(capture: &Capture, group: &mut BenchmarkGroup<'_, WallTime>) {
    group.throughput(Throughput::Bytes(capture.text.len() as u64)).sample_size(10);
    let mut copy = vec![0; 1 << 20];
    group.bench_function("copy", |bencher| {
        bencher.iter(|| {
            for window in capture.text.chunks(copy.len()) {
                copy[..window.len()].copy_from_slice(window);
                black_box(&mut copy);
            }
        });
    });
}
