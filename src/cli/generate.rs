//! `unharm generate`: a synthetic capture.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use unharm::error::Error;
use unharm::files::{Existing, OutputFile, OutputSet};
use unharm::generate::{self, Layout, Recipe, Shape};

use crate::cli::args::{GenerateArgs, LayoutArg, ShapeArg};
use crate::cli::exit::Outcome;
use crate::cli::start;

/// How many distinct secrets a capture has for each MB, unless the user says it.
const SECRETS_PER_MB: u64 = 20;

/// The most secrets that are planted without being asked for.
const SECRETS_MAX: u64 = 20_000;

/// How much is written at once.
const BLOCK_BYTES: usize = 1 << 20;

/// Writes a synthetic capture, and on request the list of what was planted.
pub(crate) fn run(args: &GenerateArgs) -> Result<Outcome, Error> {
    start()?;
    let recipe = recipe(args);
    if args.output == Path::new("-") {
        let out = BufWriter::with_capacity(BLOCK_BYTES, io::stdout().lock());
        write(&recipe, out, None).map_err(Error::stdout)?;
        return Ok(Outcome::Clean);
    }
    let existing = if args.force { Existing::Replace } else { Existing::Keep };
    let mut outputs = OutputSet::new(existing);
    let paths = [Some(&args.output), args.list.as_ref()];
    for path in paths.into_iter().flatten() {
        outputs.ensure_free(path)?;
        outputs.add(OutputFile::create(path)?);
    }
    write_files(&recipe, outputs.outputs())?;
    outputs.commit()?;
    Ok(Outcome::Clean)
}

fn write_files(recipe: &Recipe, outputs: &[OutputFile]) -> Result<(), Error> {
    let [capture, lists @ ..] = outputs else { return Ok(()) };
    let capture_writer = BufWriter::with_capacity(BLOCK_BYTES, capture.writer());
    let mut list = lists.first().map(|list| (list, BufWriter::new(list.writer())));
    let list_writer = list.as_mut().map(|(_, writer)| writer as &mut dyn Write);
    write(recipe, capture_writer, list_writer).map_err(|error| capture.write_error(error))?;
    if let Some((list, writer)) = &mut list {
        writer.flush().map_err(|error| list.write_error(error))?;
    }
    Ok(())
}

fn write(recipe: &Recipe, mut out: impl Write, list: Option<&mut dyn Write>) -> io::Result<()> {
    generate::write(recipe, &mut out, list)?;
    out.flush()
}

fn recipe(args: &GenerateArgs) -> Recipe {
    let planned = (args.size / 1_000_000).max(1).saturating_mul(SECRETS_PER_MB).min(SECRETS_MAX);
    Recipe {
        seed: args.seed,
        bytes: args.size,
        shape: match args.shape {
            ShapeArg::Mixed => Shape::Mixed,
            ShapeArg::Small => Shape::Small,
            ShapeArg::Huge => Shape::Huge,
            ShapeArg::Dense => Shape::Dense,
        },
        secrets: args.secrets.unwrap_or(u32::try_from(planned).unwrap_or(u32::MAX)),
        layout: match args.layout {
            LayoutArg::Pretty => Layout::Pretty,
            LayoutArg::Minified => Layout::Minified,
        },
    }
}
