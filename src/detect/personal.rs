//! Personal data by its own shape: e-mail, phone, payment card, IBAN, national ids, IP addresses.

use std::ops::Range;

use crate::detect::{Place, Policy, Rule};

/// The compiled rules for personal data.
#[derive(Debug, Default)]
pub struct PersonalRules {
    _private: (),
}

impl PersonalRules {
    /// The rules that this policy asks for.
    #[must_use]
    pub fn new(policy: &Policy) -> Self {
        let _ = policy;
        Self::default()
    }

    /// Reports personal data in `text`, which stands under `name` (may be empty) at `place`.
    pub fn find(
        &self,
        text: &[u8],
        name: &[u8],
        place: Place,
        hit: &mut dyn FnMut(Range<usize>, Rule),
    ) {
        let _ = (text, name, place, hit);
    }
}
