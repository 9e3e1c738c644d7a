//! The forms in which captures are read and written: packed and unpacked, in archives with side
//! files, several at once, and below a directory.

use std::io::{Cursor, Read, Write};
use std::path::Path;

use flate2::read::GzDecoder;
use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::captures::{member, real};
use crate::command::{entries, names, repeated, sample, testdata, unharm, unharm_with};

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = tempdir().unwrap();
    for (name, bytes) in files {
        let path = dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    dir
}

pub(crate) fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The HAR in an output.
fn unpacked(dir: &Path, file: &str) -> Vec<u8> {
    let bytes = std::fs::read(dir.join(file)).unwrap();
    let mut plain = Vec::new();
    match file.rsplit_once('.').unwrap().1 {
        "gz" => drop(GzDecoder::new(&bytes[..]).read_to_end(&mut plain).unwrap()),
        "zst" => plain = zstd::stream::decode_all(&bytes[..]).unwrap(),
        "zip" => plain = member(bytes, file.strip_suffix(".zip").unwrap()),
        _ => plain = bytes,
    }
    plain
}

const FORMS: [(&str, &str); 5] = [
    ("har", ".har"),
    ("json", ".json"),
    ("zip", ".har.zip"),
    ("gz", ".har.gz"),
    ("zst", ".har.zst"),
];

#[test]
fn every_form_holds_the_same_har() {
    let capture = repeated(40);
    let dir = folder(&[("a.har", &capture)]);
    let dir = dir.path();
    let har = unharm(dir, ["a.har", "-q", "-o", "-"]).ok().stdout;
    let split = unharm(dir, ["split", "a.har", "-q", "-o", "-"]).ok().stdout;
    assert!(split == capture);
    for (form, suffix) in FORMS {
        let ran = unharm(dir, ["a.har", "--json", "--as", form]).ok();
        let chunk = &ran.json()["captures"][0]["chunks"][0];
        let file = format!("a.sanitized{suffix}");
        assert_eq!(chunk["file"], *file);
        assert!(unpacked(dir, &file) == har, "{form}");
        assert_eq!(chunk["bytes"], std::fs::metadata(dir.join(&file)).unwrap().len());
        assert_eq!(chunk["bytes_unpacked"], har.len());
        unharm(dir, ["split", "a.har", "-q", "--as", form]).ok();
        assert!(unpacked(dir, &format!("a.split{suffix}")) == capture, "{form}");
        // What was written is read again, also as the output of a pipe.
        unharm(dir, ["check", "-q", &file]).ok();
        let piped = unharm(dir, ["a.har", "-q", "-o", "-", "--as", form]).ok().stdout;
        let again = unharm_with(dir, &["split", "-", "-q", "-o", "-"], &piped).ok().stdout;
        assert!(again == har, "{form}");
    }
    let count = names(dir).len();
    assert_eq!(count, 1 + 2 * FORMS.len());
    let refused = unharm(dir, ["a.har", "--as", "gz"]);
    assert!(refused.code == Some(2) && refused.stderr.contains("exists already"));
    let refused = unharm(dir, ["a.har", "--as", "rar"]);
    assert!(refused.code == Some(2) && refused.stderr.contains("is no form"), "{}", refused.stderr);
}

#[test]
fn the_limit_is_that_of_the_packed_file() {
    let dir = tempdir().unwrap();
    let dir = dir.path();
    unharm(dir, ["generate", "--size", "2MB", "-o", "a.har"]).ok();
    unharm(dir, ["a.har", "-q", "-o", "whole", "--max-size", "none"]).ok();
    let whole = std::fs::read(dir.join("whole/a.sanitized.har")).unwrap();
    for (form, suffix) in FORMS.into_iter().filter(|(_, suffix)| suffix.len() > 5) {
        let args = ["a.har", "--json", "-o", form, "--as", form, "--max-size", "1500kB"];
        let report = unharm(dir, args).ok().json()["captures"][0].clone();
        assert_eq!(
            report["chunks"].as_array().unwrap().len(),
            1,
            "{form}: the plain file is larger"
        );
        // A limit that even the packed file exceeds: several, each below it.
        let bytes = report["chunks"][0]["bytes"].as_u64().unwrap();
        let limit = bytes * 2 / 3;
        let out = format!("{form}-many");
        let args = ["a.har", "--json", "-o", &out, "--as", form, "--max-size", &limit.to_string()];
        let report = unharm(dir, args).ok().json()["captures"][0].clone();
        let chunks = report["chunks"].as_array().unwrap();
        assert!((2..12).contains(&chunks.len()), "{form}: {}", chunks.len());
        for chunk in chunks {
            let file = chunk["file"].as_str().unwrap();
            assert!(file.ends_with(suffix), "{file}");
            let size = std::fs::metadata(dir.join(&out).join(file)).unwrap().len();
            assert!(size < limit && chunk["bytes"] == size, "{file}: {size}");
        }
        let out = dir.join(out);
        unharm(&out, ["join", "a.sanitized.manifest.json", "-o", "joined", "-q"]).ok();
        assert!(std::fs::read(out.join("joined")).unwrap() == whole, "{form}");
    }
}

