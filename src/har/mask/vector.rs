//! What the kernels for vectors have in common: how a processor proves that it has one, what allows
//! to call its functions, and the lists of bytes that they look for.

use std::arch::x86_64::{_mm_clmulepi64_si128, _mm_cvtsi128_si64, _mm_set_epi64x, _mm_set1_epi8};

/// Marks no byte in the lists below.
const NO: u8 = 0xFF;
/// White space; like the others, indexed by the low half of a byte: the only byte with that half
/// that is looked for.
pub(super) const SPACES: [u8; 16] =
    [b' ', NO, NO, NO, NO, NO, NO, NO, NO, b'\t', b'\n', NO, NO, b'\r', NO, NO];
/// Brackets, colon and comma, when `[` counts as `{`.
pub(super) const FOLDED_TOKENS: [u8; 16] =
    [NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, b':', b'{', b',', b'}', NO, NO];
/// What may follow a backslash: `b` is rare and has the low half of `r`.
pub(super) const LETTERS: [u8; 16] =
    [NO, NO, b'r', NO, b't', NO, b'f', NO, NO, NO, NO, NO, NO, NO, b'n', b'/'];
/// What a literal, a comment, an object or an array can begin with, when `[` counts as `{`; `@` is
/// taken for a back quote.
pub(super) const FOLDED_OPENINGS: [u8; 16] =
    [b'`', NO, b'"', NO, NO, NO, NO, b'\'', NO, NO, NO, b'{', NO, NO, NO, b'/'];

#[inline]
#[target_feature(enable = "sse2,pclmulqdq")]
pub(super) fn prefix_xor(bits: u64) -> u64 {
    let product =
        _mm_clmulepi64_si128::<0>(_mm_set_epi64x(0, bits.cast_signed()), _mm_set1_epi8(-1));
    _mm_cvtsi128_si64(product).cast_unsigned()
}

/// A kernel, from the features of a processor that its module is written for and the functions there.
macro_rules! kernel {
    ($name:ident, $($feature:tt),+) => {
        /// Proof that the processor has what is used here.
        #[derive(Debug, Clone, Copy)]
        pub(super) struct $name(());

        impl $name {
            pub(super) fn detect() -> Option<Self> {
                let found = $(is_x86_feature_detected!($feature))&&+;
                found.then_some(Self(()))
            }

            pub(super) fn run<T>(self, read: impl FnOnce(Self) -> T) -> T {
                #[target_feature($(enable = $feature),+)]
                fn run<T>(kernel: $name, read: impl FnOnce($name) -> T) -> T {
                    read(kernel)
                }
                // SAFETY: `self` proves the features.
                unsafe { run(self, read) }
            }
        }

        impl Kernel for $name {
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
            fn codes(self, block: &[u8; BLOCK]) -> Codes {
                // SAFETY: `self` proves the features.
                unsafe { codes(block) }
            }

            #[inline(always)]
            fn openings(self, block: &[u8; BLOCK]) -> u64 {
                // SAFETY: `self` proves the features.
                unsafe { openings(block) }
            }

            #[inline(always)]
            fn printable(self, block: &[u8; BLOCK]) -> u64 {
                // SAFETY: `self` proves the features.
                unsafe { printable(block) }
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
    };
}

pub(super) use kernel;
