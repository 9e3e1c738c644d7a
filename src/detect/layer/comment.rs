//! The comments of a capture: somebody's words, in which a random one is a secret whatever stands
//! around it.

use std::ops::Range;

use crate::detect::layer::token::is_random;
use crate::detect::layer::{BASE64, Field, Hint, Layer, Visit};
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

/// Random words among others; base64 of what can be read is read.
fn random_words(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let is_prose = text.contains(&b' ');
    let mut start = 0;
    text.split(u8::is_ascii_whitespace).filter(move |_| is_prose).filter_map(move |word| {
        let punctuation = |b: &u8| b".,;:!?()'\"<>".contains(b);
        let head = word.iter().take_while(|b| punctuation(b)).count();
        let tail = word[head..].iter().rev().take_while(|b| punctuation(b)).count();
        let bare = &word[head..word.len() - tail];
        let span = start + head..start + head + bare.len();
        start += word.len() + 1;
        (is_random(bare) && !(BASE64.recognises)(bare, &NO_HINT)).then_some(span)
    })
}

const NO_HINT: Hint<'static> = Hint { place: Place::Text, mime: b"", name: b"" };

#[cfg(test)]
mod tests {
    use super::COMMENT;
    use crate::detect::layer::check::{NO_HINT, check, check_foreign};

    #[test]
    fn random_words_of_a_comment() {
        let text = "was k2Wq9Zr4LtB7xNm3VpTs, see RFC";
        let whole = format!("={text}");
        check(&COMMENT, text, &NO_HINT, &["=k2Wq9Zr4LtB7xNm3VpTs!token", &whole]);
        for text in [
            "eyJpZCI6IDE3LCJhIjoicGFzc3dvcmQtMSIsIm9rIjp0cnVlfQ is base64",
            "a=k2Wq9Zr4LtB7xNm3VpTs",
            "k2Wq9Zr4LtB7xNm3VpTs",
            "a comment of words",
            "9f8e7d6c5b4a39281706f5e4d3c2b1a0",
            "",
        ] {
            check_foreign(&COMMENT, text, &NO_HINT);
        }
    }
}
