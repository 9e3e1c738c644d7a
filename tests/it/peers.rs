//! Bugs of other tools that redact captures, a test for each: none of them is here.

use std::fs;

use serde_json::{Value, json};
use tempfile::tempdir;

use crate::command::{entries, repeated, unharm, unharm_with};

const SECRET: &str = "kW4vR8tZ1mXq7LbN3sYd";
const OTHER: &str = "hJ6pC2gF9wTx5KdV8nQz";

/// A capture of this entry alone.
fn capture(entry: &Value) -> Value {
    json!({"log": {"version": "1.2", "creator": {"name": "t", "version": "1"}, "entries": [entry]}})
}

/// What the command makes of an entry, and that neither secret is in it.
#[track_caller]
fn redacted(entry: Value, options: &[&str]) -> Value {
    let text = capture(&entry).to_string();
    let dir = tempdir().unwrap();
    let args = [&["-", "-o", "-", "-q"], options].concat();
    let out = unharm_with(dir.path(), &args, text.as_bytes()).ok().stdout;
    let written = String::from_utf8(out.clone()).unwrap();
    for secret in [SECRET, OTHER] {
        assert!(!written.contains(secret), "{written}");
    }
    entries(&out).remove(0)
}

fn request(name: &str, value: &str) -> Value {
    json!({"request": {"url": "https://a.example/", "headers": [{"name": name, "value": value}]}})
}

fn response(content: Value) -> Value {
    json!({"response": {"status": 200, "content": content}})
}

#[test]
fn names_of_headers_in_any_case() {
    for name in ["authorization", "AUTHORIZATION", "Authorization", "aUTHORIZATION"] {
        let entry = redacted(request(name, &format!("Bearer {SECRET}")), &[]);
        assert_eq!(entry["request"]["headers"][0]["name"], name);
    }
    redacted(request("x-api-key", SECRET), &[]);
    redacted(request("COOKIE", &format!("sid={SECRET}")), &[]);
}

#[test]
fn media_types_with_a_charset() {
    let json = format!(r#"{{"access_token":"{SECRET}","page":7}}"#);
    let entry = response(json!({"mimeType": "application/json; charset=utf-8", "text": json}));
    let text = redacted(entry, &[])["response"]["content"]["text"].as_str().unwrap().to_owned();
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["page"], 7);
    let mime = "application/x-www-form-urlencoded;charset=UTF-8";
    let post = json!({"mimeType": mime, "text": format!("a=1&password={SECRET}&b=2")});
    let entry = redacted(json!({"request": {"url": "", "postData": post}}), &[]);
    let text = entry["request"]["postData"]["text"].as_str().unwrap();
    assert!(text.starts_with("a=1&password=redacted-") && text.ends_with("&b=2"), "{text}");
}

#[test]
fn names_with_signs_of_patterns() {
    for name in ["a+b", "x^y", "[sid", "q(", "a.*", "$n", "s|t"] {
        redacted(request("Cookie", &format!("{name}={SECRET}; {name}2={OTHER}")), &[]);
    }
    let post = json!({"mimeType": "", "params": [{"name": "user[card]+(1)", "value": OTHER}]});
    let entry = json!({"request": {"url": "", "postData": post}});
    redacted(entry, &["--redact", "user[card]+(1)"]);
}

#[test]
fn cookies_that_are_folded_into_one_header() {
    let lines = format!("a={SECRET}; Path=/; HttpOnly\nb={OTHER}; Secure");
    let headers = json!([{"name": "set-cookie", "value": lines}]);
    let entry = redacted(json!({"response": {"headers": headers}}), &[]);
    let value = entry["response"]["headers"][0]["value"].as_str().unwrap();
    assert!(value.contains("; Path=/; HttpOnly\nb=redacted-") && value.ends_with("; Secure"));
}

#[test]
fn a_relative_location() {
    let place = format!("login?next=%2Fhome&code={SECRET}");
    let entry = json!({"response": {"status": 302, "redirectURL": place,
        "headers": [{"name": "Location", "value": place}]}});
    let entry = redacted(entry, &[]);
    let redirect = entry["response"]["redirectURL"].as_str().unwrap();
    assert!(redirect.starts_with("login?next=%2Fhome&code=redacted-"), "{redirect}");
    assert_eq!(entry["response"]["headers"][0]["value"], redirect);
}

