//! `unharm bench`: each step is measured, and nothing is left behind.

use std::fs;

use crate::command::unharm;

#[test]
fn each_step_is_measured_and_nothing_stays() {
    let dir = tempfile::tempdir().unwrap();
    fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/sample.har"), dir.path().join("a.har"))
        .unwrap();
    let report = unharm(dir.path(), ["bench", "a.har", "--runs", "2", "-j", "1", "--json"]).ok();
    let report = report.json();
    let steps = report["steps"].as_array().unwrap();
    let names: Vec<&str> = steps.iter().map(|step| step["step"].as_str().unwrap()).collect();
    assert_eq!(names, ["read", "copy", "scan", "collect", "rewrite", "verify", "whole job"]);
    assert!(steps.iter().all(|step| step["seconds"].as_f64().unwrap() > 0.0));
    let passes: f64 = steps[3..6].iter().map(|step| step["seconds"].as_f64().unwrap()).sum();
    assert!(passes <= steps[6]["seconds"].as_f64().unwrap() * 1.5, "{report}");

    let table = unharm(dir.path(), ["bench", "a.har", "--runs", "1"]).ok();
    let table = String::from_utf8(table.stdout).unwrap();
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
    assert!(table.contains("whole job") && table.contains('▏'), "{table}");
    let left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|item| item.unwrap()).collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn a_capture_that_is_none_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.har"), "{}").unwrap();
    let ran = unharm(dir.path(), ["bench", "a.har"]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}
