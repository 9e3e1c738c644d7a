//! What an entry says of itself: typed reads over its index, nothing copied until it is asked for.
//!
//! Captures lie and leave out; every read gives `None` where a value is absent or of another type.

use std::borrow::Cow;

use crate::har::{Array, Node, Object, Text, string_unit};

/// The object of an entry.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a>(Object<'a>);

impl<'a> From<Object<'a>> for Entry<'a> {
    fn from(object: Object<'a>) -> Self {
        Self(object)
    }
}

impl<'a> Entry<'a> {
    /// The object itself.
    #[must_use]
    pub fn object(self) -> Object<'a> {
        self.0
    }

    /// `startedDateTime`.
    #[must_use]
    pub fn started(self) -> Option<Text<'a>> {
        self.0.text(b"startedDateTime")
    }

    /// `time`, in milliseconds.
    #[must_use]
    pub fn time(self) -> Option<f64> {
        self.0.number(b"time")
    }

    /// A phase of `timings` in milliseconds; `-1`, which the format writes for a phase that does
    /// not apply, is none.
    #[must_use]
    pub fn phase(self, name: &str) -> Option<f64> {
        self.0.object(b"timings")?.number(name.as_bytes()).filter(|&time| time >= 0.0)
    }

    /// `pageref`.
    #[must_use]
    pub fn page(self) -> Option<Text<'a>> {
        self.0.text(b"pageref")
    }

    /// `_resourceType`, as Chrome and Playwright write it.
    #[must_use]
    pub fn resource_type(self) -> Option<Text<'a>> {
        self.0.text(b"_resourceType")
    }

    /// `request`.
    #[must_use]
    pub fn request(self) -> Option<Object<'a>> {
        self.0.object(b"request")
    }

    /// `response`.
    #[must_use]
    pub fn response(self) -> Option<Object<'a>> {
        self.0.object(b"response")
    }

    /// `request.method`.
    #[must_use]
    pub fn method(self) -> Option<Text<'a>> {
        self.request()?.text(b"method")
    }

    /// `request.url`.
    #[must_use]
    pub fn url(self) -> Option<Text<'a>> {
        self.request()?.text(b"url")
    }

    /// `response.status`; 0 is a response that never came.
    #[must_use]
    pub fn status(self) -> u16 {
        self.status_said().unwrap_or(0)
    }

    /// `response.status`, where it is said.
    #[must_use]
    pub fn status_said(self) -> Option<u16> {
        let status = self.response().and_then(|response| response.number(b"status"));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "in range by the guard"
        )]
        status.filter(|status| (0.0..=65535.0).contains(status)).map(|status| status as u16)
    }

    /// Why no response came: `_error` of the response, as Chrome writes it, or of the entry.
    #[must_use]
    pub fn error(self) -> Option<Text<'a>> {
        self.response().and_then(|response| response.text(b"_error")).or(self.0.text(b"_error"))
    }

    /// `response.content`.
    #[must_use]
    pub fn content(self) -> Option<Object<'a>> {
        self.response()?.object(b"content")
    }

    /// `response.content.text`.
    #[must_use]
    pub fn body(self) -> Option<Text<'a>> {
        self.content()?.text(b"text")
    }

    /// `response.content.mimeType` without its parameters.
    #[must_use]
    pub fn mime_type(self) -> Option<Cow<'a, str>> {
        let whole = self.content()?.text(b"mimeType")?.decode();
        let end = whole.find(';').unwrap_or(whole.len());
        Some(match whole {
            Cow::Borrowed(text) => Cow::Borrowed(text[..end].trim()),
            Cow::Owned(text) => Cow::Owned(text[..end].trim().to_owned()),
        })
    }

    /// The values of a header of the request, its name compared without case.
    pub fn request_header(self, name: &'a str) -> impl Iterator<Item = Text<'a>> {
        headers(self.request(), name)
    }

    /// The values of a header of the response, its name compared without case.
    pub fn response_header(self, name: &'a str) -> impl Iterator<Item = Text<'a>> {
        headers(self.response(), name)
    }
}

fn headers<'a>(message: Option<Object<'a>>, name: &'a str) -> impl Iterator<Item = Text<'a>> {
    let list = message.and_then(|message| message.array(b"headers"));
    list.into_iter().flat_map(Array::items).filter_map(move |header| {
        let Node::Object(header) = header else { return None };
        let found = header.text(b"name")?.decode();
        found.trim().eq_ignore_ascii_case(name).then(|| header.text(b"value")).flatten()
    })
}

impl<'a> Object<'a> {
    /// The member with this key, if it is a string.
    #[must_use]
    pub fn text(self, key: &[u8]) -> Option<Text<'a>> {
        match self.get(key)? {
            Node::String(text) => Some(text),
            _ => None,
        }
    }

    /// The member with this key, if it is an object.
    #[must_use]
    pub fn object(self, key: &[u8]) -> Option<Self> {
        match self.get(key)? {
            Node::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The member with this key, if it is an array.
    #[must_use]
    pub fn array(self, key: &[u8]) -> Option<Array<'a>> {
        match self.get(key)? {
            Node::Array(array) => Some(array),
            _ => None,
        }
    }

    /// The member with this key, if it is a finite number, or a string that holds one.
    #[must_use]
    pub fn number(self, key: &[u8]) -> Option<f64> {
        let raw = match self.get(key)? {
            Node::Scalar(scalar) => scalar.raw(),
            Node::String(text) => text.raw(),
            _ => return None,
        };
        let number: f64 = std::str::from_utf8(raw).ok()?.parse().ok()?;
        number.is_finite().then_some(number)
    }
}

impl<'a> Text<'a> {
    /// The string that is meant; an unpaired surrogate becomes U+FFFD.
    #[must_use]
    pub fn decode(self) -> Cow<'a, str> {
        if !self.has_escapes() {
            return String::from_utf8_lossy(self.raw());
        }
        let mut text = String::with_capacity(self.raw().len());
        let mut rest = self.raw();
        while !rest.is_empty() {
            let plain = memchr::memchr(b'\\', rest).unwrap_or(rest.len());
            text.push_str(&String::from_utf8_lossy(&rest[..plain]));
            rest = &rest[plain..];
            let (escape, after) = rest.split_at(string_unit(rest).min(rest.len()));
            text.push_str(&unescape(escape));
            rest = after;
        }
        Cow::Owned(text)
    }
}