#[test]
fn json_in_base64() {
    let json = format!(r#"{{"client_secret":"{SECRET}","n":[1,2]}}"#);
    let text = base64_simd::STANDARD.encode_to_string(&json);
    assert!(!text.contains(SECRET));
    let entry =
        response(json!({"mimeType": "application/json", "encoding": "base64", "text": text}));
    let entry = redacted(entry, &[]);
    let text = entry["response"]["content"]["text"].as_str().unwrap();
    let body: Value =
        serde_json::from_slice(&base64_simd::STANDARD.decode_to_vec(text).unwrap()).unwrap();
    assert!(body["client_secret"].as_str().unwrap().starts_with("redacted-"));
    assert_eq!(body["n"], json!([1, 2]));
}

/// Empty objects and arrays, nulls, what is absent: all of it stays as it is.
#[test]
fn shapes_stay() {
    let entry = json!({
        "request": {"url": "https://a.example/", "cookies": [{"name": "c", "value": SECRET,
            "expires": null}, {"name": "d", "value": OTHER, "expires": "2027-03-01T00:00:00.000Z"}],
            "postData": {"mimeType": "text/plain"}, "queryString": [], "headers": []},
        "response": {"content": {}, "cookies": [], "headers": [{"name": "a", "value": ["x", "y"]}]},
        "cache": {}, "timings": {"send": 0}, "_list": [], "_map": {}, "_null": null,
    });
    let after = redacted(entry.clone(), &[]);
    let mut expected = entry;
    for at in 0..2 {
        let value = after["request"]["cookies"][at]["value"].clone();
        assert!(value.as_str().unwrap().starts_with("redacted-"));
        expected["request"]["cookies"][at]["value"] = value;
    }
    assert_eq!(after, expected);
    assert!(after.get("_initiator").is_none());
}

#[test]
fn entries_keep_their_order() {
    let dir = tempdir().unwrap();
    let mut capture: Value = serde_json::from_slice(&repeated(200)).unwrap();
    for (number, entry) in capture["log"]["entries"].as_array_mut().unwrap().iter_mut().enumerate()
    {
        entry["_number"] = number.into();
    }
    let out = unharm_with(dir.path(), &["-", "-o", "-", "-q"], capture.to_string().as_bytes());
    let numbers: Vec<u64> =
        entries(&out.ok().stdout).iter().map(|entry| entry["_number"].as_u64().unwrap()).collect();
    assert!(numbers.into_iter().eq(0..200));
}

#[test]
fn a_pipe_takes_all() {
    let dir = tempdir().unwrap();
    let capture = repeated(300);
    assert!(capture.len() > 4 * (64 << 10));
    let out = unharm_with(dir.path(), &["-", "-o", "-", "-q"], &capture).ok().stdout;
    assert_eq!(entries(&out).len(), 300);
}

/// What the user adds to the rules takes nothing from them.
#[test]
fn more_to_redact_is_never_less() {
    let entry = || {
        let mut entry = request("Authorization", &format!("Bearer {SECRET}"));
        entry["_note"] = json!({"ticket_text": OTHER});
        entry
    };
    redacted(entry(), &["--redact", "ticket_text"]);
    redacted(entry(), &["--redact", "/./"]);
    redacted(entry(), &["--redact", "ticket_text", "--level", "public"]);
}

#[test]
fn messages_hold_no_value() {
    let dir = tempdir().unwrap();
    let text = capture(&request("Cookie", &format!("sid={SECRET}"))).to_string();
    for broken in [&text[..text.len() - 3], &text.replace("\"}]", "\"}"), &text.replace(':', "")] {
        let ran = unharm_with(dir.path(), &["-", "-o", "-"], broken.as_bytes());
        assert_eq!(ran.code, Some(2));
        assert!(!ran.printed().contains(SECRET), "{}", ran.printed());
    }
}

#[test]
fn utf16_is_read() {
    let text = capture(&request("Cookie", &format!("sid={SECRET}"))).to_string();
    for order in [u16::to_le_bytes, u16::to_be_bytes] {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        let bytes: Vec<u8> = units.flat_map(order).collect();
        let dir = tempdir().unwrap();
        fs::write(dir.path().join("a.har"), bytes).unwrap();
        unharm(dir.path(), ["a.har", "-q"]).ok();
        let out = fs::read(dir.path().join("a.sanitized.har")).unwrap();
        let plain: Vec<u8> = out.into_iter().filter(|byte| *byte != 0).collect();
        assert!(memchr::memmem::find(&plain, b"redacted-session-cookie-1").is_some());
        assert!(memchr::memmem::find(&plain, SECRET.as_bytes()).is_none());
    }
}

#[test]
fn every_strict_flag_does_something() {
    let text = r#"{"request":{"url":"https://a.example/?q=plain-words","headers":[]}}"#;
    let entry: Value = serde_json::from_str(text).unwrap();
    assert_eq!(redacted(entry.clone(), &[]), entry);
    assert_ne!(
        redacted(entry, &["--level", "public"]),
        serde_json::from_str::<Value>(text).unwrap()
    );
    let part = |json: &str| base64_simd::URL_SAFE_NO_PAD.encode_to_string(json);
    let jwt = format!("{}.{}.{SECRET}", part(r#"{"alg":"HS256"}"#), part(r#"{"iss":"me"}"#));
    let bearer = request("Authorization", &format!("Bearer {jwt}"));
    let value =
        |entry: &Value| entry["request"]["headers"][0]["value"].as_str().unwrap().to_owned();
    assert!(value(&redacted(bearer.clone(), &[])).contains(&part(r#"{"iss":"me"}"#)));
    assert!(!value(&redacted(bearer, &["--jwt", "opaque"])).contains(&part(r#"{"iss":"me"}"#)));
}

/// A value that holds signs of a replacement pattern or of JSON breaks nothing, at any level.
#[test]
fn what_is_written_is_json_at_every_level() {
    for level in ["minimal", "support", "public"] {
        for nasty in ["$1", "$&", "\\1", "\\\"", "\"", "}{", "\u{1}", "\\u0022", "é漢😀"] {
            let value = format!("{nasty}{SECRET}{nasty}");
            let inner = json!({"password": value, "list": [value, {"apiKey": value}]}).to_string();
            let post = json!({"mimeType": "application/json", "text": inner});
            let text = capture(&json!({"request": {"url": "https://a.example/", "postData": post,
                "headers": [{"name": "Cookie", "value": format!("sid={SECRET}{nasty}")}]}}));
            let dir = tempdir().unwrap();
            let args = ["-", "-o", "-", "-q", "--level", level];
            let out = unharm_with(dir.path(), &args, text.to_string().as_bytes()).ok().stdout;
            let entry = entries(&out).remove(0);
            let text = entry["request"]["postData"]["text"].as_str().unwrap();
            let body: Value = serde_json::from_str(text).unwrap();
            assert!(body["list"].is_array() && body["password"].is_string(), "{level} {nasty}");
        }
    }
}
