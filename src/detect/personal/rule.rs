//! What is known of a rule for personal data.

use crate::detect::{Kind, Rule};

/// A rule for personal data, with texts that show what it finds and what it leaves alone.
#[derive(Debug)]
pub struct PersonalRule {
    /// Identifier and kind.
    pub rule: Rule,
    /// What it finds, in a few words.
    pub about: &'static str,
    /// Names and texts; what is found in the text stands between `«` and `»`.
    pub examples: &'static [(&'static str, &'static str)],
    /// Names and texts in which the rule finds nothing.
    pub counter_examples: &'static [(&'static str, &'static str)],
}

impl PersonalRule {
    /// A rule with its examples and counter-examples.
    pub(super) const fn new(
        id: &'static str,
        kind: &'static str,
        about: &'static str,
        examples: &'static [(&'static str, &'static str)],
        counter_examples: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self { rule: Rule { id, kind: Kind(kind) }, about, examples, counter_examples }
    }
}
