//! One file that fits: what is left out, in which order, and what never is.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};
use unharm::detect::Detector;
use unharm::har::PartSizes;
use unharm::options::{Fit, Options, Output};
use unharm::pipeline::{self, ReadSizes};
use unharm::progress::{Pass, Progress, Silent};

use crate::captures::{captures_in, real};
use crate::command::{Ran, entries, names, testdata, unharm};

/// The host of the page.
const OWN: &str = "www.shop.example";

/// An entry with a body of about so many bytes.
fn entry(kind: &str, host: &str, status: u16, mime: &str, bytes: usize, seed: usize) -> Value {
    let text: String = (0..)
        .flat_map(|n| format!("{kind} {seed} {n}\n").into_bytes())
        .take(bytes)
        .map(char::from)
        .collect();
    let mut content = json!({ "size": bytes, "mimeType": mime });
    if mime.starts_with("image/") || mime.starts_with("font/") {
        content["text"] = base64_simd::STANDARD.encode_to_string(text.as_bytes()).into();
        content["encoding"] = "base64".into();
    } else {
        content["text"] = text.into();
    }
    json!({
        "_resourceType": kind,
        "startedDateTime": "2026-03-09T14:34:02.000Z",
        "time": 12.5,
        "request": { "method": "GET", "url": format!("https://{host}/{kind}/{seed}"),
            "headers": [{ "name": "Accept", "value": "*/*" }], "postData": { "text": "sent" } },
        "response": { "status": status, "headers": [], "content": content },
        "timings": { "send": 1, "wait": 10, "receive": 1.5 }
    })
}

/// Entries of every kind; the sixth shows a fault.
fn shop() -> Vec<Value> {
    let cdn = "cdn.shop.example";
    vec![
        entry("document", OWN, 200, "text/html", 30_000, 0),
        entry("image", cdn, 200, "image/png", 9_000, 1),
        entry("font", cdn, 200, "font/woff2", 8_000, 2),
        entry("script", cdn, 200, "text/javascript", 20_000, 3),
        entry("image", OWN, 200, "image/png", 40_000, 4),
        entry("fetch", "api.shop.example", 500, "application/json", 25_000, 5),
        entry("image", OWN, 200, "image/png", 40_000, 6),
        entry("stylesheet", OWN, 200, "text/css", 7_000, 7),
        entry("manifest", "ads.other.example", 200, "text/plain", 4_000, 8),
        entry("manifest", OWN, 200, "text/plain", 4_001, 9),
        entry("fetch", "api.shop.example", 200, "text/plain", 6_000, 10),
        entry("fetch", "api.shop.example", 200, "text/plain", 6_000, 10),
        entry("fetch", "api.shop.example", 200, "text/plain", 10_000, 11),
        entry("image", "cdn.kept.example", 200, "image/webp", 5_000, 12),
    ]
}

fn capture(entries: &[Value]) -> Vec<u8> {
    serde_json::to_vec_pretty(&json!({ "log": { "version": "1.2", "entries": entries } })).unwrap()
}

/// A folder with a capture of these entries, and what it comes to when nothing is left out.
fn folder(some: &[Value]) -> (TempDir, Vec<u8>) {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), capture(some)).unwrap();
    unharm(dir.path(), ["a.har", "-o", "whole", "-q", "--max-size", "none"]).ok();
    let whole = read(dir.path(), "whole");
    (dir, whole)
}

fn read(dir: &Path, out: &str) -> Vec<u8> {
    std::fs::read(dir.join(out).join("a.sanitized.har")).unwrap()
}

fn run(dir: &Path, args: &[&str]) -> Ran {
    unharm(dir, [&["a.har", "-o", "out", "--force", "--json"], args].concat()).ok()
}

/// The steps that were taken, with the number of entries, and the bytes that they saved.
fn steps(ran: &Ran) -> (Vec<(String, u64)>, u64) {
    let fit = &ran.json()["captures"][0]["fit"];
    let steps = fit["steps"].as_array().unwrap();
    let row = |step: &Value| {
        (step["step"].as_str().unwrap().to_owned(), step["entries"].as_u64().unwrap())
    };
    let bytes = steps.iter().map(|step| step["bytes"].as_u64().unwrap()).sum();
    (steps.iter().map(row).collect(), bytes)
}

