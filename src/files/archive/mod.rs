//! A capture in a ZIP archive: PerfCascade's `.zhar`, a zipped HAR, or Playwright's `.har.zip` with
//! bodies in files of their own; and a HAR beside which such files stand.
//!
//! Nothing of an archive is ever written under a name that it says. What side files hold is put into the
//! entries that name them, so that everything after this sees one HAR, searches all of it, and no
//! name is left that is a hash of what was secret.

mod beside;
mod inline;
mod member;

pub use beside::SideFiles;
pub(crate) use beside::{has_side_name, with_side_files};

use std::cell::Cell;
use std::io::Read;

use rustc_hash::FxHashMap;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::files::archive::inline::Sides;
use crate::files::archive::member::{Member, members};
use crate::files::seek::SourceReader;
use crate::files::spool::{Ending, Spool, SpoolJob};
use crate::files::{ArchiveFault, FileError, FileFault, Source};

/// What a ZIP archive is called in errors.
const FORMAT: &str = "ZIP";

/// More members than this are no capture's side files.
const MEMBERS_MAX: usize = 200_000;

/// An archive, open for reading.
pub(crate) struct Archive<'a> {
    zip: ZipArchive<SourceReader<'a>>,
    job: SpoolJob<'a>,
    /// How large it is.
    packed: Cell<u64>,
    /// The number of the member that is the capture.
    capture: usize,
    /// The others, by their names, seen from where the capture stands.
    sides: FxHashMap<String, usize>,
}

impl<'a> Archive<'a> {
    /// Opens the archive that `source` holds.
    pub(crate) fn open(source: &'a dyn Source, job: SpoolJob<'a>) -> Result<Self, FileError> {
        let job = SpoolJob { ending: Ending::Required, ..job };
        let fault = |fault| FileError::new(job.path, fault);
        member::check_count(source)
            .map_err(|error| error.unwrap_or_else(|e| job.read_error(e), fault))?;
        let mut zip =
            ZipArchive::new(SourceReader::new(source)).map_err(|error| fault(zip_fault(&error)))?;
        let members = members(&mut zip).map_err(fault)?;
        let capture = capture(&members).map_err(|refused| fault(FileFault::Archive(refused)))?;
        let sides = sides(&members, capture);
        let packed = Cell::new(source.len());
        Ok(Self { zip, job, packed, capture: members[capture].number, sides })
    }

    /// The capture as one HAR.
    pub(crate) fn unpack(mut self) -> Result<Spool, FileError> {
        let (number, job) = (self.capture, self.job);
        let packed = self.packed.clone();
        let har = job.unpacked(self.open(number)?, FORMAT, &packed)?;
        if self.sides.is_empty() {
            return Ok(har);
        }
        Ok(inline::inline(&mut self, &har, job)?.unwrap_or(har))
    }
}

impl Sides for Archive<'_> {
    fn find(&mut self, name: &str) -> Result<Option<usize>, FileError> {
        match self.sides.get(name) {
            Some(number) => Ok(Some(*number)),
            None => {
                let fault = FileFault::Archive(ArchiveFault::NoSideFile);
                Err(FileError::new(self.job.path, fault))
            }
        }
    }

    fn open(&mut self, number: usize) -> Result<Box<dyn Read + '_>, FileError> {
        let path = self.job.path;
        let member = self.zip.by_index(number);
        Ok(Box::new(member.map_err(|error| FileError::new(path, zip_fault(&error)))?))
    }

    fn packed(&self) -> Cell<u64> {
        self.packed.clone()
    }

    fn copies_long_entries(&self) -> bool {
        false
    }
}

fn zip_fault(error: &ZipError) -> FileFault {
    match error {
        ZipError::UnsupportedArchive(text) if *text == ZipError::PASSWORD_REQUIRED => {
            FileFault::Archive(ArchiveFault::Encrypted)
        }
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            FileFault::Archive(ArchiveFault::Unsupported)
        }
        _ => FileFault::Corrupt { format: FORMAT },
    }
}

/// The place in `members` of the one that is the capture.
fn capture(members: &[Member]) -> Result<usize, ArchiveFault> {
    if members.iter().any(|member| member.name == "_index.htm")
        && members.iter().any(|member| member.name.starts_with("raw/"))
    {
        return Err(ArchiveFault::Fiddler);
    }
    let named: Vec<usize> =
        (0..members.len()).filter(|&at| is_capture_name(&members[at].name)).collect();
    match (&named[..], members.len()) {
        ([one], _) => Ok(*one),
        ([], 1) => Ok(0),
        ([], _) => Err(ArchiveFault::NoCapture),
        _ => Err(ArchiveFault::SeveralCaptures),
    }
}

fn is_capture_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".har") || name.ends_with(".harp")
}

fn sides(members: &[Member], capture: usize) -> FxHashMap<String, usize> {
    let folder = match members[capture].name.rfind('/') {
        Some(at) => &members[capture].name[..=at],
        None => "",
    };
    let others = members.iter().enumerate().filter(|(at, _)| *at != capture);
    others
        .filter_map(|(_, member)| {
            Some((member.name.strip_prefix(folder)?.to_owned(), member.number))
        })
        .collect()
}

#[cfg(test)]
mod tests;
