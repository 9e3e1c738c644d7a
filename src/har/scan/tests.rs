use proptest::prelude::*;
use struson::reader::{JsonReader, JsonStreamReader, ReaderSettings};

use super::*;

type Scan = Result<(Vec<Range<u64>>, Envelope), Malformed>;

fn scan(capture: &[u8], block_bytes: usize) -> Scan {
    scan_blocks(capture.chunks(block_bytes))
}

fn scan_blocks<'b>(blocks: impl IntoIterator<Item = &'b [u8]>) -> Scan {
    let mut scanner = Scanner::new();
    let (mut entries, mut fed) = (Vec::new(), 0);
    for block in blocks {
        scanner.feed(block, &mut entries)?;
        fed += block.len() as u64;
        assert_eq!((scanner.offset(), scanner.entries_seen()), (fed, entries.len() as u64));
        let last_end = entries.last().map_or(0, |entry| entry.end);
        assert!(scanner.open_entry().is_none_or(|start| last_end <= start && start < fed));
    }
    Ok((entries, scanner.finish()?))
}

/// Scans at every split and in blocks of many sizes, which must not change the answer.
fn scan_every_way(capture: &[u8]) -> Scan {
    let whole = scan(capture, usize::MAX);
    for split in 0..=capture.len().min(3000) {
        let (left, right) = capture.split_at(split.min(capture.len()));
        assert_eq!(scan_blocks([left, right]), whole, "split at {split}");
    }
    for block_bytes in [1, 2, 3, 7, 62, 63, 64, 65, 127, 128, 129, 1000, 4095, 4096, 4097] {
        assert_eq!(scan(capture, block_bytes), whole, "blocks of {block_bytes}");
    }
    whole
}

/// A capture of which everything that a scan must find is known.
#[derive(Debug, Clone)]
struct Parts<'a> {
    head: &'a str,
    lead: &'a str,
    entries: Vec<&'a str>,
    gap: &'a str,
    trail: &'a str,
    tail: &'a str,
}

fn check(parts: &Parts<'_>) {
    let Parts { head, lead, entries, gap, trail, tail } = parts;
    let capture = [head, lead, &*entries.join(gap), trail, tail].concat();
    let mark = if head.starts_with('\u{feff}') { 3 } else { 0 };
    let (found, envelope) = scan_every_way(capture.as_bytes()).expect(&capture);
    let found: Vec<_> = found.iter().map(|entry| slice(&capture, entry)).collect();
    assert_eq!(&found, entries);
    assert_eq!(envelope.text, [&head[mark..], tail].concat().as_bytes());
    assert_eq!(envelope.entries_at, head.len() - mark);
    assert_eq!(envelope.lead, lead.as_bytes());
    assert_eq!(envelope.trail, trail.as_bytes());
    if entries.len() > 1 {
        assert_eq!(envelope.gap, gap.as_bytes());
    }
}

fn slice<'a>(text: &'a str, span: &Range<u64>) -> &'a str {
    &text[usize::try_from(span.start).unwrap()..usize::try_from(span.end).unwrap()]
}

const ENTRIES: [&str; 5] = [
    r#"{"request":{"url":"http://a.example/[{\"\\","headers":[{"name":"x","value":"]}"}]},"cache":{}}"#,
    "{}",
    "{\n  \"a\" : [ 1, [ 2, { } ] ],\n  \"entries\": [ { } ],\n  \"log\": { \"entries\": [ ] }\n}",
    r#"{"t":"\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\","u":"}\\\"}"}"#,
    r#"{"ü":"😀 long enough to fill a block of sixty-four bytes and to leave it again without a bracket"}"#,
];

