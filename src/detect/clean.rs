//! Which entries and long strings pass 2 has searched through every layer and left as they are, or
//! rewritten where nothing in them is encoded.
//!
//! Pass 3 reads them again and searches them as they stand. To open their layers once more would
//! tell nothing new: the same bytes were searched for the same secrets. Entries and most strings
//! were searched as they stand, too, and that they are the same bytes says that they still hold
//! none.

use std::hash::BuildHasher;

use foldhash::quality::RandomState;
use rustc_hash::FxHashSet;

/// Entries and long strings in which every layer was searched for what is known, and nothing found; and
/// strings in which it was replaced and nothing else is encoded. They are known by a hash under a
/// key that no capture can foresee.
#[derive(Default)]
pub struct Clean {
    key: CleanKey,
    hashes: FxHashSet<u64>,
}

/// The key of one run, by which strings are known.
#[derive(Default, Clone)]
pub struct CleanKey(RandomState);

/// How a string was searched in which nothing is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Searched {
    /// What it says, in every layer.
    Layers,
    /// That, and its bytes as they stand in the capture.
    Bytes,
    /// Not at all: secrets were replaced in it, and no other text stands in it.
    Rewritten,
}

impl Clean {
    /// Strings beyond this number are not noted, and searched through every layer again: memory
    /// does not grow with the capture.
    const STRINGS_MAX: usize = 1 << 20;

    /// None yet, under the key of this run.
    #[must_use]
    pub fn new(key: CleanKey) -> Self {
        Self { key, hashes: FxHashSet::default() }
    }

    /// The key by which strings are known.
    pub(crate) fn key(&self) -> &CleanKey {
        &self.key
    }

    /// Adds what one worker has noted.
    pub fn extend(&mut self, notes: Vec<u64>) {
        let room = Self::STRINGS_MAX - self.hashes.len();
        self.hashes.extend(notes.into_iter().take(room));
    }

    /// How the string of this hash was searched, as it is written.
    pub(crate) fn searched(&self, hash: u64) -> Option<Searched> {
        [Searched::Bytes, Searched::Layers, Searched::Rewritten]
            .into_iter()
            .find(|searched| self.hashes.contains(&noted(hash, *searched)))
    }
}

impl CleanKey {
    /// The hash of a string as it is written.
    pub(crate) fn hash(&self, raw: &[u8]) -> u64 {
        self.0.hash_one(raw)
    }

    pub(crate) fn state(&self) -> &RandomState {
        &self.0
    }
}

/// A hash whose lowest bits say how the string was searched.
fn noted(hash: u64, searched: Searched) -> u64 {
    hash & !3 | searched as u64
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
#[derive(Debug, Default)]
pub(crate) struct CleanNotes {
    hashes: Vec<u64>,
}

impl CleanNotes {
    /// What one worker holds: a megabyte.
    const STRINGS_MAX: usize = 1 << 17;

    pub(crate) fn note(&mut self, hash: u64, searched: Searched) {
        if self.hashes.len() < Self::STRINGS_MAX {
            self.hashes.push(noted(hash, searched));
        }
    }

    pub(crate) fn into_hashes(self) -> Vec<u64> {
        self.hashes
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::clean::{CleanNotes, Searched};
    use crate::detect::{Clean, CleanKey};

    #[test]
    fn a_string_is_known_by_every_byte_of_it() {
        let key = CleanKey::default();
        let mut clean = Clean::new(key.clone());
        let searched = |clean: &Clean, raw: &[u8]| clean.searched(key.hash(raw));
        assert_eq!(searched(&clean, b"abc"), None);
        let mut notes = CleanNotes::default();
        notes.note(key.hash(b"abc"), Searched::Bytes);
        notes.note(key.hash(b"xyz"), Searched::Layers);
        clean.extend(notes.into_hashes());
        assert_eq!(searched(&clean, b"abc"), Some(Searched::Bytes));
        assert_eq!(searched(&clean, b"xyz"), Some(Searched::Layers));
        for other in [&b"abd"[..], b"ab", b"abc\0"] {
            assert_eq!(searched(&clean, other), None);
        }
        assert_eq!(format!("{clean:?}"), "Clean(2 strings)");
    }
}
