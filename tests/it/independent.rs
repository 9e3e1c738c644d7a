//! A second checker, written apart: it shares no code with the detector. It opens whatever a text
//! of the output may be written in, by regular expressions, and looks for what was planted.

use std::collections::BTreeSet;

use regex::Regex;
use serde_json::Value;
use tempfile::tempdir;

use crate::command::{names, testdata, unharm};

/// How often what was decoded is decoded again.
const ROUNDS: usize = 4;

struct Opener {
    base64: Regex,
    percent: Regex,
    reference: Regex,
    escape: Regex,
}

impl Opener {
    fn new() -> Self {
        let regex = |pattern: &str| Regex::new(pattern).unwrap();
        Self {
            base64: regex(r"[A-Za-z0-9+/_-]{8,}={0,2}"),
            percent: regex(r"%([0-9A-Fa-f]{2})"),
            reference: regex(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|(amp|lt|gt|quot|apos));"),
            escape: regex(r#"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(["\\/]))"#),
        }
    }

    /// Every text that `text` may stand for.
    fn open(&self, text: &str) -> BTreeSet<String> {
        let mut all = BTreeSet::from([text.to_owned()]);
        let mut last = all.clone();
        for _ in 0..ROUNDS {
            let next: BTreeSet<String> = last
                .iter()
                .flat_map(|text| self.once(text))
                .filter(|text| !all.contains(text))
                .collect();
            all.extend(next.iter().cloned());
            last = next;
        }
        all
    }

    fn once(&self, text: &str) -> Vec<String> {
        let number = |digits: &str, radix| {
            u32::from_str_radix(digits, radix)
                .ok()
                .and_then(char::from_u32)
                .unwrap_or('?')
                .to_string()
        };
        let mut percent = Vec::new();
        let mut at = 0;
        for found in self.percent.captures_iter(text) {
            let whole = found.get(0).unwrap();
            percent.extend_from_slice(&text.as_bytes()[at..whole.start()]);
            percent.push(u8::from_str_radix(&found[1], 16).unwrap());
            at = whole.end();
        }
        percent.extend_from_slice(&text.as_bytes()[at..]);
        let html = self.reference.replace_all(text, |found: &regex::Captures<'_>| {
            if let Some(hex) = found.get(1) {
                return number(hex.as_str(), 16);
            }
            if let Some(decimal) = found.get(2) {
                return number(decimal.as_str(), 10);
            }
            match &found[3] {
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                "quot" => "\"",
                _ => "'",
            }
            .to_owned()
        });
        let json = self.escape.replace_all(text, |found: &regex::Captures<'_>| {
            match (found.get(1).or(found.get(2)), found.get(3)) {
                (Some(hex), _) => number(hex.as_str(), 16),
                (_, Some(plain)) => plain.as_str().to_owned(),
                _ => String::new(),
            }
        });
        let mut texts = vec![
            String::from_utf8_lossy(&percent).into_owned(),
            html.into_owned(),
            json.into_owned(),
        ];
        for word in self.base64.find_iter(text) {
            let standard = word.as_str().trim_end_matches('=').replace('-', "+").replace('_', "/");
            // A secret may begin anywhere in a triple.
            for skip in 0..4.min(standard.len()) {
                let len = (standard.len() - skip) / 4 * 4;
                let piece = &standard[skip..skip + len];
                if let Ok(bytes) = base64_simd::STANDARD.decode_to_vec(piece) {
                    texts.push(
                        bytes
                            .iter()
                            .filter(|b| (0x20..0x7f).contains(*b))
                            .map(|b| char::from(*b))
                            .collect(),
                    );
                }
                if skip == 0
                    && let Ok(bytes) = base64_simd::STANDARD_NO_PAD.decode_to_vec(&standard)
                {
                    texts.push(String::from_utf8_lossy(&bytes).into_owned());
                }
            }
        }
        texts
    }
}

/// Every string and name of a document.
fn strings(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(text) => out.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| strings(item, out)),
        Value::Object(members) => {
            for (name, value) in members {
                out.push(name.clone());
                strings(value, out);
            }
        }
        _ => {}
    }
}

/// Those of the planted values that stand in a capture in some form.
fn found(opener: &Opener, capture: &[u8], planted: &[String]) -> BTreeSet<String> {
    let mut texts = Vec::new();
    strings(&serde_json::from_slice(capture).unwrap(), &mut texts);
    let opened: BTreeSet<String> = texts.iter().flat_map(|text| opener.open(text)).collect();
    let all = opened.into_iter().collect::<Vec<_>>().join("\n");
    let is_in = |secret: &&String| {
        let pattern = Regex::new(&format!("(?i){}", regex::escape(secret))).unwrap();
        pattern.is_match(&all)
    };
    planted.iter().filter(is_in).cloned().collect()
}

#[test]
fn what_was_planted_is_gone() {
    let opener = Opener::new();
    for (shape, seed) in [("mixed", "1"), ("small", "2"), ("dense", "3"), ("dense", "4")] {
        let dir = tempdir().unwrap();
        let args = ["generate", "--size", "120kB", "--shape", shape, "--seed", seed];
        let files = ["-o", "a.har", "--list", "list"];
        unharm(dir.path(), args.iter().chain(&files)).ok();
        let list = std::fs::read_to_string(dir.path().join("list")).unwrap();
        let rows: Vec<Value> = list.lines().map(|row| serde_json::from_str(row).unwrap()).collect();
        let of = |what: &str| -> Vec<String> {
            rows.iter().filter_map(|row| Some(row[what].as_str()?.to_owned())).collect()
        };
        let secrets = of("secret");
        assert!(secrets.len() > 5);
        let before = std::fs::read(dir.path().join("a.har")).unwrap();
        let seen = found(&opener, &before, &secrets);
        assert_eq!(
            seen.len(),
            secrets.iter().collect::<BTreeSet<_>>().len(),
            "the checker is blind"
        );
        unharm(dir.path(), ["a.har", "-q"]).ok();
        let after = std::fs::read(dir.path().join("a.sanitized.har")).unwrap();
        assert_eq!(found(&opener, &after, &secrets), BTreeSet::new(), "{shape} {seed}");
    }
}

#[test]
fn what_was_planted_in_captures_of_each_producer_is_gone() {
    let opener = Opener::new();
    let planted = std::fs::read_to_string(testdata("captures/planted.tsv")).unwrap();
    for name in names(&testdata("captures")).iter().filter(|name| name.contains(".har")) {
        let secrets: Vec<String> = planted
            .lines()
            .filter_map(|line| line.strip_prefix(name.as_str())?.strip_prefix('\t'))
            .map(str::to_owned)
            .collect();
        let dir = tempdir().unwrap();
        let capture = testdata("captures").join(name);
        let args = ["-q", "-o", "-"].iter().map(AsRef::as_ref);
        let output = unharm(dir.path(), args.chain([capture.as_os_str()])).ok().stdout;
        assert_eq!(found(&opener, &output, &secrets), BTreeSet::new(), "{name}");
    }
}
