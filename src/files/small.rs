//! Small files that are read whole, and directories.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use crate::files::{Action, Existing, FileError, FileFault, OutputFile, OutputSet};

/// Reads a file of at most `bytes_max` bytes, such as a configuration.
///
/// # Errors
/// When it cannot be read or is larger.
#[expect(clippy::disallowed_methods, reason = "this folder is where files are opened")]
pub fn read_small(path: &Path, bytes_max: u64) -> Result<Vec<u8>, FileError> {
    let file = File::open(path).map_err(|error| FileError::io(path, Action::Open, error))?;
    let mut bytes = Vec::new();
    file.take(bytes_max.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| FileError::io(path, Action::Read, error))?;
    if bytes.len() as u64 > bytes_max {
        return Err(FileError::new(path, FileFault::TooLarge { bytes: bytes_max }));
    }
    Ok(bytes)
}

/// Writes a small file: under a temporary name first, then, when all of it is on the disk, under
/// its own.
///
/// # Errors
/// When it exists and is to be kept, or the system refuses.
pub fn write_whole(path: &Path, bytes: &[u8], existing: Existing) -> Result<(), FileError> {
    let mut outputs = OutputSet::new(existing);
    outputs.ensure_free(path)?;
    let output = OutputFile::create(path)?;
    output.write_at(0, bytes)?;
    outputs.add(output);
    outputs.commit().map(drop)
}

/// Makes `dir` and what is missing above it.
///
/// # Errors
/// When the system refuses.
pub fn ensure_dir(dir: &Path) -> Result<(), FileError> {
    fs::create_dir_all(dir).map_err(|error| FileError::io(dir, Action::Create, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_file_is_read_whole_or_not_at_all() {
        let dir = tempfile::tempdir().unwrap();
        let deep = dir.path().join("a/b");
        ensure_dir(&deep).unwrap();
        let path = deep.join("unharm.toml");
        assert!(matches!(read_small(&path, 9).unwrap_err().fault, FileFault::Missing));
        let (file, _registration) = crate::files::temporary::create(&deep).unwrap();
        std::io::Write::write_all(&mut file.as_file(), b"12345").unwrap();
        file.persist(&path).unwrap();
        assert_eq!(read_small(&path, 5).unwrap(), b"12345");
        assert!(matches!(
            read_small(&path, 4).unwrap_err().fault,
            FileFault::TooLarge { bytes: 4 }
        ));
        assert!(matches!(read_small(&deep, 4).unwrap_err().fault, FileFault::Directory));
    }
}
