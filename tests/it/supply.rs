//! What the command is built from: licences, no code of the network, no second version, `unsafe`
//! in named files only; and it works where there is no network.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::tempdir;

use crate::command::{names, testdata};

/// A package's licence is one that contains one of these, each compatible with ours.
const LICENCES: [&str; 5] = ["MIT", "Apache-2.0", "BSD-3-Clause", "Zlib", "Unicode-3.0"];

/// Crates that speak to a network, resolve names or start other programs.
const BANNED: [&str; 22] = [
    "async-std",
    "attohttpc",
    "curl",
    "curl-sys",
    "h2",
    "hickory-resolver",
    "hyper",
    "isahc",
    "mio",
    "native-tls",
    "openssl",
    "openssl-sys",
    "quinn",
    "reqwest",
    "rustls",
    "smol",
    "socket2",
    "surf",
    "tiny_http",
    "tokio",
    "trust-dns-resolver",
    "ureq",
];

/// Packages that stand there in two versions, with the reason why: procedural macros of two
/// generations, which are in no binary.
const TWICE: [&str; 1] = ["syn"];

/// The only files with `unsafe` code.
const UNSAFE: [&str; 8] = [
    "src/detect/codec/json/avx512.rs",
    "src/detect/needles/simd/avx512.rs",
    "src/detect/needles/simd.rs",
    "src/files/own.rs",
    "src/har/mask/avx2.rs",
    "src/har/mask/avx512.rs",
    "src/har/mask/vector.rs",
    "src/redact/window/simd.rs",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The system that this runs on, as the compiler calls it.
fn host() -> String {
    let told = Command::new("rustc").arg("-vV").output().unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    told.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}

/// The packages that are in the command or help to build it.
fn packages() -> Vec<Value> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // What other systems need is not on this machine.
    let args = ["metadata", "--format-version", "1", "--offline", "--locked", "--filter-platform"];
    let told = Command::new(cargo).args(args).arg(host()).current_dir(root()).output().unwrap();
    let told: Value = serde_json::from_slice(&told.stdout).unwrap();
    let nodes = told["resolve"]["nodes"].as_array().unwrap();
    let mut seen = BTreeSet::new();
    let mut next = vec![told["resolve"]["root"].as_str().unwrap()];
    while let Some(id) = next.pop() {
        if !seen.insert(id) {
            continue;
        }
        let node = nodes.iter().find(|node| node["id"] == id).unwrap();
        for dependency in node["deps"].as_array().unwrap() {
            let kinds = dependency["dep_kinds"].as_array().unwrap();
            if kinds.iter().any(|kind| kind["kind"] != "dev") {
                next.push(dependency["pkg"].as_str().unwrap());
            }
        }
    }
    let all = told["packages"].as_array().unwrap();
    all.iter().filter(|package| seen.contains(package["id"].as_str().unwrap())).cloned().collect()
}

#[test]
fn dependencies() {
    let packages = packages();
    assert!(packages.len() > 30);
    let mut seen = BTreeSet::new();
    for package in &packages {
        let name = package["name"].as_str().unwrap();
        let licence = package["license"].as_str().unwrap_or("none");
        assert!(LICENCES.iter().any(|known| licence.contains(known)), "{name}: {licence}");
        assert!(!BANNED.contains(&name), "{name} is banned");
        let source = package["source"].as_str().unwrap_or("registry+this");
        assert!(source.starts_with("registry+"), "{name} is from {source}");
        assert!(seen.insert(name) || TWICE.contains(&name), "{name} is there twice");
    }
}

#[test]
fn unsafe_code_stands_in_named_files() {
    let mut folders = vec![root().join("src")];
    let mut found: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for item in std::fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let is_code = |line: &str| {
                let code = line.split("//").next().unwrap_or_default();
                ["unsafe {", "unsafe fn", "unsafe impl"].iter().any(|word| code.contains(word))
            };
            if text.lines().any(is_code) {
                found.push(path.strip_prefix(root()).unwrap().to_owned());
            }
        }
    }
    found.sort();
    assert_eq!(found, UNSAFE.map(PathBuf::from));
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    assert!(manifest.contains("unsafe_code = \"deny\""));
    let main = std::fs::read_to_string(root().join("src/main.rs")).unwrap();
    assert!(main.contains("#![forbid(unsafe_code)]"));
}

/// In a namespace of its own a process has no network at all, not even itself.
#[cfg(target_os = "linux")]
#[test]
fn it_works_without_a_network() {
    let dir = tempdir().unwrap();
    std::fs::copy(testdata("sample.har"), dir.path().join("a.har")).unwrap();
    let unshare = |program: &str, args: &[&str]| {
        let mut command = Command::new("unshare");
        command.args(["-r", "-n", program]).args(args).current_dir(dir.path());
        command.output().is_ok_and(|output| output.status.success())
    };
    if !unshare("true", &[]) {
        println!("skipped: no namespace can be made here");
        return;
    }
    assert!(unshare(env!("CARGO_BIN_EXE_unharm"), &["a.har", "-q"]));
    assert_eq!(names(dir.path()), ["a.har", "a.sanitized.har"]);
}
