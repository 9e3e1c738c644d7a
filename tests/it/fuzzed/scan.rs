//! The index and the scanner read what `serde_json` reads, wherever blocks end, and a salvaged
//! capture is a document.

use serde::de::IgnoredAny;
use serde_json::Value;
use unharm::har::{Envelope, Fault, Index, Malformed, Salvager, Scanner};

use super::twin::check_walk;

type Scanned = Result<(Envelope, Vec<std::ops::Range<u64>>), Malformed>;

pub(crate) fn check(data: &[u8]) {
    let is_json = serde_json::from_slice::<IgnoredAny>(data).is_ok();
    match Index::new().build(data) {
        Ok(()) => assert!(is_json, "taken, but no JSON"),
        Err(Malformed { fault, offset, .. }) => {
            assert!(!is_json || fault == Fault::TooDeep, "JSON, but {fault:?}");
            assert!(offset <= data.len() as u64);
        }
    }
    if is_json {
        check_walk(data);
        check_spaces(data);
    }
    check_capture(data);
    check_salvage(data);
}

/// White space between tokens is what stands outside of strings.
fn check_spaces(text: &[u8]) {
    let mut index = Index::new();
    if index.build(text).is_err() {
        return;
    }
    let (mut in_string, mut escaped, mut spaces) = (false, false, 0);
    for byte in text.trim_ascii() {
        match byte {
            b'"' if !escaped => in_string = !in_string,
            b' ' | b'\t' | b'\r' | b'\n' if !in_string => spaces += 1,
            _ => {}
        }
        escaped = in_string && *byte == b'\\' && !escaped;
    }
    let document = index.document(text);
    assert_eq!(document.space_bytes(), spaces);
    for at in 0..text.len().min(300) {
        if let Some(token) = document.token_at(at) {
            assert!(token.span().start <= at + 1 && at <= token.span().end);
        }
    }
}

fn scan(data: &[u8], block: usize) -> Scanned {
    let (mut scanner, mut spans) = (Scanner::new(), Vec::new());
    data.chunks(block).try_for_each(|block| scanner.feed(block, &mut spans))?;
    Ok((scanner.finish()?, spans))
}

fn place(span: &std::ops::Range<u64>) -> std::ops::Range<usize> {
    usize::try_from(span.start).unwrap()..usize::try_from(span.end).unwrap()
}

fn check_capture(data: &[u8]) {
    let scanned = scan(data, data.len().max(1));
    for block in [1, 7, 64, 65] {
        assert_eq!(scan(data, block), scanned, "in blocks of {block}");
    }
    let text = data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(data);
    let entries = |capture: &Value| capture.get("log")?.get("entries")?.as_array().cloned();
    let naive = serde_json::from_slice::<Value>(text).ok().and_then(|capture| entries(&capture));
    match (scanned, naive) {
        (Ok((_, spans)), Some(expected)) => {
            assert_eq!(spans.len(), expected.len());
            for (span, expected) in spans.iter().zip(expected) {
                assert_eq!(serde_json::from_slice::<Value>(&data[place(span)]).unwrap(), expected);
            }
        }
        (Ok((_, spans)), None) => {
            // `serde_json` does not read all strings and numbers that are JSON.
            let sound = spans.iter().all(|span| Index::new().build(&data[place(span)]).is_ok());
            let is_json = serde_json::from_slice::<IgnoredAny>(text).is_ok();
            assert_eq!(sound, is_json, "a sound capture is JSON, and only that");
        }
        (Err(malformed), Some(expected)) => {
            let known = [Fault::EntriesTwice, Fault::TooDeep].contains(&malformed.fault);
            let is_object = expected.iter().all(Value::is_object);
            assert!(known || !is_object && malformed.fault == Fault::EntryNotObject, "{malformed}");
        }
        (Err(_), None) => {}
    }
}

/// What is whole, closed, is a capture with as many entries.
fn check_salvage(data: &[u8]) {
    let outcomes = [1, 64, data.len().max(1)].map(|block| {
        let mut salvager = Salvager::new();
        let _ = data.chunks(block).all(|block| salvager.feed(block));
        salvager.finish()
    });
    assert!(outcomes.iter().all(|outcome| *outcome == outcomes[0]), "{outcomes:?}");
    let [Ok(Some(whole)), ..] = outcomes else { return };
    let end = usize::try_from(whole.end).unwrap();
    let closed = [&data[..end], &whole.closing].concat();
    let (_, spans) = scan(&closed, closed.len()).expect("it is closed");
    assert_eq!(spans.len() as u64, whole.entries);
}
