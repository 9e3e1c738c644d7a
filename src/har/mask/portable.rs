//! The kernel for all other processors.

use crate::har::mask::{
    BLOCK, Codes, Figures, Heads, Kernel, RawBrackets, RawTokens, bare, behind,
};

/// Eight bytes at a time in ordinary registers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Portable;

impl Kernel for Portable {
    #[inline(always)]
    fn raw_brackets(self, block: &[u8; BLOCK]) -> RawBrackets {
        RawBrackets {
            quote: gather(block, |word| equal(word, b'"')),
            backslash: gather(block, |word| equal(word, b'\\')),
            open: gather(block, |word| equal(word | repeat(0x20), b'{')),
            close: gather(block, |word| equal(word | repeat(0x20), b'}')),
        }
    }

    #[inline(always)]
    fn raw_tokens(self, block: &[u8; BLOCK]) -> RawTokens {
        RawTokens {
            quote: gather(block, |word| equal(word, b'"')),
            backslash: gather(block, |word| equal(word, b'\\')),
            structural: gather(block, |word| {
                let folded = word | repeat(0x20);
                equal(folded, b'{') | equal(folded, b'}') | equal(word, b':') | equal(word, b',')
            }),
            space: gather(block, |word| {
                equal(word, b' ') | equal(word, b'\n') | equal(word, b'\r') | equal(word, b'\t')
            }),
            control: gather(block, |word| equal(word & repeat(0xE0), 0)),
            letter: gather(block, |word| {
                let letters = equal(word, b'f') | equal(word, b'n') | equal(word, b'r');
                letters | equal(word, b't') | equal(word, b'/')
            }),
        }
    }

    #[inline(always)]
    fn figures(self, block: &[u8; BLOCK]) -> Figures {
        Figures {
            digit: gather(block, |word| within(word, b'0', b'9')),
            dot: gather(block, |word| equal(word, b'.')),
            link: gather(block, |word| equal(word, b':') | equal(word, b'-')),
            // The colon follows the digits.
            linked: gather(block, |word| {
                within(word, b'0', b':') | within(word | repeat(0x20), b'a', b'f')
            }),
            at: gather(block, |word| equal(word, b'@') | equal(word, b'%')),
        }
    }

    #[inline(always)]
    fn heads(self, block: &[u8; BLOCK]) -> Heads {
        let letter = |word| within(word | repeat(0x20), b'a', b'z');
        Heads {
            word: gather(block, |word| letter(word) | within(word, b'0', b'9')),
            sign: gather(block, |word| equal(word, b'+') | equal(word, b'(')),
            breaker: gather(block, |word| {
                let sign = equal(word, b' ') | equal(word, b'+') | within(word, b'(', b')');
                // Digits follow the slash.
                !(letter(word) | sign | within(word, b'-', b'9') | word) & repeat(0x80)
            }),
        }
    }

    #[inline(always)]
    fn codes(self, block: &[u8; BLOCK]) -> Codes {
        let places = |byte| gather(block, |word| equal(word, byte));
        let ampersand = places(b'&');
        let calls = behind(places(b'4'), places(b','))
            | behind(places(b'b'), places(b'('))
            | behind(gather(block, |word| equal(word | repeat(0x20), b'c')), places(b' '))
            | behind(places(b'y'), gather(block, |word| within(word, b'I', b'L')))
            | behind(places(b'3'), gather(block, |word| within(word, b's', b'v')));
        let word = gather(block, |word| {
            within(word | repeat(0x20), b'a', b'z') | within(word, b'0', b'9')
        });
        let marks = places(b'/') | places(b'-') | places(b'_');
        let plus = places(b'+');
        Codes {
            word,
            letter: word | marks | plus,
            ampersand,
            equals: places(b'='),
            sign: places(b'%') | plus | places(b'\\') | behind(ampersand, places(b'#')) | calls,
        }
    }

    #[inline(always)]
    fn openings(self, block: &[u8; BLOCK]) -> u64 {
        let brace = gather(block, |word| equal(word | repeat(0x20), b'{'));
        let value = gather(block, |word| equal(word, b'"') | within(word, 0, b' ')) | brace;
        gather(block, |word| {
            let quotes = equal(word, b'"') | equal(word, b'\'') | equal(word, b'`');
            quotes | equal(word, b'/') | equal(word | repeat(0x20), b'{')
        }) & !bare(brace, value)
    }

    #[inline(always)]
    fn printable(self, block: &[u8; BLOCK]) -> u64 {
        gather(block, |word| {
            within(word, b' ', b'~') | within(word, b'\t', b'\n') | equal(word, b'\r')
        })
    }

    #[inline(always)]
    fn places(self, byte: u8, block: &[u8; BLOCK]) -> u64 {
        gather(block, |word| equal(word, byte))
    }

    #[inline(always)]
    fn prefix_xor(self, bits: u64) -> u64 {
        [1, 2, 4, 8, 16, 32].iter().fold(bits, |bits, shift| bits ^ (bits << shift))
    }
}

/// One bit for each byte of `block` whose high bit is set in what `test` makes of its word.
#[inline(always)]
fn gather(block: &[u8; BLOCK], test: impl Fn(u64) -> u64) -> u64 {
    let (words, _) = block.as_chunks::<8>();
    words.iter().enumerate().fold(0, |bits, (number, word)| {
        let high = test(u64::from_le_bytes(*word)) >> 7;
        // The product moves bit 8k to bit 56 + k, without a carry in between.
        bits | (high.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * number)
    })
}

/// The high bit of each byte of `word` that equals `byte`.
#[inline(always)]
fn equal(word: u64, byte: u8) -> u64 {
    let different = word ^ repeat(byte);
    !(((different & repeat(0x7F)) + repeat(0x7F)) | different | repeat(0x7F))
}

/// The high bit of each byte of `word` from `first` to `last`, both below 0x80.
#[inline(always)]
fn within(word: u64, first: u8, last: u8) -> u64 {
    let low = word & repeat(0x7F);
    let from_first = low + repeat(0x80 - first);
    let behind_last = low + repeat(0x7F - last);
    from_first & !behind_last & !word & repeat(0x80)
}

#[inline(always)]
const fn repeat(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}
