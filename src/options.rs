//! What a run is to do, as meant: the command line and the configuration are both turned into this.

use std::path::PathBuf;

use crate::chunk::Select;
use crate::chunk::fit::Class;
use crate::config::{Counted, Preset};
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
    /// In which form each output file is written.
    pub form: Form,
    /// Which entries are kept.
    pub select: Select,
    /// Where output files are cut before they are full.
    pub split_by: SplitBy,
    /// How the output is made to fit.
    pub fit: Fit,
    /// How much the report tells.
    pub detail: Detail,
    /// Whether files that exist may be overwritten (never the input).
    pub overwrite: Overwrite,
    /// What happens with a capture that was cut short.
    pub cut_short: CutShort,
    /// How much of a capture is held at once; for tests.
    #[doc(hidden)]
    pub read_sizes: ReadSizes,
}

/// How much the report tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Detail {
    /// What was redacted and what was written.
    #[default]
    Counts,
    /// What the requests were, too.
    Traffic,
    /// And how large each entry is, so that it can be told what desks would get.
    Forecast,
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

/// Where output files are cut before they are full.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SplitBy {
    /// Nowhere.
    #[default]
    Size,
    /// Each page goes into files of its own, and what names none, too.
    Page,
    /// Each span of time, from the first entry on, goes into files of its own.
    Time {
        /// How long a span is, in microseconds.
        micros: i64,
    },
}

/// How the output is made to fit.
#[derive(Debug, Clone, Default)]
pub struct Fit {
    /// Whether bodies are left out, step by step, so that one file is enough.
    pub one_file: bool,
    /// Bodies that are left out in any case.
    pub drop: Vec<Class>,
    /// Hosts whose bodies stay, with those below them.
    pub keep_hosts: Vec<String>,
    /// The form in which the file is packed if all else does not help.
    pub pack: Option<Form>,
    /// Who is to take it.
    pub desk: Option<Preset>,
    /// The limit that `chunk_bytes_max` follows from, and what it counts.
    pub limit_bytes: Option<u64>,
    /// What the limit counts.
    pub counted: Counted,
}

/// In which form an output file is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// A HAR, named `.har`.
    #[default]
    Har,
    /// The same bytes, named `.json`, for desks that refuse `.har`.
    Json,
    /// A ZIP archive that holds the HAR.
    Zip,
    /// The HAR compressed by gzip.
    Gz,
    /// The HAR compressed by Zstandard.
    Zst,
}

impl Form {
    /// All of them, plain ones first.
    pub const ALL: [Self; 5] = [Self::Har, Self::Json, Self::Zip, Self::Gz, Self::Zst];

    /// What people and presets call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Har => "har",
            Self::Json => "json",
            Self::Zip => "zip",
            Self::Gz => "gz",
            Self::Zst => "zst",
        }
    }

    /// How the name of a file ends that has this form.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Har => ".har",
            Self::Json => ".json",
            Self::Zip => ".har.zip",
            Self::Gz => ".har.gz",
            Self::Zst => ".har.zst",
        }
    }

    /// Whether it makes a file smaller.
    #[must_use]
    pub fn is_packed(self) -> bool {
        matches!(self, Self::Zip | Self::Gz | Self::Zst)
    }
}

impl std::str::FromStr for Form {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|form| form.name().eq_ignore_ascii_case(name))
            .ok_or_else(|| "is no form: har, json, zip, gz or zst".to_owned())
    }
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
            form: Form::default(),
            fit: Fit::default(),
            select: Select::default(),
            split_by: SplitBy::default(),
            threads: std::thread::available_parallelism().map_or(1, Into::into),
            detail: Detail::default(),
            overwrite: Overwrite::Refuse,
            cut_short: CutShort::default(),
            read_sizes: ReadSizes::default(),
        }
    }
}

/// The default limit of an output file: what most desks take, 25 MB, read as 10^6 bytes each.
pub const CHUNK_BYTES_MAX: u64 = 25_000_000;

#[cfg(test)]
mod tests {
    use crate::options::Form;

    #[test]
    fn a_form_is_read_by_its_name() {
        for form in Form::ALL {
            assert_eq!(form.name().to_uppercase().parse(), Ok(form));
            assert!(form.suffix().ends_with(form.name()));
        }
        assert!("rar".parse::<Form>().is_err());
    }
}
