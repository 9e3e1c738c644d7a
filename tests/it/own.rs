//! A capture that was recorded from a site made for the purpose: every planted value is gone, and
//! every decoy stays. Nothing here shares code with the detector.

use std::fs;

use serde_json::Value;

use crate::captures::real;
use crate::command::unharm;

#[test]
fn what_was_planted_is_gone_and_decoys_stay() {
    let Some(capture) = real().into_iter().find(|path| path.ends_with("pw-embed.har")) else {
        return;
    };
    let planted = fs::read(capture.with_file_name("pw-embed.secrets.json")).unwrap();
    let planted: Value = serde_json::from_slice(&planted).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().to_str().unwrap();
    unharm(directory.path(), [capture.to_str().unwrap(), "-o", out]).ok();
    let before = readings(&fs::read(&capture).unwrap());
    let after = readings(&fs::read(directory.path().join("pw-embed.sanitized.har")).unwrap());

    let left = values(&planted["secrets"])
        .filter(|(_, value)| after.iter().any(|text| text.contains(value)))
        .map(|(name, _)| name);
    assert_eq!(left.collect::<Vec<_>>(), [""; 0]);
    for (name, value) in values(&planted["decoys"]) {
        let count = |texts: &[String]| -> usize {
            texts.iter().map(|text| text.matches(value).count()).sum()
        };
        assert_eq!(count(&after), count(&before), "{name}");
    }
}

fn values(list: &Value) -> impl Iterator<Item = (&str, &str)> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|item| (item["name"].as_str().unwrap(), item["value"].as_str().unwrap()))
}

/// Every string of a capture as it stands, without percent encoding, and out of base64.
fn readings(capture: &[u8]) -> Vec<String> {
    let mut texts = Vec::new();
    strings(&serde_json::from_slice(capture).unwrap(), &mut texts);
    let mut readings = Vec::new();
    for text in texts {
        let decoded = base64_simd::STANDARD.decode_to_vec(text.as_bytes());
        readings.extend(decoded.map(|bytes| bytes.iter().map(|byte| char::from(*byte)).collect()));
        readings.push(without_percent(&text));
        readings.push(text);
    }
    readings
}

fn strings(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| strings(item, texts)),
        Value::Object(members) => members.values().for_each(|item| strings(item, texts)),
        _ => {}
    }
}

fn without_percent(text: &str) -> String {
    let mut pieces = text.split('%');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let code = piece.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match code {
            Some(code) => {
                plain.push(char::from(code));
                plain.push_str(&piece[2..]);
            }
            None => {
                plain.push('%');
                plain.push_str(piece);
            }
        }
    }
    plain
}
