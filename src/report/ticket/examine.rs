//! A ticket is examined by the rules, as the capture was.

use std::collections::HashSet;

use crate::detect::{Detector, Finding};

/// What stands for a value that a rule has found.
const STAND_IN: &str = "redacted";

/// The ticket without what the rules find in it, but for what also stands in `ours`: the same ticket
/// without text of the capture, in which the user has said it.
pub(super) fn redacted(text: &str, ours: &str, detector: &Detector) -> String {
    let known: HashSet<String> =
        found(ours, detector).into_iter().map(|(value, _)| value).collect();
    let mut out = String::with_capacity(text.len());
    let json = as_entry(text);
    let mut copied = 0;
    for (value, span) in found(text, detector) {
        if span.start < copied || known.contains(&value) {
            continue;
        }
        out.push_str(&json[copied..span.start]);
        out.push_str(STAND_IN);
        copied = span.end;
    }
    if copied == 0 {
        return text.to_owned();
    }
    out.push_str(&json[copied..]);
    // A value never ends within an escape, so that what is left is JSON as before; if it is not,
    // there is no ticket rather than one that nobody has examined.
    let entry = serde_json::from_str::<Entry>(&out);
    entry.map(|entry| entry.comment).unwrap_or_default()
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Entry {
    comment: String,
}

/// A text as the entry of a capture: rules know where in a capture they stand.
fn as_entry(text: &str) -> String {
    let entry = Entry { comment: text.to_owned() };
    serde_json::to_string(&entry).expect("because a string always prints")
}

/// What the rules find: each value as it is written, and where in the text as an entry.
fn found(text: &str, detector: &Detector) -> Vec<(String, std::ops::Range<usize>)> {
    let json = as_entry(text);
    let mut examiner = detector.collector();
    let findings = examiner.entry(json.as_bytes()).expect("because it was just printed");
    let is_secret = |finding: &&Finding| !finding.is_seed();
    let found = findings.top().iter().filter(is_secret).filter_map(|finding| {
        Some((json.get(finding.span.clone())?.to_owned(), finding.span.clone()))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use crate::detect::{Detector, Policy};
    use crate::report::ticket::examine::redacted;

    #[test]
    fn what_rules_find_goes_but_what_the_user_has_said_stays() {
        let detector = Detector::new(&Policy::default());
        let text = "# \"Problem\"\n- Mail: `jo.roe@mail.example` and `al.poe@mail.example`\n";
        let expected = "# \"Problem\"\n- Mail: `jo.roe@mail.example` and `redacted`\n";
        assert_eq!(redacted(text, "Mail: `jo.roe@mail.example`", &detector), expected);
        assert_eq!(redacted("nothing\n", "", &detector), "nothing\n");
    }
}
