//! The value of one parameter as it was sent, percent-encoded: browsers copy it so into
//! `queryString` and `params`.

use crate::detect::layer::{Field, Layer, Visit};
use crate::detect::{Codec, Place};

/// A percent-encoded value under a parameter's name; decoded it is the same secret that the body
/// or the URL holds.
pub(crate) static PARAMETER: Layer = Layer {
    id: "parameter",
    recognises: |text, hint| matches!(hint.place, Place::Query | Place::Form) && is_encoded(text),
    fields: |text, hint, visit: &mut Visit<'_>| {
        visit(Field::new(hint.name, 0..text.len(), Codec::Form, hint.place));
    },
};

/// Whether an encoder may have written this: an escape, and nothing that it would have escaped.
pub(crate) fn is_encoded(text: &[u8]) -> bool {
    let is_escape = |at: usize| {
        text.get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    memchr::memchr(b'%', text).is_some()
        && text.iter().all(|&b| b.is_ascii_alphanumeric() || b"-_.~!*'()+%".contains(&b))
        && memchr::memchr_iter(b'%', text).all(is_escape)
}

#[cfg(test)]
mod tests {
    use super::PARAMETER;
    use crate::detect::Place;
    use crate::detect::layer::Hint;
    use crate::detect::layer::check::{check, check_foreign};

    #[test]
    fn an_encoded_value_is_decoded() {
        let hint = Hint { place: Place::Form, mime: b"", name: b"email" };
        check(&PARAMETER, "bo%40post.example", &hint, &["email=bo%40post.example"]);
        for text in ["bo@post.example", "100%", "bo%40post example", "%4", "bo"] {
            check_foreign(&PARAMETER, text, &hint);
        }
        check_foreign(&PARAMETER, "bo%40post.example", &Hint { place: Place::Json, ..hint });
    }
}
