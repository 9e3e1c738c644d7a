//! One input: whatever it is on disk, the rest of the program sees the bytes of one JSON text.

use std::fs::{File, Metadata};
use std::io;
#[cfg(target_os = "linux")]
use std::num::NonZeroU64;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

#[cfg(target_os = "linux")]
use rustix::fs::{Advice, fadvise};

use crate::files::archive::{Archive, SideFiles, with_side_files};
use crate::files::jsonp::content_span;
use crate::files::sniff::{HEAD_BYTES, Kind, sniff};
use crate::files::source::read_file_at;
use crate::files::spool::{Ending, Spool, SpoolJob, refuse};
use crate::files::{Action, FileError, FileFault, Source, Window};

/// How large the temporary copy of a pipe or a compressed file may become.
pub const SPOOL_BYTES_MAX: u64 = 64 << 30;

/// An input, open for reading; as a [`Source`] it gives the bytes of its JSON text.
pub struct Input {
    path: PathBuf,
    source: Box<dyn Source>,
    content: Range<u64>,
    /// What closes a text that was cut short.
    closing: Vec<u8>,
    /// The file itself, where it has a name that may be asked for again.
    file: Option<Stamp>,
    /// How many of its bodies were in files of their own beside it.
    side_files: SideFiles,
}

/// What a file was when it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stamp {
    id: FileId,
    len: u64,
    modified: Option<SystemTime>,
}

impl Input {
    /// Opens the capture at `path`, or standard input for `-`.
    ///
    /// A pipe, a compressed or an UTF-16 file is copied to a file without a name in `scratch_dir`,
    /// decompressed and converted.
    ///
    /// # Errors
    /// When it cannot be read, is empty, or is of a kind that is not read.
    pub fn open(path: &Path, scratch_dir: &Path) -> Result<Self, FileError> {
        Self::open_within(path, scratch_dir, SPOOL_BYTES_MAX)
    }

    /// As [`Input::open`], with a limit for the temporary copy.
    ///
    /// # Errors
    /// As [`Input::open`], and when the copy would exceed `spool_bytes_max`.
    pub fn open_within(
        path: &Path,
        scratch_dir: &Path,
        spool_bytes_max: u64,
    ) -> Result<Self, FileError> {
        let (bytes_max, ending) = (spool_bytes_max, Ending::Required);
        Self::open_as(path, SpoolJob { path, scratch_dir, bytes_max, ending })
    }

    /// As [`Input::open`], but compressed data that break off count as far as they go.
    ///
    /// # Errors
    /// As [`Input::open`].
    pub fn open_cut_short(path: &Path, scratch_dir: &Path) -> Result<Self, FileError> {
        let (bytes_max, ending) = (SPOOL_BYTES_MAX, Ending::Dispensable);
        Self::open_as(path, SpoolJob { path, scratch_dir, bytes_max, ending })
    }

    fn open_as(path: &Path, job: SpoolJob<'_>) -> Result<Self, FileError> {
        if path == Path::new("-") {
            return Self::spooled(job, job.run(io::stdin().lock())?, None);
        }
        let (file, metadata) = open_file(path)?;
        if !metadata.is_file() {
            return Self::spooled(job, job.run(file)?, None);
        }
        let stamp = Stamp::new(path, &metadata)
            .map_err(|error| FileError::io(path, Action::Open, error))?;
        let plain = PlainFile { file, len: metadata.len() };
        let kind = plain.kind().map_err(|error| FileError::io(path, Action::Read, error))?;
        match kind {
            _ if plain.is_empty() => Err(FileError::new(path, FileFault::Empty)),
            Kind::Gzip | Kind::Zstd | Kind::Utf16(_) => {
                Self::spooled(job, job.run(plain.file)?, Some(stamp))
            }
            Kind::Zip | Kind::NetLog | Kind::Text => {
                refuse(path, kind)?;
                if kind == Kind::Zip {
                    let spool = Archive::open(&plain, job)?.unpack()?;
                    return Self::new(job, Box::new(spool), None, Some(stamp));
                }
                Self::new(job, Box::new(plain), path.parent(), Some(stamp))
            }
        }
    }

    /// An input of which there is a copy; what is an archive there is unpacked once more.
    fn spooled(job: SpoolJob<'_>, copy: Spool, file: Option<Stamp>) -> Result<Self, FileError> {
        let kind = copy.kind().map_err(|error| job.read_error(error))?;
        // What was in UTF-16 can be told only now.
        refuse(job.path, kind)?;
        let folder = job.path.parent().filter(|_| file.is_some() && kind != Kind::Zip);
        let copy = match kind {
            Kind::Zip => Archive::open(&copy, job)?.unpack()?,
            _ => copy,
        };
        Self::new(job, Box::new(copy), folder, file)
    }

    /// An input of which bodies may stand in files of their own in `folder`.
    fn new(
        job: SpoolJob<'_>,
        mut source: Box<dyn Source>,
        folder: Option<&Path>,
        file: Option<Stamp>,
    ) -> Result<Self, FileError> {
        let mut side_files = SideFiles::default();
        if let Some((spool, found)) = with_side_files(&*source, folder, job)? {
            (source, side_files) = (Box::new(spool), found);
        }
        let content = content_span(&*source).map_err(|error| job.read_error(error))?;
        let (path, closing) = (job.path.to_owned(), Vec::new());
        Ok(Self { path, source, content, closing, file, side_files })
    }

    /// Its path, `-` for standard input.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where its JSON text stands in what the file or pipe holds, decompressed and as UTF-8.
    #[must_use]
    pub fn content(&self) -> Range<u64> {
        self.content.clone()
    }

