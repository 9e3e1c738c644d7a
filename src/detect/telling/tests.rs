//! Nothing is spared that says something, and little else is looked at.

use proptest::prelude::*;

use super::*;
use crate::detect::layer::base64;
use crate::detect::{Detector, Policy};
use crate::redact::sweep::Sweep;

/// What a look at a string says, one byte after the other; what stands before a block is not known.
fn naive(text: &[u8]) -> bool {
    let word = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let letter = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte);
    let mut run = 0;
    (0..text.len()).any(|at| {
        let before = at.checked_sub(1).filter(|_| at % BLOCK != 0).map(|at| text[at]);
        let follows = |bytes: &[u8]| before.is_none_or(|byte| bytes.contains(&byte));
        run = if letter(&text[at]) { run + 1 } else { 0 };
        let is_sign = match text[at] {
            b'%' | b'+' | b'\\' => true,
            b'#' => follows(b"&"),
            b'I'..=b'L' => follows(b"y"),
            b's'..=b'v' => follows(b"3"),
            b',' => follows(b"4"),
            b'(' => follows(b"b"),
            b' ' => follows(b"cC"),
            b'&' => {
                let end = (at + 1..).find(|at| !word(*at)).unwrap_or(text.len());
                let is_name = end > at + 1 || at % BLOCK == BLOCK - 1;
                is_name && text.get(end) != Some(&b'=')
            }
            _ => false,
        };
        is_sign || run >= RUN
    })
}

/// Looks at each of these strings of an array.
fn check(strings: &[Vec<u8>]) {
    let (mut text, mut spans) = (b"[".to_vec(), Vec::new());
    for string in strings {
        text.push(b'"');
        spans.push(text.len()..text.len() + string.len());
        text.extend_from_slice(string);
        text.extend_from_slice(b"\",");
    }
    // Alone, a string is looked at from its beginning, as the first of many is.
    for (string, span) in strings.iter().zip(&spans) {
        let told = Telling::default().may_tell(&text, span);
        assert_eq!(told, naive(string), "{}", String::from_utf8_lossy(string));
    }
    // Behind others, blocks begin elsewhere: more may be told, but nothing less.
    let mut telling = Telling::default();
    for (string, span) in strings.iter().zip(&spans) {
        let told = telling.may_tell(&text, span);
        let shown = String::from_utf8_lossy(string);
        assert!(told || !Telling::default().may_tell(&text, span) || is_edge(string), "{shown}");
    }
}

/// Whether a string tells something only because nothing is known of what is before a block.
fn is_edge(string: &[u8]) -> bool {
    string.iter().step_by(BLOCK).any(|byte| b"#IJKLstuv,( ".contains(byte))
        || string.iter().skip(BLOCK - 1).step_by(BLOCK).any(|byte| *byte == b'&')
}

#[test]
fn a_look_tells_what_may_be_encoded() {
    for (text, told) in [
        ("open", false),
        ("Order 1235, delivered on 2026-03-09 at 14:00:01", false),
        ("https://shop.example.net/p/1234?ref=list&page=3", false),
        ("a & b", false),
        ("text/html; charset=utf-8", false),
        ("a&amp;b", true),
        ("a&amp", true),
        ("a&#65;", true),
        ("a%20b", true),
        ("a+b", true),
        ("Basic QTpi", true),
        ("atob('QTpi')", true),
        ("data:;base64,QTpi", true),
        ("x eyJhIjoiYiJ9", true),
        ("x W3siYSI6MX1d", true),
        ("x WyJhIiwiYiJd", true),
        ("x eyIxIjoyfQ", true),
        ("x W3t9XQ", true),
        ("0123456789abcdefghijk.", false),
        ("0123456789abcdefghijkl.", true),
    ] {
        for before in [0, 5, 40, 60, 63, 64, 65, 4000] {
            let text = ["  \"", &".".repeat(before), text, "\""].concat();
            let span = 3..text.len() - 1;
            let bytes = text.as_bytes();
            let is_told = Telling::default().may_tell(bytes, &span);
            assert!(is_told == told || is_told && is_edge(&bytes[span]), "{text}");
        }
    }
}

