//! `unharm ticket` and `--ticket`: what a desk asks, in its own rows, and nothing that is secret.

use std::path::Path;

use serde_json::Value;
use tempfile::tempdir;

use crate::captures::real;
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
        for capture in ["chrome", "safari", "charles"] {
            let general = ticket(&format!("captures/{capture}.har"), &["--lang", lang]);
            check_golden(&format!("{capture}.general.{lang}.md"), &general);
        }
    }
}

/// Recorded by a browser's own export or a test runner, and cut to the requests that a ticket shows.
const RECORDED: [(&str, &str, &str); 3] = [
    ("devtools", "", "general"),
    ("firefox", "openai", "openai"),
    ("playwright", "zendesk", "general"),
];

#[test]
fn tickets_of_recorded_captures_are_as_they_were_read() {
    for (capture, desk, rows) in RECORDED {
        for lang in ["en", "ja"] {
            let own = [["--lang", lang], ["--for", desk]];
            let args = own.iter().filter(|[_, value]| !value.is_empty()).flatten();
            let args: Vec<&str> = args.copied().collect();
            let text = ticket(&format!("tickets/{capture}.har"), &args);
            check_golden(&format!("{capture}.recorded.{rows}.{lang}.md"), &text);
        }
    }
}

/// Whatever a browser has sent as a cookie or an authorization is in no ticket of it.
#[test]
fn no_credential_of_a_real_capture_is_in_its_ticket() {
    let recorded = RECORDED.map(|(name, _, _)| testdata("tickets").join(format!("{name}.har")));
    let mut seen = std::collections::BTreeSet::new();
    let one_of_each = real().into_iter().filter(|path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        let is_small = std::fs::metadata(path).unwrap().len() < 1_500_000;
        name.ends_with(".har")
            && is_small
            && seen.insert(name.split('-').next().unwrap().to_owned())
    });
    let one_of_each: Vec<_> = one_of_each.collect();
    let mut looked_for = 0;
    for path in recorded.iter().chain(&one_of_each) {
        let Ok(capture) = serde_json::from_slice::<Value>(&std::fs::read(path).unwrap()) else {
            continue;
        };
        let dir = tempdir().unwrap();
        for lang in ["en", "ja"] {
            let args = ["ticket", path.to_str().unwrap(), "--lang", lang, "--for", "openai"];
            let ran = unharm(dir.path(), args);
            if capture["log"]["entries"].is_null() {
                assert_eq!(ran.code, Some(2));
                continue;
            }
            let text = String::from_utf8(ran.ok().stdout).unwrap();
            assert_eq!(text.matches("\n## ").count(), 10, "{}", path.display());
            for credential in credentials(&capture) {
                assert!(!text.contains(&credential), "{}", path.display());
                looked_for += 1;
            }
        }
    }
    assert!(looked_for > 20, "{looked_for}");
}

/// The values of cookies and authorizations, as far as they are none's word.
fn credentials(capture: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for entry in capture["log"]["entries"].as_array().into_iter().flatten() {
        let headers = |of: &str| entry[of]["headers"].as_array().cloned().unwrap_or_default();
        for header in [headers("request"), headers("response")].concat() {
            let name = header["name"].as_str().unwrap_or_default().to_ascii_lowercase();
            let value = header["value"].as_str().unwrap_or_default();
            let parts: Vec<&str> = match name.as_str() {
                "authorization" => value.split(' ').skip(1).collect(),
                "cookie" => {
                    value.split("; ").filter_map(|pair| Some(pair.split_once('=')?.1)).collect()
                }
                "set-cookie" => {
                    let pair = value.split(';').next().unwrap_or_default();
                    pair.split_once('=').map(|pair| pair.1).into_iter().collect()
                }
                _ => Vec::new(),
            };
            let is_long =
                |part: &&str| part.len() >= 16 && part.bytes().any(|b| b.is_ascii_digit());
            found.extend(parts.into_iter().filter(is_long).map(str::to_owned));
        }
    }
    found
}

/// Redirects in a circle and requests refused again and again are the desk's first question.
#[test]
fn loops_and_refusals_are_told() {
    for (lang, parts) in [
        (
            "en",
            [
                "Redirects lead back: `https://login.example/a` was asked for 3 times, in a circle of 2 URLs (from entry 13)",
                "Refused again and again: `https://chatgpt.com/backend-api/me`, 2 times (401 or 407, from entry 10), then answered",
            ],
        ),
        (
            "ja",
            [
                "リダイレクトの循環: `https://login.example/a` が 3 回要求されました（2 個の URL を循環、エントリー 13 から）",
                "認証エラーの繰り返し: `https://chatgpt.com/backend-api/me` が 2 回拒否されました（401 または 407、エントリー 10 から）。その後は応答があります",
            ],
        ),
    ] {
        for desk in ["openai", "zendesk"] {
            let text = ticket("tickets/openai.har", &["--lang", lang, "--for", desk]);
            let problem = text.split("\n## ").nth(1).unwrap();
            for part in parts {
                assert!(problem.contains(part), "{desk}: lacks {part}:\n{problem}");
            }
        }
    }
    let none = ticket("captures/chrome.har", &["--lang", "en"]);
    assert!(!none.contains("lead back") && !none.contains("Refused again"));
}

