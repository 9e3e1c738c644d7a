//! `unharm inspect`: what is in a capture, without a value that is secret.

use serde_json::Value;
use tempfile::tempdir;

use crate::command::{testdata, unharm};

/// What is printed of a file of the test data.
#[track_caller]
fn inspect(capture: &str, args: &[&str]) -> String {
    let path = testdata(capture);
    let dir = tempdir().unwrap();
    let args = ["inspect", path.to_str().unwrap()].into_iter().chain(args.iter().copied());
    String::from_utf8(unharm(dir.path(), args).ok().stdout).unwrap()
}

#[test]
fn the_table_tells_what_a_desk_asks() {
    let text = inspect("tickets/openai.har", &[]);
    for part in [
        "recorded by  WebInspector 537.36",
        "browser      Google Chrome 148, Windows 11 (platform version 15.0.0), desktop",
        "from         2026-03-04T05:06:07.100Z (UTC)",
        "times        in UTC",
        "bodies       of 9 responses",
        "credentials  2 cookie headers, 4 authorization headers",
        "between      blocking extension: ERR_BLOCKED_BY_CLIENT, 1 request",
        "Bytes by host",
        "api.openai.com, 6 entries",
        "Bytes by type",
        "Largest entries",
        "1  server error",
        "2  no response",
        "1  rate limited",
        "1  CORS preflight",
        "2  unauthorized",
        "1  aborted",
        "code rate_limit_exceeded, type requests, retry after 20",
        "3  rounds of 2 URLs from entry 13: login.example/a",
        "2  refusals, then answered, from entry 10: chatgpt.com/backend-api/me",
        "2.40 s  receive 2.10 s, #2 POST chatgpt.com/backend-api/conversation",
        "Request ids, which are kept",
        "Secrets",
        "session-cookie",
        "Where they stand",
        "request.headers",
        "What desks take",
    ] {
        assert!(text.contains(part), "lacks {part}:\n{text}");
    }
}

#[test]
fn it_fits_eighty_columns_and_shows_no_secret() {
    for capture in ["tickets/openai.har", "sample.har", "captures/chrome.har"] {
        for args in [&[][..], &["-v"]] {
            let text = inspect(capture, args);
            for line in text.lines() {
                assert!(line.chars().count() <= 80, "{line}");
            }
            for secret in ["inv3nt3dQx7", "sk-proj-invented", "haruka.invented"] {
                assert!(!text.contains(secret), "{secret}");
            }
        }
    }
}

#[test]
fn what_is_missing_is_said() {
    let dir = tempdir().unwrap();
    let write = |entry: &str| {
        let text = format!(
            r#"{{"log":{{"version":"1.2","creator":{{"name":"WebInspector","version":"1"}},"entries":[{entry}]}}}}"#
        );
        std::fs::write(dir.path().join("a.har"), text).unwrap();
        let ran = unharm(dir.path(), ["inspect", "a.har"]).ok();
        String::from_utf8(ran.stdout).unwrap()
    };
    let stripped = write(
        r#"{"startedDateTime":"2026-01-02T03:04:05+02:00","request":{"method":"GET","url":"https://a.example/","headers":[{"name":"Accept","value":"*/*"}]},"response":{"status":200,"content":{"size":9}}}"#,
    );
    for part in
        ["stripped, as Chrome's sanitized", "not in the capture (1 missing)", "offsets +02:00"]
    {
        assert!(stripped.contains(part), "{part}\n{stripped}");
    }
    assert!(write("").contains("no headers in the capture"));
}

#[test]
fn json_has_the_same_and_any_number_of_threads_agrees() {
    let json = |threads: &str| {
        let text = inspect("tickets/openai.har", &["--json", "-j", threads]);
        serde_json::from_str::<Value>(&text).unwrap()
    };
    let one = json("1");
    let insight = &one["insights"][0];
    assert_eq!(insight["zones"][0]["zone"], "Z");
    assert_eq!(insight["redirect_loops"][0]["rounds"], 3);
    assert_eq!(insight["refusal_chains"][0]["ends_well"], true);
    assert_eq!(insight["faults"]["preflights"], 1);
    assert_eq!(insight["handles"]["custom_gpts"][0]["value"], "g-Kd83hTz6Qe");
    assert!(one["desks"][0].as_array().unwrap().iter().any(|desk| desk["desk"] == "openai"));
    for threads in ["2", "7"] {
        let other = json(threads);
        assert_eq!(other["insights"], one["insights"]);
        assert_eq!(other["captures"][0]["traffic"], one["captures"][0]["traffic"]);
    }
}
