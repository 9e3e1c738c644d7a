//! `unharm bench`: each step is measured, and nothing is left behind.

use std::fs;

use crate::command::{command, names, repeated, unharm};

#[test]
fn each_step_is_measured_and_nothing_stays() {
    let dir = tempfile::tempdir().unwrap();
    // So long that no hiccup of the machine is half of it.
    fs::write(dir.path().join("a.har"), repeated(3_000)).unwrap();
    let report = unharm(dir.path(), ["bench", "a.har", "--runs", "2", "-j", "1", "--json"]).ok();
    let report = report.json();
    let steps = report["steps"].as_array().unwrap();
    let names: Vec<&str> = steps.iter().map(|step| step["step"].as_str().unwrap()).collect();
    assert_eq!(names, ["read", "copy", "scan", "collect", "rewrite", "verify", "whole job"]);
    assert!(steps.iter().all(|step| step["seconds"].as_f64().unwrap() > 0.0));
    let passes: f64 = steps[3..6].iter().map(|step| step["seconds"].as_f64().unwrap()).sum();
    assert!(passes <= steps[6]["seconds"].as_f64().unwrap() * 1.5, "{report}");

    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/sample.har");
    fs::copy(sample, dir.path().join("a.har")).unwrap();
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

/// What a run leaves that is killed, the next one removes, whatever it does there.
#[cfg(unix)]
#[test]
fn what_a_killed_run_left_is_removed_by_the_next() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.har"), repeated(2_000)).unwrap();
    for args in [&["bench", "a.har", "--runs", "1"][..], &["a.har", "--force"]] {
        let mut child = command(dir.path()).args(["bench", "a.har"]).spawn().unwrap();
        let begun = std::time::Instant::now();
        let scratch = || names(dir.path()).into_iter().find(|name| name.contains("bench"));
        let in_it = || scratch().map_or(0, |name| names(&dir.path().join(name)).len());
        while in_it() < 2 && begun.elapsed().as_secs() < 60 {
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let left = scratch().expect("it was killed at work");
        assert!(left.starts_with(".unharm-") && left.ends_with(".tmp"), "{left}");
        unharm(dir.path(), args).ok();
        assert_eq!(scratch(), None);
    }
}
