//! Why a run failed, in one sentence each.
//!
//! A sentence names a file, an entry and an offset, never what stands there.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::files::{FileError, FileFault, Input};
use crate::har::{Fault, Malformed, fault_path};
use crate::pipeline;

/// Why a run failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The command or its configuration asks for what cannot be done.
    Usage(String),
    /// A file.
    File(FileError),
    /// A capture that cannot be read.
    Malformed {
        /// The capture.
        path: PathBuf,
        /// What is wrong, and where.
        malformed: Malformed,
        /// Where in the entry, in words of the HAR format: `request.headers[3]`.
        within: Option<String>,
    },
    /// A capture that was cut short, of which the whole entries can be kept.
    Salvageable(Box<Error>),
    /// An entry that exceeds the limit even without its bodies.
    EntryTooLarge {
        /// The capture.
        path: PathBuf,
        /// Its number, from 1.
        entry: u64,
        /// Its size.
        bytes: u64,
        /// What an entry may have.
        bytes_max: u64,
    },
    /// A capture whose envelope alone exceeds the limit.
    EnvelopeTooLarge {
        /// The capture.
        path: PathBuf,
        /// The size of the envelope.
        bytes: u64,
        /// The limit of an output.
        bytes_max: u64,
    },
    /// A capture of which nothing meets what was selected.
    NothingSelected {
        /// The capture.
        path: PathBuf,
    },
    /// More distinct secrets than can be searched for.
    TooManySecrets {
        /// The capture.
        path: PathBuf,
        /// How many.
        secrets: usize,
    },
    /// Secrets that the verification found in what was written.
    Leak {
        /// What the output would have been called.
        path: PathBuf,
        /// How many places.
        leaks: u64,
        /// The number of the first entry of that output with one, from 1; none when it is the
        /// envelope.
        entry: Option<u64>,
    },
    /// Secrets that stand in the report's own text.
    ReportLeak {
        /// The report.
        path: PathBuf,
        /// How many secrets.
        leaks: u64,
        /// Whether what it tells of has its names already.
        kept: bool,
    },
    /// The output does not hold what was read, when it is read again.
    Mismatch {
        /// What the output would have been called.
        path: PathBuf,
    },
    /// A worker ended without an answer.
    WorkerLost,
    /// Whoever read standard output has left.
    ReaderGone,
    /// The system does not let us watch for Ctrl-C.
    Signals(io::Error),
    /// Standard output failed.
    Stdout(io::Error),
    /// The user interrupted the run.
    Interrupted,
}

impl Error {
    /// What is wrong with the capture at `path`.
    #[must_use]
    pub fn malformed(path: &Path, malformed: Malformed) -> Self {
        Self::Malformed { path: path.to_owned(), malformed, within: None }
    }

    /// Whether it is the capture that cannot be read, which says nothing of another one.
    #[must_use]
    pub fn is_of_capture(&self) -> bool {
        matches!(self, Self::File(_) | Self::Malformed { .. } | Self::Salvageable(_))
    }

    /// What is wrong with the entry `text` of the capture at `path`.
    #[must_use]
    pub fn malformed_entry(path: &Path, malformed: Malformed, text: &[u8]) -> Self {
        Self::Malformed { path: path.to_owned(), malformed, within: fault_path(text) }
    }

    /// Counts the offset of a fault from the start of the file and not of the JSON text in it, and
    /// says what can be done about a capture that was cut short. A file that has changed meanwhile is
    /// the reason of all that seems wrong with it.
    #[must_use]
    pub fn in_file(mut self, input: &Input) -> Self {
        if matches!(self, Self::Malformed { .. } | Self::WorkerLost | Self::Mismatch { .. })
            && let Err(changed) = input.ensure_unchanged()
        {
            return changed.into();
        }
        let Self::Malformed { malformed, .. } = &mut self else { return self };
        malformed.offset += input.content().start;
        let is_cut_short = malformed.fault == Fault::Truncated;
        if is_cut_short && pipeline::can_be_salvaged(input) { self.salvageable() } else { self }
    }

    pub(crate) fn salvageable(self) -> Self {
        Self::Salvageable(Box::new(self))
    }

    /// What the system said of standard output.
    #[must_use]
    pub fn stdout(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::ReaderGone
        } else {
            Self::Stdout(error)
        }
    }
}

