//! The list of the chunks of one capture, for people who check what they got and for `join`.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The version of this format; it grows when a reader of the old one would be wrong.
pub const MANIFEST_SCHEMA: u32 = 1;

/// The version where chunks hold several runs of entries.
pub const MANIFEST_SCHEMA_RUNS: u32 = 2;

/// The list of the chunks of one capture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// [`MANIFEST_SCHEMA`].
    pub schema: u32,
    /// What wrote it, with its version.
    pub tool: String,
    /// The name of the input.
    pub capture: String,
    /// How many entries all chunks have together.
    pub entries: u64,
    /// What stands between two pages, for each but the first; one where all are the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub page_gaps: Vec<String>,
    /// The chunks, in order.
    pub chunks: Vec<ManifestChunk>,
}

/// One chunk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ManifestChunk {
    /// Its file, beside the manifest.
    pub file: String,
    /// The size of the file.
    pub bytes: u64,
    /// The SHA-256 sum of the file, in hexadecimal digits.
    pub sha256: String,
    /// Which entries it has: of the capture, or, of a selection, of what was kept.
    pub entries: EntrySpan,
    /// Which of these exactly, in order, where it does not have all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub runs: Vec<EntrySpan>,
    /// When the earliest and the latest of them started, where they say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<Started>,
    /// Which pages of the capture it has, from 0.
    pub pages: Vec<usize>,
    /// What stands before its first entry in the joined capture; empty for the first chunk.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub gap_before: String,
}

/// The first and the last entry of a chunk, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntrySpan {
    /// The first.
    pub first: u64,
    /// The last.
    pub last: u64,
}

/// The `startedDateTime` of the earliest and the latest entry of a chunk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    /// Of the earliest.
    pub first: String,
    /// Of the latest.
    pub last: String,
}

impl ManifestChunk {
    /// Which entries it has, in order.
    #[must_use]
    pub fn spans(&self) -> &[EntrySpan] {
        if self.runs.is_empty() { std::slice::from_ref(&self.entries) } else { &self.runs }
    }
}

impl EntrySpan {
    /// How many entries it spans.
    #[must_use]
    pub fn count(self) -> u64 {
        self.last.saturating_add(1).saturating_sub(self.first)
    }
}

/// Whether `text` has the form of a date and time, so that it may stand in a manifest.
#[must_use]
pub fn is_date_time(text: &[u8]) -> bool {
    (10..=40).contains(&text.len())
        && text[..4].iter().all(u8::is_ascii_digit)
        && text[4] == b'-'
        && text.iter().all(|b| b.is_ascii_digit() || b"-:.,+TZtz ".contains(b))
}

/// What is wrong with a manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ManifestError {
    /// Not JSON of this form; the line, from 1.
    Form(usize),
    /// Of a version that is not known here.
    Schema(u32),
    /// A file name with a directory in it; the chunk, from 1.
    File(usize),
    /// Entries that do not follow those of the chunk before; the chunk, from 1.
    Entries(usize),
}

impl fmt::Display for ManifestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form(line) => write!(f, "the manifest is not valid (line {line})"),
            Self::Schema(schema) => {
                write!(
                    f,
                    "the manifest has version {schema}; this program knows {MANIFEST_SCHEMA_RUNS}"
                )
            }
            Self::File(chunk) => {
                write!(f, "the manifest's chunk {chunk} is not a file beside the manifest")
            }
            Self::Entries(chunk) => {
                write!(
                    f,
                    "the entries of the manifest's chunk {chunk} do not follow the ones before"
                )
            }
        }
    }
}

impl std::error::Error for ManifestError {}

impl Manifest {
    /// Reads a manifest, which may come from anybody.
    ///
    /// # Errors
    /// When it is not valid.
    pub fn parse(text: &[u8]) -> Result<Self, ManifestError> {
        let manifest: Self =
            serde_json::from_slice(text).map_err(|error| ManifestError::Form(error.line()))?;
        if !(MANIFEST_SCHEMA..=MANIFEST_SCHEMA_RUNS).contains(&manifest.schema) {
            return Err(ManifestError::Schema(manifest.schema));
        }
        let mut spans = Vec::new();
        for (number, chunk) in (1..).zip(&manifest.chunks) {
            if !is_plain_file_name(&chunk.file) {
                return Err(ManifestError::File(number));
            }
            spans.extend(chunk.spans().iter().map(|span| (span.first, span.last, number)));
        }
        spans.sort_by_key(|(first, ..)| *first);
        let mut next = 1;
        for (first, last, chunk) in spans {
            if first != next || last < first || last == u64::MAX {
                return Err(ManifestError::Entries(chunk));
            }
            next = last + 1;
        }
        if manifest.entries == next - 1 {
            Ok(manifest)
        } else {
            Err(ManifestError::Entries(manifest.chunks.len()))
        }
    }

    /// The manifest as it is written to a file.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let mut json =
            serde_json::to_vec_pretty(self).expect("because strings and numbers always print");
        json.push(b'\n');
        json
    }
}

/// Whether `name` is a file in the directory at hand on every system.
fn is_plain_file_name(name: &str) -> bool {
    !matches!(name, "" | "." | "..") && !name.contains(['/', '\\', ':', '\0'])
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn manifest(spans: &[(u64, u64)]) -> Manifest {
        let chunks = spans.iter().map(|&(first, last)| ManifestChunk {
            file: format!("c-{first}.har"),
            bytes: 9,
            sha256: "00".repeat(32),
            entries: EntrySpan { first, last },
            runs: Vec::new(),
            started: None,
            pages: vec![0],
            gap_before: String::new(),
        });
        Manifest {
            schema: MANIFEST_SCHEMA,
            tool: "unharm".into(),
            capture: "c.har".into(),
            entries: spans.last().map_or(0, |span| span.1),
            page_gaps: Vec::new(),
            chunks: chunks.collect(),
        }
    }

    #[test]
    fn a_manifest_is_read_as_it_was_written() {
        let mut written = manifest(&[(1, 3), (4, 4)]);
        written.chunks[1].gap_before = ",\n".into();
        written.chunks[0].started =
            Some(Started { first: "2024-01-02T03:04:05Z".into(), last: String::new() });
        assert_eq!(Manifest::parse(&written.to_json()), Ok(written));
    }

    #[test]
    fn a_manifest_that_is_wrong_is_an_error() {
        let check = |change: fn(&mut Manifest), expected| {
            let mut manifest = manifest(&[(1, 3), (4, 4)]);
            change(&mut manifest);
            assert_eq!(Manifest::parse(&manifest.to_json()), Err(expected));
        };
        check(|m| m.schema = 3, ManifestError::Schema(3));
        check(|m| m.chunks[1].file = "../x".into(), ManifestError::File(2));
        check(|m| m.chunks[0].file = "C:x".into(), ManifestError::File(1));
        check(|m| m.chunks[1].entries.first = 5, ManifestError::Entries(2));
        check(|m| m.chunks[1].entries.last = 3, ManifestError::Entries(2));
        check(|m| m.entries = 5, ManifestError::Entries(2));
        assert_eq!(Manifest::parse(b"\n{}"), Err(ManifestError::Form(2)));
    }

    #[test]
    fn only_dates_are_dates() {
        for text in ["2024-01-02T03:04:05.678Z", "2024-01-02T03:04:05,6+02:00", "2024-01-02"] {
            assert!(is_date_time(text.as_bytes()), "{text}");
        }
        for text in ["", "2024", "secret-thing", "2024-01-02T03:04:05Z<b>", "20240102T0304"] {
            assert!(!is_date_time(text.as_bytes()), "{text}");
        }
    }
}
