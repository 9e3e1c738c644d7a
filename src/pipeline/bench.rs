//! How fast each step is on this machine and this capture, beside a plain read and a plain copy.

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::detect::Detector;
use crate::error::Error;
use crate::files::{FileError, Input, OutputFile, ScratchDir, Source};
use crate::options::{Options, Output, Overwrite};
use crate::pipeline::reader::{Batch, fill};
use crate::pipeline::sanitize;
use crate::pipeline::workers::Crew;
use crate::progress::{Pass, Progress, Silent};
use crate::report::{BenchReport, SCHEMA, StepTime};

/// How much a plain read or copy holds at once.
const BLOCK_BYTES: usize = 1 << 20;

/// Measures the whole job and its steps `runs` times, and gives the median of each.
///
/// Everything is written into a directory that is made beside the capture and removed in the end;
/// what `options` says of output does not count.
///
/// # Errors
/// As [`sanitize`].
pub fn bench(
    capture: &Path,
    runs: usize,
    options: Options,
    detector: &Detector,
) -> Result<BenchReport, Error> {
    let scratch = ScratchDir::beside(capture)?;
    let output = Output::Directory(scratch.path().to_owned());
    let options = Options { output, overwrite: Overwrite::Replace, ..options };
    let input = Input::open(capture, scratch.path())?;
    let mut steps: Vec<(&str, Vec<Duration>)> = Vec::new();
    for _ in 0..runs.max(1) {
        let times = run(capture, &input, &scratch, &options, detector)?;
        for (step, time) in times {
            match steps.iter_mut().find(|(known, _)| *known == step) {
                Some((_, seen)) => seen.push(time),
                None => steps.push((step, vec![time])),
            }
        }
    }
    let steps = steps.into_iter().map(|(step, times)| StepTime::new(step, input.len(), times));
    Ok(BenchReport {
        schema: SCHEMA,
        bytes: input.len(),
        threads: options.threads,
        runs,
        steps: steps.collect(),
    })
}

/// The time of each step, once.
fn run(
    capture: &Path,
    input: &Input,
    scratch: &ScratchDir,
    options: &Options,
    detector: &Detector,
) -> Result<Vec<(&'static str, Duration)>, Error> {
    let mut times = Vec::new();
    let started = Instant::now();
    each_block(input, |_, _| Ok(()))?;
    times.push(("read", started.elapsed()));

    let started = Instant::now();
    let copy = OutputFile::create_for_stdout(scratch.path())?;
    each_block(input, |offset, block| copy.write_at(offset, block))?;
    times.push(("copy", started.elapsed()));
    drop(copy);

    let started = Instant::now();
    scan(input, options)?;
    times.push(("scan", started.elapsed()));

    let (clock, started) = (Clock::default(), Instant::now());
    sanitize(capture, options, detector, &clock)?;
    let whole = started.elapsed();
    times.extend(clock.into_times());
    times.push(("whole job", whole));
    Ok(times)
}

fn each_block(
    input: &Input,
    mut take: impl FnMut(u64, &[u8]) -> Result<(), FileError>,
) -> Result<(), Error> {
    let mut block = vec![0; BLOCK_BYTES];
    let mut offset = 0;
    while offset < input.len() {
        let left = usize::try_from(input.len() - offset).unwrap_or(BLOCK_BYTES);
        let block = &mut block[..left.min(BLOCK_BYTES)];
        fill(input, input.path(), offset, block)?;
        take(offset, block)?;
        offset += block.len() as u64;
    }
    Ok(())
}

/// Finds every entry.
fn scan(input: &Input, options: &Options) -> Result<(), Error> {
    let crew = Crew::new(options, &Silent)?;
    let mut reader = crew.reader(input, input.path());
    let mut batch = Batch::default();
    while reader.next(&mut batch)? {}
    Ok(())
}

/// Notes how long each pass takes.
#[derive(Default)]
struct Clock(Mutex<Vec<(Pass, Instant, Option<Duration>)>>);

impl Clock {
    fn into_times(self) -> impl Iterator<Item = (&'static str, Duration)> {
        let passes = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        [(Pass::Collect, "collect"), (Pass::Rewrite, "rewrite"), (Pass::Verify, "verify")]
            .into_iter()
            .map(move |(pass, step)| {
                let of_pass = passes.iter().filter(|(known, _, _)| *known == pass);
                (step, of_pass.filter_map(|(_, _, time)| *time).sum())
            })
    }
}

impl Progress for Clock {
    fn begin(&self, pass: Pass, _: u64) {
        let mut passes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        passes.push((pass, Instant::now(), None));
    }

    fn advance(&self, _: u64) {}

    fn end(&self) {
        let mut passes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, started, time)) = passes.last_mut() {
            *time = Some(started.elapsed());
        }
    }
}
