//! The bodies of libraries stay as they are: scripts and style sheets in which nothing was planted.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::tempdir;

use crate::command::{entries, unharm};

/// The bodies of scripts and style sheets in a capture.
fn bodies(path: &Path) -> Vec<String> {
    let entries = entries(&fs::read(path).unwrap());
    let contents = entries.iter().map(|entry| &entry["response"]["content"]);
    let is_code = |content: &&Value| {
        let mime = content["mimeType"].as_str().unwrap_or_default();
        mime.contains("javascript") || mime.contains("css")
    };
    contents
        .filter(is_code)
        .filter_map(|content| content["text"].as_str().map(str::to_owned))
        .collect()
}

#[test]
fn code_without_a_secret_stays_byte_for_byte() {
    let dir = tempdir().unwrap();
    unharm(dir.path(), ["generate", "--size", "6MB", "-o", "a.har", "--list", "list"]).ok();
    unharm(dir.path(), ["a.har", "--max-size", "none"]).ok();
    let list = fs::read_to_string(dir.path().join("list")).unwrap();
    let rows = list.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let planted: Vec<String> =
        rows.filter_map(|row| row["secret"].as_str().map(str::to_owned)).collect();
    assert!(planted.len() > 50, "{}", planted.len());

    let (was, is) =
        (bodies(&dir.path().join("a.har")), bodies(&dir.path().join("a.sanitized.har")));
    assert_eq!(was.len(), is.len());
    let mut same = 0;
    for (number, (was, is)) in was.iter().zip(&is).enumerate() {
        if planted.iter().all(|secret| !was.contains(secret.as_str())) {
            assert!(was == is, "body {number} was changed and holds no secret");
            same += 1;
        }
    }
    assert!(same > 10, "{same} of {}", was.len());
}
