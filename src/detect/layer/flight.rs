//! What React Server Components send: rows `1f:["$","div",…]`, an identifier in hexadecimal and a JSON
//! value, one a line; in a page as pieces, `self.__next_f.push([1,"…"])`, as Next.js writes them.

use crate::detect::layer::extent::Extents;
use crate::detect::layer::{Field, Hint, Layer, Visit, span};
use crate::detect::{Codec, Place};

/// Rows of React Server Components.
pub(crate) static FLIGHT: Layer = Layer { id: "flight", recognises, fields };

/// Values that are words.
const WORDS: [&[u8]; 3] = [b"null", b"true", b"false"];

/// Identifiers are no longer.
const IDENTIFIER_BYTES_MAX: usize = 8;

fn recognises(text: &[u8], hint: &Hint<'_>) -> bool {
    if span::contains(hint.mime, b"text/x-component") {
        return true;
    }
    let next = memchr::memchr(b'\n', text).map(|end| end + 1);
    payload(text, 0).is_some() && next.is_some_and(|next| next == text.len() || starts(text, next))
}

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    let mut extents = Extents::new(text);
    let mut at = 0;
    while at < text.len() {
        let start = payload(text, at).unwrap_or(at);
        let end = extents.end(start).unwrap_or_else(|| rest_end(text, start));
        let value = span::trim(text, start..end);
        if !value.is_empty() {
            visit(Field::new(&b""[..], value, Codec::Raw, Place::Json));
        }
        at = end.max(at + 1);
    }
}

/// Where the value of the row at `at` begins: behind the identifier and what says of which kind it is, as
/// `I` of a module, `HL` of a hint, `T4b,` of a text.
fn payload(text: &[u8], at: usize) -> Option<usize> {
    let head = &text[at..text.len().min(at + 2 * IDENTIFIER_BYTES_MAX)];
    let identifier = head.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    let behind = head.get(identifier..)?.strip_prefix(b":")?;
    if identifier > IDENTIFIER_BYTES_MAX {
        return None;
    }
    let kind = behind.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let length = match &behind[kind..] {
        rest if kind == 1 && behind[0] == b'T' => {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
            (rest.get(digits) == Some(&b',')).then_some(digits + 1)?
        }
        [b'{' | b'[' | b'"', ..] => 0,
        rest if kind == 0 && WORDS.iter().any(|word| rest.starts_with(word)) => 0,
        _ => return None,
    };
    Some(at + identifier + 1 + kind + length)
}

/// Whether a row starts at `at`.
fn starts(text: &[u8], at: usize) -> bool {
    payload(text, at).is_some()
}

/// The end of a text, or of the part of a row that stands in another piece: where a line is a row again.
fn rest_end(text: &[u8], start: usize) -> usize {
    let mut lines = memchr::memchr_iter(b'\n', &text[start..]).map(|end| start + end);
    lines.find(|end| starts(text, end + 1)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies;
    use crate::detect::layer::checks::{check, refuse};
    use crate::detect::layer::flight::FLIGHT;

    #[test]
    fn rows() {
        check(
            &FLIGHT,
            "",
            "0:{\"P\":null}\n1f:I[7,[],\"a\"]\n2:T4,a\nb\n3:[\"$\",\"p\",null,{}]\n4:null\n5:[\"cut",
            &[
                "|{\"P\":null}|Raw|Json",
                "|[7,[],\"a\"]|Raw|Json",
                "|a\nb|Raw|Json",
                "|[\"$\",\"p\",null,{}]|Raw|Json",
                "|null|Raw|Json",
                "|[\"cut|Raw|Json",
            ],
        );
        check(
            &FLIGHT,
            "text/x-component",
            "off\"}]\n1:\"a\"",
            &["|off\"}]|Raw|Json", "|\"a\"|Raw|Json"],
        );
        refuse(
            &FLIGHT,
            &["", "1:a\n2:b", "1:{}", "a:b", "12:30:45 started\n12:31:02 ended", "be: {\"a\":1}\n"],
        );
    }

    #[test]
    fn what_rows_hold() {
        bodies::check(
            r#""<script>self.__next_f.push([1,\"0:{\\\"P\\\":1}\\n5:{\\\"firstName\\\":\\\"Mirabel\\\",\\\"pin\\\":\\\"4711\\\",\\\"status\\\":\\\"open\\\"}\\n\"])</script>""#,
            &["Mirabel", "4711"],
        );
        bodies::check(
            r#""0:{\"a\":\"$@1\"}\n1:{\"username\":\"mquell7\",\"recoveryCodes\":[\"a1b2-c3d4\"]}\n""#,
            &["mquell7", "a1b2-c3d4"],
        );
    }
}
