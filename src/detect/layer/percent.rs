//! Text that was percent-encoded once more than the place demands: `u=https%253A%252F%252F…`.

use crate::detect::layer::parameter::is_encoded;
use crate::detect::layer::{Field, Layer};
use crate::detect::{Codec, Place};

/// Text of which nothing stands outside of the alphabet of an encoder, with an escape that hides
/// structure.
pub(crate) static PERCENT: Layer = Layer {
    id: "percent",
    recognises: |text, _| {
        begins_encoded(text) && is_encoded(text) && memchr::memchr_iter(b'%', text).any(hides(text))
    },
    fields: |text, _, visit| {
        visit(Field::new(&b""[..], 0..text.len(), Codec::Percent, Place::Text));
    },
};

/// Most texts are told from an encoder's by their first bytes.
fn begins_encoded(text: &[u8]) -> bool {
    text.iter().take(32).all(|&b| b.is_ascii_alphanumeric() || b"-_.~!*'()+%".contains(&b))
}

/// Whether the escape at a place is one of `"`, `%`, `&`, `:`, `<`, `=`, `?`, `[`, `{`.
fn hides(text: &[u8]) -> impl Fn(usize) -> bool + '_ {
    |at| {
        [&b"22"[..], b"25", b"26", b"3A", b"3C", b"3D", b"3F", b"5B", b"7B"]
            .iter()
            .any(|digits| text[at + 1..at + 3].eq_ignore_ascii_case(digits))
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::layer::check::{NO_HINT, check, check_foreign};
    use crate::detect::layer::percent::PERCENT;

    #[test]
    fn encoded_texts_are_decoded() {
        for text in ["https%3A%2F%2Fa.test%2F%3Ftoken%3Dx", "%7B%22a%22%3A1%7D", "%257b%2522"] {
            check(&PERCENT, text, &NO_HINT, &[&format!("={text}")]);
        }
        for text in ["a%20b", "100%", "a%3Db c", "https://a.test/?u=a%3Db", "%", "", "words"] {
            check_foreign(&PERCENT, text, &NO_HINT);
        }
    }
}