/// The meaning of one escape, or of a pair of surrogates.
fn unescape(escape: &[u8]) -> Cow<'static, str> {
    Cow::Borrowed(match escape {
        [b'\\', b'n'] => "\n",
        [b'\\', b'r'] => "\r",
        [b'\\', b't'] => "\t",
        [b'\\', b'b'] => "\u{8}",
        [b'\\', b'f'] => "\u{c}",
        [b'\\', b'"'] => "\"",
        [b'\\', b'\\'] => "\\",
        [b'\\', b'/'] => "/",
        [] => "",
        escape => {
            let units = escape.chunks(6).filter_map(|unit| unit.get(2..6)).filter_map(|digits| {
                u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
            });
            let meant = char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{fffd}'));
            return Cow::Owned(meant.collect());
        }
    })
}

#[cfg(test)]
mod tests {
    use crate::har::{Entry, Index, Node};

    fn with<T>(text: &str, read: impl FnOnce(Entry<'_>) -> T) -> T {
        let mut index = Index::new();
        index.build(text.as_bytes()).expect("because the test's entry is JSON");
        let Node::Object(object) = index.document(text.as_bytes()).root() else {
            panic!("no object")
        };
        read(Entry::from(object))
    }

    #[test]
    fn an_entry_says_what_it_holds() {
        let text = r#"{"startedDateTime":"2026-01-02T03:04:05Z","time":12.5,"_resourceType":"fetch",
            "pageref":"page_1","timings":{"dns":-1,"wait":7},
            "request":{"method":"POST","url":"https:\/\/a.example\/\u0041","headers":[
                {"name":"User-Agent","value":"x/1"},{"name":"user-agent","value":"y"}]},
            "response":{"status":503,"_error":"net::ERR_FAILED","headers":[],
                "content":{"mimeType":"text/html; charset=utf-8","text":"a\ud83d\ude00\ud83d"}}}"#;
        with(text, |entry| {
            assert_eq!(
                entry.url().map(|url| url.decode().into_owned()).as_deref(),
                Some("https://a.example/A")
            );
            assert_eq!((entry.status(), entry.time()), (503, Some(12.5)));
            assert_eq!((entry.phase("dns"), entry.phase("wait")), (None, Some(7.0)));
            assert_eq!(entry.request_header("USER-AGENT").count(), 2);
            assert_eq!(entry.mime_type().as_deref(), Some("text/html"));
            assert_eq!(
                entry.body().map(|body| body.decode().into_owned()).as_deref(),
                Some("a😀\u{fffd}")
            );
            assert_eq!(entry.error().map(|error| error.raw()), Some(&b"net::ERR_FAILED"[..]));
        });
    }

    #[test]
    fn what_is_absent_or_of_another_type_is_none() {
        with(r#"{"request":[],"response":{"status":"200","content":null},"time":"x"}"#, |entry| {
            assert!(entry.request().is_none() && entry.url().is_none() && entry.body().is_none());
            assert_eq!((entry.status(), entry.time()), (200, None));
        });
        with(r#"{"response":{"status":1e9}}"#, |entry| assert_eq!(entry.status(), 0));
    }
}
