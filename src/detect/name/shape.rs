//! What a value looks like: a number, a word, a date, a random string.
//!
//! *Random* is judged by turns: how often the class of neighbouring letters and digits changes.
//! In `componentClassName` 2 of 18 letters begin a hump; of random base 62 some 44 % turn, of hex
//! 47 %, of base 32 30 %. A hump's own capital is no turn, and a run of five consonants is one.

use crate::detect::layer::token;

/// Bytes of a value that are looked at.
const LOOK: usize = 256;

/// What a value looks like.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shape {
    /// Its length in bytes.
    pub(super) len: usize,
    pub(super) lower: usize,
    pub(super) upper: usize,
    pub(super) digit: usize,
    pub(super) space: usize,
    pub(super) symbol: usize,
    /// Bytes outside ASCII, and control characters.
    pub(super) other: usize,
    turns: usize,
}

impl Shape {
    /// Looks at a value.
    pub(super) fn of(value: &[u8]) -> Self {
        let mut shape = Self { len: value.len(), ..Self::default() };
        let mut before = b' ';
        let mut consonants = 0;
        for &byte in &value[..value.len().min(LOOK)] {
            shape.count(byte);
            shape.turns += usize::from(is_turn(before, byte));
            consonants = if is_consonant(byte) { consonants + 1 } else { 0 };
            shape.turns += usize::from(consonants >= 5);
            before = byte;
        }
        shape
    }

    fn count(&mut self, byte: u8) {
        match byte {
            b'a'..=b'z' => self.lower += 1,
            b'A'..=b'Z' => self.upper += 1,
            b'0'..=b'9' => self.digit += 1,
            b' ' | b'\t' | b'\r' | b'\n' => self.space += 1,
            0..=0x1f | 0x7f.. => self.other += 1,
            _ => self.symbol += 1,
        }
    }

    pub(super) fn letters(&self) -> usize {
        self.lower + self.upper
    }

    /// A random string of at least `min` bytes.
    pub(super) fn is_random(&self, min: usize) -> bool {
        let alnum = self.letters() + self.digit;
        self.len >= min
            && self.space == 0
            && self.other == 0
            && self.symbol * 4 <= alnum
            && self.turns >= 4
            && self.turns * 5 >= alnum
    }

    /// A random string in which small letters, capitals and digits all stand.
    pub(super) fn is_mixed_random(&self, min: usize) -> bool {
        self.is_random(min) && self.lower >= 3 && self.upper >= 3 && self.digit >= 1
    }

    /// Letters and digits, or letters of both cases in no word's order.
    pub(super) fn is_mixed(&self) -> bool {
        self.space == 0 && self.letters() > 0 && (self.digit > 0 || self.turns >= 3)
    }
}

fn is_turn(before: u8, now: u8) -> bool {
    before.is_ascii_lowercase() && now.is_ascii_uppercase()
        || before.is_ascii_digit() && now.is_ascii_alphabetic()
        || before.is_ascii_alphabetic() && now.is_ascii_digit()
}

