//! Records are short, hold no value, and are believed of their own text only.

use proptest::prelude::*;

use crate::detect::record::Recorded;
use crate::detect::{Classes, Detector, Findings, Legend, Policy};
use crate::redact::Sightings;

/// An invented entry with secrets in several layers, and the last one far behind.
fn entry() -> String {
    let basic = base64_simd::STANDARD.encode_to_string("anna:wq8Zr4KtK71xNb");
    let body = serde_json::to_string(r#"{"password": "k3XwQ81uQpZov7Lt", "otp": 481516}"#).unwrap();
    let headers = format!(r#"[{{"name":"Authorization","value":"Basic {basic}"}}]"#);
    let padding = "plain words, ".repeat(2000);
    format!(
        r#"{{"request":{{"headers":{headers},"postData":{{"mimeType":"application/json","text":{body}}}}},"_a":"{padding}","_key":"AKIAQ3VXNPLRTWZ7YB2M"}}"#
    )
}

/// The record of an entry, and what it means where each secret has the number that its worker gave it.
fn record(entry: &str) -> (Vec<u8>, Legend) {
    let detector = Detector::new(&Policy::default());
    let (mut sightings, mut classes) = (Sightings::default(), Classes::default());
    let (mut secrets, mut record) = (Vec::new(), Vec::new());
    let mut examiner = detector.collector();
    let findings = examiner.entry(entry.as_bytes()).unwrap();
    sightings.note_part(1, 0, findings, &mut secrets);
    assert!(findings.record(entry.as_bytes(), &secrets, &mut classes, &mut record));
    // With a number too few nothing can be said.
    let mut nothing = b"before".to_vec();
    assert!(!findings.record(entry.as_bytes(), &secrets[1..], &mut classes, &mut nothing));
    assert_eq!(nothing, b"before");
    let numbers = (0..u32::try_from(sightings.len()).unwrap()).collect();
    (record, Legend::new(classes, numbers))
}

/// Where the findings stand that are recalled of `text`, if any are.
fn recall(text: &[u8], record: &[u8], legend: &Legend) -> Option<Vec<std::ops::Range<usize>>> {
    let (mut findings, mut found) = (Findings::default(), Vec::new());
    findings.recall(text, Recorded { record, legend }, &mut found)?;
    Some(found.into_iter().map(|finding| finding.span).collect())
}

#[test]
fn a_record_is_short_and_holds_no_value() {
    let entry = entry();
    let (record, legend) = record(&entry);
    let spans = recall(entry.as_bytes(), &record, &legend).unwrap();
    assert_eq!(spans.len(), 4, "{spans:?}");
    assert_eq!(&entry[spans[3].clone()], "AKIAQ3VXNPLRTWZ7YB2M");
    assert!(record.len() < 40, "{}", record.len());
    assert!(memchr::memmem::find(&record, b"AKIA").is_none());
}

#[test]
fn what_is_recorded_of_a_longer_text_is_not_of_its_beginning() {
    let entry = entry();
    let (record, legend) = record(&entry);
    assert_eq!(recall(&entry.as_bytes()[..1000], &record, &legend), None);
    for end in 1..record.len() {
        // What breaks off between two findings tells of those before.
        if let Some(spans) = recall(entry.as_bytes(), &record[..end], &legend) {
            assert!(spans.len() < 4);
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(record in prop::collection::vec(any::<u8>(), 0..40), text in ".{0,60}") {
        let (_, legend) = self::record(&entry());
        if let Some(spans) = recall(text.as_bytes(), &record, &legend) {
            prop_assert!(spans.iter().all(|span| span.end <= text.len()));
        }
    }
}
