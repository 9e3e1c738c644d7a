//! Headers that hold URLs in a syntax of their own: `Link`, `Refresh`, reporting endpoints,
//! content security policies.

use std::ops::Range;

use crate::detect::Codec;
use crate::detect::layer::url::{REFERENCE, is_absolute};
use crate::detect::layer::{Field, Hint, Layer, Visit};

/// `Link: <url>; rel=next, <url>; …`.
pub(crate) static LINK: Layer = Layer {
    id: "link",
    recognises: |text, _| text.contains(&b'<'),
    fields: |text, hint, visit| {
        let mut from = 0;
        while let Some(open) = memchr::memchr(b'<', &text[from..]).map(|at| from + at + 1) {
            let close = memchr::memchr(b'>', &text[open..]).map_or(text.len(), |at| open + at);
            visit_url(hint, open..close, Codec::Raw, visit);
            from = close;
        }
    },
};

/// `Refresh: 5; url=/next?token=…`.
pub(crate) static REFRESH: Layer = Layer {
    id: "refresh",
    recognises: |text, _| refresh_url(text).is_some(),
    fields: |text, hint, visit| {
        if let Some(url) = refresh_url(text) {
            visit_url(hint, url, Codec::Raw, visit);
        }
    },
};

/// Any syntax in which URLs stand between quotes, or as words between spaces, `;` and `,`.
pub(crate) static URL_WORDS: Layer =
    Layer { id: "url-words", recognises: |text, _| text.contains(&b'/'), fields: visit_words };

fn visit_words(text: &[u8], hint: &Hint<'_>, visit: &mut Visit<'_>) {
    // `Report-To` and `NEL` are JSON, one object or several with commas between.
    let quoted_codec =
        if text.trim_ascii_start().starts_with(b"{") { Codec::Json } else { Codec::Raw };
    let mut at = 0;
    while at < text.len() {
        let (word, codec) = match text[at] {
            b'"' => (at + 1..closing_quote(text, at + 1), quoted_codec),
            b if is_word(b) => (at..word_end(text, at), Codec::Raw),
            _ => {
                at += 1;
                continue;
            }
        };
        at = word.end + usize::from(text[at] == b'"');
        let value = &text[word.clone()];
        // In JSON the slashes of a URL may be escaped.
        let is_url = is_absolute(value)
            || value.len() > 1 && value[0] == b'/'
            || codec == Codec::Json && memchr::memmem::find(value, b":\\/").is_some();
        if is_url && !is_collector(value) {
            visit_url(hint, word, codec, visit);
        }
    }
}

/// Whether a URL is where a network collects errors: what it is told there names the answer, and nobody.
fn is_collector(url: &[u8]) -> bool {
    const COLLECTORS: [&[u8]; 4] = [
        b"https://a.nel.cloudflare.com/report/v",
        b"https:\\/\\/a.nel.cloudflare.com\\/report\\/v",
        b"https://nel.heroku.com/reports?",
        b"https:\\/\\/nel.heroku.com\\/reports?",
    ];
    COLLECTORS.iter().any(|collector| url.starts_with(collector))
}

fn visit_url(hint: &Hint<'_>, url: Range<usize>, codec: Codec, visit: &mut Visit<'_>) {
    if !url.is_empty() {
        visit(Field::new(hint.name, url, codec, hint.place).read_as(&REFERENCE));
    }
}

fn is_word(b: u8) -> bool {
    !matches!(b, b' ' | b'\t' | b'\r' | b'\n' | b';' | b',' | b'"')
}

fn word_end(text: &[u8], start: usize) -> usize {
    text[start..].iter().position(|&b| !is_word(b)).map_or(text.len(), |at| start + at)
}

fn closing_quote(text: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(found) = memchr::memchr2(b'"', b'\\', &text[at..]).map(|found| at + found) {
        if text[found] == b'"' {
            return found;
        }
        at = (found + 2).min(text.len());
    }
    text.len()
}

fn refresh_url(text: &[u8]) -> Option<Range<usize>> {
    let equals = text.windows(4).take(64).position(|part| part.eq_ignore_ascii_case(b"url="))? + 4;
    let quote = matches!(text.get(equals), Some(b'"' | b'\''));
    let start = equals + usize::from(quote);
    let end = if quote {
        memchr::memchr(text[equals], &text[start..]).map_or(text.len(), |at| start + at)
    } else {
        text.len()
    };
    Some(start..end)
}

#[cfg(test)]
mod tests {
    use crate::detect::layer::check::{check, hint};
    use crate::detect::layer::link::{LINK, REFRESH, URL_WORDS};

    #[test]
    fn finds_urls_in_headers() {
        let name = hint("h");
        check(
            &LINK,
            "</a?t=1>; rel=next, <https://b/;c,d>; as=\"x\"",
            &name,
            &["h=/a?t=1", "h=https://b/;c,d"],
        );
        check(&REFRESH, "0; URL='/n?t=1'", &name, &["h=/n?t=1"]);
        check(&REFRESH, "3;url=https://a/b;c", &name, &["h=https://a/b;c"]);
        for (text, expected) in [
            (
                "default-src 'self'; report-uri /csp?token=1 https://a.example/r",
                &["h=/csp?token=1", "h=https://a.example/r"][..],
            ),
            ("main=\"https://a.example/r?t=1\", d=\"/d\"", &["h=https://a.example/r?t=1", "h=/d"]),
            (
                r#"{"url":"https:\/\/a.nel.cloudflare.com\/report\/v4?s=k3Xw"},{"url":"https:\/\/b.example\/r?s=1"}"#,
                &[r"h=https:\/\/b.example\/r?s=1"],
            ),
            ("a=\"https://nel.heroku.com/reports?s=k3Xw&sid=1\"", &[]),
            (
                "a=\"https://nel.heroku.com.example/reports?s=k3Xw\"",
                &["h=https://nel.heroku.com.example/reports?s=k3Xw"],
            ),
            (
                r#"{"group":"g","endpoints":[{"url":"https:\/\/a.example\/r?s=1"}]},{"group":"h"}"#,
                &[r"h=https:\/\/a.example\/r?s=1"],
            ),
        ] {
            check(&URL_WORDS, text, &name, expected);
        }
    }
}