#[test]
fn a_desk_that_takes_archives_gets_one_before_it_gets_parts() {
    // Every entry failed, so that no body may be left out.
    let mut capture: Value = serde_json::from_slice(&repeated(60)).unwrap();
    for entry in capture["log"]["entries"].as_array_mut().unwrap() {
        entry["response"]["status"] = json!(500);
    }
    let desk = "[presets.tiny]\ntitle = \"Tiny\"\nlimit = \"40kB\"\naccept = [\"har\", \"zip\"]\n\
                source = \"https://desk.example/\"\ndate = \"2026-11\"\n";
    let dir =
        folder(&[("a.har", capture.to_string().as_bytes()), ("unharm.toml", desk.as_bytes())]);
    let dir = dir.path();
    let report =
        unharm(dir, ["a.har", "--json", "--for", "tiny"]).ok().json()["captures"][0].clone();
    assert_eq!(report["chunks"][0]["file"], "a.sanitized.har.zip");
    assert_eq!(entries(&unpacked(dir, "a.sanitized.har.zip")).len(), 60);
    let args = ["a.har", "--json", "--for", "tiny", "--as", "har", "-o", "parts"];
    let parts = unharm(dir, args).ok().json();
    assert!(parts["captures"][0]["chunks"].as_array().unwrap().len() > 1);
}

/// A capture as Playwright zips it; every secret is invented.
pub(crate) fn zipped() -> Vec<u8> {
    let members = traced();
    let members: Vec<(&str, &[u8])> =
        members.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    archive(&members)
}

/// A capture of which Playwright has written the bodies into files of their own.
pub(crate) fn traced() -> Vec<(&'static str, Vec<u8>)> {
    let har = json!({ "log": { "version": "1.2", "pages": [], "entries": [
        { "request": { "method": "POST", "url": "https://shop.example/login",
            "postData": { "mimeType": "application/x-www-form-urlencoded", "text": "", "params": [],
                "_file": "5f0c9a41d2e75f0c9a41d2e75f0c9a41d2e75f0c.dat" } },
          "response": { "status": 200, "content": { "size": 60, "mimeType": "application/json",
            "_file": "8d3b1f6e8d3b1f6e8d3b1f6e8d3b1f6e8d3b1f6e.json" } } },
        { "_resourceType": "websocket", "request": { "url": "wss://shop.example/feed" },
          "response": { "status": 101, "content": { "size": -1, "mimeType": "x-unknown",
            "_file": "77aa77aa77aa77aa77aa77aa77aa77aa.jsonl" } } },
        { "request": { "url": "https://shop.example/logo" },
          "response": { "content": { "_file": "0123456701234567012345670123456701234567.png" } } },
    ] } });
    let frame = r#"{"type":"send","time":1.5,"opcode":1,"data":"{\"token\":\"tGq7Lw93KxPzV\"}"}"#;
    vec![
        ("har.har", har.to_string().into_bytes()),
        (
            "5f0c9a41d2e75f0c9a41d2e75f0c9a41d2e75f0c.dat",
            b"user=anna&password=Kx7%21vTq2mLp".to_vec(),
        ),
        (
            "8d3b1f6e8d3b1f6e8d3b1f6e8d3b1f6e8d3b1f6e.json",
            br#"{"access_token":"wq8Zr4Kt71xNbQ02","n":1e400}"#.to_vec(),
        ),
        ("77aa77aa77aa77aa77aa77aa77aa77aa.jsonl", format!("{frame}\n{frame}\n").into_bytes()),
        ("0123456701234567012345670123456701234567.png", vec![0x89, b'P', b'N', b'G', 0, 0xff]),
    ]
}

