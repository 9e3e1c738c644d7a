//! Captures as they are found: without pages, with names of pages that are not there, out of order,
//! with very many entries, with an entry that is a hundred times larger than the others; and files
//! that are cut by page or by time.

use std::path::Path;

use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

use crate::command::{entries, names, raw_entries, unharm};

fn entry(id: usize, second: usize, page: Option<&str>) -> Value {
    let (minute, second) = (second / 60, second % 60);
    let mut entry = json!({
        "startedDateTime": format!("2026-03-09T14:{minute:02}:{second:02}.500+01:00"), "time": 5,
        "request": { "method": "GET", "url": format!("https://shop.example/{id}"), "headers": [] },
        "response": { "status": 200, "headers": [], "content": { "text": "x".repeat(300) } },
    });
    if let Some(page) = page {
        entry["pageref"] = json!(page);
    }
    entry
}

fn capture(pages: &[&str], entries: &[Value]) -> Value {
    let page = |id: &&str| json!({ "id": id, "title": id, "startedDateTime": "2026-03-09T14:00:00Z", "pageTimings": {} });
    let pages: Vec<Value> = pages.iter().map(page).collect();
    json!({ "log": { "version": "1.2", "pages": pages, "entries": entries } })
}

fn folder(capture: &Value) -> TempDir {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), serde_json::to_string_pretty(capture).unwrap())
        .unwrap();
    dir
}

fn har_files(dir: &TempDir) -> Vec<String> {
    names(dir.path())
        .into_iter()
        .filter(|name| name.contains("split") && name.ends_with(".har"))
        .collect()
}

fn numbers(dir: &TempDir, file: &str) -> Vec<usize> {
    let number = |entry: &Value| {
        let url = entry["request"]["url"].as_str().unwrap();
        url.rsplit_once('/').unwrap().1.parse().unwrap()
    };
    entries(&std::fs::read(dir.path().join(file)).unwrap()).iter().map(number).collect()
}

/// Cuts a capture, and joins it again from the manifest, exactly.
#[track_caller]
fn check_split(capture: &Value, args: &[&str], expected: &[&[usize]]) -> Value {
    let dir = folder(capture);
    unharm(dir.path(), ["split", "a.har", "-q"].iter().chain(args)).ok();
    let files = har_files(&dir);
    let found: Vec<Vec<usize>> = files.iter().map(|file| numbers(&dir, file)).collect();
    assert_eq!(found, expected, "{args:?}");
    unharm(dir.path(), ["join", "a.split.manifest.json", "-o", "joined", "-q"]).ok();
    let read = |name: &str| std::fs::read(dir.path().join(name)).unwrap();
    assert!(read("joined") == read("a.har"), "{args:?}: joined is not what it was");
    serde_json::from_slice(&read("a.split.manifest.json")).unwrap()
}

/// Two pages at the same time, what names none, and what names one that is not there.
fn mixed() -> Value {
    let pages = [
        Some("p1"),
        Some("p1"),
        Some("p2"),
        None,
        Some("p1"),
        Some("p2"),
        Some("gone"),
        Some("p2"),
    ];
    let seconds = [0, 70, 61, 62, 5, 130, 131, 59];
    let entries = (0..8).map(|at| entry(at, seconds[at], pages[at])).collect::<Vec<_>>();
    capture(&["p1", "unused", "p2"], &entries)
}

#[test]
fn each_page_in_files_of_its_own() {
    let by_page: &[&[usize]] = &[&[0, 1, 4], &[2, 5, 7], &[3, 6]];
    let manifest = check_split(&mixed(), &["--split-by", "page"], by_page);
    assert_eq!(manifest["schema"], 2);
    let runs = |chunk: usize| manifest["chunks"][chunk]["runs"].clone();
    assert_eq!(runs(0), json!([{ "first": 1, "last": 2 }, { "first": 5, "last": 5 }]));
    assert_eq!(manifest["chunks"][1]["pages"], json!([2]));
    // A page that is full goes on in another file.
    let cut: &[&[usize]] = &[&[0, 1], &[2, 5], &[3, 6], &[4], &[7]];
    check_split(&mixed(), &["--split-by", "page", "--max-size", "2400"], cut);
}

