//! In which form the output is written and where it is cut, as typed.

use clap::Args;
use unharm::chunk::duration;
use unharm::options::{Form, SplitBy};

/// A span of `--split-by time` without a length.
const MINUTE: i64 = 60_000_000;

#[derive(Debug, Args)]
pub(crate) struct FormArgs {
    /// Write har, json (the same under another name), zip, gz or zst [default: har]
    #[arg(long = "as", value_name = "FORM")]
    pub(crate) form: Option<Form>,
    /// Give each page files of its own, or each span of time: page, time (a minute), time=30s
    #[arg(long, value_name = "WHAT", value_parser = split_by)]
    pub(crate) split_by: Option<SplitBy>,
}

fn split_by(text: &str) -> Result<SplitBy, String> {
    let span = match text {
        "page" => return Ok(SplitBy::Page),
        "time" => Some(MINUTE),
        _ => text.strip_prefix("time=").and_then(duration).filter(|micros| *micros > 0),
    };
    let micros = span.ok_or_else(|| format!("{text:?}: write page, time or time=30s"))?;
    Ok(SplitBy::Time { micros })
}
