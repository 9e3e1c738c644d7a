//! The filter of [`Windows`](crate::redact::window::Windows) for processors with AVX2: eight windows
//! at once.
#![expect(unsafe_code, reason = "code for AVX2 may be called only where the processor has it")]

use std::arch::x86_64::{
    __m256i, _MM_HINT_T0, _mm_loadu_si128, _mm_prefetch, _mm256_add_epi32, _mm256_and_si256,
    _mm256_blendv_epi8, _mm256_broadcastsi128_si256, _mm256_castps_si256, _mm256_castsi256_ps,
    _mm256_cmpeq_epi8, _mm256_cmpeq_epi64, _mm256_i32gather_epi32, _mm256_loadu_si256,
    _mm256_movemask_ps, _mm256_mullo_epi32, _mm256_or_si256, _mm256_permute4x64_epi64,
    _mm256_set1_epi8, _mm256_set1_epi32, _mm256_setzero_si256, _mm256_shuffle_epi8,
    _mm256_shuffle_ps, _mm256_sllv_epi32, _mm256_srli_epi16, _mm256_srli_epi32, _mm256_srlv_epi32,
    _mm256_storeu_si256, _mm256_xor_si256,
};

use crate::redact::window::{
    ANY_CASE, Alarms, BIT_SHIFTS, DIGIT, FACTORS, FOLD, Filter, LANES, TOKEN, Table,
};

/// Proof that the processor has AVX2.
#[derive(Debug, Clone, Copy)]
pub(super) struct Avx2(());

impl Avx2 {
    pub(super) fn detect() -> Option<Self> {
        is_x86_feature_detected!("avx2").then_some(Self(()))
    }

    /// Notes the windows of `text` that may be in the tables and begin from `at` on and before `end`,
    /// as long as there is room for those of a block; where the next one begins.
    pub(super) fn fill<const WIDTH: usize, const STRIDE: usize>(
        self,
        filter: &Filter,
        text: &[u8],
        at: usize,
        end: usize,
        alarms: &mut Alarms,
    ) -> usize {
        // SAFETY: `self` proves the feature.
        unsafe { fill::<WIDTH, STRIDE>(filter, text, at, end, alarms) }
    }
}

/// What is read for a group.
const GROUP_BYTES: usize = 64;

/// Groups that are hashed at once. While their words are on the way, those of the block before are
/// read: a filter of two megabytes answers twice as fast, where what is between has emptied the
/// caches.
const BLOCK: usize = 8;

/// Filters of so many words (128 KiB) are asked for before they are read: smaller ones stay near.
const FAR_WORDS: usize = 1 << 15;

/// Where the words of the windows stand, and what chooses bits in them, for each group.
type Block = [[__m256i; 2]; BLOCK];

#[target_feature(enable = "avx2")]
fn fill<const WIDTH: usize, const STRIDE: usize>(
    filter: &Filter,
    text: &[u8],
    mut at: usize,
    end: usize,
    alarms: &mut Alarms,
) -> usize {
    let [codes, words, others] = filter.tables;
    let tables = [Place::of(codes), Place::of(words), Place::of(others)];
    // What `ask` relies on: no hash leads out of its table, no table out of the filter, and a lane can
    // say where each word stands.
    assert!(i32::try_from(filter.words.len()).is_ok());
    assert!(filter.tables.iter().all(|table| {
        (1..32).contains(&table.shift)
            && table.start + (1 << (32 - table.shift)) <= filter.words.len()
    }));
    let mut note = |at: usize, found: __m256i| {
        if _mm256_movemask_ps(_mm256_castsi256_ps(found)) != 0 {
            let mut lanes = lanes::<WIDTH>(found) & before::<STRIDE>(end - at);
            while lanes != 0 {
                alarms.push(at + lanes.trailing_zeros() as usize * STRIDE);
                lanes &= lanes - 1;
            }
        }
        alarms.has_room(BLOCK * LANES)
    };
    let step = LANES * STRIDE;
    if filter.words.len() < FAR_WORDS || end - at <= step {
        while at < end {
            let [places, bits] = hash::<WIDTH, STRIDE>(text, at, tables);
            let has_room = note(at, ask(filter, places, bits));
            at += step;
            if !has_room {
                break;
            }
        }
        return at;
    }
    let prepare = |at: usize, block: &mut Block| {
        for (at, hashes) in (at..end).step_by(step).zip(block) {
            *hashes = hash::<WIDTH, STRIDE>(text, at, tables);
            fetch(filter, hashes[0]);
        }
    };
    let mut blocks = [[[_mm256_setzero_si256(); 2]; BLOCK]; 2];
    let [mut block, mut next] = blocks.each_mut();
    prepare(at, block);
    let mut has_room = true;
    while at < end && has_room {
        prepare(at + BLOCK * step, next);
        for &[places, bits] in block.iter().take((end - at).div_ceil(step)) {
            has_room = note(at, ask(filter, places, bits));
            at += step;
        }
        std::mem::swap(&mut block, &mut next);
    }
    at
}

