//! A slow and obvious twin of the detector: `serde_json` walks an entry, the name rules judge what
//! stands under a name, each format's pattern is tried on each string, without an index, layers,
//! literals looked for first, windows or memory.
//!
//! Both must agree: what the twin finds is gone, and what went is what the twin finds when it reads
//! each changed string in every way that a value can be written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::bytes::Regex;
use serde_json::Value;
use unharm::detect::codec::Decoded;
use unharm::detect::format::rules;
use unharm::detect::layer::header_reading;
use unharm::detect::name::{NameRules, Value as Named};
use unharm::detect::{Codec, Detector, Place, Policy, Reading, Verdict, is_pseudonym};
use unharm::redact::Redactor;
use unharm::redact::sweep::Sweep;

use crate::captures::texts;
use crate::command::raw_entries;
use crate::fuzzed::twin::{Grammar, book_of};
use crate::twin::{random, random_entries};

/// A string of an entry: what names it, where it stands, and the place in the document.
struct Leaf {
    name: String,
    place: Option<Place>,
    pointer: String,
    text: String,
}

/// Where the members of what stands under this key stand.
fn place_under(key: &str, around: Option<Place>) -> Option<Place> {
    match key {
        "headers" => Some(Place::RequestHeader),
        "cookies" => Some(Place::Cookie),
        "queryString" => Some(Place::Query),
        "params" => Some(Place::Form),
        "comment" => None,
        _ if key.starts_with('_') => Some(Place::Json),
        _ => around,
    }
}

fn leaves(value: &Value, place: Option<Place>, pointer: &str, name: &str, out: &mut Vec<Leaf>) {
    match value {
        Value::String(text) => out.push(Leaf {
            name: name.to_owned(),
            place,
            pointer: pointer.to_owned(),
            text: text.clone(),
        }),
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                leaves(item, place, &format!("{pointer}/{at}"), name, out);
            }
        }
        Value::Object(members) => {
            // A pair: its name is in a member of its own, and only its value is judged.
            let is_pair = place.is_some_and(|place| place != Place::Json);
            let named = members.get("name").and_then(Value::as_str).filter(|_| is_pair);
            for (key, member) in members {
                let (name, place) = match named {
                    Some(name) if key == "value" => (name, place),
                    Some(_) => (key.as_str(), None),
                    None => (key.as_str(), place_under(key, place)),
                };
                let escaped = key.replace('~', "~0").replace('/', "~1");
                leaves(member, place, &format!("{pointer}/{escaped}"), name, out);
            }
        }
        _ => {}
    }
}

/// The strings of JSON that stands in a string, as a browser's console would show them.
fn leaves_inside(text: &str) -> Vec<Leaf> {
    let mut out = Vec::new();
    if let Ok(inner @ (Value::Object(_) | Value::Array(_))) = serde_json::from_str(text) {
        leaves(&inner, Some(Place::Json), "", "", &mut out);
    }
    out
}

/// The pattern of each secret format, cut off by what is in no token.
static FORMATS: LazyLock<Vec<(&str, Regex)>> = LazyLock::new(|| {
    let rows = rules().filter(|rule| rule.secret && !rule.keywords.is_empty());
    let of = |pattern: &str| {
        Regex::new(&format!(r"(?-u)(?:^|[\s\x22'<>(),;])(?:{pattern})(?:$|[\s\x22'<>(),;])"))
    };
    rows.filter_map(|rule| Some((rule.id, of(rule.pattern).ok()?))).collect()
});

/// What the twin calls secret in a string and in JSON in it: what names or matches it, and the value.
fn secrets(leaf: &Leaf, names: &NameRules) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let inside = leaves_inside(&leaf.text);
    for leaf in inside.iter().chain([leaf]) {
        let own_syntax = matches!(leaf.place, Some(Place::RequestHeader))
            && !matches!(header_reading(leaf.name.as_bytes()), Reading::Sniff);
        let judged = leaf.place.filter(|_| !own_syntax).map(|place| {
            names.judge(leaf.name.as_bytes(), Named::Text(leaf.text.as_bytes()), place)
        });
        if let Some(Verdict::Secret(rule)) = judged {
            found.push((format!("{} {}", rule.id, leaf.name), leaf.text.as_bytes().to_vec()));
        }
        for (id, format) in FORMATS.iter() {
            for captures in format.captures_iter(leaf.text.as_bytes()) {
                let value = captures.get(1).or(captures.get(0)).unwrap();
                found.push(((*id).to_owned(), value.as_bytes().to_vec()));
            }
        }
    }
    found
}

