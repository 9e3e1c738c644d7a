//! One output while it has no final name yet.

use std::fmt;
use std::fs::File;
use std::io::{self, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use crate::files::own::{self, unnamed_file, write_all_at};
use crate::files::seek::OutputWriter;
use crate::files::source::read_file_at;
use crate::files::temporary::{self, Registration};
use crate::files::{Action, Existing, FileError, Source, Window};

const BLOCK_BYTES: usize = 256 * 1024;

/// An output in a temporary file with mode 0600, in the directory of its final name.
///
/// Threads write it at any place; then it is read again, and given its name or dropped.
#[derive(Debug)]
pub struct OutputFile {
    place: Place,
    /// What it will be, `-` for standard output.
    path: PathBuf,
    /// The end of the bytes written so far.
    len: AtomicU64,
}

#[derive(Debug)]
enum Place {
    Named(NamedTempFile, Registration),
    Unnamed(File),
}

/// How a copy to a pipe ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// All bytes were taken.
    Whole,
    /// The reader went away, as `head` does; no error.
    ReaderGone,
}

/// What stood under the name that an output got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Replaced {
    Nothing,
    File,
}

fn is_taken(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::AlreadyExists
}

/// A SHA-256 sum, written as `sha256sum` does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sha256Hex([u8; 32]);

impl Sha256Hex {
    pub(crate) fn new(hasher: Sha256) -> Self {
        Self(hasher.finalize().into())
    }
}

impl fmt::Display for Sha256Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl OutputFile {
    /// An empty output that shall be `path` in the end; its directory must exist.
    ///
    /// # Errors
    /// When no file can be made beside `path`.
    pub fn create(path: &Path) -> Result<Self, FileError> {
        let (file, registration) = temporary::create(directory(path))
            .map_err(|error| FileError::io(path, Action::Create, error))?;
        Ok(Self::new(Place::Named(file, registration), path))
    }

    /// An empty output in `scratch_dir` for standard output: it never gets a name.
    ///
    /// # Errors
    /// When no file can be made there.
    pub fn create_for_stdout(scratch_dir: &Path) -> Result<Self, FileError> {
        let path = Path::new("-");
        let file = unnamed_file(scratch_dir)
            .map_err(|error| FileError::io(path, Action::Create, error))?;
        Ok(Self::new(Place::Unnamed(file), path))
    }

    fn new(place: Place, path: &Path) -> Self {
        Self { place, path: path.to_owned(), len: AtomicU64::new(0) }
    }

    /// What it will be, `-` for standard output.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes it become `path` in the end, in the same directory: the name of a chunk depends on how
    /// many there are.
    pub fn set_file_name(&mut self, name: &str) {
        self.path.set_file_name(name);
    }

    /// Writes all of `bytes` at `offset`; what is never written reads as zeros.
    ///
    /// # Errors
    /// When the system refuses, as on a full disk.
    pub fn write_at(&self, offset: u64, bytes: &[u8]) -> Result<(), FileError> {
        self.write_raw(offset, bytes)
            .map_err(|error| FileError::io(&self.path, Action::Write, error))
    }

    /// Drops what was written behind the first `len` bytes.
    pub(crate) fn truncate(&mut self, len: u64) -> Result<(), FileError> {
        self.file()
            .set_len(len)
            .map_err(|error| FileError::io(&self.path, Action::Write, error))?;
        self.len.fetch_min(len, Ordering::AcqRel);
        Ok(())
    }

    /// As [`OutputFile::write_at`], with the system's own error.
    pub(crate) fn write_raw(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        write_all_at(self.file(), offset, bytes)?;
        self.len.fetch_max(offset + bytes.len() as u64, Ordering::AcqRel);
        Ok(())
    }

