//! What is printed, and where: data to standard output, all else to standard error, no value of a
//! capture anywhere.

use std::io::Read;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::{TempDir, tempdir};

use crate::command::{Ran, command, names, repeated, sample, unharm};

fn folder() -> TempDir {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), sample().to_string()).unwrap();
    dir
}

/// Every secret of the sample, as the redaction has found it: the strings of the sample that its
/// redacted form does not hold, in pieces as long as a secret.
fn canaries() -> Vec<String> {
    let sample = sample().to_string();
    let dir = folder();
    let redacted = unharm(dir.path(), ["a.har", "-o", "-", "-q"]).ok().stdout;
    let redacted = String::from_utf8(redacted).unwrap();
    let is_word = |c: char| c.is_ascii_alphanumeric() || "-_.@".contains(c);
    let mut words: Vec<String> = sample
        .split(|c: char| !is_word(c))
        .filter(|word| word.len() >= 8 && !redacted.contains(word))
        .map(str::to_owned)
        .collect();
    words.sort();
    words.dedup();
    assert!(words.len() >= 15, "{}", words.len());
    words
}

#[track_caller]
fn check_no_value(printed: &str) {
    for canary in canaries() {
        assert!(!printed.contains(&canary), "a value was printed");
    }
}

#[test]
fn the_summary_goes_to_standard_error() {
    let dir = folder();
    let ran = unharm(dir.path(), ["a.har"]).ok();
    assert_eq!(ran.stdout, b"");
    for part in [
        "a.har",
        "8 entries",
        "1 page",
        "secrets redacted in",
        "a.sanitized.har",
        "verified",
        "/s, peak memory",
        "end the\ncaptured session",
    ] {
        assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
    }
    assert!(ran.stderr.lines().all(|line| line.chars().count() <= 100), "{}", ran.stderr);
    check_no_value(&ran.stderr);
    check_no_value(&unharm(dir.path(), ["a.har", "-v", "--force"]).ok().printed());
    check_no_value(&unharm(dir.path(), ["a.har", "--dry-run"]).ok().printed());
    let checked = unharm(dir.path(), ["check", "a.har", "-v"]);
    assert_eq!(checked.code, Some(1));
    check_no_value(&checked.printed());
}

#[test]
fn nothing_moves_where_no_terminal_is() {
    let dir = folder();
    let ran = unharm(dir.path(), ["a.har"]).ok();
    assert!(!ran.stderr.contains(['\u{1b}', '\r']), "{:?}", ran.stderr);
}

#[test]
fn json_is_the_only_thing_on_standard_output() {
    let dir = folder();
    let ran = unharm(dir.path(), ["a.har", "--json", "--report", "r.json"]).ok();
    assert_eq!(ran.stderr, "");
    let report = ran.json();
    assert_eq!(report["schema"], 1);
    assert_eq!(report["tool"]["name"], "unharm");
    let capture = &report["captures"][0];
    assert_eq!(capture["capture"], "a.har");
    assert_eq!(capture["entries"], 8);
    assert_eq!(capture["pages"], 1);
    assert_eq!(capture["chunks"][0]["file"], "a.sanitized.har");
    let sum = |rows: &Value| -> u64 {
        rows.as_array().unwrap().iter().map(|row| row["redactions"].as_u64().unwrap()).sum()
    };
    assert_eq!(sum(&capture["kinds"]), capture["redactions"].as_u64().unwrap());
    assert_eq!(sum(&capture["rules"]), capture["redactions"].as_u64().unwrap());
    assert!(std::fs::read(dir.path().join("r.json")).unwrap() == ran.stdout);
    check_no_value(&ran.printed());
}

#[test]
fn quiet_prints_errors_only() {
    let dir = folder();
    let ran = unharm(dir.path(), ["a.har", "-q"]).ok();
    assert_eq!(ran.printed(), "");
    let ran = unharm(dir.path(), ["a.har", "-q"]);
    assert!(ran.stderr.contains("exists already"));
}

