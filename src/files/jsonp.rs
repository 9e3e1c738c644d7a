//! A capture in a call, `onInputData({…});`, as Firebug and Firefox write `.harp` files.

use std::io;
use std::ops::Range;

use crate::files::Source;

/// How far from either end the call is looked for.
const EDGE_BYTES: usize = 64 * 1024;

/// Where in `source` the JSON stands: without the byte order mark and without a call around it.
pub(crate) fn content_span(source: &dyn Source) -> io::Result<Range<u64>> {
    let len = source.len();
    let head = edge(source, 0..len.min(EDGE_BYTES as u64))?;
    let start = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let Some(call) = call_bytes(&head[start..]) else {
        return Ok(start as u64..len);
    };
    let start = (start + call) as u64;
    let tail = edge(source, start.max(len.saturating_sub(EDGE_BYTES as u64))..len)?;
    // Without its `)` the text was cut off; its reader will say so.
    Ok(start..len - closing_bytes(&tail).unwrap_or(0) as u64)
}

fn edge(source: &dyn Source, span: Range<u64>) -> io::Result<Vec<u8>> {
    let bytes = usize::try_from(span.end - span.start).expect("because an edge is short");
    let mut edge = vec![0; bytes];
    source.read_exact_at(span.start, &mut edge)?;
    Ok(edge)
}

/// The bytes up to and with the `(` of a call that `text` starts with.
fn call_bytes(text: &[u8]) -> Option<usize> {
    let name = skip_space(text);
    let first = *name.first()?;
    if !(first.is_ascii_alphabetic() || first == b'_' || first == b'$') {
        return None;
    }
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'.');
    let end = name.iter().position(|b| !is_name(b))?;
    let rest = skip_space(&name[end..]).strip_prefix(b"(")?;
    Some(text.len() - rest.len())
}

/// `text` after its white space and JavaScript comments.
fn skip_space(mut text: &[u8]) -> &[u8] {
    loop {
        text = text.trim_ascii_start();
        let end: &[u8] = match text {
            [b'/', b'*', ..] => b"*/",
            [b'/', b'/', ..] => b"\n",
            _ => return text,
        };
        match memchr::memmem::find(&text[2..], end) {
            Some(at) => text = &text[2 + at + end.len()..],
            None => return &[],
        }
    }
}

/// The bytes from the last `)` on, where only `;` and white space follow it.
fn closing_bytes(text: &[u8]) -> Option<usize> {
    let rest = text.trim_ascii_end();
    let rest = rest.strip_suffix(b";").unwrap_or(rest).trim_ascii_end();
    rest.strip_suffix(b")").map(|inner| text.len() - inner.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_unwrapped_and_nothing_else_is() {
        for (text, expected) in [
            ("{}", "{}"),
            ("\u{feff}{}", "{}"),
            (" {} ", " {} "),
            ("onInputData({});", "{}"),
            ("\u{feff}/* a ( */ // b\n cb.$x_1 ( {\"a\":\"(\"} ) ;\n", " {\"a\":\"(\"} "),
            ("/**/cb([])", "[]"),
            ("cb({", "{"),
            ("cb({}) + 1", "{}) + 1"),
            ("null", "null"),
            ("/* open", "/* open"),
            ("1cb({})", "1cb({})"),
            ("cb", "cb"),
            ("", ""),
        ] {
            let span = content_span(&text.as_bytes()).unwrap();
            let inner = &text.as_bytes()[usize::try_from(span.start).unwrap()..]
                [..usize::try_from(span.end - span.start).unwrap()];
            assert_eq!(inner, expected.as_bytes(), "{text}");
        }
    }

    #[test]
    fn a_long_text_is_looked_at_from_both_ends() {
        let text = format!("cb({});\n", "[".repeat(3 * EDGE_BYTES));
        assert_eq!(content_span(&text.as_bytes()).unwrap(), 3..text.len() as u64 - 3);
    }
}
