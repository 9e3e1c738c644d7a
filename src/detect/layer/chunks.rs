//! A packed body as Polly.JS records it: `["1f8b08…", "…"]`, `["H4sI…"]`.

use crate::detect::codec::{Decoded, Packing, Unpacked};
use crate::detect::layer::{Field, Hint, Layer, Visit};
use crate::detect::whole::TOO_DEEP;
use crate::detect::{Codec, Verdict};

/// A JSON array of the pieces of a packed body.
pub(crate) static CHUNKS: Layer =
    Layer { id: "chunks", recognises: |text, _| is_packed(text), fields };

/// The same of a body that is packed with DEFLATE alone, which only what it says can tell.
pub(crate) static DEFLATED: Layer =
    Layer { id: "deflated", recognises: |text, _| is_deflated(text), fields: deflated_fields };

/// What a packed body begins with, in digits and in base64; the first piece may be one of its bytes.
const HEADS: &[&[u8]] = &[
    b"1f8b08",
    b"1F8B08",
    b"1f\"",
    b"1F\"",
    b"1f8b\"",
    b"1F8B\"",
    b"H4sI",
    b"Hw==",
    b"H4s=",
    b"7801",
    b"785e",
    b"785E",
    b"789c",
    b"789C",
    b"78da",
    b"78DA",
    b"78\"",
    b"eA",
    b"eF",
    b"eJ",
    b"eN",
    b"28b52ffd",
    b"28B52FFD",
    b"KLUv/",
];

/// A piece that nothing tells but what it unpacks to is not shorter.
const DEFLATED_MIN: usize = 16;

/// How much of the pieces is looked at, and of what they say.
const SAMPLE: usize = 1024;
const HEAD: usize = 32;

/// Whether a text is a JSON array of pieces, which says nothing as such.
pub(crate) fn is_chunked(text: &[u8]) -> bool {
    is_packed(text) || is_deflated(text)
}

/// What stands behind the first quote of an array of strings.
fn first(text: &[u8]) -> Option<&[u8]> {
    text.trim_ascii_start().strip_prefix(b"[")?.trim_ascii_start().strip_prefix(b"\"")
}

fn is_packed(text: &[u8]) -> bool {
    let Some(first) = first(text) else { return false };
    if !HEADS.iter().any(|head| first.starts_with(head)) {
        return false;
    }
    let mut bytes = Vec::new();
    Codec::Chunks.decode(text, &mut bytes);
    Packing::of(&bytes).is_some_and(|packing| packing.begins(&bytes))
}

fn is_deflated(text: &[u8]) -> bool {
    let digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let Some(first) = first(text) else { return false };
    if !first.get(..DEFLATED_MIN).is_some_and(|start| start.iter().all(digit)) {
        return false;
    }
    [Codec::Hex, Codec::Base64].into_iter().any(|codec| {
        let bytes = sample(first, codec);
        // The first block is packed, in one way or the other.
        matches!(bytes.first().map(|byte| byte >> 1 & 3), Some(1 | 2))
            && says_text(&Packing::Deflate.head(&bytes, HEAD))
    })
}

/// The first bytes of the pieces that begin at `pieces`, behind a quote.
fn sample(mut pieces: &[u8], codec: Codec) -> Vec<u8> {
    let (mut bytes, mut piece) = (Vec::new(), Vec::new());
    while bytes.len() < SAMPLE {
        // Four digits are whole bytes in both.
        let end = memchr::memchr(b'"', pieces).unwrap_or(pieces.len());
        let written = &pieces[..end.min(SAMPLE)];
        if written.is_empty() || codec.decode(written, &mut piece) != Decoded::Changed {
            break;
        }
        bytes.extend_from_slice(&piece);
        let behind = pieces.get(end + 1..).unwrap_or_default().trim_ascii_start();
        let behind = behind.strip_prefix(b",").unwrap_or_default().trim_ascii_start();
        match behind.strip_prefix(b"\"") {
            Some(next) if written.len() == end => pieces = next,
            _ => break,
        }
    }
    bytes
}

/// Whether what a stream begins to say is a document, or text.
fn says_text(head: &[u8]) -> bool {
    let is_text = |byte: &u8| (b' '..=b'~').contains(byte) || byte.is_ascii_whitespace();
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let is_document =
        head.len() >= 8 && matches!(head.trim_ascii_start(), [b'{' | b'[' | b'<', ..]);
    (is_document || head.len() >= HEAD) && head.iter().all(is_text)
}

fn fields(text: &[u8], hint: &Hint<'_>, visit: &mut Visit<'_>) {
    visit(Field::new(&b""[..], 0..text.len(), Codec::Chunks, hint.place));
}

