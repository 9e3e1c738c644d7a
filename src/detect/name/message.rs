//! Messages: what an answer says is wrong with what was sent, `can't be blank`, `ist zu kurz`,
//! `PASSWORD_TOO_SHORT`.
//!
//! Only in the body of a response: what was sent may be a passphrase of the same words.

use crate::detect::Place;
use crate::detect::name::Value;
use crate::detect::name::condition::is_document;
use crate::detect::name::normal::Name;
use crate::har::Location;

/// Longer values are no messages.
const BYTES_MAX: usize = 300;

/// Words of messages, and of hardly a passphrase.
const MARKS: &[&str] = &[
    "cannot",
    "can't",
    "can’t",
    "couldn't",
    "doesn't",
    "doesn’t",
    "isn't",
    "isn’t",
    "hasn't",
    "mustn't",
    "must",
    "too",
    "should",
    "invalid",
    "required",
    "missing",
    "malformed",
    "blank",
    "empty",
    "shorter",
    "longer",
    "weak",
    "common",
    "similar",
    "minimum",
    "maximum",
    "least",
    "allowed",
    "exceeded",
    "expired",
    "revoked",
    "unauthorized",
    "appeared",
    "incorrect",
    "mismatch",
    "err",
    "failed",
    "unsupported",
    "characters",
    "character",
    "zeichen",
    "muss",
    "müssen",
    "darf",
    "kurz",
    "leer",
    "ungültig",
    "erforderlich",
    "fehlt",
    "doit",
    "trop",
    "court",
    "courte",
    "vide",
    "invalide",
    "requis",
    "obligatoire",
    "caractères",
    "puede",
    "debe",
    "vacío",
    "corto",
    "corta",
    "larga",
    "largo",
    "obligatorio",
    "obligatoria",
    "inválido",
    "inválida",
    "requerido",
    "caracteres",
    "deve",
    "troppo",
    "obbligatorio",
    "obbligatoria",
    "vuoto",
    "caratteri",
    "curta",
    "curto",
    "muito",
    "moet",
    "verplicht",
    "ongeldig",
    "tekens",
    "musi",
    "wymagane",
    "znaków",
];

/// Whether a value is a message of a response.
pub(super) fn is_told(location: Location, value: Value<'_>, place: Place) -> bool {
    let Value::Text(text) = value else { return false };
    location == Location::Content
        && is_document(place)
        && text.len() <= BYTES_MAX
        && std::str::from_utf8(text).is_ok_and(is_message)
}

/// Whether a value below a list of errors says what is wrong, whatever it stands under: a sentence, the
/// key of a message, a code.
pub(crate) fn is_error(value: &[u8]) -> bool {
    value.len() <= BYTES_MAX
        && std::str::from_utf8(value).is_ok_and(|text| {
            is_message(text) || is_statement(text) || is_key(text) || is_error_code(text)
        })
}

/// Words that what is wrong with a field is said with, besides [`MARKS`].
const STATEMENTS: &[&str] = &[
    "is", "are", "be", "been", "has", "have", "not", "no", "already", "taken", "valid", "found",
    "exists", "exist", "unknown", "needs", "match", "please", "field", "does", "feld", "ist",
    "nicht", "bereits", "champ", "campo", "existe",
];

/// Three words at least, letters and short numbers, of which one is such a word.
fn is_statement(text: &str) -> bool {
    let words = || text.split_whitespace().map(bare);
    words().count() > 2
        && words().all(|word| {
            word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit())
                || word.chars().all(|letter| letter.is_alphabetic() || "'’-/".contains(letter))
        })
        && words().any(|word| STATEMENTS.contains(&word.to_lowercase().as_str()))
}

/// Words of codes, and parts of keys.
const CODES: &[&str] = &[
    "found", "exists", "required", "invalid", "missing", "too", "expired", "mismatch", "blank",
    "short", "taken", "weak", "revoked", "empty",
];

/// `validation.required`, `error.lastName.required`: words between dots, one of which is of messages.
fn is_key(text: &str) -> bool {
    const KEYS: [&str; 5] = ["validation", "error", "errors", "message", "form"];
    let parts = || text.split('.');
    text.len() <= 80
        && parts().count() > 1
        && parts().all(|part| {
            part.starts_with(|letter: char| letter.is_ascii_lowercase())
                && part.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_' || b == b'-')
        })
        && (parts().next().is_some_and(|part| KEYS.contains(&part))
            || parts().next_back().is_some_and(|part| CODES.contains(&part)))
}

