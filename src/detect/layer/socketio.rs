//! Socket.IO, Engine.IO and SockJS frames: JSON behind a packet type, a namespace, an
//! acknowledgement id or a length.

use std::ops::Range;

use crate::detect::layer::extent::{Extents, json_end};
use crate::detect::layer::{Field, Hint, Layer, Visit, span};
use crate::detect::{Codec, Place};

/// JSON behind the head of a Socket.IO, Engine.IO or SockJS frame (`42["event",{…}]`,
/// `451-/chat,12["x"]`, `12:42["x"]`, packets separated by 0x1e, `a["…"]`), or behind any number.
pub(crate) static SOCKET_IO: Layer = Layer { id: "socketio", recognises, fields };

/// The longest head of a packet: lengths, types, a namespace.
const HEAD_MAX: usize = 128;

fn recognises(text: &[u8], _: &Hint<'_>) -> bool {
    let text = text.trim_ascii_end();
    let Some(start) = json_start(text, 0) else {
        return false;
    };
    // The next packet of a payload begins with a digit or a separator.
    json_end(text, start).is_some_and(|end| {
        end == text.len() || text[end] == 0x1e || json_start(text, end).is_some()
    })
}

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    let mut extents = Extents::new(text);
    let mut at = 0;
    while at < text.len() {
        let next = json_start(text, at).and_then(|start| Some(start..extents.end(start)?));
        if let Some(json) = next {
            at = json.end;
            visit(Field::new(&b""[..], json, Codec::Raw, Place::Json));
        } else {
            // A packet without JSON (a ping, text) ends with its separator.
            let end = memchr::memchr(0x1e, &text[at..]).map_or(text.len(), |n| at + n);
            let rest = span::trim(text, at..end);
            visit_text(text, rest, visit);
            at = end + 1;
        }
    }
}

/// Hands over a packet's text if it is more than a packet type.
fn visit_text(text: &[u8], packet: Range<usize>, visit: &mut Visit<'_>) {
    let digits = text[packet.clone()].iter().take_while(|b| b.is_ascii_digit()).count();
    let value = packet.start + digits..packet.end;
    if value.len() >= 4 {
        visit(Field::new(&b""[..], value, Codec::Raw, Place::Text));
    }
}

/// Where the JSON of the packet that begins at `from` begins, if it has a head.
fn json_start(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    if text.get(at) == Some(&0x1e) {
        at += 1;
    }
    let digits = |mut at: usize| {
        while at < text.len().min(from + HEAD_MAX) && text[at].is_ascii_digit() {
            at += 1;
        }
        at
    };
    let head = at;
    at = digits(at);
    if text.get(at) == Some(&b':') && at > head {
        at = digits(at + 1);
    }
    if text.get(at) == Some(&b'-') && at > head {
        at += 1;
    }
    if text.get(at) == Some(&b'/') && at > head {
        let namespace = &text[at..text.len().min(at + HEAD_MAX)];
        at = digits(at + memchr::memchr(b',', namespace)? + 1);
    }
    // SockJS: an array of messages, each a string.
    if at == head && (text[at..].starts_with(b"a[\"") || text[at..].starts_with(b"m[\"")) {
        at += 1;
    }
    let json = matches!(text.get(at), Some(b'{' | b'['));
    (json && at > head).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::SOCKET_IO;
    use crate::detect::layer::checks::{check, refuse};

    #[test]
    fn frames() {
        let event = "|[\"login\",{\"token\":\"a\"}]|Raw|Json";
        for head in ["42", "4217", "42/chat,", "451-", "451-/chat,12", "24:42", "a", "1234567890"] {
            check(&SOCKET_IO, "", &format!("{head}[\"login\",{{\"token\":\"a\"}}]"), &[event]);
        }
        check(
            &SOCKET_IO,
            "",
            "0{\"sid\":\"x\"}\u{1e}40\u{1e}42[\"a\"]\u{1e}4hello",
            &["|{\"sid\":\"x\"}|Raw|Json", "|[\"a\"]|Raw|Json", "|hello|Raw|Text"],
        );
        check(
            &SOCKET_IO,
            "",
            "12:0{\"sid\":\"x\"}5:42[1]",
            &["|{\"sid\":\"x\"}|Raw|Json", "|[1]|Raw|Json"],
        );
        refuse(
            &SOCKET_IO,
            &["42", "[1]", "4 apples", "2024-01-01", "12[a]", "a[0]", "", "1{\"a\":1} or so"],
        );
    }
}
