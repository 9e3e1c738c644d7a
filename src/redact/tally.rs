//! How often each rule was applied where; no values.

use std::collections::BTreeMap;

use crate::detect::Rule;
use crate::har::Location;

/// One row of a [`Tally`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The rule that held.
    pub rule: Rule,
    /// Where in the capture.
    pub location: Location,
    /// In which layer.
    pub layer: &'static str,
    /// Whether only the sweep found it: nothing marked it there.
    pub swept: bool,
}

/// How often each rule was applied where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    counts: BTreeMap<Place, u64>,
}

impl Tally {
    /// Counts one redaction.
    pub fn count(&mut self, place: Place) {
        *self.counts.entry(place).or_default() += 1;
    }

    /// Adds the counts of another tally.
    pub fn merge(&mut self, other: &Self) {
        for (place, count) in &other.counts {
            *self.counts.entry(*place).or_default() += count;
        }
    }

    /// The rows, by rule and location.
    pub fn rows(&self) -> impl Iterator<Item = (Place, u64)> {
        self.counts.iter().map(|(place, count)| (*place, *count))
    }

    /// All redactions together.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.values().sum()
    }
}
