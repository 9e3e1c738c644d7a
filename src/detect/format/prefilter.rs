//! Finds the keywords of all rows in a text, fast where there are none.
//!
//! Every keyword is represented by its rarest window of four bytes (three, if it is no longer), the
//! *probe*; keywords share probes where they can. The probes of three bytes go to a packed searcher
//! (Teddy); those of four, some 280, are bits of a table that every position is looked up in. Seven
//! packed searchers of 47 probes, which is what they can take, came to 0.4 GB/s.

use std::ops::Range;

use aho_corasick::packed::{Config, MatchKind, Searcher};
use rustc_hash::FxHashMap;

use crate::detect::format::row::FormatRule;

/// A keyword at a probe.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keyword {
    /// The row's index.
    pub(crate) row: usize,
    /// The keyword.
    pub(crate) word: &'static [u8],
    /// Where in it the probe stands.
    offset: usize,
}

/// The compiled keywords of a set of rows.
pub(crate) struct Prefilter {
    probes: Vec<Vec<Keyword>>,
    by_bytes: FxHashMap<u32, usize>,
    bits: Box<[u64; BITS / 64]>,
    packed: Option<Packed>,
}

/// The packed searcher and the probe of each of its patterns.
struct Packed {
    searcher: Searcher,
    probes: Vec<usize>,
}

/// Texts are searched in blocks, so that the second searcher finds the block in the cache.
const BLOCK: usize = 16 << 10;
/// Below this length the packed searchers do not pay.
const SHORT: usize = 128;
/// The bits of the table over single positions.
const BITS: usize = 1 << 16;

