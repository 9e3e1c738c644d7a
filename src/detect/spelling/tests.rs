//! What says something in another way is found wherever it stands, by looking at it once.

use crate::detect::again::tests::Collected;
use crate::detect::codec::{Codec, Decoded};
use crate::detect::flatness::Layout;
use crate::detect::spelling::{Spellings, Suspects, may_change};
use crate::detect::{CleanKey, Detector, Flatness, Policy};
use crate::redact::sweep::Sweep;

/// Known, but for no rule a secret where it stands below.
const KNOWN: &str = "lorem ipsum/dolor sit amet";
/// The same in a script, in a page, in a URL.
const WRITTEN: [&str; 3] = [
    r"\u006corem ipsum\/dolor sit amet",
    "lorem&#32;ipsum&#x2f;dolor sit amet",
    "lorem+ipsum%2fdolor%20sit+amet",
];

fn entry(mime: &str, body: &str) -> String {
    let text = serde_json::to_string(body).unwrap();
    format!(
        r#"{{"request":{{"method":"GET"}},"response":{{"content":{{"mimeType":"{mime}","text":{text}}}}}}}"#
    )
}

/// How pass 1 says that an entry is written, and what it keeps.
fn told(detector: &Detector, entry: &str) -> (Flatness, Spellings) {
    let mut collector = detector.collector().spelling();
    // The second time, what was examined is known.
    collector.entry(entry.as_bytes()).unwrap();
    let first = collector.flatness();
    collector.entry(entry.as_bytes()).unwrap();
    assert_eq!(first, collector.flatness(), "{entry}");
    (first, collector.into_spellings())
}

/// Pass 2 finds the same in an entry whether or not it opens every layer; this is how that is
/// written, and its long string is flat.
fn check(entry: &str, layout: Layout, is_found: bool) {
    let detector = Detector::new(&Policy::default());
    let collected = Collected::new(&detector, entry, KNOWN);
    let (flatness, spellings) = told(&detector, entry);
    assert_eq!(flatness.layout(), Some(layout), "{entry}");
    assert!(layout != Layout::Layered || flatness.is_flat(0), "{entry}");
    let suspects = spellings.suspects(&collected.sweep);
    assert_eq!(matches!(suspects, Suspects::These(_)), is_found, "{entry}");
    let whole = collected.by_rules(&detector, entry);
    // What is made of it, and whether nothing is left to pass 3 as it stands.
    let again = |suspects: &Suspects| {
        let finder = detector.finder(&collected.sweep).noting(CleanKey::default());
        let mut finder = finder.suspecting(suspects);
        let mut made = String::new();
        for _ in 0..2 {
            let findings = finder.entry_again(entry.as_bytes(), collected.told()).unwrap();
            made = collected.redact(entry, findings);
        }
        (made, finder.into_clean().is_empty())
    };
    assert_eq!(again(&suspects).0, whole, "{entry}");
    assert_eq!(again(&Suspects::Any).0, whole, "{entry}");
    // No layer is opened without a reason.
    assert_eq!(again(&Suspects::None).0 != whole, is_found, "{entry}");
    assert_eq!(again(&suspects).1, is_found, "{entry}");
}

