//! Says what of the planted values an output still holds. It knows what was planted, and tries
//! every decoding on everything; it shares nothing with the detector.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use serde_json::Value as Json;

use crate::capture::{Item, Planted};
use crate::encode;
use crate::template::Fate;
use crate::unfold::unfold;

/// A value of fewer bytes is looked for in its own entry only: a PIN stands in any timestamp.
const ANYWHERE_BYTES_MIN: usize = 8;

/// Of a value this long, half is a leak, too.
const HALVES_BYTES_MIN: usize = 28;

/// What the judge says.
#[derive(Debug)]
pub(crate) struct Verdict {
    pub(crate) table: String,
    pub(crate) details: Vec<String>,
    failures: usize,
}

impl Verdict {
    pub(crate) fn is_clean(&self) -> bool {
        self.failures == 0
    }
}

#[derive(Default)]
struct Count {
    planted: usize,
    failed: usize,
}

/// A capture, opened: for each entry, and at the end for the envelope, its strings and all in them.
struct Opened {
    entries: Vec<Vec<Vec<Vec<u8>>>>,
    envelope: Vec<Vec<Vec<u8>>>,
    started: HashMap<String, usize>,
    json_bodies: Vec<[Option<bool>; 2]>,
}

/// Judges an output, which may be cut into several files.
pub(crate) fn judge(
    planted: &Planted,
    outputs: &[Vec<u8>],
) -> Result<Verdict, Box<dyn std::error::Error>> {
    let before = Opened::new(std::slice::from_ref(&planted.text))?;
    let after = Opened::new(outputs)?;
    let places = places(&before, &after);
    let leaked = leaked(&planted.items, outputs, &after);
    let mut details = Vec::new();
    let mut counts: BTreeMap<&str, [Count; 2]> = BTreeMap::new();
    let mut secrets = HashSet::new();
    for (number, item) in planted.items.iter().enumerate() {
        let column = usize::from(item.fate == Fate::Useful);
        let failed = match item.fate {
            Fate::Secret if !secrets.insert((&item.class, &item.bytes)) => continue,
            Fate::Secret => leaked.get(&number).cloned().or_else(|| {
                let stands =
                    item.bytes.len() < ANYWHERE_BYTES_MIN && count(item, &places, &after) > 0;
                stands.then(|| "in its place".to_owned())
            }),
            Fate::Useful => lost(item, &before, &after, &places),
        };
        let count = &mut counts.entry(&item.class).or_default()[column];
        count.planted += 1;
        if let Some(why) = failed {
            count.failed += 1;
            let word = if column == 0 { "LEAK" } else { "LOST" };
            let value = String::from_utf8_lossy(&item.bytes);
            details.push(format!(
                "{word} {}: {why}: {value}: {}",
                item.class,
                item.shown.escape_debug()
            ));
        }
    }
    let broken = broken(&before, &after, &places);
    details.extend(broken.iter().map(|entry| format!("BROKEN: a body of entry {entry}")));
    let (table, failures) = table(&counts, broken.len());
    Ok(Verdict { table, details, failures })
}

fn table(counts: &BTreeMap<&str, [Count; 2]>, broken: usize) -> (String, usize) {
    let mut table =
        "| class | secrets | leaked | useful | lost |\n|---|--:|--:|--:|--:|\n".to_owned();
    let mut sums = [0; 4];
    for (class, [secret, useful]) in counts {
        let row = [secret.planted, secret.failed, useful.planted, useful.failed];
        sums.iter_mut().zip(row).for_each(|(sum, count)| *sum += count);
        _ = writeln!(table, "| {class} | {} | {} | {} | {} |", row[0], row[1], row[2], row[3]);
    }
    let [planted, leaked, useful, lost] = sums;
    _ = writeln!(table, "| **all** | {planted} | {leaked} | {useful} | {lost} |");
    _ = write!(table, "\nJSON bodies that do not parse any more: {broken}");
    (table, leaked + lost + broken)
}

impl Opened {
    fn new(files: &[Vec<u8>]) -> Result<Self, Box<dyn std::error::Error>> {
        let mut opened = Self {
            entries: Vec::new(),
            envelope: Vec::new(),
            started: HashMap::new(),
            json_bodies: Vec::new(),
        };
        for file in files {
            let mut capture: Json = serde_json::from_slice(file)?;
            let entries = capture["log"]["entries"].take();
            strings(&capture, &mut |text| opened.envelope.push(unfold(text.as_bytes())));
            for entry in entries.as_array().into_iter().flatten() {
                let started = entry["startedDateTime"].as_str().unwrap_or_default().to_owned();
                opened.started.insert(started, opened.entries.len());
                let mut texts = Vec::new();
                strings(entry, &mut |text| texts.push(unfold(text.as_bytes())));
                opened.entries.push(texts);
                let bodies = [&entry["request"]["postData"], &entry["response"]["content"]];
                opened.json_bodies.push(bodies.map(is_json));
            }
        }
        Ok(opened)
    }
}

/// Whether a body that begins as JSON is JSON.
fn is_json(body: &Json) -> Option<bool> {
    let text = body["text"].as_str()?;
    text.starts_with(['{', '[']).then(|| serde_json::from_str::<Json>(text).is_ok())
}

