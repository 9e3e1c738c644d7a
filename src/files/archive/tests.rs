use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::files::{FileError, Input, Source};

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (at, (name, bytes)) in members.iter().enumerate() {
        let method =
            if at % 2 == 0 { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn file(dir: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = dir.path().join(name);
    let mut file = tempfile::NamedTempFile::new_in(dir.path()).unwrap();
    file.write_all(bytes).unwrap();
    file.persist(&path).unwrap();
    path
}

fn open(path: &Path) -> Result<String, FileError> {
    let input = Input::open(path, path.parent().unwrap())?;
    let mut bytes = vec![0; usize::try_from(input.len()).unwrap()];
    input.fill(0, &mut bytes)?;
    Ok(String::from_utf8(bytes).unwrap())
}

fn har(entries: &str) -> String {
    format!("\u{feff}{{\"log\": {{\"entries\": [ {entries} ], \"_file\": \"a.txt\"}} }}\n")
}

/// What a capture with these entries, in an archive with these members, becomes.
#[track_caller]
fn check(entries: &str, members: &[(&str, &[u8])], expected: &str) {
    let dir = tempfile::tempdir().unwrap();
    let har_text = har(entries);
    for folder in ["", "traces/first/"] {
        let names: Vec<String> =
            members.iter().map(|(name, _)| format!("{folder}{name}")).collect();
        let capture = format!("{folder}har.har");
        let mut all: Vec<(&str, &[u8])> = vec![(&capture, har_text.as_bytes())];
        all.extend(names.iter().map(String::as_str).zip(members.iter().map(|member| member.1)));
        let path = file(&dir, "a.har.zip", &archive(&all));
        assert_eq!(open(&path).unwrap(), har(expected).trim_start_matches('\u{feff}'));
    }
}

const GET: &str = r#""request":{"url":"https://a.example/"}"#;

#[test]
fn bodies_stand_in_their_entries() {
    let text = "say \"ä\"\\\n\r\t\u{1}".as_bytes();
    let written = r#"say \"ä\"\\\n\r\t\u0001"#;
    let binary: &[u8] = &[0xff, 0, 1, 2];
    let members: &[(&str, &[u8])] =
        &[("a.txt", text), ("b.bin", binary), ("c.json", b""), ("unused.txt", b"x")];
    for (content, expected) in [
        (
            r#"{"size":3,"_file":"a.txt","x":1}"#,
            format!(r#"{{"size":3,"text":"{written}","x":1}}"#),
        ),
        (r#"{"_file":"b.bin"}"#, r#"{"text":"/wABAg==","encoding":"base64"}"#.into()),
        (r#"{"_file":"c.json"}"#, r#"{"text":""}"#.into()),
        (r#"{"text":"","_file":"a.txt"}"#, format!(r#"{{"text":"{written}"}}"#)),
        (r#"{"_file":"a.txt" , "text":"old"}"#, format!(r#"{{"text":"{written}"}}"#)),
        (
            r#"{"_file":"b.bin","text":"","z":[]}"#,
            r#"{"encoding":"base64","text":"/wABAg==","z":[]}"#.into(),
        ),
        (
            r#"{"encoding":"base64","_file":"b.bin"}"#,
            r#"{"encoding":"base64","text":"/wABAg=="}"#.into(),
        ),
        (r#"{"encoding":"","_file":"b.bin"}"#, r#"{"encoding":"base64","text":"/wABAg=="}"#.into()),
        (r#"{"size":1}"#, r#"{"size":1}"#.into()),
        (r#"{"_file":7}"#, r#"{"_file":7}"#.into()),
        (r#"{"\u005ffile":"a.txt"}"#, r#"{"\u005ffile":"a.txt"}"#.into()),
    ] {
        let entry = |content: &str| format!("{{{GET},\"response\":{{\"content\":{content}}}}}");
        check(&entry(content), members, &entry(&expected));
        let entry = |body: &str| format!("{{\"request\":{{\"postData\":{body},\"url\":\"x\"}}}}");
        check(&entry(content), members, &entry(&expected));
    }
    // Every entry that names a file has what it holds; what is no JSON is left to its reader.
    let one = |content: &str| format!("{{{GET},\"response\":{{\"content\":{content}}}}}");
    let (named, held) = (one(r#"{"_file":"c.json"}"#), one(r#"{"text":""}"#));
    check(&format!("{named} ,\n{named}"), members, &format!("{held} ,\n{held}"));
    check(r#"{"_file":"c.json",}"#, members, r#"{"_file":"c.json",}"#);
}

#[test]
fn a_long_body_is_written_in_blocks() {
    let dir = tempfile::tempdir().unwrap();
    let text = "漢字 \"😀\"\n".repeat(60_000);
    let binary: Vec<u8> = (0..900_001_u32).map(|at| u8::try_from(at % 251).unwrap()).collect();
    let entry = |name: &str| format!("{{\"response\":{{\"content\":{{\"_file\":\"{name}\"}}}}}}");
    let har = har(&format!("{},{}", entry("t"), entry("b")));
    let members: &[(&str, &[u8])] =
        &[("har.har", har.as_bytes()), ("t", text.as_bytes()), ("b", &binary)];
    let read = open(&file(&dir, "a.zip", &archive(members))).unwrap();
    let read: serde_json::Value = serde_json::from_str(&read).unwrap();
    let body =
        |at: usize| read["log"]["entries"][at]["response"]["content"]["text"].as_str().unwrap();
    assert!(body(0) == text);
    assert!(base64_simd::STANDARD.decode_to_vec(body(1)).unwrap() == binary);
}

#[test]
fn frames_of_a_socket_become_its_messages() {
    let lines: &[u8] = b"{\"type\":\"send\",\"data\":\"a\\n\"}\r\n\n {\"type\":\"receive\"}\n";
    let socket = r#""_resourceType":"websocket","response":{"status":101,"content":{"size":-1,"_file":"f.jsonl"}}"#;
    let expected = r#""_resourceType":"websocket","response":{"status":101,"content":{"size":-1}}"#;
    let frames = r#""_webSocketMessages":[{"type":"send","data":"a\n"},{"type":"receive"}]"#;
    check(&format!("{{{socket}}}"), &[("f.jsonl", lines)], &format!("{{{expected},{frames}}}"));
    // What is no list of objects is a body like any other.
    let as_body =
        |text: &str| expected.replace("\"size\":-1", &format!("\"size\":-1,\"text\":\"{text}\""));
    check(
        &format!("{{{socket}}}"),
        &[("f.jsonl", b"{}\n1")],
        &format!("{{{}}}", as_body("{}\\n1")),
    );
    check(&format!("{{{socket}}}"), &[("f.jsonl", b"{\n")], &format!("{{{}}}", as_body("{\\n")));
    let plain = socket.replace("websocket", "fetch");
    let body = as_body("{}").replace("websocket", "fetch");
    check(&format!("{{{plain}}}"), &[("f.jsonl", b"{}")], &format!("{{{body}}}"));
}

#[test]
fn one_capture_by_whatever_name() {
    let dir = tempfile::tempdir().unwrap();
    let text = "{\"log\":{\"entries\":[]}}";
    for members in [
        &[("a.har", text.as_bytes())][..],
        &[("deep/A.HAR", text.as_bytes()), ("deep/", b""), ("__MACOSX/a.har", b"x")],
        &[("whatever", text.as_bytes())],
        &[("a.harp", b"cb({\"log\":{\"entries\":[]}});")],
    ] {
        assert_eq!(open(&file(&dir, "a.zhar", &archive(members))).unwrap(), text);
    }
}

#[test]
fn an_archive_that_is_not_read_says_why() {
    let dir = tempfile::tempdir().unwrap();
    let text = har(r#"{"response":{"content":{"_file":"gone.txt"}}}"#);
    let whole = archive(&[("a.har", text.as_bytes()), ("b", b"")]);
    let mut encrypted = archive(&[("a.har", b"{}")]);
    for (signature, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = memchr::memmem::find(&encrypted, signature).unwrap();
        encrypted[at + flags] |= 1;
    }
    let mut method = archive(&[("a.har", b"{}")]);
    for (signature, at) in [(b"PK\x03\x04", 8), (b"PK\x01\x02", 10)] {
        let start = memchr::memmem::find(&method, signature).unwrap();
        method[start + at] = 98;
    }
    let mut damaged = archive(&[("a.har", &[b"{\"log\":{", &[b' '; 500][..]].concat())]);
    damaged[40] ^= 0x55;
    let mut link = ZipWriter::new(Cursor::new(Vec::new()));
    link.add_symlink("a.har", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let table: &[(&str, Vec<u8>, &str)] = &[
        ("none.zip", archive(&[("a.txt", b""), ("b.txt", b"")]), "without a .har file"),
        ("empty.zip", archive(&[]), "without a .har file"),
        ("two.zip", archive(&[("a.har", b"{}"), ("b.har", b"{}")]), "several .har files"),
        ("up.zip", archive(&[("a.har", b"{}"), ("../b.txt", b"")]), "leads outside"),
        ("root.zip", archive(&[("/a.har", b"{}")]), "leads outside"),
        ("link.zip", link.finish().unwrap().into_inner(), "leads outside"),
        ("gone.zip", whole.clone(), "a side file that is not in it"),
        ("encrypted.zip", encrypted, "encrypted"),
        ("method.zip", method, "not known here"),
        ("saz.zip", archive(&[("_index.htm", b""), ("raw/1_c.txt", b"")]), "Fiddler archive"),
        ("cut.zip", whole[..whole.len() - 30].into(), "damaged or cut off: its ZIP data"),
        ("damaged.zip", damaged, "damaged or cut off: its ZIP data"),
        ("net.zip", archive(&[("a.har", b"{\"constants\":{}}")]), "NetLog"),
    ];
    for (name, bytes, expected) in table {
        let error = open(&file(&dir, name, bytes)).unwrap_err().to_string();
        assert!(error.contains(expected) && error.contains(name), "{name}: {error}");
    }
}

#[test]
fn an_archive_of_little_that_becomes_much_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let side = vec![b'x'; 1 << 20];
    let one = r#"{"response":{"content":{"_file":"x"}}}"#;
    let har = har(&[one; 40].join(","));
    let path = file(&dir, "a.zip", &archive(&[("a.har", har.as_bytes()), ("x", &side)]));
    let error = Input::open_within(&path, dir.path(), 20 << 20).unwrap_err();
    assert!(error.to_string().contains("limit"), "{error}");
    assert!(Input::open_within(&path, dir.path(), 50 << 20).is_ok());
}
