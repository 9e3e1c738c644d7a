//! Entries that are read in parts: the same secrets are gone as when they are read whole.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::tempdir;
use unharm::detect::Detector;
use unharm::har::{PartSizes, Scanner};
use unharm::options::{Options, Output};
use unharm::pipeline::{self, ReadSizes};
use unharm::progress::Silent;
use unharm::redact::sweep::Sweep;
use unharm::redact::{SecretBook, Sightings};

use crate::captures::{captures_in, real};
use crate::command::testdata;

/// So small that most entries are read in parts.
const SMALL: ReadSizes = ReadSizes {
    block_bytes: 8 << 10,
    entry_bytes: 4 << 10,
    part: PartSizes { core_bytes: 16 << 10, before_bytes: 2 << 10, behind_bytes: 8 << 10 },
};

/// The captures of the project, and real ones where a folder of them is there.
fn captures() -> Vec<PathBuf> {
    let mut files = captures_in(&testdata("captures"));
    files.extend(real());
    files.retain(|path| path.extension().is_some_and(|extension| extension == "har"));
    files
}

fn sanitize(capture: &Path, sizes: ReadSizes) -> Option<Vec<u8>> {
    let dir = tempdir().unwrap();
    let options = Options {
        output: Output::Directory(dir.path().to_owned()),
        chunk_bytes_max: None,
        threads: 2,
        read_sizes: sizes,
        ..Options::default()
    };
    let detector = Detector::new(&options.policy);
    let report = match pipeline::sanitize(capture, &options, &detector, &Silent) {
        Ok(report) => report,
        Err(error) => {
            assert!(
                matches!(error, unharm::error::Error::Malformed { .. }),
                "{capture:?}: {error}"
            );
            return None;
        }
    };
    Some(std::fs::read(dir.path().join(&report.output.chunks[0].file)).unwrap())
}

/// A body that is too long for any chunk is cut, wherever that may be: in a run of backslashes, and
/// between letters that are called base64.
#[test]
fn a_long_body_is_cut_between_characters() {
    let bodies = [
        json!({ "text": "\\".repeat(30_000) }),
        json!({ "text": format!("a{}", "\\".repeat(30_000)) }),
        json!({ "text": format!("a{}", "é漢".repeat(12_000)), "encoding": "base64" }),
    ];
    for (body, bytes_max) in bodies.iter().flat_map(|body| [(body, 20_000), (body, 20_001)]) {
        let dir = tempdir().unwrap();
        let capture = dir.path().join("a.har");
        let entry = json!({ "request": {}, "response": { "content": body } });
        std::fs::write(&capture, json!({ "log": { "entries": [entry] } }).to_string()).unwrap();
        let options = Options {
            output: Output::Directory(dir.path().join("out")),
            chunk_bytes_max: Some(bytes_max),
            read_sizes: SMALL,
            ..Options::default()
        };
        let detector = Detector::new(&options.policy);
        let report = pipeline::sanitize(&capture, &options, &detector, &Silent).unwrap();
        let chunk =
            std::fs::read(dir.path().join("out").join(&report.output.chunks[0].file)).unwrap();
        let chunk: Value = serde_json::from_slice(&chunk).unwrap();
        let kept = chunk["log"]["entries"][0]["response"]["content"]["text"].as_str().unwrap();
        let whole = body["text"].as_str().unwrap();
        assert!(whole.starts_with(kept) && kept.len() > 9_000, "{}", kept.len());
    }
}

fn entries(capture: &[u8]) -> Vec<&[u8]> {
    let (mut scanner, mut spans) = (Scanner::new(), Vec::new());
    // What is converted before it is read is left out.
    if scanner.feed(capture, &mut spans).is_err() {
        return Vec::new();
    }
    let at = |offset: u64| usize::try_from(offset).unwrap();
    spans.into_iter().map(|span| &capture[at(span.start)..at(span.end)]).collect()
}

#[test]
fn parts_hide_what_the_whole_hides() {
    let mut same = 0;
    for path in captures() {
        same += check(&path);
    }
    assert!(same > 0);
}

