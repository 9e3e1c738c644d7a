//! The report for machines: what `--json` and `--report` write.
//!
//! `testdata/report/report.schema.json` is its JSON Schema, and a test holds the two together.

use std::cmp::Reverse;
use std::time::Duration;

use serde::Serialize;

use crate::redact::{Redaction, SecretBook, Tally};
use crate::report::seal::Seal;
use crate::report::traffic::Traffic;
use crate::report::words::escaped_json;

/// Version of the report's schema: a number that grows when a field changes its meaning.
pub const SCHEMA: u32 = 1;

/// All of a run.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: u32,
    /// Which tool made it.
    pub tool: Tool,
    /// One for each capture.
    pub captures: Vec<CaptureReport>,
}

impl Report {
    /// An empty report of this tool.
    #[must_use]
    pub fn new() -> Self {
        Self { schema: SCHEMA, tool: Tool::this(), captures: Vec::new() }
    }
}

impl Report {
    /// The report as JSON; what could steer a terminal is escaped.
    #[must_use]
    pub fn to_json(&self) -> String {
        escaped_json(&serde_json::to_string_pretty(self).expect("because text and numbers print"))
    }
}

impl Default for Report {
    fn default() -> Self {
        Self::new()
    }
}

/// A tool and its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tool {
    /// `unharm`.
    pub name: &'static str,
    /// As in `unharm --version`.
    pub version: &'static str,
}

impl Tool {
    fn this() -> Self {
        Self { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") }
    }
}

/// One capture.
#[derive(Debug, Clone, Serialize)]
pub struct CaptureReport {
    /// File name of the capture.
    pub capture: String,
    /// Its size in bytes, decompressed.
    pub bytes: u64,
    /// How many entries it has.
    pub entries: u64,
    /// What is lost of a capture that was cut short.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salvage: Option<SalvageReport>,
    /// Bodies that were in files of their own beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side_files: Option<SideFilesReport>,
    /// How many pages.
    pub pages: u64,
    /// What was written; nothing in a dry run.
    #[serde(flatten)]
    pub output: OutputReport,
    /// The limit, and what was left out to keep it; nothing without a limit.
    pub fit: Option<FitReport>,
    /// How many distinct secrets were found.
    pub secrets: u64,
    /// How many places were redacted.
    pub redactions: u64,
    /// How many of these nothing marked: the secret was known from elsewhere.
    pub swept: u64,
    /// Redactions by what they are.
    pub kinds: Vec<KindCount>,
    /// Redactions by rule and place.
    pub rules: Vec<RuleCount>,
    /// Where each would be redacted; only in a run that writes nothing.
    #[serde(flatten)]
    pub list: Option<FindingList>,
    /// Places that were redacted whole because text is nested too deep in them.
    pub too_deep: u64,
    /// What the requests were; only in a report that is written to a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub traffic: Option<Traffic>,
    /// What knows the secrets of the capture, so that the report can be searched for them.
    #[serde(skip)]
    pub seal: Option<Seal>,
    /// What the search of the output gave.
    pub verification: Verification,
    /// Wall time in seconds.
    pub seconds: f64,
    /// Bytes of the capture per second of wall time.
    pub bytes_per_second: f64,
    /// Peak resident memory of the process in bytes, where the system tells.
    pub peak_memory_bytes: Option<u64>,
}

impl CaptureReport {
    /// Sets the wall time and what follows from it.
    pub fn set_time(&mut self, time: Duration) {
        self.seconds = time.as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
        let bytes = self.bytes as f64;
        self.bytes_per_second = bytes / self.seconds.max(1e-9);
    }
}

/// What is lost of a capture that was cut short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SalvageReport {
    /// How many entries are whole, and kept.
    pub entries: u64,
    /// The first byte that is lost, counted from the start of the (decompressed) file.
    pub offset: u64,
    /// How many bytes are.
    pub bytes_lost: u64,
}

/// Bodies that were in files of their own beside a capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SideFilesReport {
    /// How many stand in their entries now.
    pub read: u64,
    /// How many are lost, since their files are not there.
    pub absent: u64,
}