/// Asserts that all that differs between two entries is a body that was left out.
#[track_caller]
fn check_left_out(was: &Value, is: &Value) {
    let content = &is["response"]["content"];
    let comment = content["comment"].as_str().unwrap();
    assert!(comment.starts_with("[unharm: "), "{comment}");
    let text = was["response"]["content"]["text"].as_str().unwrap();
    match content["text"].as_str() {
        Some(head) => {
            assert!(text.starts_with(head) && head.len() < text.len(), "{comment}");
            assert_eq!(content["encoding"], was["response"]["content"]["encoding"]);
        }
        None => assert!(content.get("text").is_none() && content.get("encoding").is_none()),
    }
    let mut same = is.clone();
    let content = same["response"]["content"].as_object_mut().unwrap();
    content.remove("comment");
    for key in ["text", "encoding"] {
        if let Some(value) = was["response"]["content"].get(key) {
            content.insert(key.to_owned(), value.clone());
        }
    }
    assert_eq!(same, *was);
}

#[test]
fn each_step_comes_in_its_turn_and_says_what_it_saved() {
    let (dir, whole) = folder(&shop());
    let before = entries(&whole);
    let expected = [
        (1, "media 1"),
        (20_000, "media 2"),
        (35_000, "media 3 code 1"),
        (50_500, "media 3 code 2"),
        (59_500, "media 3 code 2 third-party 1"),
        (65_000, "media 3 code 2 third-party 1 repeated 1"),
        (72_000, "media 3 code 2 third-party 1 repeated 1 head 1"),
        (82_000, "media 3 code 2 third-party 1 repeated 1 head 3"),
        (91_000, "media 3 code 2 third-party 1 repeated 1 head 3 space 14"),
    ];
    for (less, expected) in expected {
        let limit = whole.len() + 1 - less;
        let ran = run(dir.path(), &["--fit", "--max-size", &limit.to_string()]);
        let (rows, saved) = steps(&ran);
        let rows: Vec<String> =
            rows.iter().map(|(step, count)| format!("{step} {count}")).collect();
        assert_eq!(rows.join(" "), expected, "{less}");
        let fitted = read(dir.path(), "out");
        assert!(fitted.len() < limit, "{less}: {} of {limit}", fitted.len());
        assert_eq!(whole.len() - fitted.len(), usize::try_from(saved).unwrap(), "{less}");
        let after = entries(&fitted);
        assert_eq!(after.len(), before.len());
        for (number, (was, is)) in before.iter().zip(&after).enumerate() {
            // The document, the fault, and what is before and after that.
            let must_stay = [0, 4, 5, 6].contains(&number);
            if must_stay || was == is {
                assert_eq!(was, is, "{number}");
            } else {
                check_left_out(was, is);
            }
        }
    }
}

#[test]
fn nothing_is_left_out_unless_asked() {
    let (dir, whole) = folder(&shop());
    let limit = (whole.len() - 60_000).to_string();
    for args in [&["--max-size", &*limit][..], &["--max-size", &*limit, "--fit", "--no-fit"]] {
        let out = tempdir().unwrap();
        let to = out.path().to_str().unwrap();
        let ran = unharm(dir.path(), [&["a.har", "-o", to, "--json"], args].concat());
        if args.contains(&"--fit") {
            assert_eq!(ran.code, Some(2), "one or the other");
            continue;
        }
        let ran = ran.ok();
        assert_eq!(steps(&ran), (Vec::new(), 0));
        assert_eq!(ran.json()["captures"][0]["fit"]["one_file"], false);
        assert!(names(out.path()).len() > 2);
    }
    // A desk asks by itself.
    std::fs::write(
        dir.path().join("desk.toml"),
        format!("[presets.d]\nlimit='{limit}'\naccept=['har']"),
    )
    .unwrap();
    let desk = ["--config", "desk.toml", "--for", "d"];
    assert!(steps(&run(dir.path(), &desk)).1 >= 60_000);
    let ran =
        unharm(dir.path(), [&["a.har", "-o", "cut", "--no-fit", "--json"], &desk[..]].concat());
    assert_eq!(steps(&ran.ok()).1, 0);
    assert!(names(&dir.path().join("cut")).len() > 2);
}

