//! What can go wrong with a file: which file, what was done to it, and why it failed.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// What was being done when a file failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// Opening an input.
    Open,
    /// Reading an input.
    Read,
    /// Writing the temporary copy of an input.
    Spool,
    /// Making an output or its directory.
    Create,
    /// Writing an output.
    Write,
    /// Reading an output again to verify it.
    Verify,
    /// Making sure that an output is on the disk.
    Sync,
    /// Giving an output its name.
    Rename,
    /// Removing a temporary file.
    Remove,
}

impl Action {
    fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Read => "read",
            Self::Spool => "write the temporary copy of",
            Self::Create => "create",
            Self::Write => "write",
            Self::Verify => "read back",
            Self::Sync => "sync",
            Self::Rename => "name",
            Self::Remove => "remove",
        }
    }
}

/// A file that failed.
#[derive(Debug)]
pub struct FileError {
    /// Which file; `-` is standard input or output.
    pub path: PathBuf,
    /// Why.
    pub fault: FileFault,
}

/// Why a file failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum FileFault {
    /// The system refused.
    Io {
        /// What was being done.
        action: Action,
        /// The system's answer.
        error: io::Error,
    },
    /// There is no such file.
    Missing,
    /// It is a directory.
    Directory,
    /// It is a directory without a capture in it.
    NoCaptures,
    /// A capture beside it has its name but for the ending.
    SameName,
    /// It holds nothing.
    Empty,
    /// The compressed data are damaged or cut off.
    Corrupt {
        /// `gzip` or `Zstandard`.
        format: &'static str,
    },
    /// The temporary copy grew past its limit.
    SpoolLimit {
        /// The limit.
        bytes: u64,
    },
    /// UTF-16 with half a character at this offset.
    NotUtf8 {
        /// In bytes from the start of the (decompressed) text.
        offset: u64,
    },
    /// A ZIP archive that is not read.
    Archive(ArchiveFault),
    /// It unpacks to so much more than it has that it was made to fill a disk.
    Bomb,
    /// A log of Chrome's network stack.
    NetLog,
    /// It changed or shrank while it was read.
    Changed,
    /// It is larger than a file of its kind may be.
    TooLarge {
        /// The limit.
        bytes: u64,
    },
    /// An output of this name exists.
    Exists,
    /// The output would replace an input.
    IsInput,
    /// The user interrupted the run.
    Interrupted,
}

/// Why a ZIP archive is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ArchiveFault {
    /// A Fiddler session archive.
    Fiddler,
    /// No member is a HAR.
    NoCapture,
    /// More than one is.
    SeveralCaptures,
    /// A member is a link, or its name leads outside.
    UnsafeMember,
    /// An entry names a side file that is not there.
    NoSideFile,
    /// A member is encrypted.
    Encrypted,
    /// A member is packed in a way that is not known here.
    Unsupported,
    /// It has more members than a capture has bodies.
    TooManyMembers,
}

impl ArchiveFault {
    /// What it is and what to do, after the name of the file.
    fn as_str(self) -> &'static str {
        match self {
            Self::Fiddler => {
                "is a Fiddler archive: in Fiddler choose File > Export Sessions > HTTPArchive and \
                 use that .har file"
            }
            Self::NoCapture => "is a ZIP archive without a .har file in it",
            Self::SeveralCaptures => {
                "is a ZIP archive with several .har files in it: unpack it and name them, or the \
                 directory"
            }
            Self::UnsafeMember => {
                "is a ZIP archive with a link in it, or a file whose name leads outside; it is not \
                 read"
            }
            Self::NoSideFile => "names a body in a side file that is not in it",
            Self::Encrypted => "is an encrypted ZIP archive: unpack it first",
            Self::Unsupported => {
                "is a ZIP archive that is packed in a way not known here: unpack it first"
            }
            Self::TooManyMembers => "is a ZIP archive with too many files in it",
        }
    }
}

impl FileError {
    pub(crate) fn new(path: &Path, fault: FileFault) -> Self {
        Self { path: path.to_owned(), fault }
    }

    /// What the system said about `action` on `path`.
    pub(crate) fn io(path: &Path, action: Action, error: io::Error) -> Self {
        let fault = match (action, error.kind()) {
            (Action::Open, io::ErrorKind::NotFound) => FileFault::Missing,
            (Action::Open | Action::Read, io::ErrorKind::IsADirectory) => FileFault::Directory,
            (Action::Rename, io::ErrorKind::AlreadyExists) => FileFault::Exists,
            _ => FileFault::Io { action, error },
        };
        Self::new(path, fault)
    }

    /// Whether the disk or the user's share of it is full.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        matches!(&self.fault, FileFault::Io { error, .. } if matches!(
            error.kind(),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
        ))
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `{:?}` escapes control characters, which a file name may hold.
        let path = &self.path;
        match &self.fault {
            FileFault::Io { action, .. } if self.is_disk_full() => {
                write!(f, "cannot {} {path:?}: the disk is full", action.as_str())
            }
            FileFault::Io { action, error } => {
                write!(f, "cannot {} {path:?}: {error}", action.as_str())
            }
            FileFault::Missing => write!(f, "{path:?} does not exist"),
            FileFault::Directory => write!(f, "{path:?} is a directory, not a capture"),
            FileFault::NoCaptures => write!(f, "{path:?} is a directory without a capture in it"),
            FileFault::SameName => write!(
                f,
                "{path:?} would get the name of another capture's output: sanitize it alone"
            ),
            FileFault::Empty => write!(f, "{path:?} is empty"),
            FileFault::Corrupt { format } => {
                write!(
                    f,
                    "{path:?} is damaged or cut off: its {format} data cannot be decompressed"
                )
            }
            FileFault::SpoolLimit { bytes } => {
                write!(f, "{path:?} needs a temporary copy of more than {bytes} bytes, the limit")
            }
            FileFault::NotUtf8 { offset } => {
                write!(f, "{path:?} is UTF-16 with half a character at byte {offset}")
            }
            FileFault::Archive(fault) => write!(f, "{path:?} {}", fault.as_str()),
            FileFault::Bomb => write!(
                f,
                "{path:?} unpacks to more than 500 times its size, as only an archive bomb does; \
                 if it is none, unpack it first"
            ),
            FileFault::NetLog => write!(
                f,
                "{path:?} is a NetLog of Chrome, not a HAR: in DevTools open Network and choose \
                 Export HAR"
            ),
            FileFault::Changed => write!(f, "{path:?} changed while it was read"),
            FileFault::TooLarge { bytes } => {
                write!(f, "{path:?} is larger than {bytes} bytes, the limit")
            }
            FileFault::Exists => {
                write!(f, "{path:?} exists already and is not overwritten without --force")
            }
            FileFault::IsInput => write!(f, "{path:?} is an input and is never overwritten"),
            FileFault::Interrupted => write!(f, "interrupted while reading {path:?}"),
        }
    }
}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.fault {
            FileFault::Io { error, .. } => Some(error),
            _ => None,
        }
    }
}
