//! Opens a capture; of one that was cut short, if so wished, what is whole.

use std::path::Path;

use crate::error::Error;
use crate::files::{FileFault, Input, Source};
use crate::har::{Salvager, Whole};
use crate::options::{CutShort, Options};
use crate::pipeline::reader::{ReadSizes, fill};
use crate::report::SalvageReport;

/// The capture at `path`, and what is lost of it.
pub(crate) fn open(
    path: &Path,
    scratch_dir: &Path,
    options: &Options,
) -> Result<(Input, Option<SalvageReport>), Error> {
    match options.cut_short {
        CutShort::Refuse => match Input::open(path, scratch_dir) {
            Ok(input) => Ok((input, None)),
            // A ZIP archive that was cut short has lost the list of what is in it.
            Err(error) if matches!(error.fault, FileFault::Corrupt { format } if format != "ZIP") => {
                Err(Error::from(error).salvageable())
            }
            Err(error) => Err(error.into()),
        },
        CutShort::Salvage => {
            let mut input = Input::open_cut_short(path, scratch_dir)?;
            let salvage = salvage(&mut input, options.read_sizes.block_bytes)?;
            Ok((input, salvage))
        }
    }
}

/// Closes a capture behind what is whole of it.
fn salvage(input: &mut Input, block_bytes: usize) -> Result<Option<SalvageReport>, Error> {
    let Some(Whole { entries, end, closing }) = whole(input, block_bytes)? else { return Ok(None) };
    let bytes_lost = input.len() - end;
    let offset = input.content().start + end;
    input.close_at(end, closing);
    Ok(Some(SalvageReport { entries, offset, bytes_lost }))
}

/// Whether something can be kept of a capture that was cut short.
pub(crate) fn can_be_salvaged(input: &Input) -> bool {
    let block_bytes = ReadSizes::default().block_bytes;
    whole(input, block_bytes).is_ok_and(|whole| whole.is_some())
}

fn whole(input: &Input, block_bytes: usize) -> Result<Option<Whole>, Error> {
    let mut salvager = Salvager::new();
    let mut block = vec![0; block_bytes];
    let mut offset = 0;
    while offset < input.len() {
        if crate::files::interrupted() {
            return Err(Error::Interrupted);
        }
        let left = usize::try_from(input.len() - offset).unwrap_or(usize::MAX);
        let block = &mut block[..left.min(block_bytes)];
        fill(input, input.path(), offset, block)?;
        if !salvager.feed(block) {
            break;
        }
        offset += block.len() as u64;
    }
    salvager.finish().map_err(|mut malformed| {
        malformed.offset += input.content().start;
        Error::malformed(input.path(), malformed)
    })
}
