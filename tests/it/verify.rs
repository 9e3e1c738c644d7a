//! Fail closed: what is not whole and verified never gets a name, and nothing of it stays.

#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::tempdir;

use crate::command::{command, entries, names, repeated, sample, unharm};

/// Enough for a run of about a second.
const ENTRIES: usize = 6_000;

fn start(dir: &Path, args: &[&str]) -> Child {
    let mut command = command(dir);
    command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// The temporary files in a directory.
fn temporary(dir: &Path) -> Vec<String> {
    names(dir).into_iter().filter(|name| name.starts_with(".unharm-")).collect()
}

/// Waits until a temporary file is there; `false` when the run ends before.
fn wait_for_temporary(dir: &Path, child: &mut Child) -> bool {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(60) {
        if !temporary(dir).is_empty() {
            return true;
        }
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    panic!("no temporary file in a minute");
}

fn signal(child: &Child, name: &str) {
    let id = child.id().to_string();
    assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
}

#[test]
fn temporary_files_are_private_and_in_the_target_directory() {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), repeated(ENTRIES)).unwrap();
    let out = dir.path().join("out");
    std::fs::create_dir(&out).unwrap();
    let mut child = start(dir.path(), &["a.har", "-o", "out", "--max-size", "1MB"]);
    assert!(wait_for_temporary(&out, &mut child));
    let mut seen = 0;
    while child.try_wait().unwrap().is_none() {
        for name in temporary(&out) {
            // It may have got its name in between.
            let Ok(metadata) = std::fs::metadata(out.join(name)) else { continue };
            assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
            seen += 1;
        }
    }
    assert!(seen > 0);
    assert!(child.wait().unwrap().success());
    assert_eq!(temporary(&out), [""; 0]);
    assert_eq!(names(dir.path()), ["a.har", "out"]);
}

#[test]
fn interrupted_at_any_moment_nothing_stays() {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), repeated(ENTRIES)).unwrap();
    let out = dir.path().join("out");
    std::fs::create_dir(&out).unwrap();
    let mut interrupted = 0;
    for (name, code, after) in [
        ("-INT", 130, None),
        ("-INT", 130, Some(0)),
        ("-TERM", 130, Some(20)),
        ("-INT", 130, Some(100)),
        ("-INT", 130, Some(250)),
        ("-INT", 130, Some(400)),
    ] {
        let mut child = start(dir.path(), &["a.har", "-o", "out", "--max-size", "2MB"]);
        match after {
            None => std::thread::sleep(Duration::from_millis(150)),
            Some(after) => {
                wait_for_temporary(&out, &mut child);
                std::thread::sleep(Duration::from_millis(after));
            }
        }
        signal(&child, name);
        let ended = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(ended.stderr).unwrap();
        if ended.status.success() {
            // The signal came too late: then all is there.
            assert!(names(&out).iter().any(|name| name.ends_with(".manifest.json")));
            std::fs::remove_dir_all(&out).unwrap();
            std::fs::create_dir(&out).unwrap();
            continue;
        }
        interrupted += 1;
        assert_eq!(ended.status.code(), Some(code), "{stderr}");
        assert_eq!(stderr, "unharm: interrupted; nothing was kept\n");
        assert_eq!(names(&out), [""; 0], "{after:?}");
    }
    assert!(interrupted >= 2, "most signals came too late");
}

#[test]
fn what_a_killed_run_left_is_removed_by_the_next() {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), repeated(ENTRIES)).unwrap();
    let mut child = start(dir.path(), &["a.har"]);
    assert!(wait_for_temporary(dir.path(), &mut child));
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(temporary(dir.path()).len(), 1);
    std::fs::write(dir.path().join("b.har"), sample().to_string()).unwrap();
    unharm(dir.path(), ["b.har"]).ok();
    assert_eq!(names(dir.path()), ["a.har", "b.har", "b.sanitized.har"]);
}

#[test]
fn an_error_in_the_last_entry_leaves_nothing_of_the_others() {
    let dir = tempdir().unwrap();
    let mut capture = repeated(400);
    let last = capture.len() - 300;
    capture[last] = 0xff;
    std::fs::write(dir.path().join("a.har"), &capture).unwrap();
    let ran = unharm(dir.path(), ["split", "a.har", "--max-size", "100kB"]);
    assert_eq!(ran.code, Some(2));
    assert_eq!(names(dir.path()), ["a.har"]);
}

