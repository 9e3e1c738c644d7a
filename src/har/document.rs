//! One JSON text, indexed once and then walked without parsing again.

use std::ops::Range;

use crate::har::Malformed;

/// The structural index of one JSON text; its buffers serve one text after the other.
#[derive(Debug, Default)]
pub struct Index {
    _private: (),
}

impl Index {
    /// An empty index.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Indexes `text`, forgetting what was indexed before. The whole grammar is checked here, so
    /// that walking cannot fail.
    ///
    /// # Errors
    /// When `text` is no JSON text, or nested too deeply, or has 4 GiB or more.
    pub fn build(&mut self, text: &[u8]) -> Result<(), Malformed> {
        let _ = text;
        Ok(())
    }

    /// The document of the text that was indexed last.
    ///
    /// # Panics
    /// May panic when `text` is not that text.
    #[must_use]
    pub fn document<'a>(&'a self, text: &'a [u8]) -> Document<'a> {
        Document { _text: text, _index: self }
    }
}

/// A JSON text with its index.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    _text: &'a [u8],
    _index: &'a Index,
}

impl<'a> Document<'a> {
    /// The value that the text holds.
    #[must_use]
    pub fn root(self) -> Node<'a> {
        unimplemented!("har helper")
    }
}

/// One value of a document.
#[derive(Debug, Clone, Copy)]
pub enum Node<'a> {
    /// `{…}`
    Object(Object<'a>),
    /// `[…]`
    Array(Array<'a>),
    /// `"…"`
    String(Text<'a>),
    /// A number, `true`, `false` or `null`.
    Scalar(Scalar<'a>),
}

/// An object of a document.
#[derive(Debug, Clone, Copy)]
pub struct Object<'a> {
    _document: Document<'a>,
}

impl<'a> Object<'a> {
    /// Its members, in order, duplicates included.
    pub fn members(self) -> impl Iterator<Item = (Text<'a>, Node<'a>)> {
        std::iter::empty()
    }

    /// The first member with this key, compared as raw bytes.
    #[must_use]
    pub fn get(self, key: &[u8]) -> Option<Node<'a>> {
        self.members().find(|(name, _)| name.raw() == key).map(|(_, node)| node)
    }

    /// The span from `{` to `}` in the text, both included.
    #[must_use]
    pub fn span(self) -> Range<usize> {
        0..0
    }
}

/// An array of a document.
#[derive(Debug, Clone, Copy)]
pub struct Array<'a> {
    _document: Document<'a>,
}

impl<'a> Array<'a> {
    /// Its items, in order.
    pub fn items(self) -> impl Iterator<Item = Node<'a>> {
        std::iter::empty()
    }

    /// The span from `[` to `]` in the text, both included.
    #[must_use]
    pub fn span(self) -> Range<usize> {
        0..0
    }
}

/// A string of a document, as it is written between its quotes.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    raw: &'a [u8],
    start: usize,
}

impl<'a> Text<'a> {
    /// The bytes between the quotes, escapes as they stand.
    #[must_use]
    pub fn raw(self) -> &'a [u8] {
        self.raw
    }

    /// The span between the quotes.
    #[must_use]
    pub fn span(self) -> Range<usize> {
        self.start..self.start + self.raw.len()
    }
}

/// A number, `true`, `false` or `null`, as it is written.
#[derive(Debug, Clone, Copy)]
pub struct Scalar<'a> {
    raw: &'a [u8],
    start: usize,
}

impl<'a> Scalar<'a> {
    /// Its bytes.
    #[must_use]
    pub fn raw(self) -> &'a [u8] {
        self.raw
    }

    /// Its span in the text.
    #[must_use]
    pub fn span(self) -> Range<usize> {
        self.start..self.start + self.raw.len()
    }
}
