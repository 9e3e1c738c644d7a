//! Names as words: `userAccessToken`, `x-user-access-token` and `USER[access_token]` are the same.
//!
//! A name is folded to lower case and cut at everything that is no letter or digit and where
//! camelCase starts a word. The words stand without separators in a buffer on the stack, so that
//! a whole name or its last words are one slice to look up. Rules match whole words, never
//! substrings: on real keys, most hits of substrings are `author` and the like.

/// Of a longer name only the end is looked at.
const BYTES_MAX: usize = 128;

/// The words of a name.
pub(super) struct Name {
    bytes: [u8; BYTES_MAX],
    len: usize,
    /// Bit `n` is set where a word starts at byte `n`.
    starts: u128,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Gap,
    Lower,
    Upper,
    Digit,
}

const fn class(byte: u8) -> Class {
    match byte {
        b'a'..=b'z' | 0x80.. => Class::Lower,
        b'A'..=b'Z' => Class::Upper,
        b'0'..=b'9' => Class::Digit,
        _ => Class::Gap,
    }
}

/// The classes of all bytes: a look-up per byte is half of what the comparisons cost.
static CLASSES: [Class; 256] = {
    let mut classes = [Class::Gap; 256];
    let mut byte = 0u8;
    loop {
        classes[byte as usize] = class(byte);
        if byte == u8::MAX {
            break classes;
        }
        byte += 1;
    }
};

impl Name {
    /// Cuts a name into words.
    pub(super) fn new(raw: &[u8]) -> Self {
        let raw = without_suffix(&raw[raw.len().saturating_sub(BYTES_MAX)..]);
        let mut name = Self { bytes: [0; BYTES_MAX], len: 0, starts: 0 };
        let mut before = Class::Gap;
        for (at, &byte) in raw.iter().enumerate() {
            let now = CLASSES[usize::from(byte)];
            if now != Class::Gap {
                if begins_word(before, now, raw.get(at + 1)) {
                    name.starts |= 1 << name.len;
                }
                name.bytes[name.len] = byte.to_ascii_lowercase();
                name.len += 1;
            }
            before = now;
        }
        name
    }

    /// The whole name without separators.
    pub(super) fn compact(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// How many words it has.
    pub(super) fn words(&self) -> usize {
        self.starts.count_ones() as usize
    }

    /// The last `count` words without separators.
    pub(super) fn tail(&self, count: usize) -> &[u8] {
        let mut rest = self.starts;
        for _ in 1..count {
            let without = rest & !highest(rest);
            rest = if without == 0 { rest } else { without };
        }
        &self.bytes[last_start(rest)..self.len]
    }

    /// The word at `index`.
    pub(super) fn word(&self, index: usize) -> &[u8] {
        let mut rest = self.starts;
        for _ in 0..index {
            rest &= rest.wrapping_sub(1);
        }
        let start = (rest.trailing_zeros() as usize).min(self.len);
        let next = rest & rest.wrapping_sub(1);
        let end = (next.trailing_zeros() as usize).min(self.len);
        &self.bytes[start..end]
    }

    /// Removes a number at the end (`token.0`, `password2`); whether there was one.
    pub(super) fn trim_number(&mut self) -> bool {
        let kept = self.compact().iter().rposition(|byte| !byte.is_ascii_digit());
        let kept = kept.map_or(self.len, |last| last + 1);
        let trimmed = kept < self.len;
        self.cut(kept);
        trimmed
    }

    /// Removes the last word.
    pub(super) fn pop(&mut self) {
        if self.starts != 0 {
            self.cut(last_start(self.starts));
        }
    }

    fn cut(&mut self, len: usize) {
        self.len = len;
        if len < BYTES_MAX {
            self.starts &= (1 << len) - 1;
        }
    }
}

/// `API_Key__c`: what Salesforce puts behind the names of an administrator's own fields.
fn without_suffix(raw: &[u8]) -> &[u8] {
    match raw {
        [name @ .., b'_', b'_', b'c'] | [name @ .., b'_', b'_', b'p', b'c'] => name,
        name => name,
    }
}

/// The highest bit that is set.
fn highest(bits: u128) -> u128 {
    1 << last_start(bits)
}

fn last_start(starts: u128) -> usize {
    starts.checked_ilog2().unwrap_or(0) as usize
}

/// Whether a word begins at a byte of class `now`: after a gap, at the hump of a camelCase name,
/// and at the last capital of an acronym (`APIKey`).
fn begins_word(before: Class, now: Class, next: Option<&u8>) -> bool {
    match (before, now) {
        (Class::Gap, _) => true,
        (Class::Lower | Class::Digit, Class::Upper) => true,
        (Class::Upper, Class::Upper) => {
            next.is_some_and(|next| CLASSES[usize::from(*next)] == Class::Lower)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, expected: &str) {
        let name = Name::new(raw.as_bytes());
        let words: Vec<_> = (0..name.words())
            .map(|at| String::from_utf8_lossy(name.word(at)).into_owned())
            .collect();
        assert_eq!(words.join(" "), expected, "{raw}");
        assert_eq!(name.compact(), expected.replace(' ', "").as_bytes());
    }

    #[test]
    fn cuts_into_words() {
        check("userAccessToken", "user access token");
        check("x-acme-session-token", "x acme session token");
        check("oauth2_client_secret", "oauth2 client secret");
        check("__RequestVerificationToken", "request verification token");
        check("data[User][password]", "data user password");
        check("PASSWORD", "password");
        check("AWS_SECRET_KEY", "aws secret key");
        check("APIKey", "api key");
        check("userID", "user id");
        check(".AspNetCore.Session", "asp net core session");
        check("2faCode", "2fa code");
        check("sb-xyz-auth-token.0", "sb xyz auth token 0");
        check("Contraseña", "contraseña");
        check("API_Key__c", "api key");
        check("Password__pc", "password");
        check("vitamin_c", "vitamin c");
        check("", "");
        check("[]", "");
    }

    #[test]
    fn trims_numbers_and_words() {
        let mut name = Name::new(b"auth-token.10");
        assert!(name.trim_number());
        assert_eq!((name.compact(), name.words()), (&b"authtoken"[..], 2));
        name.pop();
        assert_eq!((name.compact(), name.words()), (&b"auth"[..], 1));
        let mut digits = Name::new(b"12");
        assert!(!digits.trim_number());
        assert_eq!(digits.compact(), b"12");
        let long = "a.".repeat(400) + "accessToken";
        let name = Name::new(long.as_bytes());
        assert_eq!(name.tail(2), b"accesstoken");
    }
}
