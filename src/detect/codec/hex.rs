//! Hexadecimal digits (RFC 4648, section 8), in either case.

use crate::detect::codec::Decoded;

const LOWER: &[u8; 16] = b"0123456789abcdef";
const UPPER: &[u8; 16] = b"0123456789ABCDEF";

/// Decodes `raw` into `out`, which is empty.
pub(super) fn decode(raw: &[u8], out: &mut Vec<u8>) -> Decoded {
    let (pairs, []) = raw.as_chunks::<2>() else { return Decoded::Invalid };
    if pairs.is_empty() {
        return Decoded::Same;
    }
    out.reserve(pairs.len());
    for [high, low] in pairs {
        let (Some(high), Some(low)) = (value(*high), value(*low)) else {
            out.clear();
            return Decoded::Invalid;
        };
        out.push(high << 4 | low);
    }
    Decoded::Changed
}

/// Appends `text` in small letters.
pub(super) fn encode(text: &[u8], out: &mut Vec<u8>) {
    write(LOWER, text, out);
}

/// Appends `text` in capitals if `raw` has one.
pub(super) fn encode_like(raw: &[u8], text: &[u8], out: &mut Vec<u8>) {
    let is_upper = raw.iter().any(u8::is_ascii_uppercase);
    write(if is_upper { UPPER } else { LOWER }, text, out);
}

fn write(digits: &[u8; 16], text: &[u8], out: &mut Vec<u8>) {
    let digit = |value: u8| digits[usize::from(value)];
    out.extend(text.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]));
}

/// What a digit counts.
pub(crate) fn value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}
