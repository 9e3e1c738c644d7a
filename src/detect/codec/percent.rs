//! Percent encoding (RFC 3986, section 2.1) and its form variant (WHATWG URL,
//! `application/x-www-form-urlencoded`), with the `%uXXXX` that `escape()` writes.

use crate::detect::codec::json::{hex, unicode};
use crate::detect::codec::piece::{BATCH, Charwise, Piece, low_byte};
use crate::har::mask;

/// `%20`
pub(super) struct Percent;

/// `%20` and `+`
pub(super) struct Form;

impl Charwise for Percent {
    fn next(raw: &[u8]) -> Option<usize> {
        memchr::memchr(b'%', raw)
    }

    fn marks(raw: &[u8], out: &mut [u64; BATCH]) -> usize {
        mask::places(b'%', raw, out)
    }

    fn piece(raw: &[u8]) -> Option<Piece> {
        if raw.get(1)? == &b'u' {
            return unicode(raw, b"%u");
        }
        Some(Piece::byte(low_byte(hex(raw.get(1..3)?)?), 3))
    }
}

impl Charwise for Form {
    fn next(raw: &[u8]) -> Option<usize> {
        memchr::memchr2(b'%', b'+', raw)
    }

    fn marks(raw: &[u8], out: &mut [u64; BATCH]) -> usize {
        mask::either([b'%', b'+'], raw, out)
    }

    fn piece(raw: &[u8]) -> Option<Piece> {
        if raw.first()? == &b'+' { Some(Piece::byte(b' ', 1)) } else { Percent::piece(raw) }
    }
}

/// Appends `text` as `encodeURIComponent` writes it.
pub(super) fn encode(text: &[u8], out: &mut Vec<u8>) {
    for &byte in text {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            out.push(byte);
        } else {
            escape(byte, out);
        }
    }
}

/// Appends `text` as a browser writes it into a form body.
pub(super) fn encode_form(text: &[u8], out: &mut Vec<u8>) {
    for &byte in text {
        if byte.is_ascii_alphanumeric() || b"-_.*".contains(&byte) {
            out.push(byte);
        } else if byte == b' ' {
            out.push(b'+');
        } else {
            escape(byte, out);
        }
    }
}

fn escape(byte: u8, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.push(b'%');
    out.push(DIGITS[usize::from(byte >> 4)]);
    out.push(DIGITS[usize::from(byte & 15)]);
}
