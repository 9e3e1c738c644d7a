//! What cannot be done is said in one sentence, with its place; no value is printed, nothing is
//! left behind.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use tempfile::{TempDir, tempdir};

use crate::command::{Ran, command, names, repeated, sample, unharm, unharm_with};

/// Stands near every fault and must never be printed.
const CANARY: &str = "canary-5vKq81Zt";

/// Asserts how a run on `bytes` ends: its sentence, in which `@` is the offset of `^^` in the
/// text; the sign is taken out.
#[track_caller]
fn check(name: &str, bytes: &[u8], expected: &str) {
    let at = bytes.windows(2).position(|pair| pair == b"^^");
    let mut bytes = bytes.to_vec();
    if let Some(at) = at {
        bytes.drain(at..at + 2);
    }
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join(name), &bytes).unwrap();
    let expected = expected.replace('@', &at.unwrap_or_default().to_string());
    for args in [&[][..], &["--dry-run"], &["-j", "1"], &["-o", "."], &["-o", "-"]] {
        let ran = unharm(dir.path(), [name].iter().chain(args));
        check_refused(&ran, &dir, &format!("unharm: {name:?}{expected}\n"), &[name]);
    }
    for verb in ["check", "split"] {
        let ran = unharm(dir.path(), [verb, name]);
        check_refused(&ran, &dir, &format!("unharm: {name:?}{expected}\n"), &[name]);
    }
}

#[track_caller]
fn check_refused(ran: &Ran, dir: &TempDir, expected: &str, left: &[&str]) {
    assert_eq!(without_member(&ran.stderr), expected);
    assert_eq!(ran.code, Some(2));
    assert!(!ran.printed().contains(CANARY));
    assert_eq!(ran.stdout, b"");
    assert_eq!(names(dir.path()), left);
}

/// An error without the member of the entry that it may name in the end; names that HAR does not
/// know are stars there.
fn without_member(told: &str) -> String {
    match told.rsplit_once(" (in ") {
        Some((before, member)) if member.ends_with(")\n") => format!("{before}\n"),
        _ => told.to_owned(),
    }
}

#[track_caller]
fn check_malformed(text: &str, expected: &str) {
    let text = text.replace('~', CANARY);
    check("a.har", text.as_bytes(), expected);
}