#[test]
fn types_and_hosts_are_the_users_choice() {
    let (dir, whole) = folder(&shop());
    let dropped = |args: &[&str]| -> Vec<usize> {
        run(dir.path(), args);
        let fitted = read(dir.path(), "out");
        let pairs = entries(&whole).into_iter().zip(entries(&fitted));
        pairs.enumerate().filter(|(_, (was, is))| was != is).map(|(at, _)| at).collect()
    };
    assert_eq!(dropped(&["--drop-bodies", "image,script"]), [1, 3, 13]);
    assert_eq!(dropped(&["--drop-bodies", "image", "--keep-bodies", "kept.example"]), [1]);
    assert_eq!(dropped(&["--drop-bodies", "document", "--drop-bodies", "style"]), [0, 7]);
    let limit = (whole.len() - 1).to_string();
    let keep = ["--fit", "--max-size", &limit, "--keep-bodies", "cdn.shop.example"];
    assert_eq!(dropped(&keep), [13]);
    let ran = unharm(dir.path(), ["a.har", "-o", "out", "--drop-bodies", "picture"]);
    assert!(ran.code == Some(2) && ran.stderr.contains("source-map"), "{}", ran.stderr);
}

#[test]
fn what_cannot_fit_is_cut_in_the_end_and_joins_again() {
    let (dir, _) = folder(&shop());
    let ran = run(dir.path(), &["--fit", "--max-size", "60kB"]);
    let (rows, _) = steps(&ran);
    assert_eq!(rows.last().unwrap().0, "space");
    let out = dir.path().join("out");
    assert!(names(&out).len() > 2);
    unharm(&out, ["join", "a.sanitized.manifest.json", "-o", "a.sanitized.har", "-q"]).ok();
    let joined = read(dir.path(), "out");
    assert_eq!(entries(&joined).len(), shop().len());
}

#[test]
fn a_desk_that_takes_archives_gets_one_with_as_much_as_fits() {
    let mut some = shop();
    let noise = |seed: u64, bytes: usize| -> Vec<u8> {
        let next = |state: &u64| Some(state.wrapping_mul(6364136223846793005).wrapping_add(seed));
        let states = std::iter::successors(Some(seed), next);
        states.skip(1).map(|state| state.to_be_bytes()[0]).take(bytes).collect()
    };
    for seed in 20..28 {
        let mut picture = entry("image", OWN, 200, "image/png", 10, 20);
        let text = base64_simd::STANDARD.encode_to_string(noise(seed, 20_000));
        picture["response"]["content"]["text"] = text.into();
        some.push(picture);
    }
    let (dir, whole) = folder(&some);
    let desk = "[presets.d]\nlimit='100kB'\naccept=['har','zip']";
    std::fs::write(dir.path().join("desk.toml"), desk).unwrap();
    let args = ["--config", "desk.toml", "--for", "d"];
    let ran = run(dir.path(), &args);
    let (rows, _) = steps(&ran);
    let names = names(&dir.path().join("out"));
    assert_eq!(names, ["a.sanitized.har.zip"]);
    assert_eq!(rows.last().unwrap(), &("pack".to_owned(), some.len() as u64), "{rows:?}");
    let packed = std::fs::metadata(dir.path().join("out/a.sanitized.har.zip")).unwrap().len();
    assert!((60_000..100_000).contains(&packed), "{packed}");
    unharm(dir.path(), ["split", "out/a.sanitized.har.zip", "-o", "plain", "-q"]).ok();
    let plain = std::fs::read(dir.path().join("plain/a.sanitized.split.har")).unwrap();
    for (was, is) in entries(&whole).iter().zip(&entries(&plain)) {
        if was != is {
            assert_eq!(was["_resourceType"], "image");
            check_left_out(was, is);
        }
    }
}

#[test]
fn a_dry_run_says_what_would_go_and_any_number_of_threads_does_the_same() {
    let (dir, whole) = folder(&shop());
    let limit = (whole.len() - 40_000).to_string();
    let args = ["--fit", "--max-size", &limit];
    let dry = steps(&run(dir.path(), &[&args[..], &["--dry-run"]].concat()));
    let (rows, _) = steps(&run(dir.path(), &[&args[..], &["-j", "1"]].concat()));
    let one = read(dir.path(), "out");
    assert_eq!(dry.0, rows);
    run(dir.path(), &[&args[..], &["-j", "3"]].concat());
    assert!(read(dir.path(), "out") == one);
    let stdout = unharm(dir.path(), [&["a.har", "-o", "-", "-q"], &args[..]].concat()).ok().stdout;
    assert!(stdout == one);
}

