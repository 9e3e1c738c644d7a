//! Bodies that are still packed: with gzip, zlib or Zstandard. Browsers unpack what they record,
//! proxies and libraries often do not, and what is downloaded can be packed for itself.

use crate::detect::codec::{Packing, Unpacked};
use crate::detect::layer::binary::BINARY;
use crate::detect::layer::chunks::DEFLATED;
use crate::detect::layer::{Field, Hint, Layer, Visit};
use crate::detect::whole::TOO_DEEP;
use crate::detect::{Codec, Verdict};

/// A text that is packed.
pub(crate) static PACKED: Layer = Layer {
    id: "packed",
    recognises: |text, _| Packing::of(text).is_some_and(|packing| packing.begins(text)),
    fields,
};

/// Whether `layer` unpacks.
pub(crate) fn is_packed(layer: &Layer) -> bool {
    std::ptr::eq(layer, &PACKED) || std::ptr::eq(layer, &DEFLATED)
}

fn fields(text: &[u8], hint: &Hint<'_>, visit: &mut Visit<'_>) {
    let Some(packing) = Packing::of(text) else { return };
    let codec = match packing {
        Packing::Gzip => Codec::Gzip,
        Packing::Zlib => Codec::Zlib,
        Packing::Zstd => Codec::Zstd,
        Packing::Deflate => return,
    };
    let field = |codec| Field::new(&b""[..], 0..text.len(), codec, hint.place);
    match packing.unpack(text, &mut Vec::new()) {
        Unpacked::Whole => visit(field(codec)),
        // Two bytes are all that tells it: what does not end as it should is something else.
        Unpacked::Broken | Unpacked::Nothing if packing == Packing::Zlib => {
            (BINARY.fields)(text, hint, visit);
        }
        Unpacked::Broken | Unpacked::TooLarge | Unpacked::Nothing => {
            visit(Field { verdict: Verdict::Secret(TOO_DEEP), ..field(Codec::Raw) });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::PACKED;
    use crate::detect::Codec;
    use crate::detect::layer::checks::{hint, refuse, rows};

    fn packed(codec: Codec, text: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        codec.encode(text, &mut out);
        out
    }

    /// How the only field is written, and whether it is redacted whole.
    fn check(text: &[u8], expected: &str) {
        let hint = hint("application/json", "");
        assert!((PACKED.recognises)(text, &hint), "{expected}");
        let rows = rows(&PACKED, text, &hint);
        assert!(rows.len() == 1 && rows[0].ends_with(expected), "{rows:?}");
    }

    #[test]
    fn what_is_packed_is_unpacked() {
        let text = b"{\"a\": \"plain words\"}";
        for codec in [Codec::Gzip, Codec::Zlib, Codec::Zstd] {
            check(&packed(codec, text), &format!("|{codec:?}|Text"));
        }
        let twice = [packed(Codec::Gzip, text), packed(Codec::Gzip, text)].concat();
        check(&twice, "|Gzip|Text");
        refuse(&PACKED, &["x\u{1}", "x^2 + y", "x\u{9c}", "", "\u{1f}"]);
        assert!(!(PACKED.recognises)(b"\x1f\x8b\x08\0\0\0", &hint("", "")));
        assert!(!(PACKED.recognises)(b"(\xb5/\xfd", &hint("", "")));
    }

    #[test]
    fn what_cannot_be_read_whole_is_redacted_whole() {
        let words: String = (0..2000).map(|n| format!("{} ", n * n)).collect();
        let gzip = packed(Codec::Gzip, words.as_bytes());
        check(&gzip[..gzip.len() / 2], "|Raw|Text|too-deep");
        check(&[&gzip[..], b"behind its end"].concat(), "|Raw|Text|too-deep");
        let zstd = packed(Codec::Zstd, words.as_bytes());
        check(&zstd[..zstd.len() - 9], "|Raw|Text|too-deep");
        let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        bomb.write_all(&[b'a'; 20_000]).unwrap();
        check(&bomb.finish().unwrap(), "|Raw|Text|too-deep");
        check(&packed(Codec::Gzip, &vec![b'a'; (8 << 20) + 1]), "|Raw|Text|too-deep");
        // What only begins like zlib may be anything.
        let zlib = packed(Codec::Zlib, words.as_bytes());
        let rows = rows(&PACKED, &zlib[..zlib.len() / 2], &hint("", ""));
        assert!(rows.iter().all(|row| !row.contains("too-deep")), "{rows:?}");
    }
}
