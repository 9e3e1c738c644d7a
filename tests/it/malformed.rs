//! Malformed JSON: more than two hundred texts, each taken or refused as RFC 8259 has it, wherever
//! it stands in a capture; `serde_json` is asked the same.
//!
//! We differ where the design says so: unpaired surrogates in escapes are let through (captures
//! hold them), nesting below 512 levels is read and what is deeper refused.

use serde::de::IgnoredAny;
use tempfile::tempdir;
use unharm::detect::{Detector, Policy};
use unharm::har::{Fault, Index, Scanner};
use unharm::options::Options;
use unharm::pipeline;
use unharm::progress::Silent;

/// JSON texts.
const TAKEN: &[&[u8]] = &[
    b"null",
    b"true",
    b"false",
    b" null ",
    b"\tnull\r\n",
    b"0",
    b"-0",
    b"1",
    b"-1",
    b"10",
    b"0.0",
    b"-0.0",
    b"1.5",
    b"0e0",
    b"0e+1",
    b"0E-1",
    b"1e400",
    b"-1e400",
    b"1e-400",
    b"1E9",
    b"123456789012345678901234567890",
    b"0.00000000000000000000000000000000000000000000000001",
    b"1.0e+00",
    b"9007199254740993",
    b"-9223372036854775809",
    b"18446744073709551616",
    b"20e1",
    b"\"\"",
    b"\"a\"",
    b"\" \"",
    b"\"\\\"\"",
    b"\"\\\\\"",
    b"\"\\/\"",
    b"\"\\b\\f\\n\\r\\t\"",
    b"\"\\u0000\"",
    b"\"\\u001f\"",
    b"\"\\u00e9\"",
    b"\"\\uD83D\\uDE00\"",
    b"\"\\uFFFF\"",
    b"\"\\ufffe\"",
    b"\"\\uabCD\"",
    b"\"\\u0022\"",
    b"\"\\\\u0022\"",
    b"\"\\\\\\\"\"",
    b"\"/\"",
    b"\"\x7f\"",
    b"\"\xc2\x80\"",
    b"\"\xc3\xa9\"",
    b"\"\xe2\x80\xa8\"",
    b"\"\xe2\x80\xa9\"",
    b"\"\xef\xbf\xbf\"",
    b"\"\xef\xbb\xbf\"",
    b"\"\xf0\x9f\x98\x80\"",
    b"\"\xf4\x8f\xbf\xbf\"",
    b"\"\xed\x9f\xbf\"",
    b"\"\xee\x80\x80\"",
    b"\"{\"",
    b"\"}\"",
    b"\"[\"",
    b"\"],\"",
    b"\"//\"",
    b"\"/*\"",
    b"\"\\u005c\"",
    b"\"\\\\\\\\\"",
    b"\"'\"",
    b"\"0123456789012345678901234567890123456789012345678901234567890123456789\"",
    b"[]",
    b"[ ]",
    b"[\n]",
    b"[1]",
    b"[1,2]",
    b"[ 1 , 2 ]",
    b"[\"a\",1,null,true,{},[]]",
    b"[[]]",
    b"[[[[[[[[]]]]]]]]",
    b"[[],[]]",
    b"[{}]",
    b"{}",
    b"{ }",
    b"{\"\":0}",
    b"{\"a\":1}",
    b"{ \"a\" : 1 }",
    b"{\"a\":1,\"b\":2}",
    b"{\"a\":1,\"a\":2}",
    b"{\"a\":1,\"a\":1}",
    b"{\"\\u0061\":1,\"a\":2}",
    b"{\"a\":{\"a\":{\"a\":{}}}}",
    b"{\"a\":[],\"b\":{}}",
    b"{\"__proto__\":1}",
    b"{\"\\u0000\":1}",
    b"{\"a\\\"b\":1}",
    b"{\"\xc3\xa9\":1}",
    b"{\"a\":\"\\\\\"}",
    b"{\"a\":\"\\\\\",\"b\":\"\\\"\"}",
    b"{\"log\":{\"entries\":[7]}}",
];

