//! What others read as it was recorded, they read redacted: no rule of theirs is broken that was not
//! broken before. Readers that run from public packages are run by `.ci/run`.

#[path = "importers/rules.rs"]
mod rules;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::tempdir;
use unharm::har::Moment;

use crate::captures::{captures_in, json_text, member, real};
use crate::command::{names, testdata, unharm};
use rules::{DEVTOOLS, OTHERS, SCHEMA};

/// The rules of each reader.
pub(crate) const TABLES: [(&str, &[(&str, &str)]); 3] =
    [("schema", SCHEMA), ("devtools", DEVTOOLS), ("others", OTHERS)];

/// How often each rule is broken.
pub(crate) fn faults(har: &Value, table: &[(&str, &str)]) -> BTreeMap<String, usize> {
    let mut faults = BTreeMap::new();
    for (path, kind) in table {
        let (parent, key) = match path.rsplit_once('.') {
            Some((parent, key)) => (parent, key),
            None => ("", *path),
        };
        let (key, items) = match key.split_once('[') {
            Some((key, items)) => (key, Some(items.trim_end_matches(']'))),
            None => (key, None),
        };
        for holder in at(har, parent) {
            let Some(holder) = holder.as_object() else { continue };
            let meant: Vec<Option<&Value>> = match items {
                None => vec![holder.get(key)],
                Some(number) => chosen(holder.get(key), number).into_iter().map(Some).collect(),
            };
            for value in meant {
                if !is_right(value, kind, holder.get("encoding")) {
                    *faults.entry(format!("{path}: {kind}")).or_default() += 1;
                }
            }
        }
    }
    faults
}

/// The values at a path.
fn at<'v>(har: &'v Value, path: &str) -> Vec<&'v Value> {
    let mut values = vec![har];
    for step in path.split('.').filter(|step| !step.is_empty()) {
        let (key, items) = match step.split_once('[') {
            Some((key, items)) => (key, Some(items.trim_end_matches(']'))),
            None => (step, None),
        };
        let next = values.into_iter().flat_map(|value| match (value.get(key), items) {
            (value, Some(number)) => chosen(value, number),
            (Some(value), None) => vec![value],
            (None, None) => Vec::new(),
        });
        values = next.collect();
    }
    values
}

/// The items of an array that are meant: all, or the one with this number.
fn chosen<'v>(array: Option<&'v Value>, number: &str) -> Vec<&'v Value> {
    let items = array.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    match number.parse::<usize>() {
        Ok(number) => items.get(number).into_iter().collect(),
        Err(_) => items.iter().collect(),
    }
}

fn is_right(value: Option<&Value>, kind: &str, encoding: Option<&Value>) -> bool {
    let is_needed = kind.ends_with('!');
    let Some(value) = value else { return !is_needed };
    let is_date = |value: &Value| value.as_str().is_some_and(|text| Moment::parse(text).is_some());
    match kind.trim_end_matches('!') {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.as_f64().is_some_and(|number| number >= 0.0),
        "time" => value.as_f64().is_some_and(|number| number >= -1.0),
        "castable" => match value {
            Value::String(text) => text.trim().is_empty() || text.trim().parse::<f64>().is_ok(),
            Value::Array(_) | Value::Object(_) => false,
            _ => true,
        },
        "date" => is_date(value),
        "date-or-null" => value.is_null() || is_date(value),
        // What `Date` of JavaScript reads beside ISO 8601: `Wed, 21 Oct 2026 07:28:00 GMT`.
        "date-or-empty" => match value {
            Value::String(text) => text.is_empty() || is_date(value) || text.ends_with("GMT"),
            value => value.is_null(),
        },
        "uri" => value.as_str().is_some_and(is_uri),
        "body" => match value {
            Value::String(text) if encoding.is_some_and(|name| name == "base64") => {
                base64_simd::forgiving_decode_to_vec(text.as_bytes()).is_ok()
            }
            value => value.is_string() || value.is_null(),
        },
        kind => panic!("no such kind: {kind}"),
    }
}

/// A scheme, a colon, and nothing that must not stand in a URI (RFC 3986).
fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        && !rest.contains(|c: char| c.is_control() || " \"<>\\^`{|}".contains(c))
}

fn parse(bytes: &[u8]) -> Option<Value> {
    serde_json::from_slice(bytes).ok()
}

/// The capture as it was recorded; none when the test's own reader cannot read it.
fn recorded(capture: &Path) -> Option<Value> {
    let bytes = std::fs::read(capture).unwrap();
    let bytes = match capture.extension().is_some_and(|extension| extension == "zip") {
        true => member(bytes, "har.har"),
        false => bytes,
    };
    parse(json_text(&bytes))
}

