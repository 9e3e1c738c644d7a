//! `unharm split CAPTURE`: cut only.

use unharm::error::Error;
use unharm::options::Options;
use unharm::pipeline;

use crate::cli::args::{OutputArgs, PolicyArgs, SplitArgs};
use crate::cli::exit::Outcome;
use crate::cli::policy::settings;
use crate::cli::print;
use crate::cli::progress_bar::Bar;
use crate::cli::sanitize::output_options;
use crate::cli::{start, summary};

/// Cuts a capture without redacting it.
pub(crate) fn run(args: &SplitArgs) -> Result<Outcome, Error> {
    start()?;
    let select = args.select.select();
    let mut options = Options { select, ..output_options(&args.input, &args.output, &args.run) };
    let settings = settings(&PolicyArgs::with_config(args.config.clone()), &args.capture)?;
    let OutputArgs { max_size, form, .. } = &args.output;
    args.desk.apply(&mut options, *max_size, form.form, &settings)?;
    let bar = Bar::new(!args.run.quiet && !args.run.json);
    let done = pipeline::split(&args.capture, &options, &bar);
    bar.clear();
    let done = done?;
    if args.run.json {
        let json =
            serde_json::to_string_pretty(&done).expect("because counts and names always print");
        print::out(&format!("{json}\n"))?;
    } else if !args.run.quiet {
        print::note(&summary::split(&done));
    }
    Ok(Outcome::Clean)
}