fn is_consonant(byte: u8) -> bool {
    byte.is_ascii_alphabetic()
        && !matches!(byte.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// A UUID with hyphens, in braces or not.
pub(super) fn is_uuid(value: &[u8]) -> bool {
    let value = value.strip_prefix(b"{").and_then(|v| v.strip_suffix(b"}")).unwrap_or(value);
    token::is_uuid(value)
}

/// The UUID of zeros, or of `f`, by which programs say that there is none (RFC 9562, "Nil", "Max").
pub(super) fn is_nil(value: &[u8]) -> bool {
    matches!(value.first(), Some(b'0' | b'f' | b'F' | b'{'))
        && is_uuid(value)
        && (value.iter().all(|byte| b"0-{}".contains(byte))
            || value.iter().all(|byte| b"fF-{}".contains(byte)))
}

/// Hex digits only, at least `min`, letters among them.
pub(super) fn is_hex(value: &[u8], min: usize) -> bool {
    value.len() >= min
        && value.iter().all(u8::is_ascii_hexdigit)
        && value.iter().any(u8::is_ascii_alphabetic)
}

/// Digits with at most a sign and a point.
pub(super) fn is_number(value: &[u8]) -> bool {
    let value = value.strip_prefix(b"-").unwrap_or(value);
    value.iter().any(u8::is_ascii_digit)
        && value.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
}

/// A date or a time: `2026-11-24T06:00:00Z`, `24.11.2026`, `Tue, 24 Nov 2026 05:59:11 GMT`.
pub(super) fn is_date(value: &[u8]) -> bool {
    let has_day = value.len() > 10 && value[3] == b',' && value.ends_with(b"GMT");
    let digits = value.iter().filter(|byte| byte.is_ascii_digit()).count();
    has_day
        || (6..=36).contains(&value.len())
            && (4..=21).contains(&digits)
            && value[0].is_ascii_digit()
            && value.iter().any(|byte| matches!(byte, b'-' | b'/' | b'.' | b':'))
            && value.iter().all(|byte| {
                byte.is_ascii_digit()
                    || matches!(
                        byte,
                        b'-' | b'/' | b'.' | b':' | b'T' | b'Z' | b'+' | b' ' | b't' | b'z'
                    )
            })
}

/// A URL with a scheme, which is read as a URL.
pub(super) fn is_url(value: &[u8]) -> bool {
    let scheme = value.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'+');
    scheme.is_some_and(|end| {
        (2..=12).contains(&end)
            && value[0].is_ascii_alphabetic()
            // A token that holds `://` mixes what a scheme does not.
            && !(value[..end].iter().any(u8::is_ascii_uppercase)
                && value[1..end].iter().any(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
            && (value[end..].starts_with(b"://") || is_escaped_mark(&value[end..]))
    })
}

/// `%3A%2F%2F`, also escaped twice: the `://` of a URL that stands in a URL.
fn is_escaped_mark(rest: &[u8]) -> bool {
    let rest = &rest[..rest.len().min(13)];
    [&b"%3a%2f%2f"[..], b"%253a%252f"]
        .iter()
        .any(|mark| rest.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark)))
}

/// A path of plain words: `/oauth/token`, `./login`.
pub(super) fn is_path(value: &[u8]) -> bool {
    let rest = value.strip_prefix(b".").unwrap_or(value);
    rest.first() == Some(&b'/') && rest.len() < 200 && !Shape::of(rest).is_random(8) && {
        rest.iter().all(|byte| byte.is_ascii_alphanumeric() || b"/-_.:{}?=&".contains(byte))
    }
}

/// Where a page is on which somebody sets or resets a password.
pub(super) fn is_reset_page(text: &[u8]) -> bool {
    const BYTES_MAX: usize = 256;
    let is_of_words = |byte: &u8| byte.is_ascii_alphanumeric() || b"/-_.:?=%&".contains(byte);
    text.len() <= BYTES_MAX
        && (text.starts_with(b"http://") || text.starts_with(b"https://"))
        && text.iter().all(is_of_words)
        || is_path(text) && memchr::memmem::find(text, b"assword").is_some()
}

/// How a key or a password is hashed: `identityApiKey: "sha256"`, `password_hash: "SHA-256"`.
pub(super) fn is_hash_function(text: &[u8]) -> bool {
    const FUNCTIONS: [&[u8]; 7] =
        [b"md5", b"sha1", b"sha256", b"sha512", b"sha-1", b"sha-256", b"sha-512"];
    FUNCTIONS.iter().any(|function| text.eq_ignore_ascii_case(function))
}

/// JSON text, which is read as JSON.
pub(super) fn is_structured(value: &[u8]) -> bool {
    matches!((value.first(), value.last()), (Some(b'{'), Some(b'}')) | (Some(b'['), Some(b']')))
        && value.len() > 2
}

/// A pseudonym of an earlier run: `redacted-<kind>-<n>`.
pub(super) fn is_pseudonym(value: &[u8]) -> bool {
    let Some(rest) = value.strip_prefix(b"redacted-") else { return false };
    let digits = rest.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let kind = &rest[..rest.len() - digits];
    digits > 0
        && kind.len() > 1
        && kind.ends_with(b"-")
        && kind
            .iter()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_random_from_words() {
        for value in [
            "kX9vQ2mT7rB4nL8wZ3cY6pH1",
            "e5447f468544550c731b4d19abd7f320",
            "s4l7d0qk2j9x8m3b",
            "QK4RMZ7XW2PB5TLN",
            "SplkjOBeZQQYbYS6WxSbIA",
            "wt_PGawqIDUyU6idin5PfQy1CDJ",
        ] {
            assert!(Shape::of(value.as_bytes()).is_random(16), "{value}");
        }
        for value in [
            "componentClassName",
            "content-security-policy",
            "AuthenticationProviderFactory",
            "utf8mb4_unicode_ci",
            "application/x-www-form-urlencoded",
            "com.example.app.MainActivity",
            "1234567890123456",
            "a sentence with some words in it",
        ] {
            assert!(!Shape::of(value.as_bytes()).is_random(16), "{value}");
        }
    }

    #[test]
    fn recognises_forms() {
        assert!(is_uuid(b"48846a56-8eb6-4c1a-aca9-9890f0e32509"));
        assert!(is_pseudonym(b"redacted-session-cookie-3"));
        assert!(!is_pseudonym(b"redacted-3") && !is_pseudonym(b"redacted-cookie-"));
        assert!(is_date(b"2026-11-24T06:00:00.000Z") && is_date(b"24.11.2026"));
        assert!(!is_date(b"493817") && !is_date(b"a-1234"));
        assert!(is_url(b"https://a.example/x") && !is_url(b"a b://"));
        assert!(!is_url(b"a0AA0aaaaAAA://0aA0aaAA") && is_url(b"HTTPS://a.example"));
        assert!(is_url(b"https%3A%2F%2Fa.example") && is_url(b"https%253A%252F%252Fa.example"));
        assert!(is_path(b"/oauth/token") && !is_path(b"/9kQ2x7Zp4Lm8"));
        assert!(is_number(b"-12.5") && !is_number(b"1a"));
    }
}
