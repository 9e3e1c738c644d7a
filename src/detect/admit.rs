//! Where what the shape rules found in a JSON text may be replaced, so that it stays one.

use std::ops::Range;

use crate::detect::Form;
use crate::har::{Document, Node, Text};

/// Where a hit of the shape rules may be replaced: within one string; or a whole number, but not a
/// number of the HAR format itself.
pub(crate) fn admit(
    document: Document<'_>,
    capture: bool,
    start: usize,
    span: Range<usize>,
) -> Option<(Range<usize>, Form)> {
    let at = start + span.start..start + span.end;
    match document.token_at(at.start)? {
        Node::String(text) if text.span().start <= at.start && at.end <= text.span().end => {
            let from = text.span().start;
            let whole = whole_escapes(text, at.start - from..at.end - from)?;
            Some((from + whole.start - start..from + whole.end - start, Form::Plain))
        }
        Node::Scalar(scalar) if !capture && scalar.span() == at => Some((span, Form::Quoted)),
        _ => None,
    }
}

/// The part of `span` that splits no escape: a rule that looks at raw text may take the `n` of
/// `\n` for a letter.
fn whole_escapes(text: Text<'_>, span: Range<usize>) -> Option<Range<usize>> {
    if !text.has_escapes() {
        return Some(span);
    }
    let start = escape_around(text.raw(), span.start).map_or(span.start, |escape| escape.end);
    let end = escape_around(text.raw(), span.end).map_or(span.end, |escape| escape.start);
    (start < end).then_some(start..end)
}

/// The escape that has bytes on both sides of `at`.
fn escape_around(raw: &[u8], at: usize) -> Option<Range<usize>> {
    for start in (at.saturating_sub(5)..at).rev() {
        if raw[start] != b'\\' {
            continue;
        }
        let before = raw[..start].iter().rev().take_while(|byte| **byte == b'\\').count();
        let start = start - before % 2;
        let len = if raw.get(start + 1) == Some(&b'u') { 6 } else { 2 };
        return (start < at && at < start + len).then_some(start..start + len);
    }
    None
}
