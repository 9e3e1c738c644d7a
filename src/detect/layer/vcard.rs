//! Cards of people and calendars: lines `NAME;PARAMETER=…:value`, a long one folded over several, which
//! begin with a blank (RFC 6350, "vCard Format", and RFC 5545, "iCalendar").

use std::ops::Range;

use crate::detect::layer::{Field, Hint, Layer, Visit, span};
use crate::detect::{Codec, Place};

/// A card or a calendar.
pub(crate) static VCARD: Layer = Layer { id: "vcard", recognises, fields };

/// What the value of a property is, or each of its parts between semicolons; empty where it says nothing
/// of a person.
const PROPERTIES: [(&[u8], &[&str]); 6] = [
    (b"N", &["lastName", "firstName", "middleName"]),
    (b"FN", &["fullName"]),
    (b"NICKNAME", &["nickname"]),
    (b"ADR", &["", "street", "street", "city", "", "postalCode"]),
    (b"BDAY", &["birthDate"]),
    (b"TEL", &["phone"]),
];

/// What the value of a property is, or each of its parts.
pub(crate) fn parts(property: &[u8]) -> Option<&'static [&'static str]> {
    let row = PROPERTIES.iter().find(|(known, _)| property.eq_ignore_ascii_case(known));
    row.map(|(_, parts)| *parts)
}

fn recognises(text: &[u8], _: &Hint<'_>) -> bool {
    let head = &text[..text.len().min(32)];
    let head = head.trim_ascii_start();
    [&b"BEGIN:VCARD"[..], b"BEGIN:VCALENDAR"]
        .iter()
        .any(|begin| head.get(..begin.len()).is_some_and(|head| head.eq_ignore_ascii_case(begin)))
}

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    let mut lines = span::lines(text).peekable();
    while let Some(mut line) = lines.next() {
        let is_folded = |next: &Range<usize>| matches!(text.get(next.start), Some(b' ' | b'\t'));
        while let Some(next) = lines.next_if(is_folded) {
            line.end = next.end;
        }
        visit_line(text, line, visit);
    }
}

fn visit_line(text: &[u8], line: Range<usize>, visit: &mut Visit<'_>) {
    let Some(end) = name_end(&text[line.clone()]) else {
        return visit(Field::new(&b""[..], line, Codec::Raw, Place::Text));
    };
    let head = &text[line.start..line.start + end];
    let name = &head[..memchr::memchr(b';', head).unwrap_or(end)];
    // `item1.TEL`
    let name = &name[memchr::memrchr(b'.', name).map_or(0, |dot| dot + 1)..];
    if let Some(called) = memchr::memmem::find(head, b";CN=").map(|at| at + 4) {
        let value = &head[called..];
        let quote = usize::from(value.starts_with(b"\""));
        let close: &[u8] = if quote == 1 { b"\"" } else { b";:" };
        let length = value[quote..].iter().position(|byte| close.contains(byte));
        let start = line.start + called + quote;
        let length = length.unwrap_or(value.len() - quote);
        visit_value("fullName", start..start + length, visit);
    }
    let value = line.start + end + 1..line.end;
    match parts(name) {
        Some([one]) => visit_value(one, value, visit),
        Some(parts) => {
            let mut start = value.start;
            for (part, called) in text[value].split(|byte| *byte == b';').zip(parts) {
                visit_value(called, start..start + part.len(), visit);
                start += part.len() + 1;
            }
        }
        // With its name, which can be that of a credential.
        None => visit(Field::new(&b""[..], line, Codec::Raw, Place::Text)),
    }
}

/// Where the name of a property and its parameters end: at a colon that is in no quotes.
fn name_end(line: &[u8]) -> Option<usize> {
    let mut is_quoted = false;
    line.iter().position(|byte| {
        is_quoted ^= *byte == b'"';
        *byte == b':' && !is_quoted
    })
}

fn visit_value(name: &'static str, value: Range<usize>, visit: &mut Visit<'_>) {
    if !name.is_empty() && !value.is_empty() {
        visit(Field::new(name.as_bytes(), value, Codec::Raw, Place::Claim));
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies;

    #[test]
    fn cards() {
        bodies::check(
            r#""BEGIN:VCARD\r\nVERSION:4.0\r\nN:Quell;Mirabel;;;\r\nFN:Mirabel Quell\r\nORG:Example\r\nitem1.ADR;TYPE=home:;;12 Larkspur Lane;Wexcombe;;90210;Germany\r\nBDAY:1971-04-15\r\nTEL;VALUE=uri:tel:+4930901820\r\nREV:20260301T120000Z\r\nEND:VCARD\r\n""#,
            &[
                "Quell",
                "Mirabel",
                "Mirabel Quell",
                "12 Larkspur Lane",
                "Wexcombe",
                "90210",
                "1971-04-15",
                "tel:+4930901820",
            ],
        );
    }

    #[test]
    fn a_line_may_be_folded() {
        bodies::check(
            r#""BEGIN:VCARD\r\nFN:Mirabel\r\n  Quell\r\nNOTE:Write to her\\,\r\n  password: hunter2xk3Xw\r\n  and no more\r\nEND:VCARD""#,
            &["Mirabel\r\n  Quell", "hunter2xk3Xw"],
        );
        bodies::check(
            r#""BEGIN:VCALENDAR\nX-PASSWORD:hunter2xk3Xw\nEND:VCALENDAR""#,
            &["hunter2xk3Xw"],
        );
    }

    #[test]
    fn calendars() {
        bodies::check(
            r#""BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:7f3a\nSUMMARY:Planning\nORGANIZER;CN=Mirabel Quell:mailto:m@firm.example\nATTENDEE;ROLE=CHAIR;CN=\"Tomas Odell: Sales\":mailto:t@firm.example\nDTSTART:20260301T120000Z\nEND:VEVENT\nEND:VCALENDAR""#,
            &["Mirabel Quell", "m@firm.example", "Tomas Odell: Sales", "t@firm.example"],
        );
    }
}
