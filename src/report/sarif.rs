//! What `check` has found as SARIF 2.1.0 (OASIS, 2020), for code scanners: rules and places, no
//! snippets.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::detect::{format, personal};
use crate::report::words::escaped_json;
use crate::report::{CaptureReport, Finding, Report};

/// The schema that the log follows.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The log of a run; `uris` are where the captures are, in the order of the report.
#[must_use]
pub fn sarif(report: &Report, uris: &[String]) -> String {
    let rules = rules(report);
    let index: BTreeMap<&str, usize> = (0..).zip(&rules).map(|(at, rule)| (rule.0, at)).collect();
    let files = report.captures.iter().zip(uris);
    let results: Vec<Value> = files
        .clone()
        .enumerate()
        .flat_map(|(file, (capture, uri))| {
            let findings = capture.list.iter().flat_map(|list| &list.findings);
            let index = &index;
            findings.map(move |finding| result(finding, index[finding.rule], file, uri))
        })
        .collect();
    let artifacts: Vec<Value> = files
        .map(|(capture, uri)| json!({ "location": { "uri": uri }, "length": capture.bytes }))
        .collect();
    let notes: Vec<Value> = report.captures.iter().filter_map(left_out).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": report.tool.name,
                "semanticVersion": report.tool.version,
                "rules": rules.iter().map(rule).collect::<Vec<_>>(),
            } },
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications": notes,
            }],
            "artifacts": artifacts,
            "results": results,
        }],
    });
    escaped_json(&serde_json::to_string_pretty(&log).expect("because text and numbers print"))
}

/// A path as a URI reference (RFC 3986): relative where the path is.
#[must_use]
pub fn uri(path: &str) -> String {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let mut uri = String::with_capacity(path.len());
    if path.starts_with('/') {
        uri.push_str("file://");
    } else if path.split('/').next().is_some_and(|first| first.contains(':')) {
        uri.push_str(if cfg!(windows) { "file:///" } else { "./" });
    }
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            b':' if cfg!(windows) => uri.push(':'),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// The rules that have held, with their kinds, by id.
fn rules(report: &Report) -> Vec<(&'static str, &'static str)> {
    let lists = report.captures.iter().filter_map(|capture| capture.list.as_ref());
    let held = lists.flat_map(|list| &list.findings).map(|finding| (finding.rule, finding.kind));
    let rules: BTreeMap<&str, &str> = held.collect();
    rules.into_iter().collect()
}

fn rule((id, kind): &(&'static str, &'static str)) -> Value {
    json!({
        "id": id,
        "shortDescription": { "text": about(id).unwrap_or_else(|| kind_in_words(kind)) },
        "fullDescription": {
            "text": format!("{}: whoever reads the file can use it, or learns whose it is.", kind_in_words(kind)),
        },
        "help": { "text": "Send what `unharm FILE` writes instead of the file, and end the session \
                           that it was recorded in: sign out, and revoke its tokens." },
        "defaultConfiguration": { "level": "error" },
        "properties": { "tags": ["security", kind] },
    })
}

/// What a rule says of itself, if it looks at the shape of a value.
fn about(id: &str) -> Option<String> {
    let of_format = format::rules().find(|rule| rule.id == id).map(|rule| rule.about);
    let of_person = || personal::rules().find(|rule| rule.rule.id == id).map(|rule| rule.about);
    of_format.or_else(of_person).map(str::to_owned)
}

/// `A value of the kind session-cookie`.
fn kind_in_words(kind: &str) -> String {
    format!("A value of the kind {kind}")
}

fn result(finding: &Finding, rule: usize, file: usize, uri: &str) -> Value {
    json!({
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": "error",
        "message": { "text": message(finding) },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": uri, "index": file },
                "region": { "byteOffset": finding.offset, "byteLength": finding.bytes },
            },
            "logicalLocations": [{ "fullyQualifiedName": place(finding) }],
        }],
        "properties": { "kind": finding.kind, "pseudonym": finding.pseudonym },
    })
}

fn message(finding: &Finding) -> String {
    let layer = match finding.layer {
        "" => String::new(),
        layer => format!(" ({layer})"),
    };
    let found = if finding.swept { ", known from another place" } else { "" };
    format!("{} in {}{layer}{found}.", kind_in_words(finding.kind), place(finding))
}

/// Where a finding stands, in words of the HAR format.
fn place(finding: &Finding) -> String {
    match finding.entry {
        None => format!("log: {}", finding.location),
        Some(entry) => format!("log.entries[{}]: {}", entry - 1, finding.location),
    }
}

/// What is not listed is said.
fn left_out(capture: &CaptureReport) -> Option<Value> {
    let left_out = capture.list.as_ref()?.findings_left_out;
    let text = format!("{left_out} more places of {} are not listed.", capture.capture);
    (left_out > 0).then(|| json!({ "level": "warning", "message": { "text": text } }))
}

#[cfg(test)]
mod tests {
    use crate::report::sarif::uri;

    #[test]
    fn a_path_is_a_uri() {
        for (path, expected) in [
            ("a.har", "a.har"),
            ("dir/my capture#1.har", "dir/my%20capture%231.har"),
            ("/tmp/é.har", "file:///tmp/%C3%A9.har"),
            ("a:b.har", "./a%3Ab.har"),
            ("-", "-"),
        ] {
            if !cfg!(windows) {
                assert_eq!(uri(path), expected);
            }
        }
    }
}
