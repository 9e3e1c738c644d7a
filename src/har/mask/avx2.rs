//! The kernel for processors with AVX2.

use std::arch::x86_64::{
    __m256i, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_min_epu8, _mm256_movemask_epi8,
    _mm256_or_si256, _mm256_set1_epi8, _mm256_setr_epi8, _mm256_shuffle_epi8, _mm256_sub_epi8,
};

use crate::har::mask::vector::{
    FOLDED_OPENINGS, FOLDED_TOKENS, LETTERS, SPACES, kernel, prefix_xor,
};
use crate::har::mask::{
    BLOCK, Codes, Figures, Heads, Kernel, RawBrackets, RawTokens, bare, behind,
};

kernel!(Avx2, "avx2", "pclmulqdq", "popcnt", "bmi1");

#[inline]
#[target_feature(enable = "avx2")]
fn raw_brackets(block: &[u8; BLOCK]) -> RawBrackets {
    let halves = load(block);
    let folded = fold(halves);
    RawBrackets {
        quote: equal(halves, b'"'),
        backslash: equal(halves, b'\\'),
        open: equal(folded, b'{'),
        close: equal(folded, b'}'),
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn raw_tokens(block: &[u8; BLOCK]) -> RawTokens {
    let halves = load(block);
    RawTokens {
        quote: equal(halves, b'"'),
        backslash: equal(halves, b'\\'),
        structural: listed(fold(halves), FOLDED_TOKENS),
        space: listed(halves, SPACES),
        control: bits(at_most(halves, 0x1F)),
        letter: listed(halves, LETTERS),
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn figures(block: &[u8; BLOCK]) -> Figures {
    let halves = load(block);
    // The colon follows the digits.
    let numeral = range(halves, b'0', b':');
    Figures {
        digit: within(halves, b'0', b'9'),
        dot: equal(halves, b'.'),
        link: bits(or(is(halves, b':'), is(halves, b'-'))),
        linked: bits(or(numeral, range(fold(halves), b'a', b'f'))),
        at: bits(or(is(halves, b'@'), is(halves, b'%'))),
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn heads(block: &[u8; BLOCK]) -> Heads {
    let halves = load(block);
    let letter = range(fold(halves), b'a', b'z');
    let sign = or(is(halves, b'+'), is(halves, b'('));
    // Digits follow the slash.
    let inside = or(range(halves, b'-', b'9'), or(is(halves, b' '), is(halves, b')')));
    Heads {
        word: bits(or(letter, range(halves, b'0', b'9'))),
        sign: bits(sign),
        breaker: !(bits(halves) | bits(or(letter, or(sign, inside)))),
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn codes(block: &[u8; BLOCK]) -> Codes {
    let halves = load(block);
    let folded = fold(halves);
    let (ampersand, plus) = (equal(halves, b'&'), is(halves, b'+'));
    let calls = behind(equal(halves, b'4'), equal(halves, b','))
        | behind(equal(halves, b'b'), equal(halves, b'('))
        | behind(equal(folded, b'c'), equal(halves, b' '))
        | behind(equal(halves, b'y'), within(halves, b'I', b'L'))
        | behind(equal(halves, b'3'), within(halves, b's', b'v'));
    let word = or(range(folded, b'a', b'z'), range(halves, b'0', b'9'));
    let marks = or(is(halves, b'/'), or(is(halves, b'-'), is(halves, b'_')));
    let sign = or(or(is(halves, b'%'), is(halves, b'\\')), plus);
    Codes {
        word: bits(word),
        letter: bits(or(word, or(marks, plus))),
        ampersand,
        equals: equal(halves, b'='),
        sign: bits(sign) | behind(ampersand, equal(halves, b'#')) | calls,
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn openings(block: &[u8; BLOCK]) -> u64 {
    let halves = load(block);
    let folded = fold(halves);
    let brace = equal(folded, b'{');
    let value = equal(halves, b'"') | brace | bits(at_most(halves, b' '));
    listed(folded, FOLDED_OPENINGS) & !bare(brace, value)
}

#[inline]
#[target_feature(enable = "avx2")]
fn printable(block: &[u8; BLOCK]) -> u64 {
    let halves = load(block);
    let lines = or(range(halves, b'\t', b'\n'), is(halves, b'\r'));
    bits(or(range(halves, b' ', b'~'), lines))
}

#[inline]
#[target_feature(enable = "avx2")]
fn load(block: &[u8; BLOCK]) -> [__m256i; 2] {
    let half = block.as_ptr().cast::<__m256i>();
    // SAFETY: the block has the bytes of two vectors, and these loads need no alignment.
    unsafe { [_mm256_loadu_si256(half), _mm256_loadu_si256(half.add(1))] }
}

/// Makes `[` to `{` and `]` to `}`.
#[inline]
#[target_feature(enable = "avx2")]
fn fold(halves: [__m256i; 2]) -> [__m256i; 2] {
    let bit = _mm256_set1_epi8(0x20);
    [_mm256_or_si256(halves[0], bit), _mm256_or_si256(halves[1], bit)]
}

#[inline]
#[target_feature(enable = "avx2")]
fn equal(halves: [__m256i; 2], byte: u8) -> u64 {
    bits(is(halves, byte))
}

/// All bits of each byte that equals this one.
#[inline]
#[target_feature(enable = "avx2")]
fn is(halves: [__m256i; 2], byte: u8) -> [__m256i; 2] {
    let byte = _mm256_set1_epi8(byte.cast_signed());
    [_mm256_cmpeq_epi8(halves[0], byte), _mm256_cmpeq_epi8(halves[1], byte)]
}

/// All bits of each byte that is at most this one.
#[inline]
#[target_feature(enable = "avx2")]
fn at_most(halves: [__m256i; 2], byte: u8) -> [__m256i; 2] {
    let byte = _mm256_set1_epi8(byte.cast_signed());
    let least = [_mm256_min_epu8(halves[0], byte), _mm256_min_epu8(halves[1], byte)];
    [_mm256_cmpeq_epi8(halves[0], least[0]), _mm256_cmpeq_epi8(halves[1], least[1])]
}

#[inline]
#[target_feature(enable = "avx2")]
fn within(halves: [__m256i; 2], first: u8, last: u8) -> u64 {
    bits(range(halves, first, last))
}

/// All bits of each byte from `first` to `last`.
#[inline]
#[target_feature(enable = "avx2")]
fn range(halves: [__m256i; 2], first: u8, last: u8) -> [__m256i; 2] {
    let from = _mm256_set1_epi8(first.cast_signed());
    let above = [_mm256_sub_epi8(halves[0], from), _mm256_sub_epi8(halves[1], from)];
    at_most(above, last - first)
}

#[inline]
#[target_feature(enable = "avx2")]
fn or(some: [__m256i; 2], others: [__m256i; 2]) -> [__m256i; 2] {
    [_mm256_or_si256(some[0], others[0]), _mm256_or_si256(some[1], others[1])]
}

/// Bytes that equal the item of `list` at their low half; bytes from 0x80 never do.
#[inline]
#[target_feature(enable = "avx2")]
fn listed(halves: [__m256i; 2], list: [u8; 16]) -> u64 {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = list.map(u8::cast_signed);
    let list = _mm256_setr_epi8(
        a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, a, b, c, d, e, f, g, h, i, j, k, l, m, n,
        o, p,
    );
    let found = [_mm256_shuffle_epi8(list, halves[0]), _mm256_shuffle_epi8(list, halves[1])];
    bits([_mm256_cmpeq_epi8(halves[0], found[0]), _mm256_cmpeq_epi8(halves[1], found[1])])
}

#[inline]
#[target_feature(enable = "avx2")]
fn bits(halves: [__m256i; 2]) -> u64 {
    let [low, high] = halves.map(|half| u64::from(_mm256_movemask_epi8(half).cast_unsigned()));
    low | high << 32
}
