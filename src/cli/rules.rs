//! `unharm rules`: what is looked for.

use serde::Serialize;
use unharm::detect::{format, personal};
use unharm::error::Error;

use crate::cli::args::RulesArgs;
use crate::cli::exit::Outcome;
use crate::cli::print;

/// One rule as it is listed.
#[derive(Debug, Serialize)]
struct Row {
    id: &'static str,
    kind: &'static str,
    /// `redact`, or `keep` for what looks like a secret and is made to be public.
    action: &'static str,
    about: &'static str,
}

/// Lists the rules that look at the shape of a value; name rules are described in the manual.
pub(crate) fn run(args: &RulesArgs) -> Result<Outcome, Error> {
    let rows: Vec<Row> = formats().chain(personal()).collect();
    if args.json {
        let json = serde_json::to_string_pretty(&rows).expect("because strings always print");
        print::out(&format!("{json}\n"))?;
        return Ok(Outcome::Clean);
    }
    let width = rows.iter().map(|row| row.id.len()).max().unwrap_or(0);
    let line = |row: &Row| format!("{:<width$}  {:<6}  {}\n", row.id, row.action, row.about);
    print::out(&rows.iter().map(line).collect::<String>())?;
    Ok(Outcome::Clean)
}

fn formats() -> impl Iterator<Item = Row> {
    format::rules().map(|rule| Row {
        id: rule.id,
        kind: rule.kind.0,
        action: if rule.secret { "redact" } else { "keep" },
        about: rule.about,
    })
}

fn personal() -> impl Iterator<Item = Row> {
    personal::rules().map(|rule| Row {
        id: rule.rule.id,
        kind: rule.rule.kind.0,
        action: "redact",
        about: rule.about,
    })
}
