//! `unharm check FILE...`: what secrets are in captures.

use unharm::detect::Detector;
use unharm::error::Error;
use unharm::options::Options;
use unharm::pipeline;
use unharm::report::Report;

use crate::cli::args::CheckArgs;
use crate::cli::captures::captures;
use crate::cli::exit::Outcome;
use crate::cli::policy::settings;
use crate::cli::print::{self, Style};
use crate::cli::progress_bar::Bar;
use crate::cli::report::json;
use crate::cli::sanitize::cut_short;
use crate::cli::{start, summary};

/// Examines each capture; nothing is written.
pub(crate) fn run(args: &CheckArgs) -> Result<Outcome, Error> {
    start()?;
    let default = Options::default();
    let threads = args.run.threads.map_or(default.threads, usize::from);
    let mut options = Options { threads, cut_short: cut_short(&args.input), ..default };
    let bar = Bar::new(!args.run.quiet && !args.run.json);
    let mut report = Report::new();
    for file in captures(&args.files)?.iter().map(|capture| &capture.path) {
        options.policy = settings(&args.policy, file)?.policy();
        let detector = Detector::new(&options.policy);
        let found = pipeline::survey(file, &options, &detector, &bar);
        bar.clear();
        let found = found?;
        if !args.run.quiet && !args.run.json {
            print::out(&summary::checked(&found, Style::stdout(), args.run.verbose))?;
        }
        report.captures.push(found);
    }
    if args.run.json {
        print::out(&json(&report))?;
    }
    let clean = report.captures.iter().all(|capture| capture.redactions == 0);
    Ok(if clean { Outcome::Clean } else { Outcome::Findings })
}
