//! The decompressed, converted copy of an input that cannot be read twice as it is.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::ops::Range;
use std::path::Path;

use flate2::read::MultiGzDecoder;

use crate::files::expansion::{Counted, is_bomb};
use crate::files::own::{self, unnamed_file, write_all_at};
use crate::files::sniff::{HEAD_BYTES, Kind, sniff};
use crate::files::source::read_file_at;
use crate::files::utf16::Converter;
use crate::files::{Action, ArchiveFault, FileError, FileFault, Source, Window, interrupted};

const BLOCK_BYTES: usize = 256 * 1024;

/// A file without a name that holds an input as UTF-8.
#[derive(Debug)]
pub(crate) struct Spool {
    file: File,
    len: u64,
}

impl Spool {
    /// What its first bytes say that it is.
    pub(crate) fn kind(&self) -> io::Result<Kind> {
        let mut head = [0; HEAD_BYTES];
        let bytes = usize::try_from(self.len).unwrap_or(usize::MAX).min(HEAD_BYTES);
        self.read_exact_at(0, &mut head[..bytes])?;
        Ok(sniff(&head[..bytes]))
    }
}

impl Source for Spool {
    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> io::Result<usize> {
        read_file_at(&self.file, self.len, offset, buf)
    }

    fn map(&self, span: Range<u64>) -> Option<io::Result<Window>> {
        Some(own::map(&self.file, self.len, span))
    }
}

/// Where a copy comes from and how large it may become.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SpoolJob<'a> {
    /// The input, for messages.
    pub(crate) path: &'a Path,
    /// Where the copy is made.
    pub(crate) scratch_dir: &'a Path,
    /// More than this is an error: a few megabytes of gzip can hold a terabyte.
    pub(crate) bytes_max: u64,
    pub(crate) ending: Ending,
}

/// Whether compressed or UTF-16 data must go on to their end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// What breaks off is an error.
    Required,
    /// What breaks off counts as far as it goes.
    Dispensable,
}

impl SpoolJob<'_> {
    /// Copies what `reader` gives, decompressed and as UTF-8; an archive as it is.
    pub(crate) fn run(self, reader: impl Read) -> Result<Spool, FileError> {
        let packed = Cell::new(0);
        let mut reader =
            Peeked::new(Counted::new(reader, &packed)).map_err(|error| self.read_error(error))?;
        match sniff(&reader.head) {
            Kind::Gzip => {
                let decoder = MultiGzDecoder::new(reader.whole());
                self.unpacked(decoder, "gzip", &packed)
            }
            Kind::Zstd => {
                let decoder = zstd::stream::read::Decoder::new(reader.whole())
                    .map_err(|error| self.read_error(error))?;
                self.unpacked(decoder, "Zstandard", &packed)
            }
            kind => self.copy(kind, reader.whole(), &packed, |error| self.read_error(error)),
        }
    }

    /// Copies what `decoder` makes of the bytes that `packed` counts.
    pub(crate) fn unpacked(
        self,
        decoder: impl Read,
        format: &'static str,
        packed: &Cell<u64>,
    ) -> Result<Spool, FileError> {
        // The system's errors have a number; those of a decoder have none.
        let fault = |error: io::Error| match error.raw_os_error() {
            Some(_) => self.read_error(error),
            None => self.error(FileFault::Corrupt { format }),
        };
        let mut decoded = Peeked::new(decoder).map_err(fault)?;
        self.copy(sniff(&decoded.head), decoded.whole(), packed, fault)
    }

    fn copy(
        self,
        kind: Kind,
        mut reader: impl Read,
        packed: &Cell<u64>,
        read_error: impl Fn(io::Error) -> FileError,
    ) -> Result<Spool, FileError> {
        let mut converter = match kind {
            Kind::Utf16(order) => Some(Converter::new(order)),
            _ => refuse(self.path, kind).map(|()| None)?,
        };
        let mut copy = self.empty_copy()?;
        let mut block = vec![0; BLOCK_BYTES];
        let mut converted = Vec::new();
        loop {
            let n = match reader.read(&mut block) {
                Ok(n) => n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => match read_error(error) {
                    FileError { fault: FileFault::Corrupt { .. }, .. }
                        if self.ending == Ending::Dispensable && copy.len > 0 =>
                    {
                        break;
                    }
                    error => return Err(error),
                },
            };
            if interrupted() {
                return Err(self.error(FileFault::Interrupted));
            }
            if n == 0 {
                break;
            }
            let Some(converter) = &mut converter else {
                self.append_unpacked(&mut copy, &block[..n], packed)?;
                continue;
            };
            converted.clear();
            converter
                .convert(&block[..n], &mut converted)
                .map_err(|half| self.error(FileFault::NotUtf8 { offset: half.offset }))?;
            self.append_unpacked(&mut copy, &converted, packed)?;
        }
        if let Some(converter) = converter.filter(|_| self.ending == Ending::Required) {
            converter
                .finish()
                .map_err(|half| self.error(FileFault::NotUtf8 { offset: half.offset }))?;
        }
        if copy.len == 0 {
            return Err(self.error(FileFault::Empty));
        }
        Ok(copy)
    }

    pub(crate) fn empty_copy(self) -> Result<Spool, FileError> {
        let file = unnamed_file(self.scratch_dir).map_err(|error| self.spool_error(error))?;
        Ok(Spool { file, len: 0 })
    }

    /// Appends what came out of so many packed bytes.
    pub(crate) fn append_unpacked(
        self,
        copy: &mut Spool,
        bytes: &[u8],
        packed: &Cell<u64>,
    ) -> Result<(), FileError> {
        let len = copy.len + bytes.len() as u64;
        if is_bomb(len, packed.get()) {
            return Err(self.error(FileFault::Bomb));
        }
        if len > self.bytes_max {
            return Err(self.error(FileFault::SpoolLimit { bytes: self.bytes_max }));
        }
        write_all_at(&copy.file, copy.len, bytes).map_err(|error| self.spool_error(error))?;
        copy.len = len;
        Ok(())
    }

    fn error(self, fault: FileFault) -> FileError {
        FileError::new(self.path, fault)
    }

    pub(crate) fn read_error(self, error: io::Error) -> FileError {
        FileError::io(self.path, Action::Read, error)
    }

    fn spool_error(self, error: io::Error) -> FileError {
        FileError::io(self.path, Action::Spool, error)
    }
}

/// An error for a file that is of a kind that is not read.
pub(crate) fn refuse(path: &Path, kind: Kind) -> Result<(), FileError> {
    let is_saz = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("saz"));
    let fault = match kind {
        Kind::Zip if is_saz => FileFault::Archive(ArchiveFault::Fiddler),
        Kind::NetLog => FileFault::NetLog,
        _ => return Ok(()),
    };
    Err(FileError::new(path, fault))
}

/// A reader whose first bytes were looked at.
struct Peeked<R> {
    head: Vec<u8>,
    rest: R,
}

impl<R: Read> Peeked<R> {
    fn new(mut rest: R) -> io::Result<Self> {
        let mut head = Vec::new();
        rest.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head)?;
        Ok(Self { head, rest })
    }

    fn whole(&mut self) -> impl Read + '_ {
        Cursor::new(&self.head).chain(&mut self.rest)
    }
}