#[test]
fn pseudonyms_that_are_longer_than_secrets_are_made_room_for() {
    let mut some = shop();
    some.push(entry("fetch", OWN, 200, "application/json", 10, 13));
    let rows: Vec<Value> =
        (0..2_000).map(|n| json!({ "password": format!("k{n:04}w"), "user": "" })).collect();
    some[14]["response"]["content"]["text"] = json!(rows).to_string().into();
    some[14]["_resourceType"] = "document".into();
    let (dir, whole) = folder(&some);
    let grown = whole.len() - capture(&some).len();
    assert!(grown > 20_000, "{grown}");
    let limit = whole.len() - 4_000;
    let ran = run(dir.path(), &["--fit", "--max-size", &limit.to_string()]);
    assert_eq!(ran.json()["captures"][0]["fit"]["one_file"], true);
    let fitted = read(dir.path(), "out");
    assert!(fitted.len() < limit && fitted.len() > limit - 20_000, "{} {limit}", fitted.len());
}

#[test]
fn long_entries_fit_as_others_do() {
    let mut some = shop();
    some.insert(1, entry("image", OWN, 200, "image/png", 5_000_000, 20));
    some.insert(2, entry("fetch", OWN, 200, "text/plain", 4_000_000, 21));
    some.insert(3, entry("document", OWN, 200, "text/html", 3_000_000, 22));
    let (dir, whole) = folder(&some);
    let ran = run(dir.path(), &["--fit", "--max-size", "5MB"]);
    let (rows, saved) = steps(&ran);
    assert_eq!(rows.iter().map(|row| row.0.as_str()).collect::<Vec<_>>()[0], "media");
    assert_eq!(rows.iter().find(|row| row.0 == "head").unwrap().1, 1);
    let fitted = read(dir.path(), "out");
    assert!((4_900_000..5_000_000).contains(&fitted.len()), "{}", fitted.len());
    assert_eq!(whole.len() - fitted.len(), usize::try_from(saved).unwrap());
    let (before, after) = (entries(&whole), entries(&fitted));
    check_left_out(&before[1], &after[1]);
    check_left_out(&before[2], &after[2]);
    assert_eq!(before[3], after[3]);
    // A bound of no body: it is read in parts to the end.
    let ran = run(dir.path(), &["--fit", "--max-size", "5MB", "--drop-bodies", "api,document"]);
    assert_eq!(steps(&ran).0[0].0, "asked");
    check_left_out(&before[2], &entries(&read(dir.path(), "out"))[2]);
}

#[test]
fn no_fault_and_nothing_beside_one_is_touched() {
    let image = |seed| entry("image", OWN, 200, "image/png", 9_000, seed);
    let faults: [fn(&mut Value); 6] = [
        |entry| entry["response"]["status"] = json!(0),
        |entry| entry["response"]["status"] = json!(404),
        |entry| entry["response"]["status"] = json!(503),
        |entry| entry["response"]["_error"] = json!("net::ERR_ABORTED"),
        |entry| entry["_error"] = json!("NS_BINDING_ABORTED"),
        |entry| drop(entry["response"].as_object_mut().unwrap().remove("status")),
    ];
    let mut some = vec![image(0)];
    for (at, fault) in faults.iter().enumerate() {
        let mut failing = image(10 * at + 1);
        fault(&mut failing);
        some.extend([image(10 * at + 2), failing, image(10 * at + 3), image(10 * at + 4)]);
    }
    let (dir, whole) = folder(&some);
    let limit = (whole.len() - 75_000).to_string();
    let ran = run(dir.path(), &["--fit", "--max-size", &limit]);
    assert_eq!(steps(&ran).0, [("media".to_owned(), 7)]);
    let after = entries(&read(dir.path(), "out"));
    for (at, (was, is)) in some.iter().zip(&after).enumerate() {
        // The first, and each that stands behind the one behind a fault.
        assert_eq!(was == is, at % 4 != 0, "{at}");
    }
}

