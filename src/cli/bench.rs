//! `unharm bench [CAPTURE]`: throughput on this machine, step by step.

use std::fmt::Write as _;
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use clap::Args;
use unharm::detect::Detector;
use unharm::error::Error;
use unharm::files::{OutputFile, ScratchDir};
use unharm::generate::{self, Recipe};
use unharm::options::Options;
use unharm::pipeline;
use unharm::report::{BenchReport, StepTime, human};

use crate::cli::exit::Outcome;
use crate::cli::print::{self, Style};
use crate::cli::start;

/// What is generated when no capture is named.
const GENERATED_BYTES: u64 = 100_000_000;

/// The longest bar.
const BAR_CELLS: usize = 28;

#[derive(Debug, Args)]
pub(crate) struct BenchArgs {
    /// The capture to measure with [default: 100 MB of generated traffic]
    pub(crate) capture: Option<PathBuf>,
    /// Measure so often, and give the medians
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=99))]
    pub(crate) runs: u16,
    /// Worker threads [default: one for each processor]
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// Print the figures as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Measures each step.
pub(crate) fn run(args: &BenchArgs) -> Result<Outcome, Error> {
    start()?;
    let mut options = Options::default();
    options.threads = args.threads.map_or(options.threads, usize::from);
    let detector = Detector::new(&options.policy);
    let runs = usize::from(args.runs);
    let report = match &args.capture {
        Some(capture) => pipeline::bench(capture, runs, options, &detector)?,
        None => {
            let scratch = ScratchDir::new(&std::env::temp_dir())?;
            let capture = scratch.path().join("generated.har");
            generate(&capture)?;
            pipeline::bench(&capture, runs, options, &detector)?
        }
    };
    if args.json {
        let json =
            serde_json::to_string_pretty(&report).expect("because numbers and names always print");
        print::out(&format!("{json}\n"))?;
    } else {
        print::out(&table(&report, Style::stdout()))?;
    }
    Ok(Outcome::Clean)
}

fn generate(capture: &std::path::Path) -> Result<(), Error> {
    let recipe = Recipe { bytes: GENERATED_BYTES, secrets: 2_000, ..Recipe::default() };
    let mut outputs = unharm::files::OutputSet::new(unharm::files::Existing::Keep);
    outputs.add(OutputFile::create(capture)?);
    let output = &outputs.outputs()[0];
    let mut writer = BufWriter::with_capacity(1 << 20, output.writer());
    let written = generate::write(&recipe, &mut writer, None).and_then(|_| writer.flush());
    written.map_err(|error| output.write_error(error))?;
    drop(writer);
    outputs.commit()?;
    Ok(())
}

fn table(report: &BenchReport, style: Style) -> String {
    let threads = if report.threads == 1 { "thread" } else { "threads" };
    let runs = if report.runs == 1 { "one run" } else { "medians of" };
    let count = if report.runs == 1 { String::new() } else { format!(" {}", report.runs) };
    let mut text =
        format!("{}, {} {threads}, {runs}{count}\n\n", human(report.bytes), report.threads);
    let fastest = report.steps.iter().map(|step| step.bytes_per_second).fold(0.0, f64::max);
    let copy = report.steps.iter().find(|step| step.step == "copy").map_or(0.0, |c| c.seconds);
    for step in &report.steps {
        let bar = bar(step.bytes_per_second / fastest);
        let rate = step.bytes_per_second / 1e6;
        let name = style.bold(&format!("{:<9}", step.step));
        let times = times(step, copy);
        let _ = writeln!(
            text,
            "  {name} {:>8.3} s {rate:>8.0} MB/s  {bar:<BAR_CELLS$}  {}",
            step.seconds,
            style.dim(&times)
        );
    }
    text
}

/// How a pass compares with a plain copy.
fn times(step: &StepTime, copy: f64) -> String {
    if matches!(step.step, "read" | "copy") || copy <= 0.0 {
        return String::new();
    }
    format!("{:.1} x copy", step.seconds / copy)
}

/// A bar of this share of the longest, in eighths of a cell.
fn bar(share: f64) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share is between nought and one"
    )]
    let eighths = ((share.clamp(0.0, 1.0) * (BAR_CELLS * 8) as f64).round() as usize).max(1);
    "█".repeat(eighths / 8) + EIGHTHS[eighths % 8]
}

#[cfg(test)]
mod tests {
    use unharm::report::{BenchReport, StepTime};

    use crate::cli::bench::{bar, table};
    use crate::cli::print::Style;

    #[test]
    fn a_bar_is_never_empty_and_never_too_long() {
        assert_eq!(bar(0.0), "▏");
        assert_eq!(bar(1.0).chars().count(), super::BAR_CELLS);
        assert_eq!(bar(0.5).chars().count(), super::BAR_CELLS / 2);
    }

    #[test]
    fn the_table_fits_into_80_columns() {
        let step = |step, seconds| StepTime { step, seconds, bytes_per_second: 1e9 / seconds };
        let steps = vec![step("read", 0.1), step("copy", 0.5), step("whole job", 123.456)];
        let report = BenchReport { schema: 1, bytes: 1_000_000_000, threads: 2, runs: 3, steps };
        let text = table(&report, Style::plain());
        assert!(text.lines().all(|line| line.trim_end().chars().count() <= 80), "{text}");
        assert!(text.contains("246.9 x copy"), "{text}");
    }
}
