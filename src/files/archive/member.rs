//! The members of an archive, of which none may stand outside of it.

use std::io;

use zip::{CompressionMethod, ZipArchive};

use crate::files::archive::{MEMBERS_MAX, zip_fault};
use crate::files::seek::SourceReader;
use crate::files::{ArchiveFault, FileFault, Source};

/// A file in an archive.
pub(super) struct Member {
    pub(super) name: String,
    pub(super) number: usize,
}

/// Why the end of an archive is refused.
pub(super) enum Refused {
    Io(io::Error),
    Fault(FileFault),
}

impl Refused {
    pub(super) fn unwrap_or_else<T>(
        self,
        io: impl FnOnce(io::Error) -> T,
        fault: impl FnOnce(FileFault) -> T,
    ) -> T {
        match self {
            Self::Io(error) => io(error),
            Self::Fault(refused) => fault(refused),
        }
    }
}

/// The longest comment of an archive, with the record before it.
const END_BYTES_MAX: u64 = 22 + 0xffff;

/// A list of members that is longer than this would take too much memory.
const LIST_BYTES_MAX: u32 = 64 << 20;

/// Looks at the record at the end (APPNOTE.TXT, 4.3.16) before the list of members is read, which is
/// held in memory.
pub(super) fn check_count(source: &dyn Source) -> Result<(), Refused> {
    let start = source.len().saturating_sub(END_BYTES_MAX);
    let bytes = usize::try_from(source.len() - start).expect("because an end is short");
    let mut end = vec![0; bytes];
    source.read_exact_at(start, &mut end).map_err(Refused::Io)?;
    let Some(at) = memchr::memmem::rfind(&end, b"PK\x05\x06") else {
        return Err(Refused::Fault(FileFault::Corrupt { format: "ZIP" }));
    };
    let field = |at: usize, len: usize| {
        let bytes = end.get(at..at + len).unwrap_or_default();
        bytes.iter().rev().fold(0_u32, |number, byte| number << 8 | u32::from(*byte))
    };
    // As many as fit into the field may be more: the true number stands elsewhere.
    if field(at + 10, 2) == 0xffff || field(at + 12, 4) > LIST_BYTES_MAX {
        return Err(Refused::Fault(FileFault::Archive(ArchiveFault::TooManyMembers)));
    }
    Ok(())
}

/// The files of an archive, without folders and what the finder of macOS adds.
pub(super) fn members(zip: &mut ZipArchive<SourceReader<'_>>) -> Result<Vec<Member>, FileFault> {
    if zip.len() > MEMBERS_MAX {
        return Err(FileFault::Archive(ArchiveFault::TooManyMembers));
    }
    let mut members = Vec::with_capacity(zip.len());
    for number in 0..zip.len() {
        let member = zip.by_index_raw(number).map_err(|error| zip_fault(&error))?;
        if member.encrypted() {
            return Err(FileFault::Archive(ArchiveFault::Encrypted));
        }
        if !matches!(member.compression(), CompressionMethod::Stored | CompressionMethod::Deflated)
        {
            return Err(FileFault::Archive(ArchiveFault::Unsupported));
        }
        let name = member.name().map_err(|error| zip_fault(&error))?.into_owned();
        if member.is_symlink() || !is_inside(&name) {
            return Err(FileFault::Archive(ArchiveFault::UnsafeMember));
        }
        if !member.is_dir() && !name.starts_with("__MACOSX/") && !name.ends_with(".DS_Store") {
            members.push(Member { name, number });
        }
    }
    Ok(members)
}

/// Whether a name means a file below the folder where an archive is unpacked, on every system.
fn is_inside(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('/')
        && !name.contains(['\\', ':', '\0'])
        && name.split('/').all(|part| part != "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_outside() {
        for name in ["a.har", "a/b.har", "a/", "..a", "a..b/c"] {
            assert!(is_inside(name), "{name}");
        }
        for name in ["", "/etc/passwd", "../a", "a/../../b", "a/..", "C:/a", "..\\a", "a\0b"] {
            assert!(!is_inside(name), "{name}");
        }
    }
}
