//! How much larger than itself a packed file may become.

use std::cell::Cell;
use std::io::{self, Read};

/// So much may come out of any file, as far as the limit of all copies allows.
const FREE_BYTES: u64 = 1 << 30;

/// Captures shrink to a tenth or a thirtieth; one of nothing but the same poll to less. gzip cannot
/// do more than 1:1032.
const RATIO_MAX: u64 = 500;

/// Counts what was read of a packed file.
pub(crate) struct Counted<'c, R> {
    reader: R,
    count: &'c Cell<u64>,
}

impl<'c, R> Counted<'c, R> {
    pub(crate) fn new(reader: R, count: &'c Cell<u64>) -> Self {
        Self { reader, count }
    }
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buf)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}

/// Whether `unpacked` bytes are more than `packed` bytes of an honest file give.
pub(crate) fn is_bomb(unpacked: u64, packed: u64) -> bool {
    unpacked > FREE_BYTES && unpacked / RATIO_MAX > packed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn much_from_little_is_a_bomb() {
        for (unpacked, packed, expected) in [
            (FREE_BYTES, 1, false),
            (FREE_BYTES + 1, 1, true),
            (FREE_BYTES * 2, FREE_BYTES / 100, false),
            (RATIO_MAX * (10 << 20), 10 << 20, false),
            (RATIO_MAX * ((10 << 20) + 1), 10 << 20, true),
        ] {
            assert_eq!(is_bomb(unpacked, packed), expected, "{unpacked} {packed}");
        }
    }
}