#[test]
fn side_files_are_redacted_and_their_names_are_gone() {
    let dir = folder(&[("trace.har.zip", &zipped())]);
    for (form, suffix) in FORMS {
        unharm(dir.path(), ["trace.har.zip", "-q", "-o", "out", "--as", form]).ok();
        let output = unpacked(&dir.path().join("out"), &format!("trace.sanitized{suffix}"));
        let text = String::from_utf8(output.clone()).unwrap();
        for gone in [
            "Kx7",
            "vTq2mLp",
            "wq8Zr4Kt71xNbQ02",
            "tGq7Lw93KxPzV",
            "_file",
            "5f0c9a41",
            "8d3b1f6e",
            "77aa77aa",
            "01234567",
        ] {
            assert!(!text.contains(gone), "{gone}: {text}");
        }
        let all = entries(&output);
        let post = all[0]["request"]["postData"]["text"].as_str().unwrap();
        assert!(post.starts_with("user=") && post.contains("&password=redacted-"), "{post}");
        let body = all[0]["response"]["content"]["text"].as_str().unwrap();
        assert!(
            body.starts_with(r#"{"access_token":"redacted-"#) && body.ends_with(r#","n":1e400}"#)
        );
        let frames = all[1]["_webSocketMessages"].as_array().unwrap();
        assert_eq!(frames.len(), 2);
        assert!(frames[1]["data"].as_str().unwrap().starts_with(r#"{"token":"redacted-"#));
        assert_eq!(all[2]["response"]["content"]["text"], "iVBORwD/");
        assert_eq!(all[2]["response"]["content"]["encoding"], "base64");
    }
    let found = unharm(dir.path(), ["check", "trace.har.zip", "--json"]);
    assert_eq!(found.code, Some(1));
    let piped = unharm_with(dir.path(), &["-", "-q", "-o", "-"], &zipped()).ok().stdout;
    assert!(piped == unpacked(&dir.path().join("out"), "trace.sanitized.har"));
}

#[test]
fn a_recorded_archive_is_one_har_without_side_files() {
    let Some(capture) = real().into_iter().find(|path| path.ends_with("pw-attach.har.zip")) else {
        return;
    };
    let dir = tempdir().unwrap();
    let args = ["-q", "-o", "-"].iter().map(AsRef::as_ref).chain([capture.as_os_str()]);
    let output = unharm(dir.path(), args).ok().stdout;
    let har: Value =
        serde_json::from_slice(&member(std::fs::read(&capture).unwrap(), "har.har")).unwrap();
    let all = entries(&output);
    let named = har["log"]["entries"].as_array().unwrap();
    assert_eq!(all.len(), named.len());
    for (before, after) in named.iter().zip(&all) {
        let (before, after) = (&before["response"]["content"], &after["response"]["content"]);
        assert_eq!(after.get("_file"), None);
        let is_body = before["_file"].as_str().is_some_and(|name| !name.ends_with(".jsonl"));
        assert_eq!(after.get("text").is_some(), is_body, "{before}");
    }
    let frames =
        |entry: &&Value| entry["_webSocketMessages"].as_array().is_some_and(|f| f.len() > 3);
    assert_eq!(all.iter().filter(frames).count(), 1);
}

#[test]
fn captures_of_any_form_below_a_directory_in_order() {
    let har = serde_json::to_vec(&sample()).unwrap();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(&har).unwrap();
    let call = [b"onInputData(", &har[..], b");"].concat();
    let zst = zstd::stream::encode_all(&har[..], 1).unwrap();
    let dir = folder(&[
        ("traces/b.har", &har),
        ("traces/deep/er/a.har.gz", &gz.finish().unwrap()),
        ("traces/deep/c.har.zst", &zst),
        ("traces/d.zhar", &archive(&[("d.har", &har)])),
        ("traces/e.harp", &call),
        ("traces/old.sanitized.har", b"ours"),
        ("traces/notes.txt", b"no"),
        ("traces/.hidden/x.har", b"no"),
    ]);
    #[cfg(unix)]
    std::os::unix::fs::symlink("..", dir.path().join("traces/loop")).unwrap();
    let dir = dir.path();
    let ran = unharm(dir, ["traces", "--json", "-o", "out"]).ok().json();
    let named: Vec<&str> = ran["captures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["capture"].as_str().unwrap())
        .collect();
    assert_eq!(named, ["b.har", "d.zhar", "c.har.zst", "a.har.gz", "e.harp"]);
    let expected = std::fs::read(dir.join("out/b.sanitized.har")).unwrap();
    for file in
        ["d.sanitized.har", "deep/c.sanitized.har", "deep/er/a.sanitized.har", "e.sanitized.har"]
    {
        assert!(std::fs::read(dir.join("out").join(file)).unwrap() == expected, "{file}");
    }
    assert_eq!(unharm(dir, ["check", "traces", "-q"]).code, Some(1));
    unharm(dir, ["traces", "-q"]).ok();
    assert!(std::fs::read(dir.join("traces/deep/er/a.sanitized.har")).unwrap() == expected);
    // A second run reads no output of the first.
    assert_eq!(
        unharm(dir, ["traces", "--json", "--force"]).ok().json()["captures"]
            .as_array()
            .unwrap()
            .len(),
        5
    );
    assert_eq!(names(&dir.join("traces")).len(), 11);
}

#[test]
fn what_is_no_capture_in_a_directory_is_said() {
    let har = serde_json::to_vec(&sample()).unwrap();
    let saz = archive(&[("_index.htm", b"<html>"), ("raw/01_c.txt", b"GET / HTTP/1.1")]);
    let dir = folder(&[
        ("traces/a.har", &har),
        ("traces/as.json", &har),
        ("traces/a.json", &har),
        ("traces/a.sanitized.manifest.json", b"{}"),
        ("traces/deep/net.json", br#"{"constants":{"clientInfo":{}},"events":[]}"#),
        ("traces/f.saz", &saz),
        ("traces/notes.txt", b"no"),
        ("traces/package.json", br#"{"name":"log"}"#),
        ("traces/deep/shot.png", b"no"),
        ("traces/5f0c9a41d2e75f0c9a41d2e75f0c9a41d2e75f0c.json", b"{}"),
        ("nothing/net.json", br#"{"constants":{}}"#),
        ("many/a.har", &har),
    ]);
    let dir = dir.path();
    for number in 0..9 {
        std::fs::write(dir.join(format!("many/{number}.txt")), b"").unwrap();
    }
    let ran = unharm(dir, ["traces", "--json", "-o", "out"]).ok();
    assert_eq!(ran.json()["captures"].as_array().unwrap().len(), 2);
    let lines: Vec<&str> = ran.stderr.lines().collect();
    assert_eq!(lines.len(), 4, "{}", ran.stderr);
    for (line, expected) in lines.iter().zip([
        "\"traces/a.json\" would get the name of another capture's output",
        "\"traces/deep/net.json\" is a NetLog",
        "\"traces/f.saz\" is a Fiddler archive",
    ]) {
        assert!(line.starts_with(&format!("skipped: {expected}")), "{line}");
    }
    let others =
        r#"skipped 3 files that are no captures: "deep/shot.png", "notes.txt", "package.json""#;
    assert_eq!(lines[3], others);
    assert_eq!(unharm(dir, ["traces", "-q", "-o", "quiet"]).ok().stderr, "");
    let ran = unharm(dir, ["nothing"]);
    assert!(ran.code == Some(2) && ran.stderr.contains("NetLog"), "{}", ran.stderr);
    assert!(ran.stderr.contains("a directory without a capture in it"), "{}", ran.stderr);
    let told = unharm(dir, ["check", "many"]).stderr;
    let more =
        r#"9 files that are no captures: "0.txt", "1.txt", "2.txt", "3.txt", "4.txt" and 4 more"#;
    assert!(told.contains(more), "{told}");
}

#[test]
fn several_captures_and_none_that_is_meant() {
    let har = serde_json::to_vec(&sample()).unwrap();
    let dir = folder(&[
        ("x/a.har", &har),
        ("y/a.har", &har),
        ("y/empty.har", br#"{"log":{"entries":[{}]}}"#),
    ]);
    let dir = dir.path();
    let ran = unharm(dir, ["x/a.har", "y/a.har", "-o", "out", "--force"]);
    assert!(
        ran.code == Some(2) && ran.stderr.contains("name of another capture's output"),
        "{}",
        ran.stderr
    );
    unharm(dir, ["x/a.har", "y/a.har", "-q"]).ok();
    let ran = unharm(dir, ["y", "--force", "--status", "2xx"]).ok();
    assert!(ran.stderr.contains("empty.har\" meets what was selected"), "{}", ran.stderr);
    let ran = unharm(dir, ["x", "y", "--force", "--host", "nowhere.example"]);
    assert!(
        ran.code == Some(2) && ran.stderr.contains("no entry of any capture"),
        "{}",
        ran.stderr
    );
}

#[test]
fn what_other_tools_write_is_refused_with_the_way_out() {
    let saz = archive(&[("_index.htm", b"<html>"), ("raw/01_c.txt", b"GET / HTTP/1.1")]);
    let net_log = br#"{"constants":{"clientInfo":{}},"events":[]}"#;
    let dir = folder(&[
        ("a.saz", &saz),
        ("renamed.zip", &saz),
        ("net.json", net_log),
        ("net.zip", &archive(&[("net-export.har", net_log)])),
        ("up.har.zip", &archive(&[("../har.har", b"{}")])),
    ]);
    for (file, expected) in [
        ("a.saz", "File > Export Sessions > HTTPArchive"),
        ("renamed.zip", "File > Export Sessions > HTTPArchive"),
        ("net.json", "Export HAR"),
        ("net.zip", "Export HAR"),
        ("up.har.zip", "leads outside"),
    ] {
        let ran = unharm(dir.path(), [file, "-o", "out"]);
        assert!(ran.code == Some(2) && ran.stderr.contains(expected), "{file}: {}", ran.stderr);
    }
    assert_eq!(names(&dir.path().join("out")), [""; 0]);
    assert!(testdata("sample.har").exists());
}
