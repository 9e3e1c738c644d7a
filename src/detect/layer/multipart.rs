//! `multipart/form-data` and its relatives: parts with headers between boundary lines.

use std::ops::Range;

use memchr::memmem::Finder;

use crate::detect::layer::header_line::{name_length, visit_header};
use crate::detect::layer::{Field, Hint, Layer, Visit};
use crate::detect::{Codec, Place};

/// Multipart bodies, by their media type or by their first line.
pub(crate) static MULTIPART: Layer =
    Layer { id: "multipart", recognises: |text, hint| boundary(text, hint).is_some(), fields };

/// What the headers of a part say.
#[derive(Default)]
struct Part {
    name: Option<Range<usize>>,
    is_base64: bool,
}

fn fields(text: &[u8], hint: &Hint<'_>, visit: &mut Visit<'_>) {
    let Some(boundary) = boundary(text, hint) else {
        return;
    };
    let delimiter = [b"--", boundary].concat();
    let finder = Finder::new(&delimiter);
    let mut start: Option<usize> = None;
    for at in finder.find_iter(text) {
        if at > 0 && text[at - 1] != b'\n' {
            continue;
        }
        if let Some(start) = start {
            visit_part(text, start..line_end_before(text, at), visit);
        }
        let after = at + delimiter.len();
        start = next_line(text, after).filter(|_| !text[after..].starts_with(b"--"));
    }
    // A body that was cut off has no closing boundary.
    if let Some(start) = start {
        visit_part(text, start..text.len(), visit);
    }
}

fn visit_part(text: &[u8], part: Range<usize>, visit: &mut Visit<'_>) {
    let mut found = Part::default();
    let mut start = part.start;
    while start < part.end {
        let end = memchr::memchr(b'\n', &text[start..part.end]).map_or(part.end, |at| start + at);
        let line = start..end;
        start = (end + 1).min(part.end);
        if text[line.clone()].trim_ascii().is_empty() {
            break;
        }
        found.read_header(text, line, visit);
    }
    if start < part.end {
        let codec = if found.is_base64 { Codec::Base64 } else { Codec::Raw };
        let name = found.name.clone().unwrap_or(0..0);
        let mut field = Field::new(&text[name], start..part.end, codec, Place::Form);
        field.name_span = found.name;
        visit(field);
    }
}

impl Part {
    fn read_header(&mut self, text: &[u8], line: Range<usize>, visit: &mut Visit<'_>) {
        let Some(colon) = name_length(&text[line.clone()]) else {
            return;
        };
        let name = &text[line.start..line.start + colon];
        let value = line.start + colon + 1..line.end;
        if name.eq_ignore_ascii_case(b"content-disposition") {
            self.name = parameter(text, value, b"name=").filter(|name| !name.is_empty());
        } else if name.eq_ignore_ascii_case(b"content-transfer-encoding") {
            self.is_base64 = text[value].trim_ascii().eq_ignore_ascii_case(b"base64");
        } else if !name.to_ascii_lowercase().starts_with(b"content-") {
            visit_header(text, line, Place::RequestHeader, visit);
        }
    }
}

/// The value of a header's parameter, without quotes; `filename=` is not `name=`.
fn parameter(text: &[u8], within: Range<usize>, name: &[u8]) -> Option<Range<usize>> {
    let header = &text[within.clone()];
    let at = memchr::memmem::find_iter(header, name)
        .find(|&at| at == 0 || matches!(header[at - 1], b';' | b' ' | b'\t'))?;
    let value = &header[at + name.len()..];
    let start = within.start + at + name.len();
    Some(if value.first() == Some(&b'"') {
        let end = memchr::memchr(b'"', &value[1..])?;
        start + 1..start + 1 + end
    } else {
        let end = value.iter().position(|b| b"; \t\r\n".contains(b));
        start..start + end.unwrap_or(value.len())
    })
}

fn boundary<'b>(text: &'b [u8], hint: &Hint<'b>) -> Option<&'b [u8]> {
    stated_boundary(text, hint.mime).or_else(|| seen_boundary(text))
}

/// The boundary that the media type names, if the text has it.
fn stated_boundary<'b>(text: &[u8], mime: &'b [u8]) -> Option<&'b [u8]> {
    let is_multipart = mime.get(..10)?.eq_ignore_ascii_case(b"multipart/");
    let at = mime.windows(9).position(|part| part.eq_ignore_ascii_case(b"boundary="))?;
    let boundary = &mime[parameter(mime, at..mime.len(), &mime[at..at + 9])?];
    let head = &text[..text.len().min(4096)];
    let stands = memchr::memmem::find(head, boundary).is_some();
    (is_multipart && (1..=200).contains(&boundary.len()) && stands).then_some(boundary)
}

/// The first line, if it is `--boundary` and the second is a part's header.
fn seen_boundary(text: &[u8]) -> Option<&[u8]> {
    let body = text.trim_ascii_start();
    let body = body.strip_prefix(b"--")?;
    let line = memchr::memchr(b'\n', &body[..body.len().min(204)])?;
    let boundary = body[..line].trim_ascii_end();
    let is_boundary = !boundary.is_empty() && !boundary.contains(&b' ');
    let header = &body[line + 1..];
    let is_part = header.get(..8).is_some_and(|start| start.eq_ignore_ascii_case(b"content-"));
    (is_boundary && is_part).then_some(boundary)
}

fn line_end_before(text: &[u8], boundary: usize) -> usize {
    let end = boundary.saturating_sub(1);
    if end > 0 && text[end - 1] == b'\r' { end - 1 } else { end }
}

fn next_line(text: &[u8], from: usize) -> Option<usize> {
    memchr::memchr(b'\n', &text[from..]).map(|at| from + at + 1)
}

#[cfg(test)]
mod tests {
    use crate::detect::layer::check::{NO_HINT, check, check_foreign, mime};
    use crate::detect::layer::multipart::MULTIPART;

    const BODY: &str = "--xYz\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nhunter22\r\n\
         --xYz\r\nContent-Disposition: form-data; filename=\"a.json\"; name=\"f\"\r\n\
         Content-Type: application/json\r\n\r\n{\"a\":\n1}\r\n\
         --xYz\r\ncontent-disposition: form-data; name=g\r\nContent-Transfer-Encoding: base64\r\n\
         X-Token: t\r\n\r\naGk=\r\n--xYz--\r\n";

    #[test]
    fn cuts_parts() {
        let expected = &["password=hunter22", "f={\"a\":\n1}", "X-Token=t", "g=aGk="];
        check(&MULTIPART, BODY, &NO_HINT, expected);
        let stated = mime("multipart/form-data; boundary=\"xYz\"");
        check(&MULTIPART, BODY, &stated, expected);
        check(&MULTIPART, &BODY.replace("\r\n", "\n"), &stated, expected);
        let cut = &BODY[..BODY.find("er22").expect("it stands there")];
        check(&MULTIPART, cut, &NO_HINT, &["password=hunt"]);
    }

    #[test]
    fn leaves_what_is_no_multipart() {
        for text in ["--flag\nvalue", "-- \nsignature", "--", "--x--\r\n"] {
            check_foreign(&MULTIPART, text, &NO_HINT);
        }
        check_foreign(&MULTIPART, "{}", &mime("multipart/form-data; boundary=x"));
    }
}
