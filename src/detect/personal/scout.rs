//! Marks the blocks of a text in which something personal could begin.
//!
//! Bitmaps of digits, dots and colons are made for some kilobytes at once, so that a block costs a
//! few shifts, and few blocks of a script are marked. In a block could begin
//!
//! - a number of a person with six digits in some 24 bytes, three pairs of adjacent ones and three
//!   of those three apart: the fewest are in `AB 12 34 56 C` and in `K482103(3)`, while scripts full
//!   of `a12` and `[30]` have the first, but seldom the others;
//! - an IPv4 address with three dots between digits;
//! - a MAC or IPv6 address with three colons or hyphens among hexadecimal digits (`2a02:8::5`).

use std::ops::Range;

use crate::detect::personal::shape;
use crate::har::mask::{self, BLOCK, Figures, below};

/// What is searched for shows itself within so many bytes.
const HEAD: u32 = 24;
const HEAD_BITS: u64 = (1 << HEAD) - 1;

/// Digits of a number within its first sixteen bytes.
const CLUSTER_DIGITS_MIN: u64 = 6;

/// What could begin in a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Marks {
    /// Enough digits for a number of a person, and where they stand.
    pub(super) numbers: Option<Digits>,
    /// Enough dots for an IPv4 address.
    pub(super) dots: bool,
    /// Enough colons or hyphens for a MAC or IPv6 address.
    pub(super) colons: bool,
}

/// The digits of a block and of what the head of a number can reach behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Digits {
    digits: u128,
    /// What stands in no number.
    breakers: u128,
}

impl Digits {
    /// The digits of a block, and those behind it.
    fn of(block: &Figures, behind: &Figures) -> Self {
        let join = |block: u64, behind: u64| u128::from(behind) << BLOCK | u128::from(block);
        Self {
            digits: join(block.digit, behind.digit & below(shape::HEAD)),
            breakers: join(block.breaker, behind.breaker | !below(shape::HEAD)),
        }
    }

    /// The first run of bytes from `at` on that can all stand in one number and have digits enough
    /// for one; offsets in the block, of which the last may be behind it.
    pub(super) fn segment(self, mut at: usize) -> Option<Range<usize>> {
        loop {
            let digits = self.digits.checked_shr(u32::try_from(at).ok()?)?;
            if digits == 0 {
                return None;
            }
            let first = at + digits.trailing_zeros() as usize;
            let len = (self.breakers >> first).trailing_zeros() as usize;
            let before = self.breakers & !(u128::MAX << first);
            let start = at.max((u128::BITS - before.leading_zeros()) as usize);
            let here = self.digits >> first & !(u128::MAX << len);
            if here.count_ones() as usize >= shape::DIGITS_MIN {
                return Some(start..first + len);
            }
            at = first + len;
        }
    }
}

/// Calls `visit` for every marked block, in ascending order.
pub(super) fn blocks(text: &[u8], mut visit: impl FnMut(Range<usize>, Marks)) {
    if text.len() <= BLOCK && !has_figures(text) {
        return;
    }
    // To empty the many bitmaps of a long text takes longer than to read a short one.
    if text.len() <= FEW * BLOCK {
        visit_blocks(text, &mut [Figures::default(); FEW], &mut visit);
    } else {
        visit_blocks(text, &mut [Figures::default(); mask::BLOCKS], &mut visit);
    }
}

/// Blocks of a short text.
const FEW: usize = 3;

/// Whether a short text has the digits of the shortest IPv4 address, or the colons of an IPv6
/// address: most have neither, and need no bitmaps.
fn has_figures(text: &[u8]) -> bool {
    let digits = text.iter().filter(|byte| byte.is_ascii_digit()).count();
    digits >= 4 || text.iter().filter(|byte| matches!(byte, b':' | b'-')).count() >= 3
}

