//! Real captures for the tests of this folder.

use std::path::PathBuf;

/// The captures in `testdata/captures` and below the folder that `UNHARM_CAPTURES` names.
#[expect(clippy::disallowed_methods, reason = "tests may read files")]
pub(crate) fn captures() -> impl Iterator<Item = (PathBuf, Vec<u8>)> {
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("testdata/captures");
    let mut folders: Vec<PathBuf> = vec![own];
    folders.extend(std::env::var_os("UNHARM_CAPTURES").map(PathBuf::from));
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
