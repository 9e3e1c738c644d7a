//! The captures that are meant: those that were named, and those below directories.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use unharm::chunk::{OutputNames, Verb};
use unharm::error::Error;
use unharm::files::{self, FileError, FileFault, Found};
use unharm::options::Output;
use unharm::report::counted;

use crate::cli::args::RunArgs;
use crate::cli::print;

/// A capture.
pub(crate) struct Capture {
    pub(crate) path: PathBuf,
    /// The directory in which it stands, below one that was named.
    below: PathBuf,
}

impl Capture {
    /// Where its output goes.
    pub(crate) fn output(&self, output: &Output) -> Output {
        match output {
            Output::Directory(directory) if self.below != Path::new("") => {
                Output::Directory(directory.join(&self.below))
            }
            output => output.clone(),
        }
    }
}

/// The captures that `paths` mean, in order; says what in directories is none.
pub(crate) fn captures(paths: &[PathBuf], run: &RunArgs) -> Result<Vec<Capture>, Error> {
    let mut captures = Vec::new();
    for path in paths {
        if path == Path::new("-") || !path.is_dir() {
            captures.push(Capture { path: path.clone(), below: PathBuf::new() });
            continue;
        }
        let found = files::captures_below(path)?;
        if !run.quiet {
            passed_over(&found, path).iter().for_each(|line| print::note(line));
        }
        if found.captures.is_empty() {
            return Err(FileError { path: path.clone(), fault: FileFault::NoCaptures }.into());
        }
        for found in found.captures {
            let below = found.strip_prefix(path).unwrap_or(&found).parent();
            let below = below.unwrap_or(Path::new("")).to_owned();
            captures.push(Capture { path: found, below });
        }
    }
    Ok(captures)
}

/// What is said of files in `folder` that are not read.
fn passed_over(found: &Found, folder: &Path) -> Vec<String> {
    let mut lines: Vec<String> =
        found.refused.iter().map(|error| format!("skipped: {error}")).collect();
    if found.others > 0 {
        let files = counted(found.others, "file that is no capture", "files that are no captures");
        let name = |path: &PathBuf| format!("{:?}", path.strip_prefix(folder).unwrap_or(path));
        let names: Vec<String> = found.named.iter().map(name).collect();
        let more = match found.others - names.len() as u64 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        lines.push(format!("skipped {files}: {}{more}", names.join(", ")));
    }
    lines
}

/// An error when two captures would get outputs of one name, of which one would be lost.
pub(crate) fn ensure_distinct(captures: &[Capture], output: &Output) -> Result<(), Error> {
    let mut taken = HashSet::new();
    for capture in captures {
        let file = capture.path.file_name().unwrap_or(capture.path.as_os_str());
        let name = OutputNames::new(&file.to_string_lossy(), Verb::Sanitized).single();
        let path = match capture.output(output) {
            Output::Directory(directory) => directory.join(name),
            Output::Beside | Output::Stdout => capture.path.with_file_name(name),
        };
        if !taken.insert(path) {
            let path = &capture.path;
            let what = format!(
                "{path:?} would get the name of another capture's output: sanitize it alone"
            );
            return Err(Error::Usage(what));
        }
    }
    Ok(())
}
