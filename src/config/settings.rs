//! What all configurations of a run come to.

use crate::config::file::{Config, Located};
use crate::config::presets::{Preset, built_in};
use crate::detect::{Action, JwtMode, Level, Policy, UserRule};
use crate::options::CHUNK_BYTES_MAX;
use crate::size::Limit;

/// What the configurations of a run come to.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How much is redacted.
    pub level: Level,
    /// What is left of a JSON Web Token.
    pub jwt: JwtMode,
    /// Each output file is smaller than this many bytes; `None` makes one file of any size.
    pub chunk_bytes_max: Option<u64>,
    /// Names whose values are kept.
    pub keep: Vec<String>,
    /// Names whose values are redacted.
    pub redact: Vec<String>,
    /// Rules of the user's.
    pub rules: Vec<UserRule>,
    /// What desks take, by name.
    pub presets: Vec<Preset>,
}

/// How a configuration came to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// The user has named it: it may do everything.
    Named,
    /// It was found: it may add and never weaken.
    Discovered,
}

/// What was ignored in a configuration that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// The line, from 1.
    pub line: usize,
    /// What, and why.
    pub message: String,
}

impl Default for Settings {
    fn default() -> Self {
        let Policy { level, jwt, keep, redact, rules } = Policy::default();
        let (chunk_bytes_max, presets) = (Some(CHUNK_BYTES_MAX), built_in().to_vec());
        Self { level, jwt, chunk_bytes_max, keep, redact, rules, presets }
    }
}

impl Settings {
    /// Adds what a configuration says; returns what of it is ignored.
    pub fn apply(&mut self, config: Config, trust: Trust) -> Vec<Ignored> {
        let Config { level, jwt, max_size, keep, redact, rules, presets } = config;
        let mut gate = Gate { trust, ignored: Vec::new() };
        if let Some(level) = gate.admit(level, "this `level`", |level| *level < self.level) {
            self.level = level;
        }
        let weaker = |jwt: &JwtMode| *jwt == JwtMode::Claims && self.jwt == JwtMode::Opaque;
        if let Some(jwt) = gate.admit(jwt, "this `jwt`", weaker) {
            self.jwt = jwt;
        }
        let larger = |limit: &Limit| size(limit.0) > size(self.chunk_bytes_max);
        if let Some(limit) = gate.admit(max_size, "this `max-size`", larger) {
            self.chunk_bytes_max = limit.0;
        }
        let keep = keep.into_iter().filter_map(|name| gate.admit(Some(name), "`keep`", |_| true));
        self.keep.extend(keep);
        self.redact.extend(redact.into_iter().map(|name| name.value));
        let keeps = |rule: &UserRule| rule.action() == Action::Keep;
        let rules =
            rules.into_iter().filter_map(|rule| gate.admit(Some(rule), "a rule that keeps", keeps));
        self.rules.extend(rules);
        for preset in presets {
            let known = self.presets.iter().position(|known| known.name == preset.value.name);
            let changes = |_: &Preset| known.is_some();
            let Some(preset) = gate.admit(Some(preset), "this preset", changes) else { continue };
            match known {
                Some(at) => self.presets[at] = preset,
                None => self.presets.push(preset),
            }
        }
        self.presets.sort_by(|a, b| a.name.cmp(&b.name));
        gate.ignored
    }

    /// What is to be redacted.
    #[must_use]
    pub fn policy(self) -> Policy {
        let Self { level, jwt, keep, redact, rules, .. } = self;
        Policy { level, jwt, keep, redact, rules }
    }
}

fn size(limit: Option<u64>) -> u64 {
    limit.unwrap_or(u64::MAX)
}

/// Lets through what a configuration may say.
struct Gate {
    trust: Trust,
    ignored: Vec<Ignored>,
}

impl Gate {
    fn admit<T>(
        &mut self,
        setting: Option<Located<T>>,
        what: &str,
        weakens: impl FnOnce(&T) -> bool,
    ) -> Option<T> {
        let Located { value, line } = setting?;
        if self.trust == Trust::Named || !weakens(&value) {
            return Some(value);
        }
        let message =
            format!("{what} is ignored: a file that is not named with --config may only add");
        self.ignored.push(Ignored { line, message });
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_are_added_and_changed_where_they_may_be() {
        let text = "[presets.acme]\nlimit = '1MB'\n[presets.github]\nlimit = '9GB'\n";
        let check = |trust, lines: &[usize], github| {
            let mut settings = Settings::default();
            let ignored = settings.apply(Config::parse(text).unwrap(), trust);
            assert_eq!(ignored.iter().map(|i| i.line).collect::<Vec<_>>(), lines);
            let limit = |name: &str| {
                settings.presets.iter().find(|preset| preset.name == name).unwrap().limit_bytes
            };
            assert_eq!((limit("acme"), limit("github")), (Some(1_000_000), Some(github)));
            assert!(settings.presets.is_sorted_by_key(|preset| &preset.name));
        };
        check(Trust::Discovered, &[3], 25_000_000);
        check(Trust::Named, &[], 9_000_000_000);
    }

    #[test]
    fn what_is_found_adds_and_what_is_named_decides() {
        let weak = "level = 'minimal'\njwt = 'claims'\nmax-size = '26MB'\nkeep = ['a']\n\
                    redact = ['b']\n[[rule]]\nid = 'c'\nname = 'c'\naction = 'keep'\n";
        let strong = "level = 'public'\njwt = 'opaque'\nmax-size = '1MB'";
        let mut found = Settings::default();
        assert!(found.apply(Config::parse(strong).unwrap(), Trust::Discovered).is_empty());
        let ignored = found.apply(Config::parse(weak).unwrap(), Trust::Discovered);
        let lines: Vec<usize> = ignored.iter().map(|ignored| ignored.line).collect();
        assert_eq!(lines, [1, 2, 3, 4, 6]);
        assert_eq!((found.level, found.jwt), (Level::Public, JwtMode::Opaque));
        assert_eq!((found.chunk_bytes_max, found.keep.len()), (Some(1_000_000), 0));
        assert_eq!((found.redact, found.rules.len()), (vec!["b".to_owned()], 0));

        let mut named = Settings::default();
        assert!(named.apply(Config::parse(weak).unwrap(), Trust::Named).is_empty());
        assert_eq!((named.level, named.chunk_bytes_max), (Level::Minimal, Some(26_000_000)));
        assert_eq!((named.keep.len(), named.rules.len()), (1, 1));
    }
}
