//! Secrets of captures, and pieces of them, put into random other places of the same captures, each
//! written in one of many ways: whatever that makes of them, the run ends well, and what pass 2 is
//! told makes no difference.

use std::fs;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};
use unharm::detect::{Detector, Policy};
use unharm::error::Error;
use unharm::options::Options;
use unharm::pipeline;
use unharm::progress::Silent;

use crate::command::testdata;
use crate::properties::config;
use crate::properties::job::redact;

/// Captures in which the secrets are put.
const CAPTURES: [&str; 10] = [
    "charles",
    "chrome",
    "fiddler",
    "firefox",
    "ie",
    "mitmproxy",
    "playwright",
    "pollyjs",
    "safari",
    "webpagetest",
];

/// Secrets that each capture gets in headers of its first request, besides its own.
const PLANTED: [(&str, &str); 5] = [
    ("X-Api-Key", "wq8Zr4KtK71xNb-2f"),
    ("Authorization", "Basic cm9zYTpodW50ZXIya3gzWHcv"),
    ("Cookie", "sid=hunter2xk3Xw/+=7; note=lorem ipsum"),
    ("X-Auth-Token", "\"q\\u0041Zr/4Kt K71\""),
    ("X-Access-Token", "AKIAQ3VXNPLRTWZ7YB2M"),
];

/// Ways of writing a text.
const WRITINGS: [fn(&str) -> String; 10] = [
    str::to_owned,
    percent_encoded,
    |text| each(text, |char| format!("%{:02x}", char as u32 & 0xff)),
    |text| base64_simd::STANDARD.encode_to_string(text),
    |text| Value::from(text).to_string(),
    |text| each(text, |char| format!("\\x{:02x}", char as u32 & 0xff)),
    |text| each(text, |char| format!("&#{};", char as u32)),
    |text| base64_simd::URL_SAFE_NO_PAD.encode_to_string(json!({ "a": text }).to_string()),
    |text| json!({ "b": json!({ "token": text }).to_string() }).to_string(),
    |text| each(&text.replace('%', "%25"), |char| format!("%25{:02X}", char as u32 & 0xff)),
];

/// What stands before or behind a secret.
const JOINTS: [&str; 9] = ["", "\"", " ", "=", "&x=", "; ", "/", "\\", " password="];

fn percent_encoded(text: &str) -> String {
    let is_kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let written = text.bytes().map(|byte| match is_kept(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    });
    written.collect()
}

/// Every third character written by its number.
fn each(text: &str, by_number: fn(char) -> String) -> String {
    let written = text.chars().enumerate().map(|(at, char)| match at % 3 {
        0 if char.is_ascii() => by_number(char),
        _ => char.to_string(),
    });
    written.collect()
}

/// A secret on its way to another place.
#[derive(Debug, Clone)]
struct Scattered {
    secret: Index,
    /// How many characters are cut off at its ends.
    cut: (usize, usize),
    writing: usize,
    joints: [&'static str; 2],
    /// The string that it is put into, and where.
    string: Index,
    at: Index,
}

impl Scattered {
    fn any() -> impl Strategy<Value = Self> {
        let cut = prop_oneof![3 => Just((0, 0)), 1 => (0_usize..4, 0_usize..4)];
        let joints = [select(&JOINTS[..]), select(&JOINTS[..])];
        let place = (any::<Index>(), any::<Index>());
        (any::<Index>(), cut, 0..WRITINGS.len(), joints, place).prop_map(
            |(secret, cut, writing, joints, (string, at))| Self {
                secret,
                cut,
                writing,
                joints,
                string,
                at,
            },
        )
    }

    fn text(&self, secrets: &[String]) -> String {
        let secret: Vec<char> = self.secret.get(secrets).chars().collect();
        let (front, back) = self.cut;
        let kept = secret.get(front..secret.len().saturating_sub(back)).unwrap_or(&secret);
        let [before, behind] = self.joints;
        let written = WRITINGS[self.writing](&kept.iter().collect::<String>());
        format!("{before}{written}{behind}")
    }

