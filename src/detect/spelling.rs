//! Short texts that are written in another way than they say, like a literal of a script with an
//! escape in it, and that hold nothing.
//!
//! Pass 1 keeps each of them once, for most stand in many places. What they say is searched for
//! what is known before pass 2 begins, once for all these places; then pass 2 opens no layer of a
//! string that holds nothing but such texts, unless one of the few stands in it that say something.

use std::fmt;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashSet;

use crate::detect::{Codec, Known};

/// The texts, each as it is written and what it says.
#[derive(Default)]
pub struct Spellings {
    /// By a hash under a key that no capture can foresee.
    kept: FxHashSet<(u64, Codec)>,
    bytes: Vec<u8>,
    /// Where the two end.
    ends: Vec<[usize; 2]>,
}

impl Spellings {
    /// What says more is not kept, but opened wherever it stands.
    const TEXT_BYTES_MAX: usize = 64;
    /// Nor is what is written longer: `\` and a line end say nothing, however many there are.
    const RAW_BYTES_MAX: usize = 8 * Self::TEXT_BYTES_MAX;
    /// What one examiner keeps: memory does not grow with the capture.
    const TEXTS_MAX: usize = 2048;

    /// Keeps a text in which nothing was found and whose `raw` way of writing has this hash; whether
    /// it is kept.
    pub(crate) fn keep(&mut self, hash: u64, codec: Codec, raw: &[u8], decoded: &[u8]) -> bool {
        let is_short = decoded.len() <= Self::TEXT_BYTES_MAX && raw.len() <= Self::RAW_BYTES_MAX;
        if !is_short || !codec.is_charwise() || may_change(decoded) {
            return false;
        }
        if self.kept.contains(&(hash, codec)) {
            return true;
        }
        let has_room = self.ends.len() < Self::TEXTS_MAX;
        if has_room {
            self.kept.insert((hash, codec));
            self.push(raw, decoded);
        }
        has_room
    }

    fn push(&mut self, raw: &[u8], decoded: &[u8]) {
        self.bytes.extend_from_slice(raw);
        let raw_end = self.bytes.len();
        self.bytes.extend_from_slice(decoded);
        self.ends.push([raw_end, self.bytes.len()]);
    }

    /// Adds what another examiner has kept.
    pub fn merge(&mut self, other: &Self) {
        other.texts().for_each(|[raw, decoded]| self.push(raw, decoded));
    }

    fn texts(&self) -> impl Iterator<Item = [&[u8]; 2]> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|[_, end]| *end));
        starts.zip(&self.ends).map(|(start, &[raw_end, end])| {
            [&self.bytes[start..raw_end], &self.bytes[raw_end..end]]
        })
    }

    /// Which of them say something that is known.
    #[must_use]
    pub fn suspects(&self, known: &dyn Known) -> Suspects {
        let mut suspects = Vec::new();
        for [raw, decoded] in self.texts() {
            let mut says = false;
            known.find(decoded, &mut |_, _, _| says = true);
            if says {
                suspects.push(raw);
            }
        }
        suspects.sort_unstable();
        suspects.dedup();
        match suspects.len() {
            0 => Suspects::None,
            1..=Suspects::MAX => AhoCorasick::new(suspects).map_or(Suspects::Any, Suspects::These),
            _ => Suspects::Any,
        }
    }
}

/// Whether a codec that writes character by character may change what `text` says: what it changes
/// begins with one of these.
fn may_change(text: &[u8]) -> bool {
    text.iter().any(|byte| matches!(byte, b'\\' | b'%' | b'&' | b'+'))
}

/// The texts of which pass 2 has to open every layer, as they are written.
#[derive(Default)]
pub enum Suspects {
    /// Any may be one.
    #[default]
    Any,
    /// There is none.
    None,
    /// These are.
    These(AhoCorasick),
}

impl Suspects {
    /// With more of them, looking for them takes longer than opening every layer.
    const MAX: usize = 64;

    /// Whether one may stand in `text`.
    pub(crate) fn may_be_in(&self, text: &[u8]) -> bool {
        match self {
            Self::Any => true,
            Self::None => false,
            Self::These(texts) => texts.is_match(text),
        }
    }
}

impl fmt::Debug for Spellings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Spellings({} texts)", self.ends.len())
    }
}

impl fmt::Debug for Suspects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Suspects(..)")
    }
}

#[cfg(test)]
mod tests;
