//! What tests find in a body.

use crate::detect::{Detector, Finding, Findings, Policy, What};

/// The values that are found in `text`, a body, in order.
#[track_caller]
pub(crate) fn check(text: &str, expected: &[&str]) {
    check_under(&Policy::default(), text, expected);
}

/// The same for the body of a page.
#[track_caller]
pub(crate) fn check_page(html: &str, expected: &[&str]) {
    check(&serde_json::to_string(&format!("<div>{html}</div>")).unwrap(), expected);
}

/// The same under a policy.
#[track_caller]
pub(crate) fn check_under(policy: &Policy, text: &str, expected: &[&str]) {
    let detector = Detector::new(policy);
    let mut examiner = detector.collector();
    let findings = examiner.entry(format!(r#"{{"_x":{text}}}"#).as_bytes()).unwrap();
    let values = findings.top().iter().filter_map(|finding| match &finding.what {
        What::Secret { value, .. } => Some(String::from_utf8_lossy(findings.bytes(value))),
        _ => None,
    });
    assert_eq!(values.collect::<Vec<_>>(), expected, "{text}");
}

/// The values that are found in the body of a request, JSON or a form.
#[track_caller]
pub(crate) fn check_sent(body: &str, expected: &[&str]) {
    let mime = if body.starts_with('{') { "json" } else { "x-www-form-urlencoded" };
    let text = serde_json::to_string(body).unwrap();
    check_entry(
        &format!(
            r#"{{"request":{{"postData":{{"mimeType":"application/{mime}","text":{text}}}}}}}"#
        ),
        expected,
    );
}

/// The values that are found in the body of a response, which is JSON.
#[track_caller]
pub(crate) fn check_answer(body: &str, expected: &[&str]) {
    let text = serde_json::to_string(body).unwrap();
    check_entry(
        &format!(r#"{{"response":{{"content":{{"mimeType":"application/json","text":{text}}}}}}}"#),
        expected,
    );
}

#[track_caller]
fn check_entry(entry: &str, expected: &[&str]) {
    let detector = Detector::new(&Policy::default());
    let mut examiner = detector.collector();
    let findings = examiner.entry(entry.as_bytes()).unwrap();
    let mut values = Vec::new();
    push_values(findings, findings.top(), &mut values);
    assert_eq!(values, expected, "{entry}");
}

fn push_values(findings: &Findings, level: &[Finding], values: &mut Vec<String>) {
    for finding in level {
        match &finding.what {
            What::Secret { value, .. } => {
                values.push(String::from_utf8_lossy(findings.bytes(value)).into_owned());
            }
            What::Inner { findings: inner, .. } => {
                push_values(findings, findings.inside(inner), values);
            }
            What::Seed { .. } | What::Known { .. } => {}
        }
    }
}
