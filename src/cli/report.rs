//! `--report FILE`: the report of a run as a file, for people or for machines.

use std::path::{Path, PathBuf};

use unharm::error::Error;
use unharm::files::{self, Existing, OutputSet};
use unharm::options::Detail;
use unharm::report::{CaptureReport, Report, html};

/// A file for the report; what it will hold depends on how its name ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReportFile {
    path: PathBuf,
    form: ReportForm,
}

/// For whom a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ReportForm {
    Html,
    Json,
}

impl ReportFile {
    /// Reads a path from the command line.
    pub(crate) fn parse(path: &str) -> Result<Self, String> {
        let path = PathBuf::from(path);
        let extension = path.extension().and_then(|extension| extension.to_str());
        let form = match extension.map(str::to_ascii_lowercase).as_deref() {
            Some("html" | "htm") => ReportForm::Html,
            Some("json") => ReportForm::Json,
            _ => return Err("ends neither in .html nor in .json".to_owned()),
        };
        Ok(Self { path, form })
    }

    /// An error when the file could not be written in the end; asked before the work starts.
    pub(crate) fn ensure_writable(&self, existing: Existing) -> Result<(), Error> {
        Ok(OutputSet::new(existing).ensure_writable(&self.path)?)
    }

    /// The report on one capture, or an error when it would hold a secret of it; asked for before what
    /// it tells of gets its names.
    pub(crate) fn sealed(&self, capture: &CaptureReport) -> Result<String, Error> {
        let report = Report { captures: vec![capture.clone()], ..Report::new() };
        self.text(&report).map_err(|leaks| self.leak(leaks, false))
    }

    /// Writes the report, which may be made already.
    pub(crate) fn write(
        &self,
        report: &Report,
        made: Option<&String>,
        existing: Existing,
    ) -> Result<(), Error> {
        if let Some(text) = made {
            return Ok(files::write_whole(&self.path, text.as_bytes(), existing)?);
        }
        // One capture may tell what is a secret of another.
        let kept = report.captures.iter().any(|capture| !capture.output.chunks.is_empty());
        let text = self.text(report).map_err(|leaks| self.leak(leaks, kept))?;
        Ok(files::write_whole(&self.path, text.as_bytes(), existing)?)
    }

    fn text(&self, report: &Report) -> Result<String, u64> {
        report.sealed(match self.form {
            ReportForm::Html => html::page,
            ReportForm::Json => Report::to_json,
        })
    }

    fn leak(&self, leaks: u64, kept: bool) -> Error {
        Error::ReportLeak { path: self.path.clone(), leaks, kept }
    }

    /// Where it is written.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

/// How much a report tells: it is the file that asks for more.
pub(crate) fn detail(files: &[ReportFile]) -> Detail {
    if files.is_empty() { Detail::Counts } else { Detail::Traffic }
}

#[cfg(test)]
mod tests {
    use crate::cli::report::{ReportFile, ReportForm};

    #[test]
    fn the_name_says_what_is_written() {
        for (path, form) in [
            ("a.html", Some(ReportForm::Html)),
            ("b/A.HTM", Some(ReportForm::Html)),
            ("c.report.json", Some(ReportForm::Json)),
            ("d.har", None),
            ("json", None),
            ("", None),
        ] {
            assert_eq!(ReportFile::parse(path).ok().map(|file| file.form), form, "{path}");
        }
    }
}
