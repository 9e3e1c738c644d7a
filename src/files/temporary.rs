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
        let _ = fs::remove_file(&path).or_else(|_| fs::remove_dir_all(&path));
    }
}

/// A directory for output that nobody wants to keep; it goes with this value.
///
/// The file in it that is locked tells that its process lives.
#[derive(Debug)]
pub struct ScratchDir {
    _lock: File,
    dir: TempDir,
    _registration: Registration,
}

/// The file in a [`ScratchDir`] that is locked.
const LOCK: &str = "lock";

impl ScratchDir {
    /// A new directory in `parent`; what runs that died left there goes.
    ///
    /// # Errors
    /// When none can be made there.
    pub fn new(parent: &Path) -> Result<Self, FileError> {
        // What an earlier run left is no reason not to work.
        let _ = remove_stale(parent);
        Self::make(parent).map_err(|error| FileError::io(parent, Action::Create, error))
    }

    fn make(parent: &Path) -> io::Result<Self> {
        let prefix = format!("{PREFIX}bench-{}-", std::process::id());
        loop {
            let dir = Builder::new().prefix(&prefix).suffix(SUFFIX).tempdir_in(parent)?;
            let registration = Registration::new(dir.path());
            // Another run may take the directory for a stale one before it is locked.
            let lock = match File::create_new(dir.path().join(LOCK)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                lock => lock?,
            };
            let _ = lock.lock();
            if is_linked(&lock)? {
                return Ok(Self { _lock: lock, dir, _registration: registration });
            }
        }
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
        self.dir.path()
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

/// Removes from `dir` the temporary files and directories of runs that died, and says how many.
///
/// # Errors
/// When the directory cannot be read. What cannot be removed is left.
pub fn remove_stale(dir: &Path) -> io::Result<usize> {
    let mut removed = 0;
    for item in fs::read_dir(dir)? {
        let item = item?;
        let name = item.file_name();
        let ours = name.to_str().is_some_and(|n| n.starts_with(PREFIX) && n.ends_with(SUFFIX));
        if !ours {
            continue;
        }
        let kind = item.file_type()?;
        let gone = match (kind.is_file(), kind.is_dir()) {
            (true, _) => remove_if_stale(&item.path()),
            (_, true) => remove_dir_if_stale(&item.path()),
            _ => Ok(false),
        };
        removed += usize::from(gone.unwrap_or(false));
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

fn remove_dir_if_stale(path: &Path) -> io::Result<bool> {
    match remove_if_stale(&path.join(LOCK)) {
        Ok(true) => fs::remove_dir_all(path).map(|()| true),
        // Its process died, or has yet to make the file and will notice.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::remove_dir(path).map(|()| true)
        }
        other => other,
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
    fn stale_directories_are_removed_and_live_ones_stay() {
        let dir = tempfile::tempdir().unwrap();
        let live = ScratchDir::new(dir.path()).unwrap();
        let stale = dir.path().join(".unharm-bench-1-abc.tmp");
        let empty = dir.path().join(".unharm-bench-2-abc.tmp");
        let foreign = dir.path().join(".unharm-bench-3-abc.tmp");
        for (path, file) in [(&stale, LOCK), (&empty, ""), (&foreign, "a.har")] {
            fs::create_dir(path).unwrap();
            if !file.is_empty() {
                Builder::new()
                    .prefix(file)
                    .rand_bytes(0)
                    .tempfile_in(path)
                    .unwrap()
                    .keep()
                    .unwrap();
            }
        }
        fs::create_dir(stale.join("inner")).unwrap();
        let another = ScratchDir::new(dir.path()).unwrap();
        let there = [live.path(), another.path(), &stale, &empty, &foreign].map(Path::exists);
        assert_eq!(there, [true, true, false, false, true]);
        let path = live.path().to_owned();
        drop(live);
        assert!(!path.exists());
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
