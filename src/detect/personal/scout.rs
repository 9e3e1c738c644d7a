//! Marks the windows of a text in which something personal could stand.
//!
//! Bitmaps of digits, dots and colons are made for some kilobytes at once, so that a window costs
//! a few shifts; on scripts about one window in ten is marked. A window could hold
//!
//! - a number of a person with three pairs of adjacent digits and three of digits three apart: the
//!   fewest are in `AB 12 34 56 C` and in `K482103(3)`, while scripts full of `a12` and `[30]` have
//!   the first, but seldom the second;
//! - an IPv4 address with three dots between digits;
//! - a MAC or IPv6 address with three colons or hyphens among hexadecimal digits (`2a02:8::5`).

use std::ops::Range;

use crate::har::mask::{self, Figures};

/// Bytes of a window; what is searched for shows itself within its first [`OVERLAP`] bytes.
const WINDOW: usize = 64;
const OVERLAP: usize = 24;
/// Bytes that a count looks at: the window, one before it and three behind.
const SEEN: usize = WINDOW + 4;

/// Digits of a number within its first sixteen bytes.
const CLUSTER_DIGITS_MIN: u32 = 6;

/// What a window could hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Marks {
    /// Enough digits for a number of a person.
    pub(super) numbers: bool,
    /// Enough dots for an IPv4 address.
    pub(super) dots: bool,
    /// Enough colons or hyphens for a MAC or IPv6 address.
    pub(super) colons: bool,
}

/// Calls `visit` for every marked window, in ascending order; windows overlap.
pub(super) fn windows(text: &[u8], mut visit: impl FnMut(Range<usize>, Marks)) {
    if text.len() <= WINDOW && !has_figures(text) {
        return;
    }
    // To empty the many bitmaps of a long text takes longer than to read a short one.
    if text.len() <= SHORT {
        visit_windows(text, &mut [Figures::default(); FEW], &mut visit);
    } else {
        visit_windows(text, &mut [Figures::default(); mask::BLOCKS], &mut visit);
    }
}

fn visit_windows(text: &[u8], blocks: &mut [Figures], visit: &mut impl FnMut(Range<usize>, Marks)) {
    let mut maps = Maps { blocks, from: 0, to: 0 };
    let mut start = 0;
    while start < text.len() {
        if !maps.hold(start, text.len()) {
            maps.read(text, start.saturating_sub(1));
        }
        let marks = maps.marks(start);
        if marks != Marks::default() {
            visit(start..(start + WINDOW).min(text.len()), marks);
        }
        start += WINDOW - OVERLAP;
    }
}

/// Whether a short text has the digits of the shortest IPv4 address, or the colons of an IPv6
/// address: most have neither, and need no bitmaps.
fn has_figures(text: &[u8]) -> bool {
    let digits = text.iter().filter(|byte| byte.is_ascii_digit()).count();
    digits >= 4 || text.iter().filter(|byte| matches!(byte, b':' | b'-')).count() >= 3
}

/// Bitmaps for a short text.
const FEW: usize = 4;
/// Bytes of a text for which they are enough.
const SHORT: usize = (FEW - 1) * mask::BLOCK;

/// The bitmaps of a stretch of the text.
struct Maps<'b> {
    /// One block more than is read, for the bits behind the last.
    blocks: &'b mut [Figures],
    from: usize,
    to: usize,
}

impl Maps<'_> {
    /// Whether all that the window at `start` looks at is in the stretch, or behind the text.
    fn hold(&self, start: usize, text_len: usize) -> bool {
        self.to > start && (self.to >= start + SEEN || self.to == text_len)
    }

    fn read(&mut self, text: &[u8], from: usize) {
        let stretch = (self.blocks.len() - 1) * mask::BLOCK;
        self.from = from;
        self.to = text.len().min(from + stretch);
        let count = mask::figures(&text[from..self.to], self.blocks);
        self.blocks[count..].iter_mut().take(2).for_each(|block| *block = Figures::default());
    }

    /// Bit `n` stands for the byte at `start + n`.
    fn bits(&self, start: usize, map: impl Fn(&Figures) -> u64) -> u64 {
        let (block, shift) = ((start - self.from) / mask::BLOCK, (start - self.from) % mask::BLOCK);
        let low = map(&self.blocks[block]) >> shift;
        let next = self.blocks.get(block + 1).map_or(0, map);
        // In two steps, since a shift by 64 is none.
        low | next << 1 << (mask::BLOCK - 1 - shift)
    }

    fn marks(&self, start: usize) -> Marks {
        let digit = |figures: &Figures| figures.digit;
        let sign = |figures: &Figures| figures.colon | figures.hyphen;
        let digits = self.bits(start, digit);
        let (dots, signs) = (self.bits(start, |figures| figures.dot), self.bits(start, sign));
        // One digit of a cluster may stand before the window.
        let numbers = digits.count_ones() + 1 >= CLUSTER_DIGITS_MIN && self.has_number(start);
        let dots = at_least_three(dots) && {
            at_least_three(dots & self.before(start, digit) & self.bits(start + 1, digit))
        };
        let hex = |figures: &Figures| figures.digit | figures.hex_letter | figures.colon;
        let colons = at_least_three(signs) && {
            at_least_three(signs & self.before(start, hex) & self.bits(start + 1, hex))
        };
        Marks { numbers, dots, colons }
    }

    /// What stands before each byte.
    fn before(&self, start: usize, map: impl Fn(&Figures) -> u64) -> u64 {
        match start.checked_sub(1) {
            Some(start) => self.bits(start, map),
            None => self.bits(start, map) << 1,
        }
    }

    fn has_number(&self, start: usize) -> bool {
        let digit = |figures: &Figures| figures.digit;
        let before = self.before(start, digit);
        at_least_three(self.bits(start, digit) & self.bits(start + 1, digit))
            && at_least_three(before & self.bits(start + 2, digit))
            && has_cluster(before)
    }
}

/// Whether three bits are set or more.
fn at_least_three(bits: u64) -> bool {
    let without_first = bits & bits.wrapping_sub(1);
    without_first & without_first.wrapping_sub(1) != 0
}

/// Whether some 24 bytes hold enough digits for the start of a number.
fn has_cluster(digits: u64) -> bool {
    let counts = digits.to_le_bytes().map(u8::count_ones);
    counts.windows(3).any(|three| three.iter().sum::<u32>() >= CLUSTER_DIGITS_MIN)
}

#[cfg(test)]
mod tests {
    use super::{WINDOW, windows};

    fn marked(text: &str) -> bool {
        let mut any = false;
        windows(text.as_bytes(), |_, _| any = true);
        any
    }

    #[test]
    fn marks_a_number_wherever_it_begins() {
        for number in ["267-84-1841", "AB 12 34 56 C", "23.4.5.6", "0a:1b:2c:3d:4e:5f"] {
            for offset in 0..3 * WINDOW {
                assert!(marked(&format!("{}{number}", ".".repeat(offset))), "{number} {offset}");
                assert!(marked(&format!("{}{number}{}", "z".repeat(offset), "z".repeat(99))));
            }
        }
        assert!(!marked(&"function(a,b){return a[0]+b.c12?1:2}".repeat(50)));
    }
}
