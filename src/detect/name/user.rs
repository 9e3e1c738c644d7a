//! The user's own names: what is kept and what is redacted, whatever the other rules say.
//!
//! Names compare by their words, as everywhere. Of `redact`, an item between slashes (`/^x-int-/`)
//! is a pattern, searched in the name as written, without regard to case. A name in `redact` wins
//! over one in `keep`, and that over a pattern. Rules of a configuration that look at names come
//! first: one that redacts, then one that keeps.

use regex::bytes::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use rustc_hash::FxHashSet;

use crate::detect::name::normal::Name;
use crate::detect::user::{Action, UserRule, UserRuleError};
use crate::detect::{Kind, Policy, Rule, Verdict};
use crate::har::Location;

const REDACT: Rule = Rule { id: "user/redact", kind: Kind("redacted") };

/// Memory that one compiled pattern may take.
const PATTERN_BYTES_MAX: usize = 1 << 20;

/// The user's lists, compiled.
#[derive(Debug, Default)]
pub(super) struct UserNames {
    keep: FxHashSet<Box<[u8]>>,
    redact: FxHashSet<Box<[u8]>>,
    patterns: Option<Patterns>,
    rules: Vec<UserRule>,
}

/// Which names a rule of the user's speaks of.
#[derive(Debug, Clone)]
pub(crate) enum NameMatch {
    Words(Box<[u8]>),
    Pattern(Regex),
}

impl NameMatch {
    /// Reads a name, or a pattern between slashes.
    pub(crate) fn new(item: &str) -> Result<Self, UserRuleError> {
        let Some(pattern) = pattern(item) else {
            check_name(item)?;
            return Ok(Self::Words(compact(item)));
        };
        let compiled = build(pattern).map_err(|error| UserRuleError::pattern(&error))?;
        let matches_empty = compiled.is_match(b"");
        if matches_empty { Err(UserRuleError::MatchesEmpty) } else { Ok(Self::Pattern(compiled)) }
    }

    fn matches(&self, raw: &[u8], name: &Name) -> bool {
        match self {
            Self::Words(words) => **words == *name.compact(),
            Self::Pattern(pattern) => pattern.is_match(raw),
        }
    }
}

#[derive(Debug)]
enum Patterns {
    Compiled(RegexSet),
    /// A pattern does not compile, so that nobody knows what it would have named.
    Everything,
}

impl UserNames {
    pub(super) fn new(policy: &Policy) -> Self {
        let (patterns, names): (Vec<_>, Vec<_>) =
            policy.redact.iter().partition(|item| pattern(item).is_some());
        Self {
            keep: policy.keep.iter().map(|name| compact(name)).collect(),
            redact: names.into_iter().map(|name| compact(name)).collect(),
            patterns: compile(&patterns),
            rules: policy.rules.iter().filter(|rule| rule.names().is_some()).cloned().collect(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.keep.is_empty()
            && self.redact.is_empty()
            && self.patterns.is_none()
            && self.rules.is_empty()
    }

    /// What the user says of a name.
    pub(super) fn judge(&self, raw: &[u8], name: &Name, location: Location) -> Option<Verdict> {
        let verdict = self.judge_by_rules(raw, name, location);
        if verdict.is_some() {
            return verdict;
        }
        if self.redact.contains(name.compact()) {
            return Some(Verdict::Secret(REDACT));
        }
        if self.keep.contains(name.compact()) {
            return Some(Verdict::Keep);
        }
        let named = match &self.patterns {
            None => false,
            Some(Patterns::Everything) => true,
            Some(Patterns::Compiled(set)) => set.is_match(raw),
        };
        named.then_some(Verdict::Secret(REDACT))
    }

    fn judge_by_rules(&self, raw: &[u8], name: &Name, location: Location) -> Option<Verdict> {
        let mut verdict = None;
        for rule in self.rules.iter().filter(|rule| rule.holds_at(location)) {
            if rule.names().is_some_and(|names| names.matches(raw, name)) {
                match rule.action {
                    Action::Redact => return Some(Verdict::Secret(rule.rule)),
                    Action::Keep => verdict = Some(Verdict::Keep),
                }
            }
        }
        verdict
    }
}

/// Checks an item of `redact`: a name, or a pattern between slashes.
///
/// # Errors
/// When it names nothing, does not compile, or names everything.
pub fn check_redact_item(item: &str) -> Result<(), UserRuleError> {
    NameMatch::new(item).map(drop)
}

/// Checks an item of `keep`: a name.
///
/// # Errors
/// When it has no letter and no digit.
pub fn check_name(item: &str) -> Result<(), UserRuleError> {
    if compact(item).is_empty() { Err(UserRuleError::EmptyName) } else { Ok(()) }
}

fn build(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).case_insensitive(true).size_limit(PATTERN_BYTES_MAX).build()
}

fn compile(items: &[&String]) -> Option<Patterns> {
    if items.is_empty() {
        return None;
    }
    let set = RegexSetBuilder::new(items.iter().filter_map(|item| pattern(item)))
        .case_insensitive(true)
        .size_limit(PATTERN_BYTES_MAX * items.len())
        .build();
    Some(set.map_or(Patterns::Everything, Patterns::Compiled))
}

fn pattern(item: &str) -> Option<&str> {
    item.strip_prefix('/')?.strip_suffix('/').filter(|pattern| !pattern.is_empty())
}

fn compact(name: &str) -> Box<[u8]> {
    Name::new(name.as_bytes()).compact().into()
}
