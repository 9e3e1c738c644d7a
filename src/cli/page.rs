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

/// Prints the manual page: that of the command, then those of its subcommands, as one.
pub(crate) fn manual(mut command: Command) -> Result<Outcome, Error> {
    command.build();
    let mut page = Vec::new();
    let render =
        |command: &Command, page: &mut Vec<u8>| clap_mangen::Man::new(command.clone()).render(page);
    render(&command, &mut page).map_err(Error::stdout)?;
    page.extend_from_slice(EXIT_STATUS.as_bytes());
    for command in command.get_subcommands().filter(|command| command.get_name() != "help") {
        render(command, &mut page).map_err(Error::stdout)?;
    }
    print::out(&String::from_utf8_lossy(&page))?;
    Ok(Outcome::Clean)
}

/// What no definition of an argument says (roff, man(7)).
const EXIT_STATUS: &str = r#".SH "EXIT STATUS"
0: done and clean. 1: `check` found secrets, or the verification found a leak. 2: an error; of several
captures the others are done all the same. 130: interrupted.
.SH FILES
unharm.toml, .unharm.toml: beside a capture, above it up to the root of its repository; and
~/.config/unharm/unharm.toml. They may only add to what is redacted.
.SH ENVIRONMENT
NO_COLOR: no colors. LC_ALL, LC_MESSAGES, LANG: the language of tickets.
"#;
