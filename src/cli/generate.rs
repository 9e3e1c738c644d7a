//! `unharm generate`: a synthetic capture.

use unharm::error::Error;

use crate::cli::args::GenerateArgs;
use crate::cli::exit::Outcome;

/// Writes a synthetic capture.
pub(crate) fn run(args: &GenerateArgs) -> Result<Outcome, Error> {
    let _ = args;
    Ok(Outcome::Clean)
}
