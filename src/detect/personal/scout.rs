//! Marks the blocks of a text in which something personal could begin.
//!
//! Bitmaps of digits, dots, colons and at signs are made for some kilobytes at once, so that a block
//! costs a few shifts, and few blocks of a script are marked. In a block could begin
//!
//! - a number of a person with six digits in some 24 bytes, three pairs of adjacent ones and three
//!   of those three apart: the fewest are in `AB 12 34 56 C` and in `K482103(3)`, while scripts full
//!   of `a12` and `[30]` have the first, but seldom the others;
//! - an IPv4 address with three dots between digits;
//! - a MAC or IPv6 address with three colons or hyphens among hexadecimal digits (`2a02:8::5`);
//! - the domain of an e-mail address with `@` or `%`.

use std::ops::Range;

use crate::detect::personal::shape;
use crate::har::mask::{self, BLOCK, Figures, Heads, below};

/// What is searched for shows itself within so many bytes.
const HEAD: u32 = 24;
const HEAD_BITS: u64 = (1 << HEAD) - 1;

/// Digits of a number within its first sixteen bytes.
const CLUSTER_DIGITS_MIN: u64 = 6;

/// What could begin in a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks {
    /// Enough digits for a number of a person: those of the block, and those behind it.
    pub(super) numbers: Option<[u64; 2]>,
    /// Where runs of digits and dots begin that have enough dots for an IPv4 address.
    pub(super) dots: u64,
    /// Where what a MAC or IPv6 address consists of begins, with enough colons or hyphens for one.
    pub(super) colons: u64,
    /// Each `@` and `%`.
    pub(super) at: u64,
}

/// The places of a block at which a number of a person could begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Starts {
    /// Words, and the signs that stand before numbers.
    places: u64,
    /// The digits of the block, and of what the head of a number can reach behind it.
    digits: u128,
    /// What stands in no number.
    breakers: u128,
}

impl Starts {
    /// Those of the block that begins at `start`, with the digits that [`Marks`] tells of.
    pub(super) fn of(text: &[u8], start: usize, [digits, behind]: [u64; 2]) -> Self {
        let mut heads = [Heads::default(); 2];
        mask::heads(&text[start..], &mut heads);
        let [head, next] = heads;
        let before = start.checked_sub(1).is_some_and(|at| text[at].is_ascii_alphanumeric());
        Self {
            places: head.word & !(head.word << 1 | u64::from(before)) | head.sign,
            digits: join([digits, behind & below(shape::HEAD)]),
            breakers: join([head.breaker, next.breaker | !below(shape::HEAD)]),
        }
    }

    /// The first place from `at` on behind which there are digits enough for a number, before
    /// anything that stands in none; offsets in the block.
    pub(super) fn next(&self, at: usize) -> Option<usize> {
        let mut places = self.places & !below(at);
        while places != 0 {
            let place = places.trailing_zeros() as usize;
            let reach = (self.breakers >> place).trailing_zeros() as usize;
            let head = self.digits >> place & u128::from(below(reach.min(shape::HEAD)));
            if head.count_ones() as usize >= shape::DIGITS_MIN {
                return Some(place);
            }
            places &= places - 1;
        }
        None
    }
}

/// Calls `visit` for every marked block, in ascending order.
pub(super) fn blocks(text: &[u8], mut visit: impl FnMut(Range<usize>, Marks)) {
    // To empty the many bitmaps of a long text takes longer than to read a short one.
    if text.len() <= FEW * BLOCK {
        visit_blocks(text, &mut [Figures::default(); FEW + 2], &mut visit);
    } else {
        visit_blocks(text, &mut [Figures::default(); mask::BLOCKS + 2], &mut visit);
    }
}

/// Blocks of a short text.
const FEW: usize = 2;