/// What is none, although it looks like some.
const REFUSED: &[&[u8]] = &[
    // Literals.
    b"nul",
    b"nulll",
    b"tru",
    b"truee",
    b"falze",
    b"True",
    b"NULL",
    b"None",
    b"undefined",
    b"NaN",
    b"Infinity",
    b"-Infinity",
    b"nu ll",
    b"n",
    b"t",
    b"f",
    b"nullnull",
    b"true false",
    b"a",
    // Numbers.
    b"-",
    b"+1",
    b"--1",
    b"01",
    b"-01",
    b"00",
    b"1.",
    b".5",
    b"-.5",
    b"1.e1",
    b"1e",
    b"1e+",
    b"1E-",
    b"0e",
    b"0.e1",
    b"1e1.5",
    b"1.2.3",
    b"0x10",
    b"0b1",
    b"1_000",
    b"1,000.0.",
    b"1a",
    b"1 2",
    b"-a",
    b"- 1",
    b"1e1e1",
    b"1..2",
    b"1.+2",
    b"\xef\xbc\x91",
    b"1\x00",
    b"2.e-3",
    b"++1",
    b"1+1",
    b"0-1",
    b"1ee1",
    b"-NaN",
    b"1/2",
    b"\xe2\x88\x921",
    b"0xG",
    b"1.8011670033376514H-308",
    // Strings.
    b"\"",
    b"\"a",
    b"'a'",
    b"a\"",
    b"\"a\"b",
    b"\"\\\"",
    b"\"\\\\\\\"",
    b"\"\\x41\"",
    b"\"\\a\"",
    b"\"\\v\"",
    b"\"\\0\"",
    b"\"\\'\"",
    b"\"\\ \"",
    b"\"\\\n\"",
    b"\"\\\xc3\xa9\"",
    b"\"\\u\"",
    b"\"\\u1\"",
    b"\"\\u12\"",
    b"\"\\u123\"",
    b"\"\\u123g\"",
    b"\"\\u 123\"",
    b"\"\\u+123\"",
    b"\"\\uG000\"",
    b"\"\\U0041\"",
    b"\"\\u{41}\"",
    b"\"\n\"",
    b"\"\r\"",
    b"\"\t\"",
    b"\"\x00\"",
    b"\"\x01\"",
    b"\"\x1f\"",
    b"\"\x0b\"",
    b"\"a\"\"b\"",
    b"\"\\ud83d\\u\"",
    b"\"\\ud83d\\ude0\"",
    b"\xe2\x80\x9ca\xe2\x80\x9d",
    b"\"\\x00\"",
    b"\"\\u00A\"",
    b"`a`",
    b"\"\\",
    // Encodings.
    b"\"\xff\"",
    b"\"\xfe\"",
    b"\"\x80\"",
    b"\"\xbf\"",
    b"\"\xc3\"",
    b"\"\xc3\x28\"",
    b"\"\xc0\x80\"",
    b"\"\xc0\xaf\"",
    b"\"\xc1\xbf\"",
    b"\"\xe0\x80\x80\"",
    b"\"\xe0\x9f\xbf\"",
    b"\"\xe2\x82\"",
    b"\"\xe2\x28\xa1\"",
    b"\"\xed\xa0\x80\"",
    b"\"\xed\xbf\xbf\"",
    b"\"\xed\xa0\xbd\xed\xb8\x80\"",
    b"\"\xf0\x80\x80\x80\"",
    b"\"\xf0\x8f\xbf\xbf\"",
    b"\"\xf0\x9f\x98\"",
    b"\"\xf4\x90\x80\x80\"",
    b"\"\xf5\x80\x80\x80\"",
    b"\"\xf8\x88\x80\x80\x80\"",
    b"\"\xfc\x84\x80\x80\x80\x80\"",
    b"\"\xe9\"",
    b"{\"\xff\":1}",
    b"{\"a\xc0\x80\":1}",
    b"\"\xc3\xa9\xa9\"",
    b"\"a\xed\"",
    // White space and what is none.
    b"\x0bnull",
    b"\x0cnull",
    b"\xc2\xa0null",
    b"\xe2\x80\x83null",
    b"\xe2\x81\xa0null",
    b"null\x00",
    b"\x00null",
    b"[\x0b]",
    b"[1,\xc2\xa02]",
    b"[\xef\xbb\xbf1]",
    b"[\x001]",
    b"{\x00}",
    b"\x1anull",
    // Comments.
    b"/**/null",
    b"null//a",
    b"[1,/*a*/2]",
    b"#a\nnull",
    b"<!--a-->1",
    b"{\"a\":1/*b*/}",
    b"[1]#",
    // Arrays.
    b"[",
    b"]",
    b"[,]",
    b"[1,]",
    b"[,1]",
    b"[1,,2]",
    b"[1 2]",
    b"[1;2]",
    b"[1:2]",
    b"[1",
    b"[1,",
    b"[\"a\"",
    b"[\"a\",",
    b"[[]",
    b"[]]",
    b"[}",
    b"[1}",
    b"(1)",
    b"[\"a\" \"b\"]",
    b"[...1]",
    b"[*]",
    b"[1,\n1\n,1",
    b"[{}",
    b"[\"\x0b\"\\f]",
    b"[\"\": 1]",
    b"[1]x",
    b"[,",
    // Objects.
    b"{",
    b"}",
    b"{,}",
    b"{\"a\"}",
    b"{\"a\":}",
    b"{:1}",
    b"{\"a\" 1}",
    b"{\"a\",1}",
    b"{\"a\":1,}",
    b"{,\"a\":1}",
    b"{\"a\":1,,\"b\":2}",
    b"{\"a\":1 \"b\":2}",
    b"{a:1}",
    b"{'a':1}",
    b"{1:1}",
    b"{null:1}",
    b"{\"a\":1;\"b\":2}",
    b"{\"a\"::1}",
    b"{\"a\":1:2}",
    b"{\"a\":1",
    b"{\"a\":",
    b"{\"a\"",
    b"{\"a",
    b"{\"a\":1]",
    b"{\"a\":[}",
    b"{\"a\":{}",
    b"{\"a\"=1}",
    b"{[]:1}",
    b"{{}:1}",
    b"{\"a\":1}}",
    b"{\"a\":\"b\"c}",
    b"{\"a\":(1)}",
    b"{\"a\" \"b\":1}",
    b"{\"a\":true,false}",
    b"{\"a\":1}\"b\"",
    b"{\"a\":\"\\\"}",
    b"{}{}",
    b"{} []",
    b"{\"a\":\"a\" 1}",
    b"{\"a\":/*b*/1}",
    b"{\"b\":1}#",
    b"{\"\xb9\":1}",
];

