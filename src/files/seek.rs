//! Sources and outputs as streams that can be sought, as archives want them.

use std::io::{self, Read, Seek, SeekFrom, Write};

use crate::files::{OutputFile, Source};

/// Reads a source.
pub(crate) struct SourceReader<'s> {
    source: &'s dyn Source,
    at: u64,
}

impl<'s> SourceReader<'s> {
    pub(crate) fn new(source: &'s dyn Source) -> Self {
        Self { source, at: 0 }
    }
}

impl Read for SourceReader<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.source.len() {
            return Ok(0);
        }
        let read = self.source.read_at(self.at, buf)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for SourceReader<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = place(self.at, self.source.len(), to)?;
        Ok(self.at)
    }
}

/// Writes an output.
pub(crate) struct OutputWriter<'f> {
    file: &'f OutputFile,
    at: u64,
}

impl<'f> OutputWriter<'f> {
    pub(crate) fn new(file: &'f OutputFile) -> Self {
        Self { file, at: 0 }
    }
}

impl Write for OutputWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write_raw(self.at, bytes)?;
        self.at += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for OutputWriter<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = place(self.at, self.file.len(), to)?;
        Ok(self.at)
    }
}

fn place(at: u64, len: u64, to: SeekFrom) -> io::Result<u64> {
    let place = match to {
        SeekFrom::Start(place) => Some(place),
        SeekFrom::End(distance) => len.checked_add_signed(distance),
        SeekFrom::Current(distance) => at.checked_add_signed(distance),
    };
    place.ok_or_else(|| io::ErrorKind::InvalidInput.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_read_from_any_place() {
        let source: &[u8] = b"abcdef";
        let mut reader = SourceReader::new(&source);
        let mut rest = |to: SeekFrom| {
            reader.seek(to).ok()?;
            let mut text = String::new();
            reader.read_to_string(&mut text).ok()?;
            Some(text)
        };
        assert_eq!(rest(SeekFrom::Start(4)).as_deref(), Some("ef"));
        assert_eq!(rest(SeekFrom::Current(-3)).as_deref(), Some("def"));
        assert_eq!(rest(SeekFrom::End(-1)).as_deref(), Some("f"));
        assert_eq!(rest(SeekFrom::End(9)).as_deref(), Some(""));
        assert_eq!(rest(SeekFrom::End(-7)), None);
    }

    #[test]
    fn an_output_is_written_at_any_place() {
        let dir = tempfile::tempdir().unwrap();
        let file = OutputFile::create(&dir.path().join("x")).unwrap();
        let mut writer = OutputWriter::new(&file);
        writer.write_all(b"abc").unwrap();
        writer.seek(SeekFrom::Start(1)).unwrap();
        writer.write_all(b"B").unwrap();
        writer.seek(SeekFrom::End(0)).unwrap();
        writer.write_all(b"d").unwrap();
        assert_eq!(&*file.window(0..4).unwrap(), b"aBcd");
    }
}
