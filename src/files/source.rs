//! Bytes that any thread may read at any place.

use std::fs::File;
use std::io;
use std::ops::Range;

use crate::files::Window;

/// Bytes that any thread may read at any place.
pub trait Source: Send + Sync {
    /// How many bytes there are.
    fn len(&self) -> u64;

    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Reads from `offset` on into `buf` and says how many bytes; none at the end only.
    ///
    /// # Errors
    /// When the system refuses, or when the file has become shorter than it was.
    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize>;

    /// A part of it without a copy, where the file is one that only we can touch.
    fn map(&self, span: Range<u64>) -> Option<io::Result<Window>> {
        let _ = span;
        None
    }

    /// Says that a part is not read again soon: the system need not keep it in memory.
    fn forget(&self, span: Range<u64>) {
        let _ = span;
    }

    /// Fills `buf` from `offset` on.
    ///
    /// # Errors
    /// As [`Source::read_at`], and when fewer bytes are left.
    fn read_exact_at(&self, mut offset: u64, mut buf: &mut [u8]) -> io::Result<()> {
        while !buf.is_empty() {
            match self.read_at(offset, buf)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                n => {
                    offset += n as u64;
                    buf = &mut buf[n..];
                }
            }
        }
        Ok(())
    }
}

impl Source for &[u8] {
    fn len(&self) -> u64 {
        <[u8]>::len(self) as u64
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        let rest = usize::try_from(offset).ok().and_then(|at| self.get(at..)).unwrap_or_default();
        let n = rest.len().min(buf.len());
        buf[..n].copy_from_slice(&rest[..n]);
        Ok(n)
    }
}

/// Reads `file`, which had `len` bytes when it was opened, at `offset`.
///
/// Positioned reads see a file that shrank as an early end; a map would die by SIGBUS.
pub(crate) fn read_file_at(
    file: &File,
    len: u64,
    offset: u64,
    buf: &mut [u8],
) -> io::Result<usize> {
    let left = usize::try_from(len.saturating_sub(offset)).unwrap_or(usize::MAX);
    let wanted = left.min(buf.len());
    if wanted == 0 {
        return Ok(0);
    }
    loop {
        match positioned_read(file, &mut buf[..wanted], offset) {
            Ok(0) => return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file shrank")),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

#[cfg(unix)]
fn positioned_read(file: &File, buf: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buf, offset)
}

#[cfg(windows)]
fn positioned_read(file: &File, buf: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buf, offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slice_is_read_at_any_place() {
        for (offset, size, expected) in
            [(0, 3, "abc"), (2, 9, "cdef"), (6, 1, ""), (7, 1, ""), (u64::MAX, 2, "")]
        {
            let mut buf = vec![0; size];
            let n = b"abcdef".as_slice().read_at(offset, &mut buf).expect("a slice never fails");
            assert_eq!(&buf[..n], expected.as_bytes(), "{offset} {size}");
        }
        assert!(b"ab".as_slice().read_exact_at(1, &mut [0; 2]).is_err());
    }
}
