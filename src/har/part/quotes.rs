//! Where the strings of a long entry can end, noted while its end was looked for.

use crate::har::mask::{self, BLOCK, Carry};

/// The quotes of an entry that no backslash escapes: the first of each stretch that was read. With
/// them the end of a long string is found without reading it once more.
#[derive(Debug, Clone, Default)]
pub struct Quotes {
    carry: Carry,
    stretches: Vec<Stretch>,
}

#[derive(Debug, Clone)]
struct Stretch {
    /// Where it ends in the capture.
    end: u64,
    /// Its first quote.
    first: Option<u64>,
}

impl Quotes {
    /// Notes the next bytes of the entry, which stand at `offset` of the capture; the first are its
    /// beginning.
    pub fn feed(&mut self, offset: u64, bytes: &[u8]) {
        let (mut blocks, mut first) = ([0; 8], None);
        for (number, piece) in (0..).zip(bytes.chunks(blocks.len() * BLOCK)) {
            let count = mask::quotes(piece, &mut self.carry, &mut blocks);
            let found = (0..).zip(&blocks[..count]).find(|(_, bits)| **bits != 0);
            if let (None, Some((block, bits))) = (first, found) {
                let blocks_before = number * blocks.len() as u64 + block;
                first =
                    Some(offset + blocks_before * BLOCK as u64 + u64::from(bits.trailing_zeros()));
            }
        }
        self.stretches.push(Stretch { end: offset + bytes.len() as u64, first });
    }

    /// How many stretches were read.
    #[must_use]
    pub fn stretches(&self) -> usize {
        self.stretches.len()
    }

    /// Where the stretch ends in which `at` is.
    pub(super) fn stretch_end(&self, at: u64) -> Option<u64> {
        let behind = self.stretches.partition_point(|stretch| stretch.end <= at);
        self.stretches.get(behind).map(|stretch| stretch.end)
    }

    /// The first quote at or behind `start`, where a stretch starts.
    pub(super) fn first(&self, start: u64) -> Option<u64> {
        let behind = self.stretches.partition_point(|stretch| stretch.end <= start);
        self.stretches[behind..].iter().find_map(|stretch| stretch.first)
    }
}