fn deflated_fields(text: &[u8], hint: &Hint<'_>, visit: &mut Visit<'_>) {
    let field = |codec| Field::new(&b""[..], 0..text.len(), codec, hint.place);
    let mut bytes = Vec::new();
    Codec::Chunks.decode(text, &mut bytes);
    match Packing::Deflate.unpack(&bytes, &mut Vec::new()) {
        Unpacked::Whole => visit(field(Codec::DeflatedChunks)),
        _ => visit(Field { verdict: Verdict::Secret(TOO_DEEP), ..field(Codec::Raw) }),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::{CHUNKS, DEFLATED, is_chunked};
    use crate::detect::Codec;
    use crate::detect::layer::checks::{check, hint, refuse, rows};

    fn written(codec: Codec, text: &[u8]) -> String {
        let mut out = Vec::new();
        codec.encode(text, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn pieces_of_a_packed_body() {
        for codec in [Codec::Gzip, Codec::Zlib, Codec::Zstd] {
            let mut packed = Vec::new();
            codec.encode(b"{\"a\": \"plain words and more of them\"}", &mut packed);
            for written_as in [Codec::Hex, Codec::Base64] {
                // Pieces end anywhere.
                let [head, tail] =
                    [&packed[..15], &packed[15..]].map(|part| written(written_as, part));
                let one = format!("[\"{}\"]", written(written_as, &packed));
                for text in [one, format!("[ \"{head}\",\"{tail}\" ]")] {
                    check(&CHUNKS, "application/json", &text, &[&format!("|{text}|Chunks|Text")]);
                }
            }
        }
        refuse(
            &CHUNKS,
            &[
                "",
                "[",
                "[\"1f8b08\"]",
                "[\"eJw\", 1]",
                "[\"789c\"]",
                "[\"eyJhIjoiYiJ9\"]",
                "[\"H4sI\"}",
            ],
        );
    }

    #[test]
    fn a_piece_may_be_one_byte() {
        for codec in [Codec::Gzip, Codec::Zlib] {
            let mut packed = Vec::new();
            codec.encode(b"{\"a\": \"plain words and more of them\"}", &mut packed);
            for at in 1..3 {
                for written_as in [Codec::Hex, Codec::Base64] {
                    let [head, tail] =
                        [&packed[..at], &packed[at..]].map(|part| written(written_as, part));
                    let text = format!("[\"{head}\",\"{tail}\"]");
                    check(&CHUNKS, "application/json", &text, &[&format!("|{text}|Chunks|Text")]);
                }
            }
        }
        refuse(&CHUNKS, &["[\"1f\"]", "[\"1f\",\"2a\"]", "[\"78\",\"words\"]"]);
    }

    #[test]
    fn pieces_of_a_body_that_is_packed_without_a_head() {
        let mut packed = Vec::new();
        let words: String = (0..200).map(|n| format!("{} ", n * n)).collect();
        for body in [r#"{"a":"plain words and more of them"}"#, "<a>plain words</a>", &words] {
            packed.clear();
            flate2::write::DeflateEncoder::new(&mut packed, flate2::Compression::default())
                .write_all(body.as_bytes())
                .unwrap();
            for written_as in [Codec::Hex, Codec::Base64] {
                let [head, tail] =
                    [&packed[..18], &packed[18..]].map(|part| written(written_as, part));
                let one = format!("[\"{}\"]", written(written_as, &packed));
                for text in [&one, &format!("[ \"{head}\",\"{tail}\" ]")] {
                    let expected = format!("|{text}|DeflatedChunks|Text");
                    check(&DEFLATED, "application/json", text, &[&expected]);
                    assert!(is_chunked(text.as_bytes()), "{text}");
                }
                // What does not end as it should cannot be read.
                let cut = format!("[\"{}\"]", written(written_as, &packed[..packed.len() - 2]));
                let found = rows(&DEFLATED, cut.as_bytes(), &hint("", ""));
                assert!(found.len() == 1 && found[0].ends_with("too-deep"), "{found:?}");
            }
        }
        refuse(
            &DEFLATED,
            &[
                "[\"administratorsOfThis\",\"usersOfThisAndOthers\"]",
                "[\"64ecb5ca726c787590a9aaea\",\"64efac48409f7b418e2e1300\"]",
                "[\"MDQ6VXNlcjEyODM4ODQ3\",\"BPR0kwDOJyTpo84CTk7W\"]",
                "[\"eyJhIjoiYiIsImMiOiJk\"]",
                "[\"plain words and more of them\"]",
                "[\"\"]",
            ],
        );
    }
}
