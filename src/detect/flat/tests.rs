//! Flat entries, and others, searched with and without what pass 1 has told of them, and without rules.

use crate::detect::again::GROWTH_MAX;
use crate::detect::again::tests::Collected;
use crate::detect::codec::{Codec, Decoded};
use crate::detect::flatness::Layout;
use crate::detect::{CleanKey, Detector, Policy};
use crate::redact::sweep::Sweep;

/// Known, but for no rule a secret where it stands below.
const KNOWN: &str = "lorem ipsum/dolor sit amet";

fn entry(content: &str) -> String {
    format!(r#"{{"request":{{"method":"GET"}},"response":{{"content":{{{content}}}}}}}"#)
}

fn base64(text: &str) -> String {
    base64_simd::STANDARD.encode_to_string(text)
}

/// How pass 1 says that an entry is written; pass 2 finds the same with that and without.
fn check(entry: &str, expected: Layout, is_found: bool) {
    let detector = Detector::new(&Policy::default());
    let collected = Collected::by(&detector, detector.collector(), entry, KNOWN);
    assert_eq!(collected.flatness.layout(), Some(expected), "{entry}");
    let whole = collected.by_rules(&detector, entry);
    assert_ne!(whole.starts_with(entry), is_found, "{entry}");
    let mut finder = detector.finder(&collected.sweep).noting(CleanKey::default());
    for _ in 0..2 {
        let findings = finder.entry_again(entry.as_bytes(), collected.told()).unwrap();
        assert_eq!(collected.redact(entry, findings), whole, "{entry}");
    }
    assert!(is_found || !finder.into_clean().is_empty(), "{entry}");
}

#[test]
fn what_is_known_is_found_in_flat_entries() {
    let filler = "plain words, ".repeat(60);
    let escaped = "\\u006corem ipsum\\/dolor sit amet";
    let with_body =
        |text: &str| entry(&format!(r#""text":"{}","encoding":"base64""#, base64(text)));
    let flat = Layout::Flat;
    for (text, layout, is_found) in [
        (entry(r#""text":"nothing""#), flat, false),
        (entry(&format!(r#""text":"{KNOWN}""#)), flat, true),
        (entry(&format!(r#""text":"{escaped}""#)), flat, true),
        (entry(&format!(r#""text":"{filler}{KNOWN}""#)), flat, true),
        (entry(&format!(r#""text":"{filler}{escaped}""#)), flat, true),
        (entry(&format!(r#""text":"{filler}\n"}},"_more":{{"a":"{KNOWN}""#)), flat, true),
        (entry(&format!(r#""{escaped}":1"#)), flat, true),
        (entry(r#""text":"{\"a\": [{\"b\": \"plain words\"}]}""#), flat, false),
        (entry(&format!(r#""text":"{{\"a\": [{{\"b\": \"{KNOWN}\"}}]}}""#)), flat, true),
        (with_body(&format!(r#"{{"a": ["{filler}"]}}"#)), Layout::FlatWithBody, false),
        (with_body("nothing"), Layout::FlatWithBody, false),
        (with_body(KNOWN), Layout::FlatWithBody, true),
        (with_body(&format!("{filler}{KNOWN}")), Layout::FlatWithBody, true),
        (
            entry(&format!(r#""encoding":"base64","text":"{filler}{KNOWN}""#)),
            Layout::FlatWithBody,
            true,
        ),
    ] {
        check(&text, layout, is_found);
    }
}

#[test]
fn other_entries_are_walked() {
    let layered = Layout::Layered;
    let twice = base64(&base64(KNOWN));
    let run: String = KNOWN.bytes().map(|byte| format!("&#{byte};")).collect();
    for (text, layout, is_found) in [
        (entry(r#""text":"https://a.example/?q=a%20b""#), layered, false),
        (
            entry(&format!(r#""text":"https://a.example/?q={}""#, KNOWN.replace(' ', "%2520"))),
            layered,
            true,
        ),
        (entry(&format!(r#""text":"{run}""#)), layered, true),
        (
            entry(&format!(r#""text":"{{\"a\":\"{}\"}}""#, KNOWN.replace('/', "\\\\/"))),
            layered,
            true,
        ),
        (entry(&format!(r#""text":"{twice}","encoding":"base64""#)), layered, true),
        (
            format!(r#"{{"cache":{{"a":{{"text":"{}","encoding":"base64"}}}}}}"#, base64(KNOWN)),
            layered,
            true,
        ),
    ] {
        check(&text, layout, is_found);
    }
}

#[test]
fn what_is_known_is_found_beside_what_was_told() {
    let found = entry(&format!(r#""text":"{KNOWN}","_password":"wq8Zr4KtK71xNb""#));
    check(&found, Layout::Flat, true);
    // A long string with a secret of which only the name tells, and with one that has a shape.
    let code = "f(x); ".repeat(100);
    for secret in ["password = 'wq8Zr4KtK71xNb'", "x = 'AKIAQ3VXNPLRTWZ7YB2M'"] {
        check(
            &entry(&format!(r#""mimeType":"text/javascript","text":"{code}{secret};{KNOWN}""#)),
            Layout::Flat,
            true,
        );
    }
}

#[test]
fn what_is_known_is_found_in_names_and_short_strings_without_rules() {
    let (detector, sweep) = (Detector::new(&Policy::default()), Sweep::new(&[b"q7kz1xw9"]));
    for entry in [
        r#"{"a":"q7kz1xw9"}"#,
        r#"{"q7kz1xw9":1}"#,
        r#"{"\u00717kz1xw9":1}"#,
        r#"{"request":{"headers":[{"name":"q7kz1xw9","value":"x"}]}}"#,
        r#"{"request":{"headers":[{"name":"\u00717kz1xw9","value":"x"}]}}"#,
        r#"{"request":{"headers":[{"name":"x","value":"\u00717kz1xw9"}]}}"#,
        r#"{"a":{"b":"cTdrejF4dzk="}}"#,
    ] {
        let found = detector.verifier(&sweep).entry(entry.as_bytes()).unwrap().top().len();
        assert_eq!(found, 1, "{entry}");
    }
}

#[test]
fn a_number_of_a_flat_document_is_replaced_in_quotes() {
    let detector = Detector::new(&Policy::default());
    let document =
        format!(r#"{{"a": "{}", "count": 4815162342108764}}"#, "plain words, ".repeat(60));
    let body = serde_json::to_string(&document).unwrap();
    for beside in ["", r#","_password":"wq8Zr4KtK71xNb""#] {
        let entry = entry(&format!(r#""text":{body}{beside}"#));
        let collected = Collected::new(&detector, &entry, "4815162342108764");
        assert!(collected.flatness.is_flat(0));
        let whole = collected.by_rules(&detector, &entry);
        assert!(whole.contains(r#"count\": \"redacted-"#), "{whole}");
        let mut finder = detector.finder(&collected.sweep);
        let findings = finder.entry_again(entry.as_bytes(), collected.told()).unwrap();
        assert_eq!(collected.redact(&entry, findings), whole);
    }
}

/// What is passed over for its length may not say a longer text that is known.
#[test]
fn short_texts_say_little_more_than_they_have_bytes() {
    let letters = || (b'A'..=b'Z').chain(b'a'..=b'z');
    let mut most = 0;
    for (first, second) in letters().flat_map(|first| letters().map(move |second| (first, second)))
    {
        let pair = [b'&', first, second, b';'];
        let triples = letters().map(|third| vec![b'&', first, second, third, b';']);
        for text in triples.chain([pair.to_vec()]) {
            let mut out = Vec::new();
            let changed = Codec::Html.decode(&text, &mut out) == Decoded::Changed;
            most = most.max(if changed { out.len().saturating_sub(text.len()) } else { 0 });
        }
    }
    assert!(most <= GROWTH_MAX, "{most}");
}
