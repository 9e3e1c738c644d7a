//! Marks the windows of a text in which something personal could stand.
//!
//! Each window is counted with arithmetic that compilers turn into vector instructions; on
//! scripts about one window in ten is marked.

use std::ops::Range;

/// Bytes of a window; what is searched for shows itself within its first [`OVERLAP`] bytes.
const WINDOW: usize = 64;
const OVERLAP: usize = 24;
/// Bytes that a count looks at: the window, one before it and three behind.
const SEEN: usize = WINDOW + 4;

/// Pairs of adjacent digits, and of digits three apart, in a window that could hold a number of
/// a person. The fewest are in `AB 12 34 56 C` and in `K482103(3)`; scripts full of `a12` and
/// `[30]` have the first, but seldom the second.
const PAIRS_MIN: u8 = 3;
/// Digits of a number within its first sixteen bytes.
const CLUSTER_DIGITS_MIN: u8 = 6;
/// Digits of the shortest IPv4 address; a number has more.
const DIGITS_MIN: u8 = 4;
/// Dots between digits in an IPv4 address.
const DOTS_MIN: u8 = 3;
/// Colons or hyphens among hexadecimal digits: `2a02:8::5` has three.
const COLONS_MIN: u8 = 3;

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
    let mut start = 0;
    while start < text.len() {
        let end = (start + WINDOW).min(text.len());
        let marks = if start > 0 && start - 1 + SEEN <= text.len() {
            let seen = &text[start - 1..start - 1 + SEEN];
            count(seen.try_into().expect("because the slice has SEEN bytes"))
        } else {
            count(&padded(text, start, end))
        };
        if marks.numbers || marks.dots || marks.colons {
            visit(start..end, marks);
        }
        start += WINDOW - OVERLAP;
    }
}

/// A window at the edge of the text, with zeros for what is missing.
fn padded(text: &[u8], start: usize, end: usize) -> [u8; SEEN] {
    let mut seen = [0; SEEN];
    let from = start.saturating_sub(1);
    let to = (end + 3).min(text.len());
    let shift = usize::from(start == 0);
    seen[shift..shift + to - from].copy_from_slice(&text[from..to]);
    seen
}

fn count(seen: &[u8; SEEN]) -> Marks {
    let digits: u8 = seen.iter().map(|byte| is_digit(*byte)).sum();
    let signs: u8 = seen.iter().map(|byte| is_colon_or_hyphen(*byte)).sum();
    if digits < DIGITS_MIN && signs < COLONS_MIN {
        return Marks::default();
    }
    count_closely(seen)
}

fn count_closely(seen: &[u8; SEEN]) -> Marks {
    let digit = seen.map(is_digit);
    let hex = seen.map(is_hex_or_colon);
    let (mut pairs, mut distant, mut dots, mut colons) = (0u8, 0u8, 0u8, 0u8);
    for at in 0..WINDOW {
        pairs += digit[at + 1] & digit[at + 2];
        distant += digit[at] & digit[at + 3];
    }
    for at in 0..WINDOW {
        let byte = seen[at + 1];
        dots += u8::from(byte == b'.') & digit[at] & digit[at + 2];
        colons += is_colon_or_hyphen(byte) & hex[at] & hex[at + 2];
    }
    Marks {
        numbers: pairs >= PAIRS_MIN && distant >= PAIRS_MIN && has_cluster(&digit),
        dots: dots >= DOTS_MIN,
        colons: colons >= COLONS_MIN,
    }
}

/// Whether some 24 bytes hold enough digits for the start of a number.
fn has_cluster(digit: &[u8; SEEN]) -> bool {
    let (lanes, _) = digit.as_chunks::<8>();
    let mut counts = [0u8; SEEN / 8];
    for (count, lane) in counts.iter_mut().zip(lanes) {
        *count = lane.iter().sum();
    }
    counts.windows(3).any(|three| three.iter().sum::<u8>() >= CLUSTER_DIGITS_MIN)
}

fn is_digit(byte: u8) -> u8 {
    u8::from(byte.wrapping_sub(b'0') < 10)
}

fn is_colon_or_hyphen(byte: u8) -> u8 {
    u8::from(byte == b':') | u8::from(byte == b'-')
}

/// `0-9`, `a-f`, `A-F`, `:`.
fn is_hex_or_colon(byte: u8) -> u8 {
    u8::from(byte.wrapping_sub(b'0') < 11) | u8::from((byte | 0x20).wrapping_sub(b'a') < 6)
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
