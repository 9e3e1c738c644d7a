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

    fn marks(&self, start: usize) -> Marks {
        let stretch = self.stretch(start);
        let digits = stretch.bits(|figures| figures.digit);
        let dots = stretch.bits(|figures| figures.dot);
        let signs = stretch.bits(|figures| figures.colon | figures.hyphen);
        let hex = |figures: &Figures| figures.digit | figures.hex_letter | figures.colon;
        Marks {
            numbers: has_number(digits),
            dots: at_least_three(window(dots)) && at_least_three(between(dots, digits)),
            colons: at_least_three(window(signs))
                && at_least_three(between(signs, stretch.bits(hex))),
        }
    }

    /// The bitmaps that begin right before `start`.
    fn stretch(&self, start: usize) -> Stretch<'_> {
        static NONE: Figures = Figures { digit: 0, dot: 0, colon: 0, hyphen: 0, hex_letter: 0 };
        let at = start.saturating_sub(1) - self.from;
        let (block, shift) = (at / mask::BLOCK, at % mask::BLOCK);
        let blocks = [0, 1, 2].map(|behind| self.blocks.get(block + behind).unwrap_or(&NONE));
        Stretch { blocks, shift, is_first: start == 0 }
    }
}

/// Three blocks of bitmaps, of which the first `shift` bits do not count.
struct Stretch<'b> {
    blocks: [&'b Figures; 3],
    shift: usize,
    /// Whether no byte stands before the window.
    is_first: bool,
}

impl Stretch<'_> {
    /// Bit 0 stands for the byte before the window, and so on; there are enough for it and three.
    fn bits(&self, map: impl Fn(&Figures) -> u64) -> u128 {
        let [first, second, third] = self.blocks.map(map);
        // In two steps, since a shift by 64 is none.
        let behind = mask::BLOCK - 1 - self.shift;
        let join = |low: u64, high: u64| low >> self.shift | high << 1 << behind;
        let bits = u128::from(join(second, third)) << mask::BLOCK | u128::from(join(first, second));
        bits << u32::from(self.is_first)
    }
}

/// The bits of a window.
fn window(bits: u128) -> u64 {
    low(bits >> 1)
}

fn low(bits: u128) -> u64 {
    u64::try_from(bits & u128::from(u64::MAX)).expect("because it has 64 bits")
}

/// The bits of a window with one of `others` on both sides.
fn between(bits: u128, others: u128) -> u64 {
    window(bits) & low(others) & low(others >> 2)
}

/// Whether the digits of a window, and the one before it, could be those of a number of a person.
fn has_number(digits: u128) -> bool {
    at_least_three(window(digits) & low(digits >> 2))
        && at_least_three(low(digits) & low(digits >> 3))
        && has_cluster(low(digits))
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
    use crate::detect::personal::scout::{Maps, WINDOW, windows};
    use crate::har::mask::{self, Figures};

    fn marked(text: &str) -> bool {
        let mut any = false;
        windows(text.as_bytes(), |_, _| any = true);
        any
    }

    #[test]
    fn bits_are_those_of_the_window_and_its_neighbours() {
        let text: Vec<u8> = (0..700).map(|n| if n * n % 7 < 3 { b'4' } else { b'x' }).collect();
        let blocks = &mut [Figures::default(); mask::BLOCKS];
        let mut maps = Maps { blocks, from: 0, to: 0 };
        for from in [0, 39, 63, 64] {
            maps.read(&text, from);
            for start in if from == 0 { 0 } else { from + 1 }..from + 400 {
                let bits = maps.stretch(start).bits(|figures| figures.digit);
                for bit in 0..WINDOW + 3 {
                    let byte = (start + bit).checked_sub(1).map(|at| text[at]);
                    assert_eq!(bits >> bit & 1 == 1, byte == Some(b'4'), "{from} {start} {bit}");
                }
            }
        }
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
