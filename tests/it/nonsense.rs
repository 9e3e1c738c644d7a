//! Captures that are JSON and follow nothing of what HAR says: they are read, what is secret in
//! them goes, and what is not comes out as it was.

use serde_json::{Value, json};

use crate::command::{entries, unharm_with};

const SECRET: &str = "q7Xv0Lm3-Invented-Zk81";

fn shapes() -> Vec<(&'static str, Value)> {
    let odd = [
        json!(null),
        json!(7),
        json!(-1e300),
        json!(true),
        json!(""),
        json!("text"),
        json!([]),
        json!([null, 7, "x", [[]], {}]),
        json!({}),
        json!({"0": {"name": 7, "value": null}, "length": 1}),
    ];
    let members = [
        "/request",
        "/response",
        "/startedDateTime",
        "/time",
        "/pageref",
        "/cache",
        "/timings",
        "/request/url",
        "/request/method",
        "/request/headers",
        "/request/headers/0",
        "/request/headers/0/name",
        "/request/headers/0/value",
        "/request/cookies",
        "/request/cookies/0/value",
        "/request/queryString",
        "/request/postData",
        "/request/postData/params",
        "/request/postData/mimeType",
        "/request/postData/text",
        "/response/status",
        "/response/content",
        "/response/content/text",
        "/response/content/mimeType",
        "/response/content/encoding",
        "/response/redirectURL",
        "/_webSocketMessages",
        "/_webSocketMessages/0/data",
        "/_initiator",
    ];
    let mut shapes = Vec::new();
    for member in members {
        for value in &odd {
            let mut entry = entry();
            *entry.pointer_mut(member).unwrap() = value.clone();
            shapes.push((member, entry));
        }
    }
    shapes
}

fn entry() -> Value {
    json!({
        "startedDateTime": "2026-01-02T03:04:05.678Z", "time": 12.5, "pageref": "page_1",
        "request": {"method": "POST", "url": "https://shop.example.net/a?b=1", "httpVersion": "h2",
            "headers": [{"name": "accept", "value": "*/*"}], "cookies": [{"name": "a", "value": ""}],
            "queryString": [], "postData": {"mimeType": "text/plain", "params": [], "text": "x"}},
        "response": {"status": 200, "headers": [], "cookies": [], "redirectURL": "",
            "content": {"mimeType": "text/plain", "encoding": "base64", "text": "eA=="}},
        "cache": {}, "timings": {}, "_webSocketMessages": [{"data": "x"}], "_initiator": {},
        // Wherever the nonsense is, this must go.
        "_state": {"password": SECRET},
    })
}

#[track_caller]
fn redact(entries_in: &[Value]) -> Vec<Value> {
    let capture = json!({"log": {"entries": entries_in}}).to_string();
    let ran = unharm_with(std::path::Path::new("."), &["-q", "-", "-o", "-"], capture.as_bytes());
    let output = ran.ok().stdout;
    assert!(!String::from_utf8_lossy(&output).contains(SECRET));
    entries(&output)
}

#[test]
fn members_of_any_type() {
    let shapes = shapes();
    let entries: Vec<Value> = shapes.iter().map(|(_, entry)| entry.clone()).collect();
    let output = redact(&entries);
    assert_eq!(output.len(), shapes.len());
    for ((member, before), after) in shapes.iter().zip(output) {
        let mut expected = before.clone();
        // A cookie is one, whatever its type.
        let odd = after.pointer(member).unwrap();
        if odd.as_str().is_some_and(|odd| odd.starts_with("redacted-")) {
            assert!(member.contains("cookies"), "{member}");
            *expected.pointer_mut(member).unwrap() = odd.clone();
        }
        expected["_state"]["password"] = after["_state"]["password"].clone();
        assert_eq!(expected, after);
    }
}

#[test]
fn secrets_in_odd_shapes() {
    let with = |change: &dyn Fn(&mut Value)| {
        let mut entry = entry();
        change(&mut entry);
        entry
    };
    redact(&[
        with(&|e| e["request"]["headers"] = json!({"authorization": format!("Bearer {SECRET}")})),
        with(&|e| e["request"]["headers"] = json!([["cookie", format!("session={SECRET}")]])),
        with(&|e| e["request"]["cookies"] = json!({"session": SECRET})),
        with(&|e| e["request"]["cookies"] = json!([{"name": "session", "value": [SECRET]}])),
        with(&|e| e["request"]["postData"] = json!(format!("password={SECRET}"))),
        with(&|e| e["request"]["postData"] = json!({"text": {"password": SECRET}})),
        with(&|e| e["request"]["url"] = json!([format!("https://a.test/?password={SECRET}")])),
        with(&|e| e["response"]["content"]["text"] = json!({"access_token": SECRET})),
        // Encodings that lie.
        with(&|e| {
            e["response"]["content"]["text"] = json!(format!("{{\"password\":\"{SECRET}\"}}"))
        }),
        with(&|e| {
            let text = base64_simd::STANDARD.encode_to_string(format!("password={SECRET}"));
            e["response"]["content"] = json!({"text": text, "mimeType": "text/plain"});
        }),
        with(&|e| {
            let text = base64_simd::STANDARD.encode_to_string(format!("password={SECRET}"));
            e["response"]["content"]["text"] = json!(text[..text.len() - 1].trim_end_matches('='));
        }),
        with(&|e| {
            e["response"]["content"] = json!({"encoding": "gzip", "mimeType": "image/png",
                "text": format!("password={SECRET}&a=1")});
        }),
    ]);
}

#[test]
fn entries_that_are_none() {
    for (entries, code) in [
        ("null", 2),
        ("7", 2),
        ("\"[]\"", 2),
        ("{}", 2),
        ("[null]", 2),
        ("[[]]", 2),
        ("[{},1]", 2),
        ("[]", 0),
        ("[{}]", 0),
        ("[{\"log\":{\"entries\":[]}}]", 0),
    ] {
        let capture = format!("{{\"log\":{{\"entries\":{entries}}}}}");
        let args = &["-q", "-", "-o", "-"];
        let ran = unharm_with(std::path::Path::new("."), args, capture.as_bytes());
        assert_eq!(ran.code, Some(code), "{entries}: {}", ran.stderr);
        assert!(code == 2 || ran.stdout == capture.as_bytes(), "{entries}");
    }
}

/// A name tells what stands under it also where the format knows a string, or another member.
#[test]
fn a_name_counts_wherever_it_stands() {
    let pair = |more: Value| json!([{ "name": "a", "value": "b", "login": more }]);
    for entry in [
        json!({ "request": { "url": { "password": "hunter2" } } }),
        json!({ "request": { "x": { "url": { "y": { "password": "hunter2" } } } } }),
        json!({ "request": { "x": { "url": { "password": 12_345_678 } } } }),
        json!({ "response": { "redirectURL": { "password": "hunter2" } } }),
        json!({ "comment": { "password": "hunter2" } }),
        json!({ "request": { "comment": [{ "password": "hunter2" }] } }),
        json!({ "cookies": { "sid": "hunter2" } }),
        json!({ "request": { "headers": pair(json!({ "password": "hunter2" })) } }),
        json!({ "request": { "cookies": [{ "name": "a", "value": "b", "password": "hunter2" }] } }),
        json!({ "request": { "cookies": [{ "name": "authorization", "value": "v=hunter2" }] } }),
    ] {
        let text = redact(&[entry])[0].to_string();
        assert!(!text.contains("hunter2") && !text.contains("12345678"), "{text}");
        assert!(text.contains("redacted-"), "{text}");
    }
}