#[test]
fn the_capture_to_standard_output_and_nothing_else_there() {
    let dir = folder();
    let ran = unharm(dir.path(), ["a.har", "-o", "-"]).ok();
    serde_json::from_slice::<Value>(&ran.stdout).unwrap();
    assert!(ran.stderr.contains("verified"));
    assert_eq!(names(dir.path()), ["a.har"]);
}

#[test]
fn a_dry_run_writes_nothing() {
    let dir = folder();
    let ran = unharm(dir.path(), ["a.har", "--dry-run"]).ok();
    assert!(ran.stderr.contains("would be redacted") && ran.stderr.contains("nothing was written"));
    assert_eq!(names(dir.path()), ["a.har"]);
}

#[test]
fn where_no_secret_is_none_was_searched_for() {
    let dir = tempdir().unwrap();
    let empty = r#"{"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":[]}}"#;
    std::fs::write(dir.path().join("a.har"), empty).unwrap();
    let ran = unharm(dir.path(), ["a.har", "--report", "a.html"]).ok();
    assert!(ran.stderr.contains("verified: read again, with no secret to search for"));
    let report = std::fs::read_to_string(dir.path().join("a.html")).unwrap();
    assert!(report.contains("were read again, with no secret to search for."));
}

/// A reader such as `head` that has seen enough.
#[test]
fn a_closed_pipe_is_no_error() {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), repeated(400)).unwrap();
    let mut command = command(dir.path());
    command.args(["a.har", "-o", "-", "-q"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut some = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut some).unwrap();
    let ran: Ran = child.wait_with_output().unwrap().into();
    assert_eq!(ran.ok().stderr, "");
}

/// Runs the command in a terminal, if `script` can make one.
#[cfg(target_os = "linux")]
fn on_a_terminal(dir: &TempDir, args: &str, environment: &[(&str, &str)]) -> Option<String> {
    let line = format!("'{}' {args}", env!("CARGO_BIN_EXE_unharm"));
    let mut script = Command::new("script");
    script.args(["-qec", &line, "/dev/null"]).current_dir(dir.path()).stdin(Stdio::null());
    script.env_remove("NO_COLOR").env("TERM", "xterm").envs(environment.iter().copied());
    match script.output() {
        Ok(output) => {
            let text = String::from_utf8(output.stdout).unwrap();
            assert!(output.status.success(), "{text}");
            Some(text)
        }
        Err(_) => {
            println!("skipped: there is no `script` here");
            None
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn progress_and_colours_on_a_terminal() {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), repeated(3_000)).unwrap();
    let Some(text) = on_a_terminal(&dir, "a.har", &[]) else { return };
    for part in ["collect", "rewrite", "\u{1b}[32mverified\u{1b}[0m"] {
        assert!(text.contains(part), "{part}: {text:?}");
    }
    check_no_value(&text);
    let text = on_a_terminal(&dir, "a.har --force", &[("NO_COLOR", "1")]).unwrap();
    assert!(!text.contains("\u{1b}[32m") && !text.contains("\u{1b}[1m"), "{text:?}");
    assert_eq!(on_a_terminal(&dir, "a.har --force -q", &[]).unwrap(), "");
    std::fs::write(dir.path().join("b.har"), repeated(30)).unwrap();
    let text = on_a_terminal(&dir, "b.har", &[]).unwrap();
    assert!(text.contains("verified") && !text.contains("collect"), "flickers: {text:?}");
}

#[test]
fn a_file_name_cannot_steer_the_terminal() {
    let dir = tempdir().unwrap();
    let name = "a\u{1b}[2J\u{202e}.har";
    if std::fs::write(dir.path().join(name), sample().to_string()).is_err() {
        println!("skipped: no such name is possible here");
        return;
    }
    let ran = unharm(dir.path(), [name]).ok();
    assert!(!ran.stderr.contains(['\u{1b}', '\u{202e}']), "{:?}", ran.stderr);
    let ran = unharm(dir.path(), [name]);
    assert!(!ran.stderr.contains(['\u{1b}', '\u{202e}']), "{:?}", ran.stderr);
}
