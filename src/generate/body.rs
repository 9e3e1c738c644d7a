//! Bodies of responses: filler with something before and behind it.

use std::io::{self, Write};

use crate::generate::filler::{Filler, Text};
use crate::generate::json::{Json, escape};
use crate::generate::random::Random;

/// What fills the middle of a body.
#[derive(Debug, Clone, Copy)]
pub(super) enum Middle {
    /// So many bytes of text or more.
    Text(Text, u64),
    /// So many characters of base64.
    Base64(u64),
}

/// A body.
pub(super) struct Body {
    pub(super) mime: &'static str,
    pub(super) before: String,
    pub(super) middle: Middle,
    pub(super) behind: String,
}

impl Body {
    /// Writes the `content` object.
    pub(super) fn write<W: Write>(
        &self,
        filler: &Filler,
        json: &mut Json<'_, W>,
        random: &mut Random,
    ) -> io::Result<()> {
        let is_base64 = matches!(self.middle, Middle::Base64(_));
        json.open("content", b'{');
        json.raw("size", &self.len(filler, random.clone()).to_string());
        json.string("mimeType", self.mime);
        json.open_string("text");
        self.write_text(filler, json, random)?;
        json.close_string();
        if is_base64 {
            json.string("encoding", "base64");
        }
        json.close(b'}');
        Ok(())
    }

    fn write_text<W: Write>(
        &self,
        filler: &Filler,
        json: &mut Json<'_, W>,
        random: &mut Random,
    ) -> io::Result<()> {
        let mut edge = Vec::new();
        escape(&self.before, &mut edge);
        json.escaped(&edge)?;
        match self.middle {
            Middle::Text(kind, len) => {
                let mut written = 0;
                while written < len {
                    let piece = filler.pick(kind, random);
                    json.escaped(&piece.escaped)?;
                    written += piece.len;
                }
            }
            Middle::Base64(len) => write_base64(&filler.base64, len, json, random)?,
        }
        edge.clear();
        escape(&self.behind, &mut edge);
        json.escaped(&edge)
    }

    /// Length of the decoded body; draws from `random` what writing will draw.
    fn len(&self, filler: &Filler, mut random: Random) -> u64 {
        let edges = u64::try_from(self.before.len() + self.behind.len());
        let edges = edges.expect("because a length fits");
        match self.middle {
            Middle::Text(kind, len) => {
                let mut middle = 0;
                while middle < len {
                    middle += filler.pick(kind, &mut random).len;
                }
                edges + middle
            }
            Middle::Base64(len) => (edges + len) / 4 * 3,
        }
    }
}

/// Random base64 of any length, a multiple of four, from one block of it.
fn write_base64<W: Write>(
    block: &str,
    len: u64,
    json: &mut Json<'_, W>,
    random: &mut Random,
) -> io::Result<()> {
    const PART_MAX: u64 = 1 << 17;
    let mut left = len / 4 * 4;
    while left > 0 {
        let part = left.min(PART_MAX);
        let start = usize::try_from(random.below(PART_MAX / 4) * 4).expect("because it is small");
        let end = start + usize::try_from(part).expect("because it is small");
        json.escaped(&block.as_bytes()[start..end])?;
        left -= part;
    }
    Ok(())
}
