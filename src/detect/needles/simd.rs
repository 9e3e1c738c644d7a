//! The filter of [`Needles`](crate::detect::needles::Needles) for processors with AVX2, and with more.
#![expect(unsafe_code, reason = "vector code may be called only where the processor has it")]

mod avx512;

use std::arch::x86_64::{
    __m256i, _mm256_and_si256, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_movemask_epi8,
    _mm256_or_si256, _mm256_set1_epi8, _mm256_setzero_si256, _mm256_shuffle_epi8,
    _mm256_srli_epi16,
};

use crate::detect::needles::SPARE;
use crate::detect::needles::buckets::{SETS, Tables};
use crate::detect::needles::simd::avx512::Avx512;

/// Positions that are filtered at once.
const BLOCK: usize = 32;
/// Bytes that the filter sees of a block: three more than it has positions.
const SEEN: usize = BLOCK + 3;

/// What the processor has.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kernel {
    Avx512(Avx512),
    Avx2(Avx2),
}

impl Kernel {
    /// All of them, the best first.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let avx2 = Avx2::detect().map(Self::Avx2);
        Avx512::detect().map(Self::Avx512).into_iter().chain(avx2)
    }

    /// Lists where four bytes of `text` could begin that are a probe; returns how many places it
    /// has written. There must be room for every position and [`SPARE`] more.
    pub(super) fn candidates(self, tables: &Tables, text: &[u8], places: &mut [u16]) -> usize {
        match self {
            Self::Avx512(kernel) => kernel.candidates(tables, text, places),
            Self::Avx2(kernel) => kernel.candidates(tables, text, places),
        }
    }
}

/// Proof that the processor has AVX2.
#[derive(Debug, Clone, Copy)]
pub(super) struct Avx2(());

impl Avx2 {
    pub(super) fn detect() -> Option<Self> {
        let found = is_x86_feature_detected!("avx2")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("popcnt");
        found.then_some(Self(()))
    }

    fn candidates(self, tables: &Tables, text: &[u8], places: &mut [u16]) -> usize {
        // SAFETY: `self` proves the features.
        unsafe { candidates(tables, text, places) }
    }
}

#[target_feature(enable = "avx2,bmi1,popcnt")]
fn candidates(tables: &Tables, text: &[u8], places: &mut [u16]) -> usize {
    let Some(last) = text.last_chunk::<SEEN>() else {
        let mut seen = [0; SEEN];
        seen[..text.len()].copy_from_slice(text);
        let [bits] = filter::<1>(tables, &seen);
        let positions = text.len().saturating_sub(3);
        return list(u64::from(bits) & ((1 << positions) - 1), 0, places, 0);
    };
    let mut count = 0;
    let mut at = 0;
    while let Some(seen) = text[at..].first_chunk::<{ BLOCK + SEEN }>() {
        let bits = filter::<2>(tables, seen);
        count = list(u64::from(bits[0]) | u64::from(bits[1]) << BLOCK, at, places, count);
        at += 2 * BLOCK;
    }
    while let Some(seen) = text[at..].first_chunk::<SEEN>() {
        count = list(u64::from(filter::<1>(tables, seen)[0]), at, places, count);
        at += BLOCK;
    }
    // The last block overlaps the one before it.
    let start = text.len() - SEEN;
    if at < text.len() - 3 {
        let [bits] = filter::<1>(tables, last);
        count = list(u64::from(bits & u32::MAX << (at - start)), start, places, count);
    }
    count
}

/// Appends the place of each bit to the first `count` of `places`; returns how many they then are.
/// Where there are few, no branch depends on how many, for a wrong guess costs more than a place.
#[inline]
#[target_feature(enable = "avx2,bmi1,popcnt")]
fn list(mut bits: u64, at: usize, places: &mut [u16], count: usize) -> usize {
    let at = u16::try_from(at).expect("because a batch is short");
    let end = count + bits.count_ones() as usize;
    let mut next = count;
    while bits != 0 {
        for place in &mut places[next..next + SPARE] {
            *place = at.wrapping_add(low_byte(bits.trailing_zeros()));
            bits &= bits.wrapping_sub(1);
        }
        next += SPARE;
    }
    end
}

/// A number of bits, of which a word has 64.
#[inline]
fn low_byte(bits: u32) -> u16 {
    u16::from(bits.to_le_bytes()[0])
}

/// The positions of some blocks at which every byte of a probe is admitted by one bucket.
#[inline]
#[target_feature(enable = "avx2")]
fn filter<const COUNT: usize>(tables: &Tables, seen: &[u8]) -> [u32; COUNT] {
    assert!(seen.len() >= COUNT * BLOCK + 3);
    let nibble = _mm256_set1_epi8(15);
    let mut buckets = [[_mm256_set1_epi8(-1); SETS]; COUNT];
    for position in 0..4 {
        let mut nibbles = [(nibble, nibble); COUNT];
        for (block, nibbles) in nibbles.iter_mut().enumerate() {
            let at = seen.as_ptr().wrapping_add(block * BLOCK + position);
            // SAFETY: the bytes are within `seen`, whose length is asserted.
            let bytes = unsafe { _mm256_loadu_si256(at.cast()) };
            let high = _mm256_srli_epi16::<4>(bytes);
            *nibbles = (_mm256_and_si256(bytes, nibble), _mm256_and_si256(high, nibble));
        }
        for set in 0..SETS {
            let (low, high) = (load(&tables.low[set][position]), load(&tables.high[set][position]));
            for (buckets, nibbles) in buckets.iter_mut().zip(nibbles) {
                let admitted = _mm256_and_si256(
                    _mm256_shuffle_epi8(low, nibbles.0),
                    _mm256_shuffle_epi8(high, nibbles.1),
                );
                buckets[set] = _mm256_and_si256(buckets[set], admitted);
            }
        }
    }
    let zero = _mm256_setzero_si256();
    buckets.map(|sets| {
        let any = sets.into_iter().fold(zero, |any, set| _mm256_or_si256(any, set));
        !_mm256_movemask_epi8(_mm256_cmpeq_epi8(any, zero)).cast_unsigned()
    })
}

#[inline]
#[target_feature(enable = "avx2")]
fn load(bytes: &[u8; 32]) -> __m256i {
    // SAFETY: these are the bytes of a vector, and the load needs no alignment.
    unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) }
}
