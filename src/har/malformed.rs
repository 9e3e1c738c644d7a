//! What is wrong with a capture, and where; never what stands there.

/// What is wrong with a text that should be JSON or a capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Nothing but white space.
    Empty,
    /// Not a JSON text.
    NotJson,
    /// JSON, but without `log.entries`.
    NotHar,
    /// `log.entries` is not an array.
    EntriesNotArray,
    /// An item of `log.entries` is not an object.
    EntryNotObject,
    /// `log.entries` stands there twice.
    EntriesTwice,
    /// The text ends in the middle.
    Truncated,
    /// Not UTF-8.
    NotUtf8,
    /// Nested deeper than is read.
    TooDeep,
    /// The envelope is larger than is held in memory.
    EnvelopeTooLarge,
    /// Something follows the end of the document.
    TrailingData,
}

/// A fault with its place: the entry (from 1, where it is in one) and the byte offset in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed {
    /// What is wrong.
    pub fault: Fault,
    /// Number of the entry, from 1.
    pub entry: Option<u64>,
    /// Offset in bytes from the start of the text.
    pub offset: u64,
}
