//! UTF-16, which `>` of Windows PowerShell writes, as UTF-8.

/// Which byte of a unit comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ByteOrder {
    /// The low one.
    Little,
    /// The high one.
    Big,
}

/// Half a character, at this offset in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HalfCharacter {
    pub(crate) offset: u64,
}

/// Converts UTF-16 that comes in blocks of any size.
#[derive(Debug)]
pub(crate) struct Converter {
    order: ByteOrder,
    /// The bytes seen so far that make whole units.
    offset: u64,
    /// The first byte of a unit whose second is in the next block.
    odd: Option<u8>,
    /// A high surrogate that waits for its low one.
    high: Option<u16>,
}

impl Converter {
    pub(crate) fn new(order: ByteOrder) -> Self {
        Self { order, offset: 0, odd: None, high: None }
    }

    /// Appends `block` to `out` as UTF-8.
    pub(crate) fn convert(
        &mut self,
        mut block: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), HalfCharacter> {
        if let (Some(first), [second, rest @ ..]) = (self.odd, block) {
            self.unit([first, *second], out)?;
            self.odd = None;
            block = rest;
        }
        let (units, rest) = block.as_chunks::<2>();
        for &unit in units {
            self.unit(unit, out)?;
        }
        self.odd = rest.first().copied().or(self.odd);
        Ok(())
    }

    /// The end of the text.
    pub(crate) fn finish(self) -> Result<(), HalfCharacter> {
        match (self.high, self.odd) {
            (Some(_), _) => Err(HalfCharacter { offset: self.offset - 2 }),
            (None, Some(_)) => Err(HalfCharacter { offset: self.offset }),
            (None, None) => Ok(()),
        }
    }

    fn unit(&mut self, bytes: [u8; 2], out: &mut Vec<u8>) -> Result<(), HalfCharacter> {
        let unit = match self.order {
            ByteOrder::Little => u16::from_le_bytes(bytes),
            ByteOrder::Big => u16::from_be_bytes(bytes),
        };
        let here = self.offset;
        self.offset += 2;
        let scalar = match (self.high.take(), unit) {
            (None, 0xd800..=0xdbff) => {
                self.high = Some(unit);
                return Ok(());
            }
            (None, _) => char::from_u32(u32::from(unit)).ok_or(HalfCharacter { offset: here })?,
            (Some(high), 0xdc00..=0xdfff) => {
                let scalar =
                    0x1_0000 + ((u32::from(high) & 0x3ff) << 10) + (u32::from(unit) & 0x3ff);
                char::from_u32(scalar).expect("because a pair of surrogates is a character")
            }
            (Some(_), _) => return Err(HalfCharacter { offset: here - 2 }),
        };
        match u8::try_from(scalar) {
            Ok(byte) if byte.is_ascii() => out.push(byte),
            _ => out.extend_from_slice(scalar.encode_utf8(&mut [0; 4]).as_bytes()),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn convert(order: ByteOrder, bytes: &[u8], block: usize) -> Result<Vec<u8>, HalfCharacter> {
        let mut converter = Converter::new(order);
        let mut out = Vec::new();
        for block in bytes.chunks(block) {
            converter.convert(block, &mut out)?;
        }
        converter.finish().map(|()| out)
    }

    #[test]
    fn text_is_the_same_in_blocks_of_any_size() {
        let text = "{\"ä\": \"€ 😀\u{10ffff}\u{ffff}\"}";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for block in 1..=little.len() {
            assert_eq!(convert(ByteOrder::Little, &little, block).unwrap(), text.as_bytes());
            assert_eq!(convert(ByteOrder::Big, &big, block).unwrap(), text.as_bytes());
        }
    }

    #[test]
    fn half_a_character_is_an_error_with_its_offset() {
        let table: &[(&[u16], usize, u64)] = &[
            (&[0x61, 0xd800], 4, 2),
            (&[0x61, 0xd800, 0x61], 6, 2),
            (&[0x61, 0xd800, 0xd800, 0xdc00], 8, 2),
            (&[0x61, 0x62, 0xdc00], 6, 4),
            (&[0x61, 0x62], 3, 2),
        ];
        for (units, bytes, offset) in table {
            let text: Vec<u8> = units.iter().flat_map(|u| u.to_le_bytes()).collect();
            for block in 1..=*bytes {
                let result = convert(ByteOrder::Little, &text[..*bytes], block);
                assert_eq!(result, Err(HalfCharacter { offset: *offset }), "{units:?}");
            }
        }
    }
}
