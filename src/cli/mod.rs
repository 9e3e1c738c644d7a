//! The command: arguments, progress, what is printed, exit codes.
//!
//! Data goes to standard output, everything else to standard error.

mod args;
mod bench;
mod captures;
mod check;
mod desks;
mod exit;
mod fit;
mod form;
mod generate;
mod harden;
mod inspect;
mod inspection;
mod join;
mod page;
mod policy;
mod presets;
mod print;
mod progress_bar;
mod report;
mod rules;
mod sanitize;
mod select;
mod size;
mod split;
mod summary;
mod ticket;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use unharm::error::Error;

use args::{Cli, Command};
use exit::Outcome;

/// Runs the command line.
pub(crate) fn run() -> ExitCode {
    harden::no_core_dump();
    exit::hide_panic_messages();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return exit::usage(&error),
    };
    exit::code(dispatch(cli))
}

fn dispatch(cli: Cli) -> Result<Outcome, Error> {
    match cli.command {
        None => sanitize::run(&cli.sanitize),
        Some(Command::Sanitize(args)) => sanitize::run(&args),
        Some(Command::Check(args)) => check::run(&args),
        Some(Command::Inspect(args)) => inspect::run(&args),
        Some(Command::Ticket(args)) => ticket::run(&args),
        Some(Command::Split(args)) => split::run(&args),
        Some(Command::Join(args)) => join::run(&args),
        Some(Command::Generate(args)) => generate::run(&args),
        Some(Command::Bench(args)) => bench::run(&args),
        Some(Command::Rules(args)) => rules::run(&args),
        Some(Command::Presets(args)) => presets::run(&args),
        Some(Command::Completions { shell }) => page::completions(shell, &mut Cli::command()),
        Some(Command::Man) => page::manual(Cli::command()),
    }
}

/// Every command that reads captures begins so.
fn start() -> Result<(), Error> {
    unharm::files::watch_signals().map_err(Error::Signals)
}