/// A text, and what it is when it is decoded, over and over, whole and in its runs of base64.
fn readings(text: &[u8]) -> BTreeSet<Vec<u8>> {
    static RUNS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?-u)[A-Za-z0-9+/_-]{8,}={0,2}").unwrap());
    const WHOLE: [Codec; 12] = [
        Codec::Percent,
        Codec::Form,
        Codec::Html,
        Codec::Json,
        Codec::Script,
        Codec::Latin1,
        Codec::Chunks,
        Codec::Gzip,
        Codec::Zlib,
        Codec::Zstd,
        Codec::Utf16Le,
        Codec::Utf16Be,
    ];
    const RUN: [Codec; 4] = [Codec::Base64, Codec::Base64Url, Codec::DeflateBase64, Codec::Hex];
    let mut all = BTreeSet::from([text.to_vec()]);
    let mut next = vec![text.to_vec()];
    for _ in 0..5 {
        let texts = std::mem::take(&mut next);
        for text in texts {
            let mut add = |codec: Codec, raw: &[u8]| {
                let mut decoded = Vec::new();
                if codec.decode(raw, &mut decoded) == Decoded::Changed
                    && all.len() < 3_000
                    && all.insert(decoded.clone())
                {
                    next.push(decoded);
                }
            };
            WHOLE.iter().for_each(|codec| add(*codec, &text));
            for run in RUNS.find_iter(&text) {
                RUN.iter().for_each(|codec| add(*codec, run.as_bytes()));
            }
        }
    }
    all
}

static PSEUDONYM: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?-u)redacted-[a-z0-9-]*?-?[0-9]+").unwrap());

/// The pseudonyms in a text, however it is written.
fn pseudonyms(text: &[u8]) -> BTreeSet<String> {
    let texts = readings(text);
    let found = texts.iter().flat_map(|text| PSEUDONYM.find_iter(text));
    found.map(|found| String::from_utf8_lossy(found.as_bytes()).into_owned()).collect()
}

struct Outcome {
    entries: Vec<Vec<u8>>,
    values: BTreeMap<String, Vec<u8>>,
}

fn redact(detector: &Detector, entries: &[Vec<u8>]) -> Outcome {
    let book = book_of(detector, entries);
    let sweep = Sweep::new(&book.values());
    let mut finder = detector.finder(&sweep);
    let mut redactor = Redactor::new(&book);
    let entries = entries.iter().map(|entry| {
        let mut out = Vec::new();
        redactor.redact(entry, finder.entry(entry).unwrap(), &mut out).unwrap();
        out
    });
    let entries = entries.collect();
    let name = |number| book.pseudonym(number).to_owned();
    let values = (0..).zip(book.values()).map(|(number, value)| (name(number), value.to_vec()));
    Outcome { entries, values: values.collect() }
}

/// What the twin and the detector have to say of some entries.
#[derive(Default)]
struct Account {
    /// What the twin calls secret, and how much of it went.
    found: usize,
    /// Strings that changed, and how many of them the twin explains.
    changed: usize,
    disagreements: Vec<String>,
}

impl std::fmt::Display for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { found, changed, disagreements } = self;
        let count = disagreements.len();
        write!(f, "{found} secrets of the twin, {changed} changed strings, {count} disagreements")
    }
}

impl Account {
    fn compare(&mut self, detector: &Detector, entries: &[Vec<u8>]) {
        let names = NameRules::new(&Policy::default());
        let outcome = redact(detector, entries);
        for (number, (before, after)) in (1..).zip(entries.iter().zip(&outcome.entries)) {
            let Ok(before) = serde_json::from_slice::<Value>(before) else { continue };
            let after: Value = serde_json::from_slice(after).unwrap();
            let mut all = Vec::new();
            leaves(&before, None, "", "", &mut all);
            for leaf in all {
                let Some(now) = after.pointer(&leaf.pointer).and_then(Value::as_str) else {
                    self.disagreements.push(format!("{number}{}: no string", leaf.pointer));
                    continue;
                };
                self.compare_leaf(number, &leaf, now, &names, &outcome.values);
            }
        }
    }