#[test]
fn each_span_of_time_in_files_of_its_own() {
    let by_time: &[&[usize]] = &[&[0, 4, 7], &[1, 2, 3], &[5, 6]];
    let manifest = check_split(&mixed(), &["--split-by", "time"], by_time);
    let started = json!({ "first": "2026-03-09T14:01:01.500+01:00", "last": "2026-03-09T14:01:10.500+01:00" });
    assert_eq!(manifest["chunks"][1]["started"], started);
    check_split(&mixed(), &["--split-by", "time=90s"], &[&[0, 1, 2, 3, 4, 7], &[5, 6]]);
    let dir = folder(&mixed());
    for (value, expected) in [("hour", "write page, time or time=30s"), ("time=0", "write page")] {
        let ran = unharm(dir.path(), ["a.har", "--split-by", value]);
        assert!(ran.code == Some(2) && ran.stderr.contains(expected), "{}", ran.stderr);
    }
    let ran = unharm(dir.path(), ["a.har", "--split-by", "page", "-o", "-"]);
    assert!(ran.code == Some(2) && ran.stderr.contains("standard output takes one file"));
}

#[test]
fn a_manifest_that_does_not_fit_its_chunks_is_refused() {
    let dir = folder(&mixed());
    unharm(dir.path(), ["split", "a.har", "-q", "--split-by", "page"]).ok();
    let path = dir.path().join("a.split.manifest.json");
    let manifest: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let check = |change: fn(&mut Value), expected: &str| {
        let mut changed = manifest.clone();
        change(&mut changed);
        std::fs::write(&path, changed.to_string()).unwrap();
        let ran = unharm(dir.path(), ["join", "a.split.manifest.json", "-o", "joined"]);
        assert!(ran.code == Some(2) && ran.stderr.contains(expected), "{}", ran.stderr);
    };
    check(|m| m["chunks"][0]["runs"][0]["last"] = json!(3), "do not follow the ones before");
    check(
        |m| {
            m["chunks"][0]["runs"] = json!([{ "first": 1, "last": 2 }]);
            m["chunks"][1]["runs"] = json!([{ "first": 3, "last": 8 }]);
            m["chunks"][2]["runs"] = json!([]);
            m["chunks"][2]["entries"] = json!({ "first": 9, "last": 9 });
            m["entries"] = json!(9);
        },
        "chunk 1 has another number of entries",
    );
    check(|m| m["schema"] = json!(3), "version 3");
}

#[test]
fn no_pages_and_pages_that_are_not_there() {
    let entries: Vec<Value> = (0..6).map(|at| entry(at, 100 - at, Some("gone"))).collect();
    let mut without = capture(&[], &entries);
    check_split(&without, &["--max-size", "1500"], &[&[0, 1], &[2, 3], &[4, 5]]);
    without["log"].as_object_mut().unwrap().remove("pages");
    check_split(&without, &["--max-size", "1500"], &[&[0, 1], &[2, 3], &[4, 5]]);
    let null = json!({ "log": { "entries": entries, "pages": null } });
    check_split(&null, &["--max-size", "1500"], &[&[0, 1], &[2, 3], &[4, 5]]);
    // Safari wants a page in each file.
    let dir = folder(&capture(&["p1", "p2"], &entries));
    unharm(dir.path(), ["split", "a.har", "-q", "--max-size", "1700"]).ok();
    for file in har_files(&dir) {
        let chunk: Value =
            serde_json::from_slice(&std::fs::read(dir.path().join(file)).unwrap()).unwrap();
        assert_eq!(chunk["log"]["pages"][0]["id"], "p1");
    }
}

#[test]
fn a_hundred_thousand_entries() {
    let entries: Vec<Value> = (0..100_000)
        .map(|at| json!({ "startedDateTime": "2026-03-09T14:00:00Z", "request": { "url": format!("https://a.example/{at}") }, "response": { "status": if at % 1000 == 7 { 500 } else { 200 } } }))
        .collect();
    let dir = tempdir().unwrap();
    let whole = json!({ "log": { "entries": entries } }).to_string();
    std::fs::write(dir.path().join("a.har"), &whole).unwrap();
    unharm(dir.path(), ["a.har", "-q", "--max-size", "2MB"]).ok();
    unharm(dir.path(), ["join", "a.sanitized.manifest.json", "-o", "joined", "-q"]).ok();
    assert!(std::fs::read(dir.path().join("joined")).unwrap() == whole.as_bytes());
    let ran = unharm(dir.path(), ["a.har", "--json", "--failed", "-o", "failed"]).ok();
    assert_eq!(ran.json()["captures"][0]["entries_left_out"], 99_900);
}

