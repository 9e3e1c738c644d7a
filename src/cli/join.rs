//! `unharm join CHUNK... -o FILE`: the way back.

use unharm::error::Error;
use unharm::files::Existing;
use unharm::pipeline;

use crate::cli::args::JoinArgs;
use crate::cli::exit::Outcome;
use crate::cli::print;
use crate::cli::start;
use crate::cli::summary;

/// Puts the chunks of a capture together again.
pub(crate) fn run(args: &JoinArgs) -> Result<Outcome, Error> {
    start()?;
    let existing = if args.force { Existing::Replace } else { Existing::Keep };
    let done = pipeline::join(&args.chunks, &args.output, existing)?;
    if !args.quiet {
        print::note(&summary::joined(&done));
    }
    Ok(Outcome::Clean)
}
