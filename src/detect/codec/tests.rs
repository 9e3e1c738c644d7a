use proptest::collection::vec;
use proptest::prelude::*;

use crate::detect::codec::{Codec, Decoded};

const ALL: [Codec; 18] = [
    Codec::Raw,
    Codec::Json,
    Codec::Percent,
    Codec::Form,
    Codec::Html,
    Codec::Script,
    Codec::Base64,
    Codec::Base64Url,
    Codec::DeflateBase64,
    Codec::Hex,
    Codec::Gzip,
    Codec::Zlib,
    Codec::Zstd,
    Codec::Chunks,
    Codec::DeflatedChunks,
    Codec::Latin1,
    Codec::Utf16Le,
    Codec::Utf16Be,
];

fn decoded(codec: Codec, raw: &[u8]) -> Option<Vec<u8>> {
    let mut out = b"left over".to_vec();
    match codec.decode(raw, &mut out) {
        Decoded::Same => {
            assert!(out.is_empty());
            Some(raw.to_vec())
        }
        Decoded::Changed => Some(out),
        Decoded::Invalid => {
            assert!(out.is_empty());
            None
        }
    }
}

fn encoded(codec: Codec, text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    codec.encode(text, &mut out);
    out
}

#[track_caller]
fn check(codec: Codec, raw: impl AsRef<[u8]>, text: impl AsRef<[u8]>) {
    let got = decoded(codec, raw.as_ref());
    assert_eq!(got.as_deref(), Some(text.as_ref()), "{codec:?} {}", raw.as_ref().escape_ascii());
}

