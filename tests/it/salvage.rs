//! A capture that was cut short, at any byte: every whole entry is kept, and the loss is said.

use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::{TempDir, tempdir};
use unharm::detect::{Detector, Policy};
use unharm::har::Scanner;
use unharm::options::{CutShort, Options, Output, Overwrite};
use unharm::pipeline;
use unharm::progress::Silent;
use unharm::report::SalvageReport;

use crate::captures::{captures_in, json_text};
use crate::command::{Ran, entries, names, raw_entries, sample, testdata, unharm};

/// Cuts of each capture.
const CUTS: usize = 40;

fn options(dir: &Path, cut_short: CutShort) -> Options {
    Options {
        output: Output::Directory(dir.join("out")),
        overwrite: Overwrite::Replace,
        chunk_bytes_max: None,
        cut_short,
        threads: 1,
        ..Options::default()
    }
}

/// Where the entries of a whole capture end.
fn entry_ends(capture: &[u8]) -> Vec<usize> {
    let (mut scanner, mut spans) = (Scanner::new(), Vec::new());
    scanner.feed(capture, &mut spans).unwrap();
    spans.iter().map(|span| usize::try_from(span.end).unwrap()).collect()
}

/// Where the object `log` starts.
fn log_start(capture: &[u8]) -> usize {
    let key = memchr::memmem::find(capture, b"\"log\"").unwrap();
    key + memchr::memchr(b'{', &capture[key..]).unwrap()
}

/// Asserts what is kept of the first `cut` bytes of a capture.
#[track_caller]
fn check(dir: &TempDir, whole: &[u8], ends: &[usize], cut: usize, detector: Option<&Detector>) {
    let path = dir.path().join("a.har");
    std::fs::write(&path, &whole[..cut]).unwrap();
    let refuse = options(dir.path(), CutShort::Refuse);
    let salvage = options(dir.path(), CutShort::Salvage);
    let refused = pipeline::split(&path, &refuse, &Silent);
    if json_text(&whole[..cut]).ends_with(b"}") && refused.is_ok() {
        return;
    }
    let refused = refused.expect_err("because it is cut").to_string();
    let kept = ends.iter().filter(|end| **end <= cut).count();
    let report = pipeline::split(&path, &salvage, &Silent);
    // Before its log starts, a text is no capture yet: nothing is promised, and nothing written.
    if cut <= log_start(whole) {
        assert!(report.is_err() && !refused.contains("--salvage"), "{cut}: {refused}");
        assert!(!dir.path().join("out/a.split.har").exists());
        return;
    }
    assert!(refused.contains("--salvage"), "{cut}: {refused}");
    let lost = report.expect("because the log is open").salvage.expect("because it is cut");
    assert_eq!(lost.entries, kept as u64, "{cut}");
    let kept_end = kept.checked_sub(1).map_or(log_start(whole) + 1, |last| ends[last]);
    assert!((kept_end as u64..=cut as u64).contains(&lost.offset), "{cut}");
    assert_eq!(lost.offset + lost.bytes_lost, cut as u64);
    let output = std::fs::read(dir.path().join("out/a.split.har")).unwrap();
    assert_eq!(raw_entries(&output), raw_entries(json_text(whole))[..kept], "{cut}");
    std::fs::remove_file(dir.path().join("out/a.split.har")).unwrap();
    entries(&output);
    let Some(detector) = detector else { return };
    let surveyed = pipeline::survey(&path, &salvage, detector, &Silent).unwrap();
    assert_eq!((surveyed.entries, surveyed.salvage), (kept as u64, Some(lost)));
    let done = pipeline::sanitize(&path, &salvage, detector, &Silent).unwrap();
    assert_eq!((done.entries, done.salvage), (kept as u64, Some(lost)));
    let output = std::fs::read(dir.path().join("out/a.sanitized.har")).unwrap();
    assert_eq!(entries(&output).len(), kept);
    std::fs::remove_dir_all(dir.path().join("out")).unwrap();
}

#[test]
fn cut_at_hundreds_of_places() {
    let detector = Detector::new(&Policy::default());
    let dir = tempdir().unwrap();
    let captures: Vec<PathBuf> =
        captures_in(&testdata("captures")).into_iter().chain([testdata("sample.har")]).collect();
    assert_eq!(captures.len(), 12);
    for path in captures {
        let whole = std::fs::read(&path).unwrap();
        let start = whole.len() - json_text_start(&whole).len();
        let ends: Vec<usize> =
            entry_ends(json_text(&whole)).iter().map(|end| end + start).collect();
        for number in 1..=CUTS {
            // A step that meets every kind of place, and the edges of the entries.
            let cut = match number % 4 {
                0 => ends[number / 4 % ends.len()] + number % 3 - 1,
                _ => whole.len() * number / (CUTS + 1) + number % 7,
            };
            check(&dir, &whole, &ends, cut, (number % 8 == 0).then_some(&detector));
        }
    }
}

