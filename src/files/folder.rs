//! The captures in a directory and below it.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::files::archive::has_side_name;
use crate::files::sniff::{HEAD_BYTES, sniff};
use crate::files::spool::refuse;
use crate::files::{Action, FileError, FileFault};

/// How names of captures end, as this program or others write them.
const ENDINGS: [&str; 7] =
    [".har", ".harp", ".zhar", ".har.gz", ".har.zst", ".har.zip", ".har.json"];

/// Deeper directories are none that somebody made.
const DEPTH_MAX: usize = 64;

/// How many of the files that are passed over are named.
const NAMED_MAX: usize = 5;

/// What stands in a directory and below it.
#[derive(Debug, Default)]
pub struct Found {
    /// The captures, sorted.
    pub captures: Vec<PathBuf>,
    /// What other tools have recorded and what has the name of a capture beside it, sorted: why it is
    /// not read, and the way out.
    pub refused: Vec<FileError>,
    /// How many files are neither.
    pub others: u64,
    /// The first of them, sorted.
    pub named: BTreeSet<PathBuf>,
}

/// What stands in `folder` and below it; without what this program wrote, what is hidden, and the
/// files in which Playwright keeps bodies. What links lead to counts as other files.
///
/// # Errors
/// When a directory cannot be read.
pub fn captures_below(folder: &Path) -> Result<Found, FileError> {
    let mut found = Found::default();
    found.walk(folder, DEPTH_MAX)?;
    found.captures.sort();
    found.refused.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

impl Found {
    fn walk(&mut self, folder: &Path, depth: usize) -> Result<(), FileError> {
        let error = |error| FileError::io(folder, Action::Open, error);
        for item in std::fs::read_dir(folder).map_err(error)? {
            let item = item.map_err(error)?;
            let kind = item.file_type().map_err(error)?;
            let name = item.file_name().to_string_lossy().to_ascii_lowercase();
            if name.starts_with('.') || is_ours(&name) || has_side_name(&name) {
                continue;
            }
            if kind.is_dir() && depth > 0 {
                self.walk(&item.path(), depth - 1)?;
            } else if kind.is_file() {
                self.file(item.path(), &name)?;
            } else {
                self.pass_over(item.path());
            }
        }
        Ok(())
    }

    fn file(&mut self, path: PathBuf, name: &str) -> Result<(), FileError> {
        let may_be = [".json", ".saz"].iter().any(|ending| name.ends_with(ending));
        if is_capture(name) {
            self.captures.push(path);
        } else if !may_be {
            self.pass_over(path);
        } else {
            let head = head(&path)?;
            match refuse(&path, sniff(&head)) {
                Err(error) => self.refused.push(error),
                Ok(()) if is_har(&head) && path.with_extension("har").is_file() => {
                    self.refused.push(FileError::new(&path, FileFault::SameName));
                }
                Ok(()) if is_har(&head) => self.captures.push(path),
                Ok(()) => self.pass_over(path),
            }
        }
        Ok(())
    }

    fn pass_over(&mut self, path: PathBuf) {
        self.others += 1;
        self.named.insert(path);
        if self.named.len() > NAMED_MAX {
            self.named.pop_last();
        }
    }
}

/// The first bytes of a file.
#[expect(clippy::disallowed_methods, reason = "this folder is where files are opened")]
fn head(path: &Path) -> Result<Vec<u8>, FileError> {
    let mut head = Vec::new();
    File::open(path)
        .and_then(|file| file.take(HEAD_BYTES as u64).read_to_end(&mut head))
        .map_err(|error| FileError::io(path, Action::Read, error))?;
    Ok(head)
}

/// Whether a JSON text begins as a HAR does.
fn is_har(head: &[u8]) -> bool {
    let mut rest = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    ["{", "\"log\"", ":", "{"].iter().all(|word| {
        let after = rest.trim_ascii_start().strip_prefix(word.as_bytes());
        rest = after.unwrap_or_default();
        after.is_some()
    })
}

fn is_capture(name: &str) -> bool {
    !is_ours(name) && ENDINGS.iter().any(|ending| name.ends_with(ending))
}

fn is_ours(name: &str) -> bool {
    ["sanitized", "split"]
        .iter()
        .any(|verb| name.contains(&format!(".{verb}.")) || name.contains(&format!(".{verb}-")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_har_shows_by_its_first_bytes() {
        for (head, expected) in [
            ("{\"log\":{", true),
            ("\u{feff}\n{ \"log\" : {\"", true),
            ("{\"log\":[", false),
            ("{\"logs\":{", false),
            ("{\"a\":{\"log\":{", false),
            ("", false),
        ] {
            assert_eq!(is_har(head.as_bytes()), expected, "{head}");
        }
    }

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
