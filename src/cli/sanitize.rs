//! `unharm CAPTURE...`: the whole job.

use std::cell::RefCell;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

use unharm::detect::Detector;
use unharm::error::Error;
use unharm::files::{self, OutputSet};
use unharm::options::{CutShort, Detail, Options, Output, Overwrite};
use unharm::pipeline;
use unharm::redact::Pseudonyms;
use unharm::report::{CaptureReport, Report};

use crate::cli::args::{InputArgs, OutputArgs, RunArgs, SanitizeArgs};
use crate::cli::captures::{Capture, captures, ensure_distinct};
use crate::cli::exit::Outcome;
use crate::cli::policy::settings;
use crate::cli::print::{self, Style};
use crate::cli::progress_bar::Bar;
use crate::cli::ticket::Writer;
use crate::cli::{start, summary};

/// A key of fewer bytes could be guessed.
const KEY_BYTES_MIN: usize = 16;

/// Sanitizes each capture in turn.
pub(crate) fn run(args: &SanitizeArgs) -> Result<Outcome, Error> {
    start()?;
    let mut options = options(args)?;
    let captures = captures(&args.captures, &args.run)?;
    let output = options.output.clone();
    ensure_distinct(&captures, &output)?;
    if output == Output::Stdout && (captures.len() > 1 || args.run.json) {
        let what =
            "standard output takes one capture and no report: name a directory with --output";
        return Err(Error::Usage(what.to_owned()));
    }
    // A report may stand among the outputs.
    if let (Output::Directory(directory), false) = (&output, args.dry_run) {
        files::ensure_dir(directory)?;
    }
    for file in &args.report {
        file.ensure_writable(existing(args.output.force))?;
    }
    let tickets = Tickets::new(args, &captures, &output)?;
    let bar = Bar::new(!args.run.quiet && !args.run.json);
    let style = Style::stderr();
    let mut report = Report::new();
    let made = RefCell::new(Vec::new());
    let mut failed = false;
    for capture in &captures {
        options.output = capture.output(&output);
        let (capture, alone) = (&capture.path, captures.len() == 1);
        let settings = settings(&args.policy, capture)?;
        let OutputArgs { max_size, form, .. } = &args.output;
        args.fit.apply(&mut options, *max_size, form.form, &settings)?;
        options.policy = settings.policy();
        let detector = Detector::new(&options.policy);
        let ticket = RefCell::new(None);
        // What tells of the capture is made before anything gets its name.
        let accept = |done: &CaptureReport| {
            let texts: Result<_, Error> =
                args.report.iter().map(|file| file.sealed(done)).collect();
            made.replace(texts?);
            *ticket.borrow_mut() = tickets.make(capture, done, &detector, &options, args)?;
            Ok(())
        };
        let done = if args.dry_run {
            pipeline::survey(capture, &options, &detector, &bar)
        } else {
            pipeline::sanitize_if(capture, &options, &detector, &bar, &accept)
        };
        bar.clear();
        let done = match done {
            // Of many captures, few hold what is looked for.
            Err(error @ Error::NothingSelected { .. }) if !alone => {
                print::note(&error.to_string());
                continue;
            }
            Err(error) if !alone && error.is_of_capture() => {
                print::error(&error);
                failed = true;
                continue;
            }
            done => done?,
        };
        if let Some(ticket) = ticket.take() {
            ticket.write(args)?;
        }
        if !args.run.quiet && !args.run.json {
            print::note(&summary::capture(&done, style));
            if args.run.verbose || args.dry_run {
                print::note(&summary::rules(&done));
            }
            print::note("");
        }
        report.captures.push(done);
    }
    if !args.run.quiet && !args.run.json {
        print::note(&summary::advice(style));
    }
    // The report on one capture is that on all, if there is no other.
    let made = if captures.len() == 1 { made.into_inner() } else { Vec::new() };
    finish(&report, &made, args)?;
    if failed {
        return Ok(Outcome::Failed);
    }
    if report.captures.is_empty() {
        return Err(Error::Usage("no entry of any capture meets what was selected".to_owned()));
    }
    Ok(Outcome::Clean)
}

/// The tickets of all captures, if they are wanted.
struct Tickets(Option<Writer>);

