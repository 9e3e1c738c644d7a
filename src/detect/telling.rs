//! Which strings can say more than is written in them.
//!
//! Without rules only what is known is looked for, and the text around a string shows what is
//! written in it. Nothing else can be found where nothing is encoded: a short look at each string
//! spares most of them.

use std::ops::Range;

use crate::har::mask::{self, BATCH, BLOCK, BLOCKS, Codes, below};

/// Fewer letters are not read as base64 ([`crate::detect::layer::base64`]: 24 bytes, of which two can be
/// `=`), unless a sign says what they are.
const RUN: u32 = 22;

/// The strings of one document, in order.
pub(crate) struct Telling {
    /// The bytes that were looked at.
    seen: Range<usize>,
    /// Where in them something is encoded.
    blocks: [u64; BLOCKS],
}

impl Default for Telling {
    fn default() -> Self {
        Self { seen: 0..0, blocks: [0; BLOCKS] }
    }
}

impl Telling {
    /// Whether the string at `span` of `text`, between its quotes, can say something that is not
    /// written there.
    pub(crate) fn may_tell(&mut self, text: &[u8], span: &Range<usize>) -> bool {
        if span.len() >= BATCH {
            return true;
        }
        // What ends with the string shows at its quote.
        if span.start < self.seen.start || span.end >= self.seen.end {
            self.look(text, span.start);
        }
        let (start, end) = (span.start - self.seen.start, span.end + 1 - self.seen.start);
        let mut blocks = self.blocks[start / BLOCK..].iter();
        let mut at = start / BLOCK * BLOCK;
        let mut skipped = below(start % BLOCK);
        while at < end {
            let Some(block) = blocks.next() else { break };
            if block & !skipped & below((end - at).min(BLOCK)) != 0 {
                return true;
            }
            (at, skipped) = (at + BLOCK, 0);
        }
        false
    }

    /// Looks at what follows from `start` on, where a string begins.
    fn look(&mut self, text: &[u8], start: usize) {
        let text = &text[start..text.len().min(start + BATCH)];
        let mut codes = [Codes::default(); BLOCKS];
        let count = mask::codes(text, &mut codes);
        let (mut runs, mut references) = (Runs::default(), References::default());
        for (block, codes) in self.blocks.iter_mut().zip(&codes[..count]) {
            *block = codes.sign | runs.ends(codes.letter) | references.ends(codes);
        }
        self.seen = start..start + text.len();
    }
}

/// Finds runs of [`RUN`] letters, block after block.
#[derive(Default)]
struct Runs {
    /// Of the block before, where runs of 1, 2, 4, 8 and 16 end.
    before: [u64; 5],
}

impl Runs {
    /// Where a run has its last letter or goes on.
    fn ends(&mut self, letter: u64) -> u64 {
        let moved = |bits: u64, before: u64, by: u32| bits << by | before >> (u64::BITS - by);
        let [one, two, four, eight, sixteen] = self.before;
        let pairs = letter & moved(letter, one, 1);
        let fours = pairs & moved(pairs, two, 2);
        let eights = fours & moved(fours, four, 4);
        let sixteens = eights & moved(eights, eight, 8);
        self.before = [letter, pairs, fours, eights, sixteens];
        eights & moved(sixteens, sixteen, RUN - 16)
    }
}

/// Finds what can be a character reference by its name, block after block: `&amp;` and `&amp`, and not
/// `&amp=`, which is a parameter.
#[derive(Default)]
struct References {
    /// 1 when the block before ends in a name.
    name: u64,
}

impl References {
    /// Where a name ends.
    fn ends(&mut self, codes: &Codes) -> u64 {
        let first = codes.ampersand << 1 | self.name;
        // The sum carries each first letter to what stands behind its name.
        let (sum, goes_on) = codes.word.overflowing_add(first & codes.word);
        let ends = (sum | self.name) & !codes.word;
        self.name = codes.ampersand >> (u64::BITS - 1) | u64::from(goes_on);
        ends & !codes.equals
    }
}

#[cfg(test)]
mod tests;