impl Prefilter {
    /// Compiles the keywords of `rows`, which come with their indices.
    pub(crate) fn new(rows: impl Iterator<Item = (usize, &'static FormatRule)>) -> Self {
        let mut words: Vec<(usize, &'static [u8])> = rows
            .flat_map(|(row, rule)| rule.keywords.iter().map(move |word| (row, word.as_bytes())))
            .collect();
        words.sort_by_key(|(row, word)| (word.len(), *row));
        let mut filter = Self {
            probes: Vec::new(),
            by_bytes: FxHashMap::default(),
            bits: Box::new([0; BITS / 64]),
            packed: None,
        };
        for (row, word) in words {
            filter.add(row, word);
        }
        filter.pack();
        filter
    }

    fn add(&mut self, row: usize, word: &'static [u8]) {
        let width = word.len().min(4);
        let windows = || word.windows(width).enumerate();
        let cost = |window: &[u8]| window.iter().map(|&byte| commonness(byte)).sum::<u32>();
        let best = windows().map(|(_, window)| cost(window)).min().unwrap_or_default();
        let shared = windows().find(|(_, window)| {
            cost(window) <= best + SHARING && self.by_bytes.contains_key(&number(window))
        });
        let Some((offset, window)) =
            shared.or_else(|| windows().min_by_key(|(_, window)| cost(window)))
        else {
            return;
        };
        let next = self.probes.len();
        let probe = *self.by_bytes.entry(number(window)).or_insert(next);
        if probe == next {
            self.probes.push(Vec::new());
            let bit = hash(number(window));
            self.bits[bit / 64] |= 1 << (bit % 64);
        }
        self.probes[probe].push(Keyword { row, word, offset });
    }

    /// Builds the packed searcher for the probes of three bytes.
    fn pack(&mut self) {
        let short = |probe: &usize| self.probes[*probe][0].word.len() < 4;
        let probes: Vec<usize> = (0..self.probes.len()).filter(short).collect();
        let words = probes.iter().map(|&probe| self.probes[probe][0].word);
        let mut builder = Config::new().match_kind(MatchKind::LeftmostFirst).builder();
        self.packed = builder.extend(words).build().map(|searcher| Packed { searcher, probes });
    }

    /// Reports where a keyword stands in `text`, in no particular order.
    pub(crate) fn find(&self, text: &[u8], found: &mut dyn FnMut(usize, Keyword)) {
        if text.len() < SHORT || self.packed.is_none() {
            return self.find_bits(text, found);
        }
        for from in (0..text.len()).step_by(BLOCK) {
            let block = from..text.len().min(from + BLOCK + 3);
            if let Some(packed) = &self.packed {
                self.find_packed(packed, text, block.clone(), found);
            }
            self.find_four(text, from..text.len().min(from + BLOCK), found);
        }
    }

    fn find_packed(
        &self,
        packed: &Packed,
        text: &[u8],
        block: Range<usize>,
        found: &mut dyn FnMut(usize, Keyword),
    ) {
        let mut from = block.start;
        let last = block.start + BLOCK;
        while let Some(hit) = packed.searcher.find_in(text, (from..block.end).into()) {
            // The overlap of two blocks belongs to the second.
            if hit.start() >= last {
                break;
            }
            self.confirm(packed.probes[hit.pattern().as_usize()], text, hit.start(), found);
            from = hit.start() + 1;
        }
    }

    /// One look at every position; also what the packed searchers are tested against.
    fn find_bits(&self, text: &[u8], found: &mut dyn FnMut(usize, Keyword)) {
        self.find_four(text, 0..text.len(), found);
        for (at, window) in text.windows(3).enumerate() {
            let probe = number(window);
            if self.has(probe) {
                self.look(probe, text, at, found);
            }
        }
    }

    /// Looks at every window of four bytes that begins in `block`; the common path is a load, four
    /// multiplications and one branch for four positions.
    fn find_four(&self, text: &[u8], block: Range<usize>, found: &mut dyn FnMut(usize, Keyword)) {
        let mut at = block.start;
        while at < block.end {
            let Some(eight) = text[at..].first_chunk::<8>() else {
                break;
            };
            let eight = u64::from_le_bytes(*eight);
            let probe = |place: usize| (eight >> (8 * place) & 0xffff_ffff) as u32;
            // Bit by bit, for an array of flags is written and read again from memory.
            let any =
                self.bit(probe(0)) | self.bit(probe(1)) | self.bit(probe(2)) | self.bit(probe(3));
            if any & 1 != 0 {
                let probes = [probe(0), probe(1), probe(2), probe(3)];
                for (place, probe) in probes.into_iter().enumerate() {
                    if self.has(probe) {
                        self.look(probe, text, at + place, found);
                    }
                }
            }
            at += 4;
        }
        for at in at..block.end.min(text.len().saturating_sub(3)) {
            self.look(number(&text[at..at + 4]), text, at, found);
        }
    }

    fn has(&self, probe: u32) -> bool {
        self.bit(probe) & 1 != 0
    }

    /// The bit of a probe, as the lowest of a word.
    #[inline]
    fn bit(&self, probe: u32) -> u64 {
        let bit = hash(probe);
        self.bits[bit / 64 % self.bits.len()] >> (bit % 64)
    }

    fn look(&self, probe: u32, text: &[u8], at: usize, found: &mut dyn FnMut(usize, Keyword)) {
        if let Some(&probe) = self.by_bytes.get(&probe) {
            self.confirm(probe, text, at, found);
        }
    }

    fn confirm(&self, probe: usize, text: &[u8], at: usize, found: &mut dyn FnMut(usize, Keyword)) {
        for keyword in &self.probes[probe] {
            if let Some(start) = at.checked_sub(keyword.offset)
                && text[start..].starts_with(keyword.word)
            {
                found(start, *keyword);
            }
        }
    }
}

/// How much commoner a shared probe may be than the keyword's rarest.
const SHARING: u32 = 4;

/// A window as a number; three bytes and four never give the same one.
fn number(window: &[u8]) -> u32 {
    match *window {
        [a, b, c, d] => u32::from_le_bytes([a, b, c, d]),
        [a, b, c] => u32::from_le_bytes([a, b, c, 0]),
        _ => 0,
    }
}

fn hash(number: u32) -> usize {
    (number.wrapping_mul(0x9e37_79b1) >> (32 - BITS.trailing_zeros())) as usize
}

/// Roughly, twice the binary logarithm of how common a byte is in captures.
fn commonness(byte: u8) -> u32 {
    match byte {
        b'e' | b't' | b'a' | b'o' | b'i' | b'n' | b'r' | b's' => 12,
        b'l' | b'c' | b'd' | b'u' | b'p' | b'm' | b'h' => 10,
        b'f' | b'g' | b'b' | b'y' | b'v' | b'w' | b'k' => 8,
        b'0'..=b'9' | b'-' | b'/' | b'.' | b'=' | b':' | b'_' | b'x' => 8,
        b'z' | b'j' | b'q' | b'$' => 6,
        b'A'..=b'Z' => 5,
        _ => 6,
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::format::prefilter::Prefilter;
    use crate::detect::format::table::rules;

    #[test]
    fn packed_and_bits_agree() {
        let filter = Prefilter::new(rules().enumerate());
        let words = rules().flat_map(|rule| rule.keywords).collect::<Vec<_>>();
        let mut text = Vec::new();
        for (index, word) in words.iter().cycle().take(words.len() * 20).enumerate() {
            text.extend_from_slice(&b"abcdefghijklmnopqrstuvwxyz-0123456789"[..index * 7 % 37]);
            text.extend_from_slice(word.as_bytes());
        }
        let (mut packed, mut bits) = (Vec::new(), Vec::new());
        filter.find(&text, &mut |at, keyword| packed.push((at, keyword.row, keyword.word)));
        filter.find_bits(&text, &mut |at, keyword| bits.push((at, keyword.row, keyword.word)));
        packed.sort_unstable();
        bits.sort_unstable();
        assert_eq!(packed, bits);
        assert!(packed.len() >= words.len() * 20);
    }
}