impl Tickets {
    /// An error when one could not be written in the end.
    fn new(args: &SanitizeArgs, captures: &[Capture], output: &Output) -> Result<Self, Error> {
        let mut paths = HashSet::new();
        for capture in captures {
            let output = capture.output(output);
            let Some(path) = args.ticket.path(&capture.path, &output) else { continue };
            let outputs = OutputSet::new(existing(args.output.force));
            outputs.ensure_free(&path)?;
            // Beside the output it can be written where that can.
            if args.ticket.is_named() {
                outputs.ensure_writable(&path)?;
            }
            if !paths.insert(path) {
                let what = "two captures would have one ticket: name no file, or one capture";
                return Err(Error::Usage(what.to_owned()));
            }
        }
        args.ticket.writer(args.fit.desk()).map(Self)
    }

    fn make(
        &self,
        capture: &Path,
        done: &CaptureReport,
        detector: &Detector,
        options: &Options,
        args: &SanitizeArgs,
    ) -> Result<Option<Ticket>, Error> {
        let Some((writer, path)) = self.0.as_ref().zip(args.ticket.path(capture, &options.output))
        else {
            return Ok(None);
        };
        let text = writer.write(done, detector, Some(&path))?;
        Ok(Some(Ticket { path, text }))
    }
}

/// The ticket of one capture.
struct Ticket {
    path: PathBuf,
    text: String,
}

impl Ticket {
    fn write(&self, args: &SanitizeArgs) -> Result<(), Error> {
        files::write_whole(&self.path, self.text.as_bytes(), existing(args.output.force))?;
        if !args.run.quiet && !args.run.json {
            print::note(&summary::ticket(&self.path));
        }
        Ok(())
    }
}

/// Writes the reports; `made` are those that are made already, in their order.
fn finish(report: &Report, made: &[String], args: &SanitizeArgs) -> Result<(), Error> {
    for (at, file) in args.report.iter().enumerate() {
        file.write(report, made.get(at), existing(args.output.force))?;
        if !args.run.quiet && !args.run.json {
            print::note(&summary::report(file.path()));
        }
    }
    if !args.run.json {
        return Ok(());
    }
    let leak = |leaks| Error::ReportLeak { path: PathBuf::from("-"), leaks, kept: true };
    print::out(&report.sealed(Report::to_json).map_err(leak)?)
}

pub(crate) fn existing(force: bool) -> files::Existing {
    if force { files::Existing::Replace } else { files::Existing::Keep }
}

fn options(args: &SanitizeArgs) -> Result<Options, Error> {
    // Who names a key wants it to be used.
    let pseudonyms = match &args.key_file {
        None => Pseudonyms::Numbered,
        Some(path) => keyed(path)?,
    };
    let select = args.select.select();
    let detail = match crate::cli::report::detail(&args.report) {
        Detail::Counts if args.ticket.is_wanted() => Detail::Traffic,
        detail => detail,
    };
    let output = output_options(&args.input, &args.output, &args.run);
    Ok(Options { pseudonyms, select, detail, ..output })
}

fn keyed(path: &Path) -> Result<Pseudonyms, Error> {
    let key = files::read_small(path, 1 << 20)?;
    if key.len() < KEY_BYTES_MIN {
        let what =
            format!("the key file has {} bytes; a key takes {KEY_BYTES_MIN} or more", key.len());
        return Err(Error::Usage(what));
    }
    Ok(Pseudonyms::keyed(&key))
}

/// The options that every command with output has.
pub(crate) fn output_options(input: &InputArgs, output: &OutputArgs, run: &RunArgs) -> Options {
    let default = Options::default();
    Options {
        output: match &output.output {
            None => Output::Beside,
            Some(path) if path == Path::new("-") => Output::Stdout,
            Some(path) => Output::Directory(path.clone()),
        },
        chunk_bytes_max: output.max_size.map_or(default.chunk_bytes_max, |limit| limit.0),
        form: output.form.form.unwrap_or_default(),
        split_by: output.form.split_by.unwrap_or_default(),
        threads: run.threads.map_or(default.threads, usize::from),
        cut_short: cut_short(input),
        overwrite: if output.force { Overwrite::Replace } else { Overwrite::Refuse },
        ..default
    }
}

/// What happens with a capture that was cut short.
pub(crate) fn cut_short(input: &InputArgs) -> CutShort {
    if input.salvage { CutShort::Salvage } else { CutShort::Refuse }
}
