//! A HAR beside which its bodies stand in files of their own: read as the archive of both is, and no
//! other file is read, whatever the capture names.

use std::path::Path;

use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

use crate::captures::{member, real};
use crate::command::{Ran, entries, unharm, unharm_with};
use crate::forms::{traced, zipped};

/// A folder with the members of an archive, its capture among them.
fn unpacked(archive: &[u8]) -> TempDir {
    let dir = tempdir().unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    zip.extract(dir.path()).unwrap();
    std::fs::rename(dir.path().join("har.har"), dir.path().join("trace.har")).unwrap();
    dir
}

fn stdout(dir: &Path, capture: &str) -> Vec<u8> {
    unharm(dir, [capture, "-q", "-o", "-"]).ok().stdout
}

fn side_files(ran: &Ran) -> Value {
    ran.json()["captures"][0]["side_files"].clone()
}

#[test]
fn bodies_are_read_as_from_an_archive() {
    let dir = unpacked(&zipped());
    let dir = dir.path();
    std::fs::write(dir.join("packed.har.zip"), zipped()).unwrap();
    let expected = stdout(dir, "packed.har.zip");
    assert!(stdout(dir, "trace.har") == expected);
    let har = std::fs::read(dir.join("trace.har")).unwrap();
    std::fs::write(dir.join("trace.har.zst"), zstd::stream::encode_all(&har[..], 1).unwrap())
        .unwrap();
    assert!(stdout(dir, "trace.har.zst") == expected);
    let ran = unharm(dir, ["trace.har", "--json", "--dry-run"]).ok();
    assert_eq!(side_files(&ran), json!({ "read": 4, "absent": 0 }));
    let ran = unharm(dir, ["trace.har", "-o", "told"]).ok();
    let line = "4 bodies from files beside it are in their entries now";
    assert!(ran.stderr.contains(line), "{}", ran.stderr);
    let told = unharm(dir, ["inspect", "trace.har"]).ok();
    assert!(told.printed().contains(line), "{}", told.printed());
    // As it is, but for where the bodies stand.
    let ran = unharm(dir, ["split", "trace.har", "--json", "-o", "split"]).ok();
    assert_eq!(ran.json()["side_files"], json!({ "read": 4, "absent": 0 }));
    unharm(dir, ["split", "packed.har.zip", "-q", "-o", "split"]).ok();
    let read = |name: &str| std::fs::read(dir.join("split").join(name)).unwrap();
    assert!(read("trace.split.har") == read("packed.split.har"));
    // The folder is one capture and not a list of files.
    std::fs::remove_file(dir.join("packed.har.zip")).unwrap();
    std::fs::remove_file(dir.join("trace.har.zst")).unwrap();
    let ran = unharm(dir, [".", "--json", "-o", "all"]).ok();
    assert_eq!(ran.stderr, "");
    assert_eq!(ran.json()["captures"].as_array().unwrap().len(), 1);
}

#[test]
fn a_body_whose_file_is_not_there_is_lost_and_its_name_goes() {
    let dir = unpacked(&zipped());
    let dir = dir.path();
    let names: Vec<String> = traced()
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .filter(|name| name != "har.har")
        .collect();
    std::fs::remove_file(dir.join(&names[0])).unwrap();
    let har = std::fs::read(dir.join("trace.har")).unwrap();
    let check = |ran: &Ran, output: &[u8], absent: &[usize]| {
        let expected = json!({ "read": 4 - absent.len(), "absent": absent.len() });
        assert_eq!(side_files(ran), expected);
        let text = String::from_utf8_lossy(output);
        assert!(names.iter().all(|name| !text.contains(&name[..32])) && !text.contains("_file"));
        let note = "[unharm: this body was in a file of its own, which is not here]";
        assert_eq!(text.matches(note).count(), absent.len(), "{text}");
        assert_eq!(entries(output).len(), 3);
    };
    let ran = unharm(dir, ["trace.har", "--json", "-o", "out"]).ok();
    let output = std::fs::read(dir.join("out/trace.sanitized.har")).unwrap();
    check(&ran, &output, &[0]);
    let post = &entries(&output)[0]["request"]["postData"];
    assert_eq!(post.as_object().unwrap().keys().next().unwrap(), "mimeType");
    let ran = unharm(dir, ["trace.har", "-o", "out", "--force"]).ok();
    let line = "1 body lost: the files that the capture names are not beside it";
    assert!(ran.stderr.contains(line), "{}", ran.stderr);
    // Beside what a pipe brings there is nothing.
    let ran = unharm_with(dir, &["-", "--json", "-o", "piped"], &har).ok();
    let output = std::fs::read(dir.join("piped/stdin.sanitized.har")).unwrap();
    check(&ran, &output, &[0, 1, 2, 3]);
    // Nor is there in an archive of the capture alone.
    let alone = crate::forms::archive(&[("har.har", &har)]);
    std::fs::write(dir.join("alone.har.zip"), alone).unwrap();
    let ran = unharm(dir, ["alone.har.zip", "--json", "-o", "alone"]).ok();
    let output = std::fs::read(dir.join("alone/alone.sanitized.har")).unwrap();
    check(&ran, &output, &[0, 1, 2, 3]);
}

