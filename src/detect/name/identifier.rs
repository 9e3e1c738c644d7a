//! Identifiers: what programs call things (`app-session-v2`, `revenueByMonth`), as against what is
//! drawn at random, or written for a machine.

use crate::detect::name::shape::{Shape, is_date, is_hex, is_path, is_structured, is_url, is_uuid};

/// Longer values are no identifiers.
const BYTES_MAX: usize = 80;

/// Digits that may end a part of an identifier: a version, a size, a year.
const DIGITS_MAX: usize = 4;

/// Whether `text` is drawn at random, from `min` bytes on; from 20 bytes on whatever is no
/// identifier counts.
pub(super) fn is_drawn(text: &[u8], min: usize) -> bool {
    let shape = Shape::of(text);
    shape.space == 0
        && shape.other == 0
        && (shape.is_random(min) || text.len() >= 20)
        && !is_identifier(text)
        && !is_url(text)
        && !is_path(text)
        && !is_structured(text)
        && !is_date(text)
}

/// Whether `text` is made of words, each of which a short number may follow.
pub(super) fn is_identifier(text: &[u8]) -> bool {
    text.len() <= BYTES_MAX
        && text.iter().any(u8::is_ascii_alphabetic)
        && text.split(|byte| b"-_.:/+ ".contains(byte)).all(is_part)
}

/// `oauth2-pkce`, `spacing-200`: words and short numbers that are joined as programs join them.
pub(super) fn is_short_identifier(text: &[u8]) -> bool {
    text.len() <= 24 && text.iter().any(|byte| b"-_.".contains(byte)) && is_identifier(text)
}

/// `bs.alert`, `.data-api`: small words with a dot before or between them.
pub(super) fn is_dotted_name(text: &[u8]) -> bool {
    let is_joint = |byte: &u8| b".-_".contains(byte);
    let is_number = |word: &[u8]| word.len() <= 2 && word.iter().all(u8::is_ascii_digit);
    text.len() <= 80
        && text.contains(&b'.')
        && text.split(is_joint).all(|word| {
            word.len() <= 16 && (word.iter().all(u8::is_ascii_lowercase) || is_number(word))
        })
}

/// What a manifest asks of another part of it: `postgres-password.value`, `storage.outputs.endpoint`.
pub(super) fn is_member(name: &[u8]) -> bool {
    let is_part = |part: &[u8]| {
        part.first().is_some_and(u8::is_ascii_lowercase)
            && part.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(byte))
    };
    (3..=96).contains(&name.len())
        && name.contains(&b'.')
        && name.split(|b| *b == b'.').all(is_part)
}

/// `activeBarBorderWidth`, `btn_primary_color`: words that are joined as programs join them.
pub(super) fn is_joined_words(text: &[u8], shape: &Shape) -> bool {
    let joined = shape.upper > 0 || text.contains(&b'_');
    joined
        && shape.digit == 0
        && shape.upper * 3 <= text.len()
        && text.iter().all(|byte| byte.is_ascii_alphabetic() || *byte == b'_')
        && text.split(|byte| b"aeiouyAEIOUY".contains(byte)).all(|consonants| consonants.len() <= 5)
}

/// A word in a program's spelling and a short number, or one of both.
fn is_part(part: &[u8]) -> bool {
    let letters = part.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (word, number) = part.split_at(letters);
    let upper = word.iter().filter(|byte| byte.is_ascii_uppercase()).count();
    number.len() <= DIGITS_MAX
        && number.iter().all(u8::is_ascii_digit)
        && (upper * 3 <= word.len() || upper == word.len())
        && word.split(|byte| b"aeiouyAEIOUY".contains(byte)).all(|run| run.len() <= 5)
}

/// Drawn at random, in hexadecimal or with letters of both cases; no UUID, which names something.
pub(super) fn is_coded(text: &[u8], min: usize) -> bool {
    let shape = Shape::of(text);
    (shape.is_mixed_random(min) || is_hex(text, min) && shape.is_random(min))
        && !(is_uuid(text) || is_url(text) || is_structured(text))
        && text.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+/=-_.*".contains(byte))
}

/// Sixteen characters of base32 and more, a digit among them, perhaps in groups.
pub(super) fn is_seed(text: &[u8]) -> bool {
    let is_of = |byte: &u8| byte.is_ascii_alphabetic() || (b'2'..=b'7').contains(byte);
    let count = text.iter().filter(|byte| is_of(byte)).count();
    let shape = Shape::of(text);
    let is_grouped = shape.digit > 0 && (shape.upper > 0 || shape.space > 0);
    (16..=256).contains(&count)
        && text.iter().all(|byte| is_of(byte) || b" -=".contains(byte))
        && (shape.upper == 0 || shape.lower == 0)
        && (is_grouped || shape.is_random(16))
        && !is_identifier(text)
}

/// `-----BEGIN PUBLIC KEY` or `-----BEGIN CERTIFICATE`, in base64.
pub(super) fn is_public_pem(text: &[u8]) -> bool {
    text.starts_with(b"LS0tLS1CRUdJTiBQVUJMSUMgS0VZ")
        || text.starts_with(b"LS0tLS1CRUdJTiBDRVJUSUZJQ0FUR")
}

/// `SM` and 32 digits in hexadecimal: the id of a resource, as Twilio writes it.
pub(super) fn is_resource(text: &[u8]) -> bool {
    text.len() == 34
        && text[..2].iter().all(u8::is_ascii_uppercase)
        && text[2..].iter().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte))
}

#[cfg(test)]
mod tests {
    use crate::detect::name::identifier::{is_drawn, is_identifier};

    #[test]
    fn tells_what_is_drawn_from_what_is_named() {
        for value in [
            "revenue",
            "i18nextLng",
            "ctrl+k",
            "app-session-v2",
            "delivery-express-checkout-2024",
            "userTokenDataKeyMap",
            "__Secure-next-auth.session-token",
            "https://a.example/k3Xw9Q81uQpZo7Lm2",
            "/9kq/a1/b2/c3/d4e5",
        ] {
            assert!(!is_drawn(value.as_bytes(), 12), "{value}");
        }
        for value in [
            "q7Xv0Lm3Zk81",
            "9f86d081884c7d659a2feaa0c55ad015",
            "490164-518231-220911-003214",
            "QKZWRMXBPTLNVDGHQKZW",
            "kXvQmTrBnLwZcYpHsDfG",
        ] {
            assert!(is_drawn(value.as_bytes(), 12), "{value}");
        }
        assert!(is_identifier(b"oauth2-pkce") && is_identifier(b"A1-2024-03-09"));
        assert!(!is_identifier(b"A7K2-9QXZ") && !is_identifier(b"2024"));
    }
}
