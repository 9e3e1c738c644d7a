//! A generated capture in memory, cut into its entries.

use std::ops::Range;

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
}
