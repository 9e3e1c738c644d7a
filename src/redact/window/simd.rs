//! The filter of [`Windows`](crate::redact::window::Windows) for processors with AVX2: four windows
//! at once.
#![expect(unsafe_code, reason = "code for AVX2 may be called only where the processor has it")]

use std::arch::x86_64::{
    __m256i, _mm_loadu_si128, _mm256_add_epi64, _mm256_and_si256, _mm256_blendv_epi8,
    _mm256_broadcastsi128_si256, _mm256_cmpeq_epi8, _mm256_cmpeq_epi64, _mm256_cvtepu32_epi64,
    _mm256_i64gather_epi64, _mm256_loadu_si256, _mm256_mul_epu32, _mm256_or_si256,
    _mm256_set1_epi8, _mm256_set1_epi64x, _mm256_setzero_si256, _mm256_shuffle_epi8,
    _mm256_slli_epi64, _mm256_srli_epi16, _mm256_srli_epi64, _mm256_srlv_epi64, _mm256_testz_si256,
    _mm256_xor_si256,
};

use crate::redact::window::{ANY_CASE, BIT_SHIFTS, DIGIT, FACTORS, Filter, LANES, TOKEN, Table};

/// Proof that the processor has AVX2.
#[derive(Debug, Clone, Copy)]
pub(super) struct Avx2(());

impl Avx2 {
    pub(super) fn detect() -> Option<Self> {
        is_x86_feature_detected!("avx2").then_some(Self(()))
    }

    /// The start of the first group of four windows from `at` on, of those that begin before `end`,
    /// of which one may be in the tables; or where the first group begins that is not wholly in
    /// `text` and before `end`.
    pub(super) fn next<const WIDTH: usize, const STRIDE: usize>(
        self,
        filter: &Filter,
        text: &[u8],
        at: usize,
        end: usize,
    ) -> usize {
        // SAFETY: `self` proves the feature.
        unsafe { next::<WIDTH, STRIDE>(filter, text, at, end) }
    }
}

#[target_feature(enable = "avx2")]
fn next<const WIDTH: usize, const STRIDE: usize>(
    filter: &Filter,
    text: &[u8],
    mut at: usize,
    end: usize,
) -> usize {
    let [codes, words, others] = filter.tables;
    let (codes, words, others) = (Place::of(codes), Place::of(words), Place::of(others));
    // SAFETY of the loads below: no hash goes beyond its table, and no table beyond the filter.
    assert!(filter.tables.iter().all(|table| {
        (32..64).contains(&table.shift)
            && table.start + (1 << (64 - table.shift)) <= filter.words.len()
    }));
    let low = _mm256_set1_epi64x(63);
    let one = _mm256_set1_epi64x(1);
    while at + LANES * STRIDE <= end
        && let Some(bytes) = text[at..].first_chunk::<{ LANES * 8 + 8 }>()
    {
        let windows = windows::<WIDTH, STRIDE>(bytes);
        let (tokens, plain) = classes::<WIDTH>(windows);
        let place = others.or(codes.or(words, plain), tokens);
        // Short secrets are few, and often none of them is like a word.
        if WIDTH < 8 && _mm256_testz_si256(place.used, place.used) == 1 {
            at += LANES * STRIDE;
            continue;
        }
        let hashes = hash(windows);
        let places = _mm256_add_epi64(_mm256_srlv_epi64(hashes, place.shift), place.start);
        // SAFETY: a hash shifted by this much is less than the length of its table.
        let words = unsafe { _mm256_i64gather_epi64::<8>(filter.words.as_ptr().cast(), places) };
        let first = _mm256_and_si256(_mm256_srli_epi64::<{ BIT_SHIFTS[0] }>(hashes), low);
        let second = _mm256_and_si256(_mm256_srli_epi64::<{ BIT_SHIFTS[1] }>(hashes), low);
        let third = _mm256_and_si256(_mm256_srli_epi64::<{ BIT_SHIFTS[2] }>(hashes), low);
        let all = _mm256_and_si256(
            _mm256_and_si256(_mm256_srlv_epi64(words, first), _mm256_srlv_epi64(words, second)),
            _mm256_srlv_epi64(words, third),
        );
        if _mm256_testz_si256(all, one) == 0 {
            return at;
        }
        at += LANES * STRIDE;
    }
    at
}

/// Where the words of four windows stand: in which tables.
#[derive(Clone, Copy)]
struct Place {
    start: __m256i,
    shift: __m256i,
    /// All bits where the table holds anything.
    used: __m256i,
}