#[test]
fn no_other_file_is_read() {
    let dir = tempdir().unwrap();
    let (inner, secret) = (dir.path().join("traces"), "nothing that anybody should see");
    std::fs::create_dir(&inner).unwrap();
    let hash = "5f0c9a41d2e75f0c9a41d2e75f0c9a41d2e75f0c";
    let (link, folder) = (format!("{}.txt", hash.replace('5', "6")), hash.replace('5', "7"));
    for path in ["notes.txt", &format!("{hash}.txt"), &format!("traces/{hash}.tar.gz")] {
        std::fs::write(dir.path().join(path), secret).unwrap();
    }
    std::fs::write(inner.join("notes.txt"), secret).unwrap();
    std::fs::create_dir(inner.join(&folder)).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("../notes.txt", inner.join(&link)).unwrap();
    let outside = dir.path().join("notes.txt").to_str().unwrap().to_owned();
    let names = [
        "notes.txt",
        "./notes.txt",
        "../notes.txt",
        &outside,
        &format!("../{hash}.txt"),
        &format!("..\\{hash}.txt"),
        &format!("{hash}.tar.gz"),
        &format!("{hash}.txt\0"),
        &link,
        &folder,
        ".",
        "..",
        "",
        "trace.har",
    ];
    let content = |name: &&str| json!({ "response": { "content": { "_file": name } } });
    let all: Vec<Value> = names.iter().map(content).collect();
    let har = json!({ "log": { "version": "1.2", "entries": all } }).to_string();
    std::fs::write(inner.join("trace.har"), har).unwrap();
    let ran = unharm(dir.path(), ["traces/trace.har", "--json"]).ok();
    assert_eq!(side_files(&ran), json!({ "read": 0, "absent": names.len() }));
    let output = std::fs::read_to_string(inner.join("trace.sanitized.har")).unwrap();
    assert!(!output.contains(secret) && !output.contains("_file"), "{output}");
}

#[test]
fn a_capture_that_was_cut_short_has_its_bodies_too() {
    let dir = unpacked(&zipped());
    let dir = dir.path();
    let har = std::fs::read(dir.join("trace.har")).unwrap();
    std::fs::write(dir.join("trace.har"), &har[..har.len() - 40]).unwrap();
    let ran = unharm(dir, ["trace.har", "--json", "--salvage"]).ok();
    assert_eq!(ran.json()["captures"][0]["salvage"]["entries"], 2);
    let output = std::fs::read(dir.join("trace.sanitized.har")).unwrap();
    let text = String::from_utf8_lossy(&output);
    assert!(!text.contains("_file") && !text.contains("wq8Zr4Kt71xNbQ02"), "{text}");
    let frames = entries(&output)[1]["_webSocketMessages"].as_array().unwrap().len();
    assert_eq!(frames, 2);
}

#[test]
fn a_recorded_folder_is_what_its_archive_is() {
    let Some(capture) = real().into_iter().find(|path| path.ends_with("pw-attach.har.zip")) else {
        return;
    };
    let archive = std::fs::read(&capture).unwrap();
    let dir = unpacked(&archive);
    let args = |path: &Path| {
        let args = ["-q", "-o", "-"].iter().map(AsRef::as_ref).chain([path.as_os_str()]);
        unharm(dir.path(), args).ok().stdout
    };
    assert!(args(&dir.path().join("trace.har")) == args(&capture));
    let ran = unharm(dir.path(), ["trace.har", "--json", "--dry-run"]).ok();
    let har: Value = serde_json::from_slice(&member(archive, "har.har")).unwrap();
    let all = har["log"]["entries"].as_array().unwrap().iter();
    let named = all.flat_map(|entry| {
        let holders = [&entry["request"]["postData"], &entry["response"]["content"]];
        holders.into_iter().filter(|holder| holder.get("_file").is_some())
    });
    assert_eq!(side_files(&ran), json!({ "read": named.count(), "absent": 0 }));
}
