//! UTF-16: a text with its byte order mark, or known by its zero bytes.

use crate::detect::Codec;
use crate::detect::layer::{Field, Hint, Layer, Visit};

/// A text in UTF-16, known by its byte order mark or its zero bytes.
pub(crate) static UTF16: Layer = Layer {
    id: "utf16",
    recognises: |text, _| codec(text).is_some(),
    fields: |text, hint, visit| fields(text, hint, visit),
};

/// How many bytes decide.
const SAMPLE: usize = 128;

fn fields(text: &[u8], hint: &Hint<'_>, visit: &mut Visit<'_>) {
    if let Some(codec) = codec(text) {
        visit(Field::new(&b""[..], 0..text.len(), codec, hint.place));
    }
}

fn codec(text: &[u8]) -> Option<Codec> {
    match text {
        _ if text.len() < 4 || !text.len().is_multiple_of(2) => None,
        [0xff, 0xfe, a, b, ..] if (*a, *b) != (0, 0) => Some(Codec::Utf16Le),
        [0xfe, 0xff, ..] => Some(Codec::Utf16Be),
        _ => by_zeros(&text[..text.len().min(SAMPLE)]),
    }
}

/// Nine characters in ten are ASCII, as in any JSON, HTML or form.
fn by_zeros(sample: &[u8]) -> Option<Codec> {
    if sample.len() < 8 || !(sample[0] == 0 || sample[1] == 0) {
        return None;
    }
    let text = |b: u8| b >= b' ' || matches!(b, b'\t' | b'\n' | b'\r');
    let pairs = sample.len() / 2;
    let count = |zero: usize| {
        let ascii = |pair: &&[u8]| pair[zero] == 0 && text(pair[1 - zero]);
        sample.chunks_exact(2).filter(ascii).count()
    };
    if count(1) * 10 >= pairs * 9 {
        Some(Codec::Utf16Le)
    } else if count(0) * 10 >= pairs * 9 {
        Some(Codec::Utf16Be)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{UTF16, codec};
    use crate::detect::Codec;
    use crate::detect::layer::checks::refuse;

    #[test]
    fn by_mark_and_by_zeros() {
        let le: Vec<u8> = "{\"a\":\"é\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = "password=x".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(codec(&le), Some(Codec::Utf16Le));
        assert_eq!(codec(&be), Some(Codec::Utf16Be));
        assert_eq!(codec(b"\xff\xfea\0"), Some(Codec::Utf16Le));
        assert_eq!(codec(b"\xfe\xff\x30\x42"), Some(Codec::Utf16Be));
        assert_eq!(codec(b"\xff\xfe\0\0a\0\0\0"), None);
        assert_eq!(codec(&[0; 64]), None);
        refuse(&UTF16, &["plain text", "", "a\0b", "\0\0\0\0\0\0\0\0"]);
    }
}
