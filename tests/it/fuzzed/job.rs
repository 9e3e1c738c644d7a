//! The whole job on any bytes: a capture that is sound is redacted and has as many entries, redacted
//! twice it is as redacted once, and how much is held at once changes nothing.

use std::path::Path;
use std::sync::LazyLock;

use serde::de::IgnoredAny;
use tempfile::tempdir;
use unharm::detect::{Detector, Policy};
use unharm::error::Error;
use unharm::har::{Index, Salvager, Scanner};
use unharm::options::{CutShort, Options, Output};
use unharm::pipeline;
use unharm::progress::Silent;

pub(crate) static DETECTOR: LazyLock<Detector> =
    LazyLock::new(|| Detector::new(&Policy::default()));

/// The entries of a capture, as they are written.
pub(crate) fn raw_entries(capture: &[u8]) -> Option<Vec<&[u8]>> {
    let (mut scanner, mut spans) = (Scanner::new(), Vec::new());
    scanner.feed(capture, &mut spans).ok()?;
    scanner.finish().ok()?;
    let place = |at: u64| usize::try_from(at).unwrap();
    Some(spans.iter().map(|span| &capture[place(span.start)..place(span.end)]).collect())
}

/// Whether it must be read: UTF-8, JSON, a HAR, and nested no deeper than is read.
fn is_sound(capture: &[u8]) -> bool {
    let text = std::str::from_utf8(capture).unwrap_or_default();
    let json = serde_json::from_str::<IgnoredAny>(text).is_ok();
    let entries = raw_entries(capture);
    json && entries.is_some_and(|entries| entries.iter().all(|e| Index::new().build(e).is_ok()))
}

fn sanitize(capture: &[u8], options: Options, dir: &Path) -> Result<Vec<u8>, Error> {
    let path = dir.join("a.har");
    std::fs::write(&path, capture).unwrap();
    let options = Options {
        output: Output::Directory(dir.join("out")),
        chunk_bytes_max: None,
        threads: 1,
        ..options
    };
    let report = pipeline::sanitize(&path, &options, &DETECTOR, &Silent)?;
    let file = dir.join("out").join(&report.output.chunks[0].file);
    let output = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert_eq!(std::fs::read_dir(dir.join("out")).unwrap().count(), 0, "something stays");
    Ok(output)
}

/// Asserts that a failure is one of the capture and not of ours.
fn check_failure(error: &Error) {
    let of_capture =
        matches!(error, Error::Malformed { .. } | Error::Salvageable(_) | Error::File(_));
    assert!(of_capture, "{error}");
}

pub(crate) fn check(data: &[u8]) {
    let dir = tempdir().unwrap();
    let dir = dir.path();
    let output = match sanitize(data, Options::default(), dir) {
        Ok(output) => output,
        Err(error) => {
            check_failure(&error);
            assert!(!is_sound(data), "a sound capture is refused: {error}");
            if matches!(error, Error::Salvageable(_)) {
                check_salvage(data, dir);
            }
            return;
        }
    };
    check_output(data, &output);
    let again = sanitize(&output, Options::default(), dir).expect("the output is a capture");
    assert!(again == output, "redacting twice changes more");
}

fn check_output(data: &[u8], output: &[u8]) {
    assert!(is_sound(output));
    let count = raw_entries(output).map(|entries| entries.len());
    if let Some(entries) = raw_entries(data) {
        assert_eq!(count, Some(entries.len()));
    }
}

/// What `--salvage` keeps is a capture with every entry that is whole; it is refused only for what is
/// malformed in one of them, as it would be in a capture that was not cut.
fn check_salvage(data: &[u8], dir: &Path) {
    let options = Options { cut_short: CutShort::Salvage, ..Options::default() };
    let kept = salvaged(data);
    match sanitize(data, options, dir) {
        Ok(output) => {
            assert!(is_sound(&output));
            let Some(kept) = kept else { return };
            let count = |capture| raw_entries(capture).map(|entries| entries.len());
            assert_eq!(count(&output), count(&kept));
        }
        Err(error) => {
            check_failure(&error);
            assert!(!kept.is_some_and(|kept| is_sound(&kept)), "what is whole is refused: {error}");
        }
    }
}

/// What is whole of a text that is neither packed nor wrapped, closed.
fn salvaged(data: &[u8]) -> Option<Vec<u8>> {
    let is_plain = data.starts_with(b"{") && data.get(1) != Some(&0);
    let mut salvager = Salvager::new();
    salvager.feed(data);
    let whole = salvager.finish().ok().flatten().filter(|_| is_plain)?;
    Some([&data[..usize::try_from(whole.end).unwrap()], &whole.closing].concat())
}
