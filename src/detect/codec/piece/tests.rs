use proptest::prelude::*;

use super::*;
use crate::detect::codec::html::Html;
use crate::detect::codec::json::{self, Json};
use crate::detect::codec::percent::{Form, Percent};
use crate::detect::codec::script::Script;

/// The decoded bytes, each with the span of `raw` that stands for it, found byte by byte.
fn naive<C: Charwise>(raw: &[u8]) -> Vec<(u8, Range<usize>)> {
    let (mut bytes, mut at) = (Vec::new(), 0);
    while at < raw.len() {
        let piece = if C::next(&raw[at..]) == Some(0) { read::<C>(raw, at) } else { None };
        let piece = piece.unwrap_or(Piece::byte(raw[at], 1));
        let end = at + piece.raw_len;
        bytes.extend(piece.bytes[..usize::from(piece.len)].iter().map(|&byte| (byte, at..end)));
        at = end;
    }
    bytes
}

/// The spans of `raw` for spans that do not touch.
fn naive_spans(bytes: &[(u8, Range<usize>)], raw: &[u8], spans: &mut [Range<usize>]) {
    let mut floor = 0;
    for span in spans {
        let start = bytes.get(span.start).map_or(raw.len(), |(_, raw)| raw.start).max(floor);
        let end = bytes[..span.end].last().map_or(0, |(_, raw)| raw.end).max(start);
        *span = start..if span.start < span.end { end } else { start };
        floor = span.end;
    }
}

fn check<C: Charwise>(raw: &[u8]) {
    let bytes = naive::<C>(raw);
    let expected: Vec<u8> = bytes.iter().map(|(byte, _)| *byte).collect();
    let mut out = Vec::new();
    match decode::<C>(raw, &mut out) {
        Decoded::Same => assert_eq!((&expected[..], &out[..]), (raw, &b""[..])),
        _ => assert_eq!(out, expected, "{}", raw.escape_ascii()),
    }
    for (hop, gap) in [(1, 3), (2, 3), (7, 3), (100, 3), (1, 1300), (700, 2100)] {
        let starts = (0..=bytes.len()).step_by(hop + gap);
        let mut located: Vec<_> =
            starts.map(|start| start..(start + hop).min(bytes.len())).collect();
        let mut expected = located.clone();
        naive_spans(&bytes, raw, &mut expected);
        locate::<C>(raw, &mut located);
        assert_eq!(located, expected, "{}", raw.escape_ascii());
    }
}

/// What this processor does best is what the walk does.
fn check_json(raw: &[u8]) {
    let (mut expected, mut out) = (Vec::new(), Vec::new());
    let changed = decode::<Json>(raw, &mut expected);
    assert_eq!(json::decode(raw, &mut out), changed, "{}", raw.escape_ascii());
    assert_eq!(out, expected, "{}", raw.escape_ascii());
}

fn check_all(raw: &[u8]) {
    check::<Json>(raw);
    check_json(raw);
    check::<Script>(raw);
    check::<Percent>(raw);
    check::<Form>(raw);
    check::<Html>(raw);
}

/// Sequences, whole and broken, of every codec.
const SAMPLES: [&str; 23] = [
    r"\n",
    r"\\",
    r#"\""#,
    r"\\\\\n",
    r"\/",
    r"\q",
    r"\\\",
    r"\",
    r"\u20ac",
    r"\u12",
    r"\ud83d\ude00",
    r"\ud83d\ud83d",
    r"\u{1f600}",
    r"\x3d\7",
    "\\\r\n",
    "%20",
    "%",
    "%u20ac",
    "+%zz+",
    "&amp;",
    "&#00000000000000000000000000000000000000000000000000000000000000000000000000000000000000065;",
    "&#x20ac",
    "&",
];

#[test]
fn sequences_at_every_offset_and_end() {
    for sample in SAMPLES {
        for before in (0..=2 * BLOCK + 1).chain(BATCH * BLOCK - 9..=BATCH * BLOCK + 1) {
            for after in [0, 1, SHORT - 2, SHORT - 1, SHORT, STEP, BLOCK, LONG + 1] {
                let raw = [&"x".repeat(before), sample, &"y".repeat(after), sample].concat();
                check_all(raw.as_bytes());
            }
        }
    }
}

#[test]
fn stretches_of_every_length_between_sequences() {
    for len in 0..=STEP + 2 {
        for sample in SAMPLES {
            let raw = [sample, &"z".repeat(len)].concat().repeat(ROOM * 2 / (len + 2));
            check_all(raw.as_bytes());
        }
    }
}

#[test]
fn a_text_of_every_length() {
    let text = r"\n12345\u00e9&lt;%41+\\".repeat(30);
    (0..text.len()).for_each(|len| check_all(&text.as_bytes()[..len]));
}

proptest! {
    #[test]
    fn mixtures(parts in prop::collection::vec((0..SAMPLES.len(), prop_oneof![0usize..9, 0usize..80, 0usize..2000]), 0..90)) {
        let raw: String =
            parts.iter().map(|&(sample, gap)| SAMPLES[sample].to_owned() + &"abcde".repeat(gap / 5)).collect();
        check_all(raw.as_bytes());
    }
}
