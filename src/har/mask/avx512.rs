//! The kernel for processors with AVX-512: a comparison of 64 bytes is one instruction, and gives
//! the bitmap.

use std::arch::x86_64::{
    __m512i, _mm_clmulepi64_si128, _mm_cvtsi128_si64, _mm_set_epi64x, _mm_set1_epi8, _mm_setr_epi8,
    _mm512_broadcast_i32x4, _mm512_cmpeq_epi8_mask, _mm512_cmple_epu8_mask, _mm512_loadu_si512,
    _mm512_movepi8_mask, _mm512_or_si512, _mm512_set1_epi8, _mm512_shuffle_epi8, _mm512_sub_epi8,
};

use crate::har::mask::{
    BLOCK, FOLDED_OPENINGS, FOLDED_TOKENS, Figures, Heads, Kernel, LETTERS, RawBrackets, RawTokens,
    SPACES, bare,
};

/// Proof that the processor has AVX-512 for bytes, carry-less multiplication and bit counting.
#[derive(Debug, Clone, Copy)]
pub(super) struct Avx512(());

impl Avx512 {
    pub(super) fn detect() -> Option<Self> {
        let found = is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("pclmulqdq")
            && is_x86_feature_detected!("popcnt")
            && is_x86_feature_detected!("bmi1");
        found.then_some(Self(()))
    }

    pub(super) fn run<T>(self, read: impl FnOnce(Self) -> T) -> T {
        #[target_feature(enable = "avx512bw,pclmulqdq,popcnt,bmi1")]
        fn run<T>(kernel: Avx512, read: impl FnOnce(Avx512) -> T) -> T {
            read(kernel)
        }
        // SAFETY: `self` proves the features.
        unsafe { run(self, read) }
    }
}

impl Kernel for Avx512 {
    #[inline(always)]
    fn raw_brackets(self, block: &[u8; BLOCK]) -> RawBrackets {
        // SAFETY: `self` proves the features.
        unsafe { raw_brackets(block) }
    }

    #[inline(always)]
    fn raw_tokens(self, block: &[u8; BLOCK]) -> RawTokens {
        // SAFETY: `self` proves the features.
        unsafe { raw_tokens(block) }
    }

    #[inline(always)]
    fn figures(self, block: &[u8; BLOCK]) -> Figures {
        // SAFETY: `self` proves the features.
        unsafe { figures(block) }
    }

    #[inline(always)]
    fn heads(self, block: &[u8; BLOCK]) -> Heads {
        // SAFETY: `self` proves the features.
        unsafe { heads(block) }
    }

    #[inline(always)]
    fn openings(self, block: &[u8; BLOCK]) -> u64 {
        // SAFETY: `self` proves the features.
        unsafe { openings(block) }
    }

    #[inline(always)]
    fn places(self, byte: u8, block: &[u8; BLOCK]) -> u64 {
        // SAFETY: `self` proves the features.
        unsafe { equal(load(block), byte) }
    }

    #[inline(always)]
    fn prefix_xor(self, bits: u64) -> u64 {
        // SAFETY: `self` proves the features.
        unsafe { prefix_xor(bits) }
    }
}

#[inline]
#[target_feature(enable = "avx512bw")]
fn raw_brackets(block: &[u8; BLOCK]) -> RawBrackets {
    let bytes = load(block);
    let folded = fold(bytes);
    RawBrackets {
        quote: equal(bytes, b'"'),
        backslash: equal(bytes, b'\\'),
        open: equal(folded, b'{'),
        close: equal(folded, b'}'),
    }
}

#[inline]
#[target_feature(enable = "avx512bw")]
fn raw_tokens(block: &[u8; BLOCK]) -> RawTokens {
    let bytes = load(block);
    RawTokens {
        quote: equal(bytes, b'"'),
        backslash: equal(bytes, b'\\'),
        structural: listed(fold(bytes), FOLDED_TOKENS),
        space: listed(bytes, SPACES),
        control: at_most(bytes, 0x1F),
        letter: listed(bytes, LETTERS),
    }
}

#[inline]
#[target_feature(enable = "avx512bw")]
fn figures(block: &[u8; BLOCK]) -> Figures {
    let bytes = load(block);
    let digit = range(bytes, b'0', b'9');
    let colon = equal(bytes, b':');
    Figures {
        digit,
        dot: equal(bytes, b'.'),
        link: colon | equal(bytes, b'-'),
        linked: digit | colon | range(fold(bytes), b'a', b'f'),
        at: equal(bytes, b'@') | equal(bytes, b'%'),
    }
}

#[inline]
#[target_feature(enable = "avx512bw")]
fn heads(block: &[u8; BLOCK]) -> Heads {
    let bytes = load(block);
    let letter = range(fold(bytes), b'a', b'z');
    let sign = equal(bytes, b'+') | equal(bytes, b'(');
    // Digits follow the slash.
    let inside = range(bytes, b'-', b'9') | equal(bytes, b' ') | equal(bytes, b')');
    Heads {
        word: letter | range(bytes, b'0', b'9'),
        sign,
        breaker: !(_mm512_movepi8_mask(bytes) | letter | sign | inside),
    }
}

#[inline]
#[target_feature(enable = "avx512bw")]
fn openings(block: &[u8; BLOCK]) -> u64 {
    let bytes = load(block);
    let folded = fold(bytes);
    let brace = equal(folded, b'{');
    let value = equal(bytes, b'"') | brace | at_most(bytes, b' ');
    listed(folded, FOLDED_OPENINGS) & !bare(brace, value)
}

#[inline]
#[target_feature(enable = "sse2,pclmulqdq")]
fn prefix_xor(bits: u64) -> u64 {
    let product =
        _mm_clmulepi64_si128::<0>(_mm_set_epi64x(0, bits.cast_signed()), _mm_set1_epi8(-1));
    _mm_cvtsi128_si64(product).cast_unsigned()
}

#[inline]
#[target_feature(enable = "avx512f")]
fn load(block: &[u8; BLOCK]) -> __m512i {
    // SAFETY: the block has the bytes of a vector, and the load needs no alignment.
    unsafe { _mm512_loadu_si512(block.as_ptr().cast()) }
}

/// Makes `[` to `{` and `]` to `}`.
#[inline]
#[target_feature(enable = "avx512bw")]
fn fold(bytes: __m512i) -> __m512i {
    _mm512_or_si512(bytes, _mm512_set1_epi8(0x20))
}

#[inline]
#[target_feature(enable = "avx512bw")]
fn equal(bytes: __m512i, byte: u8) -> u64 {
    _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(byte.cast_signed()))
}

#[inline]
#[target_feature(enable = "avx512bw")]
fn at_most(bytes: __m512i, byte: u8) -> u64 {
    _mm512_cmple_epu8_mask(bytes, _mm512_set1_epi8(byte.cast_signed()))
}

#[inline]
#[target_feature(enable = "avx512bw")]
fn range(bytes: __m512i, first: u8, last: u8) -> u64 {
    at_most(_mm512_sub_epi8(bytes, _mm512_set1_epi8(first.cast_signed())), last - first)
}

/// Bytes that equal the item of `list` at their low half; bytes from 0x80 never do.
#[inline]
#[target_feature(enable = "avx512bw")]
fn listed(bytes: __m512i, list: [u8; 16]) -> u64 {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = list.map(u8::cast_signed);
    let list = _mm_setr_epi8(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
    _mm512_cmpeq_epi8_mask(bytes, _mm512_shuffle_epi8(_mm512_broadcast_i32x4(list), bytes))
}
