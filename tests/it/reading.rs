//! A capture is read whatever its form: layout, key order, encoding, compression, pipe.

use std::io::Write;

use serde_json::{Map, Value, json};
use tempfile::tempdir;

use crate::command::{entries, names, repeated, sample, unharm, unharm_with};

/// Asserts that a capture in some form gives the same entries and page as the sample.
#[track_caller]
fn check(name: &str, bytes: &[u8]) {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join(name), bytes).unwrap();
    unharm(dir.path(), [name, "-q"]).ok();
    let output = names(dir.path()).into_iter().find(|found| found != name).unwrap();
    let output = std::fs::read(dir.path().join(output)).unwrap();
    assert_eq!(entries(&output), expected(), "{name}");
}

/// The redacted entries of the sample.
fn expected() -> Vec<Value> {
    let dir = tempdir().unwrap();
    let sample = serde_json::to_vec(&sample()).unwrap();
    entries(&unharm_with(dir.path(), &["-q", "-", "-o", "-"], &sample).ok().stdout)
}

fn pretty() -> String {
    serde_json::to_string_pretty(&sample()).unwrap()
}

fn minified() -> String {
    sample().to_string()
}

#[test]
fn pretty_and_minified() {
    check("pretty.har", pretty().as_bytes());
    check("minified.har", minified().as_bytes());
    check("crlf.har", pretty().replace('\n', "\r\n").as_bytes());
    check("tabs.har", pretty().replace("  ", "\t").as_bytes());
}

#[test]
fn any_order_of_keys() {
    let capture = sample();
    let log = capture["log"].as_object().unwrap();
    let reversed: Map<String, Value> =
        log.iter().rev().map(|(key, value)| (key.clone(), value.clone())).collect();
    check("reversed.har", json!({ "log": reversed }).to_string().as_bytes());

    let decoy = json!({ "entries": [{ "request": {} }], "log": { "entries": {} } });
    let around = json!({ "before": decoy, "log": log, "after": { "log": decoy } });
    check("log-not-first.har", around.to_string().as_bytes());

    let mut inside = log.clone();
    inside.shift_insert(0, "_extra".to_owned(), decoy);
    check("log-with-extras.har", json!({ "log": inside }).to_string().as_bytes());
}

#[test]
fn byte_order_mark_and_white_space() {
    check("mark.har", format!("\u{feff}{}", minified()).as_bytes());
    check("space.har", format!("\n\t {}\r\n\n   ", minified()).as_bytes());
}

#[test]
fn utf_16() {
    let units = |text: &str| text.encode_utf16().collect::<Vec<_>>();
    let marked = units(&format!("\u{feff}{}", minified()));
    check("le.har", &marked.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<_>>());
    check("be.har", &marked.iter().flat_map(|unit| unit.to_be_bytes()).collect::<Vec<_>>());
    let plain = units(&pretty());
    check("plain.har", &plain.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<_>>());
}

#[test]
fn compressed() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(pretty().as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    check("capture.har.gz", &gzip);
    check("not-named-so.har", &gzip);
    check("capture.har.zst", &zstd::encode_all(pretty().as_bytes(), 1).unwrap());
}

#[test]
fn jsonp() {
    check("capture.harp", format!("onInputData({});\n", pretty()).as_bytes());
    check("comment.harp", format!("/* a */ window.onHar( {} )", minified()).as_bytes());
}

#[test]
fn a_pipe_of_more_than_its_buffer() {
    let dir = tempdir().unwrap();
    let capture = repeated(800);
    assert!(capture.len() > 1 << 20, "more than one block, too");
    unharm_with(dir.path(), &["-", "-q"], &capture).ok();
    assert_eq!(names(dir.path()), ["stdin.sanitized.har"]);
    let output = std::fs::read(dir.path().join("stdin.sanitized.har")).unwrap();
    let (expected, found) = (expected(), entries(&output));
    assert_eq!(found.len(), 800);
    for (found, expected) in found.iter().zip(expected.iter().cycle()) {
        assert_eq!(found, expected);
    }
}

#[test]
fn several_captures_in_one_call() {
    let dir = tempdir().unwrap();
    for name in ["a.har", "b.har"] {
        std::fs::write(dir.path().join(name), pretty()).unwrap();
    }
    let ran = unharm(dir.path(), ["a.har", "b.har", "-o", "out", "--json"]).ok();
    assert_eq!(names(&dir.path().join("out")), ["a.sanitized.har", "b.sanitized.har"]);
    assert_eq!(ran.json()["captures"].as_array().unwrap().len(), 2);
    for name in ["out/a.sanitized.har", "out/b.sanitized.har"] {
        assert_eq!(entries(&std::fs::read(dir.path().join(name)).unwrap()), expected());
    }
}

#[test]
fn captures_of_one_name_do_not_replace_each_other() {
    let dir = tempdir().unwrap();
    for folder in ["a", "b"] {
        std::fs::create_dir(dir.path().join(folder)).unwrap();
        std::fs::write(dir.path().join(folder).join("x.har"), pretty()).unwrap();
    }
    let ran = unharm(dir.path(), ["a/x.har", "b/x.har", "-o", "out", "-q"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("name of another capture's output"), "{}", ran.stderr);
    assert!(!dir.path().join("out").exists());
}