/// `ALREADY_EXISTS`, `notFound`, `TokenExpired`.
fn is_error_code(text: &str) -> bool {
    let name = Name::new(text.as_bytes());
    text.len() <= 64
        && text.bytes().all(|b| b.is_ascii_alphabetic() || b == b'_')
        && (0..name.words()).any(|at| CODES.iter().any(|code| code.as_bytes() == name.word(at)))
}

fn is_message(text: &str) -> bool {
    is_code(text) || is_sentence(text) || is_foreign(text)
}

/// Words of capitals, or of small letters, joined by `_`: `PASSWORD_TOO_SHORT`, `not_blank`.
fn is_code(text: &str) -> bool {
    let one_case = text.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
        || text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    one_case
        && text.split('_').count() > 1
        && text.split('_').all(|word| word.len() > 1)
        && (text.split('_').any(is_mark) || text.to_ascii_lowercase().starts_with("not_"))
}

/// Words, and short numbers among them, one of which messages are made of.
fn is_sentence(text: &str) -> bool {
    let words = || text.split_whitespace().map(bare);
    words().count() > 1
        && words().all(|word| {
            word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit())
                || word.chars().all(|letter| letter.is_alphabetic() || "'’-/".contains(letter))
        })
        && words().any(is_mark)
}

/// A word without the punctuation around it, and without `(s)`.
fn bare(word: &str) -> &str {
    let is_outer = |letter: char| !letter.is_alphanumeric();
    let word = word.trim_end_matches(['.', ',', ';', ':', '!', '?']);
    word.strip_suffix("(s)").unwrap_or(word).trim_matches(is_outer)
}

fn is_mark(word: &str) -> bool {
    let folded = word.to_lowercase();
    MARKS.contains(&folded.as_str())
}

/// Letters of a script without blanks, and a number: `8文字以上で入力してください`.
fn is_foreign(text: &str) -> bool {
    let letters = text.chars().filter(|letter| *letter >= '\u{370}' && letter.is_alphabetic());
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    letters.count() >= 4
        && digits <= 3
        // A password rather than a message ends in its number.
        && !text.ends_with(|letter: char| letter.is_ascii_digit())
        && text.chars().all(|c| !c.is_ascii() || c.is_ascii_digit() || " .,:;!?()-".contains(c))
}

#[cfg(test)]
mod tests {
    use crate::detect::Place;
    use crate::detect::name::Value;
    use crate::detect::name::message::{is_error, is_told};
    use crate::har::Location;

    fn told(text: &str, location: Location, place: Place) -> bool {
        is_told(location, Value::Text(text.as_bytes()), place)
    }

    #[test]
    fn tells_messages_from_passphrases() {
        for text in [
            "can't be blank",
            "doesn't match Password",
            "is too common",
            "is too short (minimum is 8 characters)",
            "has appeared in a data leak",
            "missing or malformed",
            "shorter than minimum allowed length (8)",
            "not_blank",
            "not_found",
            "String must contain at least 8 character(s)",
            "length must be >= 8",
            "PASSWORD_TOO_SHORT",
            "ERR_API_KEY_REVOKED",
            "ist zu kurz (mindestens 8 Zeichen)",
            "muss ausgefüllt werden",
            "est trop court",
            "no puede estar vacío",
            "Campo obbligatorio",
            "Обязательное поле",
            "8文字以上で入力してください",
        ] {
            assert!(told(text, Location::Content, Place::Json), "{text}");
            assert!(!told(text, Location::PostData, Place::Json), "{text}");
            assert!(!told(text, Location::Content, Place::Form), "{text}");
        }
        for text in [
            "correct horse battery staple",
            "is this my pass",
            "i love my dog",
            "max power",
            "short",
            "blank",
            "CORRECT_HORSE",
            "correct_horse",
            "TUNDRA_2041_TOO",
            "Tr0ub4dor is too short",
            "a_too",
            "пароль2041",
            "пароль12",
            "пароль-k3Xw",
        ] {
            assert!(!told(text, Location::Content, Place::Json), "{text}");
        }
    }

    #[test]
    fn tells_errors_from_values() {
        for text in [
            "Authorization header is missing",
            "can't be blank",
            "has already been taken",
            "Dieses Feld ist erforderlich.",
            "validation.required",
            "error.lastName.required",
            "username.taken",
            "ALREADY_EXISTS",
            "notFound",
            "TokenExpired",
            "INVALID",
        ] {
            assert!(is_error(text.as_bytes()), "{text}");
        }
        for text in [
            "correct horse battery staple",
            "Mira van Quell",
            "12 Mill Road",
            "hunter2 is not valid",
            "mira.quell",
            "sunshine",
            "CORRECT_HORSE",
            "notFound7",
            "AUTH-401",
            "k3XwQ81uQpZov7Lt",
        ] {
            assert!(!is_error(text.as_bytes()), "{text}");
        }
    }
}
