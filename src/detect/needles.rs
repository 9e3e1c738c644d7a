//! Finds many literals (*needles*) in one pass, fast where there are none.
//!
//! Each needle is represented by a window of four of its bytes (three, if it is no longer), the
//! *probe*; needles share probes where they can. A vector filter over the nibbles of four bytes
//! names the positions at which a probe could stand, a hash table those where one does, and there
//! the needles are compared. Positions are where a needle begins; needles may overlap.

mod buckets;
#[cfg(target_arch = "x86_64")]
mod simd;

use crate::detect::needles::buckets::{Tables, weight};

/// The compiled needles.
pub(crate) struct Needles {
    needles: Vec<Needle>,
    probes: Vec<Probe>,
    /// The first of the probes with a hash, as its index and one.
    slots: Box<[u16; SLOTS]>,
    /// The hashes of all probes.
    bits: Box<[u64; BITS / 64]>,
    #[cfg(target_arch = "x86_64")]
    kernel: Option<simd::Kernel>,
    #[cfg(target_arch = "x86_64")]
    tables: Box<Tables>,
}

struct Needle {
    text: &'static [u8],
    /// Where in it the probe stands.
    offset: usize,
}

struct Probe {
    key: u32,
    /// The bytes of `key` that count: four or three.
    mask: u32,
    needles: Vec<u16>,
    /// The next of the same hash, as its index and one.
    next: u16,
}

/// Which window of a needle may be its probe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// The rarest.
    Rarest,
    /// The first, so that needles are found in the order of where they begin.
    First,
}

const SLOTS: usize = 1 << 9;
/// Few enough for the nearest cache, many enough that few are set.
const BITS: usize = 1 << 15;
const FOUR: u32 = u32::MAX;
const THREE: u32 = 0x00ff_ffff;
/// How much commoner a shared probe may be than the needle's rarest.
const SHARING: f32 = 4.0;

/// Positions that are filtered before the candidates among them are looked at.
const BATCH: usize = 512;
/// A look at each position of a shorter text takes less.
const FILTERED: usize = 16;
/// Positions in a text for which a smaller list does.
const SHORT: usize = 128;
/// Places at the end of a list that may hold anything.
const SPARE: usize = 4;

impl Needles {
    /// Compiles needles of three bytes and more; a needle's number is its place among them.
    pub(crate) fn new(texts: impl IntoIterator<Item = &'static [u8]>, choice: Choice) -> Self {
        let needles: Vec<Needle> =
            texts.into_iter().map(|text| Needle { text, offset: 0 }).collect();
        let mut built = Self {
            needles,
            probes: Vec::new(),
            slots: Box::new([0; SLOTS]),
            bits: Box::new([0; BITS / 64]),
            #[cfg(target_arch = "x86_64")]
            kernel: simd::Kernel::all().next(),
            #[cfg(target_arch = "x86_64")]
            tables: Box::default(),
        };
        // The shortest have the least choice; the others share theirs.
        let mut order: Vec<usize> = (0..built.needles.len()).collect();
        order.sort_by_key(|&needle| built.needles[needle].text.len());
        for needle in order {
            built.add(needle, choice);
        }
        #[cfg(target_arch = "x86_64")]
        {
            let keys = built.probes.iter().map(|probe| (probe.key, probe.mask));
            *built.tables = Tables::new(&keys.collect::<Vec<_>>());
        }
        built
    }

    fn add(&mut self, needle: usize, choice: Choice) {
        let text = self.needles[needle].text;
        assert!(text.len() >= 3, "a needle of fewer than three bytes");
        let (width, mask) = if text.len() == 3 { (3, THREE) } else { (4, FOUR) };
        let windows = text.windows(width).map(number).enumerate();
        let windows = windows.take(if choice == Choice::First { 1 } else { usize::MAX });
        let windows: Vec<(usize, u32)> = windows.collect();
        let rarest = windows.iter().map(|&(_, key)| cost(key)).fold(f32::MAX, f32::min);
        let shared = windows
            .iter()
            .find(|&&(_, key)| cost(key) <= rarest * SHARING && self.probe(key, mask).is_some());
        let best = windows.iter().min_by(|a, b| cost(a.1).total_cmp(&cost(b.1)));
        let &(offset, key) =
            shared.or(best).expect("because a needle has at least as many bytes as its probe");
        self.needles[needle].offset = offset;
        let probe = self.probe(key, mask).unwrap_or_else(|| self.insert(key, mask));
        self.probes[probe].needles.push(small(needle));
    }

    fn insert(&mut self, key: u32, mask: u32) -> usize {
        let slot = &mut self.slots[hash(key, SLOTS)];
        self.probes.push(Probe { key, mask, needles: Vec::new(), next: *slot });
        *slot = small(self.probes.len());
        let bit = hash(key, BITS);
        self.bits[bit / 64] |= 1 << (bit % 64);
        self.probes.len() - 1
    }

