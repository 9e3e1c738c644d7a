//! HTTP messages that are echoed in a body: a start line, headers, a body.

use std::ops::Range;

use crate::detect::layer::header_line::{name_length, visit_header};
use crate::detect::layer::url::REFERENCE;
use crate::detect::layer::{Field, Hint, Layer, Visit};
use crate::detect::{Codec, Place};

/// A request or a response with its start line, or a block of two headers and more.
pub(crate) static HTTP_MESSAGE: Layer = Layer {
    id: "http-message",
    recognises: |text, _| {
        let line = first_line(text);
        target(line).is_some() || is_status_line(line) || is_header_block(text)
    },
    fields,
};

fn fields(text: &[u8], hint: &Hint<'_>, visit: &mut Visit<'_>) {
    let line = first_line(text);
    let is_response = is_status_line(line) || hint.place == Place::ResponseHeader;
    let place = if is_response { Place::ResponseHeader } else { Place::RequestHeader };
    let mut start = 0;
    if let Some(target) = target(line) {
        visit(Field::new(&b":path"[..], target, Codec::Raw, place).read_as(&REFERENCE));
        start = line.len() + 1;
    } else if is_status_line(line) {
        start = line.len() + 1;
    }
    let body = visit_headers(text, start, place, visit);
    if body < text.len() {
        visit(Field::new(&b""[..], body..text.len(), Codec::Raw, Place::Text));
    }
}

/// Visits the headers from `start` on and gives where the body begins; so does the first line
/// that is no header, since what echoes messages may cut them.
fn visit_headers(text: &[u8], start: usize, place: Place, visit: &mut Visit<'_>) -> usize {
    let mut start = start.min(text.len());
    while start < text.len() {
        let end = memchr::memchr(b'\n', &text[start..]).map_or(text.len(), |at| start + at);
        let line = &text[start..end];
        let next = (end + 1).min(text.len());
        if line.trim_ascii().is_empty() {
            return next;
        }
        if name_length(line).is_none() {
            return start;
        }
        visit_header(text, start..end, place, visit);
        start = next;
    }
    text.len()
}

fn first_line(text: &[u8]) -> &[u8] {
    let head = &text[..text.len().min(64 * 1024)];
    &head[..memchr::memchr(b'\n', head).unwrap_or(head.len())]
}

/// Where the target of a request line stands: `GET /x HTTP/1.1`.
fn target(line: &[u8]) -> Option<Range<usize>> {
    let method = line.iter().take(20).position(|&b| b == b' ')?;
    let is_method = method >= 3 && line[..method].iter().all(|b| b.is_ascii_uppercase());
    let target = line[method + 1..].iter().position(|&b| b == b' ')?;
    let target = method + 1..method + 1 + target;
    let has_version = line.get(target.end + 1..)?.starts_with(b"HTTP/");
    (is_method && has_version).then_some(target)
}

fn is_status_line(line: &[u8]) -> bool {
    let digits = line.iter().position(|&b| b == b' ').map(|at| &line[at + 1..]);
    line.starts_with(b"HTTP/")
        && digits.is_some_and(|rest| rest.len() >= 3 && rest[..3].iter().all(u8::is_ascii_digit))
}

/// Two lines `Name: value` at least, of which one has a hyphen in its name or is well known.
fn is_header_block(text: &[u8]) -> bool {
    let head = &text[..text.len().min(4096)];
    let mut known = false;
    let mut lines = 0;
    for line in head.split(|&b| b == b'\n').take(8) {
        let Some(colon) = name_length(line) else {
            break;
        };
        if line.get(colon + 1) != Some(&b' ') && !line[colon + 1..].trim_ascii().is_empty() {
            return false;
        }
        known |= is_known(&line[..colon]);
        lines += 1;
    }
    lines >= 2 && known
}

fn is_known(name: &[u8]) -> bool {
    const KNOWN: [&[u8]; 7] = [
        b"host",
        b"cookie",
        b"authorization",
        b"set-cookie",
        b"content-type",
        b"user-agent",
        b"content-length",
    ];
    KNOWN.iter().any(|known| name.eq_ignore_ascii_case(known)) || name.starts_with(b":")
}

#[cfg(test)]
mod tests {
    use crate::detect::layer::check::{NO_HINT, check, check_foreign};
    use crate::detect::layer::http_message::HTTP_MESSAGE;

    #[test]
    fn cuts_messages() {
        for (text, expected) in [
            (
                "POST /a?t=1 HTTP/1.1\r\nHost: h\r\nCookie: a=b\r\n\r\n{\"p\":1}",
                &[":path=/a?t=1", "Host=h", "Cookie=a=b", "={\"p\":1}"][..],
            ),
            ("HTTP/1.1 200 OK\nSet-Cookie: a=b\n", &["Set-Cookie=a=b"]),
            ("host: h\nx-api-key: k", &["host=h", "x-api-key=k"]),
            ("GET / HTTP/1.0\r\nnot a header", &[":path=/", "=not a header"]),
        ] {
            check(&HTTP_MESSAGE, text, &NO_HINT, expected);
        }
        for text in ["GET me a coffee", "name: x\nage: y", "HTTP/1.1 is old", "", "Host: h"] {
            check_foreign(&HTTP_MESSAGE, text, &NO_HINT);
        }
    }
}
