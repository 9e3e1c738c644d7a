//! The captures that are meant: those that were named, and those below directories.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use unharm::chunk::{OutputNames, Verb};
use unharm::error::Error;
use unharm::files;
use unharm::options::Output;

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

/// The captures that `paths` mean, in order.
pub(crate) fn captures(paths: &[PathBuf]) -> Result<Vec<Capture>, Error> {
    let mut captures = Vec::new();
    for path in paths {
        if path == Path::new("-") || !path.is_dir() {
            captures.push(Capture { path: path.clone(), below: PathBuf::new() });
            continue;
        }
        for found in files::captures_below(path)? {
            let below = found.strip_prefix(path).unwrap_or(&found).parent();
            let below = below.unwrap_or(Path::new("")).to_owned();
            captures.push(Capture { path: found, below });
        }
    }
    Ok(captures)
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
