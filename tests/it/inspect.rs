//! `unharm inspect`: what is in a capture, without a value that is secret.

use serde_json::Value;
use tempfile::tempdir;

use crate::command::{testdata, unharm};

/// What is printed of a file of the test data.
#[track_caller]
fn inspect(capture: &str, args: &[&str]) -> String {
    let path = testdata(capture);
    let dir = tempdir().unwrap();
    let args = ["inspect", path.to_str().unwrap()].into_iter().chain(args.iter().copied());
    String::from_utf8(unharm(dir.path(), args).ok().stdout).unwrap()
}

#[test]
fn the_table_tells_what_a_desk_asks() {
    let text = inspect("tickets/openai.har", &[]);
    for part in [
        "recorded by  WebInspector 537.36",
        "browser      Google Chrome 148, Windows 11 (platform version 15.0.0), desktop",
        "from         2026-03-04T05:06:07.100Z (UTC)",
        "times        in UTC",
        "bodies       of 9 responses",
        "credentials  2 cookie headers, 4 authorization headers",
        "between      blocking extension: ERR_BLOCKED_BY_CLIENT, 1 request",
        "Bytes by host",
        "api.openai.com, 6 entries",
        "Bytes by type",
        "Largest entries",
        "1  server error",
        "2  no response",
        "1  rate limited",
        "1  CORS preflight",
        "2  unauthorized",
        "1  aborted",
        "code rate_limit_exceeded, type requests, retry after 20",
        "3  rounds of 2 URLs from entry 13: login.example/a",
        "2  refusals, then answered, from entry 10: chatgpt.com/backend-api/me",
        "2.40 s  receive 2.10 s, #2 POST chatgpt.com/backend-api/conversation",
        "Request ids, which are kept",
        "Secrets",
        "session-cookie",
        "Where they stand",
        "request.headers",
        "What each desk would get",
    ] {
        assert!(text.contains(part), "lacks {part}:\n{text}");
    }
}

#[test]
fn it_fits_eighty_columns_and_shows_no_secret() {
    for capture in ["tickets/openai.har", "sample.har", "captures/chrome.har"] {
        for args in [&[][..], &["-v"]] {
            let text = inspect(capture, args);
            for line in text.lines() {
                assert!(line.chars().count() <= 80, "{line}");
            }
            for secret in ["inv3nt3dQx7", "sk-proj-invented", "haruka.invented"] {
                assert!(!text.contains(secret), "{secret}");
            }
        }
    }
}

#[test]
fn what_is_missing_is_said() {
    let dir = tempdir().unwrap();
    let write = |entry: &str| {
        let text = format!(
            r#"{{"log":{{"version":"1.2","creator":{{"name":"WebInspector","version":"1"}},"entries":[{entry}]}}}}"#
        );
        std::fs::write(dir.path().join("a.har"), text).unwrap();
        let ran = unharm(dir.path(), ["inspect", "a.har"]).ok();
        String::from_utf8(ran.stdout).unwrap()
    };
    let stripped = write(
        r#"{"startedDateTime":"2026-01-02T03:04:05+02:00","request":{"method":"GET","url":"https://a.example/","headers":[{"name":"Accept","value":"*/*"}]},"response":{"status":200,"content":{"size":9}}}"#,
    );
    for part in
        ["stripped, as Chrome's sanitized", "not in the capture (1 missing)", "offsets +02:00"]
    {
        assert!(stripped.contains(part), "{part}\n{stripped}");
    }
    assert!(write("").contains("no headers in the capture"));
}

#[test]
fn json_has_the_same_and_any_number_of_threads_agrees() {
    let json = |threads: &str| {
        let text = inspect("tickets/openai.har", &["--json", "-j", threads]);
        serde_json::from_str::<Value>(&text).unwrap()
    };
    let one = json("1");
    let insight = &one["insights"][0];
    assert_eq!(insight["zones"][0]["zone"], "Z");
    assert_eq!(insight["redirect_loops"][0]["rounds"], 3);
    assert_eq!(insight["refusal_chains"][0]["ends_well"], true);
    assert_eq!(insight["faults"]["preflights"], 1);
    assert_eq!(insight["handles"]["custom_gpts"][0]["value"], "g-Kd83hTz6Qe");
    assert!(one["desks"][0].as_array().unwrap().iter().any(|desk| desk["desk"] == "openai"));
    for threads in ["2", "7"] {
        let other = json(threads);
        assert_eq!(other["insights"], one["insights"]);
        assert_eq!(other["captures"][0]["traffic"], one["captures"][0]["traffic"]);
    }
}

