//! A captured value is in no error, report, progress, name or debug output, whatever goes wrong.

use std::fmt::Debug;
use std::path::Path;

use tempfile::tempdir;
use unharm::detect::{Detector, Policy};
use unharm::har::{Index, PartSizes, Parts, Scanner};
use unharm::redact::sweep::Sweep;
use unharm::redact::{Pseudonyms, SecretBook, SecretValue, Sightings};

use crate::command::{Ran, command, names, unharm, unharm_with};

/// Stands in names, values, comments and numbers of the captures, and must never be printed.
const CANARY: &str = "canary7Kq81Zt0vXw";
/// The same where only digits can stand.
const DIGITS: &str = "730194862055173";

fn capture() -> String {
    let entry = |n: usize| {
        format!(
            r#"{{"startedDateTime":"2026-01-02T03:04:05Z","{CANARY}{n}":{DIGITS},"request":{{"method":"{CANARY}",
            "url":"https://{CANARY}.test/{CANARY}?{CANARY}={CANARY}&password={CANARY}","headers":[
            {{"name":"authorization","value":"Bearer {CANARY}"}},{{"name":"x-{CANARY}","value":"{CANARY}"}}],
            "cookies":[{{"name":"{CANARY}","value":"{CANARY}"}}],"postData":{{"mimeType":"{CANARY}","text":"{CANARY}"}}}},
            "response":{{"status":200,"content":{{"mimeType":"text/{CANARY}","text":"{{\"{CANARY}\":\"{CANARY}\"}}"}}}}}}"#
        )
    };
    let entries = [entry(1), entry(2), entry(3)].join(",");
    format!(
        r#"{{"log":{{"comment":"{CANARY}","pages":[{{"id":"{CANARY}"}}],"entries":[{entries}],"{CANARY}":"{CANARY}"}}}}"#
    )
}

#[track_caller]
fn check_silent(text: &str, what: &str) {
    let lower = text.to_lowercase();
    assert!(!lower.contains(&CANARY.to_lowercase()), "{what}: {text}");
    assert!(!text.contains(DIGITS), "{what}: {text}");
    // Nor as the numbers of its bytes.
    let numbers = format!("{:?}", CANARY.as_bytes());
    assert!(!text.contains(&numbers[1..numbers.len() - 1]), "{what}: {text}");
}

#[track_caller]
fn check_run(dir: &Path, ran: &Ran, what: &str) {
    check_silent(&ran.printed(), what);
    for name in names(dir) {
        check_silent(&name, what);
    }
}

/// Every verb on a capture that is broken in some way.
fn run_all(broken: &[u8], what: &str) {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), broken).unwrap();
    for args in [
        &["a.har", "-v", "--report", "r.json"][..],
        &["a.har", "--json", "--salvage", "--force"],
        &["a.har", "--dry-run", "-v", "--level", "public"],
        &["check", "a.har", "-v"],
        &["check", "a.har", "--json"],
        &["a.har", "--max-size", "600", "--force"],
        &["join", "a.har", "-o", "j.har", "--force"],
    ] {
        let ran = unharm(dir.path(), args);
        check_run(dir.path(), &ran, what);
        if let Ok(report) = std::fs::read_to_string(dir.path().join("r.json")) {
            check_silent(&report, what);
        }
    }
}

#[test]
fn broken_at_many_places() {
    let whole = capture().into_bytes();
    run_all(&whole, "whole");
    for number in 0..24 {
        let at = whole.len() * number / 24 + number % 5;
        run_all(&whole[..at], "cut");
        for byte in [b"\xff", &b"\x01"[..], b"\"", b"}", b"]x", b"[[", b",,"] {
            if (number + byte.len()) % 3 == 0 || byte == b"\"" {
                let broken = [&whole[..at], byte, &whole[at..]].concat();
                run_all(&broken, "inserted");
            }
        }
    }
}

#[test]
fn configurations_and_manifests() {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), capture()).unwrap();
    for config in [
        format!("level = \"{CANARY}\""),
        format!("{CANARY} = 1"),
        format!("[[rule]]\nname = \"x\"\npattern = \"({CANARY}\""),
        format!("keep = [\"{CANARY}\""),
        CANARY.to_owned(),
    ] {
        std::fs::write(dir.path().join("c.toml"), &config).unwrap();
        // What the user's own file says may be quoted: it is no captured value. That it fails is
        // what counts here, and that nothing of the capture comes with it.
        let ran = unharm(dir.path(), ["a.har", "--config", "c.toml"]);
        assert_eq!(ran.code, Some(2), "{config}");
        assert!(!ran.stderr.contains(DIGITS));
    }
    std::fs::remove_file(dir.path().join("c.toml")).unwrap();
    std::fs::write(dir.path().join("x.manifest.json"), capture()).unwrap();
    let ran = unharm(dir.path(), ["join", "x.manifest.json", "-o", "j.har"]);
    assert_eq!(ran.code, Some(2));
    check_run(dir.path(), &ran, "manifest");
    std::fs::write(dir.path().join("key"), "short").unwrap();
    let ran = unharm(dir.path(), ["a.har", "--pseudonyms", "keyed", "--key-file", "key"]);
    check_run(dir.path(), &ran, "key");
    check_run(
        dir.path(),
        &unharm_with(dir.path(), &["-", "-o", "-"], b"\x1f\x8b\x08canary"),
        "gzip",
    );
}

/// A captured value may be in the environment's names of things, but not be told from there.
#[test]
fn temporary_names_tell_nothing() {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), capture()).unwrap();
    let mut child = command(dir.path()).args(["a.har", "-q"]).spawn().unwrap();
    while child.try_wait().unwrap().is_none() {
        for name in names(dir.path()) {
            check_silent(&name, "temporary name");
        }
    }
}

#[test]
fn debug_output() {
    fn check(value: &dyn Debug, what: &str) {
        check_silent(&format!("{value:?} {value:#?}"), what);
    }
    let text = capture();
    let (mut scanner, mut spans) = (Scanner::new(), Vec::new());
    scanner.feed(text.as_bytes(), &mut spans).unwrap();
    check(&scanner, "Scanner");
    check(&scanner.finish().unwrap(), "Envelope");
    let place = |at: u64| usize::try_from(at).unwrap();
    let entry = &text.as_bytes()[place(spans[0].start)..place(spans[0].end)];
    let mut index = Index::new();
    index.build(entry).unwrap();
    check(&index, "Index");
    check(&index.document(entry), "Document");
    check(&index.document(entry).root(), "Node");

    let detector = Detector::new(&Policy::default());
    let mut examiner = detector.collector();
    let mut sightings = Sightings::default();
    let findings = examiner.entry(entry).unwrap();
    check(findings, "Findings");
    findings.top().iter().for_each(|finding| check(finding, "Finding"));
    sightings.note(1, findings);
    check(&sightings, "Sightings");
    check(&examiner, "Examiner");
    let book = SecretBook::new(sightings, &Pseudonyms::keyed(CANARY.as_bytes()));
    check(&book, "SecretBook");
    check(&Pseudonyms::keyed(CANARY.as_bytes()), "Pseudonyms");
    check(&Sweep::new(&book.values()), "Sweep");
    check(&SecretValue::new(CANARY.as_bytes()), "SecretValue");
    let parts = Parts::new(0..entry.len() as u64, PartSizes::default());
    check(&parts, "Parts");
    let malformed = index.build(&entry[..entry.len() - 1]).unwrap_err();
    check(&malformed, "Malformed");
}
