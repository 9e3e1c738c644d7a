//! How common the windows of all forms are, so that each form is looked for by its rarest part:
//! values with a common head or tail would otherwise share one bucket.

use std::ops::Range;

use crate::redact::window::{OFFSETS_MAX, Windows, is_token};

/// Counts of window hashes; small, so a common window is surely seen and a rare one may look common.
pub(super) struct Rarity {
    counts: Vec<u8>,
    shift: u32,
}

impl Rarity {
    /// Room for about this many windows.
    pub(super) fn new(windows: usize) -> Self {
        let len = windows.next_power_of_two().clamp(1 << 12, 1 << 23);
        Self { counts: vec![0; len], shift: 64 - len.ilog2() }
    }

    /// Counts the windows of `form`.
    pub(super) fn count<const WIDTH: usize, const STRIDE: usize>(&mut self, form: &[u8]) {
        for window in windows::<WIDTH>(form) {
            let slot = self.slot(Windows::<WIDTH, STRIDE>::hash_at(window));
            self.counts[slot] = self.counts[slot].saturating_add(1);
        }
    }

    /// The offsets of the `STRIDE` neighbouring windows of `form` that are rarest together; those of
    /// a token come first, since few windows of a text are asked for them.
    pub(super) fn rarest<const WIDTH: usize, const STRIDE: usize>(
        &self,
        form: &[u8],
    ) -> Range<usize> {
        const OTHER: u32 = 256;
        let scores: Vec<u32> = windows::<WIDTH>(form)
            .map(|window| {
                let count = self.counts[self.slot(Windows::<WIDTH, STRIDE>::hash_at(window))];
                u32::from(count) + monotony(window) + if is_token(window) { 0 } else { OTHER }
            })
            .collect();
        let sums = scores.windows(STRIDE).map(|group| group.iter().sum::<u32>());
        let start = sums.enumerate().min_by_key(|&(_, sum)| sum).map_or(0, |(start, _)| start);
        start..start + STRIDE
    }

    fn slot(&self, hash: u64) -> usize {
        usize::try_from(hash >> self.shift).expect("because tables fit into memory")
    }
}

fn windows<const WIDTH: usize>(form: &[u8]) -> impl Iterator<Item = &[u8]> {
    form.windows(WIDTH).take(OFFSETS_MAX)
}

/// What texts are full of whether or not a secret is: runs of one byte, digits alone.
fn monotony(window: &[u8]) -> u32 {
    let repeated = window.windows(2).filter(|pair| pair[0] == pair[1]).count();
    let digits = window.iter().all(u8::is_ascii_digit);
    if repeated >= window.len() / 2 { 64 } else { 4 * u32::from(digits) }
}
