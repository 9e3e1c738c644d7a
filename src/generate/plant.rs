//! Deals the invented secrets out to their places, and writes down where each stands first.

use std::io::{self, Write};

use crate::generate::secret::Invented;

const KINDS: usize = Invented::ALL.len();

/// Values that must survive are listed for this many entries.
const KEPT_ENTRIES_MAX: u64 = 1000;

/// Deals out secrets.
pub(super) struct Planter<'l> {
    seed: u64,
    secrets: u32,
    used: [u64; KINDS],
    list: Option<&'l mut dyn Write>,
    /// Number of the entry that is being written, from 1; 0 for the envelope.
    pub(super) entry: u64,
}

impl<'l> Planter<'l> {
    pub(super) fn new(seed: u64, secrets: u32, list: Option<&'l mut dyn Write>) -> Self {
        Self { seed, secrets, used: [0; KINDS], list, entry: 0 }
    }

    /// The next secret of a kind, for a place that is described in words; none when there are
    /// fewer secrets than kinds and this kind got none.
    pub(super) fn plant(&mut self, kind: Invented, place: &str) -> io::Result<Option<String>> {
        let order = Invented::ALL.iter().position(|other| *other == kind);
        let order = order.expect("because ALL has every kind");
        let kinds = u32::try_from(KINDS).expect("because there are few kinds");
        let extra = u32::try_from(order).is_ok_and(|order| order < self.secrets % kinds);
        let distinct = u64::from(self.secrets / kinds + u32::from(extra));
        if distinct == 0 {
            return Ok(None);
        }
        let used = self.used[order];
        self.used[order] += 1;
        let value = kind.value(self.seed, used % distinct);
        if used < distinct {
            self.write_down("secret", kind.kind(), &value, place)?;
        }
        Ok(Some(value))
    }

    /// Writes down a value that must survive.
    pub(super) fn keep(&mut self, kind: &str, value: &str, place: &str) -> io::Result<()> {
        if self.entry > KEPT_ENTRIES_MAX {
            return Ok(());
        }
        self.write_down("keep", kind, value, place)
    }

    fn write_down(&mut self, what: &str, kind: &str, value: &str, place: &str) -> io::Result<()> {
        let Some(list) = &mut self.list else { return Ok(()) };
        let line = serde_json::json!({
            what: value, "kind": kind, "location": place, "entry": self.entry,
        });
        writeln!(list, "{line}")
    }
}
