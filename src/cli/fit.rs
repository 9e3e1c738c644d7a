//! Who is to take the output and what may be left out for it, from the arguments to what they mean.

use clap::Args;
use unharm::chunk::fit::Class;
use unharm::config::{Counted, Preset, Settings, budget};
use unharm::error::Error;
use unharm::options::{Fit, Form, Options};

use crate::cli::size::Limit;

#[derive(Debug, Args)]
#[command(next_help_heading = "Size")]
pub(crate) struct DeskArgs {
    /// Fit what this desk takes, in size and form: see `unharm presets`
    #[arg(long = "for", value_name = "DESK")]
    desk: Option<String>,
    /// The limit is that of a mail, in which a file is encoded and larger
    #[arg(long)]
    mail: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Size")]
pub(crate) struct FitArgs {
    #[command(flatten)]
    desk: DeskArgs,
    /// Leave out what helps least until one file is enough [default with --for]
    ///
    /// In this order, each only as far as needed: bodies of images, fonts, media; of scripts, styles,
    /// source maps; of other static content from third parties; cached and repeated bodies; then the
    /// longest bodies keep their heads, white space goes, and the file is packed if the desk takes
    /// that. Entries that show a fault and those
    /// beside them, documents, requests, headers and timings stay as they are.
    #[arg(long, conflicts_with = "no_fit")]
    fit: bool,
    /// Leave nothing out: cut into several files instead
    #[arg(long)]
    no_fit: bool,
    /// Leave out bodies of these types: image, font, media, script, style, source-map, document,
    /// api, other
    #[arg(long, value_name = "TYPE", value_delimiter = ',')]
    drop_bodies: Vec<Class>,
    /// Never leave out bodies from this host or those below it
    #[arg(long, value_name = "HOST", value_delimiter = ',')]
    keep_bodies: Vec<String>,
}

impl FitArgs {
    /// The desk that was named.
    pub(crate) fn desk(&self) -> Option<&str> {
        self.desk.desk.as_deref()
    }

    /// Sets what these arguments and the limit and form beside them mean.
    pub(crate) fn apply(
        &self,
        options: &mut Options,
        max_size: Option<Limit>,
        form: Option<Form>,
        settings: &Settings,
    ) -> Result<(), Error> {
        self.desk.apply(options, max_size, form, settings)?;
        let fit = &mut options.fit;
        fit.one_file = !self.no_fit && (self.fit || fit.desk.is_some());
        fit.drop.clone_from(&self.drop_bodies);
        fit.keep_hosts.clone_from(&self.keep_bodies);
        fit.pack = fit.pack.filter(|_| !self.no_fit);
        Ok(())
    }
}

impl DeskArgs {
    /// Sets what these arguments and the limit and form beside them mean; nothing is left out.
    pub(crate) fn apply(
        &self,
        options: &mut Options,
        max_size: Option<Limit>,
        form: Option<Form>,
        settings: &Settings,
    ) -> Result<(), Error> {
        let desk = self.desk.as_ref().map(|name| find(name, settings)).transpose()?;
        let own = match (max_size, desk) {
            (Some(limit), _) => limit.0,
            (None, Some(_)) => None,
            (None, None) => settings.chunk_bytes_max,
        };
        let counted = if self.mail { Counted::Message } else { Counted::File };
        let desk_limit = desk.and_then(|desk| {
            Some((desk.limit_bytes?, if self.mail { Counted::Message } else { desk.counted }))
        });
        let limits = own.map(|limit| (limit, counted)).into_iter().chain(desk_limit);
        let least = limits.min_by_key(|(limit, counted)| budget(*limit, *counted));
        options.chunk_bytes_max = least.map(|(limit, counted)| budget(limit, counted));
        options.form = chosen_form(form, desk)?;
        let packs = form.is_none() && !options.form.is_packed();
        options.fit = Fit {
            pack: desk.filter(|_| packs).and_then(Preset::packed_form),
            desk: desk.cloned(),
            limit_bytes: least.map(|(limit, _)| limit),
            counted: least.map_or(counted, |(_, counted)| counted),
            ..Fit::default()
        };
        Ok(())
    }
}

fn find<'s>(name: &str, settings: &'s Settings) -> Result<&'s Preset, Error> {
    settings.presets.iter().find(|preset| preset.name == name).ok_or_else(|| {
        let names: Vec<&str> = settings.presets.iter().map(|preset| &*preset.name).collect();
        Error::Usage(format!("--for {name:?}: no such desk; known are {}", names.join(", ")))
    })
}

/// The form that was asked for, if the desk takes it, or one that the desk takes.
fn chosen_form(asked: Option<Form>, desk: Option<&Preset>) -> Result<Form, Error> {
    match (asked, desk) {
        (Some(form), Some(desk)) if !desk.takes(form) => {
            let (name, form) = (&desk.name, form.name());
            Err(Error::Usage(format!("--as {form}: {name} does not take it")))
        }
        (Some(form), _) => Ok(form),
        (None, desk) => Ok(desk.and_then(Preset::form).unwrap_or_default()),
    }
}
