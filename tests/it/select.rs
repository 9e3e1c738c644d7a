//! Which entries are kept: by each criterion, with what led to a failure, in parts or whole; what is
//! left out is counted and still names secrets.

use std::path::Path;

use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

use crate::command::{Ran, entries, names, unharm};

/// A small session: a document with what it loads, calls that fail, two pages, out of order.
fn capture() -> Value {
    let start = |second: u32| format!("2026-03-09T14:34:{second:02}.000Z");
    let entry = |id: &str, second: u32, method: &str, url: &str, status: i32, kind: &str| {
        let page = if second < 30 { "page_1" } else { "page_2" };
        json!({
            "pageref": page, "startedDateTime": start(second), "time": 2000, "comment": id,
            "_resourceType": kind, "request": { "method": method, "url": url, "headers": [] },
            "response": { "status": status, "headers": [], "redirectURL": "",
                "content": { "mimeType": "" } },
        })
    };
    let mut all = vec![
        entry("hop", 0, "GET", "http://shop.example/", 301, "document"),
        entry("doc", 1, "GET", "https://shop.example/start", 200, "document"),
        entry("script", 2, "GET", "https://cdn.example/app.js", 200, "script"),
        entry("image", 3, "GET", "https://cdn.example/a.png?x=1", 200, "image"),
        entry("ok", 4, "GET", "https://api.shop.example/list", 200, "fetch"),
        entry("call", 6, "POST", "https://api.shop.example/pay?id=7", 503, "fetch"),
        entry("preflight", 5, "OPTIONS", "https://api.shop.example/pay?id=7", 204, "preflight"),
        entry("doc2", 30, "GET", "https://shop.example/done", 200, "document"),
        entry("missing", 31, "GET", "https://shop.example/icon.ico", 404, "other"),
        entry("blocked", 40, "GET", "https://ads.example/t.js", 0, "script"),
        entry("error", 50, "GET", "https://late.example/x", 200, "xhr"),
    ];
    all[0]["response"]["redirectURL"] = json!("https://shop.example/start");
    all[3]["_resourceType"] = Value::Null;
    all[3]["response"]["content"]["mimeType"] = json!("image/png; q=1");
    let frames = json!([{ "url": "" }, { "url": "https://cdn.example/app.js#x" }]);
    all[5]["_initiator"] = json!({ "type": "script", "stack": { "callFrames": [], "parent": { "callFrames": frames } } });
    all[8]["_initiator"] = json!({ "type": "parser", "url": "https://shop.example/done" });
    all[9]["request"]["headers"] =
        json!([{ "name": "Referer", "value": "https://nowhere.example/" }]);
    all[10]["response"]["_error"] = json!("net::ERR_ABORTED");
    all[10].as_object_mut().unwrap().remove("pageref");
    let page =
        |id: &str| json!({ "id": id, "title": id, "startedDateTime": start(0), "pageTimings": {} });
    let pages = json!([page("page_1"), page("page_2"), page("unnamed")]);
    json!({ "log": { "version": "1.2", "pages": pages, "entries": all } })
}

fn folder(capture: &Value) -> TempDir {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), capture.to_string()).unwrap();
    dir
}

fn ids(file: &Path) -> Vec<String> {
    let said = |entry: &Value| entry["comment"].as_str().unwrap().to_owned();
    entries(&std::fs::read(file).unwrap()).iter().map(said).collect()
}

const ALL: [&str; 11] = [
    "hop",
    "doc",
    "script",
    "image",
    "ok",
    "call",
    "preflight",
    "doc2",
    "missing",
    "blocked",
    "error",
];

/// Sanitizes and splits with these arguments; these entries must be kept, and the rest counted.
#[track_caller]
fn check(args: &[&str], expected: &[&str]) {
    let dir = folder(&capture());
    let ran = unharm(dir.path(), ["a.har", "--json", "-o", "out"].iter().chain(args)).ok();
    let report = &ran.json()["captures"][0];
    assert_eq!(ids(&dir.path().join("out/a.sanitized.har")), expected, "{args:?}");
    let left_out = ALL.len() - expected.len();
    assert_eq!(report["entries_left_out"], left_out, "{args:?}");
    assert_eq!(report["entries"], ALL.len());
    assert_eq!(report["chunks"][0]["entries"], expected.len());
    let ran = unharm(dir.path(), ["split", "a.har", "--json", "-o", "out"].iter().chain(args)).ok();
    assert_eq!(ran.json()["entries_left_out"], left_out, "{args:?}");
    assert_eq!(ids(&dir.path().join("out/a.split.har")), expected, "{args:?}");
    let dry = unharm(dir.path(), ["a.har", "--json", "--dry-run"].iter().chain(args)).ok();
    assert_eq!(dry.json()["captures"][0]["entries_left_out"], left_out, "{args:?}");
    assert_eq!(dry.json()["captures"][0]["redactions"], report["redactions"], "{args:?}");
}

#[test]
fn by_what_an_entry_says() {
    check(&[], &ALL);
    check(&["--host", "cdn.example"], &["script", "image"]);
    check(&["--host", "*.shop.example"], &["ok", "call", "preflight"]);
    check(&["--host", "ads.example,late.example"], &["blocked", "error"]);
    check(&["--not-host", "shop.example", "--not-host", "cdn.example"], &["blocked", "error"]);
    check(&["--url", r"\.js$", "--url", "icon"], &["script", "missing", "blocked"]);
    check(&["--status", "4xx,5xx,0"], &["call", "missing", "blocked"]);
    check(&["--status", "200-204", "--method", "options"], &["preflight"]);
    check(&["--type", "image"], &["image"]);
    check(&["--type", "image/*,js"], &["script", "image", "blocked"]);
    check(&["--type", "xhr"], &["ok", "call", "error"]);
    check(&["--page", "page_2"], &["doc2", "missing", "blocked"]);
    check(&["--page", "1", "--type", "document"], &["hop", "doc"]);
}