impl Place {
    /// In this table, all four.
    #[target_feature(enable = "avx2")]
    fn of(table: Table) -> Self {
        let all = |number: usize| {
            _mm256_set1_epi64x(i64::try_from(number).expect("because it is in memory"))
        };
        let used = _mm256_set1_epi64x(-i64::from(table.windows > 0));
        Self { start: all(table.start), shift: all(table.shift as usize), used }
    }

    /// In the other's tables where all bits of `mask` are set.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn or(self, other: Self, mask: __m256i) -> Self {
        Self {
            start: _mm256_blendv_epi8(self.start, other.start, mask),
            shift: _mm256_blendv_epi8(self.shift, other.shift, mask),
            used: _mm256_blendv_epi8(self.used, other.used, mask),
        }
    }
}

/// All bits of each window that a token can have, and of each that has no digit.
#[inline]
#[target_feature(enable = "avx2")]
fn classes<const WIDTH: usize>(windows: __m256i) -> (__m256i, __m256i) {
    let zero = _mm256_setzero_si256();
    // What is no byte of the window counts as a letter.
    let windows = if WIDTH == 8 {
        windows
    } else {
        let unused = u64::from_ne_bytes([b'a'; 8]) << (8 * WIDTH);
        _mm256_or_si256(windows, _mm256_set1_epi64x(unused.cast_signed()))
    };
    let nibble = _mm256_set1_epi8(15);
    let low = _mm256_shuffle_epi8(load(&LOW_HALVES), _mm256_and_si256(windows, nibble));
    let high = _mm256_and_si256(_mm256_srli_epi16::<4>(windows), nibble);
    let high = _mm256_shuffle_epi8(load(&HIGH_HALVES), high);
    let halves = _mm256_and_si256(low, high);
    let digits = _mm256_and_si256(halves, _mm256_set1_epi8(1 << DIGIT));
    let others = _mm256_cmpeq_epi8(halves, zero);
    (_mm256_cmpeq_epi64(others, zero), _mm256_cmpeq_epi64(digits, zero))
}

/// For each low half of a byte the high halves, as bits, with which it is of a token.
static LOW_HALVES: [u8; 16] = {
    let mut halves = [0; 16];
    let mut high = 0;
    while high < 8 {
        let mut low = 0;
        while low < 16 {
            if TOKEN[high] >> low & 1 == 1 {
                halves[low] |= 1 << high;
            }
            low += 1;
        }
        high += 1;
    }
    halves
};

/// The bit of each high half.
static HIGH_HALVES: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0];

/// The same 16 bytes twice.
#[inline]
#[target_feature(enable = "avx2")]
fn load(halves: &[u8; 16]) -> __m256i {
    // SAFETY: these are the bytes of a vector, and the load needs no alignment.
    _mm256_broadcastsi128_si256(unsafe { _mm_loadu_si128(halves.as_ptr().cast()) })
}

/// Four windows of `WIDTH` bytes, each `STRIDE` bytes behind the one before.
#[inline]
#[target_feature(enable = "avx2")]
fn windows<const WIDTH: usize, const STRIDE: usize>(bytes: &[u8; LANES * 8 + 8]) -> __m256i {
    match (WIDTH, STRIDE) {
        // SAFETY: 32 of the 40 bytes are read.
        (8, 8) => unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) },
        (5, 4) => {
            // SAFETY: 16 bytes are read, and 16 of those that follow the first four.
            let (head, tail) = unsafe {
                (
                    _mm_loadu_si128(bytes.as_ptr().cast()),
                    _mm_loadu_si128(bytes[4..].as_ptr().cast()),
                )
            };
            let tail = _mm256_and_si256(_mm256_cvtepu32_epi64(tail), _mm256_set1_epi64x(0xff));
            let tail = _mm256_slli_epi64::<32>(tail);
            _mm256_or_si256(_mm256_cvtepu32_epi64(head), tail)
        }
        _ => unreachable!("there are windows of two kinds"),
    }
}

/// The hashes of four windows, as [`crate::redact::window::hash`] computes them.
#[inline]
#[target_feature(enable = "avx2")]
fn hash(windows: __m256i) -> __m256i {
    let factor = |number: u64| _mm256_set1_epi64x(number.cast_signed());
    let windows = _mm256_or_si256(windows, factor(ANY_CASE));
    let sum = _mm256_add_epi64(
        _mm256_mul_epu32(windows, factor(FACTORS[0])),
        _mm256_mul_epu32(_mm256_srli_epi64::<32>(windows), factor(FACTORS[1])),
    );
    let folded = _mm256_xor_si256(sum, _mm256_srli_epi64::<32>(sum));
    _mm256_mul_epu32(folded, factor(FACTORS[2]))
}
