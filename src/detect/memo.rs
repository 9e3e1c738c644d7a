//! Which strings were examined in vain: most of a capture says the same again and again.
//!
//! The same bytes under the same name in the same place give the same findings, so what gave none
//! need not be examined twice. A string is known by a hash under a key that no capture can foresee.

use std::hash::{BuildHasher, Hash, Hasher};

use crate::detect::bare_body::Asked;
use crate::detect::layer::Hint;
use crate::detect::site::Site;
use crate::detect::{CleanKey, Field, Reading, Verdict};
use crate::har::Location;

/// The strings that one examiner has found nothing in, as far as its table holds them.
pub(crate) struct Memo {
    key: CleanKey,
    /// At the place of its lowest bits, the hash that was noted last.
    table: Box<[u64]>,
}

/// What the findings of a string depend on besides the string.
#[derive(Clone, Copy)]
pub(crate) struct Setting {
    pub(crate) location: Location,
    pub(crate) depth: usize,
    pub(crate) in_request_body: bool,
    pub(crate) asked: Asked,
    pub(crate) rules: bool,
    /// Whether its shapes are looked at elsewhere.
    pub(crate) seen: bool,
    /// Whether it stands in something packed.
    pub(crate) packed: bool,
}

/// An object of a list of the capture: a header, a cookie, a parameter.
pub(crate) struct Item<'c> {
    /// The object as it is written.
    pub(crate) raw: &'c [u8],
    /// Where that starts.
    pub(crate) start: usize,
    pub(crate) site: Site,
    /// The name of the list.
    pub(crate) name: &'c [u8],
    /// The name around it.
    pub(crate) parent: &'c [u8],
}

/// The bit of a noted hash that says whether the string is flat.
const FLAT: u64 = 1 << 62;

/// Hashes that a table holds: half a megabyte for each examiner.
const HASHES: usize = 1 << 16;

impl Default for Memo {
    fn default() -> Self {
        Self { key: CleanKey::default(), table: vec![0; HASHES].into_boxed_slice() }
    }
}

impl Memo {
    /// Knows strings by this key from now on.
    pub(crate) fn set_key(&mut self, key: CleanKey) {
        self.key = key;
    }

    /// The hash of a string as it is written.
    pub(crate) fn hash_of(&self, raw: &[u8]) -> u64 {
        self.key.hash(raw)
    }

    /// The hash of a field of `text` whose value has the hash `raw`; none for a value of which more
    /// is known than the name rules say.
    pub(crate) fn hash(
        &self,
        raw: u64,
        text: &[u8],
        field: &Field<'_>,
        hint: &Hint<'_>,
        setting: Setting,
    ) -> Option<u64> {
        if !matches!(field.verdict, Verdict::Open) {
            return None;
        }
        let mut hasher = self.key.state().build_hasher();
        raw.hash(&mut hasher);
        let (reading, layer) = match field.reading {
            Reading::Sniff => (0, std::ptr::null()),
            Reading::Plain => (1, std::ptr::null()),
            Reading::As(layer) => (2, std::ptr::from_ref(layer)),
        };
        let flags = [
            field.seed,
            field.fixed_length,
            field.name_span.is_some(),
            setting.in_request_body,
            setting.rules,
            setting.seen,
            setting.packed,
        ];
        // What is small is hashed at once, for most strings are short.
        let facts = u64::from_le_bytes([
            field.codec as u8,
            field.place as u8,
            setting.location as u8,
            u8::try_from(setting.depth).expect("because few layers are opened"),
            reading,
            flags.into_iter().fold(0, |flags, flag| flags << 1 | u8::from(flag)),
            setting.asked as u8,
            0,
        ]);
        (facts, layer).hash(&mut hasher);
        (&*field.name, hint.mime).hash(&mut hasher);
        if let Some(span) = field.name_span.clone() {
            text[span].hash(&mut hasher);
        }
        Some(noted(&hasher))
    }

    /// The hash of an item, under the rules or without.
    pub(crate) fn hash_of_item(&self, item: &Item<'_>, rules: bool) -> u64 {
        let mut hasher = self.key.state().build_hasher();
        (self.hash_of(item.raw), item.site, rules).hash(&mut hasher);
        (item.name, item.parent).hash(&mut hasher);
        noted(&hasher)
    }

    /// If the string of this hash was noted, whether it is flat.
    pub(crate) fn get(&self, hash: u64) -> Option<bool> {
        let noted = self.table[place(hash)];
        (noted & !FLAT == hash).then_some(noted & FLAT != 0)
    }

    /// Notes that the string of this hash holds nothing, and whether it is flat: no text stands in
    /// it that is written in another way.
    pub(crate) fn note(&mut self, hash: u64, is_flat: bool) {
        self.table[place(hash)] = if is_flat { hash | FLAT } else { hash };
    }
}

/// A hash as it is noted: nought marks an empty place.
fn noted(hasher: &impl Hasher) -> u64 {
    (hasher.finish() | 1 << 63) & !FLAT
}

#[expect(clippy::cast_possible_truncation, reason = "the lowest bits are the place")]
fn place(hash: u64) -> usize {
    hash as usize % HASHES
}
