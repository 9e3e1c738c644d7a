//! `unharm inspect CAPTURE`: what is in a capture.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use unharm::config::Preset;
use unharm::detect::Detector;
use unharm::error::Error;
use unharm::options::{Detail, Options};
use unharm::pipeline;
use unharm::report::traffic::Insight;
use unharm::report::{CaptureReport, Report, escaped_json};

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
    /// What each desk takes, of each capture.
    desks: &'r [Vec<DeskFit<'r>>],
}

impl Inspection<'_> {
    fn to_json(&self) -> String {
        let json = serde_json::to_string_pretty(self);
        escaped_json(&json.expect("because text and numbers print"))
    }
}

/// How a capture fits what a desk takes.
#[derive(Debug, Serialize)]
pub(crate) struct DeskFit<'r> {
    /// The name of the desk, for `--for`.
    pub(crate) desk: &'r str,
    /// What a file must stay below; none is no limit that we know.
    budget_bytes: Option<u64>,
    /// In about how many files the capture fits, with nothing left out; redaction changes its size
    /// by little.
    pub(crate) files: u64,
}

fn desks<'r>((capture, presets): (&CaptureReport, &'r Vec<Preset>)) -> Vec<DeskFit<'r>> {
    let fit = |preset: &'r Preset| DeskFit {
        desk: &preset.name,
        budget_bytes: preset.budget_bytes,
        files: preset.budget_bytes.map_or(1, |budget| capture.bytes.div_ceil(budget.max(1)).max(1)),
    };
    presets.iter().map(fit).collect()
}

/// Reads each capture and tells what is in it; nothing is written, and no value is shown.
pub(crate) fn run(args: &InspectArgs) -> Result<Outcome, Error> {
    start()?;
    let default = Options::default();
    let threads = args.run.threads.map_or(default.threads, usize::from);
    let cut_short = cut_short(&args.input);
    let mut options = Options { threads, cut_short, detail: Detail::Traffic, ..default };
    let bar = Bar::new(!args.run.quiet && !args.run.json);
    let mut report = Report::new();
    let mut presets = Vec::new();
    for capture in &args.captures {
        let settings = settings(&args.policy, capture)?;
        presets.push(settings.presets.clone());
        options.policy = settings.policy();
        let detector = Detector::new(&options.policy);
        let done = pipeline::survey(capture, &options, &detector, &bar);
        bar.clear();
        report.captures.push(done?);
    }
    let text = |report: &Report| {
        let fits: Vec<_> = report.captures.iter().zip(&presets).map(desks).collect();
        if args.run.json {
            let insights =
                report.captures.iter().map(|capture| Some(&capture.traffic.as_ref()?.insight));
            return Inspection { report, insights: insights.collect(), desks: &fits }.to_json();
        }
        let (style, verbose) = (Style::stdout(), args.run.verbose);
        let tables = report.captures.iter().zip(&fits);
        tables.map(|(capture, fits)| inspection::table(capture, fits, style, verbose)).collect()
    };
    let text = report.sealed(text);
    let path = args.captures.first().cloned().unwrap_or_default();
    print::out(&text.map_err(|leaks| Error::ReportLeak { path, leaks })?)?;
    Ok(Outcome::Clean)
}
