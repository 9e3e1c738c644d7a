//! `unharm ticket` and `--ticket`: what a desk asks, in its own rows, and nothing that is secret.

use std::path::Path;

use tempfile::tempdir;

use crate::command::{names, testdata, unharm};

/// The ticket of a file of the test data.
#[track_caller]
fn ticket(capture: &str, args: &[&str]) -> String {
    let path = testdata(capture);
    let dir = tempdir().unwrap();
    let args = ["ticket", path.to_str().unwrap()].into_iter().chain(args.iter().copied());
    String::from_utf8(unharm(dir.path(), args).ok().stdout).unwrap()
}

/// Compares a ticket with the one that somebody has read and found right; `UNHARM_BLESS=1` writes
/// it anew.
#[track_caller]
fn check_golden(name: &str, text: &str) {
    let path = testdata("tickets").join(name);
    if std::env::var_os("UNHARM_BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text, expected, "{name}");
}

#[test]
fn tickets_are_as_they_were_read() {
    let account = ["--email", "me@mine.example", "--plan", "Team"];
    for lang in ["en", "ja"] {
        let own = ["--lang", lang, "--for", "openai", "--zone", "+09:00"];
        let all: Vec<&str> = own.into_iter().chain(account).collect();
        check_golden(&format!("openai.{lang}.md"), &ticket("tickets/openai.har", &all));
        let blank = ticket("captures/firefox.har", &["--lang", lang, "--for", "openai"]);
        check_golden(&format!("firefox.openai.{lang}.md"), &blank);
        let general = ticket("captures/chrome.har", &["--lang", lang]);
        check_golden(&format!("chrome.general.{lang}.md"), &general);
    }
}

#[test]
fn every_row_of_the_desk_is_filled() {
    let text = ticket(
        "tickets/openai.har",
        &["--lang", "en", "--for", "openai", "--zone", "+09:00", "--email", "a@b.example"],
    );
    let rows: Vec<&str> = text.split("\n## ").collect();
    assert_eq!(rows.len(), 11);
    for (row, parts) in [
        (
            1,
            &[
                "9 of 19 requests failed",
                "code `rate_limit_exceeded`",
                "after `20`",
                "`net::ERR_FAILED`",
            ][..],
        ),
        (2, &["1. Open `https://chatgpt.com/g/g-Kd83hTz6Qe-travel-helper/c/", "`POST`"]),
        (
            3,
            &[
                "`2026-03-04T05:06:07.100Z`",
                "`2026-03-04T14:06:07.100+09:00`",
                "the user's zone",
                "writes UTC",
            ],
        ),
        (4, &["`a@b.example`", "Plan: ______", "Do not send passwords"]),
        (
            5,
            &[
                "x-request-id `req_9d1f5b3e7a2c84066d`",
                "`chatcmpl-Bz4Kq8Wm2Xt6Lp1Vr9`",
                "`5b1f9a52-7c3e-4d68-9e0a-2f4b6d8c1a73`",
                "`8f2a6c2ab1c07053-NRT`",
            ],
        ),
        (6, &["- [ ] Screenshot"]),
        (
            7,
            &[
                "`Google Chrome 148`",
                "`Windows 11 (platform version 15.0.0)`",
                "`desktop`",
                "blocking extension: `ERR_BLOCKED_BY_CLIENT`",
            ],
        ),
        (8, &["`org-Vq7mT2xLk9Zp4Rw8`", "`proj_Hn3bY6cJd1Fs5Gt0`", "Workspace: `"]),
        (9, &["`g-Kd83hTz6Qe`"]),
        (
            10,
            &[
                "`moderation_blocked`, x-request-id `req_1e7a4d9c6f3b20858c`",
                "`flagged`, x-request-id `3f0d6b1c-95ae-4c27-b8f1-07d2e5a9436b`",
            ],
        ),
    ] {
        for part in parts {
            assert!(rows[row].contains(part), "row {row} lacks {part}:\n{}", rows[row]);
        }
    }
}

#[test]
fn no_secret_and_no_address_of_the_capture_is_in_it() {
    for capture in ["tickets/openai.har", "sample.har"] {
        for desk in ["openai", "zendesk"] {
            let text = ticket(capture, &["--lang", "en", "--for", desk]);
            for secret in ["haruka.invented", "sk-proj-invented", "inv3nt3dQx7"] {
                assert!(!text.contains(secret), "{secret}");
            }
        }
    }
    // The user's own address is a secret of the capture, and may still be said.
    let own = "haruka.invented@mail.example";
    let text = ticket("tickets/openai.har", &["--for", "openai", "--email", own]);
    assert_eq!(text.matches(own).count(), 1);
}

#[test]
fn the_locale_decides_unless_the_user_does() {
    let path = testdata("captures/chrome.har");
    let dir = tempdir().unwrap();
    let run = |locale: &str, args: &[&str]| {
        let mut command = crate::command::command(dir.path());
        command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", locale);
        let output = command.arg("ticket").arg(&path).args(args).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(run("ja_JP.UTF-8", &[]).contains("再現手順"));
    assert!(run("de_DE.UTF-8", &[]).contains("Steps to reproduce"));
    assert!(run("ja_JP.UTF-8", &["--lang", "en"]).contains("Steps to reproduce"));
}

#[test]
fn it_stands_beside_what_it_is_of() {
    let dir = tempdir().unwrap();
    let run = |args: &[&str]| {
        let all = ["a.har", "--lang", "en"].into_iter().chain(args.iter().copied());
        unharm(dir.path(), all)
    };
    std::fs::copy(testdata("tickets/openai.har"), dir.path().join("a.har")).unwrap();
    run(&["--ticket", "--for", "openai"]).ok();
    let files = ["a.har", "a.sanitized.har", "a.sanitized.ticket.md"];
    assert_eq!(names(dir.path()), files);
    let text = std::fs::read_to_string(dir.path().join(files[2])).unwrap();
    assert!(text.contains("## 10. Safety") && text.contains("- [x] Capture `a.sanitized.har`"));
    assert_eq!(run(&["--ticket", "--force"]).code, Some(0));
    std::fs::remove_file(dir.path().join(files[1])).unwrap();
    assert_eq!(run(&["--ticket"]).code, Some(2), "refused before the work");
    assert_eq!(names(dir.path()), [files[0], files[2]]);
    run(&["--ticket=t.md"]).ok();
    assert!(dir.path().join("t.md").exists());
    assert_eq!(run(&["--ticket", "--dry-run"]).code, Some(2));
}

#[test]
fn users_bring_their_own_templates() {
    let dir = tempdir().unwrap();
    let write = |text: &str| std::fs::write(dir.path().join("t.md"), text).unwrap();
    let run = |dir: &Path| {
        let path = testdata("tickets/openai.har");
        unharm(dir, ["ticket", path.to_str().unwrap(), "--template", "t.md"])
    };
    write(
        "{{ entries }} {{ insight.client.browser | code }}{% for f in failures %} {{ f.code }}{% endfor %}\n",
    );
    let ran = run(dir.path()).ok();
    let text = String::from_utf8(ran.stdout).unwrap();
    assert!(text.starts_with("19 `Google Chrome 148` rate\\_limit\\_exceeded"), "{text}");
    for faulty in
        ["{% for %}", "{{ nothing }}", "{{ capture | safe }}", "{{ entries | code | bytes }}"]
    {
        write(faulty);
        let ran = run(dir.path());
        assert!(ran.code == Some(2) && ran.stderr.contains("t.md"), "{faulty}: {}", ran.stderr);
    }
}

#[test]
fn a_hostile_capture_shows_as_text() {
    let dir = tempdir().unwrap();
    let text = std::fs::read_to_string(testdata("tickets/openai.har")).unwrap();
    let hostile = text
        .replace(
            "Refused.",
            "</code><script>alert(1)</script>`` [a](javascript:b) \\u001b[2J\\u202e\\n# x",
        )
        .replace("moderation_blocked", "`|<img src=x>")
        .replace("\"POST\"", "\"PO`ST\\n## 11. <b>\"");
    std::fs::write(dir.path().join("a.har"), hostile).unwrap();
    for lang in ["en", "ja"] {
        let args = ["ticket", "a.har", "--for", "openai", "--lang", lang];
        let text = String::from_utf8(unharm(dir.path(), args).ok().stdout).unwrap();
        assert!(!text.contains(['\u{1b}', '\u{202e}']) && !text.contains("\n## 11"));
        for line in text.lines().filter(|line| line.contains('<')) {
            // Outside of code spans nothing is markup.
            assert!(!outside_code(line).contains('<'), "{line}");
        }
    }
}

/// A line without its code spans (CommonMark 6.1).
fn outside_code(line: &str) -> String {
    let (mut out, mut rest) = (String::new(), line);
    while let Some(at) = rest.find('`') {
        let fence = rest[at..].bytes().take_while(|byte| *byte == b'`').count();
        let after = &rest[at + fence..];
        out.push_str(&rest[..at]);
        let ends = after.match_indices(&rest[at..at + fence]).find(|(end, _)| {
            let runs_on = after[end + fence..].starts_with('`');
            !runs_on && !after[..*end].ends_with('`')
        });
        let Some((end, _)) = ends else { return out + after };
        rest = &after[end + fence..];
    }
    out + rest
}
