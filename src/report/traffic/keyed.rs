//! A table of bounded size whose content does not depend on the order in which it was filled.

use std::collections::BTreeMap;
use std::hash::Hasher;

use rustc_hash::FxHasher;

/// Values by the hash of a key; of more keys than fit, those with the lowest hashes stay.
///
/// A key among the lowest of all was so in each thread, too, so that nothing of it is lost.
#[derive(Debug, Clone)]
pub(super) struct Keyed<V> {
    max: usize,
    values: BTreeMap<u64, V>,
}

/// A value that can be added to another of the same key.
pub(super) trait Merge {
    /// Adds what another thread has seen.
    fn merge(&mut self, other: Self);
}

/// The hash of a key that has several parts.
pub(super) fn key(parts: &[&[u8]]) -> u64 {
    let mut hasher = FxHasher::default();
    for part in parts {
        hasher.write(part);
        hasher.write_usize(part.len());
    }
    mixed(hasher.finish())
}

/// The finalizer of MurmurHash3: the lowest hashes must be those of any keys.
fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

impl<V: Merge> Keyed<V> {
    pub(super) fn new(max: usize) -> Self {
        Self { max, values: BTreeMap::new() }
    }

    /// Adds a value, which is made only when there is a place for it.
    pub(super) fn add(&mut self, key: u64, value: impl FnOnce() -> V) {
        if let Some(known) = self.values.get_mut(&key) {
            return known.merge(value());
        }
        let is_full = self.values.len() >= self.max;
        if is_full && self.values.last_key_value().is_none_or(|(last, _)| key > *last) {
            return;
        }
        self.values.insert(key, value());
        if is_full {
            self.values.pop_last();
        }
    }

    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// How many keys there were: exactly, as long as all of them fit; else as many as the hashes of
    /// those that stayed lead to expect (the k-minimum-values sketch of Bar-Yossef et al., 2002).
    pub(super) fn keys(&self) -> u64 {
        let kept = self.values.len();
        match self.values.last_key_value() {
            Some((last, _)) if kept == self.max && kept > 1 => {
                let expected =
                    (kept as u128 - 1) * (u128::from(u64::MAX) + 1) / (u128::from(*last) + 1);
                u64::try_from(expected).unwrap_or(u64::MAX).max(kept as u64)
            }
            _ => kept as u64,
        }
    }

    pub(super) fn get_mut(&mut self, key: u64) -> Option<&mut V> {
        self.values.get_mut(&key)
    }

    pub(super) fn get(&self, key: u64) -> Option<&V> {
        self.values.get(&key)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, &V)> {
        self.values.iter().map(|(key, value)| (*key, value))
    }

    pub(super) fn into_values(self) -> impl Iterator<Item = V> {
        self.values.into_values()
    }

    pub(super) fn merge(&mut self, other: Self) {
        for (key, value) in other.values {
            self.add(key, || value);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::report::traffic::keyed::{Keyed, Merge, key};

    #[derive(Debug, Clone, PartialEq)]
    struct Count(u64);

    impl Merge for Count {
        fn merge(&mut self, other: Self) {
            self.0 += other.0;
        }
    }

    #[test]
    fn the_same_rows_stay_however_the_work_is_divided() {
        let fill = |threads: usize| {
            let mut tables = vec![Keyed::new(50); threads];
            for at in 0..10_000_usize {
                let name = (at * 7 % 400).to_string();
                tables[at % threads].add(key(&[name.as_bytes()]), || Count(1));
            }
            let mut all = tables.pop().unwrap();
            tables.into_iter().for_each(|table| all.merge(table));
            all.into_values().collect::<Vec<_>>()
        };
        let one = fill(1);
        assert_eq!((one.len(), &one[0]), (50, &Count(25)));
        assert_eq!(one, fill(3));
        assert_eq!(one, fill(8));
    }

    #[test]
    fn the_number_of_keys_is_known_or_nearly_so() {
        for keys in [0, 1, 999, 1_000, 20_000_u64] {
            let mut table = Keyed::new(1_000);
            for at in 0..keys * 2 {
                table.add(key(&[format!("host-{}.example", at % keys).as_bytes()]), || Count(1));
            }
            let off = table.keys().abs_diff(keys);
            assert!(off <= if keys < 1_000 { 0 } else { keys / 10 }, "{keys}: {}", table.keys());
        }
    }
}
