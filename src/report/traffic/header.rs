//! The headers of an entry: each is read once, for all that look at it.

use crate::har::{Array, Entry, Node, Object, Text};

/// Whose header it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Request,
    Response,
}

/// One header.
#[derive(Clone, Copy)]
pub(super) struct Header<'a> {
    pub(super) side: Side,
    /// Its name as it is written.
    pub(super) name: &'a [u8],
    object: Object<'a>,
}

impl<'a> Header<'a> {
    /// Its value.
    pub(super) fn value(self) -> Option<Text<'a>> {
        self.object.text(b"value")
    }

    /// Whether this is its name, compared without case.
    pub(super) fn is(self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }
}

/// The headers of the response, then those of the request.
pub(super) fn headers(entry: Entry<'_>) -> impl Iterator<Item = Header<'_>> {
    let sides = [(Side::Response, entry.response()), (Side::Request, entry.request())];
    sides.into_iter().flat_map(|(side, message)| {
        let list = message.and_then(|message| message.array(b"headers"));
        list.into_iter().flat_map(Array::items).filter_map(move |header| {
            let Node::Object(object) = header else { return None };
            let name = object.text(b"name").map_or(&b""[..], |name| name.raw());
            Some(Header { side, name, object })
        })
    })
}
