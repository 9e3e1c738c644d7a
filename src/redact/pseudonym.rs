//! What a secret is called instead.

use std::collections::HashMap;
use std::sync::LazyLock;

use hmac::{Hmac, KeyInit, Mac};
use memchr::memmem::Finder;
use sha2::Sha256;

use crate::detect::Kind;

/// How pseudonyms are made.
#[derive(Default)]
pub enum Pseudonyms {
    /// Kind and a number, in order of first appearance: `redacted-email-3`.
    #[default]
    Numbered,
    /// Kind and twelve hexadecimal digits of an HMAC-SHA-256 of the value, so that several
    /// captures that are redacted with the same key agree.
    Keyed(Box<Hmac<Sha256>>),
}

impl Pseudonyms {
    /// Pseudonyms under a secret key.
    #[must_use]
    pub fn keyed(key: &[u8]) -> Self {
        Self::Keyed(Box::new(
            Hmac::new_from_slice(key).expect("because HMAC takes a key of any length"),
        ))
    }

    /// The pseudonym of the `count`th secret of its kind. Letters, digits and hyphens only.
    #[must_use]
    pub fn name(&self, kind: Kind, count: u64, value: &[u8]) -> String {
        match self {
            Self::Numbered => format!("redacted-{kind}-{count}"),
            Self::Keyed(hmac) => {
                let tag = hmac.as_ref().clone().chain_update(value).finalize().into_bytes();
                let hex: String = tag[..6].iter().map(|byte| format!("{byte:02x}")).collect();
                format!("redacted-{kind}-{hex}")
            }
        }
    }
}

/// The numbers that pseudonyms of earlier runs have in a capture: a new secret gets none of them.
#[derive(Default)]
pub(crate) struct Taken(HashMap<Box<[u8]>, u64>);

impl Taken {
    /// Kinds that are noted; there are fewer, but a capture can say anything.
    const KINDS_MAX: usize = 4_096;
    const KIND_BYTES_MAX: usize = 64;
    /// A larger number is none that we gave.
    const NUMBER_MAX: u64 = 1 << 32;

    /// Notes every numbered pseudonym that stands in `text` as it is.
    pub(crate) fn note(&mut self, text: &[u8]) {
        for at in FINDER.find_iter(text) {
            let rest = &text[at + PREFIX.len()..];
            let word = rest
                .iter()
                .take(Self::KIND_BYTES_MAX)
                .take_while(|byte| {
                    byte.is_ascii_lowercase() || byte.is_ascii_digit() || **byte == b'-'
                })
                .count();
            let Some(hyphen) = memchr::memrchr(b'-', &rest[..word]) else { continue };
            let number =
                std::str::from_utf8(&rest[hyphen + 1..word]).ok().and_then(|n| n.parse().ok());
            if let Some(number) = number.filter(|number| *number <= Self::NUMBER_MAX) {
                self.raise(&rest[..hyphen], number);
            }
        }
    }

    /// Adds what another thread has noted.
    pub(crate) fn merge(&mut self, other: Self) {
        for (kind, number) in other.0 {
            self.raise(&kind, number);
        }
    }

    /// The highest number of a kind.
    pub(crate) fn highest(&self, kind: Kind) -> u64 {
        self.0.get(kind.0.as_bytes()).copied().unwrap_or(0)
    }

    fn raise(&mut self, kind: &[u8], number: u64) {
        if let Some(known) = self.0.get_mut(kind) {
            *known = number.max(*known);
        } else if self.0.len() < Self::KINDS_MAX {
            self.0.insert(kind.into(), number);
        }
    }
}

impl std::fmt::Debug for Taken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Taken({} kinds)", self.0.len())
    }
}

const PREFIX: &[u8] = b"redacted-";

static FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(PREFIX));

impl std::fmt::Debug for Pseudonyms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Numbered => "Numbered",
            Self::Keyed(_) => "Keyed",
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::Kind;
    use crate::redact::pseudonym::Taken;

    #[test]
    fn numbers_of_earlier_runs_are_taken() {
        let mut taken = Taken::default();
        taken.note(
            b"a=redacted-email-7&b=redacted-email-3\",redacted-session-cookie-12; redacted-x",
        );
        taken.note(b"redacted-email-99999999999999999999 redacted-iban-5f0c9a41d2e7 redacted-");
        let mut all = Taken::default();
        all.merge(taken);
        all.note(b"redacted-email-2");
        for (kind, number) in [("email", 7), ("session-cookie", 12), ("iban", 0), ("phone", 0)] {
            assert_eq!(all.highest(Kind(kind)), number, "{kind}");
        }
    }
}
