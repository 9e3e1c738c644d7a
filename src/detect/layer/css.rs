//! Style sheets: the URLs in them.

use std::ops::Range;

use crate::detect::layer::{Field, Hint, Layer, Visit, source_map, span};
use crate::detect::{Codec, Place};

/// Style sheets: `url(…)` and `@import "…"`.
pub(crate) static CSS: Layer = Layer { id: "css", recognises, fields };

fn recognises(text: &[u8], hint: &Hint<'_>) -> bool {
    let content = hint.place == Place::Html && hint.name == b"style";
    let start = &text[span::trim_all(text)];
    content
        || span::contains(hint.mime, b"text/css")
        || [&b"@import "[..], b"@charset \"", b"@font-face{", b"@font-face {", b"@media "]
            .iter()
            .any(|rule| start.starts_with(rule))
}

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    let (mut unclosed, mut done) = (false, 0);
    for open in memchr::memmem::find_iter(text, b"url(") {
        if open < done {
            continue;
        }
        let start = span::skip_space(text, open + 4);
        let quote = text.get(start).copied().filter(|b| matches!(b, b'"' | b'\''));
        if unclosed {
            break;
        }
        let start = start + usize::from(quote.is_some());
        let Some(n) = memchr::memchr(quote.unwrap_or(b')'), &text[start..]) else {
            unclosed = quote.is_none();
            continue;
        };
        done = start + n;
        visit_url(text, span::trim(text, start..done), visit);
    }
    for import in memchr::memmem::find_iter(text, b"@import") {
        let open = span::skip_space(text, import + 7);
        let Some(quote @ (b'"' | b'\'')) = text.get(open).copied() else {
            continue;
        };
        let line = &text[open + 1..text.len().min(open + 4096)];
        if let Some(n) = memchr::memchr(quote, line) {
            visit_url(text, open + 1..open + 1 + n, visit);
        }
    }
    for name in memchr::memmem::find_iter(text, b" sourceMappingURL=data:") {
        // Behind `/*#`.
        if let Some(url) = name.checked_sub(3).and_then(|at| source_map::of_comment(text, at)) {
            source_map::visit(url, visit);
        }
    }
}

/// Hands over a URL that can hold anything: not an embedded picture or font.
fn visit_url(text: &[u8], value: Range<usize>, visit: &mut Visit<'_>) {
    let url = &text[value.clone()];
    let embedded =
        [&b"data:image/"[..], b"data:font/", b"data:application/font", b"data:application/x-font"]
            .iter()
            .any(|head| url.starts_with(head));
    let base64 = memchr::memmem::find(&url[..url.len().min(40)], b";base64").is_some();
    if !(value.is_empty() || embedded && base64) {
        visit(Field::new(&b"url"[..], value, Codec::Script, Place::Html));
    }
}

#[cfg(test)]
mod tests {
    use super::CSS;
    use crate::detect::layer::checks::{check, refuse};

    #[test]
    fn urls() {
        check(
            &CSS,
            "text/css",
            "@import 'x.css?k=1';a{b:url( /y?t=2 );c:url(\"z\")}d{e:url(data:image/png;base64,AA)}",
            &["url|/y?t=2|Script|Html", "url|z|Script|Html", "url|x.css?k=1|Script|Html"],
        );
        check(&CSS, "text/css", "a{b:url(x", &[]);
        refuse(&CSS, &["a{b:c}", "url(x)", "", "@import"]);
    }
}
