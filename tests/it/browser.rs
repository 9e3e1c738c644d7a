//! Reports in a real browser: `.ci/browser/run` installs it and asks for these tests.

use std::path::Path;
use std::process::Command;

use tempfile::tempdir;

use crate::command::{repeated, sample, unharm};

/// Where the screenshots go.
const SCREENSHOTS: &str = env!("CARGO_TARGET_TMPDIR");

#[test]
fn reports_are_seen_as_they_are_meant() {
    if std::env::var_os("UNHARM_BROWSER").is_none() {
        println!("skipped: .ci/browser/run sets UNHARM_BROWSER when a browser is there");
        return;
    }
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("sample.har"), sample().to_string()).unwrap();
    std::fs::write(dir.path().join("many.har"), repeated(1_800)).unwrap();
    let hostile = crate::hostile::write(dir.path());
    for (report, arguments) in [
        ("sample.html", &["sample.har"][..]),
        ("many.html", &["many.har", "--max-size", "500kB"]),
        ("hostile.html", &[hostile]),
        ("several.html", &["sample.har", "many.har", "--dry-run"]),
    ] {
        let options = ["--report", report, "--force", "-q"];
        unharm(dir.path(), arguments.iter().chain(&options)).ok();
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/browser/report.mjs");
    let mut look = Command::new("node");
    look.arg(script).arg(SCREENSHOTS).current_dir(dir.path());
    let seen = look.args(["sample.html", "many.html", "hostile.html", "several.html"]).output();
    let seen = seen.expect("because .ci/browser/run has installed node");
    let said = String::from_utf8_lossy(&seen.stdout) + String::from_utf8_lossy(&seen.stderr);
    assert!(seen.status.success(), "{said}");
    println!("{said}the screenshots are in {SCREENSHOTS}");
}
