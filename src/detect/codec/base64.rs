//! Base64 in both alphabets (RFC 4648, sections 4 and 5), padded or not, with white space.

use base64_simd::{Base64, Out, STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use crate::detect::codec::Decoded;

/// One of the two alphabets.
#[derive(Clone, Copy)]
pub(super) enum Alphabet {
    /// `+/`
    Standard,
    /// `-_`
    Url,
}

/// Decodes `raw` into `out`, which is empty.
pub(super) fn decode(alphabet: Alphabet, raw: &[u8], out: &mut Vec<u8>) -> Decoded {
    if raw.is_empty() {
        return Decoded::Same;
    }
    if decode_tight(alphabet, trim(raw), out) {
        return Decoded::Changed;
    }
    out.clear();
    if raw.iter().any(|byte| is_white(*byte)) {
        let tight: Vec<u8> = raw.iter().copied().filter(|byte| !is_white(*byte)).collect();
        if decode_tight(alphabet, &tight, out) {
            return Decoded::Changed;
        }
        out.clear();
    }
    Decoded::Invalid
}

/// Appends `text`: padded in the standard alphabet, not padded in the other.
pub(super) fn encode(alphabet: Alphabet, text: &[u8], out: &mut Vec<u8>) {
    append(alphabet, text, matches!(alphabet, Alphabet::Standard), out);
}

/// Appends `text` with the padding, the line length and the outer white space of `raw`.
pub(super) fn encode_like(alphabet: Alphabet, raw: &[u8], text: &[u8], out: &mut Vec<u8>) {
    let core = trim(raw);
    let lead = raw.len() - raw.trim_ascii_start().len();
    out.extend_from_slice(&raw[..lead]);
    let start = out.len();
    append(alphabet, text, is_padded(alphabet, core), out);
    if let Some(line) = memchr::memchr2(b'\r', b'\n', core).filter(|&line| line > 0) {
        let end = if core[line..].starts_with(b"\r\n") { &b"\r\n"[..] } else { &core[line..=line] };
        let encoded = out.split_off(start);
        for (number, piece) in encoded.chunks(line).enumerate() {
            out.extend_from_slice(if number == 0 { b"" } else { end });
            out.extend_from_slice(piece);
        }
    }
    out.extend_from_slice(&raw[raw.trim_ascii_end().len().max(lead)..]);
}

fn decode_tight(alphabet: Alphabet, tight: &[u8], out: &mut Vec<u8>) -> bool {
    let body = tight.strip_suffix(b"==").or_else(|| tight.strip_suffix(b"=")).unwrap_or(tight);
    let (whole, tail) = body.split_at(body.len() / 4 * 4);
    if body.is_empty() || tail.len() == 1 {
        return false;
    }
    out.resize(body.len() / 4 * 3, 0);
    engine(alphabet).decode(whole, Out::from_slice(out)).is_ok() && decode_tail(alphabet, tail, out)
}

/// The last two or three characters, whose unused bits may be anything.
fn decode_tail(alphabet: Alphabet, tail: &[u8], out: &mut Vec<u8>) -> bool {
    let mut bits = 0u32;
    for &byte in tail {
        let Some(value) = value_of(alphabet, byte) else { return false };
        bits = bits << 6 | value;
    }
    bits <<= 6 * (4 - tail.len());
    let bytes = bits.to_be_bytes();
    out.extend_from_slice(&bytes[1..1 + tail.len().saturating_sub(1)]);
    true
}

fn value_of(alphabet: Alphabet, byte: u8) -> Option<u32> {
    let others = match alphabet {
        Alphabet::Standard => b"-_",
        Alphabet::Url => b"+/",
    };
    if others.contains(&byte) { None } else { sextet(byte).map(u32::from) }
}

/// The six bits of a character of either alphabet.
pub(crate) fn sextet(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

fn append(alphabet: Alphabet, text: &[u8], padded: bool, out: &mut Vec<u8>) {
    let start = out.len();
    out.resize(start + engine(alphabet).encoded_length(text.len()), 0);
    let _ = engine(alphabet).encode(text, Out::from_slice(&mut out[start..]));
    if padded {
        out.resize(start + text.len().div_ceil(3) * 4, b'=');
    }
}

/// Without a sign of either, the alphabet's own habit.
fn is_padded(alphabet: Alphabet, core: &[u8]) -> bool {
    let len = core.iter().filter(|byte| !is_white(**byte)).count();
    core.ends_with(b"=") || (len.is_multiple_of(4) && matches!(alphabet, Alphabet::Standard))
}

fn engine(alphabet: Alphabet) -> &'static Base64 {
    match alphabet {
        Alphabet::Standard => &STANDARD_NO_PAD,
        Alphabet::Url => &URL_SAFE_NO_PAD,
    }
}

fn trim(raw: &[u8]) -> &[u8] {
    raw.trim_ascii()
}

fn is_white(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}