/// Asks memory for the words of a group.
#[inline]
#[target_feature(enable = "avx2")]
fn fetch(filter: &Filter, places: __m256i) {
    let mut numbers = [0_u32; LANES];
    // SAFETY: the array has the bytes of a vector, and the store needs no alignment.
    unsafe { _mm256_storeu_si256(numbers.as_mut_ptr().cast(), places) };
    for number in numbers {
        let word = filter.words.as_ptr().wrapping_add(number as usize);
        #[expect(unused_unsafe, reason = "older compilers call the hint unsafe")]
        // SAFETY: the hint reads nothing, wherever it points.
        unsafe {
            _mm_prefetch::<_MM_HINT_T0>(word.cast());
        }
    }
}

/// Eight windows: the first four bytes of each, and what follows them. Those of eight bytes stand in
/// the order 0, 1, 4, 5, 2, 3, 6, 7.
type Halves = [__m256i; 2];

/// Windows of `WIDTH` bytes, each `STRIDE` bytes behind the one before.
#[inline]
#[target_feature(enable = "avx2")]
fn windows<const WIDTH: usize, const STRIDE: usize>(bytes: &[u8; GROUP_BYTES]) -> Halves {
    match (WIDTH, STRIDE) {
        (8, 8) => both(load(bytes, 0), load(bytes, 32)),
        (5, 4) => {
            let fifth = _mm256_and_si256(load(bytes, 4), _mm256_set1_epi32(0xff));
            [load(bytes, 0), fifth]
        }
        _ => unreachable!("there are windows of two kinds"),
    }
}

/// The even and the odd numbers of 32 bits of two vectors.
#[inline]
#[target_feature(enable = "avx2")]
fn both(first: __m256i, second: __m256i) -> Halves {
    let (first, second) = (_mm256_castsi256_ps(first), _mm256_castsi256_ps(second));
    [
        _mm256_castps_si256(_mm256_shuffle_ps::<0b10_00_10_00>(first, second)),
        _mm256_castps_si256(_mm256_shuffle_ps::<0b11_01_11_01>(first, second)),
    ]
}

/// Which lanes have their highest bit set, in the order of the windows.
#[inline]
#[target_feature(enable = "avx2")]
fn lanes<const WIDTH: usize>(found: __m256i) -> u32 {
    let found = if WIDTH == 8 { _mm256_permute4x64_epi64::<0b11_01_10_00>(found) } else { found };
    _mm256_movemask_ps(_mm256_castsi256_ps(found)).cast_unsigned()
}

/// The lanes of the windows that begin in the next `bytes`.
fn before<const STRIDE: usize>(bytes: usize) -> u32 {
    (1 << bytes.div_ceil(STRIDE).min(LANES)) - 1
}

/// Where in the filter the words of the group at `at` stand, and what chooses bits in them.
#[inline]
#[target_feature(enable = "avx2")]
fn hash<const WIDTH: usize, const STRIDE: usize>(
    text: &[u8],
    at: usize,
    tables: [Place; 3],
) -> [__m256i; 2] {
    let mut tail = [0; GROUP_BYTES];
    let bytes = match text[at..].first_chunk() {
        Some(bytes) => bytes,
        None => {
            tail[..text.len() - at].copy_from_slice(&text[at..]);
            &tail
        }
    };
    let any_case = _mm256_set1_epi8(ANY_CASE.to_le_bytes()[0].cast_signed());
    let windows = windows::<WIDTH, STRIDE>(bytes).map(|half| _mm256_or_si256(half, any_case));
    let place = if WIDTH == 8 { choose(bytes, tables) } else { tables[0] };
    let sum = sum(windows);
    let [places, bits] = FACTORS[1].map(|factor| times(sum, factor));
    [_mm256_add_epi32(_mm256_srlv_epi32(places, place.shift), place.start), bits]
}

