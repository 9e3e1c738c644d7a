//! The compiled rules, and the examiner that leads them through a capture.

use crate::detect::format::FormatRules;
use crate::detect::name::NameRules;
use crate::detect::personal::PersonalRules;
use crate::detect::user::UserPatterns;
use crate::detect::{Examiner, Form, JwtMode, Level, Policy};
use std::ops::Range;

/// The compiled rules; shared by all threads.
#[derive(Debug)]
pub struct Detector {
    pub(crate) names: NameRules,
    pub(crate) formats: FormatRules,
    pub(crate) personal: PersonalRules,
    pub(crate) user: UserPatterns,
    pub(crate) level: Level,
    pub(crate) jwt: JwtMode,
}

impl Detector {
    /// Compiles the rules that `policy` asks for.
    #[must_use]
    pub fn new(policy: &Policy) -> Self {
        Self {
            names: NameRules::new(policy),
            formats: FormatRules::new(policy),
            personal: PersonalRules::new(policy),
            user: UserPatterns::new(&policy.rules),
            level: policy.level,
            jwt: match policy.level {
                // No rule speaks of claims there, so none of them may stay.
                Level::Minimal => JwtMode::Opaque,
                Level::Support | Level::Public => policy.jwt,
            },
        }
    }

    /// An examiner that applies every rule; for pass 1.
    #[must_use]
    pub fn collector(&self) -> Examiner<'_> {
        Examiner::new(self, None, true)
    }

    /// An examiner that applies every rule and finds what is known; for pass 2.
    #[must_use]
    pub fn finder<'d>(&'d self, known: &'d dyn Known) -> Examiner<'d> {
        Examiner::new(self, Some(known), true)
    }

    /// An examiner that applies no rule and only finds what is known; for pass 3.
    #[must_use]
    pub fn verifier<'d>(&'d self, known: &'d dyn Known) -> Examiner<'d> {
        Examiner::new(self, Some(known), false)
    }
}

/// Finds secrets that are known already, wherever they stand.
pub trait Known: Sync {
    /// Reports each occurrence in `text` with the secret's number.
    fn find(&self, text: &[u8], hit: &mut dyn FnMut(Range<usize>, u32, Form));

    /// No text is known that has fewer bytes.
    fn shortest(&self) -> usize;
}
