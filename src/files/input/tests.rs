use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::TempDir;

use super::*;

const HAR: &str = "{\"log\":{\"entries\":[],\"comment\":\"ä😀\"}}";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(bytes, 1).unwrap()
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

fn file(dir: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = dir.path().join(name);
    let mut file = tempfile::NamedTempFile::new_in(dir.path()).unwrap();
    file.write_all(bytes).unwrap();
    file.persist(&path).unwrap();
    path
}

fn content(input: &Input) -> Vec<u8> {
    let mut bytes = vec![0; usize::try_from(input.len()).unwrap()];
    input.fill(0, &mut bytes).unwrap();
    assert_eq!(input.read_at(input.len(), &mut [0; 8]).unwrap(), 0);
    bytes
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(dir)
        .unwrap()
        .map(|item| item.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn every_kind_of_file_gives_the_same_json() {
    let dir = tempfile::tempdir().unwrap();
    let (first, second) = HAR.as_bytes().split_at(9);
    let table: &[(&str, Vec<u8>)] = &[
        ("plain.har", HAR.into()),
        ("mark.har", format!("\u{feff}{HAR}").into()),
        ("call.harp", format!("onInputData({HAR});\n").into()),
        ("named.txt", gzip(HAR.as_bytes())),
        ("two.har.gz", [gzip(first), gzip(second)].concat()),
        ("call.gz", gzip(format!("cb({HAR})").as_bytes())),
        ("one.zst", zstd(HAR.as_bytes())),
        ("two.zst", [zstd(first), zstd(second)].concat()),
        ("le.har", utf16(&format!("\u{feff}{HAR}"), u16::to_le_bytes)),
        ("be.har", utf16(&format!("\u{feff}{HAR}"), u16::to_be_bytes)),
        ("le-no-mark.har", utf16(HAR, u16::to_le_bytes)),
        ("be-no-mark.har", utf16(HAR, u16::to_be_bytes)),
        ("le.har.gz", gzip(&utf16(HAR, u16::to_le_bytes))),
    ];
    for (name, bytes) in table {
        let input = Input::open(&file(&dir, name, bytes), dir.path()).unwrap();
        assert_eq!(content(&input), HAR.as_bytes(), "{name}");
        assert!(input.ensure_unchanged().is_ok());
        let mapped = input.map(1..input.len()).transpose().unwrap();
        let is_spooled = !["plain.har", "mark.har", "call.harp"].contains(name);
        assert_eq!(mapped.is_some(), is_spooled, "{name}: only what is ours is mapped");
        if let Some(window) = mapped {
            assert_eq!(window[..], HAR.as_bytes()[1..], "{name}");
        }
    }
    assert_eq!(names(dir.path()).len(), table.len(), "no copy has a name");
}

#[test]
fn what_is_not_read_has_its_own_error() {
    let dir = tempfile::tempdir().unwrap();
    let whole = gzip(HAR.as_bytes());
    let frame = zstd(HAR.as_bytes());
    let table: &[(&str, Vec<u8>, &str)] = &[
        ("empty.har", vec![], "is empty"),
        ("empty.gz", gzip(b""), "is empty"),
        ("cut.gz", whole[..whole.len() - 9].into(), "its gzip data"),
        ("damaged.gz", [&whole[..12], &[0xff; 40]].concat(), "its gzip data"),
        ("cut.zst", frame[..frame.len() - 3].into(), "its Zstandard data"),
        ("a.har.zip", b"PK\x03\x04....".into(), "its ZIP data cannot be decompressed"),
        ("a.saz", b"PK\x03\x04....".into(), "Fiddler archive"),
        ("a.zip.gz", gzip(b"PK\x03\x04...."), "its ZIP data"),
        ("net.json", b"{\"constants\":{},\"events\":[]}".into(), "NetLog"),
        ("net.json.gz", gzip(b"{\"constants\":{}}"), "NetLog"),
        (
            "wide.json",
            "\u{feff}{\"constants\":{}}".encode_utf16().flat_map(u16::to_le_bytes).collect(),
            "NetLog",
        ),
        ("half.har", vec![b'{', 0, 0, 0xdc], "half a character at byte 2"),
        ("odd.har", vec![b'{', 0, b'}'], "half a character at byte 2"),
    ];
    for (name, bytes, expected) in table {
        let error = Input::open(&file(&dir, name, bytes), dir.path()).unwrap_err();
        let text = error.to_string();
        assert!(text.contains(expected) && text.contains(name), "{name}: {text}");
    }
    for (path, expected) in
        [(dir.path().join("none.har"), "does not exist"), (dir.path().into(), "directory")]
    {
        let text = Input::open(&path, dir.path()).unwrap_err().to_string();
        assert!(text.contains(expected), "{text}");
    }
    assert_eq!(names(dir.path()).len(), table.len(), "nothing temporary stays");
}

#[test]
fn a_bomb_meets_the_limit() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(&dir, "bomb.gz", &gzip(&vec![b' '; 4 << 20]));
    let error = Input::open_within(&path, dir.path(), 1 << 20).unwrap_err();
    assert!(matches!(error.fault, FileFault::SpoolLimit { bytes: 0x10_0000 }), "{error}");
    assert!(Input::open_within(&path, dir.path(), 4 << 20).is_ok());
}

#[test]
#[expect(clippy::disallowed_methods, reason = "plays the program that shortens the file")]
fn a_file_that_shrinks_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let path = file(&dir, "a.har", HAR.as_bytes());
    let input = Input::open(&path, dir.path()).unwrap();
    File::options().write(true).open(&path).unwrap().set_len(10).unwrap();
    let mut bytes = vec![0; HAR.len()];
    assert!(matches!(input.fill(0, &mut bytes).unwrap_err().fault, FileFault::Changed));
    assert!(input.read_at(12, &mut bytes).is_err());
    assert!(matches!(input.ensure_unchanged().unwrap_err().fault, FileFault::Changed));
}

#[cfg(target_os = "linux")]
#[test]
fn a_pipe_is_read_to_its_end() {
    use std::os::fd::AsRawFd;

    let dir = tempfile::tempdir().unwrap();
    let text = format!("{{\"log\":\"{}\"}}", "x".repeat(1 << 20));
    let (reader, mut writer) = io::pipe().unwrap();
    let sent = text.clone();
    let thread = std::thread::spawn(move || writer.write_all(sent.as_bytes()));
    let path = PathBuf::from(format!("/proc/self/fd/{}", reader.as_raw_fd()));
    let input = Input::open(&path, dir.path()).unwrap();
    thread.join().unwrap().unwrap();
    assert_eq!(content(&input), text.as_bytes());
    assert!(names(dir.path()).is_empty());
}

#[cfg(unix)]
#[test]
fn a_copy_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;

    let dir = tempfile::tempdir().unwrap();
    let file = crate::files::own::unnamed_file(dir.path()).unwrap();
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn what_was_forgotten_can_be_read_again() {
    let dir = TempDir::new().unwrap();
    let long = format!("{HAR}{}", " ".repeat(100_000));
    for (name, bytes) in [("a.har", long.clone().into_bytes()), ("b.har.gz", gzip(long.as_bytes()))]
    {
        let input = Input::open(&file(&dir, name, &bytes), dir.path()).unwrap();
        let before = content(&input);
        for span in [0..8192, 4096..input.len(), 0..0, input.len()..input.len() + 1] {
            input.forget(span);
            assert_eq!(content(&input), before, "{name}");
        }
    }
}
