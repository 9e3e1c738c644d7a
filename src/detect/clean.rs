//! Which long strings pass 2 has searched through every layer and left as they are.
//!
//! Pass 3 reads them again and searches them as they stand. To open their layers once more would
//! tell nothing new: the same bytes were searched for the same secrets.

use std::hash::BuildHasher;

use foldhash::quality::RandomState;
use rustc_hash::FxHashSet;

/// Long strings in which every layer was searched for what is known, and nothing found; known by a
/// hash under a key that no capture can foresee.
#[derive(Default)]
pub struct Clean {
    key: CleanKey,
    hashes: FxHashSet<u64>,
}

/// The key of one run.
#[derive(Default, Clone)]
pub struct CleanKey(RandomState);

impl Clean {
    /// Strings beyond this number are not noted, and searched through every layer again: memory
    /// does not grow with the capture.
    const STRINGS_MAX: usize = 1 << 20;

    /// None yet, under the key of this run.
    #[must_use]
    pub fn new(key: CleanKey) -> Self {
        Self { key, hashes: FxHashSet::default() }
    }

    /// Adds what one worker has noted.
    pub fn extend(&mut self, notes: Vec<u64>) {
        let room = Self::STRINGS_MAX - self.hashes.len();
        self.hashes.extend(notes.into_iter().take(room));
    }

    /// Whether this string, as it is written, was searched.
    pub(crate) fn holds(&self, raw: &[u8]) -> bool {
        !self.hashes.is_empty() && self.hashes.contains(&self.key.hash(raw))
    }
}

impl CleanKey {
    pub(crate) fn hash(&self, raw: &[u8]) -> u64 {
        self.0.hash_one(raw)
    }
}

impl std::fmt::Debug for Clean {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Clean({} strings)", self.hashes.len())
    }
}

impl std::fmt::Debug for CleanKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CleanKey(..)")
    }
}

/// What one worker notes.
#[derive(Debug)]
pub(crate) struct CleanNotes {
    key: CleanKey,
    hashes: Vec<u64>,
}

impl CleanNotes {
    /// What one worker holds: a megabyte.
    const STRINGS_MAX: usize = 1 << 17;

    pub(crate) fn new(key: CleanKey) -> Self {
        Self { key, hashes: Vec::new() }
    }

    pub(crate) fn note(&mut self, raw: &[u8]) {
        if self.hashes.len() < Self::STRINGS_MAX {
            self.hashes.push(self.key.hash(raw));
        }
    }

    pub(crate) fn into_hashes(self) -> Vec<u64> {
        self.hashes
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::{Clean, CleanKey};

    #[test]
    fn a_string_is_known_by_every_byte_of_it() {
        let key = CleanKey::default();
        let mut clean = Clean::new(key.clone());
        assert!(!clean.holds(b"abc"));
        clean.extend(vec![key.hash(b"abc")]);
        assert!(clean.holds(b"abc"));
        assert!(!clean.holds(b"abd") && !clean.holds(b"ab") && !clean.holds(b"abc\0"));
        assert_eq!(format!("{clean:?}"), "Clean(1 strings)");
    }
}