    /// How many of its bodies were in files of their own beside it.
    #[must_use]
    pub fn side_files(&self) -> SideFiles {
        self.side_files
    }

    /// From now on the text ends at `end`, and `closing` after it.
    pub(crate) fn close_at(&mut self, end: u64, closing: Vec<u8>) {
        self.content.end = self.content.start + end.min(self.len());
        self.closing = closing;
    }

    /// How many bytes of the text are the file's.
    fn content_len(&self) -> u64 {
        self.content.end - self.content.start
    }

    /// Reads as [`Source::read_exact_at`], with an error that names the file.
    ///
    /// # Errors
    /// When the system refuses or the file has become shorter.
    pub fn fill(&self, offset: u64, buf: &mut [u8]) -> Result<(), FileError> {
        self.read_exact_at(offset, buf).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => FileError::new(&self.path, FileFault::Changed),
            _ => FileError::io(&self.path, Action::Read, error),
        })
    }

    /// Makes sure that the file is still the one that was opened.
    ///
    /// It is read more than once; bytes that arrived after the first pass were never searched for
    /// secrets.
    ///
    /// # Errors
    /// When its size or time of change is another.
    pub fn ensure_unchanged(&self) -> Result<(), FileError> {
        let Some(stamp) = &self.file else { return Ok(()) };
        let now = std::fs::metadata(&self.path)
            .and_then(|metadata| Stamp::new(&self.path, &metadata))
            .map_err(|error| FileError::io(&self.path, Action::Read, error))?;
        if now == *stamp { Ok(()) } else { Err(FileError::new(&self.path, FileFault::Changed)) }
    }

    /// Which file it is, where it is one.
    pub(crate) fn id(&self) -> Option<&FileId> {
        self.file.as_ref().map(|stamp| &stamp.id)
    }
}

impl std::fmt::Debug for Input {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Input")
            .field("path", &self.path)
            .field("content", &self.content)
            .finish_non_exhaustive()
    }
}

impl Source for Input {
    fn len(&self) -> u64 {
        self.content_len() + self.closing.len() as u64
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        let content_len = self.content_len();
        if let Some(behind) = offset.checked_sub(content_len) {
            return self.closing.as_slice().read_at(behind, buf);
        }
        let left = usize::try_from(content_len - offset).unwrap_or(usize::MAX);
        let wanted = left.min(buf.len());
        if wanted == 0 {
            return Ok(0);
        }
        self.source.read_at(self.content.start + offset, &mut buf[..wanted])
    }

    fn map(&self, span: Range<u64>) -> Option<io::Result<Window>> {
        let start = self.content.start;
        if span.end > self.len() {
            return Some(Err(io::ErrorKind::UnexpectedEof.into()));
        }
        if span.end > self.content_len() {
            return None;
        }
        self.source.map(start + span.start..start + span.end)
    }

    fn forget(&self, span: Range<u64>) {
        let start = self.content.start;
        self.source.forget(start + span.start..start + span.end.min(self.content_len()));
    }
}

#[expect(clippy::disallowed_methods, reason = "this folder is where files are opened")]
fn open_file(path: &Path) -> Result<(File, Metadata), FileError> {
    let open_error = |error| FileError::io(path, Action::Open, error);
    // Before opening: elsewhere than on unix a directory cannot be opened at all.
    if std::fs::metadata(path).map_err(open_error)?.is_dir() {
        return Err(FileError::new(path, FileFault::Directory));
    }
    let file = File::open(path).map_err(open_error)?;
    let metadata = file.metadata().map_err(open_error)?;
    Ok((file, metadata))
}

/// A user's file, which others may change or shorten at any time.
struct PlainFile {
    file: File,
    len: u64,
}

impl PlainFile {
    fn kind(&self) -> io::Result<Kind> {
        let mut head = [0; HEAD_BYTES];
        let bytes = self.len.min(HEAD_BYTES as u64);
        let head = &mut head[..usize::try_from(bytes).expect("because a head is short")];
        self.read_exact_at(0, head)?;
        Ok(sniff(head))
    }
}

impl Source for PlainFile {
    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        read_file_at(&self.file, self.len, offset, buf)
    }

    #[cfg(target_os = "linux")]
    fn forget(&self, span: Range<u64>) {
        if let Some(len) = NonZeroU64::new(span.end.saturating_sub(span.start)) {
            // A system that refuses keeps it, and nothing is lost.
            let _ = fadvise(&self.file, span.start, Some(len), Advice::DontNeed);
        }
    }
}

impl Stamp {
    fn new(path: &Path, metadata: &Metadata) -> io::Result<Self> {
        let id = FileId::of(path, metadata)?;
        Ok(Self { id, len: metadata.len(), modified: metadata.modified().ok() })
    }
}

/// What tells one file from another, whatever its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileId(#[cfg(unix)] (u64, u64), #[cfg(windows)] PathBuf);

impl FileId {
    /// The file that stands at `path` now.
    pub(crate) fn at(path: &Path) -> io::Result<Self> {
        std::fs::metadata(path).and_then(|metadata| Self::of(path, &metadata))
    }

    /// The file at `path`, of which this is known.
    #[cfg(unix)]
    pub(crate) fn of(_: &Path, metadata: &Metadata) -> io::Result<Self> {
        use std::os::unix::fs::MetadataExt;
        Ok(Self((metadata.dev(), metadata.ino())))
    }

    /// The file at `path`, of which this is known.
    #[cfg(windows)]
    pub(crate) fn of(path: &Path, _: &Metadata) -> io::Result<Self> {
        path.canonicalize().map(Self)
    }
}

#[cfg(test)]
mod tests;
