//! The only code that prints.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use unharm::error::Error;

/// Prints to standard output.
pub(crate) fn out(text: &str) -> Result<(), Error> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(Error::stdout)
}

/// Prints a line to standard error; that it is closed is no error.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Prints an error.
pub(crate) fn error(error: &dyn Display) {
    note(&format!("{}: {error}", Style::stderr().red("unharm")));
}

/// Prints that the program itself is wrong.
pub(crate) fn bug(place: &str) {
    note(&format!(
        "unharm: internal error at {place}; please report it (it names nothing of the capture)"
    ));
}

/// Colours, where they are wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    coloured: bool,
}

impl Style {
    /// Colours on a terminal, unless `NO_COLOR` is set.
    pub(crate) fn stderr() -> Self {
        Self::on(io::stderr().is_terminal())
    }

    /// As [`Style::stderr`], for what goes to standard output.
    pub(crate) fn stdout() -> Self {
        Self::on(io::stdout().is_terminal())
    }

    /// No colours.
    #[cfg(test)]
    pub(crate) fn plain() -> Self {
        Self { coloured: false }
    }

    fn on(is_terminal: bool) -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let able = std::env::var_os("TERM").is_none_or(|term| term != "dumb");
        Self { coloured: wanted && able && is_terminal }
    }

    pub(crate) fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    pub(crate) fn dim(self, text: &str) -> String {
        self.paint("2", text)
    }

    pub(crate) fn green(self, text: &str) -> String {
        self.paint("32", text)
    }

    pub(crate) fn red(self, text: &str) -> String {
        self.paint("1;31", text)
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.coloured { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