/// What of `capture` is read no more when it is redacted, with these arguments.
fn broken(capture: &Path, args: &[&str]) -> Vec<String> {
    let Some(before) = recorded(capture) else { return Vec::new() };
    let dir = tempdir().unwrap();
    let run = ["-q", "-o", "out"].iter().chain(args).map(AsRef::as_ref);
    let ran = unharm(dir.path(), run.chain([capture.as_os_str()]));
    if ran.code != Some(0) {
        // What is no HAR is refused; another test says which.
        return Vec::new();
    }
    let out = dir.path().join("out");
    let mut broken = Vec::new();
    let mut after = BTreeMap::new();
    for file in names(&out).iter().filter(|name| !name.ends_with(".manifest.json")) {
        let bytes = std::fs::read(out.join(file)).unwrap();
        let bytes = match file.strip_suffix(".zip") {
            Some(inner) => member(bytes, inner),
            None => bytes,
        };
        assert!(bytes.starts_with(b"{") || bytes.trim_ascii_start().starts_with(b"{"), "no mark");
        let chunk = parse(&bytes).unwrap();
        for (name, table) in TABLES {
            for (rule, count) in faults(&chunk, table) {
                *after.entry((name, rule)).or_insert(0) += count;
            }
        }
    }
    for (name, table) in TABLES {
        let mut allowed = faults(&before, table);
        for ((_, rule), count) in after.iter().filter(|((table, _), _)| *table == name) {
            // What stands around the entries is repeated in each file.
            let around = !rule.starts_with("log.entries[]");
            let before = allowed.remove(rule).unwrap_or(0);
            if *count > before && !(around && before > 0) {
                let capture = capture.file_name().unwrap();
                broken.push(format!("{capture:?}: {name}: {rule}: {before}, then {count}"));
            }
        }
    }
    broken
}

fn captures() -> Vec<PathBuf> {
    captures_in(&testdata("captures"))
        .into_iter()
        .chain([testdata("sample.har")])
        .chain(real())
        .collect()
}

#[test]
fn what_imports_as_recorded_imports_redacted() {
    let broken: Vec<String> =
        captures().iter().flat_map(|path| broken(path, &["--max-size", "none"])).collect();
    assert_eq!(broken, [""; 0]);
}

#[test]
fn what_is_redacted_for_the_public_and_cut_imports_too() {
    let own = captures_in(&testdata("captures")).into_iter().chain([testdata("sample.har")]);
    let real = real().into_iter().filter(|path| std::fs::metadata(path).unwrap().len() < 1_000_000);
    let every_fifth = real.enumerate().filter(|(at, _)| at % 5 == 0).map(|(_, path)| path);
    let broken: Vec<String> = own
        .chain(every_fifth)
        .flat_map(|path| {
            let size = (std::fs::metadata(&path).unwrap().len() * 3 / 4).max(9_000).to_string();
            broken(&path, &["--level", "public", "--max-size", &size])
        })
        .collect();
    assert_eq!(broken, [""; 0]);
}

#[test]
fn what_is_fitted_packed_selected_or_cut_by_page_imports_too() {
    let own = captures_in(&testdata("captures")).into_iter().chain([testdata("sample.har")]);
    let real = real().into_iter().filter(|path| std::fs::metadata(path).unwrap().len() < 1_000_000);
    let every_fifth = real.enumerate().filter(|(at, _)| at % 5 == 2).map(|(_, path)| path);
    let broken: Vec<String> = own
        .chain(every_fifth)
        .flat_map(|path| {
            let size = (std::fs::metadata(&path).unwrap().len() / 2).max(9_000).to_string();
            [
                &["--fit", "--max-size", &size][..],
                &["--for", "azure", "--drop-bodies", "image,script,style,api"],
                &["--as", "zip", "--failed"],
                &["--split-by", "page", "--status", "200-399"],
            ]
            .iter()
            .flat_map(|args| broken(&path, args))
            .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(broken, [""; 0]);
}

#[test]
fn the_rules_find_what_is_wrong() {
    let har = parse(&std::fs::read(testdata("captures/chrome.har")).unwrap()).unwrap();
    for (_, table) in TABLES {
        assert_eq!(faults(&har, table), BTreeMap::new());
    }
    let check = |path: &str, value: Value, table, expected: &[&str]| {
        let mut har = har.clone();
        *har.pointer_mut(path).unwrap() = value;
        let found: Vec<String> = faults(&har, table).into_keys().collect();
        assert_eq!(found, expected, "{path}");
    };
    check(
        "/log/entries/0/request/url",
        json!("redacted-url-1"),
        SCHEMA,
        &["log.entries[].request.url: uri!"],
    );
    check("/log/entries/0/time", json!("12"), DEVTOOLS, &[]);
    check("/log/entries/0/time", json!("redacted-1"), DEVTOOLS, &["log.entries[].time: castable!"]);
    check(
        "/log/entries/0/startedDateTime",
        json!("redacted-date-1"),
        DEVTOOLS,
        &["log.entries[].startedDateTime: date!"],
    );
    check("/log/creator", json!("x"), DEVTOOLS, &["log.creator: object!"]);
    check(
        "/log/pages/0/startedDateTime",
        json!(null),
        OTHERS,
        &["log.pages[0].startedDateTime: date!"],
    );
    check(
        "/log/entries/0/request/headers/0",
        json!(["a"]),
        DEVTOOLS,
        &["log.entries[].request.headers[]: object"],
    );
}
