//! Cuts a capture without redacting it.

use std::path::Path;

use crate::chunk::{PageIds, Verb};
use crate::detect::CleanKey;
use crate::error::Error;
use crate::files::{Input, Source};
use crate::har::Envelope;
use crate::options::Options;
use crate::pipeline::salvage;
use crate::pipeline::sanitize::Place;
use crate::pipeline::survey::name;
use crate::pipeline::transform::Copy;
use crate::pipeline::workers::{Crew, Turns};
use crate::pipeline::write::Job;
use crate::progress::{Pass, Progress};
use crate::report::{SCHEMA, SplitReport};

/// Cuts a capture into valid HAR files, without redacting it.
///
/// # Errors
/// When the capture cannot be read or is malformed, or the output cannot be written.
pub fn split(
    capture: &Path,
    options: &Options,
    progress: &dyn Progress,
) -> Result<SplitReport, Error> {
    let place = Place::new(capture, options, Verb::Split)?;
    let (input, salvage) = salvage::open(capture, place.directory(), options)?;
    let report = run(&place, &input, options, progress).map_err(|error| error.in_file(&input))?;
    Ok(SplitReport { salvage, ..report })
}

fn run(
    place: &Place,
    input: &Input,
    options: &Options,
    progress: &dyn Progress,
) -> Result<SplitReport, Error> {
    let outputs = place.outputs(input)?;
    let crew = Crew::new(options, progress)?;
    let envelope = envelope(input, &crew, progress)?;
    let job = Job {
        source: input,
        path: input.path(),
        envelope: &envelope,
        pages: &PageIds::new(&envelope),
        chunk_bytes_max: place.chunk_bytes_max(options),
        target: place.target(),
    };
    progress.begin(Pass::Rewrite, input.len());
    let mut written = job.write(&crew, CleanKey::default(), Copy::default)?;
    progress.end();
    input.ensure_unchanged()?;
    place.name(&mut written.chunks);
    let output = place.deliver(written, outputs, &envelope, &crew)?;
    Ok(SplitReport { schema: SCHEMA, capture: name(input.path()), salvage: None, output })
}

/// What stands around the entries: it may end behind them, so all is read.
fn envelope(input: &Input, crew: &Crew<'_>, progress: &dyn Progress) -> Result<Envelope, Error> {
    progress.begin(Pass::Collect, input.len());
    let reader = crew.reader(input, input.path());
    let reading = crew.run(
        reader,
        &Turns::default(),
        || (),
        |(), batch| {
            batch.check_utf8().map_err(|malformed| Error::malformed(input.path(), malformed))
        },
    )?;
    progress.end();
    Ok(reading.envelope)
}
