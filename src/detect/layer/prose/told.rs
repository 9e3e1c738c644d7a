//! What a sentence tells: which word behind a credential's name is one, and which only speaks of it.

use crate::detect::layer::token::is_token_like;

/// A credential that a sentence tells has no fewer bytes, and no more.
const BYTES: std::ops::RangeInclusive<usize> = 6..=256;

/// What text says of a credential in its place.
const STATUS: &[&str] = &[
    "yes",
    "no",
    "none",
    "null",
    "nil",
    "n/a",
    "ok",
    "okay",
    "required",
    "optional",
    "incorrect",
    "correct",
    "wrong",
    "must",
    "should",
    "cannot",
    "min",
    "max",
    "minimum",
    "maximum",
    "missing",
    "invalid",
    "valid",
    "empty",
    "blank",
    "unset",
    "not",
    "too",
    "expired",
    "denied",
    "rejected",
    "failed",
    "accepted",
    "mismatch",
    "mismatched",
    "unknown",
    "unchanged",
    "absent",
    "string",
    "boolean",
    "integer",
    "undefined",
];

/// Names of algorithms, formats and versions have letters and digits, too.
const TERMS: &[&str] = &[
    "sha1", "sha2", "sha3", "sha5", "md5", "base64", "base32", "base58", "utf8", "utf16", "oauth",
    "argon2", "pbkdf2", "hs256", "hs512", "rs256", "rs512", "es256", "aes", "rsa1", "rsa2", "rsa4",
    "hmac", "http", "ipv4", "ipv6", "tls1", "iso8", "iso2", "ed25519", "secp256", "crc32", "uuid",
    "bearer", "pkcs", "x509", "saml2", "totp", "hotp",
];

/// Whether a text says with `value` how it stands with a credential: `missing`, `YES`, `None`.
pub(crate) fn is_status(value: &[u8]) -> bool {
    let capitals = value.iter().filter(|byte| byte.is_ascii_uppercase()).count();
    // `YES`, `None`; of longer words only small ones.
    let cased = capitals == 0 || value.len() <= 4;
    cased && STATUS.iter().any(|word| value.eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether `word` mixes what no word of a language does: letters with digits, or with signs inside.
pub(crate) fn is_told(word: &[u8]) -> bool {
    if !BYTES.contains(&word.len()) || is_status(word) {
        return false;
    }
    let has = |is: fn(&u8) -> bool| word.iter().any(is);
    let signs = word[1..word.len() - 1].iter().any(|byte| b"!@#$^*+~".contains(byte));
    has(u8::is_ascii_alphabetic)
        && (has(u8::is_ascii_digit) || signs)
        && !word.iter().any(|byte| byte.is_ascii_control())
        && !is_term(word)
        && !is_amount(word)
        && !is_variable(word)
        && memchr::memmem::find(word, b"://").is_none()
}

/// Whether a bare `word` is a password: a small letter, a digit, and a capital or a sign.
pub(crate) fn is_chosen(word: &[u8]) -> bool {
    let has = |is: fn(&u8) -> bool| word.iter().any(is);
    is_told(word)
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_lowercase)
        && word.iter().any(|byte| b"!@#$%^&*+~?".contains(byte))
}

/// Whether `before` ends as a line of `.netrc` does before its password: `login mira `.
pub(super) fn is_netrc(before: &[u8]) -> bool {
    const BYTES_MAX: usize = 128;
    let before = &before[before.len().saturating_sub(BYTES_MAX)..];
    let mut words = before.trim_ascii_end().rsplit(|byte| *byte == b' ');
    words.nth(1) == Some(b"login")
}

/// What a word behind the credential's name must be, without a sign between them: of a password any
/// that mixes, of what has names itself (`secret "db-creds-2"`) one that nobody would call a thing.
pub(crate) fn trust(name: &[u8]) -> Option<fn(&[u8]) -> bool> {
    let has =
        |part: &&str| name.windows(part.len()).any(|w| w.eq_ignore_ascii_case(part.as_bytes()));
    if ["passw", "passp", "passc", "pwd"].iter().any(has) {
        return Some(is_told);
    }
    let named = ["token", "secret", "key"].iter().any(has);
    named.then_some(|word| is_token_like(word) || is_chosen(word))
}

/// `SHA-256`, `base64url`, `OAuth2`.
fn is_term(word: &[u8]) -> bool {
    let mut folded = [0; 12];
    let mut len = 0;
    for byte in word.iter().filter(|byte| byte.is_ascii_alphanumeric()).take(folded.len()) {
        folded[len] = byte.to_ascii_lowercase();
        len += 1;
    }
    // A secret may begin as a term does, but terms are short.
    word.len() <= 16 && TERMS.iter().any(|term| folded[..len].starts_with(term.as_bytes()))
}

/// `86400s`, `1.5.2-beta`, `v2.10.4`, `2026-11-24T06:00:00Z`.
fn is_amount(word: &[u8]) -> bool {
    let word = word.strip_prefix(b"v").unwrap_or(word);
    let unit = word.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let number = &word[..word.len() - unit];
    let plain = |bytes: &[u8], more: &[u8]| {
        bytes.iter().all(|byte| byte.is_ascii_digit() || more.contains(byte))
    };
    word.first().is_some_and(u8::is_ascii_digit)
        && (unit <= 5 && plain(number, b".,-:+_") || plain(word, b"-:.TZ+"))
}

/// `$DB_PASSWORD_1`, `DB_PASSWORD_1`.
fn is_variable(word: &[u8]) -> bool {
    let name = word.strip_prefix(b"$").unwrap_or(word);
    let constant = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
    name.contains(&b'_') && name.iter().all(constant)
}

#[cfg(test)]
mod tests {
    use crate::detect::layer::prose::told::{is_chosen, is_status, is_told};

    #[test]
    fn knows_what_speaks_of_a_credential() {
        for word in ["YES", "NO", "None", "missing", "required", "n/a", "too", "string"] {
            assert!(is_status(word.as_bytes()), "{word}");
        }
        for word in ["hunter", "Required1", "MISSING", "sunshine", ""] {
            assert!(!is_status(word.as_bytes()), "{word}");
        }
    }

    #[test]
    fn knows_what_is_told() {
        for word in ["hunter2", "Cobb1er&5693-blue", "k3XwQ81uQpZ", "p@ssword", "9Zk-44-xx"] {
            assert!(is_told(word.as_bytes()), "{word}");
        }
        for word in [
            "incorrect",
            "case-sensitive",
            "SHA-256",
            "base64url",
            "OAuth2",
            "86400s",
            "v2.10.44",
            "2026-11-24T06:00:00Z",
            "DB_PASSWORD_1",
            "https://a.test/1",
            "a1",
            "1234567",
        ] {
            assert!(!is_told(word.as_bytes()), "{word}");
        }
        assert!(is_chosen(b"Summer2026!") && !is_chosen(b"HTTP2Error") && !is_chosen(b"reset2x"));
    }
}
