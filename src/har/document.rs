//! One JSON text, indexed once and then walked without parsing again.
//!
//! All types here are small copies of a position; nothing is decoded and nothing is allocated.
//! Their `Debug` output shows positions only.

use std::fmt;
use std::ops::Range;

use crate::har::Index;
use crate::har::index::{Kind, Slot};

impl Index {
    /// The document of the text that was indexed last.
    ///
    /// # Panics
    /// The document may panic when `text` is not that text, or was refused.
    #[must_use]
    pub fn document<'a>(&'a self, text: &'a [u8]) -> Document<'a> {
        Document { text, index: self }
    }
}

/// A JSON text with its index.
#[derive(Clone, Copy)]
pub struct Document<'a> {
    text: &'a [u8],
    index: &'a Index,
}

impl<'a> Document<'a> {
    /// The value that the text holds.
    #[must_use]
    pub fn root(self) -> Node<'a> {
        self.node(0, self.index.slot(0))
    }

    /// How many bytes of white space stand between its tokens.
    #[must_use]
    pub fn space_bytes(self) -> usize {
        let (mut spaces, mut before, mut opens) = (0, None::<usize>, true);
        for slot in self.index.slots() {
            let start = slot.start as usize;
            // A colon or comma stands between two tokens, but for those that open or close.
            let separator = usize::from(!opens && slot.kind != Kind::End);
            spaces += before.map_or(0, |end| (start - end).saturating_sub(separator));
            opens = matches!(slot.kind, Kind::Object | Kind::Array);
            before = Some(match slot.kind {
                Kind::Object | Kind::Array | Kind::End => start + 1,
                Kind::String | Kind::EscapedString => slot.end as usize + 1,
                Kind::Scalar => slot.end as usize,
            });
        }
        spaces
    }

    /// All its strings, keys and values, in the order of the text.
    pub(crate) fn strings(self) -> impl Iterator<Item = Text<'a>> {
        let is_string = |slot: &&Slot| matches!(slot.kind, Kind::String | Kind::EscapedString);
        self.index.slots().iter().filter(is_string).map(move |slot| self.string(*slot))
    }

    #[inline]
    /// The string or scalar that stands at this offset, a key as well as a value.
    #[must_use]
    pub fn token_at(self, offset: usize) -> Option<Node<'a>> {
        let after = self.index.slots().partition_point(|slot| slot.start as usize <= offset);
        let slot = self.index.slots()[after.checked_sub(1)?];
        let token = match slot.kind {
            Kind::String | Kind::EscapedString => Node::String(self.string(slot)),
            Kind::Scalar => self.node(u32::try_from(after - 1).ok()?, slot),
            Kind::Object | Kind::Array | Kind::End => return None,
        };
        (offset < slot.end as usize).then_some(token)
    }

    fn node(self, number: u32, slot: Slot) -> Node<'a> {
        match slot.kind {
            Kind::Object => Node::Object(Object { document: self, number }),
            Kind::String | Kind::EscapedString => Node::String(self.string(slot)),
            Kind::Scalar => Node::Scalar(Scalar {
                raw: &self.text[slot.start as usize..slot.end as usize],
                start: slot.start as usize,
            }),
            // An end is never asked for: walks stop there.
            Kind::Array | Kind::End => Node::Array(Array { document: self, number }),
        }
    }

    #[inline]
    fn string(self, slot: Slot) -> Text<'a> {
        let start = slot.start as usize + 1;
        let escaped = slot.kind == Kind::EscapedString;
        Text { raw: &self.text[start..slot.end as usize], start, escaped }
    }

    /// The node in the slot with this number and the number of the slot after it; none at an end.
    #[inline]
    fn step(self, number: u32) -> Option<(Node<'a>, u32)> {
        let slot = self.index.slot(number);
        let after = match slot.kind {
            Kind::End => return None,
            Kind::Object | Kind::Array => slot.end + 1,
            _ => number + 1,
        };
        Some((self.node(number, slot), after))
    }

    /// The span of the object or array in the slot with this number.
    fn span(self, number: u32) -> Range<usize> {
        let slot = self.index.slot(number);
        slot.start as usize..self.index.slot(slot.end).start as usize + 1
    }
}

impl fmt::Debug for Document<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Document({} bytes)", self.text.len())
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

impl Node<'_> {
    /// Its span in the text; that of a string is without the quotes.
    #[must_use]
    pub fn span(self) -> Range<usize> {
        match self {
            Self::Object(object) => object.span(),
            Self::Array(array) => array.span(),
            Self::String(text) => text.span(),
            Self::Scalar(scalar) => scalar.span(),
        }
    }
}

/// An object of a document.
#[derive(Clone, Copy)]
pub struct Object<'a> {
    document: Document<'a>,
    number: u32,
}

impl<'a> Object<'a> {
    /// Its members, in order, duplicates included.
    pub fn members(self) -> impl Iterator<Item = (Text<'a>, Node<'a>)> {
        let (document, mut number) = (self.document, self.number + 1);
        std::iter::from_fn(move || {
            let key = document.index.slot(number);
            if key.kind == Kind::End {
                return None;
            }
            let (node, after) = document.step(number + 1)?;
            number = after;
            Some((document.string(key), node))
        })
    }

    /// The first member with this key, compared as raw bytes.
    #[must_use]
    pub fn get(self, key: &[u8]) -> Option<Node<'a>> {
        self.members().find(|(name, _)| name.raw() == key).map(|(_, node)| node)
    }

    /// The span from `{` to `}` in the text, both included.
    #[must_use]
    pub fn span(self) -> Range<usize> {
        self.document.span(self.number)
    }
}

/// An array of a document.
#[derive(Clone, Copy)]
pub struct Array<'a> {
    document: Document<'a>,
    number: u32,
}

impl<'a> Array<'a> {
    /// Its items, in order.
    pub fn items(self) -> impl Iterator<Item = Node<'a>> {
        let (document, mut number) = (self.document, self.number + 1);
        std::iter::from_fn(move || {
            let (node, after) = document.step(number)?;
            number = after;
            Some(node)
        })
    }

    /// The span from `[` to `]` in the text, both included.
    #[must_use]
    pub fn span(self) -> Range<usize> {
        self.document.span(self.number)
    }
}

/// A string of a document, as it is written between its quotes.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    raw: &'a [u8],
    start: usize,
    escaped: bool,
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

    /// Whether there is a backslash in it; known from the index.
    #[must_use]
    pub fn has_escapes(self) -> bool {
        self.escaped
    }
}

/// A number, `true`, `false` or `null`, as it is written.
#[derive(Clone, Copy)]
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

impl fmt::Debug for Object<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Object({:?})", self.span())
    }
}

impl fmt::Debug for Array<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Array({:?})", self.span())
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({:?})", self.span())
    }
}

impl fmt::Debug for Scalar<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scalar({:?})", self.span())
    }
}

#[cfg(test)]
mod tests {
    use crate::har::Index;

    #[test]
    fn white_space_between_tokens_is_counted() {
        for text in [
            r#"{"a":[1,"b c",{}],"d":[],"e":{"f":null}}"#,
            "{ \"a\" : [ 1 , \"b c\" ] , \"d\" : { } , \"e\" : [\n\t] }",
            "[ ]",
        ] {
            let mut index = Index::new();
            index.build(text.as_bytes()).unwrap();
            let json: serde_json::Value = serde_json::from_str(text).unwrap();
            let expected = text.len() - json.to_string().len();
            assert_eq!(index.document(text.as_bytes()).space_bytes(), expected, "{text}");
        }
    }
}
