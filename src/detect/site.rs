//! The places of the HAR format: what stands where in an entry and an envelope.

use crate::detect::Place;
use crate::har::{Location, Node, Object};

/// A place in a capture: its location, and whether it is the list or object that gives it its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Site {
    location: Location,
    place: Place,
    /// Below a key that HAR does not name: every key's name counts.
    open: bool,
}

/// A body in an entry.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Body<'a> {
    /// The key that holds it.
    pub(crate) key: &'a [u8],
    pub(crate) mime: &'a [u8],
    pub(crate) base64: bool,
}

impl Site {
    /// The top of an entry or an envelope.
    pub(crate) fn new(location: Location) -> Self {
        Self { location, place: Place::Json, open: false }
    }

    pub(crate) fn location(self) -> Location {
        self.location
    }

    /// What kind of place a named value here stands in.
    pub(crate) fn place(self) -> Place {
        self.place
    }

    /// Whether the names of keys mean something here; those of the HAR format do not.
    pub(crate) fn is_open(self) -> bool {
        self.open
    }

    /// Whether named pairs stand here: headers, cookies, parameters.
    pub(crate) fn is_list(self) -> bool {
        !matches!(self.place, Place::Json)
    }

    /// The place of the member `key`.
    pub(crate) fn under(self, key: &[u8]) -> Self {
        use Location as L;
        let (location, place, open) = match (self.location, key) {
            (_, b"comment" | b"_comment") if !self.open => (L::Comment, Place::Text, false),
            (L::Envelope, b"pages") => (L::Page, Place::Json, false),
            (L::Entry, b"request") => (L::Request, Place::Json, false),
            (L::Entry, b"response") => (L::Response, Place::Json, false),
            (L::Entry, b"cache") => (L::Cache, Place::Json, true),
            (L::Entry, b"_webSocketMessages") => (L::WebSocket, Place::Json, true),
            (L::Entry, b"_eventSourceMessages") => (L::EventSource, Place::Json, true),
            (L::Entry, b"_initiator") => (L::Initiator, Place::Json, true),
            (L::Entry, b"_url" | b"_full_url") | (L::Request, b"url" | b"_url") => {
                (L::RequestUrl, Place::Json, false)
            }
            (L::Request, b"headers" | b"_headers") => {
                (L::RequestHeader, Place::RequestHeader, true)
            }
            (L::Request, b"cookies") => (L::RequestCookie, Place::Cookie, true),
            (L::Request, b"queryString") => (L::QueryString, Place::Query, true),
            (L::Request, b"postData") => (L::PostData, Place::Json, false),
            (L::PostData, b"params") => (L::PostParam, Place::Form, true),
            (L::Response, b"headers" | b"_headers") => {
                (L::ResponseHeader, Place::ResponseHeader, true)
            }
            (L::Response, b"cookies") => (L::ResponseCookie, Place::Cookie, true),
            (L::Response, b"content") => (L::Content, Place::Json, false),
            (L::Response, b"redirectURL") => (L::RedirectUrl, Place::Json, false),
            (location, _) if self.open => (location, place_of(key, self.place), true),
            (location, [b'_', ..]) => (extension(location), place_of(key, Place::Json), true),
            (location, _) if is_foreign(location, key) => {
                (location, place_of(key, Place::Json), true)
            }
            (location, _) => (location, self.place, false),
        };
        Self { location, place, open }
    }

    /// The body that stands in this object, if one does.
    pub(crate) fn body<'a>(self, object: Object<'a>) -> Option<Body<'a>> {
        let text = |key: &[u8]| match object.get(key) {
            Some(Node::String(text)) => text.raw(),
            _ => b"",
        };
        match self.location {
            Location::Content | Location::PostData | Location::Cache => {
                let base64 = text(b"encoding").eq_ignore_ascii_case(b"base64");
                Some(Body { key: b"text", mime: text(b"mimeType"), base64 })
            }
            Location::WebSocket => {
                let binary = matches!(object.get(b"opcode"), Some(Node::Scalar(opcode)) if opcode.raw() == b"2");
                Some(Body { key: b"data", mime: b"", base64: binary })
            }
            _ => None,
        }
    }
}

fn extension(location: Location) -> Location {
    match location {
        Location::Entry | Location::Request | Location::Response => Location::Extension,
        location => location,
    }
}

/// Lists of headers and cookies keep their meaning in caches and where the format knows no such key.
fn place_of(key: &[u8], around: Place) -> Place {
    let says = |word: &[u8]| key.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
    match around {
        Place::Json if says(b"cookie") => Place::Cookie,
        Place::Json if says(b"headers") => Place::RequestHeader,
        Place::Json if says(b"querystring") => Place::Query,
        around => around,
    }
}

/// Whether the HAR format knows no such key here.
fn is_foreign(location: Location, key: &[u8]) -> bool {
    !match location {
        Location::Envelope => matches!(
            key,
            b"log"
                | b"version"
                | b"creator"
                | b"browser"
                | b"pages"
                | b"entries"
                | b"name"
                | b"comment"
        ),
        Location::Page => matches!(
            key,
            b"startedDateTime"
                | b"id"
                | b"title"
                | b"pageTimings"
                | b"onContentLoad"
                | b"onLoad"
                | b"comment"
        ),
        Location::Entry => matches!(
            key,
            b"pageref"
                | b"startedDateTime"
                | b"time"
                | b"timings"
                | b"serverIPAddress"
                | b"connection"
                | b"blocked"
                | b"dns"
                | b"connect"
                | b"send"
                | b"wait"
                | b"receive"
                | b"ssl"
        ),
        Location::Request => {
            matches!(key, b"method" | b"httpVersion" | b"headersSize" | b"bodySize")
        }
        Location::Response => {
            matches!(key, b"status" | b"statusText" | b"httpVersion" | b"headersSize" | b"bodySize")
        }
        Location::PostData => matches!(key, b"mimeType" | b"text" | b"encoding"),
        Location::Content => {
            matches!(key, b"size" | b"compression" | b"mimeType" | b"text" | b"encoding")
        }
        // Addresses and comments are strings: what stands in an object in their place is foreign.
        _ => false,
    }
}
