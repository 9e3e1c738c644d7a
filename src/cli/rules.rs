//! `unharm rules`: what is looked for.

use unharm::error::Error;

use crate::cli::args::RulesArgs;
use crate::cli::exit::Outcome;
use crate::cli::print;

/// Lists the format rules and the personal rules.
pub(crate) fn run(args: &RulesArgs) -> Result<Outcome, Error> {
    let _ = args;
    print::out("")?;
    Ok(Outcome::Clean)
}
