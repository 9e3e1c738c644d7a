//! `unharm presets`: what desks take.

use std::path::Path;

use clap::Args;
use serde::Serialize;
use unharm::config::{Counted, Preset};
use unharm::error::Error;
use unharm::report::{grouped, shown};

use crate::cli::args::PolicyArgs;
use crate::cli::exit::Outcome;
use crate::cli::policy::settings;

use crate::cli::print;
use crate::cli::size::human;

#[derive(Debug, Args)]
pub(crate) struct PresetsArgs {
    /// Print them as JSON, with sources, dates and doubts
    #[arg(long)]
    json: bool,
    /// Configuration that may add presets; without it, `unharm.toml` is searched for
    #[arg(long, value_name = "FILE")]
    config: Option<std::path::PathBuf>,
}

#[derive(Serialize)]
struct Presets<'p> {
    presets: &'p [Preset],
}

/// Lists what desks take.
pub(crate) fn run(args: &PresetsArgs) -> Result<Outcome, Error> {
    let policy = PolicyArgs::with_config(args.config.clone());
    let presets = settings(&policy, Path::new("capture.har"))?.presets;
    if args.json {
        let presets = Presets { presets: &presets };
        let json = serde_json::to_string_pretty(&presets).expect("because strings always print");
        print::out(&format!("{json}\n"))?;
    } else {
        print::out(&table(&presets))?;
    }
    Ok(Outcome::Clean)
}

/// A table of 80 columns, as long as names and forms are no longer than those compiled in.
fn table(presets: &[Preset]) -> String {
    let row = |cells: [&str; 5]| {
        let [name, limit, budget, files, takes] = cells;
        format!("{name:<18} {limit:>13} {budget:>13}  {files:>5}  {takes}").trim_end().to_owned()
            + "\n"
    };
    let mut text = row(["DESK", "LIMIT", "BUDGET", "FILES", "TAKES"]);
    for preset in presets {
        let limit = match (preset.limit_bytes, preset.counted) {
            (None, _) => "-".to_owned(),
            (Some(bytes), Counted::File) => human(bytes),
            (Some(bytes), Counted::Message) => format!("{} mail", human(bytes)),
        };
        let budget = preset.budget_bytes.map_or("-".to_owned(), grouped);
        let files = preset.files.map_or("-".to_owned(), |files| files.to_string());
        text += &row([&shown(&preset.name), &limit, &budget, &files, &shown(&takes(preset))]);
    }
    text + "\nA file on disk must be smaller than BUDGET bytes; in a mail it is encoded.\n\
            What a desk with * is sent anybody can read. Limits change: `--json` tells their\n\
            sources and dates. A configuration adds desks: [presets.NAME].\n"
}

/// Which files a desk takes, and whether it is public.
fn takes(preset: &Preset) -> String {
    let mut text = match (preset.accept.as_slice(), preset.refuse.as_slice()) {
        ([], []) => "any".to_owned(),
        ([], refuse) => format!("not {}", refuse.join(" ")),
        (accept, _) => accept.join(" "),
    };
    if preset.public {
        text.push_str(" *");
    }
    text
}
