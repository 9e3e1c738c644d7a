//! The temporary files of this process and what dead ones left behind.
//!
//! Each is locked as long as its process lives, so that another run can tell a stale one: process
//! numbers cannot, for they are used again and differ between containers that share a directory.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::{Builder, NamedTempFile, TempDir};

use crate::files::{Action, FileError};

const PREFIX: &str = ".unharm-";
const SUFFIX: &str = ".tmp";

static PATHS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn paths() -> MutexGuard<'static, Vec<PathBuf>> {
    PATHS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A path that must not outlive this process, as long as this value lives.
#[derive(Debug)]
pub(crate) struct Registration(PathBuf);

impl Registration {
    pub(crate) fn new(path: &Path) -> Self {
        // A relative path would be another file after a change of directory.
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        paths().push(path.clone());
        Self(path)
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        let mut paths = paths();
        if let Some(at) = paths.iter().rposition(|path| *path == self.0) {
            paths.swap_remove(at);
        }
    }
}

/// Removes every temporary file of this process; for the moment before it ends without unwinding.
#[expect(clippy::disallowed_methods, reason = "the files are this module's own")]
pub fn remove_all_temporary() {
    for path in paths().drain(..) {
        // Best effort: the process ends, and the next run looks again.
        let _ = fs::remove_file(path);
    }
}

/// A directory for output that nobody wants to keep; it goes with this value.
#[derive(Debug)]
pub struct ScratchDir(TempDir);

impl ScratchDir {
    /// A new directory in `parent`.
    ///
    /// # Errors
    /// When none can be made there.
    pub fn new(parent: &Path) -> Result<Self, FileError> {
        let made = Builder::new().prefix(&format!("{PREFIX}bench-")).tempdir_in(parent);
        made.map(Self).map_err(|error| FileError::io(parent, Action::Create, error))
    }

    /// A new directory beside `file`.
    ///
    /// # Errors
    /// When none can be made there.
    pub fn beside(file: &Path) -> Result<Self, FileError> {
        match file.parent() {
            Some(parent) if parent != Path::new("") => Self::new(parent),
            _ => Self::new(Path::new(".")),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

/// A new temporary file in `dir`, with mode 0600 and locked.
pub(crate) fn create(dir: &Path) -> io::Result<(NamedTempFile, Registration)> {
    let prefix = format!("{PREFIX}{}-", std::process::id());
    loop {
        let file = Builder::new().prefix(&prefix).suffix(SUFFIX).tempfile_in(dir)?;
        let registration = Registration::new(file.path());
        // Where a file system has no locks, nobody can take one to call this file stale either.
        let _ = file.as_file().lock();
        // Another run may have taken it for a stale one before it was locked.
        if is_linked(file.as_file())? {
            return Ok((file, registration));
        }
    }
}

#[cfg(unix)]
fn is_linked(file: &File) -> io::Result<bool> {
    Ok(std::os::unix::fs::MetadataExt::nlink(&file.metadata()?) > 0)
}

#[cfg(windows)]
fn is_linked(_: &File) -> io::Result<bool> {
    // A file that is open cannot have been removed there.
    Ok(true)
}

/// Removes from `dir` the temporary files of runs that died, and says how many.
///
/// # Errors
/// When the directory cannot be read. A file that cannot be removed is left.
pub fn remove_stale(dir: &Path) -> io::Result<usize> {
    let mut removed = 0;
    for item in fs::read_dir(dir)? {
        let item = item?;
        let name = item.file_name();
        let ours = name.to_str().is_some_and(|n| n.starts_with(PREFIX) && n.ends_with(SUFFIX));
        if ours && item.file_type()?.is_file() && remove_if_stale(&item.path()).unwrap_or(false) {
            removed += 1;
        }
    }
    Ok(removed)
}

#[expect(clippy::disallowed_methods, reason = "a temporary file that a dead run left")]
fn remove_if_stale(path: &Path) -> io::Result<bool> {
    // Locking needs write access on some file systems.
    let file = File::options().read(true).write(true).open(path)?;
    match file.try_lock() {
        Ok(()) => fs::remove_file(path).map(|()| true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stale_files_are_removed_and_live_ones_stay() {
        let dir = tempfile::tempdir().unwrap();
        let (live, _registration) = create(dir.path()).unwrap();
        let names = [".unharm-1-abc.tmp", ".unharm-x", "unharm-1.tmp", "capture.har"];
        for name in names {
            Builder::new()
                .prefix(name)
                .rand_bytes(0)
                .tempfile_in(dir.path())
                .unwrap()
                .keep()
                .unwrap();
        }
        assert_eq!(remove_stale(dir.path()).unwrap(), 1);
        assert!(live.path().exists());
        let left = names.map(|name| dir.path().join(name).exists());
        assert_eq!(left, [false, true, true, true]);
        assert!(remove_stale(&dir.path().join("none")).is_err());
    }

    #[test]
    fn a_registration_ends_with_its_value() {
        let path = Path::new("/nowhere/a-registration");
        let registration = Registration::new(path);
        assert!(paths().iter().any(|p| p == path));
        drop(registration);
        assert!(!paths().iter().any(|p| p == path));
    }
}