impl From<FileError> for Error {
    fn from(error: FileError) -> Self {
        match error.fault {
            FileFault::Interrupted => Self::Interrupted,
            _ => Self::File(error),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(message) => f.write_str(message),
            Self::File(error) => error.fmt(f),
            Self::Malformed { path, malformed, within: None } => write!(f, "{path:?}, {malformed}"),
            Self::Malformed { path, malformed, within: Some(within) } => {
                write!(f, "{path:?}, {malformed} (in {within})")
            }
            Self::Salvageable(error) => {
                write!(f, "{error}; --salvage keeps the entries that are whole")
            }
            Self::EntryTooLarge { path, entry, bytes, bytes_max } => write!(
                f,
                "entry {entry} of {path:?} has {bytes} bytes even with its bodies cut, more than \
                 the {bytes_max} that fit into one output"
            ),
            Self::EnvelopeTooLarge { path, bytes, bytes_max } => write!(
                f,
                "what stands around the entries of {path:?} has {bytes} bytes and leaves no room \
                 for one in an output of less than {bytes_max}"
            ),
            Self::NothingSelected { path } => {
                write!(f, "no entry of {path:?} meets what was selected; nothing was written")
            }
            Self::TooManySecrets { path, secrets } => write!(
                f,
                "{path:?} holds {secrets} distinct secrets, more than can be searched for at once: \
                 cut it with `unharm split` and redact each chunk"
            ),
            Self::Leak { path, leaks, entry } => {
                let secrets = if *leaks == 1 { "secret" } else { "secrets" };
                write!(f, "the verification found {leaks} {secrets} left of {path:?}, ")?;
                match entry {
                    Some(entry) => write!(f, "the first in entry {entry}; nothing was kept"),
                    None => f.write_str("the first outside of its entries; nothing was kept"),
                }
            }
            Self::ReportLeak { path, leaks, kept } => {
                let kept = match kept {
                    true => "it was not written; what was sanitized was verified and stays",
                    false => "nothing was kept",
                };
                let secrets = if *leaks == 1 { "secret" } else { "secrets" };
                write!(
                    f,
                    "{leaks} {secrets} would stand in the report {path:?}; {kept}; please report this"
                )
            }
            Self::Mismatch { path } => write!(
                f,
                "what was written of {path:?} did not hold its entries when it was read again; \
                 nothing was kept; please report this"
            ),
            Self::WorkerLost => f.write_str(
                "a worker thread ended without an answer; nothing was kept; please report this",
            ),
            Self::ReaderGone => f.write_str("standard output was closed"),
            Self::Signals(error) => write!(f, "cannot watch for signals: {error}"),
            Self::Stdout(error) => write!(f, "cannot write to standard output: {error}"),
            Self::Interrupted => f.write_str("interrupted; nothing was kept"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            // Its sentence is ours already; what is behind it is the system's error.
            Self::File(error) => std::error::Error::source(error),
            Self::Salvageable(error) => error.source(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Action;

    #[test]
    fn each_error_is_one_sentence() {
        let path = Path::new("a\x1b.har");
        let malformed = Malformed { fault: Fault::Truncated, entry: Some(3), offset: 77 };
        let full = FileError::io(path, Action::Write, io::ErrorKind::StorageFull.into());
        for (error, expected) in [
            (
                Error::malformed(path, malformed),
                r#""a\u{1b}.har", entry 3, byte 77: the capture ends in the middle; it was cut off"#,
            ),
            (full.into(), r#"cannot write "a\u{1b}.har": the disk is full"#),
            (FileError::new(path, FileFault::Interrupted).into(), "interrupted; nothing was kept"),
            (
                Error::Leak { path: path.into(), leaks: 2, entry: Some(9) },
                r#"the verification found 2 secrets left of "a\u{1b}.har", the first in entry 9; nothing was kept"#,
            ),
        ] {
            assert_eq!(error.to_string(), expected);
        }
    }

    #[test]
    fn the_system_s_error_is_the_source() {
        let error = FileError::io(Path::new("a"), Action::Sync, io::ErrorKind::TimedOut.into());
        let error = Error::from(error);
        let source = std::error::Error::source(&error).expect("because a file failed");
        assert_eq!(source.to_string(), io::Error::from(io::ErrorKind::TimedOut).to_string());
    }
}
