//! JSON texts one after the other: NDJSON and JSON lines, `application/json-seq`, and streams that
//! put a length before each.

use crate::detect::layer::extent::{Extents, json_end};
use crate::detect::layer::{Field, Hint, Layer, Visit, span};
use crate::detect::{Codec, Place};

/// JSON texts one after the other, with lines, record separators or lengths between them.
pub(crate) static NDJSON: Layer = Layer { id: "ndjson", recognises, fields };

fn recognises(text: &[u8], hint: &Hint<'_>) -> bool {
    let Some(first) = next_start(text, 0) else {
        return false;
    };
    if [&b"ndjson"[..], b"jsonl", b"json-seq", b"x-json-stream"]
        .iter()
        .any(|mime| span::contains(hint.mime, mime))
    {
        return true;
    }
    let Some(end) = json_end(text, first) else {
        return false;
    };
    let lengths = text[..first].iter().any(u8::is_ascii_digit);
    lengths || next_start(text, end).is_some()
}

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    let mut extents = Extents::new(text);
    let mut at = 0;
    while let Some(start) = next_start(text, at) {
        let line_end = memchr::memchr(b'\n', &text[start..]).map_or(text.len(), |n| start + n);
        let end = extents.end(start).unwrap_or(line_end);
        let value = span::trim(text, start..end);
        visit(Field::new(&b""[..], value, Codec::Raw, Place::Json));
        at = end;
    }
}

/// The next object or array, if only white space, record separators and numbers stand before it.
fn next_start(text: &[u8], from: usize) -> Option<usize> {
    let between = |b: &u8| {
        b.is_ascii_whitespace() || b.is_ascii_digit() || matches!(b, 0x1e | 0xef | 0xbb | 0xbf)
    };
    let start = from + text[from..].iter().position(|b| !between(b))?;
    let lone_number = text[from..start].first().is_some_and(u8::is_ascii_digit)
        && !text[from..start].contains(&b'\n');
    (matches!(text[start], b'{' | b'[') && !lone_number).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::NDJSON;
    use crate::detect::layer::checks::{check, refuse};

    #[test]
    fn streams() {
        let rows = ["|{\"a\":1}|Raw|Json", "|{\"b\":[2]}|Raw|Json"];
        for text in [
            "{\"a\":1}\n{\"b\":[2]}\n",
            "{\"a\":1}\r\n\r\n{\"b\":[2]}",
            "\u{1e}{\"a\":1}\n\u{1e}{\"b\":[2]}\n",
            "7\n{\"a\":1}\n9\n{\"b\":[2]}",
            "{\"a\":1}{\"b\":[2]}",
        ] {
            check(&NDJSON, "", text, &rows);
        }
        check(
            &NDJSON,
            "application/x-ndjson",
            "{\"a\":1}\n{\"b\":\n",
            &[rows[0], "|{\"b\":|Raw|Json"],
        );
        refuse(&NDJSON, &["{\"a\":1}", "{\n\"a\":1\n}", "[1] x", "hello", "", "42[\"a\"]", "12"]);
    }
}