/// A file from the first byte of its JSON text on.
fn json_text_start(bytes: &[u8]) -> &[u8] {
    let text = json_text(bytes);
    let start = text.as_ptr() as usize - bytes.as_ptr() as usize;
    &bytes[start..]
}

/// Runs the command on a damaged file, with the flag and without.
#[track_caller]
fn run(name: &str, bytes: &[u8]) -> (Ran, Ran, TempDir) {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join(name), bytes).unwrap();
    let refused = unharm(dir.path(), [name]);
    assert_eq!(refused.code, Some(2));
    assert_eq!(names(dir.path()), [name]);
    (refused, unharm(dir.path(), [name, "--salvage"]), dir)
}

#[test]
fn the_command_says_what_is_lost() {
    let whole = sample().to_string();
    let ends = entry_ends(whole.as_bytes());
    let (refused, ran, dir) = run("a.har", &whole.as_bytes()[..ends[2] + 30]);
    let hint = "it was cut off; --salvage keeps the entries that are whole\n";
    assert!(refused.stderr.ends_with(hint), "{}", refused.stderr);
    let told = format!("cut short: 3 entries are whole; lost from byte {} on: 30 bytes", ends[2]);
    assert!(ran.ok().stderr.contains(&told));
    let output = std::fs::read(dir.path().join("a.sanitized.har")).unwrap();
    assert_eq!(entries(&output).len(), 3);
    let told = unharm(dir.path(), ["check", "a.har", "--salvage", "--json"]).json();
    assert_eq!(told["captures"][0]["salvage"]["offset"], ends[2]);
    let told = unharm(dir.path(), ["split", "a.har", "--salvage", "--json"]).ok().json();
    assert_eq!(told["salvage"]["bytes_lost"], 30);
}

#[test]
fn cut_off_before_the_first_entry() {
    for text in
        [r#"{"log":{"version":"1.2","creator""#, r#"{"log":{"version":"1.2","entries":[{"a":"#]
    {
        let (refused, ran, dir) = run("a.har", text.as_bytes());
        assert!(refused.stderr.contains("; --salvage keeps"), "{}", refused.stderr);
        let told = "cut short: 0 entries are whole; lost from byte ";
        assert!(ran.ok().stderr.contains(told), "{text}");
        let output = std::fs::read(dir.path().join("a.sanitized.har")).unwrap();
        assert_eq!(output, br#"{"log":{"version":"1.2","entries":[]}}"#.as_slice().to_vec());
    }
    let (refused, ran, dir) = run("a.har", br#"{"version":"1.2","lo"#);
    assert_eq!(ran.code, Some(2));
    assert!(!refused.stderr.contains("--salvage"), "{}", refused.stderr);
    assert_eq!(names(dir.path()), ["a.har"]);
}

#[test]
fn a_full_disk_leaves_zeros() {
    let whole = sample().to_string().into_bytes();
    let ends = entry_ends(&whole);
    for at in [ends[3], ends[3] + 40] {
        let mut zeros = whole.clone();
        zeros[at..].fill(0);
        let (_, ran, dir) = run("a.har", &zeros);
        ran.ok();
        let output = std::fs::read(dir.path().join("a.sanitized.har")).unwrap();
        assert_eq!(entries(&output).len(), 4);
    }
}

#[test]
fn compressed_and_utf_16() {
    let dir = tempdir().unwrap();
    unharm(dir.path(), ["generate", "--size", "1MB", "-o", "a.har"]).ok();
    let whole = std::fs::read(dir.path().join("a.har")).unwrap();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(&whole).unwrap();
    let gzip = gzip.finish().unwrap();
    let zstd = zstd::stream::encode_all(whole.as_slice(), 1).unwrap();
    let text = String::from_utf8(whole).unwrap();
    let utf16: Vec<u8> =
        format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, bytes) in [("a.har.gz", gzip), ("a.har.zst", zstd), ("a.har", utf16)] {
        let cut = (bytes.len() * 19 / 20) | 1;
        let (refused, ran, _dir) = run(name, &bytes[..cut]);
        // Half a character says so; what is left of it can be salvaged all the same.
        let told = if name == "a.har" { "half a character" } else { "--salvage" };
        assert!(refused.stderr.contains(told), "{}", refused.stderr);
        assert!(ran.ok().stderr.contains("cut short: "), "{name}");
    }
}

#[test]
fn what_is_whole_is_not_touched() {
    let dir = tempdir().unwrap();
    let path = dir.path().join("a.har");
    std::fs::write(&path, sample().to_string()).unwrap();
    let report = pipeline::split(&path, &options(dir.path(), CutShort::Salvage), &Silent).unwrap();
    assert_eq!(report.salvage, None::<SalvageReport>);
    let output = std::fs::read(dir.path().join("out/a.split.har")).unwrap();
    assert!(output == sample().to_string().as_bytes());
}
