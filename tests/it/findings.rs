//! The list of findings that `check` gives: where each secret stands and by which rule, no value.

use std::fs;
use std::path::Path;

use serde_json::Value;
use unharm::detect::{Detector, Policy};
use unharm::har::PartSizes;
use unharm::options::Options;
use unharm::pipeline::{ReadSizes, survey};
use unharm::progress::Silent;
use unharm::report::{CaptureReport, Finding};

use crate::command::{repeated, sample, unharm};

const CAPTURE: &str = r#"{"log":{"version":"1.2","comment":"by mira.k@mail.example","entries":[
{"request":{"url":"https://shop.example/a","headers":[{"name":"X-Api-Key","value":"Tn4xG7qWm2VbK9sLr5Pd"}]}},
{"request":{"url":"https://shop.example/b"},"response":{"content":{"mimeType":"application/json",
"encoding":"base64","text":"eyJzYXkiOiJoaSIsImFjY2Vzc190b2tlbiI6ImZSN3hZNWpjVUQ1TGZzM3pXaFEzIn0="}}}],
"_about":{"x":"Tn4xG7qWm2VbK9sLr5Pd"}}}"#;

fn surveyed(capture: &Path, threads: usize, read_sizes: ReadSizes) -> CaptureReport {
    let options = Options { threads, read_sizes, ..Options::default() };
    survey(capture, &options, &Detector::new(&Policy::default()), &Silent).unwrap()
}

fn listed(report: &CaptureReport) -> &[Finding] {
    &report.list.as_ref().unwrap().findings
}

#[test]
fn each_finding_says_where_it_stands() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.har");
    fs::write(&path, CAPTURE).unwrap();
    let report = surveyed(&path, 1, ReadSizes::default());
    let rows: Vec<_> = listed(&report)
        .iter()
        .map(|row| {
            let at = usize::try_from(row.offset).unwrap();
            let text = &CAPTURE[at..at + usize::try_from(row.bytes).unwrap()];
            (row.entry, &text[..8.min(text.len())], row.rule, row.location, row.swept)
        })
        .collect();
    assert_eq!(
        rows,
        [
            (None, "mira.k@m", "email", "comment", false),
            (None, "Tn4xG7qW", "name/x-api-key", "log", true),
            (Some(1), "Tn4xG7qW", "name/x-api-key", "request.headers", false),
            (Some(2), "eyJzYXki", "name/access-token", "response.content", false),
        ]
    );
    let same = |row: &&Finding| row.rule == "name/x-api-key";
    let names: Vec<_> = listed(&report).iter().filter(same).map(|row| &row.pseudonym).collect();
    assert_eq!(names[0], names[1]);
}

/// However it is read, the list is the same, but that a part of a long body stands where it begins.
#[test]
fn the_list_depends_on_the_capture_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.har");
    fs::write(&path, repeated(400)).unwrap();
    let whole = surveyed(&path, 1, ReadSizes::default());
    assert_eq!(listed(&whole).len() as u64, whole.redactions);
    assert!(listed(&whole).is_sorted_by_key(|row| (row.entry, row.offset)));
    let small = ReadSizes { block_bytes: 5_000, ..ReadSizes::default() };
    for (threads, sizes) in [(4, ReadSizes::default()), (3, small)] {
        assert_eq!(surveyed(&path, threads, sizes).list, whole.list, "{threads}");
    }
    let part = PartSizes { core_bytes: 300, before_bytes: 200, behind_bytes: 200 };
    let parts = ReadSizes { block_bytes: 100, entry_bytes: 200, part };
    let parts = surveyed(&path, 2, parts);
    assert_eq!(listed(&parts).len() as u64, parts.redactions);
    let text = fs::read_to_string(&path).unwrap();
    for row in listed(&parts).iter().filter(|row| row.rule == "authorization/bearer") {
        let at = usize::try_from(row.offset).unwrap();
        assert_eq!(&text[at - 7..at], "Bearer ");
    }
}

#[test]
fn a_long_list_is_cut_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.har"), repeated(4_000)).unwrap();
    let ran = unharm(dir.path(), ["check", "a.har", "--json"]);
    assert_eq!(ran.code, Some(1));
    let capture = &ran.json()["captures"][0];
    let rows = capture["findings"].as_array().unwrap();
    assert_eq!(rows.len(), 10_000);
    let left_out = capture["findings_left_out"].as_u64().unwrap();
    assert_eq!(10_000 + left_out, capture["redactions"].as_u64().unwrap());
    let first_of_all = |row: &Value| row["entry"].as_u64().unwrap_or(0);
    assert!(rows.iter().map(first_of_all).is_sorted());
}

#[test]
fn the_terminal_has_the_list_when_asked() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.har"), sample().to_string()).unwrap();
    let quiet = unharm(dir.path(), ["check", "a.har"]).printed();
    assert!(!quiet.contains("entry 1 "), "{quiet}");
    let text = unharm(dir.path(), ["check", "a.har", "-v"]).printed();
    assert!(
        text.lines().any(|line| line.contains("entry 1 ") && line.contains(" byte ")),
        "{text}"
    );
    let sanitized = unharm(dir.path(), ["a.har", "--json"]).ok().json();
    assert!(sanitized["captures"][0].get("findings").is_none(), "nothing is left to find");
}

#[test]
fn the_names_that_rules_know_are_listed() {
    let dir = tempfile::tempdir().unwrap();
    let text = unharm(dir.path(), ["rules", "--names"]).ok().printed();
    for words in [["*-password", "redact"], ["x-request-id", "keep"], ["birthdate", "redact"]] {
        let is_row = |line: &str| words.iter().all(|word| line.contains(word));
        assert!(text.lines().any(is_row), "{words:?}");
    }
    let json = unharm(dir.path(), ["rules", "--names", "--json"]).ok().json();
    assert!(json.as_array().unwrap().len() > 1_000);
    assert!(unharm(dir.path(), ["rules"]).ok().printed().contains("github-pat"));
}