    fn put(&self, secrets: &[String], entries: &mut Value) {
        let text = self.text(secrets);
        let count = strings(entries, &mut |_| {});
        let (chosen, mut number) = (self.string.index(count), 0);
        strings(entries, &mut |string| {
            if number == chosen {
                let places: Vec<usize> =
                    (0..=string.len()).filter(|at| string.is_char_boundary(*at)).collect();
                string.insert_str(*self.at.get(&places), &text);
            }
            number += 1;
        });
    }
}

/// Shows every string that is a value, in order; how many there are.
fn strings(value: &mut Value, show: &mut dyn FnMut(&mut String)) -> usize {
    match value {
        Value::String(string) => {
            show(string);
            1
        }
        Value::Array(items) => items.iter_mut().map(|item| strings(item, show)).sum(),
        Value::Object(members) => members.values_mut().map(|member| strings(member, show)).sum(),
        _ => 0,
    }
}

/// The entries of a capture, and secrets that stand in its headers.
fn planted(capture: &str) -> (Value, Vec<String>) {
    let text = fs::read(testdata(&format!("captures/{capture}.har"))).unwrap();
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&text);
    let mut har: Value = serde_json::from_slice(text).unwrap();
    let mut entries = har["log"]["entries"].take();
    let headers = entries[0]["request"]["headers"].as_array_mut().unwrap();
    headers.extend(PLANTED.iter().map(|(name, value)| json!({ "name": name, "value": value })));
    let mut secrets = Vec::new();
    for entry in entries.as_array().unwrap() {
        let headers = ["request", "response"].map(|side| entry[side]["headers"].as_array());
        for header in headers.into_iter().flatten().flatten() {
            let [name, value] = ["name", "value"].map(|key| header[key].as_str().unwrap_or(""));
            let is_credential = ["cookie", "authorization", "token", "x-api-key"]
                .iter()
                .any(|part| name.to_ascii_lowercase().contains(part));
            if is_credential {
                let parts = value.split([';', '=', ',', ' ']).filter(|part| part.len() >= 6);
                secrets.extend(parts.map(str::to_owned));
                secrets.push(value.to_owned());
            }
        }
    }
    (entries, secrets)
}

/// Sanitizes a capture of these entries; what was written.
fn sanitized(entries: &Value) -> Result<String, Error> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.har");
    fs::write(&path, json!({ "log": { "entries": entries } }).to_string()).unwrap();
    let detector = Detector::new(&Policy::default());
    let report = pipeline::sanitize(&path, &Options::default(), &detector, &Silent)?;
    Ok(fs::read_to_string(dir.path().join(&report.output.chunks[0].file)).unwrap())
}

/// Of two secrets without anything between them, in base64, the second is a word of its own only when
/// the first has gone: the verification would find it.
#[test]
fn what_a_pseudonym_brings_to_light_goes_too() {
    let (key, password) = ("eiks43v5DxzeLux8XFxh2dbOG0nY", "jjrfdA7tMP1xCoJ");
    let both = base64_simd::STANDARD.encode_to_string(format!("{key}{password}"));
    let entries = json!([
        { "request": { "headers": [{ "name": "X-Api-Key", "value": key }] } },
        { "request": { "postData": { "params": [{ "name": "password", "value": password }] } } },
        { "response": { "headers": [{ "name": "X-Note", "value": format!("code {both} gone") }] } },
    ]);
    let written = sanitized(&entries).unwrap();
    let last = "code redactedapikey1xxWredactedpassword1xxg== gone";
    assert!(written.contains(last), "{written}");
}

fn check(capture: &str, scattered: &[Scattered]) -> Result<(), TestCaseError> {
    let (mut entries, secrets) = planted(capture);
    scattered.iter().for_each(|one| one.put(&secrets, &mut entries));
    let texts: Vec<String> = entries.as_array().unwrap().iter().map(Value::to_string).collect();
    redact(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let written = sanitized(&entries);
    prop_assert!(written.is_ok(), "{:?}\n{:#?}", written.err(), texts);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..config() })]

    #[test]
    fn secrets_in_random_other_places_go(
        capture in select(&CAPTURES[..]), scattered in vec(Scattered::any(), 1..40),
    ) {
        check(capture, &scattered)?;
    }
}
