//! `unharm CAPTURE...`: the whole job.

use std::path::Path;

use unharm::detect::Detector;
use unharm::error::Error;
use unharm::options::{CutShort, Options, Output, Overwrite};
use unharm::pipeline;
use unharm::redact::Pseudonyms;
use unharm::report::Report;

use crate::cli::args::{InputArgs, OutputArgs, PseudonymMode, RunArgs, SanitizeArgs};
use crate::cli::captures::{captures, ensure_distinct};
use crate::cli::exit::Outcome;
use crate::cli::policy::settings;
use crate::cli::print::{self, Style};
use crate::cli::progress_bar::Bar;
use crate::cli::{start, summary};

/// A key of fewer bytes could be guessed.
const KEY_BYTES_MIN: usize = 16;

/// Sanitizes each capture in turn.
pub(crate) fn run(args: &SanitizeArgs) -> Result<Outcome, Error> {
    start()?;
    let mut options = options(args)?;
    let captures = captures(&args.captures)?;
    let output = options.output.clone();
    ensure_distinct(&captures, &output)?;
    if output == Output::Stdout && (captures.len() > 1 || args.run.json) {
        let what =
            "standard output takes one capture and no report: name a directory with --output";
        return Err(Error::Usage(what.to_owned()));
    }
    if let Some(file) = &args.report {
        file.ensure_free(existing(args.output.force))?;
    }
    let bar = Bar::new(!args.run.quiet && !args.run.json);
    let style = Style::stderr();
    let mut report = Report::new();
    for capture in &captures {
        options.output = capture.output(&output);
        let (capture, alone) = (&capture.path, captures.len() == 1);
        let settings = settings(&args.policy, capture)?;
        let OutputArgs { max_size, form, .. } = &args.output;
        args.fit.apply(&mut options, *max_size, form.form, &settings)?;
        options.policy = settings.policy();
        let detector = Detector::new(&options.policy);
        let done = if args.dry_run {
            pipeline::survey(capture, &options, &detector, &bar)
        } else {
            pipeline::sanitize(capture, &options, &detector, &bar)
        };
        bar.clear();
        let done = match done {
            // Of many captures, few hold what is looked for.
            Err(error @ Error::NothingSelected { .. }) if !alone => {
                print::note(&error.to_string());
                continue;
            }
            done => done?,
        };
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
    finish(&report, args)?;
    if report.captures.is_empty() {
        return Err(Error::Usage("no entry of any capture meets what was selected".to_owned()));
    }
    Ok(Outcome::Clean)
}

fn finish(report: &Report, args: &SanitizeArgs) -> Result<(), Error> {
    if let Some(file) = &args.report {
        file.write(report, existing(args.output.force))?;
        if !args.run.quiet && !args.run.json {
            print::note(&summary::report(file.path()));
        }
    }
    if args.run.json { print::out(&report.to_json()) } else { Ok(()) }
}

fn existing(force: bool) -> unharm::files::Existing {
    if force { unharm::files::Existing::Replace } else { unharm::files::Existing::Keep }
}

fn options(args: &SanitizeArgs) -> Result<Options, Error> {
    let pseudonyms = match (args.pseudonyms, &args.key_file) {
        (PseudonymMode::Numbered, _) | (_, None) => Pseudonyms::Numbered,
        (PseudonymMode::Keyed, Some(path)) => keyed(path)?,
    };
    let select = args.select.select();
    let detail = crate::cli::report::detail(args.report.as_ref());
    let options = output_options(&args.input, &args.output, &args.run);
    Ok(Options { pseudonyms, select, detail, ..options })
}

fn keyed(path: &Path) -> Result<Pseudonyms, Error> {
    let key = unharm::files::read_small(path, 1 << 20)?;
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
