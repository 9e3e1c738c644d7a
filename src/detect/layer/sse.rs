//! Server-sent events (`text/event-stream`): lines of `data:`, `event:`, `id:`.

use crate::detect::layer::cookie::unquote;
use crate::detect::layer::extent::json_end;
use crate::detect::layer::script::SCRIPT;
use crate::detect::layer::token::is_token_like;
use crate::detect::layer::{Field, Hint, Layer, Reading, Visit, span};
use crate::detect::{Codec, Place};

/// Server-sent events (the "Server-sent events" chapter of the HTML standard).
pub(crate) static SSE: Layer = Layer { id: "sse", recognises, fields };

/// How many lines may stand before the first `data`.
const LINES_MAX: usize = 6;

fn recognises(text: &[u8], hint: &Hint<'_>) -> bool {
    if span::contains(hint.mime, b"text/event-stream") {
        return span::lines(text).any(|line| is_field(&text[line]));
    }
    let mut data = false;
    for line in span::lines(text).take(LINES_MAX) {
        let line = &text[line];
        if !is_field(line) && !line.is_empty() && line[0] != b':' {
            return data && value_start(text, b"data").is_none();
        }
        data |= value_start(line, b"data").is_some();
    }
    let head = &text[..text.len().min(2048)];
    data && memchr::memchr2(b'\n', b'\r', head).is_some()
        || value_start(text, b"data")
            .is_some_and(|start| matches!(text.get(start), Some(b'{' | b'[')))
}

/// Whether a line is a field that the standard knows.
fn is_field(line: &[u8]) -> bool {
    const NAMES: [&[u8]; 4] = [b"data", b"event", b"id", b"retry"];
    NAMES.iter().any(|name| value_start(line, name).is_some())
}

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    let mut lines = span::lines(text).peekable();
    let mut inside = false;
    let mut event = 0..0;
    while let Some(line) = lines.next() {
        let piece = &text[line.clone()];
        if let Some(start) = value_start(piece, b"data") {
            let value = line.start + start..line.end;
            let next = lines.peek().map(|next| &text[next.clone()]);
            let goes_on = next.is_some_and(|next| value_start(next, b"data").is_some());
            let (first, part) = (!inside, inside || goes_on);
            inside = goes_on;
            if value.is_empty() {
                continue;
            }
            let word = unquote(text, value.clone());
            if !part && word.len() >= WORD_BYTES_MIN && is_drawn(&text[word.clone()]) {
                visit(Field::new(&text[event.clone()], word, Codec::Raw, Place::Json));
            } else {
                visit(data(text, value, part, first));
            }
        } else if let Some(start) = value_start(piece, b"event") {
            event = line.start + start..line.end;
        } else if piece.is_empty() {
            event = 0..0;
        } else if let Some(start) = value_start(piece, b"id") {
            let value = line.start + start..line.end;
            visit(Field::new(&b"id"[..], value, Codec::Raw, Place::Pair));
        }
    }
}

/// Shorter words may be those of a language model, whose events are called `token`.
const WORD_BYTES_MIN: usize = 20;

/// Whether data is one word that a machine drew: it is called what its event is.
fn is_drawn(word: &[u8]) -> bool {
    word.iter().any(u8::is_ascii_digit) && is_token_like(word)
}

/// The field of one data line. A document that goes over several lines is no JSON in any of them;
/// the names in it are found line by line as those of a script are.
fn data(text: &[u8], value: std::ops::Range<usize>, part: bool, first: bool) -> Field<'static> {
    let whole = json_end(text, value.start).is_some_and(|end| end >= value.end);
    let json = !first || matches!(text[value.start], b'{' | b'[');
    if !part || whole || !json {
        return Field::new(&b""[..], value, Codec::Raw, Place::Text);
    }
    Field {
        reading: Reading::As(&SCRIPT),
        ..Field::new(&b"script"[..], value, Codec::Raw, Place::Script)
    }
}

/// Where in a line the value of the field `name` begins: behind the colon and one space.
fn value_start(line: &[u8], name: &[u8]) -> Option<usize> {
    let rest = line.strip_prefix(name)?.strip_prefix(b":")?;
    Some(name.len() + 1 + usize::from(rest.first() == Some(&b' ')))
}

#[cfg(test)]
mod tests {
    use super::SSE;
    use crate::detect::layer::checks::{check, hint, refuse};

    #[test]
    fn events() {
        check(
            &SSE,
            "",
            "event: login\nid: 7\ndata: {\"token\":\"a\"}\n\n: ping\r\ndata:x=1\r\n\r\n",
            &["id|7|Raw|Pair", "|{\"token\":\"a\"}|Raw|Text", "|x=1|Raw|Text"],
        );
        check(
            &SSE,
            "text/event-stream",
            "data: {\ndata:  \"a\": \"b\"\ndata: }\n\ndata: [1]\ndata: [2]\n",
            &[
                "script|{|Raw|Script",
                "script| \"a\": \"b\"|Raw|Script",
                "script|}|Raw|Script",
                "|[1]|Raw|Text",
                "|[2]|Raw|Text",
            ],
        );
        check(
            &SSE,
            "",
            "event: token\ndata: k3XwQ81uQpZov7Lt99Zk\n\nevent: token\ndata: hello\n\ndata: \"k3XwQ81uQpZov7Lt99Zk\"\n",
            &[
                "token|k3XwQ81uQpZov7Lt99Zk|Raw|Json",
                "|hello|Raw|Text",
                "|k3XwQ81uQpZov7Lt99Zk|Raw|Json",
            ],
        );
        check(&SSE, "", "data: {\"a\":1}", &["|{\"a\":1}|Raw|Text"]);
        check(&SSE, "text/event-stream", ": a\n\ndata: x", &["|x|Raw|Text"]);
        let form = hint("text/event-stream", "");
        assert!(!(SSE.recognises)(b"user=a&token=b", &form));
        refuse(
            &SSE,
            &["data:text/plain;base64,eHg=", "id: 1\nname: x", "data is here\n", "", "event: x"],
        );
    }
}
