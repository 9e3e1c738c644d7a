use serde_json::{Value, json};

use super::*;

/// Cuts `entry` and checks what must hold for every cut.
fn check(entry: &str, bytes_max: usize) -> (Value, Vec<BodyCut>) {
    let cut = Cutter::new().cut(entry.as_bytes(), bytes_max).unwrap();
    assert!(cut.text.len() <= bytes_max, "{} > {bytes_max}", cut.text.len());
    (serde_json::from_slice(&cut.text).unwrap(), cut.cuts)
}

fn entry(text: &str, encoding: &str) -> String {
    format!(
        r#"{{"request":{{"url":"u"}},"response":{{"content":{{"size":9,"encoding":"{encoding}","text":"{text}"}}}}}}"#
    )
}

#[test]
fn the_longest_body_is_cut_and_marked() {
    let body = "b".repeat(10_000);
    let entry = json!({
        "request": {"postData": {"text": "short", "comment": "seen"}},
        "response": {"content": {"size": 10_000, "mimeType": "text/plain", "text": body}},
    });
    let (json, cuts) = check(&entry.to_string(), 2000);
    let content = &json["response"]["content"];
    let kept = content["text"].as_str().unwrap().len();
    assert!((1500..2000).contains(&kept), "{kept}: no more than needed goes");
    let mark = format!("[unharm: cut from 10000 to {kept} bytes]");
    assert_eq!(
        *content,
        json!({
            "size": 10_000, "mimeType": "text/plain", "text": "b".repeat(kept), "comment": mark,
        })
    );
    assert_eq!(json["request"], entry["request"]);
    let kind = BodyKind::Response;
    assert_eq!(cuts, [BodyCut { kind, count: 1, bytes: 10_000, bytes_kept: kept as u64 }]);
}

#[test]
fn all_kinds_of_bodies_are_cut_to_one_length() {
    let long = "l".repeat(5000);
    let frames: Vec<_> =
        (0..4).map(|i| json!({"opcode": 1, "data": long[..i * 1500 + 1]})).collect();
    let entry = json!({
        "request": {"postData": {"text": long, "params": [{"value": long}], "comment": "seen"}},
        "response": {"content": {"text": long, "comment": null}},
        "_webSocketMessages": frames,
        "_eventSourceMessages": [{"data": long}, 7],
    });
    let (json, cuts) = check(&entry.to_string(), 9000);
    let counts: Vec<_> = cuts.iter().map(|cut| (cut.kind, cut.count)).collect();
    assert_eq!(counts, [(BodyKind::Request, 2), (BodyKind::Response, 1), (BodyKind::Frames, 4)]);
    let comment = |node: &Value| node["comment"].as_str().unwrap().to_owned();
    assert!(
        comment(&json["request"]["postData"]).starts_with("seen [unharm: 2 bodies cut from 10000")
    );
    assert!(comment(&json["response"]["content"]).starts_with("[unharm: cut"));
    assert!(comment(&json).starts_with("[unharm: 4 bodies cut"));
    let frame = |i: usize| json["_webSocketMessages"][i]["data"].as_str().unwrap().len();
    assert_eq!((frame(0), frame(2)), (1, frame(3)), "short ones stay");
    assert_eq!(json["_eventSourceMessages"][0]["data"].as_str().unwrap().len(), frame(3));
}

#[test]
fn no_character_is_cut_in_half() {
    let bodies = [r"\n\u00e9", r"\ud83d\ude00x", "😀é€x", r"\\", r#"\""#, r"\ud83d"];
    for unit in bodies {
        let text = unit.repeat(300);
        let whole: Vec<u16> = units(&text);
        for bytes_max in 400..430 {
            let cut = Cutter::new().cut(entry(&text, "").as_bytes(), bytes_max).unwrap();
            assert!(cut.text.len() <= bytes_max);
            let raw = String::from_utf8(cut.text).unwrap();
            let start = raw.find("\"text\":\"").unwrap() + 8;
            let end = raw.find("\",\"comment\":\"[unharm").unwrap();
            let kept = units(&raw[start..end]);
            assert!(!kept.is_empty() && whole.starts_with(&kept), "{unit}");
            if unit != r"\ud83d" {
                assert!(String::from_utf16(&kept).is_ok(), "{unit}: half a pair");
            }
        }
    }
}

/// The UTF-16 units of a JSON string, which may have half pairs.
fn units(raw: &str) -> Vec<u16> {
    let mut units = Vec::new();
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            (_, Some('u')) => {
                let hex: String = chars.by_ref().take(4).collect();
                units.push(u16::from_str_radix(&hex, 16).unwrap());
                assert_eq!(hex.len(), 4);
            }
            (_, Some(escape)) => units.push(escape as u16),
            (c, None) => {
                assert_ne!(c, '\\', "half an escape");
                units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
            }
        }
    }
    units
}

#[test]
fn base64_is_cut_between_groups() {
    for unit in ["QUJD", r"QU\/D", r"QUJDQUJD\r\n", "aé漢c"] {
        let text = unit.repeat(300);
        for bytes_max in 400..412 {
            let (json, _) = check(&entry(&text, "base64"), bytes_max);
            let kept = json["response"]["content"]["text"].as_str().unwrap();
            let digits = kept.chars().filter(|c| !c.is_ascii_whitespace()).count();
            assert!(digits > 0 && digits % 4 == 0, "{unit}: {digits}");
        }
    }
    let frame = json!({"_webSocketMessages": [{"opcode": 2, "data": "QUJD".repeat(300)}]});
    let (json, _) = check(&frame.to_string(), 401);
    assert_eq!(json["_webSocketMessages"][0]["data"].as_str().unwrap().len() % 4, 0);
}

#[test]
fn what_needs_no_cut_or_cannot_be_cut() {
    let small = entry("text", "");
    let (json, cuts) = check(&small, small.len());
    assert_eq!(json, serde_json::from_str::<Value>(&small).unwrap());
    assert!(cuts.is_empty());
    let url = format!(r#"{{"request":{{"url":"{}"}}}}"#, "u".repeat(5000));
    for (entry, bytes_max) in [(url.as_str(), 1000), (&small, 20), ("[]", 9), ("{", 9)] {
        assert_eq!(Cutter::new().cut(entry.as_bytes(), bytes_max), None, "{entry:.20}");
    }
}

#[test]
fn white_space_and_twice_written_members_are_no_obstacle() {
    let long = "x".repeat(900);
    let entry = format!(
        "{{\n \"response\": {{\"content\": {{\n  \"text\": \"{long}\",\n  \"text\": \"{long}\"\n }} }}\n}}"
    );
    let (json, cuts) = check(&entry, 700);
    assert_eq!(cuts[0].count, 2);
    assert!(json["response"]["content"]["comment"].is_string());
}

#[test]
fn entries_of_real_captures_stay_json() {
    let mut cutter = Cutter::new();
    for (path, file) in crate::har::captures::captures() {
        let (mut scanner, mut spans) = (crate::har::Scanner::new(), Vec::new());
        if scanner.feed(&file, &mut spans).is_err() {
            continue;
        }
        for span in spans {
            let entry =
                &file[usize::try_from(span.start).unwrap()..usize::try_from(span.end).unwrap()];
            let bytes_max = entry.len() * 3 / 4;
            if let Some(cut) = cutter.cut(entry, bytes_max) {
                assert!(cut.text.len() <= bytes_max, "{path:?}");
                assert!(!cut.cuts.is_empty());
                assert!(Index::new().build(&cut.text).is_ok(), "{path:?}");
            }
        }
    }
}