/// Unpaired surrogates: no Unicode, but what browsers write.
const SURROGATES: &[&[u8]] = &[
    b"\"\\ud800\"",
    b"\"\\udfff\"",
    b"\"\\ud83d\"",
    b"\"\\ude00\\ud83d\"",
    b"\"\\ud83d\\ud83d\"",
    b"\"\\ud83dx\"",
    b"\"\\uD83D\\n\"",
    b"{\"\\udc00\":\"\\uDBFF\"}",
    b"[\"\\ud83d\\u0041\"]",
];

/// What `serde_json` says of a text whose values it need not hold.
fn is_json(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok())
}

fn is_taken(text: &[u8]) -> bool {
    Index::new().build(text).is_ok() && std::str::from_utf8(text).is_ok()
}

#[test]
fn texts() {
    assert!(TAKEN.len() + REFUSED.len() + SURROGATES.len() >= 300);
    let rows = [(TAKEN, true), (SURROGATES, true), (REFUSED, false)];
    for (text, taken) in rows.iter().flat_map(|(rows, taken)| rows.iter().map(|row| (row, *taken)))
    {
        let shown = String::from_utf8_lossy(text);
        assert_eq!(is_json(text), taken, "serde_json and the table differ: {shown}");
        assert_eq!(is_taken(text), taken, "{shown}");
        // The kernels look at 64 bytes at once: wherever the text stands in them.
        for shift in [1, 31, 59, 62, 63, 64, 65] {
            let moved = [&b" ".repeat(shift)[..], text].concat();
            assert_eq!(is_taken(&moved), is_json(&moved), "{shown} at {shift}");
        }
    }
}

