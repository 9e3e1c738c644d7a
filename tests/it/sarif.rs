//! `check --sarif`: what a code scanner reads.

use serde_json::Value;
use tempfile::tempdir;

use crate::command::{sample, unharm};

#[test]
fn every_finding_has_its_rule_and_its_bytes() {
    let dir = tempdir().unwrap();
    std::fs::create_dir(dir.path().join("my captures")).unwrap();
    let text = serde_json::to_string_pretty(&sample()).unwrap();
    std::fs::write(dir.path().join("my captures/a.har"), &text).unwrap();
    let ran = unharm(dir.path(), ["check", "my captures/a.har", "--sarif"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(1), ""));
    let log = ran.json();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "unharm");
    assert_eq!(run["artifacts"][0]["location"]["uri"], "my%20captures/a.har");
    assert_eq!(run["artifacts"][0]["length"], text.len());
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        for part in ["shortDescription", "fullDescription", "help"] {
            assert!(!rule[part]["text"].as_str().unwrap().is_empty(), "{part}");
        }
    }
    let results = run["results"].as_array().unwrap();
    let checked = unharm(dir.path(), ["check", "my captures/a.har", "--json"]).json();
    assert_eq!(results.len() as u64, checked["captures"][0]["redactions"].as_u64().unwrap());
    let mut addresses = 0;
    for result in results {
        let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["index"], 0);
        assert_eq!(place.get("contextRegion"), None);
        let region = place["region"].as_object().unwrap();
        assert_eq!(region.keys().collect::<Vec<_>>(), ["byteOffset", "byteLength"]);
        let at = |name: &str| usize::try_from(region[name].as_u64().unwrap()).unwrap();
        let start = at("byteOffset");
        let found = &text[start..start + at("byteLength")];
        if result["ruleId"] == "email" {
            assert!(found.contains('@') || found.contains("%40"), "no address stands there");
            addresses += 1;
        }
    }
    assert!(addresses > 0);
    check_no_snippet(&log, &text);
}

/// No value of the capture that is secret stands in the log.
fn check_no_snippet(log: &Value, text: &str) {
    let printed = log.to_string();
    for result in log["runs"][0]["results"].as_array().unwrap() {
        let region = &result["locations"][0]["physicalLocation"]["region"];
        let at = |name: &str| usize::try_from(region[name].as_u64().unwrap()).unwrap();
        let found = &text[at("byteOffset")..at("byteOffset") + at("byteLength")];
        // Words such as a first name may stand in any text.
        assert!(found.len() < 10 || !printed.contains(found), "a value stands in the log");
    }
}

#[test]
fn a_clean_file_has_a_log_without_results() {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), r#"{"log":{"entries":[{"a":1}]}}"#).unwrap();
    let ran = unharm(dir.path(), ["check", "a.har", "--sarif"]).ok();
    assert_eq!(ran.json()["runs"][0]["results"], serde_json::json!([]));
    let both = unharm(dir.path(), ["check", "a.har", "--sarif", "--json"]);
    assert_eq!(both.code, Some(2));
}

#[test]
fn captures_below_a_directory_are_files_of_their_own() {
    let dir = tempdir().unwrap();
    std::fs::create_dir(dir.path().join("d")).unwrap();
    let text = serde_json::to_string(&sample()).unwrap();
    for name in ["d/a.har", "d/b.har"] {
        std::fs::write(dir.path().join(name), &text).unwrap();
    }
    let log = unharm(dir.path(), ["check", "d", "--sarif"]).json();
    let run = &log["runs"][0];
    let uris: Vec<_> = (0..2).map(|at| &run["artifacts"][at]["location"]["uri"]).collect();
    assert_eq!(uris, ["d/a.har", "d/b.har"]);
    let of = |at: u64| {
        let place = "/locations/0/physicalLocation/artifactLocation/index";
        let results = run["results"].as_array().unwrap();
        results.iter().filter(|result| result.pointer(place).unwrap() == at).count()
    };
    assert!(of(0) > 0);
    assert_eq!(of(0), of(1));
}
