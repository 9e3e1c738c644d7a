//! The `Set-Cookie` header: the cookie's value is a field, its attributes are left alone.

use std::ops::Range;

use crate::detect::layer::cookie::visit_cookie;
use crate::detect::layer::url::REFERENCE;
use crate::detect::layer::{Field, Hint, Layer, Visit};
use crate::detect::{Codec, Place};

/// The `Set-Cookie` header; several are joined by line ends or, where that is clear, by commas.
pub(crate) static SET_COOKIE: Layer = Layer {
    id: "set-cookie",
    recognises: |text, hint| {
        let name = hint.name.to_ascii_lowercase();
        memchr::memmem::find(&name, b"set-cookie").is_some()
            || memchr::memmem::find(&name, b"setcookie").is_some()
            || has_attributes(text)
    },
    fields,
};

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    let mut start = 0;
    while start < text.len() {
        let end = cookie_end(text, start);
        let pair_end = memchr::memchr(b';', &text[start..end]).map_or(end, |at| start + at);
        visit_cookie(text, start..pair_end, visit);
        visit_path(text, pair_end..end, visit);
        start = end + 1;
    }
}

/// Visits the path among a cookie's attributes if it has several segments: one may be a token.
fn visit_path(text: &[u8], attributes: Range<usize>, visit: &mut Visit<'_>) {
    let mut start = attributes.start;
    while let Some(at) = memchr::memchr(b';', &text[start..attributes.end]) {
        start += at + 1;
        let blanks = text[start..attributes.end].iter().take_while(|b| **b == b' ').count();
        let name = start + blanks;
        if text.get(name..name + 6).is_some_and(|head| head.eq_ignore_ascii_case(b"path=/")) {
            let rest = &text[name + 5..attributes.end];
            let end = name + 5 + memchr::memchr(b';', rest).unwrap_or(rest.len());
            if memchr::memchr(b'/', &text[name + 6..end]).is_some() {
                let field = Field::new(&b""[..], name + 5..end, Codec::Raw, Place::Text);
                visit(field.read_as(&REFERENCE));
            }
            return;
        }
    }
}

/// A cookie with its attributes ends at a line end, or at a comma before the next name and `=`.
fn cookie_end(text: &[u8], start: usize) -> usize {
    let (mut has_attributes, mut looked_to) = (false, start);
    memchr::memchr2_iter(b'\n', b',', &text[start..])
        .map(|at| start + at)
        .find(|&at| {
            has_attributes |= text[looked_to..at].contains(&b';');
            looked_to = at;
            text[at] == b'\n' || is_joint(&text[at + 1..], has_attributes)
        })
        .unwrap_or(text.len())
}

/// Whether the comma before `after` joins two cookies. A value may hold a comma, so before the
/// first attribute only `, name=` counts; behind it the space may be missing.
fn is_joint(after: &[u8], has_attributes: bool) -> bool {
    let name = after.strip_prefix(b" ").unwrap_or(after);
    let spaced = name.len() < after.len();
    let length = name.iter().take(256).position(|&b| !is_name_byte(b));
    let named = length.is_some_and(|at| at > 0 && name[at] == b'=');
    named && (spaced || has_attributes)
}

fn is_name_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~[]:".contains(&b)
}

/// Attributes of a cookie that are not words of their own in other texts.
const ATTRIBUTES: [&[u8]; 6] =
    [b"path=", b"httponly", b"secure", b"samesite=", b"max-age=", b"expires="];

/// Whether `text` is one cookie, if any, with nothing but attributes behind it: a script may as well give
/// `.cookie` the header of a request, which has several.
pub(super) fn is_one(text: &[u8]) -> bool {
    const OTHERS: [&[u8]; 3] = [b"domain=", b"partitioned", b"priority="];
    let begins_with = |part: &[u8], known: &[u8]| {
        part.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known))
    };
    let is_attribute = |part: &[u8]| {
        let part = part.trim_ascii();
        part.is_empty() || ATTRIBUTES.iter().chain(&OTHERS).any(|known| begins_with(part, known))
    };
    text.split(|byte| *byte == b';').skip(1).all(is_attribute)
}

/// `name=value; Path=/; HttpOnly`, wherever it stands.
fn has_attributes(text: &[u8]) -> bool {
    let head = &text[..text.len().min(4096)];
    let name = head.iter().position(|&b| !is_name_byte(b));
    name.is_some_and(|at| at > 0 && head[at] == b'=')
        && memchr::memchr_iter(b';', head).any(|at| {
            let attribute = head[at + 1..].trim_ascii_start();
            ATTRIBUTES.iter().any(|known| {
                attribute.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known))
            })
        })
}

#[cfg(test)]
mod tests {
    use crate::detect::layer::check::{NO_HINT, check, check_foreign, hint};
    use crate::detect::layer::set_cookie::SET_COOKIE;

    #[test]
    fn cuts_set_cookies() {
        for (text, expected) in [
            (
                "sid=abc=; Path=/; Expires=Wed, 09 Jun 2027 10:18:14 GMT; HttpOnly",
                &["sid=abc="][..],
            ),
            ("a=1; Path=/\nb=\"2\"; Secure\n\nc=3; max-age=4", &["a=1", "b=2", "c=3"]),
            (
                "a=1; Expires=Wed, 09 Jun 2027 10:18:14 GMT, b=2; Path=/,c=3; Secure",
                &["a=1", "b=2", "c=3"],
            ),
            ("geo=52.1,13.2; Path=/", &["geo=52.1,13.2"]),
            ("a=1; Path=/shop; Secure", &["a=1"]),
            ("a=1; Secure; path=/reset/k3Xw; HttpOnly", &["a=1", "=/reset/k3Xw"]),
        ] {
            check(&SET_COOKIE, text, &hint("set-cookie"), expected);
            check(&SET_COOKIE, text, &NO_HINT, expected);
        }
        check(&SET_COOKIE, "a=b", &hint("Set-Cookie2"), &["a=b"]);
        check_foreign(&SET_COOKIE, "a=b; c=d", &NO_HINT);
    }
}
