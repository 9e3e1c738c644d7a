//! Names and values that a program or a translation writes for itself: `LOAD_TOKEN = "loadToken"`,
//! `"Enter your password": "Geben Sie Ihr Passwort ein"`.
//!
//! Only in documents: what was sent in a request is nobody's constant.

use crate::detect::Place;
use crate::detect::name::Value;
use crate::detect::name::condition::is_document;
use crate::detect::name::normal::Name;

/// Words that a caption begins with and a field's name does not.
const OPENINGS: &[&[u8]] = &[
    b"enter",
    b"please",
    b"your",
    b"forgot",
    b"reset",
    b"change",
    b"changing",
    b"confirm",
    b"hide",
    b"show",
    b"incorrect",
    b"invalid",
    b"choose",
    b"select",
    b"create",
    b"update",
    b"repeat",
    b"set",
    b"type",
    b"provide",
    b"add",
    b"remove",
    b"new",
    b"wrong",
    b"missing",
    b"resend",
    b"send",
    b"use",
];

/// Whether a pair is a caption and its translation: a name of several words, begun as a sentence
/// is or long, and a value of words; in a script also a capitalised name.
pub(super) fn is_translation(name: &[u8], value: Value<'_>, place: Place) -> bool {
    let Value::Text(text) = value else { return false };
    if !is_document(place) || !is_caption(name, place) {
        return false;
    }
    text.len() <= 600 && text.iter().all(is_wordy)
}

fn is_caption(name: &[u8], place: Place) -> bool {
    let Some(first) = name.first() else { return false };
    let mut words = name.split(|byte| *byte == b' ');
    let opening = words.next().unwrap_or_default();
    match words.filter(|word| !word.is_empty()).count() {
        0 => {
            place == Place::Script
                && first.is_ascii_uppercase()
                && name[1..].iter().all(u8::is_ascii_lowercase)
        }
        1 | 2 => OPENINGS.iter().any(|known| opening.eq_ignore_ascii_case(known)),
        _ => true,
    }
}

/// A byte of words: letters of any alphabet, spaces, the punctuation of sentences.
fn is_wordy(byte: &u8) -> bool {
    byte.is_ascii_alphabetic() || *byte >= 0x80 || b" .,:;!?'()-".contains(byte)
}

/// Whether a value says its own name: `GENERATE_CODE_VERIFIER = "generateCodeVerifier"`, or, in a
/// script, is an identifier that ends with the same word: `"auth/invalid-custom-token"`.
pub(super) fn repeats_name(name: &Name, value: Value<'_>, place: Place) -> bool {
    let Value::Text(text) = value else { return false };
    if !is_document(place) || text.len() > 128 || !text.iter().all(is_identifier) {
        return false;
    }
    let said = Name::new(text);
    let whole = said.words() > 1 && said.compact() == name.compact();
    let last = place == Place::Script && said.words() > 1 && said.tail(1) == name.tail(1);
    whole || last
}

/// Whether a value says a name of three words and more: `SIGN_IN_WITH_PASSWORD = "signInWithPassword"`.
/// Who chooses a password may take a word or two of its name.
pub(super) fn repeats_long_name(name: &Name, value: Value<'_>, place: Place) -> bool {
    name.words() > 2
        && repeats_name(name, value, place)
        && matches!(value, Value::Text(text) if Name::new(text).compact() == name.compact())
}

/// Whether a value is the class that a builder of styles makes of the name:
/// `Login_password__3xK2f`, `_password_1ab2c_12`.
pub(super) fn is_class(name: &Name, value: Value<'_>, place: Place) -> bool {
    let Value::Text(text) = value else { return false };
    if !is_document(place) || text.len() > 128 {
        return false;
    }
    let Some(end) = memchr::memrchr(b'_', text) else { return false };
    let (head, hash) = (&text[..end], &text[end + 1..]);
    let is_hash = |hash: &[u8]| {
        (5..=8).contains(&hash.len())
            && hash.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+'))
    };
    let head = if head.ends_with(b"_") && is_hash(hash) {
        head
    } else if hash.iter().all(u8::is_ascii_digit)
        && head.starts_with(b"_")
        && let Some(end) = memchr::memrchr(b'_', head)
        && is_hash(&head[end + 1..])
    {
        &head[..end]
    } else {
        return false;
    };
    let said = Name::new(head);
    name.words() > 0
        && head.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        && said.tail(name.words()) == name.compact()
}

