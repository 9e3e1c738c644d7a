//! A text that is one header: `Name: value`, as WebPageTest's `_headers` list them.

use std::ops::Range;

use crate::detect::layer::echo;
use crate::detect::layer::header::header_reading;
use crate::detect::layer::span::trim;
use crate::detect::layer::{Field, Hint, Layer, Reading, Visit};
use crate::detect::{Codec, Place};

/// One line that is a header.
pub(crate) static HEADER_LINE: Layer = Layer {
    id: "header-line",
    recognises,
    fields: |text, hint, visit| {
        visit_header(text, 0..text.len(), header_place(hint.place), visit);
    },
};

/// A field for the header in `text[line]`, if there is one.
pub(crate) fn visit_header(text: &[u8], line: Range<usize>, place: Place, visit: &mut Visit<'_>) {
    let Some(colon) = name_length(&text[line.clone()]).map(|at| line.start + at) else {
        return;
    };
    let name = line.start..colon;
    let value = trim(text, colon + 1..line.end);
    let mut field = Field::new(&text[name.clone()], value, Codec::Raw, place);
    field.reading = header_reading(&text[name.clone()]);
    field.name_span = Some(name);
    visit(field);
}

/// The length of the header name that `line` begins with, a colon behind it.
pub(crate) fn name_length(line: &[u8]) -> Option<usize> {
    let pseudo = usize::from(line.first() == Some(&b':'));
    let name = line
        .get(pseudo..)?
        .iter()
        .take(128)
        .position(|&b| !(b.is_ascii_alphanumeric() || b"-_!#$&'*+.^`|~".contains(&b)))?;
    (name > 0 && line[pseudo + name] == b':').then_some(pseudo + name)
}

/// The place of a header in a text that stands at `place`.
pub(crate) fn header_place(place: Place) -> Place {
    match place {
        Place::ResponseHeader => place,
        _ => Place::RequestHeader,
    }
}

/// A sentence can begin with `Note: `, so the name must be one that only headers have.
fn recognises(text: &[u8], _: &Hint<'_>) -> bool {
    let Some(colon) = name_length(text) else {
        return false;
    };
    let (name, value) = (&text[..colon], &text[colon + 1..]);
    let known = is_header_like(name, value) || !matches!(header_reading(name), Reading::Sniff);
    let single = memchr::memchr(b'\n', value).is_none_or(|at| {
        name.eq_ignore_ascii_case(b"set-cookie") || value[at..].trim_ascii().is_empty()
    });
    let told = match header_reading(name) {
        Reading::As(layer) => {
            let value = value.trim_ascii();
            echo::length(layer, value).is_some() && echo::next_header(value).is_none()
        }
        _ => true,
    };
    known && single && told && matches!(value.first(), Some(b' ')) && value.len() > 1
}

/// `X-…` and its like, or a hyphen in the name and no space in the value.
fn is_header_like(name: &[u8], value: &[u8]) -> bool {
    const HEADS: [&[u8]; 6] = [b"x-", b"sec-", b"cf-", b"content-", b"access-", b"if-"];
    let has_head = HEADS
        .iter()
        .any(|head| name.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head)));
    has_head || name.contains(&b'-') && !value.trim_ascii().contains(&b' ')
}

#[cfg(test)]
mod tests {
    use crate::detect::layer::check::{NO_HINT, check, check_foreign};
    use crate::detect::layer::header_line::HEADER_LINE;

    #[test]
    fn cuts_header_lines() {
        for (text, expected) in [
            ("Cookie: a=b; c=d", "Cookie=a=b; c=d"),
            ("x-api-key: abc \r\n", "x-api-key=abc"),
            (":path: /a?b=c", ":path=/a?b=c"),
        ] {
            check(&HEADER_LINE, text, &NO_HINT, &[expected]);
        }
        for text in [
            "Note: this is a sentence",
            "issue-23: words and more words",
            "12:30",
            "https://h",
            "a b: c",
            "x-y:z",
            "Authorization: not permitted for resource orders/12",
            "Authorization: Bearer <token>",
            "Authorization: Bearer k3XwQ81uQpZov7Lt, Accept: text/x",
            "Cookie: blocked by SameSite=Lax policy, status=401",
            ":",
        ] {
            check_foreign(&HEADER_LINE, text, &NO_HINT);
        }
    }
}
