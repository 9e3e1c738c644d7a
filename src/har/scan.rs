//! Finds where the entries of a capture stand, in one pass over successive blocks.

use std::ops::Range;

use crate::har::{Envelope, Malformed};

/// Finds the entries of a capture that is fed to it in blocks of any size.
#[derive(Debug, Default)]
pub struct Scanner {
    _private: (),
}

impl Scanner {
    /// A scanner at the start of a capture.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the next block; appends to `entries` the span, in bytes from the start of the
    /// capture, of each entry that ends in it.
    ///
    /// # Errors
    /// Where the capture is malformed.
    pub fn feed(&mut self, block: &[u8], entries: &mut Vec<Range<u64>>) -> Result<(), Malformed> {
        let _ = (block, entries);
        Ok(())
    }

    /// Start of the entry that is open at the end of what was fed, if any.
    #[must_use]
    pub fn open_entry(&self) -> Option<u64> {
        None
    }

    /// The end of the capture: what stood around its entries.
    ///
    /// # Errors
    /// When the capture is empty, no HAR, truncated, or its envelope malformed.
    pub fn finish(self) -> Result<Envelope, Malformed> {
        Ok(Envelope::default())
    }
}
