//! The escapes of a JavaScript string (ECMA-262, *String Literals*, with the legacy octal ones).
//! CSS shares the quotes and `\"`; its own `\22 ` reads as JavaScript does.

use crate::detect::codec::json::{hex, unicode};
use crate::detect::codec::piece::{BATCH, Charwise, Piece};
use crate::har::mask;

/// Inside the quotes of a JavaScript string.
pub(super) struct Script;

impl Charwise for Script {
    fn next(raw: &[u8]) -> Option<usize> {
        memchr::memchr(b'\\', raw)
    }

    fn marks(raw: &[u8], out: &mut [u64; BATCH]) -> usize {
        mask::places(b'\\', raw, out)
    }

    fn piece(raw: &[u8]) -> Option<Piece> {
        let byte = match *raw.get(1)? {
            b'u' => return unicode(raw, b"\\u").or_else(|| braced(raw)),
            b'x' => return Some(Piece::code_point(hex(raw.get(2..4)?)?, 4)),
            b'0'..=b'7' => return Some(octal(raw)),
            b'\r' if raw.get(2) == Some(&b'\n') => return Some(Piece::nothing(3)),
            b'\r' | b'\n' => return Some(Piece::nothing(2)),
            0xe2 if matches!(raw.get(2..4), Some([0x80, 0xa8 | 0xa9])) => {
                return Some(Piece::nothing(4));
            }
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 0x08,
            b'f' => 0x0c,
            b'v' => 0x0b,
            other => other,
        };
        Some(Piece::byte(byte, 2))
    }
}

/// Appends `text` so that it may stand in any of the three quotes, also inside a script element.
pub(super) fn encode(text: &[u8], out: &mut Vec<u8>) {
    for (at, &byte) in text.iter().enumerate() {
        match byte {
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'"' | b'\'' | b'`' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            b'$' if text.get(at + 1) == Some(&b'{') => out.extend_from_slice(b"\\$"),
            b'/' if at > 0 && text[at - 1] == b'<' => out.extend_from_slice(b"\\/"),
            // Older engines end a literal at U+2028 and U+2029. The whole escape is written for
            // the first of the three bytes, nothing for the other two.
            0xe2 if is_separator(&text[at..]) => {
                out.extend_from_slice(if text[at + 2] == 0xa8 { b"\\u2028" } else { b"\\u2029" });
            }
            0x80 if at > 0 && is_separator(&text[at - 1..]) => {}
            0xa8 | 0xa9 if at > 1 && is_separator(&text[at - 2..]) => {}
            0..0x20 => out.extend_from_slice(format!("\\x{byte:02x}").as_bytes()),
            _ => out.push(byte),
        }
    }
}

fn is_separator(text: &[u8]) -> bool {
    matches!(text, [0xe2, 0x80, 0xa8 | 0xa9, ..])
}

/// `\u{1f600}`; more than six digits besides leading zeros are no code point.
fn braced(raw: &[u8]) -> Option<Piece> {
    const DIGITS_MAX: usize = 8;
    let digits = raw.strip_prefix(b"\\u{")?;
    let len = digits.iter().take(DIGITS_MAX + 1).position(|&byte| byte == b'}')?;
    let code = hex(&digits[..len]).filter(|&code| len > 0 && code < 0x11_0000)?;
    Some(Piece::code_point(code, len + 4))
}

/// `\0` to `\377`
fn octal(raw: &[u8]) -> Piece {
    let digits_max = if raw[1] <= b'3' { 3 } else { 2 };
    let digits = raw[1..].iter().take(digits_max).take_while(|byte| matches!(byte, b'0'..=b'7'));
    let (len, code) =
        digits.fold((0, 0), |(len, code), &digit| (len + 1, code * 8 + u32::from(digit - b'0')));
    Piece::code_point(code, 1 + len)
}
