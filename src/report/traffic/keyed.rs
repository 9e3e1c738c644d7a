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
    hasher.finish()
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
}