#[test]
fn the_zone_of_the_capture_is_said() {
    let dir = tempdir().unwrap();
    let ticket = |offset: &str, args: &[&str]| {
        let entry = format!(
            r#"{{"startedDateTime":"2026-01-02T03:04:05.000{offset}","time":5,"request":{{"method":"GET","url":"https://a.example/","headers":[]}},"response":{{"status":200,"headers":[],"content":{{}}}}}}"#
        );
        let text = format!(r#"{{"log":{{"version":"1.2","entries":[{entry}]}}}}"#);
        std::fs::write(dir.path().join("a.har"), text).unwrap();
        let args = ["ticket", "a.har", "--lang", "en"].into_iter().chain(args.iter().copied());
        String::from_utf8(unharm(dir.path(), args).ok().stdout).unwrap()
    };
    for (offset, args, parts, absent) in [
        ("Z", &[][..], &["writes UTC, as Chrome does. Your zone: ______"][..], "in brackets"),
        (
            "Z",
            &["--zone", "+09:00"],
            &["`2026-01-02T12:04:05.000+09:00`", "the user's zone"],
            "Your zone",
        ),
        (
            "+02:00",
            &[],
            &[
                "`2026-01-02T01:04:05.000Z`",
                "as the capture writes it",
                "as Firefox does: `+02:00`.",
            ],
            "Your zone",
        ),
        ("+00:00", &[], &["as Firefox does: `+00:00`."], "in brackets"),
        ("", &[], &["without a zone; they are read as UTC. Your zone: ______"], "in brackets"),
    ] {
        let text = ticket(offset, args);
        for part in parts {
            assert!(text.contains(part), "{offset}: lacks {part}:\n{text}");
        }
        assert!(!text.contains(absent), "{offset}: has {absent}:\n{text}");
    }
}

/// A client may give each of its requests the same id.
#[test]
fn an_id_of_many_failures_is_told_once() {
    let dir = tempdir().unwrap();
    let entry = |status: u16, id: &str| {
        serde_json::json!({
            "startedDateTime": "2026-01-02T03:04:05Z",
            "request": { "method": "GET", "url": "https://a.example/", "headers": [] },
            "response": { "status": status, "headers": [{ "name": "X-Request-Id", "value": id }] },
        })
    };
    let entries = [entry(500, "r-1"), entry(404, "r-2"), entry(200, "r-3"), entry(503, "r-1")];
    let capture = serde_json::json!({ "log": { "entries": entries } });
    std::fs::write(dir.path().join("a.har"), capture.to_string()).unwrap();
    for (lang, expected) in [
        (
            "en",
            "- Entries 1, 4 (failed): x-request-id `r-1`\n- Entry 2 (failed): x-request-id `r-2`\n",
        ),
        (
            "ja",
            "- エントリー 1、4（失敗）: x-request-id `r-1`\n- エントリー 2（失敗）: x-request-id `r-2`\n",
        ),
    ] {
        for desk in ["openai", "zendesk"] {
            let ran =
                unharm(dir.path(), ["ticket", "a.har", "--lang", lang, "--for", desk]).ok().stdout;
            let text = String::from_utf8(ran).unwrap();
            assert!(text.contains(expected), "{desk}:\n{text}");
        }
    }
}

/// A secret that only a ticket would tell ends the run before anything has its name.
#[test]
fn nothing_gets_its_name_when_the_ticket_would_leak() {
    let dir = tempdir().unwrap();
    let capture = std::fs::read_to_string(testdata("sample.har")).unwrap();
    std::fs::write(dir.path().join("a.har"), &capture).unwrap();
    let redacted = unharm(dir.path(), ["a.har", "-o", "-", "-q"]).ok().stdout;
    let redacted = String::from_utf8(redacted).unwrap();
    let is_word = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    let mut words = capture.split(|c: char| !is_word(c)).filter(|word| word.len() >= 20);
    let secret = words.find(|word| !redacted.contains(word)).unwrap();
    // What stands in the ticket of any capture is no leak: so it is said of this one only.
    let template = format!("{{% if steps or failures %}}{secret}{{% endif %}}\n");
    std::fs::write(dir.path().join("t.md"), template).unwrap();
    for form in [&[][..], &["--max-size", "15kB"], &["--as", "zip"], &["-o", "-"]] {
        let args = ["a.har", "--ticket=x.md", "--template", "t.md", "--report", "r.html"];
        let ran = unharm(dir.path(), args.iter().chain(form));
        assert_eq!(ran.code, Some(1), "{form:?}: {}", ran.stderr);
        assert!(ran.stderr.contains("1 secret would stand in the report"), "{}", ran.stderr);
        assert!(ran.stderr.contains("nothing was kept") && !ran.printed().contains(secret));
        assert!(ran.stdout.is_empty(), "{form:?}");
        assert_eq!(names(dir.path()), ["a.har", "t.md"], "{form:?}");
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