#[test]
fn force_replaces_whole_outputs() {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), sample().to_string()).unwrap();
    let output = dir.path().join("a.sanitized.har");
    std::fs::write(&output, "mine").unwrap();
    assert_eq!(unharm(dir.path(), ["a.har"]).code, Some(2));
    unharm(dir.path(), ["a.har", "--force"]).ok();
    assert_eq!(entries(&std::fs::read(&output).unwrap()).len(), 8);
    assert_eq!(names(dir.path()), ["a.har", "a.sanitized.har"]);
}

#[test]
fn the_verification_is_reported() {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), sample().to_string()).unwrap();
    let report = unharm(dir.path(), ["a.har", "--json"]).ok().json();
    let capture = &report["captures"][0];
    assert_eq!(capture["verification"]["state"], "clean");
    assert_eq!(capture["verification"]["bytes"], capture["chunks"][0]["bytes"]);
    let searched = capture["verification"]["secrets_searched"].as_u64().unwrap();
    let plain = capture["verification"]["secrets_plain"].as_u64().unwrap();
    assert_eq!(searched + plain, capture["secrets"].as_u64().unwrap());
    assert!(searched >= 15);
}

/// A capture that was redacted before and has gained secrets since: no two have one name.
#[test]
fn numbers_of_an_earlier_run_are_not_given_again() {
    let dir = tempdir().unwrap();
    let entry = |url: &str| format!(r#"{{"request":{{"url":"https://a.test/?password={url}"}}}}"#);
    let redacted = |entries: &[String]| {
        let capture = format!(r#"{{"log":{{"entries":[{}]}}}}"#, entries.join(","));
        std::fs::write(dir.path().join("a.har"), capture).unwrap();
        let output = unharm(dir.path(), ["a.har", "-q", "-o", "-"]).ok().stdout;
        crate::command::raw_entries(&output)
    };
    let first = redacted(&[entry("q7Xv0Lm3Zk81"), entry("w9Rt4Bn6Yp22")]);
    let first: Vec<String> = first.into_iter().map(|e| String::from_utf8(e).unwrap()).collect();
    let second = redacted(&[entry("k3Jd8Vf1Hs57"), first[1].clone(), first[0].clone()]);
    assert!(String::from_utf8_lossy(&second[0]).contains("redacted-password-3"));
    assert!(second[1..] == [first[1].as_bytes(), first[0].as_bytes()]);
}

/// The bytes of a key that a site hands out as a file stand in another answer as base64 text: the
/// same text is the file's body in the capture.
#[test]
fn a_body_in_base64_that_is_a_secret_as_it_is_written() {
    let dir = tempdir().unwrap();
    let key = "h4lWm9Zt2Qx7Kp0Vr5Bn8Cd3Fs6Jy1Ge+Ta/Uo9Li4Hk2Mw7Pz0Rv5Xq8Nb3".repeat(12);
    let capture = format!(
        r#"{{"log":{{"version":"1.2","creator":{{"name":"x","version":"1"}},"entries":[
        {{"request":{{"method":"GET","url":"https://a.example/k","headers":[{{"name":"x-api-key","value":"{key}"}}]}}}},
        {{"request":{{"method":"GET","url":"https://a.example/f"}},"response":{{"status":200,"content":
        {{"size":576,"mimeType":"application/octet-stream","encoding":"base64","text":"{key}"}}}}}}]}}}}"#
    );
    std::fs::write(dir.path().join("a.har"), capture).unwrap();
    unharm(dir.path(), ["a.har"]).ok();
    let out = std::fs::read(dir.path().join("a.sanitized.har")).unwrap();
    assert!(memchr::memmem::find(&out, key.as_bytes()).is_none(), "the key is still there");
    let body = entries(&out)[1]["response"]["content"]["text"].as_str().unwrap().to_owned();
    assert!(base64_simd::STANDARD.decode_to_vec(&body).is_ok(), "{body} is no base64 any more");
    unharm(dir.path(), ["a.sanitized.har", "-o", "again"]).ok();
    let again = std::fs::read(dir.path().join("again/a.sanitized.har")).unwrap();
    assert_eq!(again, out, "redacting twice changes something");
}