#[test]
fn decodes() {
    for codec in [Codec::Json, Codec::Script] {
        check(codec, r#"a\"b\\c\/d\n\r\t\b\f"#, b"a\"b\\c/d\n\r\t\x08\x0c");
        check(codec, r"\u0041\u00e9\u20AC\ud83d\ude00.", "Aé€😀.");
        check(codec, r"x\ud83dy\ude00", b"x\xed\xa0\xbdy\xed\xb8\x80");
        check(codec, r"\ud83d\ud83d\ude00", b"\xed\xa0\xbd\xf0\x9f\x98\x80");
    }
    check(Codec::Json, r"\q\u12\", r"\q\u12\");
    check(Codec::Json, r"\\u0041", r"\u0041");
    check(Codec::Script, r"\x3d\u{1f600}\u{41}\'\0\101\v\q\400", "=😀A'\0A\x0bq 0");
    check(Codec::Script, "a\\\nb\\\r\nc\\\u{2028}d", "abcd");
    let stray = r"\x4\u{}\u{110000}\u{000000041}";
    check(Codec::Script, stray, stray);
    check(Codec::Percent, "a%20b+%2B%zz%4%", "a b++%zz%4%");
    check(Codec::Percent, "%u20ac%uD83D%uDE00%u12", "€😀%u12");
    check(Codec::Form, "a%20b+c%2b", "a b c+");
    check(Codec::Form, "+a+", " a ");
    check(Codec::Html, "&quot;&amp;&lt;&gt;&apos;&#39;&#x27;&#X27;&nbsp;", "\"&<>''''\u{a0}");
    check(Codec::Html, "a&amp b&lt&#39c&amp;amp;", "a& b<'c&amp;");
    check(Codec::Html, "&q;&s;&a;q;&l;&g; &q=1&s&", "\"'&q;<> &q=1&s&");
    check(Codec::Html, "?a=1&copy=2&ampx&apos&no;&", "?a=1&copy=2&ampx&apos&no;&");
    check(
        Codec::Html,
        "&#0;&#xd800;&#99999999999;&#128;&#;&#x;",
        "\u{fffd}\u{fffd}\u{fffd}€&#;&#x;",
    );
    for raw in ["aGk/+w==", "aGk/+w", " aG\r\nk/+w=\n=", "aGk/+x=="] {
        check(Codec::Base64, raw, b"hi?\xfb");
    }
    check(Codec::Base64Url, "aGk_-w", b"hi?\xfb");
    check(Codec::Base64Url, "aGk_-w==", b"hi?\xfb");
    check(
        Codec::Utf16Le,
        b"\xff\xfeh\0\xac\x20\x3d\xd8\x00\xde\x3d\xd8",
        b"h\xe2\x82\xac\xf0\x9f\x98\x80\xed\xa0\xbd",
    );
    check(Codec::Utf16Be, b"\0h\0i", "hi");
    check(Codec::Hex, "6869fB", b"hi\xfb");
    check(Codec::Latin1, "h\u{1f}\u{8b}\u{ff}", b"h\x1f\x8b\xff");
    check(Codec::Chunks, "[ \"6869\" ,\"fb\"]\n", b"hi\xfb");
    check(Codec::Chunks, "[\"aGk=\",\"+w==\"]", b"hi\xfb");
}

#[test]
fn refuses() {
    for raw in ["a", "abcde", "ab=d", "ab===", "=", "aGk_", "ab cd!", "é", " "] {
        assert_eq!(decoded(Codec::Base64, raw.as_bytes()), None, "{raw}");
    }
    assert_eq!(decoded(Codec::Base64Url, b"aGk/"), None);
    assert_eq!(decoded(Codec::DeflateBase64, b"aGVsbG8gdGhlcmU="), None);
    assert_eq!(decoded(Codec::Utf16Le, b"odd"), None);
    assert_eq!(
        ["6", "6g", "0x61"].map(|raw| decoded(Codec::Hex, raw.as_bytes())),
        [None, None, None]
    );
    for raw in
        ["[]", "[\"\"]", "[\"61\"", "[\"61\",]", "[\"6\\u0031\"]", "[\"6\"]", "[61]", "\"61\""]
    {
        assert_eq!(decoded(Codec::Chunks, raw.as_bytes()), None, "{raw}");
    }
    for raw in ["[]", "[\"61\"]", "[\"aGVsbG8gdGhlcmU=\"]", "aGVsbG8gdGhlcmU="] {
        assert_eq!(decoded(Codec::DeflatedChunks, raw.as_bytes()), None, "{raw}");
    }
    assert_eq!(decoded(Codec::Latin1, "€".as_bytes()), None);
    for codec in [Codec::Gzip, Codec::Zlib, Codec::Zstd] {
        let packed = encoded(codec, &b"plain words".repeat(20));
        assert_eq!(decoded(codec, &packed[..packed.len() - 1]), None, "{codec:?}");
        assert_eq!(decoded(codec, &[&packed[..], b"x"].concat()), None, "{codec:?}");
    }
    let bomb = encoded(Codec::DeflateBase64, &vec![b'a'; (16 << 20) + 1]);
    assert!(bomb.len() < 100_000);
    assert_eq!(decoded(Codec::DeflateBase64, &bomb), None);
}

#[test]
fn what_is_packed_well_can_be_unpacked_again() {
    for codec in [Codec::Gzip, Codec::Zlib, Codec::Zstd, Codec::DeflatedChunks] {
        for bytes in [1_000, 5_000, 300_000, 8 << 20] {
            let text = vec![b'a'; bytes];
            assert_eq!(decoded(codec, &encoded(codec, &text)), Some(text), "{codec:?} {bytes}");
        }
        assert_eq!(decoded(codec, &encoded(codec, &vec![b'a'; (8 << 20) + 1])), None);
    }
}

#[test]
fn writes_as_it_was_written() {
    let check = |codec: Codec, raw: &str, text: &str, expected: &str| {
        let mut out = Vec::new();
        codec.encode_like(raw.as_bytes(), text.as_bytes(), &mut out);
        assert_eq!(out.escape_ascii().to_string(), expected.as_bytes().escape_ascii().to_string());
    };
    check(Codec::Base64, "aGk=", "h", "aA==");
    check(Codec::Base64, "aGk", "h", "aA");
    check(Codec::Base64, "aGlo", "h", "aA==");
    check(Codec::Base64Url, "aGlo", "h", "aA");
    check(Codec::Base64Url, "aGk=", "h", "aA==");
    check(Codec::Base64, " aGlo\r\naGlo\r\n", "hihihiho", " aGlo\r\naWhp\r\naG8=\r\n");
    check(Codec::Base64, " \n", "", " \n");
    check(Codec::Utf16Be, "\0a", "b", "\0b");
    check(Codec::Hex, "6A", "jk", "6A6B");
    check(Codec::Hex, "61", "jk", "6a6b");
    check(Codec::Chunks, "[\"6869\",\"fb\"]", "jk", "[\"6a6b\"]");
    check(Codec::Chunks, "[\"aGk=\"]", "h", "[\"aA==\"]");
}

fn spliced(text: &[u8], spans: &[std::ops::Range<usize>]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    for span in spans {
        out.extend_from_slice(&text[at..span.start]);
        out.extend_from_slice(b"redacted-x-1");
        at = span.end;
    }
    out.extend_from_slice(&text[at..]);
    out
}

/// Spans between the characters of `text` that these numbers pick.
fn pick(text: &str, picks: &[usize]) -> Vec<std::ops::Range<usize>> {
    let edges: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut ends: Vec<usize> = picks.iter().map(|pick| edges[pick % edges.len()]).collect();
    ends.sort_unstable();
    ends.dedup();
    ends.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect()
}

/// One text, written with a mixture of all the ways that a codec has for a character.
fn written(codec: Codec, text: &str, ways: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for (char, way) in text.chars().zip(ways.iter().cycle()) {
        let mut units = [0; 2];
        let units = char.encode_utf16(&mut units).iter();
        let code = u32::from(char);
        let way = match (codec, way % 3) {
            (Codec::Json | Codec::Script, 0) => {
                units.map(|unit| format!("\\u{unit:04x}")).collect()
            }
            (Codec::Script, 1) => format!("\\\n\\u{{{code:x}}}"),
            (Codec::Percent | Codec::Form, 0) => {
                char.to_string().bytes().map(|byte| format!("%{byte:02x}")).collect()
            }
            (Codec::Percent | Codec::Form, 1) => {
                units.map(|unit| format!("%u{unit:04X}")).collect()
            }
            (Codec::Html, 0) if !(0x80..0xa0).contains(&code) && code > 0 => format!("&#{code};"),
            (Codec::Html, 1) if !(0x80..0xa0).contains(&code) && code > 0 => {
                format!("&#x{code:X};")
            }
            _ => {
                codec.encode(char.to_string().as_bytes(), &mut out);
                continue;
            }
        };
        out.extend_from_slice(way.as_bytes());
    }
    out
}

proptest! {
    #[test]
    fn what_is_encoded_decodes(text in vec(any::<u8>(), 1..200), string in "[^\u{feff}]{1,40}") {
        for codec in ALL {
            let text = match codec {
                Codec::Utf16Le | Codec::Utf16Be => string.as_bytes(),
                _ => &text,
            };
            let raw = encoded(codec, text);
            prop_assert_eq!(decoded(codec, &raw), Some(text.to_vec()), "{:?}", codec);
            let mut like = Vec::new();
            codec.encode_like(&raw, text, &mut like);
            prop_assert_eq!(like, raw, "{:?}", codec);
        }
    }

    #[test]
    fn located_spans_are_the_decoded_ones(
        text in r#"[a-z"\\%&+<€😀\n é]{0,30}"#,
        ways in vec(any::<u8>(), 1..9),
        picks in vec(any::<usize>(), 0..9),
    ) {
        for codec in ALL.into_iter().filter(|codec| codec.is_charwise()) {
            let raw = written(codec, &text, &ways);
            prop_assert_eq!(decoded(codec, &raw), Some(text.as_bytes().to_vec()));
            let spans = pick(&text, &picks);
            let mut located = spans.clone();
            codec.locate(&raw, &mut located);
            for (span, raw_span) in spans.iter().zip(&located) {
                let piece = decoded(codec, &raw[raw_span.clone()]).expect("charwise");
                prop_assert_eq!(&piece, &text.as_bytes()[span.clone()]);
            }
            let changed = spliced(&raw, &located);
            prop_assert_eq!(decoded(codec, &changed), Some(spliced(text.as_bytes(), &spans)));
        }
    }

    #[test]
    fn no_bytes_panic(raw in vec(prop::sample::select(&b"\\%&#xu{}dD0837;aAm+=-_/ \n\xed\xe2\x80\xa8"[..]), 0..40), cuts in vec(0usize..60, 0..8)) {
        for codec in ALL {
            let mut out = Vec::new();
            codec.decode(&raw, &mut out);
            codec.encode(&raw, &mut out);
            codec.encode_like(&raw, &raw, &mut out);
            let mut cuts = cuts.clone();
            cuts.sort_unstable();
            let mut spans: Vec<_> = cuts.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect();
            codec.locate(&raw, &mut spans);
            if codec != Codec::Raw {
                let mut floor = 0;
                for span in spans {
                    prop_assert!(floor <= span.start && span.start <= span.end && span.end <= raw.len());
                    floor = span.end;
                }
            }
        }
    }
}

#[test]
fn touched_pieces_belong_to_the_span() {
    let check = |raw: &str, span: std::ops::Range<usize>, expected: std::ops::Range<usize>| {
        let mut spans = [span];
        Codec::Json.locate(raw.as_bytes(), &mut spans);
        assert_eq!(spans, [expected], "{raw}");
    };
    check(r"ab\u20accd", 3..4, 2..8);
    check(r"ab\u20accd", 1..3, 1..8);
    check(r"ab\u20accd", 4..6, 2..9);
    check(r"ab\u20accd", 2..2, 2..2);
    check(r"ab\u20accd", 7..7, 10..10);
    let mut spans = [2..3, 4..6];
    Codec::Json.locate(br"ab\u20accd", &mut spans);
    assert_eq!(spans, [2..8, 8..9]);
}
