//! Rules that the user adds: by the name a value stands under, or by a pattern of the value.
//!
//! Of a pattern that redacts, group 1 is the secret if there is one, else the whole match. A
//! pattern that keeps must match the whole value; it beats guesses (names, personal data) and
//! gives way to what is a credential by its structure, as every keep rule does. A rule with a
//! location holds only there.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use regex::bytes::{Regex, RegexBuilder};

use crate::detect::name::NameMatch;
use crate::detect::{Kind, Rule};
use crate::har::Location;

/// Memory that one compiled pattern may take.
const PATTERN_BYTES_MAX: usize = 4 << 20;

/// The longest identifier or kind: both stand in reports, the kind in pseudonyms.
const WORD_MAX: usize = 48;

/// A user's rule, compiled.
#[derive(Debug, Clone)]
pub struct UserRule {
    pub(crate) rule: Rule,
    pub(crate) action: Action,
    pub(crate) location: Option<Location>,
    matcher: Matcher,
}

/// What a rule does with what it matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It goes.
    Redact,
    /// It stays, unless it is a credential by its structure.
    Keep,
}

/// What a rule looks at, as the user writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject<'s> {
    /// The name a value stands under: its words, or a pattern between slashes.
    Name(&'s str),
    /// The value: a regular expression.
    Pattern(&'s str),
}

/// What a rule looks at, compiled.
#[derive(Debug, Clone)]
enum Matcher {
    Name(NameMatch),
    Pattern(Regex),
}

/// Why a user's rule is refused. It shows what the user wrote and no captured text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum UserRuleError {
    /// The identifier or the kind cannot be part of a report or a pseudonym.
    Word {
        /// `id` or `kind`.
        what: &'static str,
    },
    /// The name has no letter and no digit.
    EmptyName,
    /// The pattern is not a regular expression, or too large a one.
    Pattern {
        /// What the pattern's parser says.
        reason: String,
    },
    /// The pattern matches the empty text, so it would match everywhere.
    MatchesEmpty,
}

impl UserRule {
    /// Compiles a rule; in reports its identifier is `user/` and `id`.
    ///
    /// # Errors
    /// When a part of it is not what it must be.
    pub fn new(
        id: &str,
        kind: &str,
        subject: Subject<'_>,
        location: Option<Location>,
        action: Action,
    ) -> Result<Self, UserRuleError> {
        check_word("id", id)?;
        check_word("kind", kind)?;
        let matcher = match (subject, action) {
            (Subject::Name(name), _) => Matcher::Name(NameMatch::new(name)?),
            (Subject::Pattern(pattern), Action::Redact) => Matcher::Pattern(compile(pattern)?),
            (Subject::Pattern(pattern), Action::Keep) => {
                compile(pattern)?;
                Matcher::Pattern(compile(&format!(r"\A(?:{pattern})\z"))?)
            }
        };
        let rule = Rule { id: lasting(format!("user/{id}")), kind: Kind(lasting(kind.to_owned())) };
        Ok(Self { rule, action, location, matcher })
    }

    /// Its identifier in reports.
    #[must_use]
    pub fn id(&self) -> &'static str {
        self.rule.id
    }

    /// What it does.
    #[must_use]
    pub fn action(&self) -> Action {
        self.action
    }

    /// Which names it speaks of, if it looks at names.
    pub(crate) fn names(&self) -> Option<&NameMatch> {
        match &self.matcher {
            Matcher::Name(names) => Some(names),
            Matcher::Pattern(_) => None,
        }
    }

    /// Whether the rule holds at a location.
    pub(crate) fn holds_at(&self, location: Location) -> bool {
        self.location.is_none_or(|only| only == location)
    }
}

/// Those of the user's rules that look at values.
#[derive(Debug, Default)]
pub(crate) struct UserPatterns {
    redact: Vec<UserRule>,
    keep: Vec<UserRule>,
}

impl UserPatterns {
    pub(crate) fn new(rules: &[UserRule]) -> Self {
        let patterns = rules.iter().filter(|rule| matches!(rule.matcher, Matcher::Pattern(_)));
        let (redact, keep) = patterns.cloned().partition(|rule| rule.action == Action::Redact);
        Self { redact, keep }
    }

    /// Reports every match of the rules that redact, wherever it stands.
    pub(crate) fn find<'r>(&'r self, text: &[u8], hit: &mut dyn FnMut(Range<usize>, &'r UserRule)) {
        for rule in &self.redact {
            let Matcher::Pattern(pattern) = &rule.matcher else { continue };
            for captures in pattern.captures_iter(text) {
                if let Some(secret) = captures.get(1).or_else(|| captures.get(0))
                    && !secret.is_empty()
                {
                    hit(secret.range(), rule);
                }
            }
        }
    }

