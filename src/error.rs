//! Why a run ends without a result: one clear sentence each, never a captured value.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::files::FileError;
use crate::har::Malformed;

/// Why a run ends without a result.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The command line or the configuration asks for what cannot be.
    Usage(String),
    /// A file could not be read or written.
    File(FileError),
    /// A capture is malformed.
    Malformed {
        /// The capture.
        capture: PathBuf,
        /// What is wrong with it, and where.
        malformed: Malformed,
    },
    /// A secret was found in what was written; all of it is gone again.
    Leak {
        /// The capture.
        capture: PathBuf,
        /// In how many places.
        places: u64,
        /// The rule by which the first of them had been found.
        rule: &'static str,
    },
    /// One entry exceeds the limit even without its bodies.
    EntryTooLarge {
        /// The capture.
        capture: PathBuf,
        /// Number of the entry, from 1.
        entry: u64,
        /// The least that it would take, in bytes.
        bytes: u64,
    },
    /// The envelope alone exceeds the limit.
    EnvelopeTooLarge {
        /// The capture.
        capture: PathBuf,
    },
    /// What was written is no longer what was read: a defect of this program.
    Mismatch {
        /// The capture.
        capture: PathBuf,
    },
    /// The worker threads could not be started.
    Threads,
    /// A worker gave no answer: a defect of this program.
    Worker,
    /// The user ended the run.
    Interrupted,
    /// Whoever read standard output has left.
    ClosedPipe,
    /// Standard output failed.
    Stdout(io::Error),
}

impl Error {
    pub(crate) fn malformed(capture: &Path, malformed: Malformed) -> Self {
        Self::Malformed { capture: capture.to_owned(), malformed }
    }

    /// An error of standard output; that its reader has left is a case of its own.
    #[must_use]
    pub fn stdout(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::ClosedPipe } else { Self::Stdout(error) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(what) => f.write_str(what),
            Self::File(error) => error.fmt(f),
            Self::Malformed { capture, malformed } => write!(f, "{}: {malformed}", capture.display()),
            Self::Leak { capture, places, rule } => write!(
                f,
                "{}: a secret is left in the output ({places} places, the first found by rule {rule}); nothing was kept",
                capture.display()
            ),
            Self::EntryTooLarge { capture, entry, bytes } => write!(
                f,
                "{}: entry {entry} takes {bytes} bytes even without its bodies, which is over the limit; use a larger --max-size",
                capture.display()
            ),
            Self::EnvelopeTooLarge { capture } => write!(
                f,
                "{}: the capture's head alone is over the limit; use a larger --max-size",
                capture.display()
            ),
            Self::Mismatch { capture } => write!(
                f,
                "{}: the output did not hold the entries of the capture when it was read again; nothing was kept; please report this",
                capture.display()
            ),
            Self::Threads => f.write_str("the worker threads could not be started"),
            Self::Worker => f.write_str("a worker failed; nothing was kept; please report this"),
            Self::Interrupted => f.write_str("interrupted; nothing was kept"),
            Self::ClosedPipe => f.write_str("standard output was closed"),
            Self::Stdout(error) => write!(f, "cannot write to standard output: {error}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::File(error) => Some(error),
            Self::Stdout(error) => Some(error),
            _ => None,
        }
    }
}

impl From<FileError> for Error {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}
