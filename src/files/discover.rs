//! Where configurations may stand: beside a capture, above it, and in the user's own directory.

use std::path::{Path, PathBuf};

/// What a configuration in a project is called.
const NAMES: [&str; 2] = ["unharm.toml", ".unharm.toml"];

/// What stands at the root of a repository.
const ROOT_MARKS: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

/// The configurations that speak of a capture: the user's own first, then those in the capture's
/// directory and above it up to the root of its repository, the outermost first. Outside of a
/// repository only the capture's own directory counts.
#[must_use]
pub fn configurations(capture: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = user_file().into_iter().filter(|path| path.is_file()).collect();
    for directory in project(capture).iter().rev() {
        found.extend(NAMES.map(|name| directory.join(name)).into_iter().filter(|p| p.is_file()));
    }
    found
}

fn project(capture: &Path) -> Vec<PathBuf> {
    let capture = if capture == Path::new("-") { Path::new("x") } else { capture };
    let Ok(capture) = std::path::absolute(capture) else { return Vec::new() };
    let above: Vec<&Path> = capture.ancestors().skip(1).collect();
    let is_root = |dir: &&Path| ROOT_MARKS.iter().any(|mark| dir.join(mark).exists());
    let count = above.iter().position(is_root).map_or(1, |root| root + 1);
    above.into_iter().take(count).map(Path::to_owned).collect()
}

fn user_file() -> Option<PathBuf> {
    let variable = |name| std::env::var_os(name).map(PathBuf::from);
    let directory = variable("XDG_CONFIG_HOME")
        .filter(|path| path.is_absolute())
        .or_else(|| if cfg!(windows) { variable("APPDATA") } else { None })
        .or_else(|| variable("HOME").map(|home| home.join(".config")))?;
    Some(directory.join("unharm").join("unharm.toml"))
}