    /// Whether a rule keeps `value` at this location.
    pub(crate) fn keeps(&self, value: &[u8], location: Location) -> bool {
        self.keep.iter().any(|rule| {
            rule.holds_at(location)
                && matches!(&rule.matcher, Matcher::Pattern(pattern) if pattern.is_match(value))
        })
    }
}

fn check_word(what: &'static str, word: &str) -> Result<(), UserRuleError> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let fits = (1..=WORD_MAX).contains(&word.len()) && word.bytes().all(plain);
    if fits { Ok(()) } else { Err(UserRuleError::Word { what }) }
}

fn compile(pattern: &str) -> Result<Regex, UserRuleError> {
    let compiled = RegexBuilder::new(pattern)
        .size_limit(PATTERN_BYTES_MAX)
        .build()
        .map_err(|error| UserRuleError::pattern(&error))?;
    if compiled.is_match(b"") { Err(UserRuleError::MatchesEmpty) } else { Ok(compiled) }
}

impl UserRuleError {
    /// Which word is wrong, `id` or `kind`.
    pub(crate) fn word(&self) -> Option<&'static str> {
        match self {
            Self::Word { what } => Some(what),
            _ => None,
        }
    }

    /// The parser's last line says what is wrong; those above draw the pattern.
    pub(crate) fn pattern(error: &regex::Error) -> Self {
        let text = error.to_string();
        let last = text.lines().last().unwrap_or_default();
        Self::Pattern { reason: last.trim_start_matches("error: ").to_owned() }
    }
}

impl fmt::Display for UserRuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word { what } => {
                write!(f, "`{what}` takes 1 to {WORD_MAX} lower-case letters, digits and hyphens")
            }
            Self::EmptyName => f.write_str("a name takes a letter or a digit"),
            Self::Pattern { reason } => write!(f, "the pattern does not compile: {reason}"),
            Self::MatchesEmpty => {
                f.write_str("the pattern matches the empty text, so it would match everywhere")
            }
        }
    }
}

impl std::error::Error for UserRuleError {}

/// The text, which lives as long as the program, as the rows of the tables do; one that was given
/// before is the same one, so that a configuration that is read again and again costs nothing.
fn lasting(text: String) -> &'static str {
    static TEXTS: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut texts = TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = texts.get(text.as_str()) {
        return known;
    }
    let text = text.leak();
    texts.insert(text);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(
        id: &str,
        kind: &str,
        pattern: &str,
        action: Action,
    ) -> Result<UserRule, UserRuleError> {
        UserRule::new(id, kind, Subject::Pattern(pattern), None, action)
    }

    #[test]
    fn patterns_find_their_group_and_keep_whole_values() {
        let rules = [
            rule("acme", "acme-key", r"acme-([0-9]{4})", Action::Redact).unwrap(),
            rule("ours", "kept", r"[a-z]+@acme\.example", Action::Keep).unwrap(),
        ];
        let patterns = UserPatterns::new(&rules);
        let mut spans = Vec::new();
        patterns.find(b"x acme-1234 acme-12", &mut |span, rule| spans.push((span, rule.id())));
        assert_eq!(spans, [(7..11, "user/acme")]);
        for (value, kept) in [("desk@acme.example", true), ("desk@acme.example.org", false)] {
            assert_eq!(patterns.keeps(value.as_bytes(), Location::Content), kept, "{value}");
        }
    }

    #[test]
    fn the_same_rule_again_takes_no_memory() {
        let rules = || rule("again", "again-key", "again", Action::Redact).unwrap().rule;
        let (one, two) = (rules(), rules());
        assert!(std::ptr::eq(one.id, two.id) && std::ptr::eq(one.kind.0, two.kind.0));
    }

    #[test]
    fn a_rule_that_cannot_be_used_is_refused() {
        let refused = |id, kind, pattern| rule(id, kind, pattern, Action::Redact).unwrap_err();
        assert_eq!(refused("A b", "x", "y"), UserRuleError::Word { what: "id" });
        assert_eq!(refused("a", "", "y"), UserRuleError::Word { what: "kind" });
        assert_eq!(refused("a", "x", "y*"), UserRuleError::MatchesEmpty);
        assert!(refused("a", "x", "(").to_string().contains("unclosed group"));
        // Parentheses that would close the ones around a keeping pattern.
        assert!(rule("a", "x", "a)|(b", Action::Keep).is_err());
        let name = UserRule::new("a", "x", Subject::Name("-_-"), None, Action::Keep);
        assert_eq!(name.unwrap_err(), UserRuleError::EmptyName);
    }
}