#[test]
fn what_came_from_a_cache_goes_before_heads_are_cut() {
    let call = |seed| entry("fetch", "api.shop.example", 200, "text/plain", 5_000, seed);
    let mut some: Vec<Value> = (0..6).map(call).collect();
    some[1]["_fromCache"] = json!("disk");
    some[3]["response"]["status"] = json!(304);
    some[4]["response"]["_transferSize"] = json!(0);
    let (dir, whole) = folder(&some);
    let limit = (whole.len() - 12_000).to_string();
    let ran = run(dir.path(), &["--fit", "--max-size", &limit]);
    assert_eq!(steps(&ran).0, [("repeated".to_owned(), 3)]);
    let after = entries(&read(dir.path(), "out"));
    let gone: Vec<usize> = (0..6).filter(|at| after[*at] != some[*at]).collect();
    assert_eq!(gone, [1, 3, 4]);
}

#[test]
fn a_plan_costs_no_further_reading() {
    /// The passes of a run, and the bytes that each has read.
    #[derive(Default)]
    struct Passes(std::sync::Mutex<Vec<(Pass, u64)>>);

    impl Progress for Passes {
        fn begin(&self, pass: Pass, _: u64) {
            self.0.lock().unwrap().push((pass, 0));
        }
        fn advance(&self, bytes: u64) {
            self.0.lock().unwrap().last_mut().unwrap().1 += bytes;
        }
        fn end(&self) {}
    }

    let (dir, whole) = folder(&shop());
    let passes = |fit: Fit| {
        let out = tempdir().unwrap();
        let options = Options {
            output: Output::Directory(out.path().to_owned()),
            chunk_bytes_max: Some(whole.len() as u64 - 50_000),
            fit,
            threads: 2,
            ..Options::default()
        };
        let (detector, passes) = (Detector::new(&options.policy), Passes::default());
        pipeline::sanitize(&dir.path().join("a.har"), &options, &detector, &passes).unwrap();
        passes.0.into_inner().unwrap()
    };
    let fitted = passes(Fit { one_file: true, ..Fit::default() });
    let cut = passes(Fit::default());
    let names = |passes: &[(Pass, u64)]| passes.iter().map(|pass| pass.0).collect::<Vec<_>>();
    assert_eq!(names(&fitted), [Pass::Collect, Pass::Rewrite, Pass::Verify]);
    assert_eq!(names(&fitted), names(&cut));
    // What was left out is not read again.
    assert_eq!(fitted[..2], cut[..2]);
    assert!(fitted[2].1 < cut[2].1);
}

#[test]
fn white_space_goes_everywhere() {
    // No body may be left out, so white space is all that can go: around the entries, between and in
    // them, and in one that is longer than what is held at once.
    let mut some: Vec<Value> =
        (0..20).map(|seed| entry("fetch", OWN, 500, "text/plain", 900, seed)).collect();
    let frame =
        |n: usize| json!({ "type": "receive", "time": 1.5, "data": format!("{{ \"n\" : {n} }}") });
    some[7]["_webSocketMessages"] = (0..60_000).map(frame).collect();
    let page = |n: usize| json!({ "id": format!("page_{n}"), "title": "a b", "pageTimings": {} });
    let pages: Vec<Value> = (0..2_000).map(page).collect();
    let log = json!({ "log": { "version": "1.2", "pages": pages, "entries": some } });
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), serde_json::to_vec_pretty(&log).unwrap()).unwrap();
    unharm(dir.path(), ["a.har", "-o", "whole", "-q", "--max-size", "none"]).ok();
    let whole = read(dir.path(), "whole");
    let parsed: Value = serde_json::from_slice(&whole).unwrap();
    let compact = serde_json::to_vec(&parsed).unwrap();
    let limit = compact.len() + 1;
    let ran = run(dir.path(), &["--fit", "--max-size", &limit.to_string()]);
    let fitted = read(dir.path(), "out");
    assert!(fitted == compact, "{} {}", fitted.len(), compact.len());
    let (rows, saved) = steps(&ran);
    assert_eq!(rows, [("space".to_owned(), 20)]);
    assert_eq!(usize::try_from(saved).unwrap(), whole.len() - compact.len());
    let dry = run(dir.path(), &["--fit", "--max-size", &limit.to_string(), "--dry-run"]);
    assert_eq!(steps(&dry), (rows, saved));
    // A byte less, and it is cut; what was cut joins to what was compacted.
    run(dir.path(), &["--fit", "--max-size", &(limit - 1).to_string()]);
    let out = dir.path().join("out");
    unharm(&out, ["join", "a.sanitized.manifest.json", "-o", "joined.har", "-q"]).ok();
    assert!(std::fs::read(out.join("joined.har")).unwrap() == compact);
}

