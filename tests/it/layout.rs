//! The folders stand in the order of the three passes, and each names only those before it.

use std::fs;
use std::path::{Path, PathBuf};

const FOLDERS: [&str; 5] = ["har", "detect", "redact", "chunk", "report"];

/// What only the edge may name: files, threads, printing, the process.
const IMPURE: [&str; 7] = [
    "std::fs",
    "std::thread",
    "std::net::Tcp",
    "std::process",
    "std::env",
    "println!",
    "crate::files",
];

#[test]
fn each_folder_names_only_those_before_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (place, folder) in FOLDERS.iter().enumerate() {
        let only_for_tests =
            |file: &PathBuf| file.ends_with("har/captures.rs") || file.ends_with("tests.rs");
        for file in rust_files(&src.join(folder)).into_iter().filter(|f| !only_for_tests(f)) {
            let text = fs::read_to_string(&file).unwrap();
            for later in &FOLDERS[place + 1..] {
                let names = text.contains(&format!("crate::{later}"));
                assert!(!names, "{} names {later}", file.display());
            }
            for impure in IMPURE {
                assert!(!code_of(&text).contains(impure), "{} names {impure}", file.display());
            }
        }
    }
}

#[test]
fn no_file_is_long_but_tables() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in rust_files(&src) {
        let text = fs::read_to_string(&file).unwrap();
        let is_table = text.contains("//! A table") || file.ends_with("tests.rs");
        let lines = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).count();
        assert!(is_table || lines <= 500, "{} has {lines} lines", file.display());
    }
}

/// A file without its comments.
fn code_of(text: &str) -> String {
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}
