//! `unharm inspect CAPTURE`: what is in a capture.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use unharm::detect::Detector;
use unharm::error::Error;
use unharm::options::{Detail, Options};
use unharm::pipeline;
use unharm::report::traffic::Insight;
use unharm::report::{Forecast, Report, escaped_json};

use crate::cli::args::{InputArgs, PolicyArgs, RunArgs};
use crate::cli::exit::Outcome;
use crate::cli::policy::settings;
use crate::cli::print::{self, Style};
use crate::cli::progress_bar::Bar;
use crate::cli::sanitize::cut_short;
use crate::cli::{inspection, start};

#[derive(Debug, Args)]
pub(crate) struct InspectArgs {
    /// Captures; `-` reads standard input
    #[arg(required = true, value_name = "CAPTURE")]
    captures: Vec<PathBuf>,
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    run: RunArgs,
}

/// What is printed as JSON.
#[derive(Serialize)]
struct Inspection<'r> {
    #[serde(flatten)]
    report: &'r Report,
    /// What a desk asks, of each capture.
    insights: Vec<Option<&'r Insight>>,
    /// What each desk would get of each capture.
    desks: &'r [Vec<Forecast>],
}

impl Inspection<'_> {
    fn to_json(&self) -> String {
        let json = serde_json::to_string_pretty(self);
        escaped_json(&json.expect("because text and numbers print"))
    }
}

/// Reads each capture and tells what is in it; nothing is written, and no value is shown.
pub(crate) fn run(args: &InspectArgs) -> Result<Outcome, Error> {
    start()?;
    let default = Options::default();
    let threads = args.run.threads.map_or(default.threads, usize::from);
    let cut_short = cut_short(&args.input);
    let mut options = Options { threads, cut_short, detail: Detail::Forecast, ..default };
    let bar = Bar::new(!args.run.quiet && !args.run.json);
    let mut report = Report::new();
    let mut desks = Vec::new();
    for capture in &args.captures {
        let settings = settings(&args.policy, capture)?;
        let presets = settings.presets.clone();
        options.policy = settings.policy();
        let detector = Detector::new(&options.policy);
        let done = pipeline::inspect(capture, &options, &presets, &detector, &bar);
        bar.clear();
        let (done, forecasts) = done?;
        report.captures.push(done);
        desks.push(forecasts);
    }
    let text = |report: &Report| {
        if args.run.json {
            let insights =
                report.captures.iter().map(|capture| Some(&capture.traffic.as_ref()?.insight));
            return Inspection { report, insights: insights.collect(), desks: &desks }.to_json();
        }
        let (style, verbose) = (Style::stdout(), args.run.verbose);
        let tables = report.captures.iter().zip(&desks);
        tables.map(|(capture, desks)| inspection::table(capture, desks, style, verbose)).collect()
    };
    let text = report.sealed(text);
    let path = args.captures.first().cloned().unwrap_or_default();
    print::out(&text.map_err(|leaks| Error::ReportLeak { path, leaks, kept: false })?)?;
    Ok(Outcome::Clean)
}