/// Desks of every kind: what is foretold of each is what a run for it does.
#[test]
fn what_each_desk_would_get_is_what_it_gets() {
    let dir = tempdir().unwrap();
    let mut capture = crate::command::sample();
    let entry = capture["log"]["entries"][7].clone();
    // Text that does not pack to nothing, as bodies of scripts and pictures do not.
    let noise = |seed: u64, bytes: u64| {
        let mut state = seed;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            char::from(b" etaoinshrdlu(){};.,=\n"[usize::try_from(state >> 33).unwrap() % 22])
        };
        (0..bytes).map(|_| next()).collect::<String>()
    };
    for (number, (kind, mime)) in
        [("image", "image/png"), ("script", "text/javascript"), ("xhr", "application/json")]
            .into_iter()
            .cycle()
            .take(60)
            .enumerate()
    {
        let mut entry = entry.clone();
        let number = number as u64;
        entry["_resourceType"] = kind.into();
        entry["response"]["content"] = serde_json::json!({
            "size": 9_000,
            "mimeType": mime,
            "text": noise(number, 9_000 + number * 50),
        });
        capture["log"]["entries"].as_array_mut().unwrap().push(entry);
    }
    std::fs::write(dir.path().join("a.har"), capture.to_string()).unwrap();
    let desk = |name: &str, limit: &str, accept: &str| {
        format!("[presets.{name}]\nlimit = \"{limit}\"\naccept = [{accept}]\n")
    };
    let desks = [
        desk("all", "9MB", "\"har\""),
        desk("as-json", "9MB", "\"json\""),
        desk("some", "500kB", "\"har\""),
        desk("little", "150kB", "\"har\""),
        desk("packed", "120kB", "\"har\", \"zip\""),
        desk("only-zip", "300kB", "\"zip\""),
        desk("tiny", "60kB", "\"har\""),
    ];
    std::fs::write(dir.path().join("unharm.toml"), desks.concat()).unwrap();
    let all =
        unharm(dir.path(), ["inspect", "a.har", "--json", "--config", "unharm.toml"]).ok().json();
    let forecasts = all["desks"][0].as_array().unwrap();
    let mut outcomes = std::collections::BTreeSet::new();
    for name in ["all", "as-json", "some", "little", "packed", "only-zip", "tiny"] {
        let foretold = forecasts.iter().find(|desk| desk["desk"] == name).unwrap();
        let args =
            ["a.har", "--for", name, "--json", "--force", "-o", name, "--config", "unharm.toml"];
        let report = unharm(dir.path(), args).ok().json()["captures"][0].take();
        assert_eq!(foretold["budget_bytes"], report["fit"]["budget_bytes"], "{name}");
        assert_eq!(foretold["form"], report["fit"]["form"], "{name}");
        let files = report["chunks"].as_array().unwrap().len() as u64;
        let expected = foretold["files"].as_u64().unwrap();
        assert!(files.abs_diff(expected) <= files / 5, "{name}: {files}, foretold {expected}");
        let steps = |of: &Value| -> Vec<(String, u64)> {
            let rows = of.as_array().unwrap().iter().filter(|row| row["step"] != "pack");
            rows.map(|row| {
                (row["step"].as_str().unwrap().to_owned(), row["bytes"].as_u64().unwrap())
            })
            .collect()
        };
        let (did, said) = (steps(&report["fit"]["steps"]), steps(&foretold["steps"]));
        // How far a file shrinks is seen when it is packed: then more or less goes.
        if foretold["form"] == "har" {
            let names = |steps: &[(String, u64)]| {
                steps.iter().map(|step| step.0.clone()).collect::<Vec<_>>()
            };
            assert_eq!(names(&did), names(&said), "{name}");
            for ((step, did), (_, said)) in did.iter().zip(&said) {
                assert!(
                    did.abs_diff(*said) <= did / 20 + 2_000,
                    "{name}, {step}: {did}, foretold {said}"
                );
            }
        }
        outcomes.insert((files.min(2), said.len()));
    }
    assert!(outcomes.len() >= 4, "the desks are alike: {outcomes:?}");
    let table = unharm(dir.path(), ["inspect", "a.har", "--config", "unharm.toml"]).ok().stdout;
    let table = String::from_utf8(table).unwrap();
    for part in ["all, in one file", "as-json (as json)", "1 file, without about"] {
        assert!(table.contains(part), "{part}:\n{table}");
    }
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
}

/// A response that ended too early has failed, whatever its status.
#[test]
fn what_broke_off_is_a_failure() {
    let dir = tempdir().unwrap();
    let entry = |status: u16, error: &str| {
        format!(
            r#"{{"startedDateTime":"2026-01-02T03:04:05Z","request":{{"method":"GET","url":"https://a.example/x"}},"response":{{"status":{status},"_error":"{error}"}}}}"#
        )
    };
    let entries = [
        entry(200, "net::ERR_CONTENT_LENGTH_MISMATCH"),
        entry(204, "net::ERR_ABORTED"),
        entry(200, ""),
        entry(502, "net::ERR_FAILED"),
    ];
    let text = format!(r#"{{"log":{{"version":"1.2","entries":[{}]}}}}"#, entries.join(","));
    std::fs::write(dir.path().join("a.har"), text).unwrap();
    let table = String::from_utf8(unharm(dir.path(), ["inspect", "a.har"]).ok().stdout).unwrap();
    for part in [
        "1  server error",
        "1  broken off",
        "1  aborted",
        "200  #1 GET a.example/x",
        "error net::ERR_CONTENT_LENGTH_MISMATCH",
    ] {
        assert!(table.contains(part), "{part}:\n{table}");
    }
    assert!(!table.contains("#3 GET a.example/x\n              error"), "{table}");
}

#[test]
fn bodies_of_long_entries_are_counted_once() {
    let dir = tempdir().unwrap();
    unharm(dir.path(), ["generate", "--shape", "huge", "--size", "20MB", "-o", "a.har"]).ok();
    let capture = std::fs::read(dir.path().join("a.har")).unwrap();
    let capture: Value = serde_json::from_slice(&capture).unwrap();
    let entries = capture["log"]["entries"].as_array().unwrap();
    let texts =
        entries.iter().filter_map(|entry| entry.pointer("/response/content/text")?.as_str());
    let count = texts.filter(|text| !text.is_empty()).count() as u64;
    let told = unharm(dir.path(), ["inspect", "a.har", "--json"]).json();
    let bodies = told.pointer("/insights/0/bodies").unwrap_or_else(|| panic!("{told}"));
    assert_eq!((bodies["present"].as_u64(), bodies["absent"].as_u64()), (Some(count), Some(0)));
    assert!(
        bodies["bytes"].as_u64().unwrap()
            < std::fs::metadata(dir.path().join("a.har")).unwrap().len()
    );
}
