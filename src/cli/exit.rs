//! Exit codes: 0 done and clean, 1 findings or a leak, 2 error, 130 interrupted.

use std::process::ExitCode;

use unharm::error::Error;

use crate::cli::print;

/// How a command that did its work ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Done and clean.
    Clean,
    /// `check` found secrets.
    Findings,
    /// One of several captures could not be read, which was said; the others were.
    Failed,
}

/// The exit code, after saying what went wrong.
pub(crate) fn code(outcome: Result<Outcome, Error>) -> ExitCode {
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::Failed) => ExitCode::from(2),
        Err(Error::ReaderGone) => ExitCode::SUCCESS,
        Err(error) => {
            print::error(&error);
            ExitCode::from(match error {
                Error::Leak { .. } | Error::ReportLeak { .. } => 1,
                Error::Interrupted => 130,
                _ => 2,
            })
        }
    }
}

/// The exit code of a command line that is none, or asks for help.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    // A closed pipe is no reason to complain.
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// A panic message can quote what a capture holds, so only its place is printed.
pub(crate) fn hide_panic_messages() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|place| format!("{}:{}", place.file(), place.line()));
        print::bug(&place.unwrap_or_default());
    }));
}
