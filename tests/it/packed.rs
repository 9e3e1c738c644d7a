//! Bodies that nobody has unpacked before they were recorded: what they hold is found, and written
//! as it was.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::{GzDecoder, ZlibDecoder};
use flate2::write::{GzEncoder, ZlibEncoder};
use serde_json::{Value, json};
use tempfile::tempdir;
use unharm::detect::{Detector, Policy};
use unharm::redact::{Pseudonyms, SecretBook, Sightings};

use crate::command::{entries, unharm};

const SECRET: &str = "k7Qz81xW9pLm42Vt";

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn zlib(text: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn zstd(text: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(text, 19).unwrap()
}

fn unpack(packed: &[u8]) -> String {
    let mut text = String::new();
    match packed[..2] {
        [0x1f, 0x8b] => drop(GzDecoder::new(packed).read_to_string(&mut text).unwrap()),
        [0x78, _] => drop(ZlibDecoder::new(packed).read_to_string(&mut text).unwrap()),
        _ => text = String::from_utf8(zstd::stream::decode_all(packed).unwrap()).unwrap(),
    }
    text
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(digits: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
    (0..digits.len()).step_by(2).map(digit).collect()
}

fn base64(bytes: &[u8]) -> String {
    base64_simd::STANDARD.encode_to_string(bytes)
}

fn unbase64(text: &str) -> Vec<u8> {
    base64_simd::STANDARD.decode_to_vec(text).unwrap()
}

fn capture(content: &Value) -> Vec<u8> {
    let request =
        json!({"method": "POST", "url": "https://a.test/x", "headers": [], "queryString": []});
    let response = json!({"status": 200, "headers": [], "content": content});
    let entry = json!({"startedDateTime": "2026-01-01T00:00:00Z", "request": request, "response": response});
    json!({"log": {"version": "1.2", "creator": {"name": "t", "version": "1"}, "entries": [entry]}})
        .to_string()
        .into_bytes()
}

/// What becomes of the text of a body.
fn sanitized(content: &Value) -> String {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), capture(content)).unwrap();
    unharm(dir.path(), ["a.har", "-q"]).ok();
    let entry = entries(&std::fs::read(dir.path().join("a.sanitized.har")).unwrap()).remove(0);
    entry["response"]["content"]["text"].as_str().unwrap().to_owned()
}

/// A way to write packed bytes into a body, with its encoding, and the way back.
type Writing = (&'static str, fn(&[u8]) -> String, fn(&str) -> Vec<u8>);

const WRITINGS: &[Writing] = &[
    ("base64", base64, unbase64),
    // As if it were a text.
    ("", base64, unbase64),
    ("", hex, unhex),
    ("", latin1, unlatin1),
    // As Polly.JS records it, in one piece and in several.
    ("", |bytes| json!([hex(bytes)]).to_string(), pieces),
    ("", |bytes| json!([hex(&bytes[..20]), hex(&bytes[20..])]).to_string(), pieces),
    ("base64", |bytes| json!([base64(&bytes[..20]), base64(&bytes[20..])]).to_string(), pieces),
];

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

fn unlatin1(text: &str) -> Vec<u8> {
    text.chars().map(|char| u8::try_from(u32::from(char)).unwrap()).collect()
}

fn pieces(text: &str) -> Vec<u8> {
    let pieces: Vec<String> = serde_json::from_str(text).unwrap();
    let is_hex = pieces[0].bytes().all(|byte| byte.is_ascii_hexdigit());
    pieces.iter().flat_map(|piece| if is_hex { unhex(piece) } else { unbase64(piece) }).collect()
}

#[test]
fn what_a_packed_body_holds_is_redacted_in_it() {
    for pack in [gzip, zlib, zstd] {
        for (mime, body) in [
            (
                "application/json",
                format!(r#"{{"id": 7, "access_token": "{SECRET}", "note": "plain words"}}"#),
            ),
            (
                "text/javascript",
                format!("var a = 7; const password = '{SECRET}'; f('plain words');"),
            ),
            ("text/html", format!("<p>plain words</p><input name=password value={SECRET}>")),
        ] {
            for (encoding, write, read) in WRITINGS {
                let text = write(&pack(body.as_bytes()));
                let mut content = json!({"mimeType": mime, "text": text});
                if !encoding.is_empty() {
                    content["encoding"] = json!(encoding);
                }
                let redacted = unpack(&read(&sanitized(&content)));
                assert!(!redacted.contains(SECRET), "{content}: {redacted}");
                let (before, behind) = body.split_once(SECRET).unwrap();
                let kept = redacted.starts_with(before) && redacted.ends_with(behind);
                assert!(kept && redacted.contains("redacted-"), "{content}: {redacted}");
            }
        }
    }
}

#[test]
fn a_packed_body_without_a_secret_stays_byte_for_byte() {
    let body =
        r#"{"id": 7, "note": "plain words", "request_id": "9f1d2a7c-0b3e-4c55-8a10-2f6d3b9e7a41"}"#;
    for pack in [gzip, zlib, zstd] {
        for (encoding, write, _) in WRITINGS {
            let text = write(&pack(body.as_bytes()));
            let content =
                json!({"mimeType": "application/json", "text": text, "encoding": encoding});
            assert_eq!(sanitized(&content), text, "{content}");
        }
    }
}

/// A secret that a header names is found where nothing names it.
#[test]
fn what_is_known_is_found_in_a_packed_body() {
    let log = format!("GET /a 200\n{}GET /b?x={SECRET} 200\n", "GET /c 304\n".repeat(40));
    let packed = base64(&gzip(log.as_bytes()));
    let content = json!({"mimeType": "application/gzip", "encoding": "base64", "text": packed});
    let mut capture: Value = serde_json::from_slice(&capture(&content)).unwrap();
    capture["log"]["entries"][0]["request"]["headers"] =
        json!([{"name": "Authorization", "value": format!("Bearer {SECRET}")}]);
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), capture.to_string()).unwrap();
    unharm(dir.path(), ["a.har", "-q"]).ok();
    let entry = entries(&std::fs::read(dir.path().join("a.sanitized.har")).unwrap()).remove(0);
    let text = entry["response"]["content"]["text"].as_str().unwrap();
    let redacted = unpack(&unbase64(text));
    assert_eq!(redacted, log.replace(SECRET, "redacted-bearer-token-1"));
}

/// What is redacted because it cannot be read is not kept: there may be many megabytes of it.
#[test]
fn what_is_damaged_is_known_by_its_sum() {
    let detector = Detector::new(&Policy::default());
    let mut examiner = detector.collector();
    let mut sightings = Sightings::default();
    for number in 1..=3_u64 {
        let words: String = (number..20_000).map(|n| format!("{} ", n * n)).collect();
        let packed = gzip(words.as_bytes());
        let damaged = base64(&packed[..packed.len() - 9]);
        let content = json!({"mimeType": "text/plain", "encoding": "base64", "text": damaged});
        assert!(damaged.len() > 20_000);
        let entry = json!({"response": {"content": content}}).to_string();
        sightings.note(number, examiner.entry(entry.as_bytes()).unwrap());
    }
    let book = SecretBook::new(sightings, &Pseudonyms::Numbered);
    let lengths: Vec<usize> = book.values().iter().map(|value| value.len()).collect();
    assert_eq!(lengths, [32, 32, 32]);
}
