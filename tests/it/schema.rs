//! The report for machines is what its schema says: nothing else, and nothing less.

use serde_json::Value;
use tempfile::tempdir;

use crate::command::{repeated, sample, unharm};

fn schema() -> Value {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/report/report.schema.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// What of JSON Schema the report's uses, and one thing more: what is written must be described.
struct Check<'s> {
    schema: &'s Value,
    seen: std::collections::BTreeSet<String>,
}

impl<'s> Check<'s> {
    fn value(&mut self, value: &Value, schema: &'s Value, at: &str) {
        let schema = self.resolve(schema);
        if let Some(choices) = schema.get("anyOf") {
            let is_null = |choice: &&Value| choice["type"] == "null";
            let mut choices = choices.as_array().unwrap().iter();
            let choice = choices.find(|choice| is_null(choice) == value.is_null()).unwrap();
            return self.value(value, choice, at);
        }
        if let Some(expected) = schema.get("const") {
            return assert_eq!(value, expected, "{at}");
        }
        let types: Vec<&str> = match &schema["type"] {
            Value::String(one) => vec![one],
            Value::Array(some) => some.iter().map(|one| one.as_str().unwrap()).collect(),
            _ => panic!("{at} has no type"),
        };
        assert!(types.iter().any(|one| is_of(value, one)), "{at} is no {types:?}: {value}");
        if let Some(allowed) = schema.get("enum") {
            assert!(allowed.as_array().unwrap().contains(value), "{at}: {value}");
        }
        if let (Some(minimum), Some(number)) = (schema.get("minimum"), value.as_f64()) {
            assert!(number >= minimum.as_f64().unwrap(), "{at}: {value}");
        }
        match value {
            Value::Object(members) => {
                for name in schema["required"].as_array().unwrap() {
                    assert!(members.contains_key(name.as_str().unwrap()), "{at} lacks {name}");
                }
                for (name, member) in members {
                    let below = schema["properties"].get(name);
                    let below = below.unwrap_or_else(|| panic!("{at}.{name} is not described"));
                    assert!(below.get("description").is_some(), "{at}.{name} says nothing");
                    self.seen.insert(name.clone());
                    self.value(member, below, &format!("{at}.{name}"));
                }
            }
            Value::Array(items) => {
                for item in items {
                    self.value(item, &schema["items"], &format!("{at}[]"));
                }
            }
            _ => {}
        }
    }

    fn resolve(&self, schema: &'s Value) -> &'s Value {
        match schema.get("$ref").and_then(Value::as_str) {
            Some(link) => &self.schema["$defs"][link.strip_prefix("#/$defs/").unwrap()],
            None => schema,
        }
    }
}

fn is_of(value: &Value, name: &str) -> bool {
    match name {
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        other => panic!("a type that is not known here: {other}"),
    }
}

/// Every name that is described anywhere.
fn described(schema: &Value, names: &mut std::collections::BTreeSet<String>) {
    match schema {
        Value::Object(members) => {
            if let Some(properties) = members.get("properties").and_then(Value::as_object) {
                names.extend(properties.keys().cloned());
            }
            members.values().for_each(|below| described(below, names));
        }
        Value::Array(items) => items.iter().for_each(|below| described(below, names)),
        _ => {}
    }
}

#[test]
fn what_is_written_is_what_is_described() {
    let dir = tempdir().unwrap();
    let mut capture = sample();
    capture["log"]["entries"][0]["response"]["status"] = 0.into();
    capture["log"]["entries"][0]["response"]["_error"] = "net::ERR_FAILED".into();
    std::fs::write(dir.path().join("a.har"), capture.to_string()).unwrap();
    let many = repeated(300);
    std::fs::write(dir.path().join("b.har"), &many).unwrap();
    std::fs::write(dir.path().join("c.har"), &many[..many.len() / 2]).unwrap();
    capture["log"]["entries"][7]["response"]["content"]["text"] =
        "All is well here. ".repeat(3_000).into();
    std::fs::write(dir.path().join("d.har"), capture.to_string()).unwrap();
    let body =
        serde_json::json!({ "text": "", "_file": "0123456701234567012345670123456701234567.txt" });
    capture["log"]["entries"][7]["response"]["content"] = body;
    std::fs::write(dir.path().join("e.har"), capture.to_string()).unwrap();
    let schema = schema();
    let mut check = Check { schema: &schema, seen: Default::default() };
    for arguments in [
        &["a.har"][..],
        &["b.har", "--max-size", "100kB"],
        &["b.har", "a.har", "--fit", "--max-size", "150kB"],
        &["a.har", "--dry-run"],
        &["c.har", "--salvage"],
        &["b.har", "--max-size", "9kB"],
        &["d.har", "--max-size", "20kB"],
        &["e.har"],
    ] {
        let report = ["--report", "r.json", "--force", "-q"];
        unharm(dir.path(), arguments.iter().chain(&report)).ok();
        let report = std::fs::read(dir.path().join("r.json")).unwrap();
        check.value(&serde_json::from_slice(&report).unwrap(), &schema, "report");
    }
    let checked = unharm(dir.path(), ["check", "a.har", "--json"]).json();
    check.value(&checked, &schema, "report");
    assert_eq!(checked["captures"][0].get("traffic"), None);
    let mut all = Default::default();
    described(&schema, &mut all);
    let unseen: Vec<&String> = all.difference(&check.seen).collect();
    assert!(unseen.is_empty(), "described and not written: {unseen:?}");
}
