//! Which entries are kept, as typed.

use clap::Args;
use regex::{Regex, RegexBuilder};
use unharm::chunk::{Around, Failed, HostPattern, Select, StatusPattern, TimePoint, TypePattern};

/// A pattern that takes more than this when it is compiled was not written by hand.
const REGEX_BYTES_MAX: usize = 1 << 20;

#[derive(Debug, Args)]
#[command(next_help_heading = "Selection")]
pub(crate) struct SelectArgs {
    /// Keep entries whose request went to this host or below it (*.HOST: only below it)
    #[arg(long, value_name = "HOST", value_delimiter = ',')]
    pub(crate) host: Vec<HostPattern>,
    /// Leave these out
    #[arg(long, value_name = "HOST", value_delimiter = ',')]
    pub(crate) not_host: Vec<HostPattern>,
    /// Keep entries whose URL matches (may be repeated)
    #[arg(long, value_name = "REGEX", value_parser = regex)]
    pub(crate) url: Vec<Regex>,
    /// Keep entries with this status: 404, 4xx, 500-599; 0 is none
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    pub(crate) status: Vec<StatusPattern>,
    /// Keep entries with this method
    #[arg(long, value_name = "METHOD", value_delimiter = ',')]
    pub(crate) method: Vec<String>,
    /// Keep entries of this type: document, fetch, script, … or a media type as image/*
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    pub(crate) types: Vec<TypePattern>,
    /// Keep entries of this page: its id, or its number from 1
    #[arg(long, value_name = "PAGE", value_delimiter = ',')]
    pub(crate) page: Vec<String>,
    /// Keep entries that started then or later: 2026-03-09T14:34:02Z, or +90s after the first entry
    #[arg(long, value_name = "TIME")]
    pub(crate) since: Option<TimePoint>,
    /// Keep entries that started then or earlier
    #[arg(long, value_name = "TIME")]
    pub(crate) until: Option<TimePoint>,
    /// Keep entries that were under way then: TIME±30s, or TIME+-30s
    #[arg(long, value_name = "TIME±SPAN")]
    pub(crate) around: Vec<Around>,
    /// Keep entries that failed (status 0, 4xx, 5xx, or an error), and what led to them: redirects,
    /// preflights, what asked for them, their document
    #[arg(long)]
    pub(crate) failed: bool,
}

impl SelectArgs {
    /// What is meant.
    pub(crate) fn select(&self) -> Select {
        Select {
            hosts: self.host.clone(),
            not_hosts: self.not_host.clone(),
            urls: self.url.clone(),
            statuses: self.status.clone(),
            methods: self.method.clone(),
            types: self.types.clone(),
            pages: self.page.clone(),
            since: self.since,
            until: self.until,
            around: self.around.clone(),
            failed: if self.failed { Failed::Only } else { Failed::Any },
        }
    }
}

fn regex(text: &str) -> Result<Regex, String> {
    let built = RegexBuilder::new(text).size_limit(REGEX_BYTES_MAX).build();
    built.map_err(|error| error.to_string())
}