/// A capture that was cut and not redacted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SplitReport {
    /// [`SCHEMA`].
    pub schema: u32,
    /// File name of the capture.
    pub capture: String,
    /// What is lost of a capture that was cut short.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salvage: Option<SalvageReport>,
    /// Bodies that were in files of their own beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side_files: Option<SideFilesReport>,
    /// What was written.
    #[serde(flatten)]
    pub output: OutputReport,
    /// The limit, and what packing has saved; nothing without a limit.
    pub fit: Option<FitReport>,
}

/// The files that were written for one capture.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct OutputReport {
    /// The chunks, in order.
    pub chunks: Vec<ChunkReport>,
    /// File name of the manifest, if there is more than one chunk.
    pub manifest: Option<String>,
    /// Entries of which bodies or frames were cut, since one alone exceeds the limit.
    pub cut: Vec<CutReport>,
    /// How many entries were left out, since they were not selected.
    pub entries_left_out: u64,
}

/// One output file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChunkReport {
    /// Its name.
    pub file: String,
    /// Its size on disk.
    pub bytes: u64,
    /// The size of the HAR in it.
    pub bytes_unpacked: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// How many entries it holds.
    pub entries: u64,
}

/// One entry of which something was cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CutReport {
    /// Number of the entry, from 1.
    pub entry: u64,
    /// Bytes that were left out.
    pub bytes: u64,
    /// How many frames, the last ones, are among them.
    pub frames: u64,
}

/// The limit of a file, and what was left out to keep it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FitReport {
    /// The desk that it is for, by the name of its preset.
    pub desk: Option<String>,
    /// The limit as the desk has it.
    pub limit_bytes: Option<u64>,
    /// What that counts: `file`, or `message`, a mail in which the file is encoded.
    pub counted: &'static str,
    /// Each file has fewer bytes than this.
    pub budget_bytes: Option<u64>,
    /// In which form it is.
    pub form: &'static str,
    /// How many files the desk takes at once.
    pub files_max: Option<u32>,
    /// Whether anybody can read what the desk is sent.
    pub public: bool,
    /// Whether one file is enough; in a dry run it is not known.
    pub one_file: bool,
    /// What was left out, in the order of the steps.
    pub steps: Vec<StepReport>,
}

/// What one step has saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepReport {
    /// Its name.
    pub step: &'static str,
    /// What it does.
    pub title: &'static str,
    /// In how many entries.
    pub entries: u64,
    /// How many bytes of output.
    pub bytes: u64,
}

/// How often a kind of secret was redacted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KindCount {
    /// The kind, as it stands in pseudonyms.
    pub kind: &'static str,
    /// Places.
    pub redactions: u64,
}

/// How often a rule held at a kind of place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleCount {
    /// The rule.
    pub rule: &'static str,
    /// The kind.
    pub kind: &'static str,
    /// Where in the capture.
    pub location: &'static str,
    /// In which layer; empty where the value stands by itself.
    pub layer: &'static str,
    /// Whether the sweep alone found it.
    pub swept: bool,
    /// Places.
    pub redactions: u64,
}

/// What was found, in the order of the capture.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FindingList {
    /// The first of them, [`FindingList::MAX`] at most.
    pub findings: Vec<Finding>,
    /// How many more there are.
    pub findings_left_out: u64,
}

/// One place where a secret stands; never its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Number of the entry, from 1; none when it stands around the entries.
    pub entry: Option<u64>,
    /// Byte offset in the capture (decompressed, in UTF-8), from 0. What stands in base64 or the
    /// like has the place of the layer.
    pub offset: u64,
    /// How many bytes of the capture it, or the layer around it, has.
    pub bytes: u64,
    /// The rule.
    pub rule: &'static str,
    /// The kind.
    pub kind: &'static str,
    /// Where in the capture.
    pub location: &'static str,
    /// In which layer; empty where the value stands by itself.
    pub layer: &'static str,
    /// Whether the sweep alone found it.
    pub swept: bool,
    /// What would stand there instead: the same for the same secret.
    pub pseudonym: Box<str>,
}

