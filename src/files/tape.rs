//! What one pass notes for the next: in memory while it is little, then in a file without a name.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::files::own::{unnamed_file, write_all_at};
use crate::files::source::read_file_at;

/// Bytes that are appended and read again.
#[derive(Debug)]
pub(crate) struct Tape {
    memory: Vec<u8>,
    memory_max: usize,
    /// What does not fit into memory goes on here, if a file can be made.
    file: Option<File>,
    directory: PathBuf,
    len: u64,
}

impl Tape {
    /// What is held in memory: enough for the findings of a mixed capture of 1 GB.
    pub(crate) const MEMORY_MAX: usize = 2 << 20;

    /// An empty one; a file that it needs is made in `directory`.
    pub(crate) fn new(directory: &Path) -> Self {
        Self::holding(Self::MEMORY_MAX, directory)
    }

    fn holding(memory_max: usize, directory: &Path) -> Self {
        let (memory, file, directory) = (Vec::new(), None, directory.to_owned());
        Self { memory, memory_max, file, directory, len: 0 }
    }

    /// Appends `bytes`; where they begin.
    ///
    /// # Errors
    /// When there is no room for them: then they are not there.
    pub(crate) fn append(&mut self, bytes: &[u8]) -> io::Result<u64> {
        let start = self.len;
        if self.file.is_none() && self.memory.len() + bytes.len() <= self.memory_max {
            self.memory.extend_from_slice(bytes);
        } else {
            let file = match &self.file {
                Some(file) => file,
                None => self.file.insert(unnamed_file(&self.directory)?),
            };
            write_all_at(file, start - self.memory.len() as u64, bytes)?;
        }
        self.len += bytes.len() as u64;
        Ok(start)
    }

    /// Reads what was appended as one, or a part of it, into `buffer`, which is emptied first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(crate) fn read(&self, span: Range<u64>, buffer: &mut Vec<u8>) -> io::Result<()> {
        buffer.clear();
        let held = self.memory.len() as u64;
        let at = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX);
        if span.end <= held {
            buffer.extend_from_slice(&self.memory[at(span.start)..at(span.end)]);
            return Ok(());
        }
        let file = self.file.as_ref().ok_or(io::ErrorKind::UnexpectedEof)?;
        buffer.resize(at(span.end - span.start), 0);
        let mut read = 0;
        while read < buffer.len() {
            let offset = span.start - held + read as u64;
            read += match read_file_at(file, self.len - held, offset, &mut buffer[read..])? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                bytes => bytes,
            };
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::files::tape::Tape;

    #[test]
    fn what_was_appended_is_read_again() {
        let dir = tempfile::tempdir().unwrap();
        let mut tape = Tape::holding(8, dir.path());
        let texts = ["", "abc", "defgh", "i", "", "jklmnopq", "r"];
        let starts = texts.map(|text| tape.append(text.as_bytes()).unwrap());
        assert_eq!(starts, [0, 0, 3, 8, 9, 9, 17]);
        let mut buffer = Vec::new();
        for (text, start) in texts.iter().zip(starts) {
            tape.read(start..start + text.len() as u64, &mut buffer).unwrap();
            assert_eq!(buffer, text.as_bytes());
        }
        tape.read(10..12, &mut buffer).unwrap();
        assert_eq!(buffer, b"kl");
        assert!(tape.read(17..19, &mut buffer).is_err());
        // Nobody sees a file.
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn without_a_place_for_a_file_only_memory_is_used() {
        let mut tape = Tape::holding(8, Path::new("/nowhere/at/all"));
        assert_eq!(tape.append(b"abcd").unwrap(), 0);
        assert!(tape.append(b"efghi").is_err());
        assert_eq!(tape.append(b"jk").unwrap(), 4);
        let mut buffer = Vec::new();
        tape.read(4..6, &mut buffer).unwrap();
        assert_eq!(buffer, b"jk");
    }
}
