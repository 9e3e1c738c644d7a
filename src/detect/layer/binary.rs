//! Binary bodies: gRPC and gRPC-web frames, protobuf messages, and the printable runs of others.
//!
//! Lengths stand before the strings of these formats and before everything around them, so what is
//! replaced keeps its length. Formats and the sweep work on the bytes in any case; here the strings
//! are cut out, so that what they hold is read as in any text.

mod protobuf;

use std::ops::Range;

use crate::detect::layer::{Field, Hint, Layer, Visit, span};
use crate::detect::{Codec, Place};

/// Binary bodies: the strings in them.
pub(crate) static BINARY: Layer = Layer { id: "binary", recognises, fields };

/// How many bytes decide.
const SAMPLE: usize = 1024;

/// Shorter runs of printable bytes come by chance.
const RUN_MIN: usize = 8;

fn recognises(text: &[u8], hint: &Hint<'_>) -> bool {
    is_binary(text) && !is_media_type(hint.mime)
}

/// A picture, a font, a sound, a film: its numbers are none that anybody could read.
pub(crate) fn is_media(text: &[u8], mime: &[u8]) -> bool {
    !mime.is_empty() && is_media_type(mime) && is_binary(text)
}

fn is_media_type(mime: &[u8]) -> bool {
    ["image/", "font/", "audio/", "video/"].iter().any(|kind| span::contains(mime, kind.as_bytes()))
}

fn is_binary(text: &[u8]) -> bool {
    text[..text.len().min(SAMPLE)]
        .iter()
        .any(|b| matches!(b, 0x00..=0x08 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1d | 0x7f))
        || std::str::from_utf8(&text[..text.len().min(SAMPLE)])
            .is_err_and(|error| error.error_len().is_some())
}

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    if let Some(frames) = frames(text) {
        for (trailer, frame) in frames {
            if trailer || !protobuf::visit(text, frame.clone(), visit) {
                runs(text, frame, visit);
            }
        }
    } else if !protobuf::visit(text, 0..text.len(), visit) {
        runs(text, 0..text.len(), visit);
    }
}

/// The messages of a gRPC body, each with whether it is a trailer: a flag and a length of four
/// bytes stand before each (gRPC over HTTP/2, and its web variant).
fn frames(text: &[u8]) -> Option<Vec<(bool, Range<usize>)>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let head = text.get(at..at + 5)?;
        if !matches!(head[0], 0 | 1 | 0x80 | 0x81) {
            return None;
        }
        let length = head[1..].iter().fold(0, |n, &b| n << 8 | usize::from(b));
        let frame = at + 5..(at + 5).checked_add(length).filter(|&end| end <= text.len())?;
        at = frame.end;
        // An empty message of zeros is more likely padding.
        if !frame.is_empty() {
            found.push((head[0] >= 0x80, frame));
        } else if found.is_empty() {
            return None;
        }
    }
    (!found.is_empty()).then_some(found)
}

/// Hands over the printable runs, over several lines where they are.
fn runs(text: &[u8], inside: Range<usize>, visit: &mut Visit<'_>) {
    let printable =
        |b: u8| b >= b' ' && b != 0x7f && b < 0x80 || matches!(b, b'\t' | b'\n' | b'\r');
    let mut start = inside.start;
    for at in inside.start..=inside.end {
        if at < inside.end && printable(text[at]) {
            continue;
        }
        if at - start >= RUN_MIN {
            visit(string(span::trim(text, start..at)));
        }
        start = at + 1;
    }
}

/// The field of a string in a binary body.
fn string(value: Range<usize>) -> Field<'static> {
    Field { fixed_length: true, ..Field::new(&b""[..], value, Codec::Raw, Place::Text) }
}

#[cfg(test)]
mod tests {
    use super::BINARY;
    use crate::detect::layer::checks::{hint, refuse, rows};

    fn check(text: &[u8], expected: &[&str]) {
        let hint = hint("application/octet-stream", "");
        assert!((BINARY.recognises)(text, &hint));
        let expected: Vec<String> =
            expected.iter().map(|row| format!("|{row}|Raw|Text|fixed")).collect();
        assert_eq!(rows(&BINARY, text, &hint), expected);
    }

    #[test]
    fn messages() {
        check(b"\x0a\x05token\x12\x08\x0a\x04abcd\x10\x07", &["token", "abcd"]);
        check(
            b"\x00\x00\x00\x00\x07\x0a\x05hello\x80\x00\x00\x00\x0fgrpc-status: 0\n",
            &["hello", "grpc-status: 0"],
        );
        check(b"\x0a\x0e{\"token\":\"ab\"}", &["{\"token\":\"ab\"}"]);
    }

    #[test]
    fn others() {
        check(b"\xca\xfe\xba\xbe\x00password=abc\x00short\x00", &["password=abc"]);
        check(b"\xff\xfe\xfd line one\nline two\x00", &["line one\nline two"]);
        refuse(&BINARY, &["text", "", "gr\u{fc}n", "\u{1b}[31mred"]);
        assert!(!(BINARY.recognises)(b"\0\0", &hint("image/png", "")));
    }
}
