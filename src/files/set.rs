//! Several outputs that get their names together, or not at all.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::files::input::FileId;
use crate::files::output::{Replaced, directory};
use crate::files::temporary::Registration;
use crate::files::{Action, FileError, FileFault, Input, OutputFile};

/// What happens to a file that has the name of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and that is an error.
    Keep,
    /// It is replaced, unless it is an input.
    Replace,
}

/// Outputs that wait for their names.
#[derive(Debug)]
pub struct OutputSet {
    existing: Existing,
    inputs: Vec<FileId>,
    outputs: Vec<OutputFile>,
}

impl OutputSet {
    /// A set without outputs.
    #[must_use]
    pub fn new(existing: Existing) -> Self {
        Self { existing, inputs: Vec::new(), outputs: Vec::new() }
    }

    /// Never replaces `input`, by whatever name.
    pub fn protect(&mut self, input: &Input) {
        self.inputs.extend(input.id().cloned());
    }

    /// An error when `path` could not be an output; ask before the work starts.
    ///
    /// # Errors
    /// When it is an input, a directory, or exists and is to be kept.
    pub fn ensure_free(&self, path: &Path) -> Result<(), FileError> {
        // The link itself: it would be replaced, wherever it points.
        let Ok(metadata) = fs::symlink_metadata(path) else { return Ok(()) };
        let fault = if FileId::at(path).is_ok_and(|id| self.inputs.contains(&id)) {
            FileFault::IsInput
        } else if metadata.is_dir() {
            FileFault::Directory
        } else if self.existing == Existing::Keep {
            FileFault::Exists
        } else {
            return Ok(());
        };
        Err(FileError::new(path, fault))
    }

    /// An error when `path` could not be an output, or nothing can be written in its directory; ask
    /// before the work starts.
    ///
    /// # Errors
    /// As [`Self::ensure_free`], and when no file can be made beside `path`.
    pub fn ensure_writable(&self, path: &Path) -> Result<(), FileError> {
        self.ensure_free(path)?;
        OutputFile::create(path).map(drop)
    }

    /// Takes an output that was written.
    pub fn add(&mut self, output: OutputFile) {
        self.outputs.push(output);
    }

    /// The outputs, in the order in which they were added.
    #[must_use]
    pub fn outputs(&self) -> &[OutputFile] {
        &self.outputs
    }

    /// The outputs, to set their names.
    pub fn outputs_mut(&mut self) -> &mut [OutputFile] {
        &mut self.outputs
    }

    /// Gives every output its name, when all are on the disk, and says which.
    ///
    /// # Errors
    /// When one cannot get its name: the new ones among those that had got theirs are removed
    /// again. One that replaced a file stays, for the file is gone.
    pub fn commit(self) -> Result<Vec<PathBuf>, FileError> {
        for output in &self.outputs {
            self.ensure_free(output.path())?;
            output.sync()?;
        }
        let mut named = Named::default();
        for output in self.outputs {
            let (path, replaced) = output.rename(self.existing)?;
            named.push(path, replaced);
        }
        named.sync_directories()?;
        Ok(named.keep())
    }
}

/// Final names, of which the new ones are taken back when this value is dropped, or the process ends
/// before.
#[derive(Default)]
struct Named {
    all: Vec<PathBuf>,
    new: Vec<(PathBuf, Registration)>,
}

impl Named {
    fn push(&mut self, path: PathBuf, replaced: Replaced) {
        if path == Path::new("-") {
            return;
        }
        if replaced == Replaced::Nothing {
            self.new.push((path.clone(), Registration::new(&path)));
        }
        self.all.push(path);
    }

    fn sync_directories(&self) -> Result<(), FileError> {
        let mut synced: Vec<&Path> = Vec::new();
        for path in &self.all {
            let dir = directory(path);
            if !synced.contains(&dir) {
                sync_directory(dir)?;
                synced.push(dir);
            }
        }
        Ok(())
    }

    fn keep(mut self) -> Vec<PathBuf> {
        self.new.clear();
        std::mem::take(&mut self.all)
    }
}

impl Drop for Named {
    #[expect(clippy::disallowed_methods, reason = "this folder is where files are removed")]
    fn drop(&mut self) {
        for (path, _) in &self.new {
            // Best effort: an error is on its way to the user already.
            let _ = fs::remove_file(path);
        }
    }
}

/// Makes the names in `dir` survive a power cut, where the system can.
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "this folder is where files are opened")]
fn sync_directory(dir: &Path) -> Result<(), FileError> {
    let result = File::open(dir).and_then(|dir| dir.sync_all());
    match result {
        // Some network file systems know no such thing for directories.
        Err(e)
            if matches!(
                e.kind(),
                std::io::ErrorKind::InvalidInput | std::io::ErrorKind::Unsupported
            ) =>
        {
            Ok(())
        }
        result => result.map_err(|error| FileError::io(dir, Action::Sync, error)),
    }
}

#[cfg(windows)]
fn sync_directory(_: &Path) -> Result<(), FileError> {
    Ok(())
}

#[cfg(test)]
mod tests;
