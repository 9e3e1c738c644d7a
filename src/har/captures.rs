//! Real captures for the tests of this folder.

use std::path::{Path, PathBuf};

/// The captures in `testdata/captures`, and real ones in a folder beside the project or in the one
/// that `UNHARM_CAPTURES` names.
#[expect(clippy::disallowed_methods, reason = "tests may read files")]
pub(crate) fn captures() -> impl Iterator<Item = (PathBuf, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = std::env::var_os("UNHARM_CAPTURES").map(PathBuf::from);
    let beside = root.ancestors().map(|folder| folder.join("shared/captures"));
    let real = named.into_iter().chain(beside).find(|folder| folder.is_dir());
    let mut folders: Vec<PathBuf> = vec![root.join("testdata/captures")];
    folders.extend(real);
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    let capture = |path: &PathBuf| {
        path.extension().is_some_and(|extension| extension == "har" || extension == "harp")
    };
    files.into_iter().filter(capture).map(|path| {
        let bytes = std::fs::read(&path).unwrap();
        (path, bytes)
    })
}
