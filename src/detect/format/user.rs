//! Format rules that the user adds.

use std::fmt;
use std::ops::Range;

use regex::bytes::{Regex, RegexBuilder};

use crate::detect::{Kind, Rule};

/// A format rule as the user states it.
#[derive(Debug, Clone)]
pub struct UserRule {
    /// Its identifier in reports.
    pub id: String,
    /// What it finds; becomes part of the pseudonym: lower-case letters, digits and hyphens.
    pub kind: String,
    /// A regular expression; its group 1 is the secret part, else the whole match is.
    pub pattern: String,
}

/// Why a user's rule is refused. It shows the rule, which the user wrote, and no captured text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UserRuleError {
    /// The pattern is not a regular expression, or too large a one.
    Pattern {
        /// The rule.
        id: String,
        /// What the pattern's parser says.
        reason: String,
    },
    /// The pattern matches the empty text, so it would match everywhere.
    MatchesEmpty {
        /// The rule.
        id: String,
    },
    /// The kind cannot be part of a pseudonym.
    Kind {
        /// The rule.
        id: String,
        /// The kind.
        kind: String,
    },
}

impl fmt::Display for UserRuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pattern { id, reason } => write!(f, "rule `{id}`: {reason}"),
            Self::MatchesEmpty { id } => {
                write!(
                    f,
                    "rule `{id}`: the pattern matches the empty text, so it matches everywhere"
                )
            }
            Self::Kind { id, kind } => write!(
                f,
                "rule `{id}`: kind `{kind}` is not lower-case letters, digits and hyphens"
            ),
        }
    }
}

impl std::error::Error for UserRuleError {}

/// A user's rule, compiled.
#[derive(Debug, Clone)]
pub(crate) struct CompiledRule {
    rule: Rule,
    pattern: Regex,
}

/// The largest compiled program of one user's pattern.
const PATTERN_BYTES_MAX: usize = 4 << 20;

impl CompiledRule {
    /// Compiles a rule.
    pub(crate) fn new(rule: UserRule) -> Result<Self, UserRuleError> {
        let UserRule { id, kind, pattern } = rule;
        let plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-';
        if kind.is_empty() || !kind.as_bytes().iter().all(plain) {
            return Err(UserRuleError::Kind { id, kind });
        }
        let compiled = match RegexBuilder::new(&pattern).size_limit(PATTERN_BYTES_MAX).build() {
            Ok(compiled) => compiled,
            Err(error) => return Err(UserRuleError::Pattern { id, reason: error.to_string() }),
        };
        if compiled.is_match(b"") {
            return Err(UserRuleError::MatchesEmpty { id });
        }
        // A rule lives as long as the program, as the rows of the tables do.
        let rule = Rule { id: id.leak(), kind: Kind(kind.leak()) };
        Ok(Self { rule, pattern: compiled })
    }

    /// Reports every match in `text`; the regular expression finds its own literals.
    pub(crate) fn find(&self, text: &[u8], hit: &mut dyn FnMut(Range<usize>, Rule)) {
        for captures in self.pattern.captures_iter(text) {
            if let Some(secret) = captures.get(1).or_else(|| captures.get(0))
                && !secret.is_empty()
            {
                hit(secret.range(), self.rule);
            }
        }
    }
}
