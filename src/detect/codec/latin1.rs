//! Bytes that were written as the characters of the same numbers, in UTF-8: what programs make of a
//! binary body that they take for a text.

use crate::detect::codec::Decoded;

/// Decodes `raw` into `out`, which is empty.
pub(super) fn decode(raw: &[u8], out: &mut Vec<u8>) -> Decoded {
    if raw.is_empty() {
        return Decoded::Same;
    }
    let Ok(text) = simdutf8::basic::from_utf8(raw) else { return Decoded::Invalid };
    out.reserve(text.len());
    for char in text.chars() {
        let Ok(byte) = u8::try_from(u32::from(char)) else {
            out.clear();
            return Decoded::Invalid;
        };
        out.push(byte);
    }
    Decoded::Changed
}

/// Appends `text`, each byte as a character.
pub(super) fn encode(text: &[u8], out: &mut Vec<u8>) {
    for &byte in text {
        out.extend_from_slice(char::from(byte).encode_utf8(&mut [0; 2]).as_bytes());
    }
}
