//! What is wrong with a capture, and where; never what stands there.

use std::fmt;

/// Objects and arrays that may be open at once in one text, or in one entry.
pub(crate) const DEPTH_MAX: usize = 512;

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
    /// One text of 4 GiB or more.
    TooLarge,
    /// The envelope is larger than is held in memory.
    EnvelopeTooLarge,
    /// Something follows the end of the document.
    TrailingData,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the capture is empty",
            Self::NotJson => "this is not valid JSON",
            Self::NotHar => "this is JSON but not a HAR capture: it has no log.entries",
            Self::EntriesNotArray => "log.entries is not an array",
            Self::EntryNotObject => "an entry is not an object",
            Self::EntriesTwice => "log.entries occurs twice",
            Self::Truncated => "the capture ends in the middle; it was cut off",
            Self::NotUtf8 => "this is not valid UTF-8",
            Self::TooDeep => "objects and arrays are nested too deeply",
            Self::TooLarge => "one value has 4 GiB or more",
            Self::EnvelopeTooLarge => "more than 32 MiB stand outside log.entries",
            Self::TrailingData => "something follows the end of the JSON text",
        })
    }
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

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(entry) = self.entry {
            write!(f, "entry {entry}, ")?;
        }
        write!(f, "byte {}: {}", self.offset, self.fault)
    }
}

impl std::error::Error for Malformed {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_where() {
        let mut malformed = Malformed { fault: Fault::NotJson, entry: Some(12), offset: 34_567 };
        assert_eq!(malformed.to_string(), "entry 12, byte 34567: this is not valid JSON");
        malformed.entry = None;
        assert_eq!(malformed.to_string(), "byte 34567: this is not valid JSON");
    }
}
