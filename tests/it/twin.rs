//! A slow and obvious twin of what is fast: `serde_json` walks the strings, edits are told from the
//! findings, chunks are filled one entry after the other. Both must agree.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use tempfile::tempdir;
use unharm::detect::{Detector, Policy, What};
use unharm::har::{Index, Node};
use unharm::options::{Options, Output};
use unharm::pipeline;
use unharm::progress::Silent;
use unharm::redact::sweep::Sweep;
use unharm::redact::{Pseudonyms, Redactor, SecretBook, Sightings};

use crate::captures::{captures_in, json_text, real};
use crate::command::{names, raw_entries, testdata};

/// The names and strings of a text in their order, those that stand twice, too.
#[derive(Default)]
struct Walked(Vec<String>);

impl<'de> Deserialize<'de> for Walked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Walker)
    }
}

struct Walker;

impl<'de> Visitor<'de> for Walker {
    type Value = Walked;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Walked, E> {
        Ok(Walked::default())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Walked, E> {
        Ok(Walked::default())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Walked, E> {
        Ok(Walked::default())
    }

    fn visit_u64<E>(self, _: u64) -> Result<Walked, E> {
        Ok(Walked::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<Walked, E> {
        Ok(Walked::default())
    }

    fn visit_str<E>(self, text: &str) -> Result<Walked, E> {
        Ok(Walked(vec![text.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Walked, A::Error> {
        let mut all = Walked::default();
        while let Some(Walked(item)) = items.next_element()? {
            all.0.extend(item);
        }
        Ok(all)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Walked, A::Error> {
        let mut all = Walked::default();
        while let Some((name, Walked(value))) = members.next_entry::<String, Walked>()? {
            all.0.push(name);
            all.0.extend(value);
        }
        Ok(all)
    }
}

/// The same by the fast path.
fn walk(node: Node<'_>, out: &mut Vec<String>) {
    let decoded = |raw: &[u8]| {
        serde_json::from_slice::<String>(&[b"\"", raw, b"\""].concat()).expect("a string")
    };
    match node {
        Node::Object(object) => {
            for (name, node) in object.members() {
                out.push(decoded(name.raw()));
                walk(node, out);
            }
        }
        Node::Array(array) => array.items().for_each(|item| walk(item, out)),
        Node::String(text) => out.push(decoded(text.raw())),
        Node::Scalar(_) => {}
    }
}

/// What of an entry differs; an entry that `serde_json` does not read (a number beyond what it
/// holds, half a pair of surrogates) is not compared.
fn check_walk(entry: &[u8]) -> bool {
    let Ok(Walked(expected)) = serde_json::from_slice::<Walked>(entry) else { return false };
    let mut index = Index::new();
    index.build(entry).unwrap();
    let mut found = Vec::new();
    walk(index.document(entry).root(), &mut found);
    assert_eq!(found, expected);
    true
}

/// What stands between the findings of an entry stands, in order, in what is written of it.
fn check_edits(detector: &Detector, entries: &[Vec<u8>]) {
    let mut sightings = Sightings::default();
    let mut collector = detector.collector();
    for (number, entry) in (1..).zip(entries) {
        sightings.note(number, collector.entry(entry).unwrap());
    }
    let book = SecretBook::new(sightings, &Pseudonyms::Numbered);
    let sweep = Sweep::new(&book.values());
    let mut finder = detector.finder(&sweep);
    let mut redactor = Redactor::new(&book);
    for entry in entries {
        let findings = finder.entry(entry).unwrap();
        let mut out = Vec::new();
        redactor.redact(entry, findings, &mut out).unwrap();
        let (mut from, mut at) = (0, 0);
        for finding in findings.top().iter().filter(|f| !matches!(f.what, What::Seed { .. })) {
            assert!(
                finding.span.start >= from && finding.span.end <= entry.len(),
                "findings overlap"
            );
            let between = &entry[from..finding.span.start];
            let found =
                memchr::memmem::find(&out[at..], between).expect("what is kept stands there");
            assert!(from > 0 || found == 0);
            at += found + between.len();
            from = finding.span.end;
        }
        assert!(out.len() - at >= entry.len() - from && out.ends_with(&entry[from..]));
        if findings.top().is_empty() {
            assert!(out == *entry);
        }
        assert!(serde_json::from_slice::<serde::de::IgnoredAny>(&out).is_ok());
    }
}

/// Each chunk takes entries as long as they fit: the first of the next would not have.
fn check_chunks(capture: &[u8], limit: u64) {
    let dir = tempdir().unwrap();
    let path = dir.path().join("a.har");
    std::fs::write(&path, capture).unwrap();
    let options = Options {
        output: Output::Directory(dir.path().join("out")),
        chunk_bytes_max: Some(limit),
        threads: 1,
        ..Options::default()
    };
    let entries = raw_entries(capture);
    if pipeline::split(&path, &options, &Silent).is_err() {
        return;
    }
    let out = dir.path().join("out");
    let files = names(&out).into_iter().filter(|name| name.ends_with(".har"));
    let chunks: Vec<Vec<u8>> = files.map(|name| std::fs::read(out.join(name)).unwrap()).collect();
    let envelope = capture.len()
        - entries.iter().map(Vec::len).sum::<usize>()
        - entries.len().saturating_sub(1);
    let (mut expected, mut size) = (Vec::<Vec<Vec<u8>>>::new(), 0);
    for entry in entries {
        if expected.is_empty() || size + 1 + entry.len() >= usize::try_from(limit).unwrap() {
            size = envelope + entry.len();
            expected.push(vec![entry]);
        } else {
            size += 1 + entry.len();
            expected.last_mut().unwrap().push(entry);
        }
    }
    let found: Vec<Vec<Vec<u8>>> = chunks.iter().map(|chunk| raw_entries(chunk)).collect();
    let is_cut = found.concat() != expected.concat();
    assert!(is_cut || chunks.len() < 2 || found == expected, "limit {limit}");
    assert!(chunks.iter().all(|chunk| (chunk.len() as u64) < limit));
}

#[test]
fn captures() {
    let detector = Detector::new(&Policy::default());
    let (mut walked, mut passed) = (0, 0);
    for path in captures_in(&testdata("captures")).into_iter().chain(real()) {
        let bytes = std::fs::read(&path).unwrap();
        let is_text = !path.to_string_lossy().ends_with(".zip");
        let full = std::env::var_os("UNHARM_FULL").is_some();
        let has_entries = memchr::memmem::find(&bytes, b"\"entries\"").is_some();
        if !is_text
            || !has_entries
            || (bytes.len() > 300_000 && !full)
            || path.ends_with("handmade-27.har")
            || path.ends_with("handmade-33.har")
        {
            continue;
        }
        let entries = raw_entries(json_text(&bytes));
        entries
            .iter()
            .for_each(|entry| *if check_walk(entry) { &mut walked } else { &mut passed } += 1);
        check_edits(&detector, &entries);
    }
    // Beside a clone, there may be no real captures.
    let least = if real().is_empty() { 30 } else { 50 };
    assert!(walked > least && passed < walked / 10, "{walked} {passed}");
}

/// Numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[usize::try_from(self.below(from.len() as u64)).unwrap()]
    }

    fn value(&mut self, depth: u64) -> String {
        const TEXTS: [&str; 14] = [
            "",
            "a",
            "session=q7Xv0Lm3Zk81; b=2",
            "Bearer q7Xv0Lm3Zk81aB9",
            "https://a.test/?token=q7Xv0Lm3Zk81",
            r#"{\"password\":\"q7Xv0Lm3Zk81\"}"#,
            r"\u00e9\n\t",
            "é漢😀",
            "anna@shop.example.net",
            "password=x1Y2z3W4&b=1",
            "cGFzc3dvcmQ9cTdYdjBMbTNaazgx",
            "<input name=password value=q7Xv0Lm3>",
            r"\\\/",
            "plain words of a page",
        ];
        const NAMES: [&str; 12] = [
            "name",
            "value",
            "text",
            "url",
            "headers",
            "cookies",
            "password",
            "content",
            "request",
            "x",
            r"n\u0061me",
            "_a",
        ];
        const SCALARS: [&str; 8] =
            ["null", "true", "0", "-1.5e3", "123456789", "1e2", "false", "1.0"];
        match self.below(if depth == 0 { 4 } else { 7 }) {
            0 => self.pick(&SCALARS).to_owned(),
            1..=3 => format!("\"{}\"", self.pick(&TEXTS)),
            4 => {
                let items: Vec<_> = (0..self.below(4)).map(|_| self.value(depth - 1)).collect();
                format!("[{}]", items.join(self.pick(&[",", " , ", ",\n"])))
            }
            _ => self.object(depth - 1, &NAMES),
        }
    }

    fn object(&mut self, depth: u64, names: &[&str]) -> String {
        let members: Vec<_> = (0..self.below(5))
            .map(|_| format!("\"{}\":{}", self.pick(names), self.value(depth)))
            .collect();
        format!("{{{}}}", members.join(","))
    }
}

/// By default some hundred; `UNHARM_FULL` asks for ten thousand.
#[test]
fn random_captures() {
    let count = if std::env::var_os("UNHARM_FULL").is_some() { 10_000 } else { 400 };
    let detector = Detector::new(&Policy::default());
    let mut random = Random(11);
    for number in 0..count {
        let names =
            ["request", "response", "headers", "cookies", "comment", "_x", "content", "password"];
        let entries: Vec<Vec<u8>> =
            (0..random.below(12) + 1).map(|_| random.object(5, &names).into_bytes()).collect();
        entries.iter().for_each(|entry| assert!(check_walk(entry)));
        check_edits(&detector, &entries);
        if number % 4 == 0 {
            let capture = [&b"{\"log\":{\"entries\":["[..], &entries.join(&b','), b"]}}"].concat();
            check_chunks(&capture, random.below(1_500) + 60);
        }
    }
}