impl FindingList {
    /// So many findings are listed at most: a list for people and code scanners, of a bounded size.
    pub const MAX: usize = 10_000;

    /// The list of these redactions, out of `total`.
    #[must_use]
    pub fn new(redactions: Vec<Redaction>, total: u64, book: &SecretBook) -> Self {
        let findings: Vec<Finding> =
            redactions.into_iter().take(Self::MAX).map(|row| Finding::new(&row, book)).collect();
        let findings_left_out = total.saturating_sub(findings.len() as u64);
        Self { findings, findings_left_out }
    }

    /// Counts offsets from the start of the file, and not of the JSON text in it.
    pub fn move_offsets(&mut self, start: u64) {
        self.findings.iter_mut().for_each(|finding| finding.offset += start);
    }
}

impl Finding {
    fn new(row: &Redaction, book: &SecretBook) -> Self {
        Self {
            entry: Some(row.entry).filter(|entry| *entry > 0),
            offset: row.offset,
            bytes: row.bytes,
            rule: row.place.rule.id,
            kind: row.place.rule.kind.0,
            location: row.place.location.as_str(),
            layer: row.place.layer,
            swept: row.place.swept,
            pseudonym: book.pseudonym(row.secret).into(),
        }
    }
}

/// What the search of the output gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// Whether it was done.
    pub state: VerificationState,
    /// How many secrets were searched for, each in every form.
    pub secrets_searched: u64,
    /// How many were too short or too plain to be searched for.
    pub secrets_plain: u64,
    /// Bytes of output that were read again.
    pub bytes: u64,
}

/// Whether the output was searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerificationState {
    /// Searched, and none of the secrets is in it.
    Clean,
    /// Nothing was written.
    DryRun,
}

/// The rows of a tally, the most frequent first.
#[must_use]
pub fn rules(tally: &Tally) -> Vec<RuleCount> {
    let mut rows: Vec<RuleCount> = tally
        .rows()
        .map(|(place, redactions)| RuleCount {
            rule: place.rule.id,
            kind: place.rule.kind.0,
            location: place.location.as_str(),
            layer: place.layer,
            swept: place.swept,
            redactions,
        })
        .collect();
    rows.sort_by_key(|row| Reverse(row.redactions));
    rows
}

/// The kinds of a tally, the most frequent first.
#[must_use]
pub fn kinds(tally: &Tally) -> Vec<KindCount> {
    let mut counts = std::collections::BTreeMap::<&'static str, u64>::new();
    for (place, redactions) in tally.rows() {
        *counts.entry(place.rule.kind.0).or_default() += redactions;
    }
    let mut rows: Vec<KindCount> =
        counts.into_iter().map(|(kind, redactions)| KindCount { kind, redactions }).collect();
    rows.sort_by_key(|row| Reverse(row.redactions));
    rows
}

#[cfg(test)]
pub(crate) mod tests {
    use crate::report::{CaptureReport, OutputReport, Seal, Verification, VerificationState};

    /// A report of nothing, on a capture whose name holds an address.
    pub(crate) fn capture_with(seal: Seal) -> CaptureReport {
        CaptureReport {
            capture: "of jane.roe@mail.example.har".to_owned(),
            bytes: 0,
            entries: 0,
            side_files: None,
            pages: 0,
            output: OutputReport::default(),
            fit: None,
            salvage: None,
            secrets: 0,
            redactions: 0,
            swept: 0,
            kinds: Vec::new(),
            rules: Vec::new(),
            list: None,
            too_deep: 0,
            traffic: None,
            seal: Some(seal),
            verification: Verification {
                state: VerificationState::DryRun,
                secrets_searched: 0,
                secrets_plain: 0,
                bytes: 0,
            },
            seconds: 0.0,
            bytes_per_second: 0.0,
            peak_memory_bytes: None,
        }
    }
}