/// All strings, names and scalars of a value.
fn strings(value: &Json, take: &mut dyn FnMut(&str)) {
    match value {
        Json::String(text) => take(text),
        Json::Number(_) | Json::Bool(_) => take(&value.to_string()),
        Json::Array(items) => items.iter().for_each(|item| strings(item, take)),
        Json::Object(members) => members.iter().for_each(|(name, value)| {
            take(name);
            strings(value, take);
        }),
        _ => {}
    }
}

/// Where each entry went: by the time it started, else by its number.
fn places(before: &Opened, after: &Opened) -> Vec<Option<usize>> {
    let mut places: Vec<Option<usize>> = (0..before.entries.len())
        .map(|number| (after.entries.len() == before.entries.len()).then_some(number))
        .collect();
    for (started, number) in &before.started {
        if let Some(place) = after.started.get(started) {
            places[*number] = Some(*place);
        }
    }
    places
}

/// In how many strings of its entry a value stands.
fn count(item: &Item, places: &[Option<usize>], opened: &Opened) -> usize {
    let texts = match item.entry {
        None => &opened.envelope,
        Some(entry) => match places[entry] {
            Some(place) => &opened.entries[place],
            None => return 0,
        },
    };
    texts.iter().filter(|texts| texts.iter().any(|text| holds(text, &item.bytes))).count()
}

/// Whether `text` holds `value`, and not in the midst of a word or number.
fn holds(text: &[u8], value: &[u8]) -> bool {
    let word = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    memchr::memmem::find_iter(text, value).any(|at| {
        let before = at.checked_sub(1).and_then(|before| text.get(before));
        let after = text.get(at + value.len());
        !(word(before) && word(value.first()) || word(after) && word(value.last()))
    })
}

fn lost(item: &Item, before: &Opened, after: &Opened, places: &[Option<usize>]) -> Option<String> {
    let same: Vec<Option<usize>> = (0..before.entries.len()).map(Some).collect();
    let (was, is) = (count(item, &same, before), count(item, places, after));
    if was == 0 {
        return Some("was not found in the planted capture".to_owned());
    }
    (is < was).then(|| format!("in {is} strings of {was}"))
}

fn broken(before: &Opened, after: &Opened, places: &[Option<usize>]) -> Vec<usize> {
    let is_broken = |number: &usize| {
        let Some(place) = places[*number] else { return false };
        let bodies = before.json_bodies[*number].iter().zip(after.json_bodies[place]);
        bodies.into_iter().any(|(was, is)| *was == Some(true) && is == Some(false))
    };
    (0..before.json_bodies.len()).filter(is_broken).collect()
}

/// Which secrets stand anywhere in the output, and how.
fn leaked(items: &[Item], outputs: &[Vec<u8>], after: &Opened) -> HashMap<usize, String> {
    let mut needles: HashMap<Vec<u8>, (usize, &str)> = HashMap::new();
    for (number, item) in items.iter().enumerate() {
        if item.fate == Fate::Secret && item.bytes.len() >= ANYWHERE_BYTES_MIN {
            for (form, needle) in forms(&item.bytes) {
                needles.entry(needle).or_insert((number, form));
            }
        }
    }
    let needles: Vec<(Vec<u8>, (usize, &str))> = needles.into_iter().collect();
    let finder = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(needles.iter().map(|(needle, _)| needle))
        .expect("some thousand needles");
    let mut leaked: HashMap<Vec<u8>, String> = HashMap::new();
    let texts = after.entries.iter().chain([&after.envelope]).flatten().flatten().chain(outputs);
    for text in texts {
        for hit in finder.find_overlapping_iter(text) {
            let (number, form) = needles[hit.pattern().as_usize()].1;
            leaked.entry(items[number].bytes.clone()).or_insert_with(|| {
                let around = &text[hit.start().saturating_sub(40)..hit.start()];
                format!("{form} after {:?}", String::from_utf8_lossy(around))
            });
        }
    }
    let of = |(number, item): (usize, &Item)| Some((number, leaked.get(&item.bytes)?.clone()));
    items.iter().enumerate().filter_map(of).collect()
}

/// The forms in which a value would still be readable.
fn forms(value: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let percent = encode::percent(value, b"-._~");
    let mut forms = vec![
        ("raw", value.to_vec()),
        ("json", encode::json(value)),
        ("json \\u", encode::unicode_escaped(value)),
        ("percent twice", encode::percent(&percent, b"-._~")),
        ("percent", percent),
        ("html", encode::html(value)),
        ("hex", encode::hex(value).into_bytes()),
        ("utf-16", encode::utf16(value)[2..].to_vec()),
    ];
    for shift in 0..3 {
        forms.push(("base64", aligned(value, shift, encode::standard_base64)));
        forms.push(("base64url", aligned(value, shift, encode::url_base64)));
    }
    if value.len() >= HALVES_BYTES_MIN {
        forms.push(("first half", value[..value.len() / 2].to_vec()));
        forms.push(("second half", value[value.len() / 2..].to_vec()));
    }
    forms
}

/// What stays the same in base64 when `shift` bytes stand before the value and others follow.
fn aligned(value: &[u8], shift: usize, encode: fn(&[u8]) -> String) -> Vec<u8> {
    let mut text = vec![0; shift];
    text.extend_from_slice(value);
    let whole = text.len() / 3 * 4;
    let encoded = encode(&text).into_bytes();
    encoded[(shift * 8).div_ceil(6)..whole].to_vec()
}
