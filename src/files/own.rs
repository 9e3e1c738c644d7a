//! Files that only we can touch: without a name, or with one that nobody else looks for.

use std::fs::File;
use std::io;
use std::ops::{Deref, Range};
use std::path::Path;

use memmap2::{Mmap, MmapOptions};

/// A part of a file of our own, mapped.
///
/// A window and not the whole file, so that resident memory is bounded by what is looked at.
#[derive(Debug)]
pub struct Window(Mmap);

impl Deref for Window {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

/// Maps `span` of `file`, which has `len` bytes.
pub(crate) fn map(file: &File, len: u64, span: Range<u64>) -> io::Result<Window> {
    if span.start > span.end || span.end > len {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let bytes = usize::try_from(span.end - span.start)
        .map_err(|_| io::Error::from(io::ErrorKind::FileTooLarge))?;
    #[expect(
        unsafe_code,
        reason = "sound as long as nobody shortens or changes the file while it is mapped; every \
                  caller passes a temporary file of this process (unnamed, or 0600 under a random \
                  name) whose bytes were all written before"
    )]
    let map = unsafe { MmapOptions::new().offset(span.start).len(bytes).map(file) }?;
    Ok(Window(map))
}

/// A file in `dir` that has no name and vanishes with its last handle, with mode 0600.
pub(crate) fn unnamed_file(dir: &Path) -> io::Result<File> {
    let file = tempfile::tempfile_in(dir)?;
    // On Linux the mode of a file that never had a name follows the umask.
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(file)
}

/// Writes all of `bytes` at `offset`, leaving other threads' writes elsewhere alone.
pub(crate) fn write_all_at(file: &File, offset: u64, bytes: &[u8]) -> io::Result<()> {
    #[cfg(unix)]
    return std::os::unix::fs::FileExt::write_all_at(file, bytes, offset);
    #[cfg(windows)]
    {
        let (mut offset, mut bytes) = (offset, bytes);
        while !bytes.is_empty() {
            match std::os::windows::fs::FileExt::seek_write(file, bytes, offset)? {
                0 => return Err(io::ErrorKind::WriteZero.into()),
                n => {
                    offset += n as u64;
                    bytes = &bytes[n..];
                }
            }
        }
        Ok(())
    }
}
