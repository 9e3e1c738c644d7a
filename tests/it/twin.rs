//! A slow and obvious twin of what is fast: `serde_json` walks the strings, edits are told from the
//! findings, chunks are filled one entry after the other. Both must agree.

use tempfile::tempdir;
use unharm::detect::{Detector, Policy};
use unharm::options::{Options, Output};
use unharm::pipeline;
use unharm::progress::Silent;

use crate::captures::{captures_in, json_text, real};
use crate::command::{names, raw_entries, testdata};
use crate::fuzzed::twin::{Grammar, MEMBERS, check_edits, check_walk};

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

/// By default some hundred; `UNHARM_FULL` asks for ten thousand.
#[test]
fn random_captures() {
    let count = if std::env::var_os("UNHARM_FULL").is_some() { 10_000 } else { 400 };
    let detector = Detector::new(&Policy::default());
    let mut state = 11_u64;
    let mut random = Grammar(|| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    });
    for number in 0..count {
        let entries: Vec<Vec<u8>> =
            (0..random.below(12) + 1).map(|_| random.object(5, &MEMBERS).into_bytes()).collect();
        entries.iter().for_each(|entry| assert!(check_walk(entry)));
        check_edits(&detector, &entries);
        if number % 4 == 0 {
            let capture = [&b"{\"log\":{\"entries\":["[..], &entries.join(&b','), b"]}}"].concat();
            check_chunks(&capture, random.below(1_500) + 60);
        }
    }
}
