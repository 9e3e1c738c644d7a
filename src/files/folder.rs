//! The captures in a directory and below it.

use std::path::{Path, PathBuf};

use crate::files::{Action, FileError, FileFault};

/// How names of captures end, as this program or others write them.
const ENDINGS: [&str; 7] =
    [".har", ".harp", ".zhar", ".har.gz", ".har.zst", ".har.zip", ".har.json"];

/// Deeper directories are none that somebody made.
const DEPTH_MAX: usize = 64;

/// The captures below `folder`, sorted; without what this program wrote, what is hidden, and what
/// links lead to.
///
/// # Errors
/// When a directory cannot be read, or none of them holds a capture.
pub fn captures_below(folder: &Path) -> Result<Vec<PathBuf>, FileError> {
    let mut found = Vec::new();
    walk(folder, DEPTH_MAX, &mut found)?;
    if found.is_empty() {
        return Err(FileError::new(folder, FileFault::NoCaptures));
    }
    found.sort();
    Ok(found)
}

fn walk(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), FileError> {
    let error = |error| FileError::io(folder, Action::Open, error);
    for item in std::fs::read_dir(folder).map_err(error)? {
        let item = item.map_err(error)?;
        let kind = item.file_type().map_err(error)?;
        let name = item.file_name().to_string_lossy().to_ascii_lowercase();
        if name.starts_with('.') {
            continue;
        }
        if kind.is_dir() && depth > 0 {
            walk(&item.path(), depth - 1, found)?;
        } else if kind.is_file() && is_capture(&name) {
            found.push(item.path());
        }
    }
    Ok(())
}

fn is_capture(name: &str) -> bool {
    let is_ours = ["sanitized", "split"]
        .iter()
        .any(|verb| name.contains(&format!(".{verb}.")) || name.contains(&format!(".{verb}-")));
    !is_ours && ENDINGS.iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_captures() {
        for name in ["a.har", "a.b.har.gz", "x.zhar", "t.har.zip", "f.harp", ".har"] {
            assert!(is_capture(name), "{name}");
        }
        for name in [
            "a.json",
            "a.zip",
            "har",
            "a.sanitized.har",
            "a.sanitized-001-of-002.har",
            "a.split.har.gz",
            "a.har.txt",
        ] {
            assert!(!is_capture(name), "{name}");
        }
    }
}
