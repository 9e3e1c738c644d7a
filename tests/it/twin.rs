//! A slow and obvious twin of what is fast: `serde_json` walks the strings, edits are told from the
//! findings, chunks are filled one entry after the other. Both must agree.

use serde_json::Value;
use tempfile::tempdir;
use unharm::detect::{Detector, Policy};
use unharm::options::{Options, Output};
use unharm::pipeline;
use unharm::progress::Silent;

use crate::captures::{real, texts};
use crate::command::{names, raw_entries};
use crate::fuzzed::twin::{Grammar, MEMBERS, check_edits, check_walk};

/// The chunks of a capture, as entries and their bytes; none if it cannot be cut so.
fn cut(capture: &[u8], limit: u64) -> Vec<Vec<u8>> {
    let dir = tempdir().unwrap();
    let path = dir.path().join("a.har");
    std::fs::write(&path, capture).unwrap();
    let options = Options {
        output: Output::Directory(dir.path().join("out")),
        chunk_bytes_max: Some(limit),
        threads: 1,
        ..Options::default()
    };
    if pipeline::split(&path, &options, &Silent).is_err() {
        return Vec::new();
    }
    let out = dir.path().join("out");
    let files = names(&out).into_iter().filter(|name| name.ends_with(".har"));
    files.map(|name| std::fs::read(out.join(name)).unwrap()).collect()
}

/// Each chunk takes entries as long as they fit: the first of the next would not have.
fn check_chunks(capture: &[u8], limit: u64) {
    let (entries, chunks) = (raw_entries(capture), cut(capture, limit));
    if chunks.is_empty() {
        return;
    }
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

/// The same of a capture with pages and space between its entries: with the first entry of the next
/// chunk, its page and what may stand before it, a chunk would have been too large.
fn check_cuts(capture: &[u8], limit: u64) -> usize {
    let chunks = cut(capture, limit);
    let (entries, found) = (raw_entries(capture), chunks.iter().map(|chunk| raw_entries(chunk)));
    let found: Vec<Vec<Vec<u8>>> = found.collect();
    if chunks.len() < 2 || found.concat() != entries {
        return 0;
    }
    let value: Value = serde_json::from_slice(capture).unwrap();
    let pages = value["log"]["pages"].as_array().map_or(0, |pages| {
        let printed = |page| serde_json::to_string_pretty(page).unwrap().len() * 2;
        pages.iter().map(printed).sum()
    });
    for (chunk, next) in chunks.iter().zip(&found[1..]) {
        assert!((chunk.len() as u64) < limit);
        let with_next = chunk.len() + next[0].len() + pages + 64;
        assert!(with_next as u64 >= limit, "{} and {} of {limit}", chunk.len(), next[0].len());
    }
    chunks.len()
}

#[test]
fn captures() {
    let detector = Detector::new(&Policy::default());
    let (mut captures, mut walked, mut passed, mut chunks) = (0, 0, 0, 0);
    for (_, text) in texts() {
        let entries = raw_entries(&text);
        entries
            .iter()
            .for_each(|entry| *if check_walk(entry) { &mut walked } else { &mut passed } += 1);
        check_edits(&detector, &entries);
        let (bytes, count) = (text.len() as u64, entries.len() as u64);
        for limit in [bytes / 2, bytes / 5, bytes / count.max(1) * 3] {
            chunks += check_cuts(&text, limit.max(60));
        }
        captures += 1;
    }
    println!(
        "{captures} captures, {walked} entries, {passed} unread by serde_json, {chunks} chunks"
    );
    assert!(chunks > 10);
    // Beside a clone, there may be no real captures.
    let least = if real().is_empty() { 30 } else { 50 };
    assert!(walked > least && passed < walked / 10, "{walked} {passed}");
}

/// A generator of random captures, the same in every run.
pub(crate) fn random(seed: u64) -> Grammar<impl FnMut() -> u64> {
    let mut state = seed;
    Grammar(move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    })
}

/// The entries of the next of them.
pub(crate) fn random_entries(random: &mut Grammar<impl FnMut() -> u64>) -> Vec<Vec<u8>> {
    (0..random.below(12) + 1).map(|_| random.object(5, &MEMBERS).into_bytes()).collect()
}

/// By default some hundred; `UNHARM_FULL` asks for ten thousand, and for the chunks of each.
#[test]
fn random_captures() {
    let is_full = std::env::var_os("UNHARM_FULL").is_some();
    let (count, step) = if is_full { (10_000, 1) } else { (400, 4) };
    let detector = Detector::new(&Policy::default());
    let mut random = random(11);
    for number in 0..count {
        let entries = random_entries(&mut random);
        entries.iter().for_each(|entry| assert!(check_walk(entry)));
        check_edits(&detector, &entries);
        if number % step == 0 {
            let capture = [&b"{\"log\":{\"entries\":["[..], &entries.join(&b','), b"]}}"].concat();
            check_chunks(&capture, random.below(1_500) + 60);
        }
    }
}
