//! Headers that a line tells of: `Authorization: Bearer …, Accept: */*`.

use std::ops::Range;

use crate::detect::layer::header::header_reading;
use crate::detect::layer::prose::{HEADER_BYTES_MAX, NAME_BYTES_MAX, is_name, value_span};
use crate::detect::layer::{Field, Layer, Reading, Visit, echo};
use crate::detect::{Codec, Place};

/// Visits the header at `name` whose value begins at `start`, if it is one; gives where it, or the
/// name, ends.
pub(super) fn visit_echoed(
    text: &[u8],
    name: &Range<usize>,
    called: &[u8],
    start: usize,
    visit: &mut Visit<'_>,
) -> Option<usize> {
    let Reading::As(layer) = header_reading(called) else { return None };
    if text[start - 1] == b' ' && matches!(text[start], b'"' | b'\'') {
        return visit_quoted(text, name, start, layer, visit);
    }
    let is_echoed = text[start - 1] == b' ' || is_map_of_cookies(text, name, start, layer);
    is_echoed.then(|| visit_header(text, name, start, layer, visit))
}

/// Visits a header whose value stands between quotes of its own: `Authorization: 'Bearer …'`.
fn visit_quoted(
    text: &[u8],
    name: &Range<usize>,
    start: usize,
    layer: &'static Layer,
    visit: &mut Visit<'_>,
) -> Option<usize> {
    let value = value_span(text, start);
    let is_closed = value.start == start + 1 && text.get(value.end) == Some(&text[start]);
    if !is_closed || echo::length(layer, &text[value.clone()]) != Some(value.len()) {
        return None;
    }
    let end = value.end;
    visit(Field::new(&text[name.clone()], value, Codec::Raw, Place::RequestHeader).read_as(layer));
    Some(end)
}

/// Visits a header that is echoed in a line: its value ends with the line, at a quote, or before the
/// next header.
fn visit_header(
    text: &[u8],
    name: &Range<usize>,
    value: usize,
    layer: &'static Layer,
    visit: &mut Visit<'_>,
) -> usize {
    let quote = text[..name.start].last().filter(|b| matches!(b, b'"' | b'\'' | b'`'));
    let in_map = is_map_of_cookies(text, name, value, layer);
    let ends =
        |b: &u8| matches!(b, b'\r' | b'\n') || in_map && b",}".contains(b) || Some(b) == quote;
    let length = |line: &[u8]| line.iter().position(ends).unwrap_or(line.len());
    let head = &text[value..text.len().min(value + HEADER_BYTES_MAX)];
    let head = &head[..length(head)];
    let next = echo::next_header(head);
    let head = &head[..next.unwrap_or(head.len())];
    let end = match echo::length(layer, head) {
        None => return name.end,
        Some(told) if told < head.len() || next.is_some() => value + told,
        Some(_) => value + length(&text[value..]),
    };
    if end > value {
        let name = &text[name.clone()];
        visit(Field::new(name, value..end, Codec::Raw, Place::RequestHeader).read_as(layer));
    }
    end
}

/// Whether the header stands in what Java prints of a map: `{Accept=*/*, Cookie=a=b}`.
fn is_map_of_cookies(text: &[u8], name: &Range<usize>, value: usize, layer: &Layer) -> bool {
    let before = &text[..name.start];
    let rest = &text[value..text.len().min(value + NAME_BYTES_MAX)];
    let end = rest.iter().position(|b| !is_name(*b)).unwrap_or(0);
    layer.id == "cookie"
        && value == name.end + 1
        && text[name.end] == b'='
        && (before.ends_with(b"{") || before.ends_with(b", "))
        && end > 0
        && rest[end] == b'='
}
