//! Small files that unpack to so much that a disk is full: they end with an error that says so, in
//! bounded time, memory and disk, and leave nothing.

#![cfg(unix)]

use std::io::{Cursor, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::tempdir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::command::{Ran, names};

/// White space, which may stand before a capture.
static BLOCK: [u8; 1 << 20] = [b' '; 1 << 20];

/// A little more than any file may become.
const BLOCKS: usize = 1_100;

fn gzip(blocks: usize) -> Vec<u8> {
    // One member after the other makes one text.
    let member = |count| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        (0..count).for_each(|_| encoder.write_all(&BLOCK).unwrap());
        encoder.finish().unwrap()
    };
    member(10).repeat(blocks / 10)
}

fn zstandard(blocks: usize) -> Vec<u8> {
    zstd::stream::encode_all(&BLOCK.repeat(10)[..], 3).unwrap().repeat(blocks / 10)
}

/// The capture, or what its entry names, is the bomb.
fn archive(blocks: usize, name: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().large_file(true);
    if name != "a.har" {
        let entry = r#"{"response":{"content":{"mimeType":"text/plain","_file":"b.txt"}}}"#;
        writer.start_file("a.har", options).unwrap();
        write!(writer, r#"{{"log":{{"entries":[{entry}]}}}}"#).unwrap();
    }
    writer.start_file(name, options).unwrap();
    (0..blocks).for_each(|_| writer.write_all(&BLOCK).unwrap());
    writer.finish().unwrap().into_inner()
}

/// Runs the command where it has no more than half a gigabyte of memory, and of disk a little more
/// than any file may become.
fn run(dir: &Path, line: &str) -> Ran {
    let limits = "ulimit -v 524288; ulimit -f 2200000";
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("{limits}; exec $U {line}")]).current_dir(dir);
    shell.env("U", env!("CARGO_BIN_EXE_unharm")).env("TMPDIR", dir).stdin(Stdio::null());
    shell.output().unwrap().into()
}

#[track_caller]
fn check(bomb: &[u8], file: &str) {
    assert!(bomb.len() < 2 << 20, "{} bytes", bomb.len());
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join(file), bomb).unwrap();
    for line in [format!("{file} -j 2"), format!("check - -j 2 < {file}")] {
        let start = Instant::now();
        let ran = run(dir.path(), &line);
        assert_eq!(ran.code, Some(2), "{}", ran.stderr);
        let told = "unpacks to more than 500 times its size, as only an archive bomb does";
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
        assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
        assert_eq!(names(dir.path()), [file]);
    }
}

#[test]
fn of_zstandard() {
    check(&zstandard(BLOCKS), "a.har.zst");
}

/// Without optimisation these take half a minute.
#[test]
fn of_gzip_and_zip() {
    if std::env::var_os("UNHARM_FULL").is_none() {
        println!("skipped: UNHARM_FULL asks for it");
        return;
    }
    check(&gzip(BLOCKS), "a.har.gz");
    check(&archive(BLOCKS, "a.har"), "a.zip");
    check(&archive(BLOCKS, "b.txt"), "b.zip");
}
