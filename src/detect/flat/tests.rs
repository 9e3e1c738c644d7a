//! Flat entries, and others, searched with and without what pass 1 has told of them, and without rules.

use crate::detect::again::GROWTH_MAX;
use crate::detect::codec::{Codec, Decoded};
use crate::detect::quiet::Silence;
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
fn check(entry: &str, expected: Option<Silence>, is_found: bool) {
    let (detector, sweep) = (Detector::new(&Policy::default()), Sweep::new(&[KNOWN.as_bytes()]));
    let mut collector = detector.collector();
    collector.entry(entry.as_bytes()).unwrap();
    let quiet = collector.quiet();
    assert_eq!(quiet.entry(), expected, "{entry}");
    let places = |findings: &crate::detect::Findings| -> Vec<std::ops::Range<usize>> {
        findings.top().iter().map(|finding| finding.span.clone()).collect()
    };
    let whole = places(detector.finder(&sweep).entry(entry.as_bytes()).unwrap());
    assert_eq!(!whole.is_empty(), is_found, "{entry}");
    let mut finder = detector.finder(&sweep).noting(CleanKey::default());
    for _ in 0..2 {
        assert_eq!(
            places(finder.entry_again(entry.as_bytes(), quiet, collector.recalls()).unwrap()),
            whole,
            "{entry}"
        );
    }
    assert!(is_found || !finder.into_clean().is_empty(), "{entry}");
}

#[test]
fn what_is_known_is_found_in_flat_entries() {
    let filler = "plain words, ".repeat(60);
    let escaped = "\\u006corem ipsum\\/dolor sit amet";
    let with_body =
        |text: &str| entry(&format!(r#""text":"{}","encoding":"base64""#, base64(text)));
    let flat = Some(Silence::Flat);
    for (text, silence, is_found) in [
        (entry(r#""text":"nothing""#), flat, false),
        (entry(&format!(r#""text":"{KNOWN}""#)), flat, true),
        (entry(&format!(r#""text":"{escaped}""#)), flat, true),
        (entry(&format!(r#""text":"{filler}{KNOWN}""#)), flat, true),
        (entry(&format!(r#""text":"{filler}{escaped}""#)), flat, true),
        (entry(&format!(r#""text":"{filler}\n"}},"_more":{{"a":"{KNOWN}""#)), flat, true),
        (entry(&format!(r#""{escaped}":1"#)), flat, true),
        (entry(r#""text":"{\"a\": [{\"b\": \"plain words\"}]}""#), flat, false),
        (entry(&format!(r#""text":"{{\"a\": [{{\"b\": \"{KNOWN}\"}}]}}""#)), flat, true),
        (with_body(&format!(r#"{{"a": ["{filler}"]}}"#)), Some(Silence::FlatWithBody), false),
        (with_body("nothing"), Some(Silence::FlatWithBody), false),
        (with_body(KNOWN), Some(Silence::FlatWithBody), true),
        (with_body(&format!("{filler}{KNOWN}")), Some(Silence::FlatWithBody), true),
        (
            entry(&format!(r#""encoding":"base64","text":"{filler}{KNOWN}""#)),
            Some(Silence::FlatWithBody),
            true,
        ),
    ] {
        check(&text, silence, is_found);
    }
}

#[test]
fn other_entries_are_walked() {
    let layered = Some(Silence::Layered);
    let twice = base64(&base64(KNOWN));
    let run: String = KNOWN.bytes().map(|byte| format!("&#{byte};")).collect();
    for (text, silence, is_found) in [
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
        check(&text, silence, is_found);
    }
    let found = entry(&format!(r#""text":"{KNOWN}","_password":"wq8Zr4KtK71xNb""#));
    check(&found, None, true);
    // A long string with a secret of which only the name tells, and with one that has a shape.
    let code = "f(x); ".repeat(100);
    for secret in ["password = 'wq8Zr4KtK71xNb'", "x = 'AKIAQ3VXNPLRTWZ7YB2M'"] {
        check(
            &entry(&format!(r#""mimeType":"text/javascript","text":"{code}{secret};{KNOWN}""#)),
            None,
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

/// What pass 2 finds in an entry with what pass 1 has told of `told`.
fn found(detector: &Detector, sweep: &Sweep, told: &str, entry: &str) -> String {
    let mut collector = detector.collector();
    collector.entry(told.as_bytes()).unwrap();
    let mut finder = detector.finder(sweep);
    format!("{:?}", finder.entry_again(entry.as_bytes(), collector.quiet(), &[]).unwrap())
}

#[test]
fn a_number_of_a_flat_document_is_replaced_in_quotes() {
    let (detector, sweep) = (Detector::new(&Policy::default()), Sweep::new(&[b"4815162342108764"]));
    let document =
        format!(r#"{{"a": "{}", "count": 4815162342108764}}"#, "plain words, ".repeat(60));
    let body = serde_json::to_string(&document).unwrap();
    let entry = entry(&format!(r#""text":{body},"_password":"wq8Zr4KtK71xNb""#));
    let mut collector = detector.collector();
    collector.entry(entry.as_bytes()).unwrap();
    assert!(collector.quiet().is_flat(0));
    let whole = format!("{:?}", detector.finder(&sweep).entry(entry.as_bytes()).unwrap());
    assert!(whole.contains("codec"), "{whole}");
    assert_eq!(found(&detector, &sweep, &entry, &entry), whole);
}

/// A list of things, of which each third has a member of this name.
fn list(name: &str) -> String {
    let item = |at: usize| {
        let member = if at.is_multiple_of(3) { name } else { "sku_name" };
        format!(r#"{{"id": {at}, "{member}": "wq8Zr4KtK7{at:04}xNb"}}"#)
    };
    let items: Vec<String> = (0..90).map(item).collect();
    serde_json::to_string(&format!(r#"{{"items": [{}]}}"#, items.join(","))).unwrap()
}

#[test]
fn rules_are_applied_again_only_where_they_have_found_something() {
    let (detector, sweep) = (Detector::new(&Policy::default()), Sweep::new(&[KNOWN.as_bytes()]));
    let beside = r#""_password":"wq8Zr4KtK71xNb","text":"#;
    let [plain, secret] =
        ["sku_text", "password"].map(|name| entry(&format!("{beside}{}", list(name))));
    let whole = |entry: &str| format!("{:?}", detector.finder(&sweep).entry(entry.as_bytes()));
    let count = |found: &str| found.matches("Finding").count();
    assert_eq!(count(&whole(&plain)), 1);
    assert_eq!(count(&whole(&secret)), 31);
    // What was told of the same objects holds.
    assert_eq!(format!("Ok({})", found(&detector, &sweep, &secret, &secret)), whole(&secret));
    assert_eq!(count(&found(&detector, &sweep, &plain, &secret)), 1);
    // Few of these stand where another one does by its class.
    let one =
        secret.replacen("password\\\": \\\"wq8Zr4KtK70000", "sku_text\\\": \\\"wq8Zr4KtK70000", 1);
    assert_eq!(count(&whole(&one)), 30, "{one}");
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
