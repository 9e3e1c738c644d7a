//! Cuts a capture without redacting it.

use std::path::Path;

use crate::chunk::fit::Saved;
use crate::chunk::{PageIds, Selection, Verb};
use crate::detect::CleanKey;
use crate::error::Error;
use crate::files::{Input, Source};
use crate::har::{Envelope, Index};
use crate::options::Options;
use crate::pipeline::fit;
use crate::pipeline::pack::{Attempt, produce};
use crate::pipeline::reader::Batch;
use crate::pipeline::salvage;
use crate::pipeline::sanitize::Place;
use crate::pipeline::sift::Sift;
use crate::pipeline::survey::{name, side_files};
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
    let (envelope, selection) = look_through(input, options, &crew, progress)?;
    let envelope = selection.envelope(&envelope);
    let pages = PageIds::new(&envelope);
    let mut outcome = produce(place, options, Attempt::first(place, options), &crew, |attempt| {
        let job = Job {
            source: input,
            path: input.path(),
            envelope: &envelope,
            pages: &pages,
            chunk_bytes_max: attempt.chunk_bytes_max,
            target: place.target(),
            selection: &selection,
            split_by: options.split_by,
            fit: None,
            lengths: None,
        };
        progress.begin(Pass::Rewrite, input.len());
        let written = job.write(&crew, CleanKey::default(), Copy::default)?;
        progress.end();
        Ok(written)
    })?;
    input.ensure_unchanged()?;
    place.name(&mut outcome);
    let form = outcome.form;
    let sums = outcome.sums(&crew)?;
    let (mut output, outputs) = place.prepare(outcome, outputs, &envelope, &sums)?;
    place.deliver(outputs)?;
    output.entries_left_out = selection.left_out;
    let fit = fit::report(options, form, &Saved::default(), &output.chunks);
    let (capture, side_files) = (name(input.path()), side_files(input));
    Ok(SplitReport { schema: SCHEMA, capture, salvage: None, side_files, output, fit })
}

/// What stands around the entries, which may end behind them, and which entries are kept: so all
/// is read.
fn look_through(
    input: &Input,
    options: &Options,
    crew: &Crew<'_>,
    progress: &dyn Progress,
) -> Result<(Envelope, Selection), Error> {
    progress.begin(Pass::Collect, input.len());
    let sift = Sift::new(options);
    let reader = crew.reader(input, input.path());
    let reading = crew.run(reader, &Turns::<()>::new(crew), Index::new, |index, batch| {
        batch.check_utf8().map_err(|malformed| Error::malformed(input.path(), malformed))?;
        if sift.is_active() { note(&sift, index, batch, input) } else { Ok(()) }
    })?;
    progress.end();
    let selection = sift.choose(input, reading.entries, &reading.envelope)?;
    Ok((reading.envelope, selection))
}

fn note(sift: &Sift<'_>, index: &mut Index, batch: &Batch, input: &Input) -> Result<(), Error> {
    if let Some(part) = &batch.part {
        index
            .build(&part.text)
            .map_err(|fault| Error::malformed(input.path(), batch.locate_in(part, fault)))?;
        sift.note(batch, batch.first, index.document(&part.text).root());
    }
    for (entry, text) in batch.entries() {
        index.build(text).map_err(|fault| {
            Error::malformed_entry(input.path(), batch.locate(entry, fault), text)
        })?;
        sift.note(batch, entry, index.document(text).root());
    }
    Ok(())
}
