//! What a run is to do, as meant: the command line and the configuration are both turned into this.

use std::path::PathBuf;

use crate::detect::Policy;
use crate::pipeline::ReadSizes;
use crate::redact::Pseudonyms;

/// What to do with each capture.
#[derive(Debug)]
pub struct Options {
    /// Where output goes.
    pub output: Output,
    /// Each output file is smaller than this many bytes; `None` makes one file of any size.
    pub chunk_bytes_max: Option<u64>,
    /// What is redacted.
    pub policy: Policy,
    /// What secrets are called instead.
    pub pseudonyms: Pseudonyms,
    /// Worker threads.
    pub threads: usize,
    /// Whether files that exist may be overwritten (never the input).
    pub overwrite: Overwrite,
    /// What happens with a capture that was cut short.
    pub cut_short: CutShort,
    /// How much of a capture is held at once; for tests.
    #[doc(hidden)]
    pub read_sizes: ReadSizes,
}

/// Where output goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Output {
    /// Beside each capture.
    Beside,
    /// Into this directory.
    Directory(PathBuf),
    /// To standard output, as one file.
    Stdout,
}

/// What happens to a file that has the name of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overwrite {
    /// It stays, and the run ends with an error.
    Refuse,
    /// It is replaced.
    Replace,
}

/// What happens with a capture that was cut short: by a crash, or a full disk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CutShort {
    /// It is an error.
    #[default]
    Refuse,
    /// Its whole entries are kept, and the report says what is lost.
    Salvage,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            output: Output::Beside,
            chunk_bytes_max: Some(CHUNK_BYTES_MAX),
            policy: Policy::default(),
            pseudonyms: Pseudonyms::default(),
            threads: std::thread::available_parallelism().map_or(1, Into::into),
            overwrite: Overwrite::Refuse,
            cut_short: CutShort::default(),
            read_sizes: ReadSizes::default(),
        }
    }
}

/// The default limit of an output file: what most desks take, 25 MB, read as 10^6 bytes each.
pub const CHUNK_BYTES_MAX: u64 = 25_000_000;
