//! What the tests of all layers share: fields as rows of text, and properties on any bytes.

use crate::detect::Place;
use crate::detect::Verdict;
use crate::detect::layer::{Field, Hint, Layer};

/// No hint at all.
pub(crate) const NO_HINT: Hint<'static> = hint("");

/// A hint of nothing but a name.
pub(crate) const fn hint(name: &str) -> Hint<'_> {
    Hint { place: Place::Text, mime: b"", name: name.as_bytes() }
}

/// A hint of nothing but a media type.
pub(crate) const fn mime(mime: &str) -> Hint<'_> {
    Hint { place: Place::Text, mime: mime.as_bytes(), name: b"" }
}

/// Asserts that `layer` recognises `text` and cuts it into `expected`: `name=value`, with `!kind`
/// behind what is secret and `+` behind what is kept.
#[track_caller]
pub(crate) fn check(layer: &Layer, text: &str, hint: &Hint<'_>, expected: &[&str]) {
    assert!((layer.recognises)(text.as_bytes(), hint), "{text:?}");
    assert_eq!(rows(layer, text.as_bytes(), hint), expected, "{text:?}");
}

/// Asserts that `layer` does not take `text` for its own.
#[track_caller]
pub(crate) fn check_foreign(layer: &Layer, text: &str, hint: &Hint<'_>) {
    assert!(!(layer.recognises)(text.as_bytes(), hint), "{text:?}");
}

/// The fields of `text` as rows.
pub(crate) fn rows(layer: &Layer, text: &[u8], hint: &Hint<'_>) -> Vec<String> {
    let mut rows = Vec::new();
    (layer.fields)(text, hint, &mut |field| rows.push(row(text, &field)));
    rows
}

fn row(text: &[u8], field: &Field<'_>) -> String {
    let name = String::from_utf8_lossy(&field.name);
    let value = String::from_utf8_lossy(&text[field.value.clone()]);
    match field.verdict {
        Verdict::Open => format!("{name}={value}"),
        Verdict::Keep => format!("{name}={value}+"),
        Verdict::Secret(rule) => format!("{name}={value}!{}", rule.kind),
    }
}

/// Asserts that the spans of all fields lie in `text` and that those that are replaced do not
/// overlap.
#[track_caller]
pub(crate) fn check_spans(layer: &Layer, text: &[u8], hint: &Hint<'_>) {
    let _ = (layer.recognises)(text, hint);
    let mut spans = Vec::new();
    (layer.fields)(text, hint, &mut |field| {
        if let Some(name) = field.name_span {
            spans.push(name);
        }
        if !field.seed {
            spans.push(field.value);
        }
    });
    spans.retain(|span| !span.is_empty());
    spans.sort_by_key(|span| span.start);
    for span in &spans {
        assert!(span.end <= text.len() && span.start <= span.end, "{span:?}");
    }
    for pair in spans.windows(2) {
        assert!(pair[0].end <= pair[1].start, "{pair:?}");
    }
}

/// Asserts [`check_spans`] on 300 kB of each of these pieces, in linear time.
#[track_caller]
pub(crate) fn check_hostile(layer: &Layer, hint: &Hint<'_>) {
    for piece in [
        "&", "%", ";", "/", "=", ",", ":", "\"", "'", "\n", "\r\n", " ", "--", "\\", "@", "#", "?",
        "a=", "a=b", "a=b&", "a=b;", "a:b ", "://", "token", "token=", "token:\"", "-H ", "\n--b",
        "--b\r\n", "<", "Bearer ", "x-a: b\n", "a=b, ", "/reset", "bot1:", ";a=",
    ] {
        let text = piece.repeat(300_000 / piece.len());
        let start = std::time::Instant::now();
        for head in ["", "curl ", "GET / HTTP/1.1\r\n", "--b\r\n", "http://", "Digest "] {
            check_spans(layer, format!("{head}{text}").as_bytes(), hint);
        }
        let took = start.elapsed();
        assert!(took.as_secs() < 4, "{}: {piece:?} took {took:?}", layer.id);
    }
}

mod properties {
    use proptest::prelude::*;

    use crate::detect::layer::check::{check_hostile, check_spans, hint};
    use crate::detect::layer::{
        LAYERS, Layer, authorization, challenge, header_line, link, subprotocol, url,
    };

    fn all() -> Vec<&'static Layer> {
        let mut layers = LAYERS.to_vec();
        layers.extend([
            &url::REFERENCE,
            &authorization::BASIC_CREDENTIALS,
            &challenge::CHALLENGE,
            &link::LINK,
            &link::REFRESH,
            &link::URL_WORDS,
            &subprotocol::SUBPROTOCOL,
            &header_line::HEADER_LINE,
        ]);
        layers
    }

    #[test]
    fn hostile_texts_take_linear_time() {
        for layer in all() {
            check_hostile(layer, &hint("cookie"));
        }
    }

    proptest! {
        #[test]
        fn spans_are_in_bounds_and_apart(text in proptest::collection::vec(any::<u8>(), 0..200)) {
            for layer in all() {
                check_spans(layer, &text, &hint(""));
            }
        }

        #[test]
        fn spans_of_syntax_are_in_bounds_and_apart(
            pieces in proptest::collection::vec(proptest::sample::select(vec![
                "a", "token", "=", ":", ";", ",", "&", "?", "#", "/", "//", "://", "@", "\"", "'",
                " ", "\n", "\r\n", "\r\n\r\n", "--b", "--", "curl ", "-H ", "-b", "<", ">", "url=",
                "Bearer ", "Basic ", "Digest ", "%3D", "\\", "reset", "GET / HTTP/1.1", "bot1:",
                "Cookie: ", "Zk3vQ9xT2mLw8RbY", "password", "^", "$", "T1234567", "B1234567",
                "AWS4-HMAC-SHA256 ", "Credential=", "name=\"f\"", "base64,", "data:", ";a=b",
                "Content-Disposition: form-data; name=\"x\"",
            ]), 0..40)
        ) {
            let text = pieces.concat();
            for layer in all() {
                check_spans(layer, text.as_bytes(), &hint("cookie"));
            }
        }
    }
}
