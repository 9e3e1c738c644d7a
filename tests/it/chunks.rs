//! Output files: strictly below the limit, valid, in order, each entry once; and the way back.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::{TempDir, tempdir};

use crate::command::{entries, names, raw_entries, sample, testdata, unharm};

fn folder(name: &str, capture: &[u8]) -> TempDir {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join(name), capture).unwrap();
    dir
}

/// Entries on three pages, of which one has none, and one without a page.
fn paged() -> Value {
    let mut capture = sample();
    let page = |id: &str| json!({ "startedDateTime": "2026-03-09T14:34:02.000Z", "id": id, "title": id, "pageTimings": {} });
    capture["log"]["pages"] = json!([page("p1"), page("unused"), page("p2"), page("p3")]);
    for (at, entry) in capture["log"]["entries"].as_array_mut().unwrap().iter_mut().enumerate() {
        entry["pageref"] = json!(["p1", "p1", "p2", "p2", "p3", "p3", "p3", "gone"][at]);
    }
    capture
}

fn read(dir: &Path, name: &str) -> Vec<u8> {
    std::fs::read(dir.join(name)).unwrap()
}

/// Asserts what holds of the chunks of any size, and gives their number.
#[track_caller]
fn check_chunks(dir: &Path, files: &[String], limit: usize, whole: &[u8]) {
    let mut joined = Vec::new();
    let whole_json: Value = serde_json::from_slice(whole).unwrap();
    for file in files {
        let chunk = read(dir, file);
        assert!(chunk.len() < limit, "{file}: {} of {limit}", chunk.len());
        let json: Value = serde_json::from_slice(&chunk).unwrap();
        for key in ["version", "creator", "browser", "_extra"] {
            assert_eq!(json["log"][key], whole_json["log"][key], "{file}");
        }
        check_pages(&json, &whole_json);
        let some = raw_entries(&chunk);
        assert!(!some.is_empty(), "{file} has no entry");
        joined.extend(some);
    }
    assert!(joined == raw_entries(whole), "the entries of {files:?} are not those of the whole");
}

/// The pages that its entries name, in their order, one at least; a page that no entry names stands
/// in some chunk, so that none is lost.
#[track_caller]
fn check_pages(chunk: &Value, whole: &Value) {
    let ids = |log: &Value| -> Vec<String> {
        let pages = log["log"]["pages"].as_array().unwrap().iter();
        pages.map(|page| page["id"].as_str().unwrap().to_owned()).collect()
    };
    let named = |log: &Value| -> BTreeSet<String> {
        let entries = log["log"]["entries"].as_array().unwrap().iter();
        entries.filter_map(|entry| Some(entry["pageref"].as_str()?.to_owned())).collect()
    };
    let (here, somewhere, all) = (named(chunk), named(whole), ids(whole));
    let found = ids(chunk);
    let expected: Vec<String> = all
        .iter()
        .filter(|id| here.contains(*id) || !somewhere.contains(*id) && found.contains(id))
        .cloned()
        .collect();
    if expected.is_empty() {
        assert_eq!(found, all[..all.len().min(1)]);
    } else {
        assert_eq!(found, expected);
    }
}

#[test]
fn sizes_names_manifest_pages_and_order() {
    let dir = folder("a.har", serde_json::to_string_pretty(&paged()).unwrap().as_bytes());
    let dir = dir.path();
    unharm(dir, ["a.har", "-o", "whole", "-q", "--max-size", "none"]).ok();
    let whole = read(&dir.join("whole"), "a.sanitized.har");
    for (size, bytes) in
        [("8kB", 8_000), ("8200", 8_200), ("8201", 8_201), ("12kB", 12_000), ("16KiB", 16_384)]
    {
        let out = dir.join(size);
        let ran = unharm(dir, ["a.har", "-o", size, "--json", "--max-size", size]).ok();
        let mut files = names(&out);
        let manifest = files.iter().position(|name| name == "a.sanitized.manifest.json").unwrap();
        files.remove(manifest);
        let count = files.len();
        assert!(count > 1, "{size}");
        let expected: Vec<String> = (1..=count)
            .map(|number| format!("a.sanitized-{number:03}-of-{count:03}.har"))
            .collect();
        assert_eq!(files, expected);
        check_chunks(&out, &files, bytes, &whole);
        check_manifest(&out, &files);
        check_report(&ran.json()["captures"][0], &out, &files);
        unharm(&out, ["join", "a.sanitized.manifest.json", "-o", "joined.har", "-q"]).ok();
        assert!(read(&out, "joined.har") == whole, "{size}: joined is not what it was");
    }
}

#[track_caller]
fn check_manifest(dir: &Path, files: &[String]) {
    let manifest: Value = serde_json::from_slice(&read(dir, "a.sanitized.manifest.json")).unwrap();
    assert_eq!(manifest["capture"], "a.har");
    assert_eq!(manifest["entries"], 8);
    let mut next = 1;
    for (file, chunk) in files.iter().zip(manifest["chunks"].as_array().unwrap()) {
        let bytes = read(dir, file);
        assert_eq!(chunk["file"], file.as_str());
        assert_eq!(chunk["bytes"], bytes.len());
        assert_eq!(chunk["sha256"], sha256(&bytes));
        assert_eq!(chunk["entries"]["first"], next);
        next += entries(&bytes).len();
        assert_eq!(chunk["entries"]["last"], next - 1);
    }
    assert_eq!(next, 9);
}

