use proptest::prelude::*;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use super::*;
use crate::har::{Document, Node};

/// Indexes `text` and holds the answer against serde_json.
fn check(text: &[u8]) {
    let mut index = Index::new();
    let built = index.build(text);
    // IgnoredAny checks the grammar, without a range for numbers, surrogates or depth.
    let expected = serde_json::from_slice::<IgnoredAny>(text).is_ok();
    assert_eq!(built.is_ok(), expected, "{built:?}: {:.200?}", String::from_utf8_lossy(text));
    if built.is_ok()
        && let Ok(value) = serde_json::from_slice::<Value>(text)
    {
        assert_eq!(tree(index.document(text).root(), text), value);
    }
}

fn tree(node: Node<'_>, text: &[u8]) -> Value {
    match node {
        Node::Object(object) => {
            let span = object.span();
            assert_eq!((text[span.start], text[span.end - 1]), (b'{', b'}'));
            let members = object.members();
            Value::Object(members.map(|(k, v)| (string(k), tree(v, text))).collect::<Map<_, _>>())
        }
        Node::Array(array) => {
            let span = array.span();
            assert_eq!((text[span.start], text[span.end - 1]), (b'[', b']'));
            Value::Array(array.items().map(|item| tree(item, text)).collect())
        }
        Node::String(written) => {
            assert_eq!(&text[written.span()], written.raw());
            Value::String(string(written))
        }
        Node::Scalar(scalar) => {
            assert_eq!(&text[scalar.span()], scalar.raw());
            serde_json::from_slice(scalar.raw()).unwrap()
        }
    }
}

fn string(text: crate::har::Text<'_>) -> String {
    assert_eq!(text.has_escapes(), text.raw().contains(&b'\\'));
    serde_json::from_slice(&[b"\"", text.raw(), b"\""].concat()).unwrap()
}

#[test]
fn grammar() {
    for text in [
        "",
        " ",
        "1",
        "-",
        "-0",
        "01",
        "-01",
        "0.",
        "0.5",
        "1e",
        "1e+",
        "1e+05",
        "1E-400",
        "+1",
        ".5",
        "1.e1",
        "true",
        "truex",
        "tru",
        "nul",
        "null",
        "false",
        "falsey",
        "NaN",
        "Infinity",
        "'a'",
        "\"\"",
        "\"a",
        "[]",
        "[1]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1,,2]",
        "[",
        "]",
        "[]]",
        "[}",
        "{]",
        "{}",
        "{}}",
        "{} {}",
        "{\"a\":1}",
        "{\"a\":1,}",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{1:2}",
        "{\"a\" \"b\"}",
        "{:1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1,\"b\"}",
        "{\"a\":\"b\":1}",
        "[\"a\":1]",
        "{\"a\",1}",
        "[1\"a\"]",
        "\"a\"b",
        "[\"a\"b]",
        "[\"a\" \"b\"]",
        "[true false]",
        "[tr\"ue\"]",
        "\\\"",
        "[\\\"]",
        "\"\\\"\"",
        "\"\\\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\u12aF\"",
        "\"\\ud800\"",
        "\"\\",
        "\"\\u",
        "\"\\\n\"",
        "\"\t\"",
        "\"\u{7f}\"",
        "\t[\r\n1\t]\n",
        "\u{b}1",
        "[1\u{c}]",
        "[\u{1a}]",
        "\u{feff}1",
        "\u{a0}1",
        "1 x",
        "\"a\"\"b\"",
        "null,",
        "\"é😀\"",
        "/**/1",
        "[1]//",
        "{\"a\":1}{",
        "[1e5,2]",
        "[-1,-]",
        "[1\0]",
    ] {
        check(text.as_bytes());
    }
}

#[test]
fn faults() {
    let check = |text: &str, fault, offset| {
        let refused = Index::new().build(text.as_bytes()).expect_err(text);
        assert_eq!(refused, Malformed { fault, entry: None, offset }, "{text}");
    };
    check(" \n", Fault::Empty, 2);
    check("{\"a\":[1", Fault::Truncated, 7);
    check("\"abc", Fault::Truncated, 4);
    check("\"ab\\u00", Fault::Truncated, 7);
    check("{} []", Fault::TrailingData, 3);
    check("{\"a\":nil}", Fault::NotJson, 5);
    check("{\"a\":12x}", Fault::NotJson, 7);
    check("{\"a\":1,}", Fault::NotJson, 7);
    check("[\"a\\q\", ?]", Fault::NotJson, 4);
    check("[?, \"a\\q\"]", Fault::NotJson, 1);
    check(&format!("[{}", "[".repeat(DEPTH_MAX)), Fault::TooDeep, DEPTH_MAX as u64);
    check(&"[{\"a\":".repeat(1_000_000), Fault::TooDeep, 3 * DEPTH_MAX as u64);
}

