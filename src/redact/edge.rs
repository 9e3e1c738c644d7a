//! What stands next to a value inside base64 text, so that a short value in a longer word counts
//! there as little as it does in plain text.

use crate::detect::codec::sextet;

/// How many digits before a value are looked at: enough for an escape.
const DIGITS_MAX: usize = 8;

/// The last bytes before a value, of which the digits in `text` from `start` on are those without
/// bits of its neighbours. The value begins `lead` bytes behind a group of three.
pub(crate) fn bytes_before(text: &[u8], start: usize, lead: usize) -> Vec<u8> {
    let mut digits = Vec::with_capacity(DIGITS_MAX);
    let mut at = start;
    while digits.len() < DIGITS_MAX
        && let Some((digit, before)) = digit_before(text, at)
    {
        digits.push(digit);
        at = before;
    }
    // The last digits share their lowest bits with the value.
    let shared = [0, 4, 2][lead % 3];
    let bits = digits.iter().rev().fold(0_u64, |bits, digit| bits << 6 | u64::from(*digit));
    let count = (digits.len() * 6).saturating_sub(shared) / 8;
    let bytes = (bits >> shared).to_be_bytes();
    bytes[bytes.len() - count..].to_vec()
}

/// The byte behind a value of `len` bytes, whose digits end at `end`.
pub(crate) fn byte_behind(text: &[u8], end: usize, lead: usize, len: usize) -> Option<u8> {
    let (first, next) = digit_behind(text, end)?;
    let (second, _) = digit_behind(text, next)?;
    let shared = [0, 2, 4][(lead + len) % 3];
    let bits = u16::from(first) << 6 | u16::from(second);
    u8::try_from(bits >> (4 - shared) & 0xff).ok()
}

/// The digit before `at`, over line ends and a backslash, and where it stands.
fn digit_before(text: &[u8], at: usize) -> Option<(u8, usize)> {
    let mut at = at;
    loop {
        at = match &text[..at] {
            [.., b'\\', b'n' | b'r'] => at - 2,
            [.., b'\\' | b'\n' | b'\r'] => at - 1,
            [.., byte] => return Some((sextet(*byte)?, at - 1)),
            [] => return None,
        };
    }
}

fn digit_behind(text: &[u8], at: usize) -> Option<(u8, usize)> {
    let mut at = at;
    loop {
        at += match text.get(at..)? {
            [b'\\', b'n' | b'r', ..] => 2,
            [b'\\' | b'\n' | b'\r', ..] => 1,
            [byte, ..] => return Some((sextet(*byte)?, at + 1)),
            [] => return None,
        };
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::Codec;
    use crate::redact::edge::{byte_behind, bytes_before};

    #[test]
    fn neighbours_are_decoded() {
        for lead in 0..6 {
            for len in 8..12 {
                let text: Vec<u8> = (b'a'..).take(lead + len + 3).collect();
                let mut encoded = Vec::new();
                Codec::Base64.encode(&text, &mut encoded);
                let (from, to) = ((lead * 8).div_ceil(6), (lead + len) * 8 / 6);
                let before = bytes_before(&encoded, from, lead);
                assert!(text[..lead].ends_with(&before) && before.len() >= lead.min(5), "{lead}");
                let behind = byte_behind(&encoded, to, lead, len);
                assert_eq!(behind, Some(text[lead + len]), "{lead} {len}");
            }
        }
        assert_eq!(bytes_before(b"\"YWJj", 1, 0), b"");
        assert_eq!(bytes_before(b"YW\\nJj", 6, 0), b"abc");
        assert_eq!(byte_behind(b"YWJj=", 4, 0, 3), None);
    }
}
