//! A secret that is named in one entry is gone wherever it stands in another, in each form, whatever
//! stands around it; what is left is JSON, and redacting it again changes nothing.

use serde_json::{Value, json};
use unharm::detect::{Codec, Findings, What};
use unharm::redact::sweep::Sweep;
use unharm::redact::{Pseudonyms, Redactor, SecretBook, Sightings};

use super::job::DETECTOR;

/// With what each encoding has to escape.
const SECRETS: [&str; 2] = ["k3XwQ81uQpZov7Lt92mBs5Yd", "vP\"9\\x%2/+=é&<q>W7zR;t,4uM"];

/// The bytes that stand for the secret.
const MARK: u8 = 1;

fn encoded(codec: Codec, text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    codec.encode(text, &mut out);
    out
}

fn hex(text: &[u8]) -> Vec<u8> {
    text.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect()
}

/// The secret as it stands in the text.
fn form(number: usize, secret: &str) -> Vec<u8> {
    let secret = secret.as_bytes();
    match number % 8 {
        0 => secret.to_vec(),
        1 => encoded(Codec::Percent, secret),
        2 => encoded(Codec::Form, secret),
        3 => encoded(Codec::Base64, secret),
        4 => encoded(Codec::Base64Url, secret),
        5 => encoded(Codec::Html, secret),
        6 => encoded(Codec::Json, secret),
        _ => hex(secret),
    }
}

fn entry(place: usize, text: &str) -> Value {
    let mut entry = json!({
        "request": {"method": "POST", "url": "https://shop.example.net/a",
            "headers": [{"name": "x-data", "value": "1"}],
            "queryString": [{"name": "q", "value": "1"}],
            "postData": {"mimeType": "", "text": "1"}},
        "response": {"status": 200, "content": {"mimeType": "", "text": "1"}},
        "comment": "", "_extra": [{"note": "x"}],
    });
    const PLACES: [&str; 7] = [
        "/response/content/text",
        "/request/postData/text",
        "/request/headers/0/value",
        "/request/queryString/0/value",
        "/request/url",
        "/_extra/0/note",
        "/comment",
    ];
    *entry.pointer_mut(PLACES[place % PLACES.len()]).unwrap() = Value::from(text);
    entry
}

fn hits(findings: &Findings) -> usize {
    let is_hit = |what: &What| matches!(what, What::Known { .. } | What::Inner { .. });
    findings.top().iter().filter(|finding| is_hit(&finding.what)).count()
}

fn redact(entries: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut sightings = Sightings::default();
    let mut collector = DETECTOR.collector();
    for (number, entry) in (1..).zip(entries) {
        sightings.note(number, collector.entry(entry).unwrap());
    }
    let book = SecretBook::new(sightings, &Pseudonyms::Numbered);
    let sweep = Sweep::new(&book.values());
    let (mut finder, mut verifier) = (DETECTOR.finder(&sweep), DETECTOR.verifier(&sweep));
    let mut redactor = Redactor::new(&book);
    let redacted = entries.iter().map(|entry| {
        let mut out = Vec::new();
        let findings = finder.entry(entry).unwrap();
        redactor.redact(entry, findings, &mut out).unwrap();
        assert_eq!(hits(verifier.entry(&out).expect("the output is JSON")), 0, "a leak");
        out
    });
    redacted.collect()
}

/// Whether every mark is a word of its own: a pseudonym in the middle of another token makes a token
/// of it that no server has given out, and that may go as a whole the next time.
fn stands_alone(text: &[u8]) -> bool {
    let is_edge = |byte: Option<&u8>| byte.is_none_or(|byte| b" \t\r\n\"',<>(){}[]".contains(byte));
    let marks = text.iter().enumerate().skip(2).filter(|(_, byte)| **byte == MARK);
    let alone = |at: usize| (at == 2 || is_edge(text.get(at - 1))) && is_edge(text.get(at + 1));
    marks.map(|(at, _)| at).all(alone)
}

/// The first byte chooses secret and place, the second the form, which stands at each mark in what
/// follows.
pub(crate) fn check(data: &[u8]) {
    let [choice, number, text @ ..] = data else { return };
    let choice = usize::from(*choice);
    let (secret, form) =
        (SECRETS[choice % SECRETS.len()], form(usize::from(*number), SECRETS[choice % 2]));
    let pieces: Vec<&[u8]> = text.split(|byte| *byte == MARK).collect();
    let around = String::from_utf8_lossy(&pieces.join(&MARK)).into_owned();
    let text = pieces.join(&form[..]);
    let text = String::from_utf8_lossy(&text);
    let named = json!({ "request": { "headers": [{ "name": "x-a", "value": "b" }] },
        "_login": { "password": secret } });
    let mut entries = [named, entry(choice / 2, &text)].map(|entry| entry.to_string().into_bytes());
    if choice >= 128 {
        entries.reverse();
    }
    let redacted = redact(&entries);
    let written = [&secret.as_bytes().to_vec(), &form, &encoded(Codec::Json, &form)];
    for (entry, before) in redacted.iter().zip(&entries) {
        assert!(serde_json::from_slice::<Value>(entry).is_ok());
        assert!(std::str::from_utf8(entry).is_ok());
        for written in written {
            // Nor may most of it, unless that stood there without it.
            for part in written.windows(written.len() * 3 / 4) {
                let is_in = |text: &[u8]| memchr::memmem::find(text, part).is_some();
                let is_gone = !is_in(entry) || is_in(around.as_bytes());
                assert!(is_gone, "it stays: {}", String::from_utf8_lossy(before));
            }
        }
    }
    if stands_alone(data) {
        assert!(redact(&redacted) == redacted, "redacting twice changes more");
    }
}