/// The highest bit of each window that may be in the filter.
#[inline]
#[target_feature(enable = "avx2")]
fn ask(filter: &Filter, places: __m256i, bits: __m256i) -> __m256i {
    // SAFETY: `fill` has checked the tables.
    let words = unsafe { _mm256_i32gather_epi32::<4>(filter.words.as_ptr().cast(), places) };
    let low = _mm256_set1_epi32(31);
    let first = _mm256_srli_epi32::<{ BIT_SHIFTS[0] }>(bits);
    let second = _mm256_and_si256(_mm256_srli_epi32::<{ BIT_SHIFTS[1] }>(bits), low);
    let third = _mm256_and_si256(_mm256_srli_epi32::<{ BIT_SHIFTS[2] }>(bits), low);
    let fourth = _mm256_and_si256(_mm256_srli_epi32::<{ BIT_SHIFTS[3] }>(bits), low);
    _mm256_and_si256(
        _mm256_and_si256(_mm256_sllv_epi32(words, first), _mm256_sllv_epi32(words, second)),
        _mm256_and_si256(_mm256_sllv_epi32(words, third), _mm256_sllv_epi32(words, fourth)),
    )
}

/// What both halves of the hashes are products of, as [`crate::redact::window::hash`] computes it.
#[inline]
#[target_feature(enable = "avx2")]
fn sum(windows: Halves) -> __m256i {
    let [first, second] = FACTORS[0];
    let sum = _mm256_add_epi32(times(windows[0], first), times(windows[1], second));
    _mm256_xor_si256(sum, _mm256_srli_epi32::<FOLD>(sum))
}

#[inline]
#[target_feature(enable = "avx2")]
fn times(numbers: __m256i, factor: u32) -> __m256i {
    _mm256_mullo_epi32(numbers, _mm256_set1_epi32(factor.cast_signed()))
}

/// Where the words of eight windows stand: in which tables.
#[derive(Clone, Copy)]
struct Place {
    start: __m256i,
    shift: __m256i,
}

impl Place {
    /// In this table, all of them.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn of(table: Table) -> Self {
        let start = i32::try_from(table.start).expect("because a lane can say it");
        Self {
            start: _mm256_set1_epi32(start),
            shift: _mm256_set1_epi32(table.shift.cast_signed()),
        }
    }

    /// In the other's tables where all bits of `mask` are set.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn or(self, other: Self, mask: __m256i) -> Self {
        Self {
            start: _mm256_blendv_epi8(self.start, other.start, mask),
            shift: _mm256_blendv_epi8(self.shift, other.shift, mask),
        }
    }
}

/// The tables of eight windows of eight bytes.
#[inline]
#[target_feature(enable = "avx2")]
fn choose(bytes: &[u8; GROUP_BYTES], [codes, words, others]: [Place; 3]) -> Place {
    let (first, second) = (classes(load(bytes, 0)), classes(load(bytes, 32)));
    let [tokens, _] = both(first[0], second[0]);
    let [plain, _] = both(first[1], second[1]);
    others.or(codes.or(words, plain), tokens)
}

/// All bits of each window of eight bytes that a token can have, and of each that has no digit.
#[inline]
#[target_feature(enable = "avx2")]
fn classes(windows: __m256i) -> [__m256i; 2] {
    let zero = _mm256_setzero_si256();
    let nibble = _mm256_set1_epi8(15);
    let low = _mm256_shuffle_epi8(twice(&LOW_HALVES), _mm256_and_si256(windows, nibble));
    let high = _mm256_and_si256(_mm256_srli_epi16::<4>(windows), nibble);
    let high = _mm256_shuffle_epi8(twice(&HIGH_HALVES), high);
    let halves = _mm256_and_si256(low, high);
    let digits = _mm256_and_si256(halves, _mm256_set1_epi8(1 << DIGIT));
    let others = _mm256_cmpeq_epi8(halves, zero);
    [_mm256_cmpeq_epi64(others, zero), _mm256_cmpeq_epi64(digits, zero)]
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
fn twice(halves: &[u8; 16]) -> __m256i {
    // SAFETY: these are the bytes of a vector, and the load needs no alignment.
    _mm256_broadcastsi128_si256(unsafe { _mm_loadu_si128(halves.as_ptr().cast()) })
}

/// The 32 bytes from `at` on.
#[inline]
#[target_feature(enable = "avx2")]
fn load(bytes: &[u8; GROUP_BYTES], at: usize) -> __m256i {
    // SAFETY: the slice has the bytes of a vector, and the load needs no alignment.
    unsafe { _mm256_loadu_si256(bytes[at..at + 32].as_ptr().cast()) }
}
