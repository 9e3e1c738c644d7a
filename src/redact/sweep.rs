//! Finds every known secret in a text, in every form that it can take.

use std::ops::Range;

/// How a secret is written where the sweep found it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// As it is, or in a form that a pseudonym may replace as it is (JSON, percent, HTML, hex).
    Plain,
    /// Inside base64 text: the replacement must be of its alphabet and keep the length modulo 4.
    Base64,
}

/// Searches for all known secrets at once.
#[derive(Debug, Default)]
pub struct Sweep {
    _private: (),
}

impl Sweep {
    /// Builds the search for these secrets; a hit names a secret by its index.
    /// Values that may not travel ([`crate::redact::guard::may_travel`]) are left out.
    #[must_use]
    pub fn new(secrets: &[&[u8]]) -> Self {
        let _ = secrets;
        Self::default()
    }

    /// Reports every occurrence of a secret in `text`, in ascending order, without overlaps.
    pub fn find(&self, text: &[u8], hit: &mut dyn FnMut(Range<usize>, u32, Form)) {
        let _ = (text, hit);
    }
}
