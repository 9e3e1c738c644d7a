//! The user's own names: what is kept and what is redacted, whatever the other rules say.
//!
//! Names compare by their words, as everywhere. Of `redact`, an item between slashes (`/^x-int-/`)
//! is a pattern, searched in the name as written, without regard to case. A name in `redact` wins
//! over one in `keep`, and that over a pattern.

use regex::bytes::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use rustc_hash::FxHashSet;

use crate::detect::name::normal::Name;
use crate::detect::{Kind, Policy, Rule, Verdict};

const REDACT: Rule = Rule { id: "user/redact", kind: Kind("redacted") };

/// Memory that one compiled pattern may take.
const PATTERN_BYTES_MAX: usize = 1 << 20;

/// The user's lists, compiled.
#[derive(Debug, Default)]
pub(super) struct UserNames {
    keep: FxHashSet<Box<[u8]>>,
    redact: FxHashSet<Box<[u8]>>,
    patterns: Option<Patterns>,
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
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.keep.is_empty() && self.redact.is_empty() && self.patterns.is_none()
    }

    /// What the user says of a name.
    pub(super) fn judge(&self, raw: &[u8], name: &Name) -> Option<Verdict> {
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
}

/// Whether an item of `redact` is a name or a pattern that compiles.
///
/// # Errors
///
/// The pattern's error, when it does not compile.
pub fn check_redact_item(item: &str) -> Result<(), regex::Error> {
    pattern(item).map_or(Ok(()), |pattern| build(pattern).map(drop))
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
