//! Whatever a file is, it is read or refused, and a text that is packed is the text again; no copy
//! is larger than is allowed.

use std::io::{Cursor, Write};
use std::path::Path;

use tempfile::tempdir;
use unharm::files::{FileError, Input, Source};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What a temporary copy may have.
const SPOOL_BYTES_MAX: u64 = 1 << 20;

fn read(bytes: &[u8], dir: &Path) -> Result<(Vec<u8>, u64), FileError> {
    let path = dir.join("a.har");
    std::fs::write(&path, bytes).unwrap();
    let input = Input::open_within(&path, dir, SPOOL_BYTES_MAX)?;
    let mut text = vec![0; usize::try_from(input.len()).unwrap()];
    input.fill(0, &mut text)?;
    assert_eq!(input.content().end - input.content().start, input.len());
    Ok((text, input.content().start))
}

fn packed(form: u8, text: &[u8]) -> Option<Vec<u8>> {
    let as_text = || std::str::from_utf8(text).ok().filter(|text| text.starts_with('{'));
    let units = |text: &str| text.encode_utf16().collect::<Vec<_>>();
    Some(match form % 8 {
        1 => {
            let mut encoder =
                flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(text).unwrap();
            encoder.finish().unwrap()
        }
        2 => zstd::stream::encode_all(text, 1).unwrap(),
        3 => {
            let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
            writer.start_file("a.har", SimpleFileOptions::default()).unwrap();
            writer.write_all(text).unwrap();
            writer.finish().unwrap().into_inner()
        }
        4 => {
            [b"\xff\xfe".to_vec(), units(as_text()?).iter().flat_map(|u| u.to_le_bytes()).collect()]
                .concat()
        }
        5 => {
            [b"\xfe\xff".to_vec(), units(as_text()?).iter().flat_map(|u| u.to_be_bytes()).collect()]
                .concat()
        }
        6 => [b"onInputData(", text, b");\n"].concat(),
        7 => {
            // Two members of gzip, one after the other.
            let half = text.len() / 2;
            [packed(1, &text[..half])?, packed(1, &text[half..])?].concat()
        }
        _ => text.to_vec(),
    })
}

/// The first byte chooses the form that what follows is packed in; with a high bit it is packed
/// already, or claims to be.
pub(crate) fn check(data: &[u8]) {
    let [form, text @ ..] = data else { return };
    let dir = tempdir().unwrap();
    let Some(bytes) = packed(if *form >= 128 { 0 } else { *form }, text) else { return };
    let outcome = read(&bytes, dir.path());
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "something stays");
    if let Ok((read, _)) = &outcome {
        assert!(read.len() as u64 <= SPOOL_BYTES_MAX.max(bytes.len() as u64));
    }
    // What is neither packed itself nor wrapped is given as it is.
    // A null character behind the first brace, which no JSON has, is how UTF-16 is told without a mark.
    let is_plain = text.starts_with(b"{") && text.len() > 16 && text[1] != 0;
    if is_plain && *form < 128 && ![0, 6].contains(&(form % 8)) {
        if is_net_log(text) {
            assert!(outcome.is_err(), "it is taken for a capture");
            return;
        }
        let (read, _) = outcome.expect("it is read");
        assert!(read == text, "it is another text");
    }
}

/// Whether it begins as what Chrome's network log begins with, which is no capture.
fn is_net_log(text: &[u8]) -> bool {
    let first = text[1..].trim_ascii_start().strip_prefix(b"\"constants\"");
    first.is_some_and(|rest| rest.trim_ascii_start().starts_with(b":"))
}