/// An entry with very many frames, as a socket has that was open for a day.
fn socket(frames: usize, comment: Option<&str>) -> Value {
    let frame = |at: usize| json!({ "type": "receive", "time": 1.5, "opcode": 1, "data": format!("{{\"n\":{at}}}") });
    let mut entry = entry(1, 1, None);
    entry["_webSocketMessages"] = (0..frames).map(frame).collect();
    if let Some(comment) = comment {
        entry["comment"] = json!(comment);
    }
    entry
}

#[test]
fn an_entry_of_very_many_frames_keeps_the_first() {
    // Short enough to be held, and so long that it is read in parts; with a long body, too.
    let body = "All is well here. ".repeat(100_000);
    for (frames, comment, body) in
        [(4_000, None, ""), (70_000, Some("mine"), ""), (70_000, None, body.as_str())]
    {
        let mut long = socket(frames, comment);
        long["response"]["content"]["text"] = json!(body);
        let dir = folder(&capture(&[], &[entry(0, 0, None), long, entry(2, 2, None)]));
        for verb in ["sanitize", "split"] {
            let args = [verb, "a.har", "--json", "-o", verb, "--max-size", "200kB"];
            let ran = unharm(dir.path(), args).ok();
            let report =
                if verb == "split" { ran.json() } else { ran.json()["captures"][0].clone() };
            let dropped = usize::try_from(report["cut"][0]["frames"].as_u64().unwrap()).unwrap();
            assert_eq!(report["cut"][0]["entry"], 2);
            let out = dir.path().join(verb);
            let files = names(&out).into_iter().filter(|name| name.ends_with(".har"));
            let all: Vec<Value> = files
                .flat_map(|file| {
                    let bytes = std::fs::read(out.join(file)).unwrap();
                    assert!(bytes.len() < 200_000);
                    entries(&bytes)
                })
                .collect();
            assert_eq!(all.len(), 3);
            let left = all[1]["_webSocketMessages"].as_array().unwrap();
            assert_eq!(left.len() + dropped, frames);
            assert_eq!(
                left[..],
                socket(left.len(), None)["_webSocketMessages"].as_array().unwrap()[..]
            );
            assert!(!body.is_empty() || left.len() > 1_000, "{}", left.len());
            let mark = if comment.is_some() { "_unharm" } else { "comment" };
            let expected = format!("[unharm: the first {} of {frames} frames kept]", left.len());
            assert_eq!(all[1][mark], expected);
        }
        let told = unharm(dir.path(), ["a.har", "-o", "told", "--max-size", "200kB"]).ok().stderr;
        assert!(told.contains("frames left out"), "{told}");
    }
}

#[test]
fn an_entry_a_hundred_times_larger_than_the_limit() {
    let mut long = entry(1, 1, Some("p1"));
    long["response"]["content"]["text"] = json!("All is well here. ".repeat(1_200_000));
    let dir = folder(&capture(&["p1"], &[entry(0, 0, None), long, entry(2, 2, Some("p1"))]));
    unharm(dir.path(), ["a.har", "-q", "--max-size", "none", "-o", "whole"]).ok();
    let read = |name: &str| std::fs::read(dir.path().join(name)).unwrap();
    assert!(raw_entries(&read("whole/a.sanitized.har")) == raw_entries(&read("a.har")));
    let ran = unharm(dir.path(), ["a.har", "--json", "--max-size", "200kB", "-o", "cut"]).ok();
    assert_eq!(ran.json()["captures"][0]["cut"][0]["entry"], 2);
    let ran = unharm(
        dir.path(),
        ["a.har", "--json", "--page", "p1", "--max-size", "200kB", "-o", "kept"],
    )
    .ok();
    assert_eq!(ran.json()["captures"][0]["entries_left_out"], 1);
}

/// How a body of very many bytes is written.
#[derive(Debug, Clone, Copy)]
enum Long {
    Text,
    Json,
    Base64,
}

