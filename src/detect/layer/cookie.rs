//! The `Cookie` header: `a=b; c="d"`, also several folded into one with line ends.

use std::ops::Range;

use crate::detect::layer::span::trim;
use crate::detect::layer::token::is_token_like;
use crate::detect::layer::{Field, Hint, Layer, Visit};
use crate::detect::rule::without_kinds;
use crate::detect::{Codec, Place};

/// The `Cookie` header and its copies.
pub(crate) static COOKIE: Layer = Layer {
    id: "cookie",
    recognises: |text, hint| {
        is_cookie_like(hint.name)
            && !matches!(text.first(), None | Some(b'{' | b'[' | b'<'))
            && (text.contains(&b'=') || is_header(hint.place))
    },
    fields,
};

/// A field for the cookie `name=value` (or a value without a name) in `text[pair]`.
pub(crate) fn visit_cookie(text: &[u8], pair: Range<usize>, visit: &mut Visit<'_>) {
    let pair = trim(text, pair);
    if pair.is_empty() {
        return;
    }
    match memchr::memchr(b'=', &text[pair.clone()]) {
        Some(equals) => {
            let name = trim(text, pair.start..pair.start + equals);
            let value = unquote(text, trim(text, pair.start + equals + 1..pair.end));
            let mut field = Field::new(&text[name.clone()], value, Codec::Percent, Place::Cookie);
            if name.is_empty() {
                return visit_nameless(text, field, visit);
            }
            field.name_span = Some(name);
            visit(field);
        }
        None => {
            let value = unquote(text, pair);
            visit_nameless(text, Field::new(&b""[..], value, Codec::Percent, Place::Cookie), visit);
        }
    }
}

/// A cookie without a name is secret if a machine drew it; other words are flags and attributes.
fn visit_nameless(text: &[u8], field: Field<'_>, visit: &mut Visit<'_>) {
    const BYTES_MIN: usize = 12;
    let value = &text[field.value.clone()];
    let is_drawn = value.len() >= BYTES_MIN && is_token_like(value);
    visit(if is_drawn { field.secret("cookie", "cookie") } else { field });
}

/// `text[span]` without the double quotes around it.
pub(crate) fn unquote(text: &[u8], span: Range<usize>) -> Range<usize> {
    match &text[span.clone()] {
        [b'"', .., b'"'] => span.start + 1..span.end - 1,
        _ => span,
    }
}

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    let mut start = 0;
    while start < text.len() {
        let end = cookie_end(text, start);
        visit_cookie(text, start..end, visit);
        start = end + 1;
    }
}

/// A cookie ends at `;` or a line end; `;` inside quotes does not count where the quotes close
/// right before a separator.
fn cookie_end(text: &[u8], start: usize) -> usize {
    let rest = &text[start..];
    let end = memchr::memchr2(b';', b'\n', rest).unwrap_or(rest.len());
    let opens = memchr::memmem::find(&rest[..end], b"=\"").map(|at| at + 2);
    match opens.filter(|&at| !rest[at..end].contains(&b'"')) {
        // Quoted values are short; the bound keeps unclosed quotes from costing more.
        Some(at) => memchr::memchr2(b'"', b'\n', &rest[at..rest.len().min(at + 4096)])
            .map(|close| at + close)
            .filter(|&close| {
                rest[close] == b'"' && matches!(rest.get(close + 1), None | Some(b';' | b'\n'))
            })
            .map_or(start + end, |close| start + close + 1),
        None => start + end,
    }
}

/// Whether a name is that of the header, or of `Set-Cookie`; a pseudonym in it says nothing.
pub(crate) fn is_cookie_like(name: &[u8]) -> bool {
    without_kinds(name).windows(6).any(|part| part.eq_ignore_ascii_case(b"cookie"))
}

fn is_header(place: Place) -> bool {
    matches!(place, Place::RequestHeader | Place::ResponseHeader)
}

#[cfg(test)]
mod tests {
    use crate::detect::layer::check::{NO_HINT, check, check_foreign, hint};
    use crate::detect::layer::cookie::COOKIE;

    #[test]
    fn cuts_cookies() {
        for (text, expected) in [
            ("a=b; c=\"d\"", &["a=b", "c=d"][..]),
            ("sid.0=ab==; sid.1=cd\nx+[1]^=e f;", &["sid.0=ab==", "sid.1=cd", "x+[1]^=e f"]),
            ("q=\"a;b\"; r=1", &["q=a;b", "r=1"]),
            ("q=\"a; r=1", &["q=\"a", "r=1"]),
            ("lonely=; =v;;", &["lonely=", "=v"]),
            ("theme=a; k3XwQ81uQpZo; secure", &["theme=a", "=k3XwQ81uQpZo!cookie", "=secure"]),
            ("=k3XwQ81uQpZo", &["=k3XwQ81uQpZo!cookie"]),
        ] {
            check(&COOKIE, text, &hint("cookie"), expected);
            check(&COOKIE, text, &hint("X-Forwarded-Cookie"), expected);
        }
        check_foreign(&COOKIE, "a=b; c=d", &NO_HINT);
        check_foreign(&COOKIE, "accepted", &hint("cookieBanner"));
    }
}
