//! What makes a string secret, and what it is called.

use std::fmt;

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
