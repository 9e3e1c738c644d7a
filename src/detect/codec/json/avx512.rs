//! Decodes escapes that stand for one byte, 64 bytes at a time, where the processor has AVX-512 and
//! can compress bytes.

use std::arch::x86_64::{
    __m512i, _mm512_cmpeq_epi8_mask, _mm512_mask_blend_epi8, _mm512_maskz_compress_epi8,
    _mm512_maskz_loadu_epi8, _mm512_set1_epi8, _mm512_storeu_si512,
};
use std::mem::MaybeUninit;

use crate::har::mask::{BLOCK, alternating, below};

/// Proof that the processor has what is used here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Avx512(());

impl Avx512 {
    pub(super) fn detect() -> Option<Self> {
        let found = is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512vbmi2")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("popcnt");
        found.then_some(Self(()))
    }

    /// Decodes `raw` behind what stands in `out` until it ends, or a block no longer fits into the
    /// capacity, or an escape comes that is none of `\"`, `\\`, `\/`, `\n`, `\r` and `\t`; how many
    /// bytes were read.
    pub(super) fn decode(self, raw: &[u8], out: &mut Vec<u8>) -> usize {
        // SAFETY: `self` proves the features.
        unsafe { decode(raw, out) }
    }

    /// How much would be read and written with room for so many bytes.
    pub(super) fn skip(self, raw: &[u8], room: usize) -> (usize, usize) {
        // SAFETY: `self` proves the features.
        unsafe { walk(raw, room, |_, _, _| ()) }
    }
}

#[target_feature(enable = "avx512bw,avx512vbmi2,bmi1,popcnt")]
fn decode(raw: &[u8], out: &mut Vec<u8>) -> usize {
    let before = out.len();
    let spare = out.spare_capacity_mut();
    let (read, written) = walk(raw, spare.len(), |at, keep, bytes| {
        let room = spare[at..].first_chunk_mut().expect("because a block fits");
        store(_mm512_maskz_compress_epi8(keep, bytes), room);
    });
    // SAFETY: each block was written behind the one before, which begins behind what stood there.
    unsafe { out.set_len(before + written) };
    read
}

/// Calls `put` with where each block is written, and which of which bytes.
#[inline]
#[target_feature(enable = "avx512bw,avx512vbmi2,bmi1,popcnt")]
fn walk(raw: &[u8], room: usize, mut put: impl FnMut(usize, u64, __m512i)) -> (usize, usize) {
    let (mut read, mut written) = (0, 0);
    while read < raw.len() && written + BLOCK <= room {
        let rest = &raw[read..];
        let len = rest.len().min(BLOCK);
        let bytes = load(&rest[..len]);
        let backslash = equal(bytes, b'\\');
        let (mut len, mut keep, mut decoded) = (len, u64::MAX, bytes);
        if backslash != 0 {
            // No block begins behind an escaping one.
            let alternating = alternating(backslash);
            let (escaped, escaping) = (alternating ^ backslash, alternating & backslash);
            let [n, r, t] = [b'n', b'r', b't'].map(|letter| equal(bytes, letter) & escaped);
            let same = equal(bytes, b'"') | backslash | equal(bytes, b'/');
            // An escape that is cut comes with the next block; any other stops here.
            let whole = len - usize::from(escaping >> (len - 1) & 1 == 1);
            let other = escaped & !(n | r | t | same) & below(whole);
            len = if other == 0 { whole } else { other.trailing_zeros() as usize - 1 };
            if len == 0 {
                break;
            }
            keep = !escaping;
            for (places, byte) in [(n, b'\n'), (r, b'\r'), (t, b'\t')] {
                decoded = _mm512_mask_blend_epi8(places, decoded, splat(byte));
            }
        }
        keep &= below(len);
        put(written, keep, decoded);
        read += len;
        written += keep.count_ones() as usize;
    }
    (read, written)
}

#[inline]
#[target_feature(enable = "avx512bw")]
fn equal(bytes: __m512i, byte: u8) -> u64 {
    _mm512_cmpeq_epi8_mask(bytes, splat(byte))
}

#[inline]
#[target_feature(enable = "avx512bw")]
fn splat(byte: u8) -> __m512i {
    _mm512_set1_epi8(byte.cast_signed())
}

/// The bytes of a block; behind a shorter one are zeros.
#[inline]
#[target_feature(enable = "avx512bw")]
fn load(bytes: &[u8]) -> __m512i {
    // SAFETY: the mask leaves out what is behind the slice.
    unsafe { _mm512_maskz_loadu_epi8(below(bytes.len()), bytes.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn store(bytes: __m512i, room: &mut [MaybeUninit<u8>; BLOCK]) {
    // SAFETY: the array has the bytes of a vector, and the store needs no alignment.
    unsafe { _mm512_storeu_si512(room.as_mut_ptr().cast(), bytes) };
}
