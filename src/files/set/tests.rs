use std::path::Path;

use tempfile::TempDir;

use super::*;
use crate::files::{Delivery, Source};

fn output(dir: &TempDir, name: &str, text: &str) -> OutputFile {
    let output = OutputFile::create(&dir.path().join(name)).unwrap();
    output.write_at(0, text.as_bytes()).unwrap();
    output
}

fn set(existing: Existing, outputs: impl IntoIterator<Item = OutputFile>) -> OutputSet {
    let mut set = OutputSet::new(existing);
    outputs.into_iter().for_each(|output| set.add(output));
    set
}

fn text(dir: &TempDir, name: &str) -> String {
    let bytes = crate::files::read_small(&dir.path().join(name), 1 << 20).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|item| item.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn outputs_get_their_names_together() {
    let dir = tempfile::tempdir().unwrap();
    let mut set = set(Existing::Keep, [output(&dir, "a", "one"), output(&dir, "b", "two")]);
    set.outputs_mut()[1].set_file_name("c");
    let before = names(dir.path());
    assert_eq!(before.len(), 2);
    for name in &before {
        assert!(name.starts_with(".unharm-") && name.ends_with(".tmp"), "{name}");
    }
    assert_eq!(set.commit().unwrap(), [dir.path().join("a"), dir.path().join("c")]);
    assert_eq!(names(dir.path()), ["a", "c"]);
    assert_eq!(text(&dir, "c"), "two");
    #[cfg(unix)]
    for name in ["a", "c"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(dir.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn what_exists_stays_unless_forced() {
    let dir = tempfile::tempdir().unwrap();
    set(Existing::Keep, [output(&dir, "b", "old")]).commit().unwrap();
    let outputs = || [output(&dir, "a", "new"), output(&dir, "b", "new"), output(&dir, "c", "new")];
    let error = set(Existing::Keep, outputs()).commit().unwrap_err();
    assert!(matches!(error.fault, FileFault::Exists), "{error}");
    assert_eq!(names(dir.path()), ["b"]);
    assert_eq!(text(&dir, "b"), "old");
    set(Existing::Replace, outputs()).commit().unwrap();
    assert_eq!(names(dir.path()), ["a", "b", "c"]);
    assert_eq!(text(&dir, "b"), "new");
}

#[test]
fn the_new_ones_go_when_one_fails() {
    let dir = tempfile::tempdir().unwrap();
    set(Existing::Keep, [output(&dir, "b", "old")]).commit().unwrap();
    // Twice the same name: only the renaming itself can find that.
    let outputs = ["a", "b", "a"].map(|name| output(&dir, name, "new"));
    assert!(
        set(Existing::Keep, [output(&dir, "x", "1"), output(&dir, "x", "2")]).commit().is_err()
    );
    assert_eq!(names(dir.path()).len(), 4, "one old, three temporary");
    let mut set = set(Existing::Replace, outputs);
    set.outputs_mut()[2].set_file_name("none/c");
    assert!(set.commit().is_err());
    assert_eq!(names(dir.path()), ["b"]);
}

#[test]
fn an_input_is_never_replaced() {
    let dir = tempfile::tempdir().unwrap();
    set(Existing::Keep, [output(&dir, "in.har", "{}")]).commit().unwrap();
    let input = Input::open(&dir.path().join("in.har"), dir.path()).unwrap();
    fs::hard_link(dir.path().join("in.har"), dir.path().join("hard")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("in.har", dir.path().join("soft")).unwrap();
    for name in ["in.har", "hard", if cfg!(unix) { "soft" } else { "in.har" }] {
        let mut set = set(Existing::Replace, [output(&dir, name, "new")]);
        set.protect(&input);
        assert!(matches!(set.commit().unwrap_err().fault, FileFault::IsInput), "{name}");
        assert_eq!(text(&dir, name), "{}");
    }
    let set = OutputSet::new(Existing::Replace);
    assert!(matches!(set.ensure_free(dir.path()).unwrap_err().fault, FileFault::Directory));
    assert!(set.ensure_free(&dir.path().join("none")).is_ok());
}

#[test]
fn a_dropped_output_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    drop(output(&dir, "a", "text"));
    let _ = std::panic::catch_unwind(|| {
        let _output = output(&dir, "b", "text");
        panic!("a worker died");
    });
    assert!(names(dir.path()).is_empty());
    let error = OutputFile::create(&dir.path().join("none/a")).unwrap_err();
    assert!(error.to_string().starts_with("cannot create"), "{error}");
}

#[test]
fn threads_write_anywhere_and_it_is_read_again() {
    const BLOCK: usize = 100_000;
    let dir = tempfile::tempdir().unwrap();
    let stdout = OutputFile::create_for_stdout(dir.path()).unwrap();
    let named = OutputFile::create(&dir.path().join("a")).unwrap();
    for output in [stdout, named] {
        std::thread::scope(|scope| {
            for i in [2_u8, 0, 3, 1] {
                let output = &output;
                scope.spawn(move || output.write_at(u64::from(i) * BLOCK as u64, &[i; BLOCK]));
            }
        });
        let expected: Vec<u8> = (0..4).flat_map(|i| [i; BLOCK]).collect();
        assert_eq!(output.len(), expected.len() as u64);
        assert_eq!(output.window(99_999..200_001).unwrap()[..], expected[99_999..200_001]);
        assert!(output.window(0..output.len() + 1).is_err());
        let mut copied = Vec::new();
        assert_eq!(output.copy_to(&mut copied).unwrap(), Delivery::Whole);
        assert_eq!(copied, expected);
        assert_eq!(output.sha256().unwrap().to_string(), {
            use sha2::{Digest, Sha256};
            Sha256::digest(&expected).iter().map(|b| format!("{b:02x}")).collect::<String>()
        });
    }
    assert!(names(dir.path()).is_empty());
}

#[test]
fn a_reader_that_went_away_is_no_error() {
    let dir = tempfile::tempdir().unwrap();
    let output = OutputFile::create_for_stdout(dir.path()).unwrap();
    output.write_at(0, &[b'x'; 1 << 20]).unwrap();
    let (reader, mut writer) = std::io::pipe().unwrap();
    drop(reader);
    assert_eq!(output.copy_to(&mut writer).unwrap(), Delivery::ReaderGone);
    let mut short = [0; 10];
    assert!(output.copy_to(&mut short.as_mut_slice()).is_err());
}

#[cfg(target_os = "linux")]
#[test]
#[expect(clippy::disallowed_methods, reason = "a device that is always full")]
fn a_full_disk_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let output = OutputFile::create_for_stdout(dir.path()).unwrap();
    output.write_at(0, b"x").unwrap();
    let mut full = File::options().write(true).open("/dev/full").unwrap();
    let error = output.copy_to(&mut full).unwrap_err();
    assert!(error.is_disk_full());
    assert_eq!(error.to_string(), "cannot write \"-\": the disk is full");
}
