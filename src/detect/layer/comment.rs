//! The comments of a capture: somebody's words, in which a random one is a secret whatever stands
//! around it.

use std::ops::Range;

use crate::detect::layer::token::is_random;
use crate::detect::layer::{Field, Layer, Visit};
use crate::detect::{Codec, Place};

/// A comment with random words in it; what else it holds is read as any text.
pub(crate) static COMMENT: Layer = Layer {
    id: "comment",
    recognises: |text, _| random_words(text).next().is_some(),
    fields: |text, _, visit: &mut Visit<'_>| {
        for word in random_words(text) {
            let field = Field::new(&b""[..], word, Codec::Raw, Place::Text);
            visit(field.secret("unmarked/comment", "token"));
        }
        visit(Field::new(&b""[..], 0..text.len(), Codec::Raw, Place::Text));
    },
};

fn random_words(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))).filter_map(move |w| {
        let word = start..start + w.len();
        start = word.end + 1;
        is_random(w).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::COMMENT;
    use crate::detect::layer::check::{NO_HINT, check, check_foreign};

    #[test]
    fn random_words_of_a_comment() {
        let text = "was k2Wq9Zr4LtB7xNm3VpTs, see RFC";
        let whole = format!("={text}");
        check(&COMMENT, text, &NO_HINT, &["=k2Wq9Zr4LtB7xNm3VpTs!token", &whole]);
        for text in ["a comment of words", "9f8e7d6c5b4a39281706f5e4d3c2b1a0", ""] {
            check_foreign(&COMMENT, text, &NO_HINT);
        }
    }
}
