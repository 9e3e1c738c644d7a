//! A configuration as it is written, checked.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::config::presets::{Preset, PresetRow};
use crate::detect::name::{check_name, check_redact_item};
use crate::detect::{Action, JwtMode, Level, Subject, UserRule};
use crate::har::Location;
use crate::size::{Limit, chunk_limit};

/// A configuration that was read.
#[derive(Debug, Clone, Default)]
pub struct Config {
    pub(super) level: Option<Located<Level>>,
    pub(super) jwt: Option<Located<JwtMode>>,
    pub(super) max_size: Option<Located<Limit>>,
    pub(super) keep: Vec<Located<String>>,
    pub(super) redact: Vec<Located<String>>,
    pub(super) rules: Vec<Located<UserRule>>,
    pub(super) presets: Vec<Located<Preset>>,
}

/// A value and the line it stands in.
#[derive(Debug, Clone)]
pub(super) struct Located<T> {
    pub(super) value: T,
    pub(super) line: usize,
}

/// Why a configuration is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// What is wrong, and what is allowed.
    pub message: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for ConfigError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    level: Option<Spanned<String>>,
    jwt: Option<Spanned<String>>,
    max_size: Option<Spanned<String>>,
    #[serde(default)]
    keep: Vec<Spanned<String>>,
    #[serde(default)]
    redact: Vec<Spanned<String>>,
    #[serde(default)]
    rule: Vec<Spanned<Row>>,
    #[serde(default)]
    presets: BTreeMap<Spanned<String>, PresetRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Row {
    id: Spanned<String>,
    kind: Option<Spanned<String>>,
    name: Option<Spanned<String>>,
    pattern: Option<Spanned<String>>,
    location: Option<Spanned<String>>,
    action: Option<Spanned<String>>,
}

static LEVELS: &[(&str, Level)] =
    &[("minimal", Level::Minimal), ("support", Level::Support), ("public", Level::Public)];

static JWT_MODES: &[(&str, JwtMode)] = &[("claims", JwtMode::Claims), ("opaque", JwtMode::Opaque)];

static ACTIONS: &[(&str, Action)] = &[("redact", Action::Redact), ("keep", Action::Keep)];

impl Config {
    /// Reads a configuration.
    ///
    /// # Errors
    /// When it is no TOML, has a key that is not known, or a value that is not allowed.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let source = Source(text);
        let file: File = toml::from_str(text).map_err(|error| {
            let message = error.message().trim_end().replace('\n', "; ");
            source.error(error.span().unwrap_or_default(), message)
        })?;
        Ok(Self {
            level: file.level.map(|word| source.choice(&word, "level", LEVELS)).transpose()?,
            jwt: file.jwt.map(|word| source.choice(&word, "jwt", JWT_MODES)).transpose()?,
            max_size: file.max_size.map(|size| source.limit(&size, "max-size")).transpose()?,
            keep: source.names(file.keep, |name| check_name(name).map_err(|e| e.to_string()))?,
            redact: source
                .names(file.redact, |item| check_redact_item(item).map_err(|e| e.to_string()))?,
            rules: source.rules(file.rule)?,
            presets: source.presets(file.presets)?,
        })
    }
}

/// The text of a configuration.
#[derive(Clone, Copy)]
pub(super) struct Source<'s>(&'s str);

