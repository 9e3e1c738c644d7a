//! A capture that is cut and joined again by its manifest is the same, byte for byte, and without it
//! but for white space; each piece is smaller than the limit.

use std::path::PathBuf;

use tempfile::tempdir;
use unharm::error::Error;
use unharm::files::{Existing, Input};
use unharm::options::{Options, Output};
use unharm::pipeline;
use unharm::progress::Silent;

use super::job::raw_entries;

/// The first byte chooses the limit.
pub(crate) fn check(data: &[u8]) {
    let [limit, capture @ ..] = data else { return };
    let limit = 40 + u64::from(*limit) * 8;
    let dir = tempdir().unwrap();
    let path = dir.path().join("a.har");
    std::fs::write(&path, capture).unwrap();
    let out = dir.path().join("out");
    let options = Options {
        output: Output::Directory(out.clone()),
        chunk_bytes_max: Some(limit),
        threads: 1,
        ..Options::default()
    };
    let report = match pipeline::split(&path, &options, &Silent) {
        Ok(report) => report,
        Err(Error::WorkerLost) => panic!("a worker is lost"),
        Err(_) => {
            let left = std::fs::read_dir(&out).map_or(0, Iterator::count);
            return assert_eq!(left, 0, "something stays");
        }
    };
    let input = Input::open(&path, dir.path()).unwrap();
    if input.content() != (0..capture.len() as u64) {
        return;
    }
    let files: Vec<PathBuf> =
        report.output.chunks.iter().map(|chunk| out.join(&chunk.file)).collect();
    for file in &files {
        let chunk = std::fs::read(file).unwrap();
        assert!((chunk.len() as u64) < limit, "{} of {limit}", chunk.len());
        assert!(raw_entries(&chunk).is_some(), "a chunk is no HAR");
    }
    let join = |parts: &[PathBuf], name: &str| {
        let joined = dir.path().join(name);
        pipeline::join(parts, &joined, Existing::Keep).expect("chunks are joined");
        std::fs::read(&joined).unwrap()
    };
    let without_manifest = join(&files, "a.joined.har");
    if !report.output.cut.is_empty() {
        return;
    }
    // Chunks of one entry do not tell what stood between two; the manifest does.
    assert!(dense(&without_manifest) == dense(capture), "joined it is another");
    assert!(raw_entries(&without_manifest) == raw_entries(capture), "an entry is another");
    assert!(files.len() > 1 || without_manifest == capture, "a copy is another");
    let manifest = out.join("a.split.manifest.json");
    assert_eq!(manifest.exists(), files.len() > 1);
    if files.len() > 1 {
        assert!(join(&[manifest], "b.joined.har") == capture, "by its manifest it is another");
    }
}

/// JSON without white space between tokens.
fn dense(text: &[u8]) -> Vec<u8> {
    let (mut in_string, mut escaped) = (false, false);
    let is_kept = |byte: &&u8| {
        if **byte == b'"' && !escaped {
            in_string = !in_string;
        }
        escaped = in_string && **byte == b'\\' && !escaped;
        in_string || !byte.is_ascii_whitespace()
    };
    text.iter().filter(is_kept).copied().collect()
}
