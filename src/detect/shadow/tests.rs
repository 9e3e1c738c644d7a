//! No text of base64 behind another keeps a part of what is known, wherever it begins.

use crate::detect::{Detector, Policy};
use crate::redact::sweep::Sweep;
use crate::redact::{Pseudonyms, Redactor, SecretBook, Sightings};

const SECRET: &str = "k3XwQ81uQpZov7Lt92mBs5Yd";

/// Both entries, redacted together: one that names the secret, one with `text` as a comment.
fn redacted(text: &str) -> String {
    let detector = Detector::new(&Policy::default());
    let named = format!(r#"{{"_login":{{"password":"{SECRET}"}}}}"#);
    let entry = format!(r#"{{"comment":{}}}"#, serde_json::to_string(text).unwrap());
    let mut sightings = Sightings::default();
    sightings.note(1, detector.collector().entry(named.as_bytes()).unwrap());
    let book = SecretBook::new(sightings, &Pseudonyms::Numbered);
    let sweep = Sweep::new(&book.values());
    let mut out = Vec::new();
    let mut finder = detector.finder(&sweep);
    let findings = finder.entry(entry.as_bytes()).unwrap();
    Redactor::new(&book).redact(entry.as_bytes(), findings, &mut out).unwrap();
    let mut verifier = detector.verifier(&sweep);
    assert!(verifier.entry(&out).unwrap().is_empty(), "{text}");
    String::from_utf8(out).unwrap()
}

#[test]
fn what_begins_in_a_group_of_another_text_goes_with_it() {
    let form = base64_simd::STANDARD.encode_to_string(SECRET);
    let secrets = form.repeat(3);
    let words = base64_simd::STANDARD.encode_to_string("a text that stays as it is, word by word ");
    let words = words.trim_end_matches('=');
    for lead in ["", "Q", "QU", "QUF", "QUFB"] {
        for between in ["", "\r\n", "\n"] {
            for text in [
                format!("{secrets}{lead}{between}{form}"),
                format!("{secrets}{between}{lead}{secrets}"),
                format!("{secrets}{words}{between}{lead}{secrets}{words}"),
                format!("{secrets}{words}{lead}{}{between}{}", &form[..9], &form[9..]),
                format!("{secrets}{words}{lead}{between}{SECRET}"),
            ] {
                // With one character more it is no base64.
                let digits = text.replace(['\r', '\n'], "").len();
                if digits % 4 == 1 {
                    continue;
                }
                let left = redacted(&text);
                for known in [form.as_str(), SECRET] {
                    for start in 0..known.len() - 8 {
                        let part = &known[start..start + 8];
                        assert!(!left.contains(part), "{text}: {left} has {part}");
                    }
                }
                assert_eq!(left.contains(&words[..40]), text.contains(words), "{text}: {left}");
            }
        }
    }
}
