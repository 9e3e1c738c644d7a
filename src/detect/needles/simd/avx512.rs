//! The filter for processors with AVX-512 that look up 64 bytes at once: 64 positions, with all
//! tables in registers.

use std::arch::x86_64::{
    __m512i, _mm512_and_si512, _mm512_loadu_si512, _mm512_maskz_loadu_epi8, _mm512_or_si512,
    _mm512_permutexvar_epi8, _mm512_set1_epi8, _mm512_setzero_si512, _mm512_test_epi8_mask,
};

use crate::detect::needles::buckets::{SETS, Tables};
use crate::detect::needles::simd::list;
use crate::har::mask::below;

/// Positions that are filtered at once.
const BLOCK: usize = 64;
/// Bytes that the filter sees of a block: three more than it has positions.
const SEEN: usize = BLOCK + 3;

/// Proof that the processor has AVX-512 for bytes, and looks them up.
#[derive(Debug, Clone, Copy)]
pub(in crate::detect::needles) struct Avx512(());

impl Avx512 {
    pub(super) fn detect() -> Option<Self> {
        let found = is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512vbmi")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("popcnt");
        found.then_some(Self(()))
    }

    pub(super) fn candidates(self, tables: &Tables, text: &[u8], places: &mut [u16]) -> usize {
        // SAFETY: `self` proves the features.
        unsafe { candidates(tables, text, places) }
    }
}

#[target_feature(enable = "avx512bw,avx512vbmi,bmi1,popcnt")]
fn candidates(tables: &Tables, text: &[u8], places: &mut [u16]) -> usize {
    let mut admitted = [[_mm512_setzero_si512(); 4]; SETS];
    for (set, admitted) in admitted.iter_mut().enumerate() {
        for (position, admitted) in admitted.iter_mut().enumerate() {
            let six = &tables.six[set][position].0;
            // SAFETY: the array has the bytes of a vector, and the load needs no alignment.
            *admitted = unsafe { _mm512_loadu_si512(six.as_ptr().cast()) };
        }
    }
    let (mut at, mut count) = (0, 0);
    while let Some(seen) = text[at..].first_chunk::<SEEN>() {
        count = list(filter(&admitted, |position| load(seen, position)), at, places, count);
        at += BLOCK;
    }
    // There are fewer positions left than a block has, and three bytes more.
    let rest = &text[at..];
    let positions = rest.len().saturating_sub(3);
    let bits = filter(&admitted, |position| load_rest(rest, position)) & below(positions);
    list(bits, at, places, count)
}

/// The positions at which every byte of a probe is admitted by one bucket; `load` gives the bytes
/// of each position.
#[inline]
#[target_feature(enable = "avx512bw,avx512vbmi")]
fn filter(admitted: &[[__m512i; 4]; SETS], load: impl Fn(usize) -> __m512i) -> u64 {
    let mut buckets = [_mm512_set1_epi8(-1); SETS];
    for position in 0..4 {
        let bytes = load(position);
        for (buckets, admitted) in buckets.iter_mut().zip(admitted) {
            let admitted = _mm512_permutexvar_epi8(bytes, admitted[position]);
            *buckets = _mm512_and_si512(*buckets, admitted);
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
