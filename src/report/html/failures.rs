//! The requests that failed.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::report::html::redactions::IN_JSON;
use crate::report::html::rows::{Rows, table};
use crate::report::traffic::Request;
use crate::report::words::{grouped, lasting, shown};

const COLUMNS: &[(&str, &str)] = &[
    ("n", "No."),
    ("", "Status"),
    ("", "Method"),
    ("url", "URL"),
    ("n", "Started"),
    ("n", "Took"),
];

/// Their table; `drawn` are the requests that the waterfall shows.
pub(crate) fn failures(
    failed: &[&Request],
    drawn: &BTreeSet<u64>,
    prefix: &str,
    bytes_max: usize,
) -> Markup {
    let rows = Rows::new(failed, bytes_max, |request| row(request, drawn, prefix));
    html! {
        h4 { "Failed" }
        (table("Failed requests", "", COLUMNS, &rows, IN_JSON))
    }
}

fn row(request: &Request, drawn: &BTreeSet<u64>, prefix: &str) -> Markup {
    html! {
        tr {
            th.n scope="row" { (link(request.entry, drawn, prefix)) }
            td.bad {
                @match (request.status, &request.error) {
                    (0, Some(error)) => (shown(error)),
                    (0, None) => "no response",
                    (status, _) => (status),
                }
            }
            td { (shown(&request.method)) }
            td.url { (shown(&request.url)) }
            td.n { (lasting(request.started)) }
            td.n { (lasting(request.milliseconds)) }
        }
    }
}

/// The number of an entry, which leads to its bar if there is one.
pub(crate) fn link(entry: u64, drawn: &BTreeSet<u64>, prefix: &str) -> Markup {
    html! {
        @if drawn.contains(&entry) {
            a href={ "#" (prefix) "entry-" (entry) } { (grouped(entry)) }
        } @else {
            (grouped(entry))
        }
    }
}
