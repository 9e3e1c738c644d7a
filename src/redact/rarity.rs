//! How common the windows of all forms are, so that each form is looked for by its rarest part:
//! values with a common head or tail would otherwise share one bucket.

use std::ops::Range;

use crate::redact::window::{ANY_CASE, OFFSETS_MAX, Windows, is_of_token};

/// An odd number whose product spreads a window over its high bits.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// Counts of window hashes; small, so a common window is surely seen and a rare one may look common.
pub(super) struct Rarity {
    counts: Vec<u8>,
    shift: u32,
}

impl Rarity {
    /// As many as stay in a near cache, for each window of each form is looked up.
    pub(super) const SLOTS_MAX: usize = 1 << 20;

    /// Room for about this many windows.
    pub(super) fn new(windows: usize) -> Self {
        let len = windows.next_power_of_two().clamp(1 << 12, Self::SLOTS_MAX);
        Self { counts: vec![0; len], shift: 64 - len.ilog2() }
    }

    /// Counts the windows of `form`.
    pub(super) fn count<const WIDTH: usize, const STRIDE: usize>(&mut self, form: &[u8]) {
        for window in windows::<WIDTH>(form) {
            let slot = self.slot(Windows::<WIDTH, STRIDE>::word_at(window));
            self.counts[slot] = self.counts[slot].saturating_add(1);
        }
    }

    /// The offsets of the `STRIDE` neighbouring windows of `form` that are rarest together; those of
    /// a token come first, since few windows of a text are asked for them.
    pub(super) fn rarest<const WIDTH: usize, const STRIDE: usize>(
        &self,
        form: &[u8],
    ) -> Range<usize> {
        let mut habit = Habit::<WIDTH>::before(form);
        // The scores of the last windows, and their sum.
        let (mut scores, mut sum) = ([0; STRIDE], 0);
        let (mut start, mut least) = (0, u32::MAX);
        for (at, window) in windows::<WIDTH>(form).enumerate() {
            let count = self.counts[self.slot(Windows::<WIDTH, STRIDE>::word_at(window))];
            let score = u32::from(count) + habit.score(window);
            sum = sum + score - std::mem::replace(&mut scores[at % STRIDE], score);
            if at + 1 >= STRIDE && sum < least {
                (start, least) = (at + 1 - STRIDE, sum);
            }
        }
        start..start + STRIDE
    }

    /// Adds what another has counted, of the same room.
    pub(super) fn add(&mut self, other: &Self) {
        for (count, other) in self.counts.iter_mut().zip(&other.counts) {
            *count = count.saturating_add(*other);
        }
    }

    fn slot(&self, window: u64) -> usize {
        let hash = (window | ANY_CASE).wrapping_mul(FACTOR) >> self.shift;
        usize::try_from(hash).expect("because tables fit into memory")
    }
}

fn windows<const WIDTH: usize>(form: &[u8]) -> impl Iterator<Item = &[u8]> {
    form.windows(WIDTH).take(OFFSETS_MAX)
}

/// What texts are full of whether or not a secret is: runs of one byte, digits alone, words, and what
/// no token has. One bit for each of the last bytes, in a byte for each kind.
struct Habit<const WIDTH: usize> {
    last_bytes: u32,
    last: Option<u8>,
}

/// Kinds of bytes.
const DIGIT: u32 = 1;
const OTHER: u32 = 1 << 8;
/// What base64 and base64url write in different ways: windows without it are those of both.
const SIGN: u32 = 1 << 16;
/// The same as the byte before.
const AGAIN: u32 = 1 << 24;

/// The kinds of each byte.
static KINDS: [u32; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0u8;
    loop {
        if byte.is_ascii_digit() {
            kinds[byte as usize] |= DIGIT;
        }
        if !is_of_token(byte) {
            kinds[byte as usize] |= OTHER;
        }
        if matches!(byte, b'+' | b'-' | b'/' | b'_') {
            kinds[byte as usize] |= SIGN;
        }
        if byte == u8::MAX {
            break kinds;
        }
        byte += 1;
    }
};

impl<const WIDTH: usize> Habit<WIDTH> {
    /// The bits of the last bytes of a window, of each kind, before the next byte comes.
    const KEPT: u32 = 0x0101_0101 * ((1 << (WIDTH - 1)) - 1);

    /// Knows all bytes of the first window but its last one.
    fn before(form: &[u8]) -> Self {
        let mut habit = Self { last_bytes: 0, last: None };
        form.iter().take(WIDTH - 1).for_each(|byte| habit.add(*byte));
        habit
    }

    fn add(&mut self, byte: u8) {
        let again = if self.last == Some(byte) { AGAIN } else { 0 };
        self.last_bytes = (self.last_bytes & Self::KEPT) << 1 | KINDS[usize::from(byte)] | again;
        self.last = Some(byte);
    }

    /// How common the next window is for its bytes alone.
    fn score(&mut self, window: &[u8]) -> u32 {
        self.add(window[WIDTH - 1]);
        let [digits, others, signs, again] = self.last_bytes.to_le_bytes();
        let all_digits = u32::from(digits) == (1 << WIDTH) - 1;
        // What stands before the window does not count.
        let repeated = (u32::from(again) & Self::KEPT & 0xff).count_ones() as usize;
        let monotony = if repeated >= WIDTH / 2 { 64 } else { 4 * u32::from(all_digits) };
        let other = 256 * u32::from(others != 0);
        let word = 4 * u32::from(digits == 0);
        monotony + other + word + 2 * u32::from(signs != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Habit, windows};
    use crate::redact::window::Class;

    /// The score of a window, by looking at all of it.
    fn naive<const WIDTH: usize>(window: &[u8]) -> u32 {
        let repeated = window.windows(2).filter(|pair| pair[0] == pair[1]).count();
        let has = |is: fn(&u8) -> bool| window.iter().any(is);
        let monotony = match repeated >= WIDTH / 2 {
            true => 64,
            false => 4 * u32::from(window.iter().all(u8::is_ascii_digit)),
        };
        let other = 256 * u32::from(Class::of(window) == Class::Other);
        let word = 4 * u32::from(!has(u8::is_ascii_digit));
        monotony + other + word + 2 * u32::from(has(|byte| b"+-/_".contains(byte)))
    }

    fn check<const WIDTH: usize>(form: &[u8]) {
        let mut habit = Habit::<WIDTH>::before(form);
        for window in windows::<WIDTH>(form) {
            assert_eq!(habit.score(window), naive::<WIDTH>(window), "{window:?} in {form:?}");
        }
    }

    #[test]
    fn a_score_is_that_of_the_window() {
        let mut state = 5_u32;
        let mut noise = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            usize::from(state.to_be_bytes()[0])
        };
        for alphabet in [&b"0123"[..], b"a7-", b"aB3+/_. \"\xe9", b"zz9"] {
            for _ in 0..300 {
                let form: Vec<u8> =
                    (0..15 + noise() % 40).map(|_| alphabet[noise() % alphabet.len()]).collect();
                check::<8>(&form);
                check::<5>(&form);
            }
        }
    }
}
