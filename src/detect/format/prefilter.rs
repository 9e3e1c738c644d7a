//! Finds the keywords of all rows in a text.

use crate::detect::format::row::FormatRule;
use crate::detect::needles::{Choice, Needles};

/// A keyword of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keyword {
    /// The row's index.
    pub(crate) row: usize,
    /// The keyword.
    pub(crate) word: &'static [u8],
}

/// The compiled keywords of a set of rows.
pub(crate) struct Prefilter {
    keywords: Vec<Keyword>,
    needles: Needles,
}

impl Prefilter {
    /// Compiles the keywords of `rows`, which come with their indices.
    pub(crate) fn new(rows: impl Iterator<Item = (usize, &'static FormatRule)>) -> Self {
        let words = |(row, rule): (usize, &'static FormatRule)| {
            rule.keywords.iter().map(move |word| Keyword { row, word: word.as_bytes() })
        };
        let keywords: Vec<Keyword> = rows.flat_map(words).collect();
        let needles = Needles::new(keywords.iter().map(|keyword| keyword.word), Choice::Rarest);
        Self { keywords, needles }
    }

    /// Reports where a keyword stands in `text`, in no particular order.
    pub(crate) fn find(&self, text: &[u8], mut found: impl FnMut(usize, Keyword)) {
        self.needles.find(text, |at, number| found(at, self.keywords[number]));
    }
}
