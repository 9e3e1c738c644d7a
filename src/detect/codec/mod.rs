//! How a value is written inside another text: JSON escapes, percent encoding, HTML entities,
//! base64. One file each.

use std::ops::Range;

/// How a value is written in the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Codec {
    /// As it is.
    Raw,
    /// Inside the quotes of a JSON string.
    Json,
    /// Percent encoding (RFC 3986).
    Percent,
    /// `application/x-www-form-urlencoded`: percent encoding, and `+` for a space.
    Form,
    /// HTML and XML character references.
    Html,
    /// Inside the quotes of a JavaScript or CSS string (`\x22`, `\u0022`, `\u{22}`, `\'`).
    Script,
    /// Base64 with `+/`, padded or not; white space and line ends between allowed.
    Base64,
    /// Base64 with `-_`, padded or not.
    Base64Url,
    /// Base64 of a raw DEFLATE stream (SAML redirect binding).
    DeflateBase64,
    /// UTF-16, little endian, with or without its byte order mark.
    Utf16Le,
    /// UTF-16, big endian, with or without its byte order mark.
    Utf16Be,
}

/// What decoding gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decoded {
    /// The text is as it was; nothing was written to the buffer.
    Same,
    /// The decoded text is in the buffer.
    Changed,
    /// The text is not written in this encoding.
    Invalid,
}

impl Codec {
    /// Whether each decoded character stands in its own piece of the raw text, so that a span of
    /// the decoded text is a span of the raw one ([`Codec::locate`]).
    #[must_use]
    pub fn is_charwise(self) -> bool {
        matches!(
            self,
            Self::Raw | Self::Json | Self::Percent | Self::Form | Self::Html | Self::Script
        )
    }

    /// Decodes `raw` into `out`, which is emptied first. Lenient where real traffic is: a stray
    /// `%` or `&` stands for itself.
    pub fn decode(self, raw: &[u8], out: &mut Vec<u8>) -> Decoded {
        out.clear();
        let _ = raw;
        Decoded::Same
    }

    /// Appends `text` to `out`, written in this encoding.
    pub fn encode(self, text: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(text);
    }

    /// Turns ascending spans of the decoded text into spans of `raw`, for charwise codecs.
    pub fn locate(self, raw: &[u8], spans: &mut [Range<usize>]) {
        let _ = (raw, spans);
    }

    /// Writes `text`, the changed decoding of `raw`, as `raw` was written (padding, line ends,
    /// byte order mark).
    pub fn encode_like(self, raw: &[u8], text: &[u8], out: &mut Vec<u8>) {
        let _ = raw;
        self.encode(text, out);
    }
}