fn is_identifier(byte: &u8) -> bool {
    byte.is_ascii_alphabetic() || b"_-.:$/".contains(byte)
}

#[cfg(test)]
mod tests {
    use crate::detect::Place;
    use crate::detect::name::Value;
    use crate::detect::name::caption::{is_class, is_translation, repeats_long_name, repeats_name};
    use crate::detect::name::normal::Name;

    #[test]
    fn captions_and_their_translations() {
        for (name, value, place, expected) in [
            ("Enter your Given Name", "Geben Sie Ihren Vornamen ein", Place::Script, true),
            ("Hide password", "Skjul passordet", Place::Json, true),
            ("New password", "Nytt passord", Place::Json, true),
            ("Incorrect username or password", "Wrong", Place::Json, true),
            ("Username", "Brukernavn", Place::Script, true),
            ("username", "brukernavn", Place::Script, false),
            ("Username", "brukernavn", Place::Json, false),
            ("Full Name", "Mira Quell", Place::Json, false),
            ("Enter your password", "hunter22", Place::Json, false),
            ("Enter your password", "words", Place::Form, false),
            ("API Key", "abcdefgh", Place::Json, false),
        ] {
            let found = is_translation(name.as_bytes(), Value::Text(value.as_bytes()), place);
            assert_eq!(found, expected, "{name}: {value}");
        }
    }

    #[test]
    fn classes_that_are_made_of_a_name() {
        for (name, value, place, expected) in [
            ("password", "Login_password__3xK2f", Place::Json, true),
            ("apiKey", "styles_apiKey__x9Y8z", Place::Script, true),
            ("password", "_password_1ab2c_12", Place::Script, true),
            ("password", "password__3xK2f", Place::Json, true),
            ("password", "Login_password__3xK2f", Place::Form, false),
            ("password", "tundra__3xK2f", Place::Json, false),
            ("password", "password_3xK2f", Place::Json, false),
            ("password", "my!password__3xK2f", Place::Json, false),
            ("password", "_password_1ab2c_x2", Place::Json, false),
        ] {
            let name = Name::new(name.as_bytes());
            let found = is_class(&name, Value::Text(value.as_bytes()), place);
            assert_eq!(found, expected, "{value}");
        }
    }

    #[test]
    fn long_names_that_are_said() {
        for (name, value, expected) in [
            ("SIGN_IN_WITH_PASSWORD", "signInWithPassword", true),
            ("SIGN_IN_WITH_PASSWORD", "with-password", false),
            ("adminPassword", "adminpassword", false),
        ] {
            let name = Name::new(name.as_bytes());
            let found = repeats_long_name(&name, Value::Text(value.as_bytes()), Place::Script);
            assert_eq!(found, expected, "{value}");
        }
    }

    #[test]
    fn values_that_say_their_name() {
        for (name, value, place, expected) in [
            ("LOAD_ACCESS_TOKEN", "loadAccessToken", Place::Script, true),
            ("codeVerifier", "code_verifier", Place::Json, true),
            ("LOCK_STORAGE_KEY", "browser-tabs-lock-key", Place::Script, true),
            ("LOCK_STORAGE_KEY", "browser-tabs-lock-key", Place::Json, false),
            ("INVALID_CUSTOM_TOKEN", "auth/invalid-custom-token", Place::Script, true),
            ("apiKey", "k3y-of-mine", Place::Script, false),
            ("secret", "secret", Place::Script, false),
            ("access_token", "accessToken", Place::Form, false),
        ] {
            let name = Name::new(name.as_bytes());
            let found = repeats_name(&name, Value::Text(value.as_bytes()), place);
            assert_eq!(found, expected, "{value}");
        }
    }
}
