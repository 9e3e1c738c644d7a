//! Protobuf messages without their schema: whatever parses as one to its last byte is one.

use std::ops::Range;

use crate::detect::layer::Visit;
use crate::detect::layer::binary::{name_of, visit_string};

/// Deeper messages are taken for bytes.
const DEPTH_MAX: usize = 12;

/// Shorter strings are nobody's secret.
const STRING_MIN: usize = 4;

/// Hands over the strings of the message that fills `span`; `false` if it is none.
pub(crate) fn visit(text: &[u8], span: Range<usize>, visit: &mut Visit<'_>) -> bool {
    let Some(values) = values(text, span) else {
        return false;
    };
    each(text, values, 1, visit);
    true
}

/// Whether a message with a text in it begins with these bytes, of which the last may be cut.
pub(super) fn begins(head: &[u8], depth: usize) -> bool {
    const TEXT_MIN: usize = 6;
    const DEPTH_MAX: usize = 3;
    let (mut at, mut has_text) = (0, false);
    while at < head.len() {
        let Some((tag, next)) = varint(head, at) else { break };
        at = match (tag >> 3, tag & 7) {
            (0, _) => return false,
            (_, 0) => varint(head, next).map_or(head.len(), |(_, end)| end),
            (_, 1) => next + 8,
            (_, 5) => next + 4,
            (_, 2) => {
                let Some((length, start)) = varint(head, next) else { break };
                let Ok(length) = usize::try_from(length) else { return false };
                let end = start.saturating_add(length);
                let piece = &head[start..end.min(head.len())];
                has_text |= if is_text(piece) {
                    piece.len() >= TEXT_MIN
                } else {
                    depth < DEPTH_MAX && begins(piece, depth + 1)
                };
                end
            }
            _ => return false,
        };
    }
    has_text
}

/// Reads the values of a message; of two strings, as entries of a map have them, the first may be
/// the name of the second.
fn each(text: &[u8], values: Vec<Range<usize>>, depth: usize, visit: &mut Visit<'_>) {
    let mut before = None;
    for value in values {
        let name = before.map_or(0..0, |before| name_of(text, &before, &value));
        inner(text, name, value.clone(), depth, visit);
        before = Some(value);
    }
}

/// Reads a length-delimited value: a string, a message, or bytes.
fn inner(
    text: &[u8],
    name: Range<usize>,
    value: Range<usize>,
    depth: usize,
    visit: &mut Visit<'_>,
) {
    let piece = &text[value.clone()];
    if is_text(piece) {
        if piece.len() >= STRING_MIN {
            visit_string(text, name, value, visit);
        }
    } else if depth < DEPTH_MAX
        && let Some(values) = values(text, value)
    {
        each(text, values, depth + 1, visit);
    }
}

fn is_text(piece: &[u8]) -> bool {
    let control = |b: &u8| *b < b' ' && !matches!(b, b'\t' | b'\n' | b'\r') || *b == 0x7f;
    !piece.iter().any(control) && std::str::from_utf8(piece).is_ok()
}

/// The length-delimited values of a message, if the bytes are one.
fn values(text: &[u8], span: Range<usize>) -> Option<Vec<Range<usize>>> {
    let mut found = Vec::new();
    let mut at = span.start;
    while at < span.end {
        let (tag, next) = varint(&text[..span.end], at)?;
        at = next;
        if tag >> 3 == 0 || tag >> 3 > 0x1fff_ffff {
            return None;
        }
        at = match tag & 7 {
            0 => varint(&text[..span.end], at)?.1,
            1 => at + 8,
            5 => at + 4,
            2 => {
                let (length, start) = varint(&text[..span.end], at)?;
                let end = start.checked_add(usize::try_from(length).ok()?)?;
                if end > span.end {
                    return None;
                }
                found.push(start..end);
                end
            }
            _ => return None,
        };
    }
    (at == span.end && !span.is_empty()).then_some(found)
}

/// A number of seven bits a byte, and where it ends.
fn varint(text: &[u8], start: usize) -> Option<(u64, usize)> {
    let mut number = 0;
    for (n, &byte) in text.get(start..)?.iter().take(10).enumerate() {
        number |= u64::from(byte & 0x7f).checked_shl(7 * u32::try_from(n).ok()?)?;
        if byte < 0x80 {
            return Some((number, start + n + 1));
        }
    }
    None
}
