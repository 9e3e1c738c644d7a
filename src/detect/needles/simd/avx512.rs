//! The filter for processors with AVX-512: 64 positions at once, with all tables in registers.

use std::arch::x86_64::{
    __m512i, _mm_loadu_si128, _mm512_and_si512, _mm512_broadcast_i32x4, _mm512_loadu_si512,
    _mm512_maskz_loadu_epi8, _mm512_or_si512, _mm512_set1_epi8, _mm512_setzero_si512,
    _mm512_shuffle_epi8, _mm512_srli_epi16, _mm512_ternarylogic_epi32, _mm512_test_epi8_mask,
};

use crate::detect::needles::buckets::{SETS, Tables};
use crate::detect::needles::simd::list;
use crate::har::mask::below;

/// Positions that are filtered at once.
const BLOCK: usize = 64;
/// Bytes that the filter sees of a block: three more than it has positions.
const SEEN: usize = BLOCK + 3;
/// The truth table of `a & b & c`.
const ALL: i32 = 0x80;

/// Proof that the processor has AVX-512 for bytes.
#[derive(Debug, Clone, Copy)]
pub(in crate::detect::needles) struct Avx512(());

impl Avx512 {
    pub(super) fn detect() -> Option<Self> {
        let found = is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("popcnt");
        found.then_some(Self(()))
    }

    pub(super) fn candidates(self, tables: &Tables, text: &[u8], places: &mut [u16]) -> usize {
        // SAFETY: `self` proves the features.
        unsafe { candidates(tables, text, places) }
    }
}

#[target_feature(enable = "avx512bw,bmi1,popcnt")]
fn candidates(tables: &Tables, text: &[u8], places: &mut [u16]) -> usize {
    let table = |nibbles: &[u8; 32]| {
        // SAFETY: the array has the bytes of a vector, and the load needs no alignment.
        _mm512_broadcast_i32x4(unsafe { _mm_loadu_si128(nibbles.as_ptr().cast()) })
    };
    let mut nibbles = [[[_mm512_setzero_si512(); 2]; 4]; SETS];
    for (set, nibbles) in nibbles.iter_mut().enumerate() {
        for (position, nibbles) in nibbles.iter_mut().enumerate() {
            *nibbles = [table(&tables.low[set][position]), table(&tables.high[set][position])];
        }
    }
    let (mut at, mut count) = (0, 0);
    while let Some(seen) = text[at..].first_chunk::<SEEN>() {
        count = list(filter(&nibbles, |position| load(seen, position)), at, places, count);
        at += BLOCK;
    }
    // There are fewer positions left than a block has, and three bytes more.
    let rest = &text[at..];
    let positions = rest.len().saturating_sub(3);
    let bits = filter(&nibbles, |position| load_rest(rest, position)) & below(positions);
    list(bits, at, places, count)
}

/// The positions at which every byte of a probe is admitted by one bucket; `load` gives the bytes
/// of each position.
#[inline]
#[target_feature(enable = "avx512bw")]
fn filter(nibbles: &[[[__m512i; 2]; 4]; SETS], load: impl Fn(usize) -> __m512i) -> u64 {
    let nibble = _mm512_set1_epi8(15);
    let mut buckets = [_mm512_set1_epi8(-1); SETS];
    for position in 0..4 {
        let bytes = load(position);
        let low = _mm512_and_si512(bytes, nibble);
        let high = _mm512_and_si512(_mm512_srli_epi16::<4>(bytes), nibble);
        for (buckets, nibbles) in buckets.iter_mut().zip(nibbles) {
            let [of_low, of_high] = nibbles[position];
            *buckets = _mm512_ternarylogic_epi32::<ALL>(
                *buckets,
                _mm512_shuffle_epi8(of_low, low),
                _mm512_shuffle_epi8(of_high, high),
            );
        }
    }
    let zero = _mm512_setzero_si512();
    let any = buckets.into_iter().fold(zero, |any, set| _mm512_or_si512(any, set));
    _mm512_test_epi8_mask(any, any)
}

/// The bytes of a block from this one of four on.
#[inline]
#[target_feature(enable = "avx512bw")]
fn load(seen: &[u8; SEEN], position: usize) -> __m512i {
    let bytes = &seen[position..position + BLOCK];
    // SAFETY: the slice has the bytes of a vector, and the load needs no alignment.
    unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) }
}

/// The same of what is shorter; behind its end are zeros.
#[inline]
#[target_feature(enable = "avx512bw")]
fn load_rest(rest: &[u8], position: usize) -> __m512i {
    let rest = &rest[position.min(rest.len())..];
    // SAFETY: the mask leaves out what is behind the slice.
    unsafe { _mm512_maskz_loadu_epi8(below(rest.len()), rest.as_ptr().cast()) }
}
