//! A generated capture in memory, cut into its entries, and the floor beside every figure.

use std::hint::black_box;
use std::ops::Range;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Throughput};
use unharm::generate::{self, Recipe, Shape};
use unharm::har::Scanner;

/// A generated capture.
pub(crate) struct Capture {
    /// Its bytes.
    pub(crate) text: Vec<u8>,
    entries: Vec<Range<u64>>,
}

impl Capture {
    /// A capture of this shape.
    pub(crate) fn generate(shape: Shape, bytes: u64, secrets: u32) -> Self {
        let mut text = Vec::new();
        let recipe = Recipe { shape, bytes, secrets, ..Recipe::default() };
        generate::write(&recipe, &mut text, None).expect("because memory takes all");
        let mut scanner = Scanner::new();
        let mut entries = Vec::new();
        scanner.feed(&text, &mut entries).expect("because the capture is good");
        scanner.finish().expect("because the capture is good");
        Self { text, entries }
    }

    /// Its entries.
    pub(crate) fn entries(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        let at = |offset: u64| usize::try_from(offset).expect("because the capture is in memory");
        self.entries.iter().map(move |entry| &self.text[at(entry.start)..at(entry.end)])
    }

    /// Measures copying the same bytes.
    pub(crate) fn copy(&self, group: &mut BenchmarkGroup<'_, WallTime>) {
        group.throughput(Throughput::Bytes(self.text.len() as u64)).sample_size(10);
        let mut copy = vec![0; 1 << 20];
        group.bench_function("copy", |bencher| {
            bencher.iter(|| {
                for window in self.text.chunks(copy.len()) {
                    copy[..window.len()].copy_from_slice(window);
                    black_box(&mut copy);
                }
            });
        });
    }
}
