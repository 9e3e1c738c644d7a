//! A text that is base64 or base64url as a whole, and of something that can be read: a text, what is
//! packed, a protobuf message (`application/grpc-web-text` is base64 of frames of them).

use crate::detect::codec::Packing;
use crate::detect::layer::{Field, Hint, Layer, Visit, binary, span};
use crate::detect::{Codec, Place};

/// A text that is base64 or base64url as a whole, and of something that can be read.
pub(crate) static BASE64: Layer =
    Layer { id: "base64", recognises: |text, _| codec(text).is_some(), fields };

/// Shorter text looks like base64 by chance, unless it is that of a JSON object.
const BYTES_MIN: usize = 24;
const JSON_BYTES_MIN: usize = 12;

/// How much is decoded before the whole is.
const SAMPLE: usize = 96;

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    if let Some(codec) = codec(text) {
        visit(Field::new(&b""[..], span::trim_all(text), codec, Place::Text));
    }
}

/// How a text is written that is base64 as a whole, and of something that can be read.
pub(crate) fn codec(text: &[u8]) -> Option<Codec> {
    let text = &text[span::trim_all(text)];
    if text.len() < JSON_BYTES_MIN {
        return None;
    }
    let mut head = [0; SAMPLE / 4 * 3];
    let head = decode(&text[..text.len().min(SAMPLE)], &mut head)?;
    let is_open = |head| {
        is_readable(head)
            || Packing::of(head).is_some()
            || binary::begins_message(head, text.len() / 4 * 3)
    };
    let json = head.starts_with(b"{\"") || head.starts_with(b"[{") || head.starts_with(b"[\"");
    if text.len() < BYTES_MIN && !json || !is_open(head) {
        return None;
    }
    let body = text.trim_ascii_end();
    let padding = body.iter().rev().take_while(|&&b| b == b'=').count();
    let body = &body[..body.len() - padding];
    let (mut url, mut standard, mut digits) = (false, false, 0_usize);
    for &b in body {
        match b {
            b'-' | b'_' => url = true,
            b'+' | b'/' => standard = true,
            b'\n' | b'\r' | b' ' | b'\t' => continue,
            b if b.is_ascii_alphanumeric() => {}
            _ => return None,
        }
        digits += 1;
    }
    let whole = digits % 4 != 1 && (padding == 0 || padding <= 2 && (digits + padding) % 4 == 0);
    if !whole || url && standard {
        return None;
    }
    Some(if url { Codec::Base64Url } else { Codec::Base64 })
}

/// The first bytes of what `sample` encodes, in either alphabet.
fn decode<'o>(sample: &[u8], out: &'o mut [u8; SAMPLE / 4 * 3]) -> Option<&'o [u8]> {
    let (mut len, mut bits, mut held) = (0, 0_u32, 0_u32);
    for &b in sample {
        let digit = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'\r' | b'\n' => continue,
            b'=' => break,
            _ => return None,
        };
        bits = bits << 6 | u32::from(digit);
        held += 6;
        if held >= 8 {
            held -= 8;
            out[len] = (bits >> held & 0xff) as u8;
            len += 1;
            bits &= (1 << held) - 1;
        }
    }
    Some(&out[..len])
}

/// Whether decoded bytes are the beginning of a text: UTF-8 without control characters, or UTF-16.
pub(super) fn is_readable(head: &[u8]) -> bool {
    let utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") || {
        let ascii = |pair: &&[u8]| pair[1] == 0 && pair[0] >= b' ' && pair[0] < 0x7f;
        head.len() >= 16 && head.chunks_exact(2).filter(ascii).count() * 20 >= head.len() * 9
    };
    // 0x1e ends the messages of SignalR and of JSON text sequences.
    let control = |b: &u8| *b < b' ' && !matches!(b, b'\t' | b'\n' | b'\r' | 0x1e) || *b == 0x7f;
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The sample may cut a character.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return utf16,
    };
    utf16 || !text.is_empty() && !text.as_bytes().iter().any(control)
}

#[cfg(test)]
mod tests {
    use super::BASE64;
    use crate::detect::layer::checks::{check, refuse};

    #[test]
    fn readable_texts() {
        for (text, codec) in [
            ("cGFzc3dvcmQ9aHVudGVyMiZ1c2VyPWFubmE=", "Base64"),
            ("cGFzc3dvcmQ9aHVudGVyMiZ1c2VyPWFubmE", "Base64"),
            ("eyJ0b2tlbiI6ImFiYyJ9", "Base64"),
            ("eyJ1IjoiPz8_Pz8-In0", "Base64Url"),
            ("dG9rZW49YWJjZGVmJnVzZXI9YW5uYSZw\r\nPTEmcT0yJnI9Mw==", "Base64"),
            ("//5wAGEAcwBzAHcAbwByAGQAPQBhAA==", "Base64"),
            ("cABhAHMAcwB3AG8AcgBkAD0AYQBiAGMA", "Base64"),
            ("Z3LDvMOfZSBhdXMgTcO8bmNoZW4gdW5k", "Base64"),
            ("ChJtaXJhQHF1ZWxsLmV4YW1wbGUQBxgB", "Base64"),
            ("AAAAABYKEm1pcmFAcXVlbGwuZXhhbXBsZRAH", "Base64"),
        ] {
            check(&BASE64, "", text, &[&format!("|{text}|{codec}|Text")]);
        }
        refuse(
            &BASE64,
            &[
                "d41d8cd98f00b204e9800998ecf8427e",
                "abcdefghijklmnopqrstuvwxyzabcdef",
                "",
                "hello world this is text",
                "9f1d2a7c-0b3e-4c55-8a10-2f6d3b9e7a41",
                "SGVsbG8=",
                "componentDidMountAndUpdate",
                "application/json/with/slashes",
                "cGFzc3dvcmQ9aHVudGVyMiZ1c2VyPWFubmE=x",
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB",
            ],
        );
    }
}