impl Source<'_> {
    pub(super) fn error(self, span: Range<usize>, message: String) -> ConfigError {
        let before = self.0.get(..span.start).unwrap_or(self.0);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let column = before[line_start..].chars().count() + 1;
        ConfigError { line: self.line(&span), column, message }
    }

    fn line(self, span: &Range<usize>) -> usize {
        self.0.as_bytes().iter().take(span.start).filter(|byte| **byte == b'\n').count() + 1
    }

    pub(super) fn choice<T: Copy>(
        self,
        word: &Spanned<String>,
        key: &str,
        choices: &[(&str, T)],
    ) -> Result<Located<T>, ConfigError> {
        let chosen = choices.iter().find(|(name, _)| name == word.get_ref());
        let Some((_, value)) = chosen else {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let message = format!("`{key}` is one of: {}", names.join(", "));
            return Err(self.error(word.span(), message));
        };
        Ok(Located { value: *value, line: self.line(&word.span()) })
    }

    pub(super) fn limit(
        self,
        size: &Spanned<String>,
        key: &str,
    ) -> Result<Located<Limit>, ConfigError> {
        let value = chunk_limit(size.get_ref())
            .map_err(|message| self.error(size.span(), format!("`{key}` {message}")))?;
        Ok(Located { value, line: self.line(&size.span()) })
    }

    fn names(
        self,
        names: Vec<Spanned<String>>,
        check: impl Fn(&str) -> Result<(), String>,
    ) -> Result<Vec<Located<String>>, ConfigError> {
        let located = names.into_iter().map(|name| {
            let line = self.line(&name.span());
            check(name.get_ref()).map_err(|message| self.error(name.span(), message))?;
            Ok(Located { value: name.into_inner(), line })
        });
        located.collect()
    }

    fn presets(
        self,
        rows: BTreeMap<Spanned<String>, PresetRow>,
    ) -> Result<Vec<Located<Preset>>, ConfigError> {
        let located = rows.into_iter().map(|(name, row)| {
            let line = self.line(&name.span());
            Ok(Located { value: self.preset(&name, row)?, line })
        });
        located.collect()
    }

    fn rules(self, rows: Vec<Spanned<Row>>) -> Result<Vec<Located<UserRule>>, ConfigError> {
        let mut rules: Vec<Located<UserRule>> = Vec::with_capacity(rows.len());
        for row in rows {
            let line = self.line(&row.span());
            let id = row.get_ref().id.span();
            let value = self.rule(&row)?;
            if rules.iter().any(|other| other.value.id() == value.id()) {
                return Err(self.error(id, "another rule has this `id`".to_owned()));
            }
            rules.push(Located { value, line });
        }
        Ok(rules)
    }

    fn rule(self, row: &Spanned<Row>) -> Result<UserRule, ConfigError> {
        let Row { id, kind, name, pattern, location, action } = row.get_ref();
        let action = match action {
            Some(word) => self.choice(word, "action", ACTIONS)?.value,
            None => Action::Redact,
        };
        let location = location.as_ref().map(|word| self.location(word)).transpose()?;
        let (subject, span) = match (name, pattern) {
            (Some(name), None) => (Subject::Name(name.get_ref()), name.span()),
            (None, Some(pattern)) => (Subject::Pattern(pattern.get_ref()), pattern.span()),
            _ => {
                let message = "a rule has either a `name` or a `pattern`".to_owned();
                return Err(self.error(id.span(), message));
            }
        };
        // What stays needs no word for its pseudonym, and what goes can have the rule's own.
        let kind = kind.as_ref().unwrap_or(id);
        UserRule::new(id.get_ref(), kind.get_ref(), subject, location, action).map_err(|error| {
            let span = match error.word() {
                Some("id") => id.span(),
                Some(_) => kind.span(),
                None => span,
            };
            self.error(span, error.to_string())
        })
    }

    fn location(self, word: &Spanned<String>) -> Result<Location, ConfigError> {
        Location::named(word.get_ref()).ok_or_else(|| {
            let all: Vec<&str> = Location::ALL.iter().map(|location| location.as_str()).collect();
            self.error(word.span(), format!("`location` is one of: {}", all.join(", ")))
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    #[test]
    fn errors_say_where_and_what_is_allowed() {
        for (text, place, says) in [
            ("level = \"all\"", (1, 9), "minimal, support, public"),
            ("\njwt = 3", (2, 7), "expected a string"),
            ("keep = [\"a\",\n  \"--\"]", (2, 3), "a letter or a digit"),
            ("redact = [\"/(/\"]", (1, 11), "unclosed group"),
            ("redact = [\"/x*/\"]", (1, 11), "matches the empty text"),
            ("max-size = \"9\"", (1, 12), "no HAR fits"),
            ("levle = \"support\"", (1, 1), "expected one of `level`"),
            ("[[rule]]\nid = \"a\"\npatern = 'x'", (3, 1), "unknown field `patern`"),
            ("[[rule]]\nid = \"a\"", (2, 6), "either a `name` or a `pattern`"),
            ("[[rule]]\nid = \"a\"\npattern = 'x*'", (3, 11), "matches the empty text"),
            ("[[rule]]\nid = \"é\"\npattern = 'x'", (2, 6), "`id` takes"),
            ("[[rule]]\nid = \"a\"\nkind = \"A\"\npattern = 'x'", (3, 8), "`kind` takes"),
            ("[[rule]]\nid='a'\nname='x'\nlocation='body'", (4, 10), "request.postData.params"),
            ("[[rule]]\nid='a'\nname='x'\naction='drop'", (4, 8), "redact, keep"),
            (
                "[[rule]]\nid='a'\nname='x'\n[[rule]]\nid='a'\nname='y'",
                (5, 4),
                "another rule has this `id`",
            ),
            ("[presets.a]\nlimit='9'", (2, 7), "`limit` is less"),
            ("[presets.a]\ncounted='mail'", (2, 9), "file, message"),
            ("[presets.a]\nsize='1MB'", (2, 1), "unknown field `size`"),
            ("[presets.A]\nlimit='1MB'", (1, 10), "small letters"),
            ("\n[presets.a]\naccept=['rar']", (2, 10), "leave no form"),
            ("level = ", (1, 9), ""),
        ] {
            let error = Config::parse(text).unwrap_err();
            assert_eq!((error.line, error.column), place, "{text}: {error}");
            assert!(error.message.contains(says), "{text}: {error}");
        }
        assert!(Config::parse("").is_ok());
    }
}