#[test]
fn what_a_kept_text_says_is_found_wherever_it_stands() {
    let (flat, layered) = (Layout::Flat, Layout::Layered);
    let code = "f(x, 1);\n".repeat(80);
    let [script, page, query] = WRITTEN;
    for (written, is_found) in [(script, true), (r"\u2026 items\n", false)] {
        let body = format!("var a = {{title: 'x'}};\n{code}\nshow({{auth: '{written}'}});\n");
        check(&entry("text/javascript", &body), flat, is_found);
        let encoded = base64_simd::STANDARD.encode_to_string(&body);
        let content = format!(
            r#"{{"response":{{"content":{{"mimeType":"text/javascript","text":"{encoded}","encoding":"base64"}}}}}}"#
        );
        check(&content, Layout::FlatWithBody, is_found);
        // Beside a finding, and beside a text in another, where only the string is flat.
        let key = r#"{"name":"X-Api-Key","value":"wq8Zr4KtK71xNb"}"#;
        let note = r#"{"name":"X-Note","value":"a%2525b"}"#;
        for (headers, layout) in [(key.to_owned(), flat), (format!("{key},{note}"), layered)] {
            let headers = format!(r#""headers":[{headers}]"#);
            let beside = entry("text/javascript", &body).replace(r#""method":"GET""#, &headers);
            check(&beside, layout, is_found);
        }
    }
    for (written, is_found) in [(page, true), ("a&hellip; b", false)] {
        let body = format!("<html><p title=\"{written}\">{}</p>", "words ".repeat(100));
        check(&entry("text/html", &body), flat, is_found);
    }
    for (written, is_found) in [(query, true), ("a+b", false)] {
        let url = format!("https://shop.example.net/?title={written}&page=2");
        let content = format!(r#"{{"request":{{"method":"GET","url":"{url}"}}}}"#);
        check(&content, flat, is_found);
    }
}

#[test]
fn what_is_long_or_nested_or_secret_is_not_kept() {
    let detector = Detector::new(&Policy::default());
    let code = "f(x, 1);\n".repeat(80);
    let (long, hollow) = ("\\u2026 words ".repeat(10), "\\\n".repeat(300));
    for literal in [long.as_str(), hollow.as_str(), r"a%20b\/\u0025 c", r"{\x22a\x22: [1, 2]}"] {
        let body = format!("var a = {{auth: '{literal}'}};\n{code}");
        let (flatness, spellings) = told(&detector, &entry("text/javascript", &body));
        assert_eq!(flatness.layout(), Some(Layout::Layered), "{literal}");
        assert!(spellings.ends.is_empty(), "{literal}");
    }
    let secret =
        r#"{"request":{"headers":[{"name":"Cookie","value":"sid=s%3Awq8Zr4KtK71xNbT2"}]}}"#;
    let (flatness, spellings) = told(&detector, secret);
    assert_eq!(flatness.layout(), Some(Layout::Layered));
    assert!(spellings.ends.is_empty());
}

#[test]
fn each_is_kept_once_and_no_more_than_there_is_room_for() {
    let mut spellings = Spellings::default();
    let mut keep = |number: u64, decoded: &[u8]| {
        spellings.keep(number, Codec::Script, format!("\\x{number:08}").as_bytes(), decoded)
    };
    let max = Spellings::TEXTS_MAX as u64;
    assert!((0..max).all(|number| keep(number, b"text")));
    assert!(keep(0, b"text") && !keep(max, b"text"));
    let mut all = Spellings::default();
    all.merge(&spellings);
    all.merge(&spellings);
    assert_eq!(all.texts().count(), 2 * Spellings::TEXTS_MAX);
    assert_eq!(all.texts().nth(1), Some([&b"\\x00000001"[..], b"text"]));
}

#[test]
fn with_many_suspects_any_text_is_one() {
    let sweep = Sweep::new(&[KNOWN.as_bytes()]);
    let mut spellings = Spellings::default();
    assert!(matches!(spellings.suspects(&sweep), Suspects::None));
    for number in 0..=Suspects::MAX as u64 {
        let raw = format!("{number:02}\\x20");
        assert!(spellings.keep(number, Codec::Script, raw.as_bytes(), KNOWN.as_bytes()));
        let suspects = spellings.suspects(&sweep);
        assert!(!format!("{spellings:?}{suspects:?}").contains("lorem"));
        assert!(suspects.may_be_in(raw.as_bytes()));
        assert_eq!(suspects.may_be_in(b"nothing"), number == Suspects::MAX as u64);
    }
}

#[test]
fn what_cannot_change_is_not_changed() {
    let codecs = [Codec::Json, Codec::Percent, Codec::Form, Codec::Html, Codec::Script, Codec::Raw];
    let mut state = 11_u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    let mut changed = 0;
    for _ in 0..20_000 {
        const BYTES: &[u8] = b"\\%&+;#xu0/amp lt29\"'\n\x00\x7f\xc3\xa9=<";
        let text: Vec<u8> =
            (0..noise() % 24).map(|_| BYTES[usize::from(noise()) % BYTES.len()]).collect();
        for codec in codecs {
            assert!(codec.is_charwise());
            let is_changed = codec.decode(&text, &mut Vec::new()) == Decoded::Changed;
            assert!(may_change(&text) || !is_changed, "{codec:?} {text:?}");
            changed += u32::from(is_changed);
        }
    }
    assert!(changed > 10_000, "{changed}");
}
