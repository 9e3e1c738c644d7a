//! The file that a long entry is written to before its size, and with that its place, is known.

use std::io;
use std::ops::Range;

use crate::error::Error;
use crate::files::{FileError, OutputFile, Source, Window};
use crate::pipeline::write::Target;

/// A chunk that only the entry is in, where the first entry of a chunk stands: if it becomes that,
/// it need not be copied.
#[derive(Debug)]
pub(super) struct Spool {
    pub(super) chunk: OutputFile,
    start: u64,
}

impl Spool {
    /// An empty one; the first entry of a chunk stands at `start`.
    pub(super) fn create(target: &Target, start: u64) -> Result<Self, Error> {
        Ok(Self { chunk: target.create()?, start })
    }

    /// Writes all of `bytes` at `offset` of the entry.
    pub(super) fn write_at(&self, offset: u64, bytes: &[u8]) -> Result<(), FileError> {
        self.chunk.write_at(self.start + offset, bytes)
    }

    /// Drops what stands behind the first `len` bytes of the entry.
    pub(super) fn truncate(&mut self, len: u64) -> Result<(), FileError> {
        self.chunk.truncate(self.start + len)
    }
}

impl Source for Spool {
    fn len(&self) -> u64 {
        self.chunk.len().saturating_sub(self.start)
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        self.chunk.read_at(self.start + offset, buf)
    }

    fn map(&self, span: Range<u64>) -> Option<io::Result<Window>> {
        self.chunk.map(self.start + span.start..self.start + span.end)
    }
}
