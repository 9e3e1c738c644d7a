//! Bytes that are read again and again into the same memory.

use std::ops::{Deref, Range};

/// Bytes in memory that holds what was there before, until it is written anew: to fill it with
/// zeros first would take as long as to look through what comes.
#[derive(Default)]
pub(crate) struct Buffer {
    memory: Vec<u8>,
    len: usize,
}

impl Buffer {
    pub(crate) fn clear(&mut self) {
        self.len = 0;
    }

    pub(crate) fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
    }

    /// Appends bytes that the caller writes; they hold anything before.
    pub(crate) fn grow(&mut self, bytes: usize) -> &mut [u8] {
        let start = self.len;
        self.len += bytes;
        if self.memory.len() < self.len {
            self.memory.resize(self.len, 0);
        }
        &mut self.memory[start..self.len]
    }

    pub(crate) fn append(&mut self, bytes: &[u8]) {
        self.grow(bytes.len()).copy_from_slice(bytes);
    }

    /// Keeps these bytes alone.
    pub(crate) fn keep(&mut self, span: Range<usize>) {
        self.memory.copy_within(span.clone(), 0);
        self.len = span.len();
    }

    /// Gives back memory beyond so many bytes, unless they are in use.
    pub(crate) fn shrink_to(&mut self, bytes: usize) {
        self.memory.truncate(bytes.max(self.len));
        self.memory.shrink_to(bytes);
    }
}

impl Deref for Buffer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.memory[..self.len]
    }
}

#[cfg(test)]
mod tests {
    use crate::pipeline::buffer::Buffer;

    #[test]
    fn only_what_was_written_since_is_there() {
        let mut buffer = Buffer::default();
        buffer.append(b"abcdef");
        buffer.keep(2..4);
        assert_eq!(&buffer[..], b"cd");
        buffer.grow(3).copy_from_slice(b"xyz");
        assert_eq!(&buffer[..], b"cdxyz");
        buffer.truncate(9);
        buffer.truncate(1);
        assert_eq!(&buffer[..], b"c");
        buffer.clear();
        assert!(buffer.is_empty());
        buffer.append(b"0123456789");
        assert_eq!(&buffer[..], b"0123456789");
    }

    #[test]
    fn memory_is_given_back_but_no_bytes() {
        let mut buffer = Buffer::default();
        buffer.grow(1 << 20).fill(b'a');
        buffer.truncate(100);
        buffer.shrink_to(10);
        assert_eq!(&buffer[..], [b'a'; 100]);
        assert!(buffer.memory.capacity() < 1 << 10);
    }
}
