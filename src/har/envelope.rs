//! A capture without its entries.

use std::fmt;
use std::ops::Range;

/// The bytes around the entries of a capture, and where its pages stand in them.
///
/// `head` followed by `tail` is a JSON text whose `log.entries` is empty.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Envelope {
    /// `head` and `tail`, one after the other.
    pub text: Vec<u8>,
    /// Where in `text` the entries belong: directly after the `[`.
    pub entries_at: usize,
    /// What stood between `[` and the first entry, or `]` (white space).
    pub lead: Vec<u8>,
    /// What stood between the first entry and the second (white space and one comma); with fewer
    /// entries a comma and `lead`.
    pub gap: Vec<u8>,
    /// What stood between the last entry and `]` (white space).
    pub trail: Vec<u8>,
    /// The items of `log.pages`, as spans of `text`.
    pub pages: Vec<Range<usize>>,
}

impl Envelope {
    /// Where the byte at this place of `text` stands in its capture, which has `len` bytes.
    #[must_use]
    pub fn offset_of(&self, at: u64, len: u64) -> u64 {
        if at < self.entries_at as u64 { at } else { len - (self.text.len() as u64 - at) }
    }
}

impl fmt::Debug for Envelope {
    /// Sizes only: the text may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Envelope")
            .field("bytes", &self.text.len())
            .field("entries_at", &self.entries_at)
            .field("pages", &self.pages)
            .finish_non_exhaustive()
    }
}