#[test]
fn no_capture() {
    check("a.har", b"", " is empty");
    check_malformed(" \n ^^", ", byte @: the capture is empty");
    check_malformed("^^<html>~</html>", ", byte @: this is not valid JSON");
    check_malformed(
        r#"{"log":{"a":"~","entries":[^^~"#,
        ", entry 1, byte @: this is not valid JSON",
    );
    check_malformed(
        r#"{"a":["~"]}^^"#,
        ", byte @: this is JSON but not a HAR capture: it has no log.entries",
    );
    check_malformed(
        r#"["~",{"log":{"entries":[]}}]^^"#,
        ", byte @: this is JSON but not a HAR capture: it has no log.entries",
    );
    check_malformed(r#"{"log":{"entries":^^{"a":"~"}}}"#, ", byte @: log.entries is not an array");
    check_malformed(
        r#"{"log":{"entries":^^null,"a":"~"}}"#,
        ", byte @: log.entries is not an array",
    );
    check_malformed(
        r#"{"log":{"entries":[{},^^"~"]}}"#,
        ", entry 2, byte @: an entry is not an object",
    );
    check_malformed(
        r#"{"log":{"entries":[],^^"entries":["~"]}}"#,
        ", byte @: log.entries occurs twice",
    );
}

#[test]
fn broken_json() {
    for (text, entry) in [
        (r#"{"log":{"entries":[{"a":"~"},{"a":"~" ^^"b":"~"}]}}"#, ", entry 2"),
        (r#"{"log":{"entries":[{"a":^^~}]}}"#, ", entry 1"),
        (r#"{"log":{"entries":[{"a":"~"},{"a":0^^1,"b":"~"}]}}"#, ", entry 2"),
        (r#"{"log":{"entries":[{"a":"~"}],"comment":^^~}}"#, ""),
        (r#"{"log":{"version":^^~,"entries":[{"a":"~"}]}}"#, ""),
    ] {
        check_malformed(text, &format!("{entry}, byte @: this is not valid JSON"));
    }
    check_malformed(
        "{\"log\":{\"entries\":[{\"a\":\"~^^\u{1}~\"}]}}",
        ", entry 1, byte @: this is not valid JSON",
    );
    check_malformed(
        r#"{"log":{"entries":[{"a":"~"}]}} ^^{"a":"~"}"#,
        ", byte @: something follows the end of the JSON text",
    );
}

#[test]
fn offsets_are_those_of_the_file() {
    let broken = r#"{"log":{"entries":[{"a":"~"},{"a":^^~}]}}"#;
    let expected = ", entry 2, byte @: this is not valid JSON";
    check_malformed(&format!("\u{feff}{broken}"), expected);
    check_malformed(&format!("/* x */ onInputData({broken});"), expected);
}

#[test]
fn truncated_in_the_middle() {
    let cut_off = "the capture ends in the middle; it was cut off; --salvage keeps the entries that are whole";
    check_malformed(
        r#"{"log":{"entries":[{"a":"~"},{"a":"~^^"#,
        &format!(", entry 2, byte @: {cut_off}"),
    );
    check_malformed(r#"{"log":{"entries":[{"a":"~"}^^"#, &format!(", byte @: {cut_off}"));
    check_malformed(r#"{"log":{"a":"~^^"#, &format!(", byte @: {cut_off}"));
    check_malformed(r#"onInputData({"log":{"a":"~^^"#, &format!(", byte @: {cut_off}"));
    let whole = sample().to_string();
    let third = whole.find("\"refresh_token").or_else(|| whole.find("refresh_token")).unwrap();
    check("a.har", &whole.as_bytes()[..third], &format!(", entry 3, byte {third}: {cut_off}"));
}

#[test]
fn no_utf_8() {
    let expected = "this is not valid UTF-8";
    for (text, entry) in [
        (r#"{"log":{"entries":[{"a":"~"},{"a":"~^^!~"}]}}"#, ", entry 2"),
        (r#"{"log":{"version":"~^^!","entries":[{"a":"~"}]}}"#, ""),
        (r#"{"log":{"entries":[{"a":"~"}],"version":"~^^!"}}"#, ""),
        (r#"{"log":{"entries":[],"version":"~^^!"}}"#, ""),
    ] {
        let text = text.replace('~', CANARY);
        for fault in [&b"\xff"[..], b"\xc3", b"\xed\xa0\x80", b"\xc0\x80", b"\xf5\x80\x80\x80"] {
            let (before, after) = text.split_once('!').unwrap();
            let bytes = [before.as_bytes(), fault, after.as_bytes()].concat();
            check("a.har", &bytes, &format!("{entry}, byte @: {expected}"));
        }
    }
}

#[test]
fn half_a_character_of_utf_16() {
    let text = format!("\u{feff}{{\"log\":{{\"entries\":[{{\"a\":\"{CANARY}");
    let mut bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let at = bytes.len();
    bytes.extend([0x00, 0xd8]);
    bytes.extend("\"}]}}".encode_utf16().flat_map(u16::to_le_bytes));
    check("a.har", &bytes, &format!(" is UTF-16 with half a character at byte {at}"));
}

#[test]
fn nested_too_deeply() {
    let (open, close) = ("[".repeat(600), "]".repeat(600));
    let told = |entry: &str, at: usize| {
        format!("{entry}, byte {at}: objects and arrays are nested too deeply")
    };
    let head = format!(r#"{{"log":{{"entries":[{{"b":"{CANARY}","a":"#);
    let text = format!(r#"{head}{open}"{CANARY}"{close}}}]}}}}"#);
    check("a.har", text.as_bytes(), &told(", entry 1", head.len() + 511));
    let head = format!(r#"{{"log":{{"b":"{CANARY}","a":"#);
    let text = format!(r#"{head}{open}"{CANARY}"{close},"entries":[]}}}}"#);
    check("a.har", text.as_bytes(), &told("", head.len() + 510));
}

#[test]
fn other_kinds_of_files() {
    let archive = [b"PK\x03\x04", CANARY.as_bytes()].concat();
    check("a.zip", &archive, " is damaged or cut off: its ZIP data cannot be decompressed");
    check(
        "a.saz",
        &archive,
        " is a Fiddler archive: in Fiddler choose File > Export Sessions > HTTPArchive and use that .har file",
    );
    check(
        "a.json",
        format!(r#"{{"constants":{{"a":"{CANARY}"}},"events":[]}}"#).as_bytes(),
        " is a NetLog of Chrome, not a HAR: in DevTools open Network and choose Export HAR",
    );
    check(
        "a.har.gz",
        &[b"\x1f\x8b\x08\0", CANARY.as_bytes()].concat(),
        " is damaged or cut off: its gzip data cannot be decompressed; --salvage keeps the entries that are whole",
    );
    check(
        "a.har.zst",
        &[b"\x28\xb5\x2f\xfd", CANARY.as_bytes()].concat(),
        " is damaged or cut off: its Zstandard data cannot be decompressed; --salvage keeps the entries that are whole",
    );
}

#[test]
fn missing_and_directory() {
    let dir = tempdir().unwrap();
    std::fs::create_dir(dir.path().join("d.har")).unwrap();
    for (name, expected) in
        [("m.har", " does not exist"), ("d.har", " is a directory without a capture in it")]
    {
        for verb in ["sanitize", "check"] {
            let ran = unharm(dir.path(), [verb, name]);
            check_refused(&ran, &dir, &format!("unharm: {name:?}{expected}\n"), &["d.har"]);
        }
    }
    let ran = unharm(dir.path(), ["split", "d.har"]);
    let expected = "unharm: \"d.har\" is a directory, not a capture\n";
    check_refused(&ran, &dir, expected, &["d.har"]);
    let ran = unharm_with(dir.path(), &["-"], b"");
    check_refused(&ran, &dir, "unharm: \"-\" is empty\n", &["d.har"]);
}

#[test]
fn the_output_exists_or_is_the_input() {
    let dir = tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(dir.path().join(name), bytes).unwrap();
    let capture = sample().to_string();
    put("a.har", capture.as_bytes());
    put("a.sanitized.har", b"mine");
    let ran = unharm(dir.path(), ["a.har"]);
    let expected =
        "unharm: \"a.sanitized.har\" exists already and is not overwritten without --force\n";
    check_refused(&ran, &dir, expected, &["a.har", "a.sanitized.har"]);
    assert_eq!(std::fs::read(dir.path().join("a.sanitized.har")).unwrap(), b"mine");

    put("a.sanitized.har", capture.as_bytes());
    for args in [&["a.sanitized.har"][..], &["a.sanitized.har", "--force"]] {
        let ran = unharm(dir.path(), args);
        let expected = "unharm: \"a.sanitized.har\" is an input and is never overwritten\n";
        check_refused(&ran, &dir, expected, &["a.har", "a.sanitized.har"]);
    }
    let unchanged = std::fs::read(dir.path().join("a.sanitized.har")).unwrap();
    assert!(unchanged == capture.as_bytes());
}

#[test]
fn a_directory_that_cannot_be_made() {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), sample().to_string()).unwrap();
    let ran = unharm(dir.path(), ["a.har", "-o", "a.har"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("\"a.har\""), "{}", ran.stderr);
    assert_eq!(names(dir.path()), ["a.har"]);
}

/// Runs the command where files may have some kilobytes only.
#[cfg(unix)]
#[test]
fn a_limit_of_file_sizes() {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), repeated(200)).unwrap();
    let script = format!("ulimit -f 64; exec '{}' a.har", env!("CARGO_BIN_EXE_unharm"));
    let ran: Ran =
        Command::new("sh").args(["-c", &script]).current_dir(dir.path()).output().unwrap().into();
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.starts_with("unharm: cannot write \""), "{}", ran.stderr);
    assert_eq!(names(dir.path()), ["a.har"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device() {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), sample().to_string()).unwrap();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = command(dir.path());
    command.args(["a.har", "-o", "-", "-q"]).stdout(full).stderr(Stdio::piped());
    let ran: Ran = command.output().unwrap().into();
    check_refused(&ran, &dir, "unharm: cannot write \"-\": the disk is full\n", &["a.har"]);
}

/// Only a superuser may mount a small disk.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk() {
    let dir = tempdir().unwrap();
    let Some(disk) = Disk::mount(dir.path().join("disk")) else {
        println!("skipped: no small file system can be mounted here");
        return;
    };
    std::fs::write(dir.path().join("a.har"), repeated(200)).unwrap();
    let ran = unharm(dir.path(), ["a.har", "-o", "disk"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.ends_with(": the disk is full\n"), "{}", ran.stderr);
    assert_eq!(names(&disk.0), [""; 0]);
}

#[cfg(target_os = "linux")]
struct Disk(PathBuf);

#[cfg(target_os = "linux")]
impl Disk {
    fn mount(path: PathBuf) -> Option<Self> {
        std::fs::create_dir(&path).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=64k", "none"]).arg(&path).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success()).then_some(Self(path))
    }
}

#[cfg(target_os = "linux")]
impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn usage() {
    let dir = tempdir().unwrap();
    for (args, expected) in [
        (&["--no-such-option"][..], "unexpected argument '--no-such-option'"),
        (&["a.har", "--max-size", "12 apples"], "is not a size"),
        (&["a.har", "--max-size", "10"], "no HAR fits"),
        (&["a.har", "-j", "0"], "0 is not in 1..="),
        (&["a.har", "--level", "most"], "[possible values: minimal, support, public]"),
        (&["a.har", "--pseudonyms", "keyed"], "--key-file <FILE>"),
        (&["a.har", "b.har", "-o", "-"], "standard output takes one capture"),
        (&["a.har", "-o", "-", "--json"], "standard output takes one capture and no report"),
        (&["a.har", "-q", "-v"], "cannot be used with"),
        (&["a.har", "--email", "a@b.example"], "add --ticket"),
        (&["a.har", "-o", "b.har"], "name a directory"),
        (&["join", "a.har"], "--output <FILE>"),
        (&[], "Usage: unharm"),
    ] {
        let ran = unharm(dir.path(), args);
        assert_eq!(ran.code, Some(2), "{args:?}");
        assert!(ran.stderr.contains(expected), "{args:?}: {}", ran.stderr);
        assert_eq!(ran.stdout, b"");
        assert_eq!(names(dir.path()), [""; 0]);
    }
}

#[test]
fn one_of_several_captures_is_none() {
    let dir = tempdir().unwrap();
    let text = serde_json::to_string(&sample()).unwrap();
    for (name, text) in [("a.har", &text[..]), ("b.har", "{\"log\":{"), ("c.har", &text)] {
        std::fs::write(dir.path().join(name), text).unwrap();
    }
    let checked = unharm(dir.path(), ["check", "a.har", "b.har", "c.har", "--json"]);
    assert_eq!(checked.code, Some(2));
    assert_eq!(checked.json()["captures"].as_array().unwrap().len(), 2);
    let ran = unharm(dir.path(), ["a.har", "b.har", "c.har", "-q"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.starts_with("unharm: \"b.har\", byte "), "{}", ran.stderr);
    let expected = ["a.har", "a.sanitized.har", "b.har", "c.har", "c.sanitized.har"];
    assert_eq!(names(dir.path()), expected);
}

#[test]
fn nothing_is_left_where_a_report_or_ticket_cannot_be() {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), serde_json::to_string(&sample()).unwrap()).unwrap();
    for option in ["--report=none/r.html", "--ticket=none/t.md"] {
        let ran = unharm(dir.path(), ["a.har", option]);
        assert_eq!(ran.code, Some(2));
        assert!(ran.stderr.starts_with("unharm: cannot create \"none/"), "{}", ran.stderr);
        assert_eq!(names(dir.path()), ["a.har"]);
    }
    unharm(dir.path(), ["a.har", "-o", "new", "--report", "new/r.html"]).ok();
    assert_eq!(names(&dir.path().join("new")), ["a.sanitized.har", "r.html"]);
}