proptest! {
    #[test]
    fn every_string_is_looked_at_as_byte_by_byte(strings in prop::collection::vec(
        prop::collection::vec(prop::sample::select(b"aaaaazZ059/_-.:&&=#;yJIL3sv4,b(c C %+\\\xc3".to_vec()), 0..180),
        0..40,
    )) {
        check(&strings);
    }

    #[test]
    fn runs_are_counted_over_blocks(runs in prop::collection::vec(0_usize..30, 0..300)) {
        let text: Vec<u8> =
            runs.iter().flat_map(|run| ["a".repeat(*run), ".".to_owned()].concat().into_bytes()).collect();
        check(&[text]);
    }
}

/// Every base64 that is read as a layer is looked at.
#[test]
fn base64_is_looked_at() {
    let texts =
        (0..40).map(|len| "a text, word by word, of any length that is told"[..len].to_owned());
    let json = (0..=u8::MAX).flat_map(|byte| {
        ["{\"", "[{", "[\""].map(|open| format!("{open}{}\":12}}", char::from(byte)))
    });
    let mut read = 0;
    for text in texts.chain(json) {
        for encoded in [
            base64_simd::STANDARD.encode_to_string(&text),
            base64_simd::STANDARD_NO_PAD.encode_to_string(&text),
            base64_simd::URL_SAFE_NO_PAD.encode_to_string(&text),
        ] {
            let document = format!("[\"x\",\".{encoded}\"]");
            if base64::codec(encoded.as_bytes()).is_some() {
                // Not at its first letter, before which nothing is known.
                let span = 6..document.len() - 2;
                assert!(Telling::default().may_tell(document.as_bytes(), &span), "{encoded}");
                read += 1;
            }
        }
    }
    assert!(read > 1000, "{read}");
}

/// What is known, and for no rule a secret.
const KNOWN: &str = "lorem ipsum dolor sit amet";

#[test]
fn what_a_string_says_is_found_without_rules() {
    let (detector, sweep) = (Detector::new(&Policy::default()), Sweep::new(&[KNOWN.as_bytes()]));
    let mut verifier = detector.verifier(&sweep);
    let base64 = base64_simd::STANDARD.encode_to_string(KNOWN);
    let spaced = |text: &str| {
        let pieces: Vec<&str> =
            text.as_bytes().chunks(6).map(|piece| std::str::from_utf8(piece).unwrap()).collect();
        pieces.join(" ")
    };
    let nested = base64_simd::STANDARD.encode_to_string(format!("a%20b {base64} c"));
    let entities: String = KNOWN.bytes().map(|byte| format!("&#{byte};")).collect();
    let percent: String = KNOWN.bytes().map(|byte| format!("%{byte:02x}")).collect();
    for text in [
        KNOWN.to_owned(),
        base64.clone(),
        nested,
        entities,
        format!("https://shop.example.net/?x={percent}"),
        format!("https://shop.example.net/?x={}", KNOWN.replace(' ', "+")),
        format!("<p title=\"{}\">x</p>", KNOWN.replace(' ', "&#32")),
        format!("data:text/plain;base64,{}", spaced(&base64)),
        format!("[\"{}\"]", KNOWN.replace('l', "\\u006c")),
    ] {
        let text = serde_json::to_string(&text).unwrap();
        for entry in [
            format!(r#"{{"response":{{"content":{{"text":{text}}}}}}}"#),
            format!(r#"{{"comment":{text},"_a":[{{"b":["c",{text}]}}]}}"#),
            format!(
                r#"{{"comment":{}}}"#,
                serde_json::to_string(&format!(r#"{{"a":[{text}]}}"#)).unwrap()
            ),
        ] {
            assert!(!verifier.entry(entry.as_bytes()).unwrap().is_empty(), "{entry}");
        }
    }
    let body = spaced(&base64);
    let body = format!(r#"{{"response":{{"content":{{"text":"{body}","encoding":"base64"}}}}}}"#);
    assert!(!verifier.entry(body.as_bytes()).unwrap().is_empty());
    let none = r#"{"comment":"lorem ipsum","_a":{"b":"dolor sit amet"}}"#;
    assert!(verifier.entry(none.as_bytes()).unwrap().is_empty());
}
