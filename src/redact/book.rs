//! The secret book: every distinct secret of a capture, with the pseudonym that stands for it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use foldhash::quality::RandomState;

use crate::detect::{Finding, Findings, Kind, Rule, What};
use crate::redact::pseudonym::{Pseudonyms, Taken};
use crate::redact::secret::SecretValue;

/// Where a secret stood first: the entry's number and the order within it. The envelope counts as
/// entry 0.
pub type Sighting = (u64, u64);

/// A part of an entry has fewer findings than two to this power.
const PART_BITS: u32 = 32;

/// The secrets that one thread has seen in pass 1.
#[derive(Debug, Default)]
pub struct Sightings {
    seen: HashMap<SecretValue, (Sighting, Rule), RandomState>,
    taken: Taken,
}

impl Sightings {
    /// Notes every secret among the findings of entry `entry`.
    pub fn note(&mut self, entry: u64, findings: &Findings) {
        self.note_part(entry, 0, findings);
    }

    /// Notes every secret among the findings of one part of entry `entry`.
    pub fn note_part(&mut self, entry: u64, part: u64, findings: &Findings) {
        let mut order = part << PART_BITS;
        self.note_level(entry, &mut order, findings, findings.top());
    }

    fn note_level(&mut self, entry: u64, order: &mut u64, findings: &Findings, level: &[Finding]) {
        for finding in level {
            match &finding.what {
                What::Secret { rule, value, .. } | What::Seed { rule, value } => {
                    self.note_value((entry, *order), *rule, findings.bytes(value));
                    *order = order.saturating_add(1);
                }
                What::Inner { findings: inner, .. } => {
                    self.note_level(entry, order, findings, findings.inside(inner));
                }
                What::Known { .. } => {}
            }
        }
    }

    fn note_value(&mut self, sighting: Sighting, rule: Rule, value: &[u8]) {
        match self.seen.get_mut(value) {
            Some(first) => *first = (*first).min((sighting, rule)),
            None => {
                self.seen.insert(SecretValue::new(value), (sighting, rule));
            }
        }
    }

    /// Notes the pseudonyms of an earlier run that stand in a text of the capture: their numbers
    /// are not given again.
    pub fn note_pseudonyms(&mut self, text: &[u8]) {
        self.taken.note(text);
    }

    /// Adds what another thread has seen.
    pub fn merge(&mut self, other: Self) {
        self.taken.merge(other.taken);
        for (value, first) in other.seen {
            match self.seen.entry(value) {
                Entry::Occupied(mut known) => {
                    let first = first.min(*known.get());
                    known.insert(first);
                }
                Entry::Vacant(free) => {
                    free.insert(first);
                }
            }
        }
    }

    /// How many distinct secrets were seen.
    #[must_use]
    pub fn len(&self) -> usize {
        self.seen.len()
    }

    /// Whether none was seen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }
}

/// One secret of the book.
#[derive(Debug)]
struct Secret {
    rule: Rule,
    pseudonym: Box<str>,
}

/// Every distinct secret of a capture, numbered in order of first appearance.
#[derive(Debug, Default)]
pub struct SecretBook {
    secrets: Vec<Secret>,
    numbers: HashMap<SecretValue, u32, RandomState>,
}

/// Whether a value is a URL as a whole.
///
/// A beacon sends the page's own URL in its body. Where it stands as a URL its parts are judged, and
/// an entry whose `request.url` were a pseudonym could not be opened anywhere.
fn is_url(value: &[u8]) -> bool {
    ["http://", "https://", "ws://", "wss://"].iter().any(|scheme| {
        value.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme.as_bytes()))
    })
}

impl SecretBook {
    /// Closes pass 1: numbers the secrets and gives each its pseudonym.
    #[must_use]
    pub fn new(sightings: Sightings, pseudonyms: &Pseudonyms) -> Self {
        let mut seen: Vec<_> = sightings.seen.into_iter().collect();
        seen.sort_unstable_by_key(|(_, first)| *first);
        let mut counts: HashMap<Kind, u64> = HashMap::new();
        let mut book = Self::default();
        for (number, (value, (_, rule))) in (0_u32..).zip(seen) {
            let count =
                counts.entry(rule.kind).or_insert_with(|| sightings.taken.highest(rule.kind));
            *count += 1;
            let pseudonym = pseudonyms.name(rule.kind, *count, value.expose()).into_boxed_str();
            book.secrets.push(Secret { rule, pseudonym });
            book.numbers.insert(value, number);
        }
        book
    }

    /// The number of a secret, if it is in the book.
    #[must_use]
    pub fn number(&self, value: &[u8]) -> Option<u32> {
        self.numbers.get(value).copied()
    }

    /// What stands for the secret with this number.
    #[must_use]
    pub fn pseudonym(&self, number: u32) -> &str {
        &self.secrets[number as usize].pseudonym
    }

    /// The rule by which the secret with this number was found first.
    #[must_use]
    pub fn rule(&self, number: u32) -> Rule {
        self.secrets[number as usize].rule
    }

    /// The secrets' values, by number; empty where a value is replaced in its place only.
    #[must_use]
    pub fn values(&self) -> Vec<&[u8]> {
        let mut values: Vec<&[u8]> = vec![b""; self.secrets.len()];
        for (value, number) in &self.numbers {
            let value = value.expose();
            if !(self.rule(*number).is_blanket() && is_url(value)) {
                values[*number as usize] = value;
            }
        }
        values
    }

    /// How many secrets there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.secrets.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.secrets.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_that_no_rule_knows_is_replaced_in_its_place_only() {
        let rule = |id| Rule { id, kind: Kind("value") };
        for (id, value, expected) in [
            ("public/body-value", &b"https://shop.example/start?a=1"[..], &b""[..]),
            ("public/form-value", b"WSS://shop.example/", b""),
            ("public/body-value", b"Kx7!vTq2mLp-https://", b"Kx7!vTq2mLp-https://"),
            ("name/hook", b"https://shop.example/start", b"https://shop.example/start"),
        ] {
            let secrets = vec![Secret { rule: rule(id), pseudonym: "redacted-value-1".into() }];
            let numbers = HashMap::from_iter([(SecretValue::new(value), 0)]);
            assert_eq!(SecretBook { secrets, numbers }.values(), [expected], "{id}");
        }
    }
}
