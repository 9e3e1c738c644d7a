//! Reading a capture: finding its entries, indexing and walking each; beside them a plain copy.

mod strings;

use std::hint::black_box;
use std::ops::Range;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use unharm::har::{Index, Scanner};

use crate::strings::strings_in;

const CAPTURE_BYTES: usize = 32 << 20;
const WINDOW_BYTES: usize = 1 << 20;

/// A capture in one of the layouts that browsers write.
struct Capture {
    text: Vec<u8>,
    entries: Vec<Range<u64>>,
    strings: u64,
}

/// Random numbers that are the same on each run (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("because it is below a usize")
    }

    fn words(&mut self, bytes: usize) -> String {
        const WORDS: [&str; 8] = [
            "value",
            "items",
            "{\"id\":",
            "<div class=\"row\">",
            "\n",
            "42",
            "größer",
            "a/b?c=d&e",
        ];
        let mut text = String::new();
        while text.len() < bytes {
            text += WORDS[self.below(WORDS.len())];
            text.push(' ');
        }
        text
    }
}

impl Capture {
    /// `body_bytes` is the size of the largest body.
    fn generate(pretty: bool, body_bytes: usize) -> Self {
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        let (mut text, mut entries) = (Vec::new(), Vec::new());
        let (mut strings, mut gap) = (0, "\n      ");
        text.extend_from_slice(b"{\"log\": {\"version\": \"1.2\", \"pages\": [], \"entries\": [");
        while text.len() < CAPTURE_BYTES {
            text.extend_from_slice(gap.as_bytes());
            let start = text.len() as u64;
            let value = entry(&mut random, body_bytes);
            strings += strings_in_value(&value);
            let written =
                if pretty { serde_json::to_vec_pretty(&value) } else { serde_json::to_vec(&value) };
            text.extend_from_slice(&written.expect("because the value has string keys"));
            entries.push(start..text.len() as u64);
            gap = if pretty { ",\n      " } else { "," };
        }
        text.extend_from_slice(b"\n    ]\n  }\n}\n");
        Self { text, entries, strings }
    }
}

fn entry(random: &mut Random, body_bytes: usize) -> serde_json::Value {
    let mut headers = |count: usize| -> Vec<serde_json::Value> {
        let header = |number| {
            let bytes = 8 + random.below(60);
            serde_json::json!({"name": format!("x-header-{number}"), "value": random.words(bytes)})
        };
        (0..count).map(header).collect()
    };
    let (request, response) = (headers(16), headers(20));
    let body = random.below(body_bytes);
    serde_json::json!({
        "startedDateTime": "2026-01-02T03:04:05.678Z",
        "time": 12.345,
        "request": {
            "method": "GET",
            "url": format!("https://shop.example/api/{}", random.below(1_000_000)),
            "headers": request,
            "cookies": [],
            "bodySize": 0,
        },
        "response": {
            "status": 200,
            "headers": response,
            "content": {"size": body, "mimeType": "text/html", "text": random.words(body)},
        },
        "cache": {},
        "timings": {"blocked": -1, "send": 0.1, "wait": 10.2, "receive": 2.045},
    })
}

fn strings_in_value(value: &serde_json::Value) -> u64 {
    match value {
        serde_json::Value::Object(object) => {
            object.values().map(|value| 1 + strings_in_value(value)).sum()
        }
        serde_json::Value::Array(array) => array.iter().map(strings_in_value).sum(),
        serde_json::Value::String(_) => 1,
        _ => 0,
    }
}

fn scan(text: &[u8], entries: &mut Vec<Range<u64>>) {
    entries.clear();
    let mut scanner = Scanner::new();
    for window in text.chunks(WINDOW_BYTES) {
        scanner.feed(window, entries).expect("because the capture is good");
    }
    scanner.finish().expect("because the capture is good");
}

fn index_and_walk(text: &[u8], entries: &[Range<u64>], index: &mut Index) -> u64 {
    let at = |offset: u64| usize::try_from(offset).expect("because the capture is in memory");
    let strings = entries.iter().map(|entry| {
        let text = &text[at(entry.start)..at(entry.end)];
        index.build(text).expect("because the entry is good");
        strings_in(index.document(text).root())
    });
    strings.sum()
}

fn har(criterion: &mut Criterion) {
    let shapes = [("mixed", 90_000), ("tiny", 2_000), ("huge", 4_000_000)];
    for (shape, body_bytes) in shapes {
        for (layout, pretty) in [("pretty", true), ("minified", false)] {
            let capture = Capture::generate(pretty, body_bytes);
            let mut entries = Vec::new();
            let mut index = Index::new();
            scan(&capture.text, &mut entries);
            assert_eq!(entries, capture.entries);
            assert_eq!(index_and_walk(&capture.text, &entries, &mut index), capture.strings);

            let mut group = criterion.benchmark_group(format!("har/{shape}/{layout}"));
            group.throughput(Throughput::Bytes(capture.text.len() as u64)).sample_size(20);
            let mut copy = vec![0; WINDOW_BYTES];
            group.bench_function("copy", |bencher| {
                bencher.iter(|| {
                    for window in capture.text.chunks(WINDOW_BYTES) {
                        copy[..window.len()].copy_from_slice(window);
                        black_box(&mut copy);
                    }
                });
            });
            group.bench_function("scan", |bencher| {
                bencher.iter(|| scan(black_box(&capture.text), &mut entries));
            });
            group.bench_function("index and walk", |bencher| {
                bencher.iter(|| index_and_walk(black_box(&capture.text), &entries, &mut index));
            });
            group.finish();
        }
    }
}

criterion_group!(benches, har);
criterion_main!(benches);
