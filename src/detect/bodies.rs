//! What tests find in a body.

use crate::detect::{Detector, Policy, What};

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
