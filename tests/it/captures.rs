//! Whole captures: our own in the dialect of each producer, and real ones where a folder of them is
//! there.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::tempdir;

use crate::command::{entries, names, testdata, unharm};

/// Captures that are none, and what is said of them.
const BROKEN: [(&str, &str); 2] =
    [("handmade-27.har", "it has no log.entries"), ("handmade-33.har", "it has no log.entries")];

/// Real captures, in a folder beside the project or in the one that `UNHARM_CAPTURES` names.
pub(crate) fn real() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = root.ancestors().map(|folder| folder.join("shared/captures"));
    let named = std::env::var_os("UNHARM_CAPTURES").map(PathBuf::from);
    let Some(folder) = named.into_iter().chain(beside).find(|folder| folder.is_dir()) else {
        println!("skipped: there is no folder of real captures");
        return Vec::new();
    };
    let folders = [folder.join("own"), folder.join("public"), folder];
    folders.iter().filter(|folder| folder.is_dir()).flat_map(|folder| captures_in(folder)).collect()
}

pub(crate) fn captures_in(folder: &Path) -> Vec<PathBuf> {
    let files = names(folder).into_iter().filter(|name| {
        [".har", ".harp", ".har.zip"].iter().any(|extension| name.ends_with(extension))
    });
    files.map(|name| folder.join(name)).collect()
}

/// The JSON texts of all captures, our own and real ones, with their names; by default those that
/// take a slow twin no more than seconds, with `UNHARM_FULL` all.
pub(crate) fn texts() -> impl Iterator<Item = (String, Vec<u8>)> {
    let is_full = std::env::var_os("UNHARM_FULL").is_some();
    let paths = captures_in(&testdata("captures")).into_iter().chain(real());
    paths.filter_map(move |path| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let raw = std::fs::read(&path).unwrap();
        let raw = if name.ends_with(".zip") { member(raw, "har.har") } else { raw };
        let is_wanted = is_full || raw.len() <= 300_000;
        let is_broken = BROKEN.iter().any(|(broken, _)| *broken == name);
        (is_wanted && !is_broken).then(|| (name, json_text(&raw).to_vec()))
    })
}

/// The JSON text in a file: without a byte order mark or a call around it.
pub(crate) fn json_text(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.trim_ascii_start().starts_with(b"{") {
        return bytes;
    }
    let Some(open) = bytes.iter().position(|byte| *byte == b'(') else { return bytes };
    let close = bytes.iter().rposition(|byte| *byte == b')').unwrap_or(bytes.len());
    &bytes[open + 1..close.max(open + 1)]
}

/// What a member of an archive holds.
pub(crate) fn member(archive: Vec<u8>, name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut bytes = Vec::new();
    archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

/// What must not change of an entry.
fn outline(entry: &Value) -> (Value, Value, Value) {
    let response = &entry["response"];
    (
        entry["startedDateTime"].clone(),
        entry["request"]["method"].clone(),
        response["status"].clone(),
    )
}

/// Redacts a capture, and says what is wrong with the outcome.
fn faults(capture: &Path) -> Vec<String> {
    let dir = tempdir().unwrap();
    let name = capture.file_name().unwrap().to_str().unwrap();
    let run = |from: &Path, out: &str, threads: &str| {
        let args = ["--json", "--max-size", "none", "-j", threads, "-o", out];
        unharm(dir.path(), args.iter().map(AsRef::as_ref).chain([from.as_os_str()]))
    };
    let ran = run(capture, "one", "1");
    if let Some((_, expected)) = BROKEN.iter().find(|(broken, _)| *broken == name) {
        let right = ran.code == Some(2) && ran.stderr.contains(expected);
        return if right { Vec::new() } else { vec![format!("{name}: {}", ran.stderr)] };
    }
    if ran.code != Some(0) {
        return vec![format!("{name}: {}", ran.stderr)];
    }
    let report = &ran.json()["captures"][0];
    let output = dir.path().join("one").join(report["chunks"][0]["file"].as_str().unwrap());
    let (raw, redacted) = (std::fs::read(capture).unwrap(), std::fs::read(&output).unwrap());
    let raw = if name.ends_with(".zip") { member(raw, "har.har") } else { raw };
    let text = json_text(&raw);
    let mut faults = Vec::new();
    let mut note = |wrong: bool, what: &str| {
        if wrong {
            faults.push(format!("{name}: {what}"));
        }
    };
    let outlines = |bytes: &[u8]| entries(bytes).iter().map(outline).collect::<Vec<_>>();
    note(outlines(text) != outlines(&redacted), "other entries");
    note(report["redactions"] == 0 && text != redacted, "no finding, but other bytes");
    let three = run(capture, "three", "3").ok().json();
    let sums = |report: &Value| report["chunks"][0]["sha256"].clone();
    note(sums(report) != sums(&three["captures"][0]), "threads change the bytes");
    let again = run(&output, "again", "2").ok().json();
    note(sums(report) != sums(&again["captures"][0]), "redacting twice changes the bytes");
    note(
        unharm(dir.path(), ["check".as_ref(), output.as_os_str()]).code != Some(0),
        "check finds some",
    );
    faults
}

#[test]
fn captures_of_each_producer() {
    let own = captures_in(&testdata("captures"));
    assert_eq!(own.len(), 11);
    let faults: Vec<String> =
        own.iter().chain([&testdata("sample.har")]).flat_map(|path| faults(path)).collect();
    assert_eq!(faults, [""; 0]);
}

#[test]
fn real_captures() {
    let faults: Vec<String> = real().iter().flat_map(|path| faults(path)).collect();
    assert_eq!(faults, [""; 0]);
}

#[test]
fn no_planted_secret_stays() {
    let planted = std::fs::read_to_string(testdata("captures/planted.tsv")).unwrap();
    for name in names(&testdata("captures")).iter().filter(|name| name.contains(".har")) {
        let dir = tempdir().unwrap();
        let capture = testdata("captures").join(name);
        let args = ["-q", "-o", "-"].iter().map(AsRef::as_ref);
        let output = unharm(dir.path(), args.chain([capture.as_os_str()])).ok().stdout;
        let output = String::from_utf8(output).unwrap();
        let secrets: Vec<&str> = planted
            .lines()
            .filter_map(|line| line.strip_prefix(name)?.strip_prefix('\t'))
            .collect();
        assert_eq!(secrets.len(), 6, "{name}");
        for secret in secrets {
            assert!(!output.contains(secret), "{name}: {secret}");
        }
        assert!(
            output.contains("req-") && output.contains("c0ffee12"),
            "{name}: a request id went"
        );
    }
}