    fn compare_leaf(
        &mut self,
        number: u64,
        leaf: &Leaf,
        now: &str,
        names: &NameRules,
        values: &BTreeMap<String, Vec<u8>>,
    ) {
        let place = format!("entry {number} {}", leaf.pointer);
        // A short value is a part of many a pseudonym.
        let kept = PSEUDONYM.replace_all(now.as_bytes(), &b"\xff"[..]);
        for (why, value) in secrets(leaf, names) {
            if is_pseudonym(&value) {
                continue;
            }
            self.found += 1;
            if memchr::memmem::find(&kept, &value).is_some() {
                self.disagreements.push(format!("{place}: {why} stays"));
            }
        }
        if now == leaf.text {
            return;
        }
        self.changed += 1;
        let before = pseudonyms(leaf.text.as_bytes());
        let readings = readings(leaf.text.as_bytes());
        let new: Vec<String> =
            pseudonyms(now.as_bytes()).into_iter().filter(|name| !before.contains(name)).collect();
        let explained = |name: &String| {
            values.get(name).is_some_and(|value| {
                readings.iter().any(|text| memchr::memmem::find(text, value).is_some())
            })
        };
        // Inside of base64, a pseudonym is written without its hyphens.
        let is_inside = |name: &&String| {
            let dense = name.replace('-', "");
            now.contains(&dense) && !leaf.text.contains(&dense)
        };
        if !new.iter().chain(values.keys().filter(is_inside)).any(explained) {
            self.disagreements.push(format!("{place}: {new:?} stands for nothing there"));
        }
    }
}

#[test]
fn the_twin_and_the_detector_agree() {
    let detector = Detector::new(&Policy::default());
    let (mut account, mut captures) = (Account::default(), 0);
    for (name, text) in texts() {
        let at = account.disagreements.len();
        account.compare(&detector, &raw_entries(&text));
        captures += 1;
        for line in &mut account.disagreements[at..] {
            *line = format!("{name} {line}");
        }
    }
    println!("{captures} captures: {account}");
    assert!(account.found > 50 && account.changed > 100, "{account}");
    assert_eq!(account.disagreements, [""; 0]);
}

/// Pairs as a HAR has them.
fn pairs(random: &mut Grammar<impl FnMut() -> u64>) -> String {
    const NAMES: [&str; 12] = [
        "authorization",
        "cookie",
        "content-type",
        "x-api-key",
        "x-request-id",
        "sid",
        "theme",
        "q",
        "password",
        "token",
        "page",
        "_a",
    ];
    let pair = |random: &mut Grammar<_>| {
        format!(r#"{{"name":"{}","value":{}}}"#, random.pick(&NAMES), random.string())
    };
    let pairs: Vec<String> = (0..random.below(4)).map(|_| pair(random)).collect();
    pairs.join(",")
}

/// An entry of the form that the standard asks for, with anything in it: outside of that form, twin
/// and detector may take another view of where a string stands.
fn random_entry(random: &mut Grammar<impl FnMut() -> u64>) -> Vec<u8> {
    let [headers, cookies, query, answered, set] = [(); 5].map(|()| pairs(random));
    let [url, sent, body, comment, note, password] = [(); 6].map(|()| random.string());
    format!(
        r#"{{"request":{{"url":{url},"headers":[{headers}],"cookies":[{cookies}],"queryString":[{query}],
        "postData":{{"mimeType":"","text":{sent}}}}},"response":{{"headers":[{answered}],"cookies":[{set}],
        "content":{{"mimeType":"","text":{body}}}}},"comment":{comment},"_x":{{"note":{note},"password":{password}}}}}"#
    )
    .into_bytes()
}

/// By default some hundred; `UNHARM_FULL` asks for ten thousand.
#[test]
fn they_agree_on_random_captures() {
    let count = if std::env::var_os("UNHARM_FULL").is_some() { 10_000 } else { 200 };
    let detector = Detector::new(&Policy::default());
    let (mut account, mut random) = (Account::default(), random(17));
    for number in 0..count {
        let entries: Vec<Vec<u8>> =
            (0..random.below(6) + 1).map(|_| random_entry(&mut random)).collect();
        let at = account.disagreements.len();
        account.compare(&detector, &entries);
        for line in &mut account.disagreements[at..] {
            *line = format!("capture {number} {line}");
        }
    }
    println!("{count} random captures: {account}");
    assert!(account.found > count && account.changed > count, "{account}");
    assert_eq!(account.disagreements, [""; 0]);
}
/// JSON of any shape, where anything may stand under any name. What is a header or a cookie there is
/// a matter of view; names and formats are not.
#[test]
fn they_agree_on_names_in_json_of_any_shape() {
    let count = if std::env::var_os("UNHARM_FULL").is_some() { 10_000 } else { 200 };
    let detector = Detector::new(&Policy::default());
    let (mut account, mut random) = (Account::default(), random(17));
    for _ in 0..count {
        account.compare(&detector, &random_entries(&mut random));
    }
    println!("{count} random captures: {account}");
    assert!(account.found > count && account.changed > count, "{account}");
    account.disagreements.retain(|line| !line.contains(": cookie") && !line.contains("/headers/"));
    assert_eq!(account.disagreements, [""; 0]);
}