/// Writes a capture with one entry of so many bytes, in which a password stands every megabyte; how
/// many stand there.
fn write_long(path: &Path, long: Long, bytes: usize) -> usize {
    use std::io::Write;

    let mut out = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    let short = |id| entry(id, id, None).to_string();
    let (mime, encoding) = match long {
        Long::Text => ("text/plain", ""),
        Long::Json => ("application/json", ""),
        Long::Base64 => ("application/json", r#","encoding":"base64""#),
    };
    let head = format!(
        r#"{{"log":{{"version":"1.2","entries":[{},{{"startedDateTime":"2026-03-09T14:00:01Z","time":5,"request":{{"method":"GET","url":"https://shop.example/1","headers":[]}},"response":{{"status":200,"headers":[],"content":{{"mimeType":"{mime}"{encoding},"text":""#,
        short(0)
    );
    out.write_all(head.as_bytes()).unwrap();
    let filler = "\"All is well here\":17,".repeat(999);
    let (mut count, mut written) = (0, 0);
    let mut send = |text: &str| {
        let text = match long {
            Long::Base64 => base64_simd::STANDARD.encode_to_string(text.as_bytes()),
            _ => text.replace('"', "\\\""),
        };
        out.write_all(text.as_bytes()).unwrap();
        text.len()
    };
    // Whole groups of base64, so that one piece follows the other.
    written += send("{  ");
    while written < bytes {
        for _ in 0..40 {
            written += send(&filler);
        }
        written += send(&format!("\"password\":\"kW9x-{count:06}-vTq2\",   "));
        count += 1;
    }
    send("\"n\":0}");
    let tail = format!(r#""}}}}}},{}]}}}}"#, short(2));
    out.write_all(tail.as_bytes()).unwrap();
    count
}

#[test]
fn an_entry_of_very_many_bytes_takes_little_memory() {
    // By default it is one that is read in parts; `UNHARM_FULL` asks for 400 MB.
    let full = std::env::var_os("UNHARM_FULL").is_some();
    let bytes = if full { 400_000_000 } else { 6_000_000 };
    for long in [Long::Text, Long::Json, Long::Base64] {
        let dir = tempdir().unwrap();
        let count = write_long(&dir.path().join("a.har"), long, bytes);
        for (out, args) in [
            ("whole", &["--max-size", "none"][..]),
            ("cut", &["--max-size", "2MB"]),
            ("fitted", &["--max-size", "2MB", "--fit"]),
            ("packed", &["--for", "openai"]),
        ] {
            let ran = unharm(dir.path(), [&["a.har", "--json", "-o", out], args].concat()).ok();
            let report = ran.json()["captures"][0].clone();
            let memory = report["peak_memory_bytes"].as_u64();
            println!("{long:?} {out}: {} s, {memory:?} bytes of memory", report["seconds"]);
            assert!(memory.is_none_or(|bytes| bytes < 150_000_000), "{long:?} {out}: {memory:?}");
            assert_eq!(report["secrets"], count, "{long:?} {out}");
            check_long(&dir.path().join(out), long, (out == "whole").then_some(count));
        }
    }
}

/// That files are HARs in which no password stands; in one whose body is whole, so many pseudonyms.
#[track_caller]
fn check_long(dir: &Path, long: Long, count: Option<usize>) {
    let mut all = 0;
    for file in names(dir).iter().filter(|name| !name.ends_with(".manifest.json")) {
        let bytes = std::fs::read(dir.join(file)).unwrap();
        let har = match file.strip_suffix(".zip") {
            Some(inner) => crate::captures::member(bytes, inner),
            None => bytes,
        };
        let har: Value = serde_json::from_slice(&har).unwrap();
        for entry in har["log"]["entries"].as_array().unwrap() {
            all += 1;
            let text = entry["response"]["content"]["text"].as_str().unwrap_or_default();
            let decoded = match long {
                Long::Base64 if text.starts_with("ey") => {
                    String::from_utf8(base64_simd::STANDARD.decode_to_vec(text).unwrap()).unwrap()
                }
                _ => text.to_owned(),
            };
            assert!(!decoded.contains("-vTq2"), "{file}");
            if text.len() > 1_000
                && let Some(count) = count
            {
                assert_eq!(decoded.matches("redacted-password-").count(), count, "{file}");
            }
        }
    }
    assert_eq!(all, 3, "{dir:?}");
}
