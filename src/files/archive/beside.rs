//! A HAR of which bodies stand in files of their own beside it: Playwright's `recordHar` writes it so
//! with `content: 'attach'`, unless it is to write an archive.

use std::cell::Cell;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use memchr::memmem::Finder;
use rustc_hash::FxHashMap;

use crate::files::archive::inline::{Sides, inline};
use crate::files::input::FileId;
use crate::files::spool::{Spool, SpoolJob};
use crate::files::{Action, FileError, Source};

/// The start of a capture, in which it is looked for who wrote it.
const HEAD_BYTES: usize = 1 << 20;

/// How much is looked through at once.
const BLOCK_BYTES: usize = 1 << 20;

/// What a capture says of bodies in files of their own.
const KEY: &[u8] = b"\"_file\"";

/// Who writes such captures.
const WRITER: &[u8] = b"\"Playwright\"";

/// How many bodies were in files of their own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SideFiles {
    /// Those that stand in their entries now.
    pub read: u64,
    /// Those whose files are not there.
    pub absent: u64,
}

/// `har` with the bodies in it that stand in files in `folder`, or without the names of these files
/// where there is none; nothing when it names no such file.
pub(crate) fn with_side_files(
    har: &dyn Source,
    folder: Option<&Path>,
    job: SpoolJob<'_>,
) -> Result<Option<(Spool, SideFiles)>, FileError> {
    if !names_side_files(har).map_err(|error| job.read_error(error))? {
        return Ok(None);
    }
    let mut beside = Beside {
        folder: folder.map(Path::to_owned),
        packed: Cell::new(har.len()),
        known: FxHashMap::default(),
        files: Vec::new(),
        found: SideFiles::default(),
    };
    let inlined = inline(&mut beside, har, job)?;
    Ok(inlined.map(|spool| (spool, beside.found)))
}

/// Whether a capture names files with bodies. One that does not say so early, and is of nobody who
/// writes such, is not looked through.
fn names_side_files(har: &dyn Source) -> std::io::Result<bool> {
    let (key, writer) = (Finder::new(KEY), Finder::new(WRITER));
    let len = usize::try_from(har.len()).unwrap_or(usize::MAX);
    let mut block = vec![0; len.min(HEAD_BYTES)];
    har.read_exact_at(0, &mut block)?;
    if key.find(&block).is_some() {
        return Ok(true);
    }
    if writer.find(&block).is_none() {
        return Ok(false);
    }
    let mut at = (block.len() - block.len().min(KEY.len())) as u64;
    while at + (KEY.len() as u64) < har.len() {
        let left = usize::try_from(har.len() - at).unwrap_or(usize::MAX);
        block.resize(left.min(BLOCK_BYTES), 0);
        har.read_exact_at(at, &mut block)?;
        if key.find(&block).is_some() {
            return Ok(true);
        }
        at += (block.len() - KEY.len()) as u64;
    }
    Ok(false)
}

/// Whether a file is named as those are in which bodies stand: by a hash, and a type. No other file
/// is read, whatever a capture names: it is put into what is sent.
pub(crate) fn has_side_name(name: &str) -> bool {
    let (hash, kind) = name.split_once('.').unwrap_or((name, ""));
    (32..=64).contains(&hash.len())
        && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        && kind.len() <= 16
        && kind.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Files beside a HAR.
struct Beside {
    folder: Option<PathBuf>,
    packed: Cell<u64>,
    /// The number of each file that was asked for and is there.
    known: FxHashMap<String, usize>,
    files: Vec<(PathBuf, FileId)>,
    found: SideFiles,
}

impl Beside {
    /// A file of this name, if there is one and no link leads to it.
    fn look(&mut self, name: &str) -> Option<usize> {
        let path = self.folder.as_ref()?.join(name);
        let metadata = std::fs::symlink_metadata(&path).ok().filter(std::fs::Metadata::is_file)?;
        let id = FileId::of(&path, &metadata).ok()?;
        self.packed.set(self.packed.get() + metadata.len());
        self.files.push((path, id));
        Some(self.files.len() - 1)
    }
}

impl Sides for Beside {
    fn find(&mut self, name: &str) -> Result<Option<usize>, FileError> {
        let mut number = self.known.get(name).copied();
        if number.is_none() && has_side_name(name) {
            number = self.look(name);
            self.known.extend(number.map(|number| (name.to_owned(), number)));
        }
        let count = if number.is_some() { &mut self.found.read } else { &mut self.found.absent };
        *count += 1;
        Ok(number)
    }

    #[expect(clippy::disallowed_methods, reason = "this folder is where files are opened")]
    fn open(&mut self, number: usize) -> Result<Box<dyn Read + '_>, FileError> {
        let (path, id) = &self.files[number];
        let error = |error| FileError::io(path, Action::Open, error);
        let file = File::open(path).map_err(error)?;
        let now = FileId::of(path, &file.metadata().map_err(error)?).map_err(error)?;
        if now != *id {
            return Err(FileError::new(path, crate::files::FileFault::Changed));
        }
        Ok(Box::new(file))
    }

    fn packed(&self) -> Cell<u64> {
        self.packed.clone()
    }

    fn copies_long_entries(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_side_files() {
        for name in [
            "5f0c9a41d2e75f0c9a41d2e75f0c9a41d2e75f0c.json",
            "77aa77aa77aa77aa77aa77aa77aa77aa.jsonl",
            "77aa77aa77aa77aa77aa77aa77aa77aa",
        ] {
            assert!(has_side_name(name), "{name}");
        }
        for name in [
            "",
            "id_rsa",
            "har.har",
            "../77aa77aa77aa77aa77aa77aa77aa77aa.txt",
            "77aa77aa77aa77aa77aa77aa77aa77aa/x",
            "77aa77aa77aa77aa77aa77aa77aa77aa.a/b",
            "77aa77aa77aa77aa77aa77aa77aa77aa.tar.gz",
            "77aa77aa77aa77aa77aa77aa77aa77aa:x",
            "77AA77AA77AA77AA77AA77AA77AA77AA.txt",
        ] {
            assert!(!has_side_name(name), "{name}");
        }
    }

    #[test]
    fn what_names_side_files_says_so_early_or_is_of_a_writer_who_does() {
        let check = |text: &str, expected: bool| {
            assert_eq!(names_side_files(&text.as_bytes()).unwrap(), expected);
        };
        let space = " ".repeat(3 * HEAD_BYTES);
        check("", false);
        check("{\"_file\":1}", true);
        check(r#"{"text":"\"_file\":1"}"#, false);
        check(&format!("{space}\"_file\""), false);
        check(&format!("\"Playwright\"{space}"), false);
        for more in 0..12 {
            check(&format!("\"Playwright\"{space}{}\"_file\"", " ".repeat(more)), true);
            let before = HEAD_BYTES - 12 - more;
            check(&format!("\"Playwright\"{}\"_file\" ", " ".repeat(before)), true);
        }
    }
}