fn visit_blocks(text: &[u8], maps: &mut [Figures], visit: &mut impl FnMut(Range<usize>, Marks)) {
    let mut start = 0;
    let mut look = |[before, block, behind]: [&Figures; 3]| {
        let marks = Marks::of(before, block, behind);
        if marks != Marks::default() {
            visit(start..text.len().min(start + BLOCK), marks);
        }
        start += BLOCK;
    };
    // The last block of a stretch is looked at with the first of the next.
    let (mut before, mut last) = (Figures::default(), None);
    let mut from = 0;
    while from < text.len() {
        let count = mask::figures(&text[from..], maps);
        if let Some(last) = last.replace(maps[count - 1]) {
            look([&before, &last, &maps[0]]);
            before = last;
        }
        for pair in maps[..count].windows(2) {
            look([&before, &pair[0], &pair[1]]);
            before = pair[0];
        }
        from += count * BLOCK;
    }
    if let Some(last) = last {
        look([&before, &last, &Figures::default()]);
    }
}

impl Marks {
    /// What could begin in a block, by the bitmaps of it and its neighbours.
    fn of(before: &Figures, block: &Figures, behind: &Figures) -> Self {
        Self {
            numbers: (has_cluster(block.digit, behind.digit)
                && has_number(
                    u128::from(behind.digit & HEAD_BITS) << BLOCK | u128::from(block.digit),
                ))
            .then(|| Digits::of(block, behind)),
            dots: has_three(
                block,
                behind,
                |block| block.dot,
                || [before, block, behind].map(|block| block.digit),
            ),
            colons: has_three(
                block,
                behind,
                |block| block.colon | block.hyphen,
                || {
                    [before, block, behind]
                        .map(|block| block.digit | block.hex_letter | block.colon)
                },
            ),
        }
    }
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

/// Whether the digits that begin in a block could be those of a number of a person.
fn has_number(digits: u128) -> bool {
    at_least_three(digits & digits >> 1) && at_least_three(digits & digits >> 3)
}

/// Whether three signs begin in a block, each with one of `others` on both sides.
fn has_three(
    block: &Figures,
    behind: &Figures,
    signs: impl Fn(&Figures) -> u64,
    others: impl Fn() -> [u64; 3],
) -> bool {
    let [sign, sign_behind] = [signs(block), signs(behind) & HEAD_BITS];
    let all = u128::from(sign_behind) << BLOCK | u128::from(sign);
    at_least_three(all) && {
        let [before, other, behind] = others();
        let others = u128::from(behind) << BLOCK | u128::from(other);
        three_together(all & (others << 1 | u128::from(before >> (BLOCK - 1))) & others >> 1)
    }
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

    use crate::detect::personal::scout::{Digits, blocks};
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
            for number in ["267-84-1841", "AB 12 34 56 C", "23.4.5.6", "0a:1b:2c:3d:4e:5f"] {
                for (before, behind) in [(".", 0), ("z", 0), ("z", 99)] {
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
        fn segments_are_runs_with_enough_digits(text in "[0-9]{0,9}([0-9a (,\"é-]|[0-9]{2}){50,99}") {
            let text = &text.as_bytes()[..text.len().min(BLOCK + shape::HEAD)];
            let mut maps = [Figures::default(); 2];
            mask::figures(text, &mut maps);
            let digits = Digits::of(&maps[0], &maps[1]);
            let (mut at, mut found) = (0, Vec::new());
            while let Some(segment) = digits.segment(at) {
                at = segment.end;
                found.push(segment.start..segment.end.min(text.len()));
            }
            let mut expected = Vec::new();
            let mut start = 0;
            for run in text.split(|byte| matches!(byte, b',' | b'"')) {
                let count = run.iter().filter(|byte| byte.is_ascii_digit()).count();
                if count >= shape::DIGITS_MIN {
                    expected.push(start..start + run.len());
                }
                start += run.len() + 1;
            }
            prop_assert_eq!(found, expected);
        }
    }
}
