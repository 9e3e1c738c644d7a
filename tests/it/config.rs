//! Configuration: what a named file decides, what a found one may add, and keyed pseudonyms.

use std::fs;
use std::path::Path;

use crate::command::{Ran, unharm};

const TICKET: &str = "ACME-482913";
const TRACE: &str = "Zq8vT3mK1xWn5bRy7cLd2gHf";

/// A capture with a ticket's number in a header and in a body, and a header that nothing names.
fn capture(dir: &Path) {
    let text = format!(
        r#"{{"log":{{"version":"1.2","entries":[{{"request":{{"url":"https://a.example/","headers":[
        {{"name":"X-Note","value":"{TICKET}"}},{{"name":"X-Api-Key","value":"{TRACE}"}}]}},
        "response":{{"content":{{"text":"see {TICKET}, or not"}}}}}}]}}}}"#
    );
    fs::write(dir.join("a.har"), text).unwrap();
}

fn run(dir: &Path, args: &[&str]) -> (Ran, String) {
    let args = [&["a.har", "-o", "out", "--force"], args].concat();
    let ran = unharm(dir, args).ok();
    let written = fs::read_to_string(dir.join("out/a.sanitized.har")).unwrap();
    (ran, written)
}

#[test]
fn a_rule_holds_in_its_location_alone() {
    let dir = tempfile::tempdir().unwrap();
    capture(dir.path());
    let rule = "[[rule]]\nid = 'tick'\nkind = 'ticket'\npattern = 'ACME-([0-9]{6})'\n";
    fs::write(dir.path().join("everywhere.toml"), rule).unwrap();
    let (_, written) = run(dir.path(), &["--config", "everywhere.toml"]);
    assert_eq!(written.matches("ACME-redacted-ticket-1").count(), 2, "{written}");

    // A number of six digits is too plain to be swept.
    let located = format!("{rule}location = 'response.content'\n");
    fs::write(dir.path().join("body.toml"), located).unwrap();
    let (_, written) = run(dir.path(), &["--config", "body.toml"]);
    assert!(written.contains(&format!(r#""value":"{TICKET}""#)), "{written}");
    assert!(written.contains("see ACME-redacted-ticket-1, or not"), "{written}");
}

#[test]
fn what_is_found_adds_and_never_weakens() {
    let dir = tempfile::tempdir().unwrap();
    capture(dir.path());
    let config = "keep = ['x-api-key']\nredact = ['x-note']\nlevel = 'minimal'\n";
    fs::write(dir.path().join(".unharm.toml"), config).unwrap();
    let (ran, written) = run(dir.path(), &[]);
    assert!(!written.contains(TRACE) && !written.contains(r#""value":"ACME"#), "{written}");
    for line in ["line 1: `keep`", "line 3: this `level`"] {
        assert!(ran.stderr.contains(".unharm.toml\", ") && ran.stderr.contains(line), "{ran:?}");
    }
    let (ran, written) = run(dir.path(), &["--config", ".unharm.toml"]);
    assert!(written.contains(TRACE) && !ran.stderr.contains("ignored"), "{ran:?}");
}

#[test]
fn a_configuration_above_counts_up_to_the_repository() {
    let dir = tempfile::tempdir().unwrap();
    let inner = dir.path().join("repository/captures");
    fs::create_dir_all(&inner).unwrap();
    capture(&inner);
    fs::write(dir.path().join("unharm.toml"), "broken").unwrap();
    fs::write(dir.path().join("repository/unharm.toml"), "redact = ['x-note']").unwrap();
    let (_, outside) = run(&inner, &[]);
    assert!(outside.contains(TICKET), "{outside}");
    fs::create_dir(dir.path().join("repository/.git")).unwrap();
    let (_, inside) = run(&inner, &[]);
    assert!(!inside.contains(r#""value":"ACME"#), "{inside}");
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let dir = tempfile::tempdir().unwrap();
    capture(dir.path());
    fs::write(dir.path().join("c.toml"), "\nlevle = 'public'").unwrap();
    for (args, says) in [
        (&["--config", "c.toml"][..], "\"c.toml\", line 2, column 1: unknown field `levle`"),
        (&["--config", "none.toml"], "\"none.toml\" does not exist"),
        (&["--redact", "/(/"], "--redact \"/(/\": the pattern does not compile"),
        (&["--keep=--"], "a letter or a digit"),
    ] {
        let ran = unharm(dir.path(), [&["a.har", "-o", "out"], args].concat());
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.stderr.contains(says), "{ran:?}");
    }
    assert!(!dir.path().join("out/a.sanitized.har").exists());
}

#[test]
fn captures_that_share_a_key_agree() {
    let dir = tempfile::tempdir().unwrap();
    capture(dir.path());
    fs::write(dir.path().join("k1"), [7; 32]).unwrap();
    fs::write(dir.path().join("k2"), [8; 32]).unwrap();
    let pseudonym = |key: &str, threads: &str| {
        let (_, written) =
            run(dir.path(), &["--pseudonyms", "keyed", "--key-file", key, "-j", threads]);
        let at = written.find("redacted-").unwrap();
        written[at..].split('"').next().unwrap().to_owned()
    };
    let first = pseudonym("k1", "1");
    // The second capture has its secret behind another one.
    let text = fs::read_to_string(dir.path().join("a.har")).unwrap();
    fs::write(dir.path().join("a.har"), text.replace("X-Note", "X-Noted")).unwrap();
    assert_eq!(pseudonym("k1", "3"), first);
    assert_ne!(pseudonym("k2", "1"), first);
}
