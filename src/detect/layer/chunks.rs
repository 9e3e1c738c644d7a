//! A packed body as Polly.JS records it: `["1f8b08…", "…"]`, `["H4sI…"]`.

use crate::detect::Codec;
use crate::detect::codec::Packing;
use crate::detect::layer::{Field, Hint, Layer, Visit};

/// A JSON array of the pieces of a packed body.
pub(crate) static CHUNKS: Layer = Layer { id: "chunks", recognises, fields };

/// What a packed body begins with, in digits and in base64.
const HEADS: &[&[u8]] = &[
    b"1f8b08",
    b"1F8B08",
    b"H4sI",
    b"7801",
    b"785e",
    b"785E",
    b"789c",
    b"789C",
    b"78da",
    b"78DA",
    b"eA",
    b"eF",
    b"eJ",
    b"eN",
    b"28b52ffd",
    b"28B52FFD",
    b"KLUv/",
];

fn recognises(text: &[u8], _: &Hint<'_>) -> bool {
    let Some(rest) = text.trim_ascii_start().strip_prefix(b"[") else { return false };
    let Some(first) = rest.trim_ascii_start().strip_prefix(b"\"") else { return false };
    if !HEADS.iter().any(|head| first.starts_with(head)) {
        return false;
    }
    let mut bytes = Vec::new();
    Codec::Chunks.decode(text, &mut bytes);
    Packing::of(&bytes).is_some_and(|packing| packing.begins(&bytes))
}

fn fields(text: &[u8], hint: &Hint<'_>, visit: &mut Visit<'_>) {
    visit(Field::new(&b""[..], 0..text.len(), Codec::Chunks, hint.place));
}

#[cfg(test)]
mod tests {
    use super::CHUNKS;
    use crate::detect::Codec;
    use crate::detect::layer::checks::{check, refuse};

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
}
