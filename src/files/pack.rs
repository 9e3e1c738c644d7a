//! Writes an output in the form that a desk takes, and reads it again before anybody believes it.

use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::files::seek::{OutputWriter, SourceReader};
use crate::files::{Action, FileError, FileFault, OutputFile, Sha256Hex, Source, interrupted};

const BLOCK_BYTES: usize = 256 * 1024;

/// What zlib and Zstandard take for their default.
const ZSTD_LEVEL: i32 = 3;

/// How an output is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing<'n> {
    /// In a ZIP archive, under this name.
    Zip(&'n str),
    /// By gzip.
    Gzip,
    /// By Zstandard.
    Zstd,
}

impl Packing<'_> {
    fn format(self) -> &'static str {
        match self {
            Self::Zip(_) => "ZIP",
            Self::Gzip => "gzip",
            Self::Zstd => "Zstandard",
        }
    }
}

/// Packs `plain` into `packed`, which is empty, and unpacks it again.
///
/// # Errors
/// When it cannot be written, or what is read again is not what `plain` holds.
pub fn pack(
    plain: &OutputFile,
    packed: &OutputFile,
    packing: Packing<'_>,
) -> Result<(), FileError> {
    let mut reader = Watched(SourceReader::new(plain));
    let written = match packing {
        Packing::Zip(name) => zip(&mut reader, plain.len(), packed, name),
        Packing::Gzip => gzip(&mut reader, packed),
        Packing::Zstd => zstd(&mut reader, packed),
    };
    written.map_err(|error| fault(packed.path(), Action::Write, error))?;
    let read =
        unpack(packed, packing).map_err(|error| fault(packed.path(), Action::Verify, error))?;
    if read == (plain.sha256()?, plain.len()) {
        return Ok(());
    }
    let format = packing.format();
    Err(FileError::new(packed.path(), FileFault::Corrupt { format }))
}

fn fault(path: &Path, action: Action, error: io::Error) -> FileError {
    if interrupted() {
        return FileError::new(path, FileFault::Interrupted);
    }
    FileError::io(path, action, error)
}

fn zip(reader: &mut impl Read, bytes: u64, packed: &OutputFile, name: &str) -> io::Result<()> {
    let mut writer = ZipWriter::new(OutputWriter::new(packed));
    // Sizes of 4 GiB need longer fields, which old programs do not read; packed it may be longer.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .large_file(bytes > u64::from(u32::MAX) - (64 << 20));
    writer.start_file(name, options)?;
    io::copy(reader, &mut writer)?;
    writer.finish()?;
    Ok(())
}

fn gzip(reader: &mut impl Read, packed: &OutputFile) -> io::Result<()> {
    let mut writer = GzEncoder::new(buffered(packed), Compression::default());
    io::copy(reader, &mut writer)?;
    writer.finish()?.flush()
}

fn zstd(reader: &mut impl Read, packed: &OutputFile) -> io::Result<()> {
    let mut writer = zstd::stream::write::Encoder::new(buffered(packed), ZSTD_LEVEL)?;
    writer.include_checksum(true)?;
    io::copy(reader, &mut writer)?;
    writer.finish()?.flush()
}

fn buffered(packed: &OutputFile) -> BufWriter<OutputWriter<'_>> {
    BufWriter::with_capacity(BLOCK_BYTES, OutputWriter::new(packed))
}

fn unpack(packed: &OutputFile, packing: Packing<'_>) -> io::Result<(Sha256Hex, u64)> {
    let reader = Watched(SourceReader::new(packed));
    match packing {
        Packing::Zip(name) => {
            let mut archive = ZipArchive::new(SourceReader::new(packed))?;
            if archive.len() != 1 {
                return Err(io::ErrorKind::InvalidData.into());
            }
            let mut member = archive.by_name(name)?;
            sum(&mut member)
        }
        Packing::Gzip => sum(&mut MultiGzDecoder::new(reader)),
        Packing::Zstd => sum(&mut zstd::stream::read::Decoder::new(reader)?),
    }
}

fn sum(reader: &mut impl Read) -> io::Result<(Sha256Hex, u64)> {
    let (mut hasher, mut block, mut bytes) = (Sha256::new(), vec![0; BLOCK_BYTES], 0);
    loop {
        let read = reader.read(&mut block)?;
        if read == 0 {
            return Ok((Sha256Hex::new(hasher), bytes));
        }
        hasher.update(&block[..read]);
        bytes += read as u64;
    }
}

/// Reads until the user interrupts.
struct Watched<R>(R);

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if interrupted() {
            // Not the kind `Interrupted`, which readers take for an invitation to try again.
            return Err(io::ErrorKind::Other.into());
        }
        self.0.read(buf)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_unpacks_to_the_same() {
        let dir = tempfile::tempdir().unwrap();
        let plain = OutputFile::create(&dir.path().join("a.har")).unwrap();
        for text in [Vec::new(), b"{}".to_vec(), "All is well. ".repeat(100_000).into_bytes()] {
            let plain = OutputFile::create(plain.path()).unwrap();
            plain.write_at(0, &text).unwrap();
            for packing in [Packing::Zip("a.har"), Packing::Gzip, Packing::Zstd] {
                let packed = OutputFile::create(&dir.path().join("packed")).unwrap();
                pack(&plain, &packed, packing).unwrap();
                let bytes = packed.window(0..packed.len()).unwrap().to_vec();
                assert!(text.len() < 1000 || bytes.len() * 20 < text.len(), "{packing:?}");
                let again = OutputFile::create(&dir.path().join("again")).unwrap();
                pack(&plain, &again, packing).unwrap();
                assert_eq!(again.window(0..again.len()).unwrap()[..], bytes, "{packing:?}");
                if text.len() > 2 {
                    again.write_at(again.len() / 2, b"\x55\xaa\x55").unwrap();
                    let read = unpack(&again, packing).ok();
                    assert_ne!(read, Some((plain.sha256().unwrap(), plain.len())), "{packing:?}");
                }
            }
        }
    }
}
