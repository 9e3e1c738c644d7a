use std::collections::HashSet;

use serde_json::Value;

use super::{Layout, Recipe, Shape, write};

fn generate(recipe: &Recipe) -> (Vec<u8>, String) {
    let (mut out, mut list) = (Vec::new(), Vec::new());
    let len = write(recipe, &mut out, Some(&mut list)).unwrap();
    assert_eq!(len, u64::try_from(out.len()).unwrap());
    (out, String::from_utf8(list).unwrap())
}

fn check(shape: Shape, layout: Layout, bytes: u64) {
    let recipe = Recipe { seed: 7, bytes, shape, secrets: 100, layout };
    let (out, list) = generate(&recipe);
    assert_eq!((&out, &list), (&generate(&recipe).0, &generate(&recipe).1), "{shape:?}");
    assert_ne!(out, generate(&Recipe { seed: 8, ..recipe }).0, "{shape:?}");
    let off = u64::try_from(out.len()).unwrap().abs_diff(bytes);
    assert!(off * 100 <= bytes, "{shape:?} {layout:?}: off by {off}");
    let capture: Value = serde_json::from_slice(&out).unwrap();
    let entries = capture["log"]["entries"].as_array().unwrap();
    assert!(entries.iter().all(|entry| entry["request"]["url"].is_string()));
    check_list(&list, entries, &String::from_utf8(out).unwrap(), shape);
}

/// Each listed value stands in its entry: as it is, or where the body is base64, inside it.
fn check_list(list: &str, entries: &[Value], text: &str, shape: Shape) {
    let mut secrets = HashSet::new();
    for line in list.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let at = usize::try_from(line["entry"].as_u64().unwrap()).unwrap();
        let value = line["secret"].as_str().or(line["keep"].as_str()).unwrap();
        if line["secret"].is_string() {
            assert!(secrets.insert(value.to_owned()), "{value} twice");
        }
        let Some(entry) = at.checked_sub(1).map(|at| &entries[at]) else {
            assert!(text.contains(value), "{line}");
            continue;
        };
        let decoded = entry["response"]["content"]["encoding"].is_string().then(|| {
            let text = entry["response"]["content"]["text"].as_str().unwrap();
            let bytes = base64_simd::STANDARD.decode_to_vec(text).unwrap();
            String::from_utf8_lossy(&bytes).into_owned()
        });
        let headers = entry["request"]["headers"].to_string();
        let basic = headers.split("Basic ").nth(1).and_then(|rest| {
            let bytes = base64_simd::STANDARD.decode_to_vec(rest.split('"').next()?).ok()?;
            String::from_utf8(bytes).ok()
        });
        let raw = entry.to_string().replace("\\\"", "\"").replace("\\\\", "\\");
        let found = raw.contains(value)
            || decoded.is_some_and(|body| body.contains(value))
            || basic.is_some_and(|credentials| credentials.contains(value));
        assert!(found, "{line}");
    }
    let all = matches!(shape, Shape::Dense | Shape::Small);
    assert!(secrets.len() <= 100 && (!all || secrets.len() >= 90), "{shape:?} {}", secrets.len());
}

#[test]
fn captures_are_valid_repeatable_of_the_asked_size_and_hold_what_is_listed() {
    for shape in [Shape::Mixed, Shape::Small, Shape::Huge, Shape::Dense] {
        check(shape, Layout::Pretty, 3_000_000);
        check(shape, Layout::Minified, 1_000_000);
    }
}

#[test]
fn no_secrets_when_none_are_asked_for() {
    let (_, list) = generate(&Recipe { secrets: 0, bytes: 300_000, ..Recipe::default() });
    assert!(!list.contains("\"secret\""));
}
