//! A binary body as Polly.JS records it: a JSON array of its pieces, each in hexadecimal digits or
//! in base64.

use crate::detect::codec::base64::{self, Alphabet};
use crate::detect::codec::packed::{self, Packing};
use crate::detect::codec::{Decoded, hex};

/// Decodes `raw` into `out`, which is empty.
pub(super) fn decode(raw: &[u8], out: &mut Vec<u8>) -> Decoded {
    let Some(pieces) = pieces(raw) else { return Decoded::Invalid };
    let is_hex = is_hex(&pieces);
    let mut bytes = Vec::new();
    for piece in pieces {
        bytes.clear();
        let decoded = if is_hex {
            hex::decode(piece, &mut bytes)
        } else {
            base64::decode(Alphabet::Standard, piece, &mut bytes)
        };
        if decoded == Decoded::Invalid {
            out.clear();
            return Decoded::Invalid;
        }
        out.extend_from_slice(&bytes);
    }
    if out.is_empty() { Decoded::Invalid } else { Decoded::Changed }
}

/// The same for pieces of a stream of DEFLATE.
pub(super) fn decode_deflated(raw: &[u8], out: &mut Vec<u8>) -> Decoded {
    let mut bytes = Vec::new();
    match decode(raw, &mut bytes) {
        Decoded::Changed => packed::decode(Packing::Deflate, &bytes, out),
        _ => Decoded::Invalid,
    }
}

/// Appends `text`, packed with DEFLATE, as one piece in base64.
pub(super) fn encode_deflated(text: &[u8], out: &mut Vec<u8>) {
    let mut bytes = Vec::new();
    packed::encode(Packing::Deflate, text, &mut bytes);
    write(false, &bytes, out);
}

/// Appends `text`, packed with DEFLATE, as one piece, written as those of `raw` are.
pub(super) fn encode_deflated_like(raw: &[u8], text: &[u8], out: &mut Vec<u8>) {
    let mut bytes = Vec::new();
    packed::encode(Packing::Deflate, text, &mut bytes);
    encode_like(raw, &bytes, out);
}

/// Appends `text` as one piece in hexadecimal digits.
pub(super) fn encode(text: &[u8], out: &mut Vec<u8>) {
    write(true, text, out);
}

/// Appends `text` as one piece, written as those of `raw` are.
pub(super) fn encode_like(raw: &[u8], text: &[u8], out: &mut Vec<u8>) {
    write(pieces(raw).is_none_or(|pieces| is_hex(&pieces)), text, out);
}

fn write(is_hex: bool, text: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(b"[\"");
    if is_hex {
        hex::encode(text, out);
    } else {
        base64::encode(Alphabet::Standard, text, out);
    }
    out.extend_from_slice(b"\"]");
}

/// The strings of an array of nothing else, which hold neither quotes nor escapes.
fn pieces(raw: &[u8]) -> Option<Vec<&[u8]>> {
    let mut rest = raw.trim_ascii().strip_prefix(b"[")?.strip_suffix(b"]")?;
    let mut pieces = Vec::new();
    loop {
        rest = rest.trim_ascii_start().strip_prefix(b"\"")?;
        let end = memchr::memchr(b'"', rest)?;
        pieces.push(&rest[..end]);
        rest = rest[end + 1..].trim_ascii_start();
        match rest.split_first() {
            None => return Some(pieces),
            Some((b',', behind)) => rest = behind,
            Some(_) => return None,
        }
    }
}

fn is_hex(pieces: &[&[u8]]) -> bool {
    let is_hex =
        |piece: &&[u8]| piece.len().is_multiple_of(2) && piece.iter().all(u8::is_ascii_hexdigit);
    pieces.iter().all(is_hex)
}
