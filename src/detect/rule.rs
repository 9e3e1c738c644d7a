//! What makes a string secret, and what it is called.

use std::borrow::Cow;
use std::fmt;
use std::sync::LazyLock;

use memchr::memmem::Finder;

/// What a secret is: `session-cookie`, `bearer-token`, `email`. Lower-case letters, digits and
/// hyphens only, since it becomes part of the pseudonym.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Kind(pub &'static str);

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// The rule that holds at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rule {
    /// Its identifier, as `unharm rules` lists it: `name/password`, `github-pat`.
    pub id: &'static str,
    /// What it finds.
    pub kind: Kind,
}

impl Rule {
    /// Whether it holds of every value of a place, whatever that is.
    #[must_use]
    pub(crate) fn is_blanket(&self) -> bool {
        self.id.starts_with("public/")
    }

    /// Whether the user has added it.
    #[must_use]
    pub(crate) fn is_user(&self) -> bool {
        self.id.starts_with("user/")
    }
}

/// What a rule says of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing: look inside.
    Open,
    /// It is useful and no secret: no guess applies to it (formats still do).
    Keep,
    /// All of it is secret.
    Secret(Rule),
}

/// Whether `value` already is a pseudonym: redacting twice changes nothing. One that had to have
/// the length of a longer value ends in hyphens.
#[must_use]
pub fn is_pseudonym(value: &[u8]) -> bool {
    let fill = value.iter().rev().take_while(|byte| **byte == b'-').count();
    let Some(rest) = value[..value.len() - fill].strip_prefix(b"redacted-") else { return false };
    let Some(dash) = memchr::memrchr(b'-', rest) else { return false };
    let (kind, number) = (&rest[..dash], &rest[dash + 1..]);
    !kind.is_empty()
        && kind.len() <= 64
        && kind.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
        && !number.is_empty()
        && number.len() <= 32
        && number.iter().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(b))
}

/// Whether `value` is a pseudonym, as it is or in base64.
pub(crate) fn is_redacted(value: &[u8]) -> bool {
    // What every pseudonym begins with, in base64.
    is_pseudonym(value)
        || value.starts_with(b"cmVkYWN0ZWQt")
            && base64_simd::forgiving_decode_to_vec(value).is_ok_and(|text| is_pseudonym(&text))
}

/// What every pseudonym begins with.
const START: &[u8] = b"redacted-";

/// A name without the kind and the number of pseudonyms in it (`by_redacted-password-1` is
/// `by_redacted`): they tell of what stood there, and nothing of what stands under it.
pub(crate) fn without_kinds(name: &[u8]) -> Cow<'_, [u8]> {
    without(name, START.len() - 1)
}

/// A value without the pseudonyms in it: what is left decides whether there is still a secret.
pub(crate) fn without_pseudonyms(value: &[u8]) -> Cow<'_, [u8]> {
    without(value, 0)
}

/// What of a text stands behind the last pseudonym in it.
pub(crate) fn behind_pseudonym(text: &[u8]) -> &[u8] {
    // Few texts hold one, and from the front that shows much sooner.
    static START_FINDER: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(START));
    let Some(first) = START_FINDER.find(text) else { return text };
    let at = memchr::memmem::rfind(text, START).unwrap_or(first);
    let rest = &text[at + START.len()..];
    kind_len(rest).map_or(text, |len| &rest[len..])
}

/// A text with only the first `kept` bytes of each pseudonym in it.
fn without(text: &[u8], kept: usize) -> Cow<'_, [u8]> {
    let Some(first) = memchr::memmem::find(text, START) else { return Cow::Borrowed(text) };
    let (mut plain, mut copied, mut at) = (Vec::new(), 0, first);
    loop {
        let kind = at + START.len();
        if let Some(len) = kind_len(&text[kind..]) {
            plain.extend_from_slice(&text[copied..at + kept]);
            copied = kind + len;
        }
        let from = kind.max(copied);
        match memchr::memmem::find(&text[from..], START) {
            Some(next) => at = from + next,
            None => break,
        }
    }
    plain.extend_from_slice(&text[copied..]);
    Cow::Owned(plain)
}

/// A kind and a number are no longer.
const KIND_BYTES_MAX: usize = 128;

/// How long the kind and the number are that stand here, `session-cookie-12`; none if they do not.
fn kind_len(text: &[u8]) -> Option<usize> {
    let is_kind = |b: &&u8| b.is_ascii_lowercase() || b.is_ascii_digit() || **b == b'-';
    let run = &text[..text.iter().take(KIND_BYTES_MAX).take_while(is_kind).count()];
    let mut end = memchr::memchr(b'-', run)?;
    while end < run.len() {
        let start = end + 1;
        end = memchr::memchr(b'-', &run[start..]).map_or(run.len(), |dash| start + dash);
        let word = &run[start..end];
        let is_hex = word.iter().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(b));
        if is_hex && word.iter().any(u8::is_ascii_digit) {
            return Some(end);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::detect::rule::{is_redacted, without_kinds, without_pseudonyms};

    #[test]
    fn knows_what_an_earlier_run_has_put_there() {
        for value in
            ["redacted-token-1", "cmVkYWN0ZWQtcGFzc3dvcmQtMQ==", "cmVkYWN0ZWQtcGFzc3dvcmQtMQ"]
        {
            assert!(is_redacted(value.as_bytes()), "{value}");
        }
        // `redacted-Password-1`, `redacted-password-1;x9`.
        for value in
            ["cmVkYWN0ZWQtUGFzc3dvcmQtMQ==", "cmVkYWN0ZWQtcGFzc3dvcmQtMTt4OQ==", "cmVkYWN0ZWQt"]
        {
            assert!(!is_redacted(value.as_bytes()), "{value}");
        }
        for (value, expected) in [
            ("d=redacted-session-cookie-1", "d="),
            ("redacted-token-1 redacted-token-2", " "),
            ("k3XwQ81uQpZo-redacted-token-1", "k3XwQ81uQpZo-"),
            ("k3XwQ81uQpZo", "k3XwQ81uQpZo"),
        ] {
            let left = without_pseudonyms(value.as_bytes()).escape_ascii().to_string();
            assert_eq!(left, expected, "{value}");
        }
    }

    #[test]
    fn a_pseudonym_in_a_name_says_nothing_of_the_value() {
        for (name, expected) in [
            ("password", "password"),
            ("redacted-password-1", "redacted"),
            ("by_redacted-session-cookie-12_at", "by_redacted_at"),
            (
                "redacted-api-key-0f3a.redacted-email-2-redacted-2fa-code-3",
                "redacted.redacted-redacted",
            ),
            ("redacted-token", "redacted-token"),
            ("redacted-token-x", "redacted-token-x"),
            ("redacted-1", "redacted-1"),
            ("redacted-redacted-token-1", "redacted"),
        ] {
            assert_eq!(without_kinds(name.as_bytes()).escape_ascii().to_string(), expected);
        }
    }
}
