//! `unharm ticket CAPTURE`, and `--ticket` beside the capture: what a desk asks, as Markdown.

use std::path::{Path, PathBuf};

use clap::Args;
use unharm::chunk::{OutputNames, Verb};
use unharm::detect::Detector;
use unharm::error::Error;
use unharm::files::{self, OutputSet};
use unharm::har::Zone;
use unharm::options::{Detail, Options, Output};
use unharm::pipeline;
use unharm::report::ticket::{Language, Particulars, Template, TicketError, ticket};
use unharm::report::{CaptureReport, Report};

use crate::cli::args::{InputArgs, PolicyArgs};
use crate::cli::exit::Outcome;
use crate::cli::policy::settings;
use crate::cli::print;
use crate::cli::progress_bar::Bar;
use crate::cli::sanitize::{cut_short, existing};
use crate::cli::start;

/// A longer template is none.
const TEMPLATE_BYTES_MAX: u64 = 1 << 20;

#[derive(Debug, Args)]
pub(crate) struct TicketArgs {
    /// The capture; `-` reads standard input
    capture: PathBuf,
    /// The desk whose rows are written: openai; any other gets general rows
    #[arg(long = "for", value_name = "DESK")]
    desk: Option<String>,
    /// Where to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Overwrite the file if it exists
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    particulars: ParticularsArgs,
    /// Worker threads [default: one for each processor]
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Show no progress
    #[arg(short, long)]
    quiet: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Ticket")]
pub(crate) struct ParticularsArgs {
    /// Language of the ticket: en, ja [default: that of LC_ALL, LC_MESSAGES or LANG]
    #[arg(long, value_name = "LANGUAGE")]
    lang: Option<Language>,
    /// The address of your account; it is never taken from the capture
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// The plan of your account
    #[arg(long, value_name = "NAME")]
    plan: Option<String>,
    /// Your offset from UTC, as +09:00, for captures that write UTC
    #[arg(long, value_name = "OFFSET", value_parser = zone, allow_hyphen_values = true)]
    zone: Option<Zone>,
    /// A template of your own (minijinja, Markdown)
    #[arg(long, value_name = "FILE")]
    template: Option<PathBuf>,
}

impl ParticularsArgs {
    fn is_given(&self) -> bool {
        let Self { lang, email, plan, zone, template } = self;
        lang.is_some() || email.is_some() || plan.is_some() || zone.is_some() || template.is_some()
    }
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Ticket")]
pub(crate) struct WithTicketArgs {
    /// Write a ticket, too: what the desk asks, as Markdown [default: beside the output]
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    #[arg(conflicts_with = "dry_run")]
    ticket: Option<Option<PathBuf>>,
    #[command(flatten)]
    particulars: ParticularsArgs,
}

fn zone(text: &str) -> Result<Zone, String> {
    Zone::parse(text).ok_or_else(|| "is no offset from UTC, as +09:00".to_owned())
}

/// Writes the ticket of a capture and nothing else.
pub(crate) fn run(args: &TicketArgs) -> Result<Outcome, Error> {
    start()?;
    let writer = Writer::new(&args.particulars, args.desk.as_deref())?;
    let existing = existing(args.force);
    if let Some(path) = &args.output {
        OutputSet::new(existing).ensure_writable(path)?;
    }
    let default = Options::default();
    let settings = settings(&args.policy, &args.capture)?;
    let options = Options {
        threads: args.threads.map_or(default.threads, usize::from),
        policy: settings.policy(),
        cut_short: cut_short(&args.input),
        detail: Detail::Traffic,
        ..default
    };
    let detector = Detector::new(&options.policy);
    let bar = Bar::new(!args.quiet && args.output.is_some());
    let done = pipeline::survey(&args.capture, &options, &detector, &bar);
    bar.clear();
    let text = writer.write(&done?, &detector, args.output.as_deref())?;
    match &args.output {
        Some(path) => files::write_whole(path, text.as_bytes(), existing)?,
        None => print::out(&text)?,
    }
    Ok(Outcome::Clean)
}

impl WithTicketArgs {
    /// Whether a ticket is wanted.
    pub(crate) fn is_wanted(&self) -> bool {
        self.ticket.is_some()
    }

    /// Whether the file has a name that the user gave.
    pub(crate) fn is_named(&self) -> bool {
        matches!(self.ticket, Some(Some(_)))
    }

    /// What writes it, if one is wanted.
    pub(crate) fn writer(&self, desk: Option<&str>) -> Result<Option<Writer>, Error> {
        if self.ticket.is_none() && self.particulars.is_given() {
            let what =
                "--lang, --email, --plan, --zone and --template are for a ticket: add --ticket";
            return Err(Error::Usage(what.to_owned()));
        }
        self.ticket.as_ref().map(|_| Writer::new(&self.particulars, desk)).transpose()
    }

    /// Where it is written: the name that was given, or one like those of the output.
    pub(crate) fn path(&self, capture: &Path, output: &Output) -> Option<PathBuf> {
        if let Some(path) = self.ticket.as_ref()? {
            return Some(path.clone());
        }
        let name = capture.file_name().unwrap_or(capture.as_os_str()).to_string_lossy();
        let file = OutputNames::new(&name, Verb::Sanitized).ticket();
        Some(match output {
            Output::Directory(directory) => directory.join(file),
            Output::Beside if capture != Path::new("-") => capture.with_file_name(file),
            Output::Beside | Output::Stdout => PathBuf::from(file),
        })
    }
}

/// Writes tickets.
pub(crate) struct Writer {
    particulars: Particulars,
    template: Template,
}

impl Writer {
    fn new(args: &ParticularsArgs, desk: Option<&str>) -> Result<Self, Error> {
        let locales = ["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).ok());
        let language = args.lang.unwrap_or_else(|| Language::of_locales(locales));
        let template = match &args.template {
            None => Template::built_in(desk, language),
            Some(path) => {
                let bytes = files::read_small(path, TEMPLATE_BYTES_MAX)?;
                let text = String::from_utf8(bytes)
                    .map_err(|_| Error::Usage(format!("{}: is not UTF-8", path.display())))?;
                Template::new(&path.display().to_string(), &text)
                    .map_err(|error| Error::Usage(error.to_string()))?
            }
        };
        let particulars = Particulars {
            email: args.email.clone(),
            plan: args.plan.clone(),
            zone: args.zone,
            language,
        };
        Ok(Self { particulars, template })
    }

    /// The ticket of a capture; `path` is where it will stand.
    pub(crate) fn write(
        &self,
        capture: &CaptureReport,
        detector: &Detector,
        path: Option<&Path>,
    ) -> Result<String, Error> {
        let report = Report { captures: vec![capture.clone()], ..Report::new() };
        ticket(&report, &self.particulars, &self.template, detector).map_err(|error| match error {
            TicketError::Template(error) => Error::Usage(error.to_string()),
            TicketError::Leak(leaks) => {
                let path = path.unwrap_or(Path::new("-")).to_owned();
                Error::ReportLeak { path, leaks, kept: false }
            }
        })
    }
}