#[track_caller]
fn check_report(report: &Value, dir: &Path, files: &[String]) {
    assert_eq!(report["manifest"], "a.sanitized.manifest.json");
    let chunks = report["chunks"].as_array().unwrap();
    assert_eq!(chunks.len(), files.len());
    for (file, chunk) in files.iter().zip(chunks) {
        assert_eq!(chunk["file"], file.as_str());
        assert_eq!(chunk["sha256"], sha256(&read(dir, file)));
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn whatever_else_is_asked_what_is_joined_is_what_one_file_is() {
    let dir = folder("a.har", serde_json::to_string_pretty(&paged()).unwrap().as_bytes());
    let dir = dir.path();
    let select = ["--status", "200-399", "--level", "public"];
    let fit = ["--drop-bodies", "document,api"];
    for (at, (asked, cut)) in [
        (&select[..], &["--split-by", "page"][..]),
        (&select[..], &["--split-by", "page", "--max-size", "5kB", "--as", "gz"]),
        (&fit[..], &["--split-by", "time=1s", "--as", "zip"]),
        (&fit[..], &["--max-size", "9kB"]),
        (&["--method", "get,post"][..], &["--split-by", "page", "--as", "json"]),
        (
            &["--not-host", "nowhere.example"][..],
            &["--max-size", "9kB", "--as", "zst", "--split-by", "page"],
        ),
    ]
    .iter()
    .enumerate()
    {
        let (one, many) = (format!("one{at}"), format!("many{at}"));
        let run = |out: &str, args: &[&str]| {
            let args = [&["a.har", "-q", "-o", out], *asked, args].concat();
            unharm(dir, args).ok();
        };
        run(&one, &["--max-size", "none"]);
        run(&many, cut);
        let out = dir.join(many);
        assert!(names(&out).len() > 2, "{asked:?} {cut:?}");
        unharm(&out, ["join", "a.sanitized.manifest.json", "-o", "joined", "-q"]).ok();
        let expected = read(&dir.join(one), "a.sanitized.har");
        assert!(read(&out, "joined") == expected, "{asked:?} {cut:?}");
    }
}

#[test]
fn an_entry_over_the_limit_is_cut_and_said() {
    let mut capture = sample();
    let body = "All is well here. ".repeat(3_000);
    capture["log"]["entries"][7]["response"]["content"]["text"] = json!(body);
    let dir = folder("a.har", capture.to_string().as_bytes());
    let ran = unharm(dir.path(), ["a.har", "-o", "out", "--json", "--max-size", "20kB"]).ok();
    let report = &ran.json()["captures"][0];
    assert_eq!(report["cut"][0]["entry"], 8);
    assert!(report["cut"][0]["bytes"].as_u64().unwrap() > 30_000);
    let out = dir.path().join("out");
    let mut found = 0;
    for file in names(&out).iter().filter(|name| name.ends_with(".har")) {
        let chunk = read(&out, file);
        assert!(chunk.len() < 20_000);
        for entry in entries(&chunk) {
            found += 1;
            if found == 8 {
                let comment = entry["response"]["content"]["comment"].as_str().unwrap();
                assert!(comment.contains("unharm"), "{comment}");
            }
        }
    }
    assert_eq!(found, 8);
    let told = unharm(dir.path(), ["a.har", "-o", "again", "--max-size", "20kB"]).ok().stderr;
    assert!(told.contains("entry 8 alone exceeds the limit"), "{told}");
}

#[test]
fn what_cannot_fit_is_an_error() {
    let dir = folder("a.har", sample().to_string().as_bytes());
    for size in ["1kB", "2kB"] {
        let ran = unharm(dir.path(), ["a.har", "-o", "out", "--max-size", size]);
        assert_eq!(ran.code, Some(2), "{size}");
        let told = ran.stderr.contains("even with its bodies cut")
            || ran.stderr.contains("stands around the entries");
        assert!(told, "{}", ran.stderr);
        assert_eq!(names(&dir.path().join("out")), [""; 0]);
    }
}

#[test]
fn split_and_join_are_exact() {
    let pretty = serde_json::to_string_pretty(&paged()).unwrap();
    let odd = pretty.replace("},\n      {\n        \"_connectionId", "} ,\n\n {\"_connectionId");
    for capture in [pretty.clone(), paged().to_string(), odd] {
        check_split(capture.as_bytes(), "9000");
    }
    for name in ["chrome.har", "firefox.har", "safari.har", "mitmproxy.har", "pollyjs.har"] {
        let capture = std::fs::read(testdata("captures").join(name)).unwrap();
        check_split(&capture, &(capture.len() * 4 / 5).to_string());
    }
}

/// Cuts a capture and joins it again: with its manifest, and by the chunks alone in any order.
#[track_caller]
fn check_split(capture: &[u8], size: &str) {
    let dir = folder("a.har", capture);
    let out = dir.path().join("out");
    unharm(dir.path(), ["split", "a.har", "-o", "out", "-q", "--max-size", size]).ok();
    let mut files: Vec<String> =
        names(&out).into_iter().filter(|name| name.ends_with(".har")).collect();
    assert!(files.len() > 1);
    check_chunks(&out, &files, size.parse().unwrap(), capture);
    unharm(&out, ["join", "a.split.manifest.json", "-o", "joined", "-q"]).ok();
    assert!(read(&out, "joined") == capture, "with a manifest");
    files.reverse();
    let args = ["join", "-o", "alone", "-q"].map(str::to_owned);
    unharm(&out, args.iter().chain(&files)).ok();
    assert_eq!(raw_entries(&read(&out, "alone")), raw_entries(capture), "by the chunks alone");
}