/// Whether the whole job reads a capture.
fn survey(capture: &[u8], detector: &Detector) -> bool {
    let dir = tempdir().unwrap();
    let path = dir.path().join("a.har");
    std::fs::write(&path, capture).unwrap();
    let options = Options { threads: 1, ..Options::default() };
    pipeline::survey(&path, &options, detector, &Silent).is_ok()
}

#[test]
fn texts_in_captures() {
    let detector = Detector::new(&Policy::default());
    for text in TAKEN.iter().chain(SURROGATES).chain(REFUSED) {
        for (before, after) in [
            (&b"{\"log\":{\"entries\":[{},{\"a\":"[..], &b",\"b\":2},{}]}}"[..]),
            (b"{\"log\":{\"a\":", b",\"entries\":[{}]}}"),
            (b"{\"log\":{\"entries\":[{}],\"a\":", b"}}"),
            (b"{\"log\":{\"entries\":[{}]},\"a\":[", b"]}"),
        ] {
            let capture = [before, text, after].concat();
            let shown = String::from_utf8_lossy(&capture);
            assert_eq!(survey(&capture, &detector), is_json(&capture), "{shown}");
        }
    }
}

/// The outcome does not depend on where the blocks end that a capture is read in.
#[test]
fn texts_in_blocks_of_any_size() {
    for text in TAKEN.iter().chain(REFUSED) {
        let capture =
            [b"{\"log\":{\"a\":", *text, b",\"entries\":[{\"b\":1} ,{\"c\":", text, b"}]}}"];
        let capture = capture.concat();
        let outcomes = [1, 2, 7, 63, 64, 65, 4096].map(|size| {
            let (mut scanner, mut spans) = (Scanner::new(), Vec::new());
            let fed = capture.chunks(size).try_for_each(|block| scanner.feed(block, &mut spans));
            fed.and_then(|()| scanner.finish()).map(|envelope| (envelope, spans))
        });
        let shown = String::from_utf8_lossy(&capture);
        assert!(outcomes.iter().all(|outcome| *outcome == outcomes[0]), "{shown}");
    }
}

#[test]
fn one_hundred_thousand_levels() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
        for (depth, taken) in [(200, true), (100_000, false), (1_000_000, false)] {
            let text = open.repeat(depth) + "1" + &close.repeat(depth);
            let built = Index::new().build(text.as_bytes());
            assert_eq!(built.is_ok(), taken, "{open} {depth}");
            assert!(built.is_ok() || built.is_err_and(|error| error.fault == Fault::TooDeep));
            let (mut scanner, mut spans) = (Scanner::new(), Vec::new());
            let capture = format!("{{\"log\":{{\"entries\":[{{\"a\":{text}}}]}}}}");
            let fed = scanner.feed(capture.as_bytes(), &mut spans);
            assert_eq!(fed.is_ok(), taken);
            let open_only = Index::new().build(open.repeat(depth).as_bytes());
            assert!(open_only.is_err());
        }
    }
}

/// Ten million keys take a minute without optimisation; by default there are a tenth.
#[test]
fn ten_million_keys() {
    let count = if std::env::var_os("UNHARM_FULL").is_some() { 10_000_000 } else { 300_000 };
    let detector = Detector::new(&Policy::default());
    let keys = "\"a\":1,".repeat(count);
    for capture in [
        format!("{{\"log\":{{\"entries\":[{{{keys}\"b\":2}}]}}}}"),
        format!("{{\"log\":{{\"entries\":[{{\"a\":{{{keys}\"b\":2}}}}]}}}}"),
    ] {
        assert!(survey(capture.as_bytes(), &detector));
    }
    let envelope = format!("{{\"log\":{{{keys}\"entries\":[]}}}}");
    assert_eq!(survey(envelope.as_bytes(), &detector), envelope.len() < 32 << 20);
}