#[test]
fn surrogates_and_numbers_stay_as_written() {
    let text = br#"["\ud83d","\udc00\ud800",1e400,-0.0,123456789012345678901234567890]"#;
    let mut index = Index::new();
    index.build(text).unwrap();
    let Node::Array(array) = index.document(text).root() else { panic!("no array") };
    let written: Vec<_> = array.items().map(|item| &text[item.span()]).collect();
    let expected = ["\\ud83d", "\\udc00\\ud800", "1e400", "-0.0", "123456789012345678901234567890"];
    assert_eq!(written, expected.map(str::as_bytes));
}

#[test]
fn buffers_serve_again_after_a_refusal() {
    let mut index = Index::new();
    index.build(b"[[[[1,").unwrap_err();
    let text = br#"{"a":[1],"b":"x\n"}"#;
    index.build(text).unwrap();
    let Node::Object(object) = index.document(text).root() else { panic!("no object") };
    assert!(
        matches!(object.get(b"b"), Some(Node::String(b)) if b.raw() == b"x\\n" && b.has_escapes())
    );
    assert!(object.get(b"c").is_none());
}

#[test]
fn debug_shows_positions_only() {
    let text = br#"{"word":["hidden",1234567]}"#;
    let mut index = Index::new();
    index.build(text).unwrap();
    let document: Document<'_> = index.document(text);
    let shown = format!("{document:?} {:?} {index:?}", document.root());
    assert!(!shown.contains("hidden") && !shown.contains("1234567"), "{shown}");
}

#[test]
fn backslash_runs_at_every_offset() {
    for offset in 0..64 {
        for run in (0..8).chain(60..70).chain([127, 128, 129]) {
            let (space, run) = (" ".repeat(offset), "\\".repeat(run));
            check(format!("{space}[\"{run}\",\"{run}n\",1]").as_bytes());
            check(format!("[\"{space}{run}\\\"]\"]").as_bytes());
        }
    }
}

/// Real captures, whole and cut in the middle.
#[test]
fn real_captures() {
    for (_, file) in crate::har::captures::captures() {
        let text = file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&file);
        check(text);
        check(&text[..text.len() / 2]);
    }
}

/// Random JSON with white space, escapes and duplicate keys.
fn json() -> impl Strategy<Value = String> {
    let space = prop::sample::select(vec!["", "", " ", "\n  ", "\t\r\n"]);
    let string = prop::collection::vec(
        prop::sample::select(vec![
            "a", "\\\\", "\\\"", "\\\\\\\"", "\\n", "\\u00e9", "é", "{", "]", ",", ":", "long ",
        ]),
        0..40,
    )
    .prop_map(|parts| format!("\"{}\"", parts.concat()));
    let number = prop::sample::select(vec!["0", "-1.5e3", "true", "null", "false", "12345"]);
    let leaf = prop_oneof![string.clone(), number.prop_map(String::from)];
    (leaf.prop_recursive(5, 60, 6, move |inner| {
        let item =
            (space.clone(), inner, space.clone()).prop_map(|(a, b, c)| a.to_owned() + &b + c);
        let member =
            (string.clone(), space.clone(), item.clone()).prop_map(|(k, s, v)| k + s + ":" + &v);
        prop_oneof![
            prop::collection::vec(item, 0..6).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec(member, 0..6)
                .prop_map(|items| format!("{{{}}}", items.join(","))),
        ]
    }),)
        .prop_map(|(text,)| text)
}

proptest! {
    #[test]
    fn random_documents(text in json(), lead in 0usize..64) {
        check(format!("{}{text}", " ".repeat(lead)).as_bytes());
    }

    /// One byte of a document replaced, removed or doubled.
    #[test]
    fn damaged_documents(text in json(), at in any::<prop::sample::Index>(), with in prop::collection::vec(
        prop::sample::select(b"{}[]:,\"\\ 01ax\n\x01.-eu\xff".to_vec()), 0..3)) {
        let mut text = text.into_bytes();
        let at = at.index(text.len());
        text.splice(at..=at, with);
        check(&text);
    }

    #[test]
    fn random_tokens(text in prop::collection::vec(
        prop::sample::select(vec!["{", "}", "[", "]", ":", ",", "\"a\"", "1", "null", " "]), 0..12)) {
        check(text.concat().as_bytes());
    }
}
