//! Objects that give a value a name: headers, cookies, parameters, and what else is a list of pairs.

use crate::detect::beside::decoded;
use crate::har::{NAMING, Node, Object, Text};

/// An object that gives a value a name: `{"name": "csrf", "value": "…"}`. Of names that stand
/// twice, the last counts, as it does for readers of JSON.
pub(crate) struct Pair<'a> {
    pub(crate) name: Text<'a>,
}

impl<'a> Pair<'a> {
    pub(crate) fn of(object: Object<'a>) -> Option<Self> {
        let (mut name, mut has_value) = (None, false);
        for (key, node) in object.members() {
            let mut buffer = Vec::new();
            let key = decoded(key, &mut buffer);
            match node {
                Node::String(text) if Self::is_name(key) => name = Some(text),
                _ => has_value |= Self::is_value(key),
            }
        }
        let name = name.filter(|_| has_value)?;
        Some(Self { name })
    }

    pub(crate) fn is_name(key: &[u8]) -> bool {
        NAMING.contains(&key)
    }

    pub(crate) fn is_value(key: &[u8]) -> bool {
        matches!(
            key,
            b"value"
                | b"Value"
                | b"val"
                | b"values"
                | b"#text"
                | b"field_value"
                | b"meta_value"
                | b"option_value"
                | b"OutputValue"
                | b"ParameterValue"
                | b"currentValue"
        )
    }

    /// What the format says of a header, a cookie or a parameter beside its value.
    pub(crate) fn is_attribute(key: &[u8]) -> bool {
        const ATTRIBUTES: [&[u8]; 9] = [
            b"comment",
            b"path",
            b"domain",
            b"expires",
            b"httpOnly",
            b"secure",
            b"sameSite",
            b"fileName",
            b"contentType",
        ];
        ATTRIBUTES.contains(&key)
    }
}
