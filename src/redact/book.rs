//! The secret book: every distinct secret of a capture, with the pseudonym that stands for it.

use std::collections::HashMap;

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
    seen: HashMap<SecretValue, Seen, RandomState>,
    taken: Taken,
}

/// Where a secret was seen first, and which one it is of those that were seen, from 0.
#[derive(Debug, Clone, Copy)]
struct Seen {
    first: (Sighting, Rule),
    number: u32,
}

impl Sightings {
    /// Notes every secret among the findings of entry `entry`.
    pub fn note(&mut self, entry: u64, findings: &Findings) {
        self.note_part(entry, 0, findings, &mut Vec::new());
    }

    /// Notes every secret among the findings of one part of entry `entry`; appends to `numbers` which
    /// ones they are of those that this thread has seen, but for seeds.
    pub fn note_part(
        &mut self,
        entry: u64,
        part: u64,
        findings: &Findings,
        numbers: &mut Vec<u32>,
    ) {
        let mut order = part << PART_BITS;
        self.note_level((entry, &mut order), findings, findings.top(), numbers);
    }

    fn note_level(
        &mut self,
        (entry, order): (u64, &mut u64),
        findings: &Findings,
        level: &[Finding],
        numbers: &mut Vec<u32>,
    ) {
        for finding in level {
            match &finding.what {
                What::Secret { rule, value, .. } | What::Seed { rule, value } => {
                    let number = self.note_value((entry, *order), *rule, findings.bytes(value));
                    *order = order.saturating_add(1);
                    if !finding.is_seed() {
                        numbers.push(number);
                    }
                }
                What::Inner { findings: inner, .. } => {
                    self.note_level((entry, order), findings, findings.inside(inner), numbers);
                }
                What::Known { .. } => {}
            }
        }
    }

    fn note_value(&mut self, sighting: Sighting, rule: Rule, value: &[u8]) -> u32 {
        match self.seen.get_mut(value) {
            Some(seen) => {
                seen.first = seen.first.min((sighting, rule));
                seen.number
            }
            None => self.add(SecretValue::new(value), (sighting, rule)),
        }
    }

    fn add(&mut self, value: SecretValue, first: (Sighting, Rule)) -> u32 {
        // More than can be counted so are more than the sweep takes, which ends the run.
        let number = u32::try_from(self.seen.len()).unwrap_or(u32::MAX);
        self.seen.insert(value, Seen { first, number });
        number
    }

    /// Notes the pseudonyms of an earlier run that stand in a text of the capture: their numbers
    /// are not given again.
    pub fn note_pseudonyms(&mut self, text: &[u8]) {
        self.taken.note(text);
    }

    /// Adds what another thread has seen; which ones these are now, by their numbers there.
    pub fn merge(&mut self, other: Self) -> Vec<u32> {
        self.taken.merge(other.taken);
        let mut numbers = vec![0; other.seen.len()];
        for (value, Seen { first, number }) in other.seen {
            let merged = match self.seen.get_mut(value.expose()) {
                Some(known) => {
                    known.first = known.first.min(first);
                    known.number
                }
                None => self.add(value, first),
            };
            numbers[number as usize] = merged;
        }
        numbers
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
        Self::numbered(sightings, pseudonyms).0
    }

    /// The same, and the numbers of the secrets by those that the sightings have for them.
    #[must_use]
    pub fn numbered(sightings: Sightings, pseudonyms: &Pseudonyms) -> (Self, Vec<u32>) {
        let mut seen: Vec<_> = sightings.seen.into_iter().collect();
        seen.sort_unstable_by_key(|(_, seen)| seen.first);
        let mut counts: HashMap<Kind, u64> = HashMap::new();
        let (mut book, mut numbers) = (Self::default(), vec![0; seen.len()]);
        for (number, (value, seen)) in (0_u32..).zip(seen) {
            let (_, rule) = seen.first;
            numbers[seen.number as usize] = number;
            let count =
                counts.entry(rule.kind).or_insert_with(|| sightings.taken.highest(rule.kind));
            *count += 1;
            let pseudonym = pseudonyms.name(rule.kind, *count, value.expose()).into_boxed_str();
            book.secrets.push(Secret { rule, pseudonym });
            book.numbers.insert(value, number);
        }
        (book, numbers)
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