/// The same with room for some bitmaps, of which the first two are those of the blocks before.
fn visit_blocks(text: &[u8], maps: &mut [Figures], visit: &mut impl FnMut(Range<usize>, Marks)) {
    let (mut start, mut from, mut first) = (0, 0, 1);
    let mut is_whole = text.is_empty();
    while !is_whole {
        is_whole = from >= text.len();
        let count = if is_whole {
            maps[2] = Figures::default();
            1
        } else {
            mask::figures(&text[from..], &mut maps[2..])
        };
        // The last block waits for the one behind it.
        for window in maps[first..2 + count].windows(3) {
            if let Some(marks) = Marks::of(&window[0], &window[1], &window[2]) {
                visit(start..text.len().min(start + BLOCK), marks);
            }
            start += BLOCK;
        }
        maps.copy_within(count..count + 2, 0);
        (from, first) = (from + count * BLOCK, 0);
    }
}

impl Marks {
    /// What could begin in a block, by the bitmaps of it and its neighbours.
    #[inline(always)]
    fn of(before: &Figures, block: &Figures, behind: &Figures) -> Option<Self> {
        let pairs = [
            block.digit & (block.digit >> 1 | behind.digit << (BLOCK - 1)),
            behind.digit & HEAD_BITS & behind.digit >> 1,
        ];
        let dots = between([block.dot, behind.dot], [before.digit, block.digit, behind.digit]);
        let links =
            between([block.link, behind.link], [before.linked, block.linked, behind.linked]);
        let any = [pairs, dots, links].into_iter().flatten().fold(block.at, |any, bits| any | bits);
        // Most blocks of text have nothing of all this.
        if any == 0 {
            return None;
        }
        let marks = Self {
            numbers: has_number(block.digit, behind.digit).then_some([block.digit, behind.digit]),
            dots: if three_together(join(dots)) {
                let of = |figures: &Figures| (figures.digit | figures.dot, figures.dot);
                runs(of(before), of(block), of(behind), 3)
            } else {
                0
            },
            colons: if three_together(join(links)) {
                let part = |figures: &Figures| figures.linked | figures.link | figures.dot;
                let of = |figures: &Figures| (part(figures), figures.link);
                runs(of(before), of(block), of(behind), 2)
            } else {
                0
            },
            at: block.at,
        };
        let is_marked = marks.numbers.is_some() || marks.dots | marks.colons | marks.at != 0;
        is_marked.then_some(marks)
    }
}

/// The bits of a block, and those behind it.
fn join([block, behind]: [u64; 2]) -> u128 {
    u128::from(behind) << BLOCK | u128::from(block)
}

/// Where runs of bytes begin in a block that have so many signs, or reach further than is seen here:
/// each block by its bytes that a run consists of, and the signs among them.
fn runs(before: (u64, u64), block: (u64, u64), behind: (u64, u64), count: u32) -> u64 {
    let (parts, signs) = (join([block.0, behind.0]), join([block.1, behind.1]));
    let (mut starts, mut found) = (block.0 & !(block.0 << 1 | before.0 >> (BLOCK - 1)), 0);
    while starts != 0 {
        let start = starts.trailing_zeros();
        let len = (parts >> start).trailing_ones();
        let is_cut = start + len == u128::BITS;
        if is_cut || (signs >> start & !(u128::MAX << len)).count_ones() >= count {
            found |= 1 << start;
        }
        starts &= starts - 1;
    }
    found
}

/// Whether the digits that begin in a block could be those of a number of a person.
fn has_number(digits: u64, behind: u64) -> bool {
    let all = join([digits, behind & HEAD_BITS]);
    at_least_three(all & all >> 1) && at_least_three(all & all >> 3) && has_cluster(digits, behind)
}

/// Whether some 24 bytes that begin in a block hold enough digits for the start of a number.
fn has_cluster(digits: u64, behind: u64) -> bool {
    const HIGHEST: u64 = 0x8080_8080_8080_8080;
    const TO_HIGHEST: u64 = (0x80 - CLUSTER_DIGITS_MIN) * 0x0101_0101_0101_0101;
    let (counts, next) = (count_in_eights(digits), count_in_eights(behind));
    let sums = counts + (counts >> 8 | next << 56) + (counts >> 16 | next << 48);
    (sums + TO_HIGHEST) & HIGHEST != 0
}