#[test]
fn dialects() {
    let long = format!(r#"{{"log":{{"comment":"{}","entries":["#, "x".repeat(500));
    let heads_and_tails = [
        (r#"{"log":{"entries":["#, "]}}"),
        (r#"{"log":{"version":"1.2","creator":{"name":"entries"},"pages":[],"entries":["#, "]}}\n"),
        (
            "\u{feff}{\r\n\t\"log\" :\r\n {\"entries\"\n:\n[",
            "],\"pages\":[{\"id\":\"p\"}],\"version\":\"1.2\"}\r\n}  ",
        ),
        (
            r#"{"x":{"log":{"entries":[{"a":1}]}},"entries":[2],"w":{"entries":[3]},"log":{"pages":[{"entries":[3]}],"entries":["#,
            r#"],"x":{"entries":[4]},"y":[{"log":{"entries":[]}}]},"entries":[{}],"z":{"entries":[[]]}}"#,
        ),
        (
            r#" {"log\"":1,"\"log":{"entries":[]},"l":"log","log":{"a":"entries","entries\\":[],"entries":["#,
            "]}}",
        ),
        (r#"{"\u006cog":{"\u0065\u006e\u0074\u0072\u0069\u0065\u0073":["#, "]}}"),
        (&long, "]}}"),
    ];
    for (head, tail) in heads_and_tails {
        for (lead, gap, trail) in
            [("", ",", ""), ("\n    ", ",\n    ", "\n  "), (" ", " ,", "\r\n\t")]
        {
            for entries in [vec![], ENTRIES[..1].to_vec(), vec!["{}", "{}", "{}"], ENTRIES.to_vec()]
            {
                let (lead, trail) = if entries.is_empty() { (trail, "") } else { (lead, trail) };
                check(&Parts { head, lead, entries, gap, trail, tail });
            }
        }
    }
}

#[test]
fn pages_are_spans_of_the_text() {
    let pages = |capture: &str| {
        let (_, envelope) = scan_every_way(capture.as_bytes()).expect(capture);
        let text = String::from_utf8(envelope.text.clone()).unwrap();
        envelope.pages.iter().map(|page| text[page.clone()].to_owned()).collect::<Vec<_>>()
    };
    let after = r#"{"log":{"entries":[{"pages":[0]}],"pages":[{"id":"a"}, {"id":"b","x":[{}]}]},"pages":[1]}"#;
    assert_eq!(pages(after), [r#"{"id":"a"}"#, r#"{"id":"b","x":[{}]}"#]);
    assert_eq!(pages(r#"{"log":{"p\u0061ges":["a", 1, []],"entries":[]}}"#), ["\"a\"", "1", "[]"]);
    assert!(pages(r#"{"log":{"pages":{"a":1},"entries":[]}}"#).is_empty());
    assert!(pages(r#"{"log":{"entries":[]}}"#).is_empty());
}

#[test]
fn gap_of_fewer_entries_than_two() {
    let (_, envelope) = scan(br#"{"log":{"entries":[  {} ]}}"#, 64).unwrap();
    assert_eq!(envelope.gap, b",  ");
}

/// Scans in blocks of many sizes with what is told of the entries, which are all the same to others.
fn scan_told(capture: &[u8], told: &dyn Fn(u64) -> Option<u64>) -> Vec<Scan> {
    let scan = |block_bytes: usize| {
        let mut scanner = Scanner::new();
        let mut entries = Vec::new();
        for block in capture.chunks(block_bytes) {
            scanner.feed_told(block, &mut entries, told)?;
        }
        Ok((entries, scanner.finish()?))
    };
    [1, 2, 3, 7, 63, 64, 65, 127, 128, 1000, 4096, usize::MAX].map(scan).into()
}

#[test]
fn what_is_told_of_entries_is_what_would_be_found() {
    for (gap, trail) in [(",", ""), (",\n    ", "\n  ")] {
        let capture = [r#"{"log":{"entries":["#, &ENTRIES.join(gap), trail, "]}}"].concat();
        let whole = scan(capture.as_bytes(), usize::MAX);
        let length = |entry: u64| ENTRIES[usize::try_from(entry).unwrap() - 1].len() as u64;
        // Of all, of some, of the last, of none.
        for told in [0b11111, 0b01010, 0b10101, 0b10000, 0_u32] {
            let told = |entry: u64| (told >> (entry - 1) & 1 == 1).then(|| length(entry));
            for scanned in scan_told(capture.as_bytes(), &told) {
                assert_eq!(scanned, whole);
            }
        }
    }
}

#[test]
fn what_has_changed_since_it_was_told_of_is_no_capture_or_no_entry() {
    let capture = r#"{"log":{"entries":[{"a":"{}"},{"b":[{}]}]}}"#;
    let scanned = |length: u64| {
        let told = move |entry: u64| (entry == 1).then_some(length);
        let mut scans = scan_told(capture.as_bytes(), &told);
        scans.dedup();
        assert_eq!(scans.len(), 1, "blocks make a difference");
        scans.remove(0).map(|(entries, _)| slice(capture, &entries[0]).to_owned())
    };
    let fault = |length: u64| scanned(length).map_err(|malformed| malformed.fault);
    assert_eq!(fault(10).as_deref(), Ok(r#"{"a":"{}"}"#));
    // What is shorter than its brackets was told of nothing.
    assert_eq!([fault(0), fault(1)].map(|scanned| scanned.unwrap().len()), [10, 10]);
    assert_eq!([2, 9, 11, 12].map(fault), [const { Err(Fault::NotJson) }; 4]);
    assert_eq!(fault(8), Err(Fault::NotJson), "a quote stands behind the bracket");
    assert_eq!(fault(1000), Err(Fault::Truncated));
    // The brackets of another: that these are two objects is for the index to find out.
    let both = r#"{"a":"{}"},{"b":[{}]}"#;
    assert_eq!(fault(both.len() as u64).as_deref(), Ok(both));
}

#[test]
fn faults() {
    let check = |capture: &str, fault: Fault, entry: Option<u64>, offset: usize| {
        let refused = scan_every_way(capture.as_bytes()).expect_err(capture);
        assert_eq!(refused, Malformed { fault, entry, offset: offset as u64 }, "{capture}");
    };
    // The offset is that of `^` in the second line.
    let marked =
        |capture: &str, mark: &str, fault, entry| check(capture, fault, entry, mark.len() - 1);
    marked("", "^", Fault::Empty, None);
    marked(" \n ", "   ^", Fault::Empty, None);
    marked("\u{feff}", "   ^", Fault::Empty, None);
    marked("PK", "^", Fault::NotJson, None);
    marked(" <html>", " ^", Fault::NotJson, None);
    marked("{\"log\":nil}", "       ^", Fault::NotJson, None);
    marked("\u{feff}{\"log\":nil}", "          ^", Fault::NotJson, None);
    marked("{}", "  ^", Fault::NotHar, None);
    marked("12", "  ^", Fault::NotHar, None);
    marked("[{\"log\":{\"entries\":[]}}]", &format!("{:24}^", ""), Fault::NotHar, None);
    marked("{\"log\":[{\"entries\":[]}]}", &format!("{:24}^", ""), Fault::NotHar, None);
    marked("{\"log\":{\"entries\":{}}}", "                  ^", Fault::EntriesNotArray, None);
    marked("{\"log\":{\"entries\": null}}", "                   ^", Fault::EntriesNotArray, None);
    marked("{\"log\":{\"entries\":[1]}}", "                   ^", Fault::EntryNotObject, Some(1));
    marked(
        "{\"log\":{\"entries\":[{},[]]}}",
        "                      ^",
        Fault::EntryNotObject,
        Some(2),
    );
    marked("{\"log\":{\"entries\":[{},,{}]}}", "                      ^", Fault::NotJson, Some(2));
    marked("{\"log\":{\"entries\":[{} {}]}}", "                      ^", Fault::NotJson, None);
    marked("{\"log\":{\"entries\":[{},]}}", "                      ^", Fault::NotJson, Some(2));
    marked("{\"log\":{\"entries\":[,{}]}}", "                   ^", Fault::NotJson, Some(1));
    marked("{\"log\":{\"entries\":[{}}}}", "                     ^", Fault::NotJson, None);
    marked(
        "{\"log\":{\"entries\":[],\"entries\":[]}}",
        "                     ^",
        Fault::EntriesTwice,
        None,
    );
    marked(
        "{\"log\":{\"entries\":[],\"entri\\u0065s\":1}}",
        "                     ^",
        Fault::EntriesTwice,
        None,
    );
    marked(
        "{\"log\":{\"entries\":[]},\"log\":{}}",
        "                      ^",
        Fault::EntriesTwice,
        None,
    );
    marked("{\"log\":{}, \"log\":{\"entries\":[]}}", "           ^", Fault::EntriesTwice, None);
    marked("{\"log\":{\"entries\":[]}} x", &format!("{:23}^", ""), Fault::TrailingData, None);
    marked("{\"log\":{\"entries\":[]}}}", &format!("{:22}^", ""), Fault::TrailingData, None);
    marked("{\"log\":{\"entries\":[ {} ]} x}", &format!("{:26}^", ""), Fault::NotJson, None);
    marked("{\"log\":{\"entries\":[{}],\"a\":01}}", &format!("{:28}^", ""), Fault::NotJson, None);
    let whole = r#"{"log":{"pages":[{"a":"b"}],"entries":[{"a":"}"},{"b":[]}],"c":{"d":null}}}"#;
    let open = |at: usize| match at {
        40..=47 => Some(1),
        50..=56 => Some(2),
        _ => None,
    };
    for at in 1..whole.len() {
        check(&whole[..at], Fault::Truncated, open(at), at);
    }
}

#[test]
fn depth_and_memory_are_bounded() {
    let head = r#"{"log":{"entries":["#;
    let refused = scan(format!("{head}{{}},{}", "{\"a\":[".repeat(10_000_000)).as_bytes(), 1 << 20);
    let offset = 22 + DEPTH_MAX as u64 * 3;
    assert_eq!(refused, Err(Malformed { fault: Fault::TooDeep, entry: Some(2), offset }));

    let refused = scan("[".repeat(1000).as_bytes(), 100).map(|_| ());
    let offset = DEPTH_MAX as u64;
    assert_eq!(refused, Err(Malformed { fault: Fault::TooDeep, entry: None, offset }));

    for start in ["{\"a\":\"", head, "{\"log\":{\"entries\":[{},", "{} "] {
        let block = [b' '; 1 << 20];
        let blocks = std::iter::once(start.as_bytes()).chain(std::iter::repeat_n(&block[..], 40));
        let refused = scan_blocks(blocks).expect_err(start);
        assert_eq!(refused.fault, Fault::EnvelopeTooLarge);
        assert!(refused.offset <= (33 << 20) + 64);
    }
}

/// struson's answer: the spans of the entries of a capture, or none where it is no good.
fn twin(text: &[u8]) -> Option<Vec<Range<u64>>> {
    let settings = ReaderSettings {
        max_nesting_depth: None,
        restrict_number_values: false,
        ..Default::default()
    };
    let mut reader = JsonStreamReader::new_custom(text, settings);
    let mut entries = None;
    reader.begin_object().ok()?;
    while reader.has_next().ok()? {
        if reader.next_name().ok()? != "log" {
            reader.skip_value().ok()?;
            continue;
        }
        reader.begin_object().ok()?;
        while reader.has_next().ok()? {
            if reader.next_name().ok()? != "entries" {
                reader.skip_value().ok()?;
                continue;
            }
            reader.begin_array().ok()?;
            let found: &mut Vec<_> = entries.insert(Vec::new());
            while reader.has_next().ok()? {
                let at = |reader: &JsonStreamReader<_>| reader.current_position(false).data_pos;
                let start = at(&reader)?;
                reader.skip_value().ok()?;
                found.push(start..at(&reader)?);
            }
            reader.end_array().ok()?;
        }
        reader.end_object().ok()?;
    }
    reader.end_object().ok()?;
    reader.consume_trailing_whitespace().ok()?;
    entries
}

#[test]
fn real_captures() {
    for (path, file) in crate::har::captures::captures() {
        let text = file.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&file);
        let Some(expected) = twin(text) else { continue };
        for block_bytes in [61, 4096, 100_000, usize::MAX] {
            let (entries, envelope) =
                scan(text, block_bytes).unwrap_or_else(|e| panic!("{path:?}: {e}"));
            assert_eq!(entries, expected, "{path:?}");
            let outside = expected.iter().map(|entry| entry.end - entry.start).sum::<u64>();
            assert!(envelope.text.len() as u64 + outside <= text.len() as u64);
        }
    }
}

proptest! {
    #[test]
    fn random_captures(
        count in 0usize..20,
        order in any::<prop::sample::Index>(),
        style in 0usize..3,
        filler in 0usize..200,
    ) {
        let filled = format!(r#"{{"f":"{}","g":[[{{}}]]}}"#, "\\".repeat(2 * filler));
        let choices: Vec<&str> = ENTRIES.into_iter().chain([filled.as_str()]).collect();
        let entries: Vec<_> = (0..count).map(|i| choices[(order.index(97) + i * i) % choices.len()]).collect();
        let (lead, gap, trail) = [("", ",", ""), ("\n  ", ",\n  ", "\n"), (" ", " , ", "")][style];
        let (lead, trail) = if entries.is_empty() { (trail, "") } else { (lead, trail) };
        check(&Parts { head: "{\"log\":{\"entries\":[", lead, entries, gap, trail, tail: "],\"v\":1}}" });
    }

    /// A damaged capture is refused, or struson reads the same entries; splits change nothing.
    #[test]
    fn damaged_captures(
        at in any::<prop::sample::Index>(),
        with in prop::collection::vec(prop::sample::select(b"{}[]:,\"\\ 1\xff".to_vec()), 0..3),
    ) {
        let entries = ENTRIES.join(", ");
        let capture = format!(r#" {{"x":[{{}}],"log":{{"pages":[{{"a":"b"}}],"entries":[ {entries} ],"v":"1"}}}}"#);
        let mut capture = capture.into_bytes();
        let at = at.index(capture.len());
        capture.splice(at..=at, with);
        let found = scan_every_way(&capture);
        if let (Ok((entries, _)), Some(expected)) = (&found, twin(&capture)) {
            prop_assert_eq!(entries, &expected);
        }
        if found.is_err() && twin(&capture).is_some_and(|entries| !entries.is_empty()) {
            let fault = found.unwrap_err().fault;
            prop_assert!(matches!(fault, Fault::EntriesTwice | Fault::EntryNotObject), "{fault:?}");
        }
    }
}