#[test]
fn entries_read_in_parts_come_to_what_whole_ones_do() {
    let small = ReadSizes {
        block_bytes: 8 << 10,
        entry_bytes: 4 << 10,
        part: PartSizes { core_bytes: 4 << 10, before_bytes: 1 << 10, behind_bytes: 2 << 10 },
    };
    let (dir, whole) = folder(&shop());
    let run = |read_sizes: ReadSizes, less: u64| {
        let out = tempdir().unwrap();
        let options = Options {
            output: Output::Directory(out.path().to_owned()),
            chunk_bytes_max: Some(whole.len() as u64 - less),
            fit: Fit { one_file: true, ..Fit::default() },
            threads: 2,
            read_sizes,
            ..Options::default()
        };
        let detector = Detector::new(&options.policy);
        pipeline::sanitize(&dir.path().join("a.har"), &options, &detector, &Silent).unwrap();
        entries(&std::fs::read(out.path().join("a.sanitized.har")).unwrap())
    };
    for less in [1, 20_000, 50_000] {
        let (whole, parts) = (run(ReadSizes::default(), less), run(small, less));
        for (number, (whole, parts)) in whole.iter().zip(&parts).enumerate() {
            assert_eq!(whole, parts, "{less} {number}");
        }
    }
}

#[test]
fn real_captures_lose_bodies_only() {
    let mut fitted = 0;
    for path in captures() {
        let whole = sanitize(&path, None);
        let Some((whole, _)) = whole else { continue };
        let limit = whole.len() as u64 * 7 / 10;
        let Some((fit, steps)) = sanitize(&path, Some(limit)) else { continue };
        assert!(fit.len() < usize::try_from(limit).unwrap() && steps > 0, "{path:?}");
        let (before, after) = (entries(&whole), entries(&fit));
        assert_eq!(before.len(), after.len(), "{path:?}");
        for (number, (was, is)) in before.iter().zip(&after).enumerate() {
            if was != is {
                check_left_out_of(was, is, &format!("{path:?} {number}"));
            }
        }
        fitted += 1;
    }
    // Our own captures are too small to be cut by a third.
    assert!(fitted > 0 || real().is_empty());
}

/// Our own captures, and real ones where a folder of them is there, if they are not large.
fn captures() -> Vec<PathBuf> {
    let mut files = captures_in(&testdata("captures"));
    files.extend(real());
    let sizes = 10_000..2_000_000;
    files.retain(|path| std::fs::metadata(path).is_ok_and(|file| sizes.contains(&file.len())));
    files
}

/// A capture in one file, and how many steps that took; nothing when it is none or does not fit.
fn sanitize(capture: &Path, limit: Option<u64>) -> Option<(Vec<u8>, usize)> {
    let out = tempdir().unwrap();
    let options = Options {
        output: Output::Directory(out.path().to_owned()),
        chunk_bytes_max: limit,
        fit: Fit { one_file: true, ..Fit::default() },
        threads: 2,
        ..Options::default()
    };
    let detector = Detector::new(&options.policy);
    let report = pipeline::sanitize(capture, &options, &detector, &Silent).ok()?;
    let [chunk] = report.output.chunks.as_slice() else { return None };
    let steps = report.fit.map_or(0, |fit| fit.steps.len());
    Some((std::fs::read(out.path().join(&chunk.file)).unwrap(), steps))
}

/// As [`check_left_out`], where a comment may have been there before.
#[track_caller]
pub(crate) fn check_left_out_of(was: &Value, is: &Value, what: &str) {
    let mut same = is.clone();
    let (before, after) = (&was["response"]["content"], &mut same["response"]["content"]);
    let after = after.as_object_mut().unwrap();
    for key in ["text", "encoding", "comment"] {
        match before.get(key) {
            Some(value) => drop(after.insert(key.to_owned(), value.clone())),
            None => drop(after.remove(key)),
        }
    }
    assert_eq!(same, *was, "{what}");
    let status = was["response"]["status"].as_f64().unwrap_or(0.0);
    assert!((100.0..400.0).contains(&status), "{what}: {status}");
}
