//! A capture without its entries.

use std::ops::Range;

/// The bytes around the entries of a capture, and where its pages stand in them.
///
/// `head` followed by `tail` is a JSON text whose `log.entries` is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Envelope {
    /// `head` and `tail`, one after the other.
    pub text: Vec<u8>,
    /// Where in `text` the entries belong: directly after the `[`.
    pub entries_at: usize,
    /// What stood between `[` and the first entry (white space).
    pub lead: Vec<u8>,
    /// What stood between two entries (white space and one comma), as after the first entry.
    pub gap: Vec<u8>,
    /// What stood between the last entry and `]` (white space).
    pub trail: Vec<u8>,
    /// The items of `log.pages`, as spans of `text`.
    pub pages: Vec<Range<usize>>,
}
