//! A capture that attacks whoever reads about it: markup, `javascript:` URLs, terminal escapes and
//! right-to-left overrides in every string. All of it shows as text, or not at all.

use std::path::Path;

use serde_json::{Value, json};
use tempfile::tempdir;

use crate::command::{sample, unharm};
use crate::report::check_stands_alone;

/// What stands in every string.
const ATTACK: &str = "\"'></title></style></svg><script>window.owned=1</script><img src=x \
                      onerror=window.owned=1>{{7*7}}${7*7}\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m\
                      \u{202e}evil\u{2066}\u{200f}\u{2028}](javascript:window.owned=1)`|\r\n# x";

/// The name of the file, as far as a file may have it.
const NAME: &str = "<script>window.owned=1<\u{1b}[2J\u{202e}gpj.har";

/// Adds the attack to every string and every free key.
fn attack(value: &mut Value) {
    match value {
        Value::String(text) => text.push_str(ATTACK),
        Value::Array(items) => items.iter_mut().for_each(attack),
        Value::Object(members) => {
            for (key, member) in members.iter_mut() {
                // By these an entry has its place in the report.
                if !matches!(key.as_str(), "startedDateTime" | "pageref" | "id" | "name") {
                    attack(member);
                }
            }
            members.insert(format!("_{ATTACK}"), json!(ATTACK));
        }
        _ => {}
    }
}

/// Writes the capture under its name into a directory.
pub(crate) fn write(dir: &Path) -> &'static str {
    let mut capture = sample();
    attack(&mut capture);
    let entries = capture["log"]["entries"].as_array_mut().unwrap();
    for (at, entry) in entries.iter_mut().enumerate() {
        let request = &mut entry["request"];
        if at % 2 == 0 {
            request["url"] = format!("javascript:window.owned=1//{ATTACK}").into();
        }
        let id = json!({ "name": "x-request-id", "value": format!("javascript:{ATTACK}") });
        request["headers"].as_array_mut().unwrap().push(id);
        if at % 3 == 0 {
            entry["response"]["status"] = 0.into();
            entry["response"]["_error"] = ATTACK.into();
        }
    }
    std::fs::write(dir.join(NAME), capture.to_string()).unwrap();
    NAME
}

/// Nothing that steers a terminal or the direction of text.
#[track_caller]
fn check_steers_nothing(text: &str) {
    let steers = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let found = text.chars().find(|&c| steers(c));
    assert!(found.is_none(), "{found:?}");
}

#[cfg(unix)]
#[test]
fn it_shows_as_text() {
    let dir = tempdir().unwrap();
    let name = write(dir.path());
    unharm(dir.path(), [name, "--report", "r.html", "-q"]).ok();
    let page = std::fs::read_to_string(dir.path().join("r.html")).unwrap();
    check_stands_alone(&page);
    check_steers_nothing(&page);
    for part in [
        "&lt;script&gt;window.owned=1&lt;\\u{1b}[2J\\u{202e}gpj.har",
        "javascript:window.owned=1//",
        "no response: ",
    ] {
        assert!(page.contains(part), "{part}");
    }
    // In no attribute, but those that we write.
    for text in page.split('<').skip(1).filter_map(|tag| tag.split('>').next()) {
        assert!(!text.contains("javascript:") && !text.contains("window.owned"), "{text}");
    }
}

#[cfg(unix)]
#[test]
fn it_reaches_no_terminal() {
    let dir = tempdir().unwrap();
    let name = write(dir.path());
    for arguments in [
        &[name, "--force"][..],
        &[name, "--force", "-v", "--report", "r.html"],
        &[name, "--force", "--json", "--report", "r.json"],
        &[name, "--dry-run"],
        &["check", name, "-v"],
        &["check", name, "--json"],
        &["check", name, "--sarif"],
        &["split", name, "--max-size", "20kB", "--force"],
        &["join", name, "-o", "x.har"],
        &["inspect", name],
        &["inspect", name, "-v"],
        &["inspect", name, "--json"],
        &["ticket", name, "--lang", "en", "--for", "openai"],
        &["ticket", name, "--lang", "ja"],
    ] {
        check_steers_nothing(&unharm(dir.path(), arguments).printed());
    }
}