/// In each byte the number of its bits.
fn count_in_eights(bits: u64) -> u64 {
    let pairs = bits - (bits >> 1 & 0x5555_5555_5555_5555);
    let fours = (pairs & 0x3333_3333_3333_3333) + (pairs >> 2 & 0x3333_3333_3333_3333);
    (fours + (fours >> 4)) & 0x0f0f_0f0f_0f0f_0f0f
}

/// The signs of a block, and those shortly behind it, that stand between two of `others`: those of
/// the block before, of this one and of the next.
fn between([signs, behind]: [u64; 2], [before, others, next]: [u64; 3]) -> [u64; 2] {
    [
        signs & (others << 1 | before >> (BLOCK - 1)) & (others >> 1 | next << (BLOCK - 1)),
        behind & HEAD_BITS & (next << 1 | others >> (BLOCK - 1)) & next >> 1,
    ]
}

/// Whether three bits stand where one address can have them.
fn three_together(mut bits: u128) -> bool {
    while at_least_three(bits) {
        let behind = bits & (bits - 1);
        let third = behind & (behind - 1);
        if third.trailing_zeros() - bits.trailing_zeros() < HEAD {
            return true;
        }
        bits = behind;
    }
    false
}

/// Whether three bits are set or more.
fn at_least_three(bits: u128) -> bool {
    let without_first = bits & bits.wrapping_sub(1);
    without_first & without_first.wrapping_sub(1) != 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::detect::personal::scout::{Starts, blocks};
    use crate::detect::personal::shape;
    use crate::har::mask::{self, BLOCK, Figures};

    /// Whether the block is marked in which this offset is.
    fn is_marked(text: &str, offset: usize) -> bool {
        let mut any = false;
        blocks(text.as_bytes(), |block, _| any |= block.contains(&offset));
        any
    }

    #[test]
    fn marks_the_block_in_which_a_number_begins() {
        let offsets = (0..3 * BLOCK).chain((mask::BLOCKS - 2) * BLOCK..(mask::BLOCKS + 2) * BLOCK);
        for offset in offsets {
            // A run of dots is one with the address behind it.
            for (number, sign) in [
                ("267-84-1841", "."),
                ("AB 12 34 56 C", "."),
                ("23.4.5.6", "("),
                ("0a:1b:2c:3d:4e:5f", "("),
                ("2a02:8::5", "("),
            ] {
                for (before, behind) in [(sign, 0), ("z", 0), ("z", 99)] {
                    let text = [&before.repeat(offset), number, &"z".repeat(behind)].concat();
                    assert!(is_marked(&text, offset), "{number} {offset} {behind}");
                }
            }
        }
    }

    #[test]
    fn marks_little_else() {
        let text = "function(a,b){return a[0]+b.c12?1:2}".repeat(500);
        blocks(text.as_bytes(), |block, marks| panic!("{block:?} {marks:?}"));
    }

    proptest! {
        #[test]
        fn numbers_start_where_a_word_begins_with_enough_digits(
            text in "[0-9]{0,9}([0-9a (+,\"é-]|[0-9]{2}){50,99}",
        ) {
            let text = text.as_bytes();
            let mut maps = [Figures::default(); 4];
            mask::figures(text, &mut maps);
            let places = |block: usize| {
                let digits = [maps[block].digit, maps[block + 1].digit];
                let starts = Starts::of(text, block * BLOCK, digits);
                let next = move |at: &usize| starts.next(at + 1);
                std::iter::successors(starts.next(0), next).map(move |at| block * BLOCK + at)
            };
            let found: Vec<usize> = (0..2).flat_map(places).collect();
            let is_start = |at: &usize| {
                let is_word = |at: usize| text[at].is_ascii_alphanumeric();
                let begins = matches!(text[*at], b'+' | b'(')
                    || is_word(*at) && !at.checked_sub(1).is_some_and(is_word);
                let head = text[*at..].iter().take(shape::HEAD);
                let head = head.take_while(|byte| !matches!(byte, b',' | b'"'));
                let digits = head.filter(|byte| byte.is_ascii_digit()).count();
                begins && digits >= shape::DIGITS_MIN
            };
            let expected: Vec<usize> =
                (0..text.len().min(2 * BLOCK)).filter(is_start).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