    /// The index of the probe with these bytes.
    fn probe(&self, key: u32, mask: u32) -> Option<usize> {
        let mut next = self.slots[hash(key, SLOTS)];
        while next != 0 {
            let probe = &self.probes[usize::from(next) - 1];
            if probe.key == key && probe.mask == mask {
                return Some(usize::from(next) - 1);
            }
            next = probe.next;
        }
        None
    }

    /// Reports where which needle begins in `text`.
    pub(crate) fn find(&self, text: &[u8], mut found: impl FnMut(usize, usize)) {
        self.search(text, &mut |at, needle| {
            found(at, needle);
            true
        });
    }

    /// The needle of a number.
    pub(crate) fn needle(&self, number: usize) -> &'static [u8] {
        self.needles[number].text
    }

    /// Whether any needle stands in `text`.
    pub(crate) fn is_in(&self, text: &[u8]) -> bool {
        !self.search(text, &mut |_, _| false)
    }

    /// Goes on while `found` says so; whether it came to the end.
    fn search(&self, text: &[u8], found: &mut impl FnMut(usize, usize) -> bool) -> bool {
        #[cfg(target_arch = "x86_64")]
        if text.len() >= FILTERED
            && let Some(kernel) = self.kernel
        {
            return self.search_filtered(kernel, text, found);
        }
        self.search_each(text, found)
    }

    #[cfg(target_arch = "x86_64")]
    fn search_filtered(
        &self,
        kernel: simd::Kernel,
        text: &[u8],
        found: &mut impl FnMut(usize, usize) -> bool,
    ) -> bool {
        let filtered = if text.len() <= SHORT {
            self.search_batch(kernel, text, 0, &mut [0; SHORT + SPARE], found)
        } else {
            let mut places = [0; BATCH + SPARE];
            (0..text.len())
                .step_by(BATCH)
                .all(|from| self.search_batch(kernel, text, from, &mut places, found))
        };
        // The filter sees four bytes, but a needle at the end may have three.
        filtered && self.look(text, text.len() - 3, found)
    }

    /// Searches what begins at `from` and behind it, as far as `places` reaches.
    #[cfg(target_arch = "x86_64")]
    fn search_batch(
        &self,
        kernel: simd::Kernel,
        text: &[u8],
        from: usize,
        places: &mut [u16],
        found: &mut impl FnMut(usize, usize) -> bool,
    ) -> bool {
        let end = text.len().min(from + places.len() - SPARE + 3);
        let count = kernel.candidates(&self.tables, &text[from..end], places);
        places[..count].iter().all(|&place| self.look(text, from + usize::from(place), found))
    }

    /// A look at every position: for other processors, and what the filter is tested against.
    fn search_each(&self, text: &[u8], found: &mut impl FnMut(usize, usize) -> bool) -> bool {
        (0..text.len()).all(|at| self.look(text, at, found))
    }

    /// Reports the needles whose probe stands at `at`.
    #[inline]
    fn look(&self, text: &[u8], at: usize, found: &mut impl FnMut(usize, usize) -> bool) -> bool {
        let rest = &text[at..];
        let window = match rest.first_chunk::<4>() {
            Some(window) => u32::from_le_bytes(*window),
            None => number(rest),
        };
        !self.may_be(window, window & THREE)
            || self.compare(window, FOUR, text, at, found)
                && self.compare(window & THREE, THREE, text, at, found)
    }

    /// Whether one of two keys could be a probe's, with a single branch.
    #[inline]
    fn may_be(&self, four: u32, three: u32) -> bool {
        let bit = |key: u32| {
            let hash = hash(key, BITS);
            self.bits[hash / 64] >> (hash % 64)
        };
        (bit(four) | bit(three)) & 1 != 0
    }

    /// Reports the needles of the probes from `next` on that are `key`.
    fn compare(
        &self,
        key: u32,
        mask: u32,
        text: &[u8],
        at: usize,
        found: &mut impl FnMut(usize, usize) -> bool,
    ) -> bool {
        let mut next = self.slots[hash(key, SLOTS)];
        while next != 0 {
            let probe = &self.probes[usize::from(next) - 1];
            next = probe.next;
            if probe.key != key || probe.mask != mask {
                continue;
            }
            for &number in &probe.needles {
                let needle = &self.needles[usize::from(number)];
                if let Some(start) = at.checked_sub(needle.offset)
                    && text[start..].starts_with(needle.text)
                    && !found(start, usize::from(number))
                {
                    return false;
                }
            }
        }
        true
    }
}

/// Up to four bytes as a number; what is missing is zero.
fn number(window: &[u8]) -> u32 {
    window.iter().rev().fold(0, |number, &byte| number << 8 | u32::from(byte))
}

/// How common a probe is, roughly.
fn cost(key: u32) -> f32 {
    key.to_le_bytes().iter().filter(|&&byte| byte != 0).map(|&byte| weight(byte)).product()
}

/// A number below `limit`, a power of two.
fn hash(key: u32, limit: usize) -> usize {
    (key.wrapping_mul(0x9e37_79b1) >> (32 - limit.trailing_zeros())) as usize
}

fn small(index: usize) -> u16 {
    u16::try_from(index).expect("because the tables have a few hundred needles")
}

#[cfg(test)]
mod tests;