#[test]
fn by_time() {
    check(&["--since", "+30s"], &["doc2", "missing", "blocked", "error"]);
    check(&["--until", "2026-03-09T15:34:01+01:00"], &["hop", "doc"]);
    check(&["--since", "2026-03-09T14:34:05Z", "--until", "+30s"], &["call", "preflight", "doc2"]);
    // What started before and was still under way counts.
    check(&["--around", "+8s±1s"], &["call", "preflight"]);
    check(
        &["--around", "+8s+-1s", "--around", "2026-03-09T14:34:41Z±1s"],
        &["call", "preflight", "blocked"],
    );
}

#[test]
fn failures_with_what_led_to_them() {
    let led = ["hop", "doc", "script", "call", "preflight"];
    check(&["--failed", "--host", "api.shop.example"], &led);
    check(&["--failed", "--status", "404"], &["doc2", "missing"]);
    check(&["--failed", "--url", "ads"], &["doc2", "blocked"]);
    let all = ["hop", "doc", "script", "call", "preflight", "doc2", "missing", "blocked", "error"];
    check(&["--failed"], &all);
}

#[test]
fn pages_of_what_is_left_out_go() {
    let dir = folder(&capture());
    unharm(dir.path(), ["a.har", "-q", "--page", "page_2"]).ok();
    let output = std::fs::read(dir.path().join("a.sanitized.har")).unwrap();
    let output: Value = serde_json::from_slice(&output).unwrap();
    let pages = output["log"]["pages"].as_array().unwrap().iter();
    assert_eq!(
        pages.map(|page| page["id"].as_str().unwrap()).collect::<Vec<_>>(),
        ["page_2", "unnamed"]
    );
}

#[test]
fn nothing_selected_is_an_error_and_what_is_wrong_is_said() {
    let dir = folder(&capture());
    let refused = |ran: &Ran, expected: &str| {
        assert_eq!(ran.code, Some(2));
        assert!(ran.stderr.contains(expected), "{}", ran.stderr);
        assert_eq!(names(dir.path()), ["a.har"]);
    };
    for verb in ["sanitize", "split"] {
        let ran = unharm(dir.path(), [verb, "a.har", "--host", "other.example"]);
        refused(&ran, "no entry of \"a.har\" meets what was selected");
        for (arg, value, expected) in [
            ("--host", "https://a.example/", "is no host"),
            ("--url", "(", "unclosed group"),
            ("--status", "4x", "is no status"),
            ("--type", "picture", "is no type"),
            ("--since", "noon", "is no time"),
            ("--around", "+5s", "is no span of time"),
        ] {
            refused(&unharm(dir.path(), [verb, "a.har", arg, value]), expected);
        }
    }
}

#[test]
fn what_is_left_out_names_secrets_and_is_said() {
    let mut capture = capture();
    let token = "tGq7Lw93KxPz";
    capture["log"]["entries"][5]["request"]["headers"] =
        json!([{ "name": "Authorization", "value": format!("Bearer {token}") }]);
    capture["log"]["entries"][1]["response"]["content"]["text"] =
        json!(format!("<!-- {token} -->"));
    let dir = folder(&capture);
    let ran = unharm(dir.path(), ["a.har", "--type", "document"]).ok();
    assert!(ran.stderr.contains("8 entries left out, not selected"), "{}", ran.stderr);
    let output = std::fs::read_to_string(dir.path().join("a.sanitized.har")).unwrap();
    assert!(output.contains("<!-- redacted-") && !output.contains(token), "{output}");
}

#[test]
fn long_entries_are_selected_too() {
    let mut capture = capture();
    let body = "All is well here. ".repeat(300_000);
    for at in [3, 5, 8] {
        // What says what it is stands in front of the body and behind it.
        let entry = capture["log"]["entries"][at].as_object_mut().unwrap();
        entry["response"]["content"]["text"] = json!(body);
        let status = entry["response"].as_object_mut().unwrap().shift_remove("status").unwrap();
        entry["response"]["status"] = status;
        let started = entry.shift_remove("startedDateTime").unwrap();
        entry.insert("startedDateTime".to_owned(), started);
    }
    let dir = folder(&capture);
    for (args, expected) in [
        (&["--host", "cdn.example"][..], &["script", "image"][..]),
        (&["--since", "+6s", "--until", "+31s"], &["call", "doc2", "missing"]),
        (&["--failed", "--status", "404"], &["doc2", "missing"]),
        (&["--type", "fetch"], &["ok", "call", "error"]),
        (
            &["--not-host", "api.shop.example", "--page", "page_1"],
            &["hop", "doc", "script", "image"],
        ),
    ] {
        for threads in ["1", "3"] {
            let run = ["a.har", "-q", "--force", "--max-size", "none", "-j", threads];
            unharm(dir.path(), run.iter().chain(args)).ok();
            assert_eq!(ids(&dir.path().join("a.sanitized.har")), expected, "{args:?}");
        }
    }
}
