//! What a secret is called instead.

use hmac::{Hmac, KeyInit, Mac};
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

impl std::fmt::Debug for Pseudonyms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Numbered => "Numbered",
            Self::Keyed(_) => "Keyed",
        })
    }
}
