//! The kernel for processors with AVX-512: a comparison of 64 bytes is one instruction, and gives
//! the bitmap.

use std::arch::x86_64::{
    __m512i, _mm_setr_epi8, _mm512_broadcast_i32x4, _mm512_cmpeq_epi8_mask, _mm512_cmple_epu8_mask,
    _mm512_loadu_si512, _mm512_movepi8_mask, _mm512_or_si512, _mm512_set1_epi8,
    _mm512_shuffle_epi8, _mm512_sub_epi8,
};

use crate::har::mask::vector::{
    FOLDED_OPENINGS, FOLDED_TOKENS, LETTERS, SPACES, kernel, prefix_xor,
};
use crate::har::mask::{
    BLOCK, Codes, Figures, Heads, Kernel, RawBrackets, RawTokens, bare, behind,
};

kernel!(Avx512, "avx512bw", "pclmulqdq", "popcnt", "bmi1");

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
fn codes(block: &[u8; BLOCK]) -> Codes {
    let bytes = load(block);
    let folded = fold(bytes);
    let (ampersand, plus) = (equal(bytes, b'&'), equal(bytes, b'+'));
    let calls = behind(equal(bytes, b'4'), equal(bytes, b','))
        | behind(equal(bytes, b'b'), equal(bytes, b'('))
        | behind(equal(folded, b'c'), equal(bytes, b' '))
        | behind(equal(bytes, b'y'), range(bytes, b'I', b'L'))
        | behind(equal(bytes, b'3'), range(bytes, b's', b'v'));
    let word = range(folded, b'a', b'z') | range(bytes, b'0', b'9');
    let sign = equal(bytes, b'%') | equal(bytes, b'\\');
    Codes {
        word,
        letter: word | plus | equal(bytes, b'/') | equal(bytes, b'-') | equal(bytes, b'_'),
        ampersand,
        equals: equal(bytes, b'='),
        sign: sign | plus | behind(ampersand, equal(bytes, b'#')) | calls,
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
#[target_feature(enable = "avx512bw")]
fn printable(block: &[u8; BLOCK]) -> u64 {
    let bytes = load(block);
    range(bytes, b' ', b'~') | range(bytes, b'\t', b'\n') | equal(bytes, b'\r')
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
