//! `unharm rules`: what is looked for.

use serde::Serialize;
use unharm::detect::{format, name, personal};
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

/// A name as it is listed.
#[derive(Debug, Serialize)]
struct Name {
    name: &'static str,
    kind: &'static str,
    /// `header`, `claim` or `any`.
    place: &'static str,
    /// Whether names that end so count, too.
    ends: bool,
    /// `redact`, `keep`, or `open` for what is read instead.
    action: &'static str,
    about: &'static str,
}

/// Lists the rules that look at the shape of a value, or the names that others look at.
pub(crate) fn run(args: &RulesArgs) -> Result<Outcome, Error> {
    if args.names {
        let line = |row: &Name| {
            let name = format!("{}{}", if row.ends { "*-" } else { "" }, row.name);
            format!(
                "{name:<40}  {:<6}  {:<6}  {:<20}  {}\n",
                row.place, row.action, row.kind, row.about
            )
        };
        return list(&names().collect::<Vec<_>>(), args, line);
    }
    let rows: Vec<Row> = formats().chain(personal()).collect();
    let width = rows.iter().map(|row| row.id.len()).max().unwrap_or(0);
    list(&rows, args, |row| format!("{:<width$}  {:<6}  {}\n", row.id, row.action, row.about))
}

fn list<R: Serialize>(
    rows: &[R],
    args: &RulesArgs,
    line: impl Fn(&R) -> String,
) -> Result<Outcome, Error> {
    let text = if args.json {
        serde_json::to_string_pretty(rows).expect("because strings always print") + "\n"
    } else {
        rows.iter().map(line).collect()
    };
    print::out(&text)?;
    Ok(Outcome::Clean)
}

fn names() -> impl Iterator<Item = Name> {
    name::names().map(|row| Name {
        name: row.name,
        kind: row.kind,
        place: row.place,
        ends: row.ends,
        action: row.action,
        about: row.about,
    })
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
