//! Completions and the manual page, from the same definition as the arguments.

use clap::Command;
use clap_complete::Shell;
use unharm::error::Error;

use crate::cli::exit::Outcome;
use crate::cli::print;

/// Prints a shell's completions.
pub(crate) fn completions(shell: Shell, command: &mut Command) -> Result<Outcome, Error> {
    let mut script = Vec::new();
    clap_complete::generate(shell, command, "unharm", &mut script);
    print::out(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Clean)
}

/// Prints the manual page.
pub(crate) fn manual(command: Command) -> Result<Outcome, Error> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page).map_err(Error::stdout)?;
    print::out(&String::from_utf8_lossy(&page))?;
    Ok(Outcome::Clean)
}