/// Sanitizes a capture whole and in parts; the number of its entries.
fn check(path: &Path) -> usize {
    let Some(whole) = sanitize(path, ReadSizes::default()) else { return 0 };
    let parts = sanitize(path, SMALL).unwrap();
    let capture = std::fs::read(path).unwrap();
    let detector = Detector::new(&Options::default().policy);
    let (mut examiner, mut sightings) = (detector.collector(), Sightings::default());
    for entry in entries(&capture) {
        sightings.note(1, examiner.entry(entry).unwrap());
    }
    let book = SecretBook::new(sightings, &Options::default().pseudonyms);
    let sweep = Sweep::new(&book.values());
    let mut verifier = detector.verifier(&sweep);
    let (whole, parts) = (entries(&whole), entries(&parts));
    assert_eq!(whole.len(), parts.len(), "{path:?}");
    for (number, (whole, parts)) in whole.iter().zip(&parts).enumerate() {
        assert!(verifier.entry(parts).unwrap().is_empty(), "{path:?} {number}");
        assert!(whole == parts, "{path:?} {number}");
    }
    parts.len()
}

#[test]
fn long_bodies_of_every_kind() {
    let line = |number: usize| {
        format!(
            "{{\"id\":{number},\"password\":\"kW9x-{number:05}-vTq2\",\"note\":\"nothing to see\"}}"
        )
    };
    let lines: Vec<String> = (0..2000).map(line).collect();
    let json = format!("{{\"data\":[{}]}}", lines.join(","));
    let frames: Vec<Value> =
        lines.iter().map(|line| json!({ "type": "send", "opcode": 1, "data": line })).collect();
    let mail: String = (0..3000).map(|n| format!("row {n} anna{n}@firma-nord.de,\n")).collect();
    let content = |mime: &str, text: &str| json!({ "content": { "mimeType": mime, "text": text } });
    let base64 = base64_simd::STANDARD.encode_to_string(json.as_bytes());
    for (name, response, extra) in [
        ("json", content("application/json", &json), Value::Null),
        ("ndjson", content("application/x-ndjson", &lines.join("\n")), Value::Null),
        ("text", content("text/plain", &mail), Value::Null),
        ("frames", json!({}), Value::Array(frames)),
        (
            "base64",
            json!({ "content": { "text": base64, "mimeType": "application/json", "encoding": "base64" } }),
            Value::Null,
        ),
    ] {
        let entry = json!({ "request": {}, "response": response, "_webSocketMessages": extra });
        let capture =
            json!({ "log": { "version": "1.2", "entries": [{}, entry, {}] } }).to_string();
        let dir = tempdir().unwrap();
        let path = dir.path().join(format!("{name}.har"));
        std::fs::write(&path, &capture).unwrap();
        let parts = sanitize(&path, SMALL).unwrap();
        let output: Value = serde_json::from_slice(&parts).unwrap();
        let content = &output["log"]["entries"][1]["response"]["content"];
        let body = content["text"].as_str().unwrap_or_default();
        let body = match name {
            "base64" => {
                String::from_utf8(base64_simd::STANDARD.decode_to_vec(body).unwrap()).unwrap()
            }
            _ => body.to_owned(),
        };
        let whole = body + &String::from_utf8(parts.clone()).unwrap();
        for number in [0, 1, 77, 500, 1234, 1999] {
            let secrets = [format!("kW9x-{number:05}-vTq2"), format!("anna{number}@")];
            assert!(!secrets.iter().any(|secret| whole.contains(secret)), "{name} {number}");
        }
        let count = whole.matches("redacted-").count();
        assert!(count >= 2000, "{name} {count}");
        if name == "json" || name == "base64" {
            let start = whole.find("]}").unwrap() + 2;
            let body: Value = serde_json::from_str(&whole[..start]).unwrap();
            assert_eq!(body["data"].as_array().unwrap().len(), 2000, "{name}");
        }
        if name != "base64" {
            check(&path);
        }
    }
}
