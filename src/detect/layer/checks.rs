//! What the tests of all layers share, and hostile texts for each of them.

use crate::detect::layer::{Hint, LAYERS, Layer};
use crate::detect::{Place, Verdict};

/// The fields of a text, each as `name|raw value|codec|place`, and `|rule` where the layer itself
/// gives a verdict, `|seed`, `|fixed`.
pub(crate) fn rows(layer: &Layer, text: &[u8], hint: &Hint<'_>) -> Vec<String> {
    let mut rows = Vec::new();
    (layer.fields)(text, hint, &mut |field| {
        let mut row = format!(
            "{}|{}|{:?}|{:?}",
            String::from_utf8_lossy(&field.name),
            String::from_utf8_lossy(&text[field.value.clone()]),
            field.codec,
            field.place
        );
        match field.verdict {
            Verdict::Open => {}
            Verdict::Keep => row.push_str("|keep"),
            Verdict::Secret(rule) => row = format!("{row}|{}", rule.id),
        }
        if field.seed {
            row.push_str("|seed");
        }
        if field.fixed_length {
            row.push_str("|fixed");
        }
        rows.push(row);
    });
    rows
}

/// Asserts that the layer recognises a text under a media type and cuts it into these rows.
pub(crate) fn check(layer: &Layer, mime: &str, text: &str, expected: &[&str]) {
    let hint = hint(mime, "");
    assert!((layer.recognises)(text.as_bytes(), &hint), "not recognised: {text}");
    assert_eq!(rows(layer, text.as_bytes(), &hint), expected, "{text}");
}

/// Asserts that the layer leaves these texts to others.
pub(crate) fn refuse(layer: &Layer, texts: &[&str]) {
    for text in texts {
        let recognised = (layer.recognises)(text.as_bytes(), &hint("", ""));
        assert!(!recognised, "{layer:?} takes {text}");
    }
}

/// A hint of nothing but a media type and a name.
pub(crate) fn hint<'h>(mime: &'h str, name: &'h str) -> Hint<'h> {
    Hint { place: Place::Text, mime: mime.as_bytes(), name: name.as_bytes() }
}

fn read_all(text: &[u8]) {
    for layer in LAYERS {
        for mime in ["", "text/html", "application/xml", "application/msgpack"] {
            let _ = (layer.recognises)(text, &hint(mime, "SAMLResponse"));
        }
        (layer.fields)(text, &hint("", "SAMLResponse"), &mut |field| {
            assert!(field.value.start <= field.value.end, "{layer:?}");
            assert!(field.value.end <= text.len(), "{layer:?}");
            if let Some(name) = field.name_span {
                assert!(name.start <= name.end && name.end <= text.len(), "{layer:?}");
            }
        });
    }
}

#[test]
fn hostile_texts_take_linear_time() {
    let pieces: &[&[u8]] = &[
        b"<",
        b"{",
        b"[",
        b"\"",
        b"data: ",
        b"<![CDATA[",
        b"<!--",
        b"<a ",
        b"<a b='",
        b"<a b=\"",
        b"{\"a\":",
        b"[\n",
        b"={\"a\":[",
        b"\\\"",
        b"/",
        b"=/[",
        b"`${",
        b"`${'",
        b"url(",
        b"a=\"b\",",
        b"mutation{a:\"",
        b"\"\"\"",
        b"<x>",
        b"<?",
        b"</script",
        b"<script>",
        b"eyJ",
        b"\x0a\x7f",
        b"\xde\x00\x01\xa1a",
        b"\x1e",
        b"9:42[",
        b"cb(",
        b"password:",
        b"otp:1",
        b"<textarea>",
        b"\xff",
        b"\x91",
        b"\x0a\x02",
        b" ",
        b"a.",
        b"%",
        b"/*",
        b"\"a\\",
        b"x='",
        b"@import ",
    ];
    let deep = [b"[".repeat(500), b"\"a\"".to_vec(), b"]".repeat(500)].concat();
    for piece in pieces.iter().copied().chain([&deep[..]]) {
        let text = piece.repeat((1 << 20) / piece.len());
        let start = std::time::Instant::now();
        read_all(&text);
        // About 0.1 s without optimization; what grows with the square takes minutes.
        assert!(start.elapsed().as_secs() < 20, "{}", piece.escape_ascii());
    }
}

proptest::proptest! {
    #[test]
    fn spans_are_in_bounds_on_any_bytes(text: Vec<u8>) {
        read_all(&text);
    }

    #[test]
    fn spans_are_in_bounds_on_broken_syntax(
        text in proptest::collection::vec(
            proptest::sample::select(br#"<>/!-[]{}()"'`\=:;,.&? dataCDATA[]keyname0149eyJ@$#"#.to_vec()),
            0..200,
        )
    ) {
        read_all(&text);
    }
}
