//! `unharm check FILE...`: what secrets are in captures.

use unharm::detect::Detector;
use unharm::error::Error;
use unharm::options::Options;
use unharm::pipeline;
use unharm::report::{self, Report};

use crate::cli::args::CheckArgs;
use crate::cli::captures::captures;
use crate::cli::exit::Outcome;
use crate::cli::policy::settings;
use crate::cli::print::{self, Style};
use crate::cli::progress_bar::Bar;
use crate::cli::sanitize::cut_short;
use crate::cli::{start, summary};

/// Examines each capture; nothing is written.
pub(crate) fn run(args: &CheckArgs) -> Result<Outcome, Error> {
    start()?;
    let default = Options::default();
    let threads = args.run.threads.map_or(default.threads, usize::from);
    let mut options = Options { threads, cut_short: cut_short(&args.input), ..default };
    let for_people = !args.run.quiet && !args.run.json && !args.sarif;
    let bar = Bar::new(for_people);
    let mut report = Report::new();
    let (mut uris, mut failed) = (Vec::new(), false);
    let captures = captures(&args.files, &args.run)?;
    for file in captures.iter().map(|capture| &capture.path) {
        options.policy = settings(&args.policy, file)?.policy();
        let detector = Detector::new(&options.policy);
        let found = pipeline::survey(file, &options, &detector, &bar);
        bar.clear();
        let found = match found {
            Err(error) if captures.len() > 1 && error.is_of_capture() => {
                print::error(&error);
                failed = true;
                continue;
            }
            found => found?,
        };
        uris.push(report::uri(&file.to_string_lossy()));
        if for_people {
            print::out(&summary::checked(&found, Style::stdout(), args.run.verbose))?;
        }
        report.captures.push(found);
    }
    if args.run.json {
        print::out(&report.to_json())?;
    }
    if args.sarif {
        print::out(&report::sarif(&report, &uris))?;
    }
    let clean = report.captures.iter().all(|capture| capture.redactions == 0);
    Ok(match clean {
        _ if failed => Outcome::Failed,
        true => Outcome::Clean,
        false => Outcome::Findings,
    })
}
