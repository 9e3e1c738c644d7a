//! The escapes of a JSON string (RFC 8259, section 7).

#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "code for AVX-512 may be called only where the processor has it")]
mod avx512;

use std::num::NonZero;

use crate::detect::codec::Decoded;
use crate::detect::codec::piece::{self, BATCH, Charwise, Piece};
use crate::har::mask;

/// Inside the quotes of a JSON string.
pub(super) struct Json;

impl Charwise for Json {
    fn next(raw: &[u8]) -> Option<usize> {
        memchr::memchr(b'\\', raw)
    }

    fn marks(raw: &[u8], out: &mut [u64; BATCH]) -> usize {
        mask::places(b'\\', raw, out)
    }

    #[inline(always)]
    fn pair(byte: u8) -> Option<NonZero<u8>> {
        NonZero::new(PAIRS[usize::from(byte)])
    }

    fn piece(raw: &[u8]) -> Option<Piece> {
        unicode(raw, b"\\u")
    }

    #[cfg(target_arch = "x86_64")]
    fn skip(raw: &[u8], decoded_max: usize) -> (usize, usize) {
        avx512::Avx512::detect().map_or((0, 0), |kernel| kernel.skip(raw, decoded_max))
    }
}

/// What a backslash and this byte stand for; 0 where it is no byte.
const PAIRS: [u8; 256] = {
    let (from, to) = (br#"nrtbf"\/"#, b"\n\r\t\x08\x0c\"\\/");
    let mut pairs = [0; 256];
    let mut at = 0;
    while at < from.len() {
        pairs[from[at] as usize] = to[at];
        at += 1;
    }
    pairs
};

/// Decodes `raw` into `out`, which is empty.
pub(super) fn decode(raw: &[u8], out: &mut Vec<u8>) -> Decoded {
    #[cfg(target_arch = "x86_64")]
    if raw.len() >= LONG
        && let Some(kernel) = avx512::Avx512::detect()
    {
        return decode_long(kernel, raw, out);
    }
    piece::decode::<Json>(raw, out)
}

/// From here on it is worth a look at what the processor has.
#[cfg(target_arch = "x86_64")]
const LONG: usize = 128;

#[cfg(target_arch = "x86_64")]
fn decode_long(kernel: avx512::Avx512, raw: &[u8], out: &mut Vec<u8>) -> Decoded {
    if memchr::memchr(b'\\', raw).is_none() {
        return Decoded::Same;
    }
    out.reserve(raw.len() + mask::BLOCK);
    let mut at = 0;
    while at < raw.len() {
        at += kernel.decode(&raw[at..], out);
        // Escapes of another kind stand in rows.
        while raw.get(at) == Some(&b'\\') {
            let piece = piece::read::<Json>(raw, at).unwrap_or(Piece::byte(raw[at], 1));
            let end = out.len() + usize::from(piece.len);
            out.extend_from_slice(&piece.bytes);
            out.truncate(end);
            at += piece.raw_len;
        }
    }
    if out.len() == raw.len() {
        out.clear();
        return Decoded::Same;
    }
    Decoded::Changed
}

/// Appends `text` with no more escapes than JSON demands.
pub(super) fn encode(text: &[u8], out: &mut Vec<u8>) {
    let mut copied = 0;
    for (at, &byte) in text.iter().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' && byte != 0xed {
            continue;
        }
        let len = if byte == 0xed { surrogate(&text[at..]) } else { 1 };
        if len == 0 {
            continue;
        }
        out.extend_from_slice(&text[copied..at]);
        escape(&text[at..at + len], out);
        copied = at + len;
    }
    out.extend_from_slice(&text[copied..]);
}

/// The code units after `prefix` and four hex digits at the start of `raw`: a pair of surrogates
/// is one piece.
pub(super) fn unicode(raw: &[u8], prefix: &[u8; 2]) -> Option<Piece> {
    let unit = |raw: &[u8]| hex(raw.strip_prefix(prefix)?.get(..4)?);
    let high = unit(raw)?;
    if let (0xd800..0xdc00, Some(low @ 0xdc00..0xe000)) = (high, raw.get(6..).and_then(unit)) {
        return Some(Piece::code_point(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00), 12));
    }
    Some(Piece::code_point(high, 6))
}

/// The number that these hex digits write; none when one is no hex digit.
pub(super) fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0u32, |sum, &digit| {
        let digit = char::from(digit).to_digit(16)?;
        Some(sum.saturating_mul(16).saturating_add(digit))
    })
}

/// Length of the lone surrogate, as WTF-8, at the start of `text`; 0 when there is none.
fn surrogate(text: &[u8]) -> usize {
    match text {
        [0xed, 0xa0..=0xbf, 0x80..=0xbf, ..] => 3,
        _ => 0,
    }
}

fn escape(what: &[u8], out: &mut Vec<u8>) {
    let code = match *what {
        [b'\n'] => return out.extend_from_slice(b"\\n"),
        [b'\r'] => return out.extend_from_slice(b"\\r"),
        [b'\t'] => return out.extend_from_slice(b"\\t"),
        [0x08] => return out.extend_from_slice(b"\\b"),
        [0x0c] => return out.extend_from_slice(b"\\f"),
        [byte @ (b'"' | b'\\')] => return out.extend_from_slice(&[b'\\', byte]),
        [byte] => u32::from(byte),
        [_, second, third] => 0xd000 | u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f),
        _ => return,
    };
    out.extend_from_slice(format!("\\u{code:04x}").as_bytes());
}
