//! How a value is written inside another text: JSON escapes, percent encoding, HTML entities,
//! base64, packing. One file each.

mod base64;
mod chunks;
mod deflate;
mod hex;
mod html;
mod json;
mod latin1;
mod packed;
mod percent;
mod piece;
mod script;
mod utf16;

#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::detect::codec::base64::Alphabet;
pub(crate) use crate::detect::codec::base64::sextet;
pub(crate) use crate::detect::codec::hex::value as hex_value;
pub(crate) use crate::detect::codec::packed::{Packing, Unpacked};
use crate::detect::codec::utf16::Order;

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
    /// Hexadecimal digits.
    Hex,
    /// One or more members of gzip.
    Gzip,
    /// A stream of zlib.
    Zlib,
    /// One or more frames of Zstandard.
    Zstd,
    /// A JSON array of pieces in hexadecimal digits or base64.
    Chunks,
    /// The same of a raw DEFLATE stream.
    DeflatedChunks,
    /// Bytes that were written as the characters of the same numbers.
    Latin1,
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

    /// Decodes `raw` into `out`, which is emptied first and stays empty unless the text changed.
    /// Lenient where real traffic is: a stray `%` or `&` stands for itself. A lone surrogate
    /// becomes WTF-8, which the codec writes back as it was.
    pub fn decode(self, raw: &[u8], out: &mut Vec<u8>) -> Decoded {
        out.clear();
        match self {
            Self::Raw => Decoded::Same,
            Self::Json => json::decode(raw, out),
            Self::Percent => piece::decode::<percent::Percent>(raw, out),
            Self::Form => piece::decode::<percent::Form>(raw, out),
            Self::Html => piece::decode::<html::Html>(raw, out),
            Self::Script => piece::decode::<script::Script>(raw, out),
            Self::Base64 => base64::decode(Alphabet::Standard, raw, out),
            Self::Base64Url => base64::decode(Alphabet::Url, raw, out),
            Self::DeflateBase64 => deflate::decode(raw, out),
            Self::Hex => hex::decode(raw, out),
            Self::Gzip => packed::decode(Packing::Gzip, raw, out),
            Self::Zlib => packed::decode(Packing::Zlib, raw, out),
            Self::Zstd => packed::decode(Packing::Zstd, raw, out),
            Self::Chunks => chunks::decode(raw, out),
            Self::DeflatedChunks => chunks::decode_deflated(raw, out),
            Self::Latin1 => latin1::decode(raw, out),
            Self::Utf16Le => utf16::decode(Order::Little, raw, out),
            Self::Utf16Be => utf16::decode(Order::Big, raw, out),
        }
    }

    /// Appends `text` to `out`, written in this encoding.
    pub fn encode(self, text: &[u8], out: &mut Vec<u8>) {
        match self {
            Self::Raw => out.extend_from_slice(text),
            Self::Json => json::encode(text, out),
            Self::Percent => percent::encode(text, out),
            Self::Form => percent::encode_form(text, out),
            Self::Html => html::encode(text, out),
            Self::Script => script::encode(text, out),
            Self::Base64 => base64::encode(Alphabet::Standard, text, out),
            Self::Base64Url => base64::encode(Alphabet::Url, text, out),
            Self::DeflateBase64 => deflate::encode(text, out),
            Self::Hex => hex::encode(text, out),
            Self::Gzip => packed::encode(Packing::Gzip, text, out),
            Self::Zlib => packed::encode(Packing::Zlib, text, out),
            Self::Zstd => packed::encode(Packing::Zstd, text, out),
            Self::Chunks => chunks::encode(text, out),
            Self::DeflatedChunks => chunks::encode_deflated(text, out),
            Self::Latin1 => latin1::encode(text, out),
            Self::Utf16Le => utf16::encode(Order::Little, text, out),
            Self::Utf16Be => utf16::encode(Order::Big, text, out),
        }
    }

    /// Turns ascending spans of the decoded text into spans of `raw`, for charwise codecs. A
    /// sequence that stands for several bytes belongs wholly to the first span that touches it.
    /// With another codec the first span becomes all of `raw`.
    pub fn locate(self, raw: &[u8], spans: &mut [Range<usize>]) {
        match self {
            Self::Raw => {}
            Self::Json => piece::locate::<json::Json>(raw, spans),
            Self::Percent => piece::locate::<percent::Percent>(raw, spans),
            Self::Form => piece::locate::<percent::Form>(raw, spans),
            Self::Html => piece::locate::<html::Html>(raw, spans),
            Self::Script => piece::locate::<script::Script>(raw, spans),
            _ => {
                spans.fill(raw.len()..raw.len());
                if let Some(first) = spans.first_mut() {
                    first.start = 0;
                }
            }
        }
    }

    /// Writes `text`, the changed decoding of `raw`, as `raw` was written (padding, line ends,
    /// byte order mark).
    pub fn encode_like(self, raw: &[u8], text: &[u8], out: &mut Vec<u8>) {
        match self {
            Self::Base64 => base64::encode_like(Alphabet::Standard, raw, text, out),
            Self::Base64Url => base64::encode_like(Alphabet::Url, raw, text, out),
            Self::DeflateBase64 => deflate::encode_like(raw, text, out),
            Self::Hex => hex::encode_like(raw, text, out),
            Self::Chunks => chunks::encode_like(raw, text, out),
            Self::DeflatedChunks => chunks::encode_deflated_like(raw, text, out),
            Self::Utf16Le => utf16::encode_like(Order::Little, raw, text, out),
            Self::Utf16Be => utf16::encode_like(Order::Big, raw, text, out),
            _ => self.encode(text, out),
        }
    }
}