    /// Writes one byte after the other, from the start.
    pub fn writer(&self) -> impl Write + '_ {
        OutputWriter::new(self)
    }

    /// What the system said while this output was written.
    #[must_use]
    pub fn write_error(&self, error: io::Error) -> FileError {
        FileError::io(&self.path, Action::Write, error)
    }

    /// Maps a part of what was written.
    ///
    /// # Errors
    /// When the system refuses or `span` exceeds what was written.
    pub fn window(&self, span: Range<u64>) -> Result<Window, FileError> {
        own::map(self.file(), self.len(), span)
            .map_err(|error| FileError::io(&self.path, Action::Verify, error))
    }

    /// The SHA-256 sum of what was written.
    ///
    /// # Errors
    /// When it cannot be read again.
    pub fn sha256(&self) -> Result<Sha256Hex, FileError> {
        let mut hasher = Sha256::new();
        self.for_each_block(|block| {
            hasher.update(block);
            Ok(true)
        })?;
        Ok(Sha256Hex::new(hasher))
    }

    /// Copies what was written to `sink`, which is standard output.
    ///
    /// # Errors
    /// When it cannot be read again, or not be written for another reason than that the reader went
    /// away.
    pub fn copy_to(&self, sink: &mut dyn Write) -> Result<Delivery, FileError> {
        let mut delivery = Delivery::Whole;
        let mut deliver = |write: &mut dyn FnMut() -> io::Result<()>| match write() {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                delivery = Delivery::ReaderGone;
                Ok(false)
            }
            Err(error) => Err(FileError::io(Path::new("-"), Action::Write, error)),
            Ok(()) => Ok(true),
        };
        self.for_each_block(|block| deliver(&mut || sink.write_all(block)))?;
        deliver(&mut || sink.flush())?;
        Ok(delivery)
    }

    /// Calls `f` with each block in turn, as long as it says `true`.
    fn for_each_block(
        &self,
        mut f: impl FnMut(&[u8]) -> Result<bool, FileError>,
    ) -> Result<(), FileError> {
        let mut block = vec![0; BLOCK_BYTES];
        let mut offset = 0;
        loop {
            let n = self
                .read_at(offset, &mut block)
                .map_err(|error| FileError::io(&self.path, Action::Verify, error))?;
            if n == 0 || !f(&block[..n])? {
                return Ok(());
            }
            offset += n as u64;
        }
    }

    /// Returns when what was written is on the disk.
    ///
    /// # Errors
    /// When the system could not write all of it.
    pub fn sync(&self) -> Result<(), FileError> {
        self.file().sync_all().map_err(|error| FileError::io(&self.path, Action::Sync, error))
    }

    /// Gives it its name, at once, and says whether a file of that name was replaced; one for
    /// standard output has no name to get.
    pub(crate) fn rename(self, existing: Existing) -> Result<(PathBuf, Replaced), FileError> {
        let Place::Named(file, _registration) = self.place else {
            return Ok((self.path, Replaced::Nothing));
        };
        let replaced = match file.persist_noclobber(&self.path) {
            Ok(_) => Ok(Replaced::Nothing),
            Err(e) if existing == Existing::Replace && is_taken(&e.error) => {
                e.file.persist(&self.path).map(|_| Replaced::File)
            }
            Err(e) => Err(e),
        };
        match replaced {
            Ok(replaced) => Ok((self.path, replaced)),
            Err(e) => Err(FileError::io(&self.path, Action::Rename, e.error)),
        }
    }

    fn file(&self) -> &File {
        match &self.place {
            Place::Named(file, _) => file.as_file(),
            Place::Unnamed(file) => file,
        }
    }
}

impl Source for OutputFile {
    fn len(&self) -> u64 {
        self.len.load(Ordering::Acquire)
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        read_file_at(self.file(), self.len(), offset, buf)
    }

    fn map(&self, span: Range<u64>) -> Option<io::Result<Window>> {
        Some(own::map(self.file(), self.len(), span))
    }
}

/// The directory in which `path` stands.
pub(crate) fn directory(path: &Path) -> &Path {
    match path.parent() {
        Some(dir) if dir != Path::new("") => dir,
        _ => Path::new("."),
    }
}
