//! The requests that failed.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::report::html::redactions::IN_JSON;
use crate::report::html::rows::{Rows, table};
use crate::report::traffic::{Fault, FaultKind, Request};
use crate::report::words::{grouped, lasting, shown};

const COLUMNS: &[(&str, &str)] = &[
    ("n", "No."),
    ("", "Status"),
    ("", "Method"),
    ("url", "URL"),
    ("", "Says"),
    ("n", "Started"),
    ("n", "Took"),
];

/// Their table; `drawn` are the requests that the waterfall shows.
///
/// `faults` are those of which more is known, in the order of the capture.
pub(crate) fn failures(
    failed: &[&Request],
    faults: &[Fault],
    drawn: &BTreeSet<u64>,
    (prefix, bytes_max): (&str, usize),
) -> Markup {
    let rows = Rows::new(failed, bytes_max, |request| {
        let at = faults.binary_search_by_key(&request.entry, |fault| fault.request.entry);
        row(request, at.ok().map(|at| &faults[at]), drawn, prefix)
    });
    html! {
        h4 { "Failed" }
        (table("Failed requests", "", COLUMNS, &rows, IN_JSON))
    }
}

fn row(request: &Request, fault: Option<&Fault>, drawn: &BTreeSet<u64>, prefix: &str) -> Markup {
    html! {
        tr {
            th.n scope="row" { (link(request.entry, drawn, prefix)) }
            td.bad {
                @match (request.status, &request.error) {
                    (0, Some(error)) => (shown(error)),
                    (0, None) => "no response",
                    (status @ 400.., _) | (status, None) => (status),
                    (status, Some(error)) => { (status) ", " (shown(error)) }
                }
            }
            td { (shown(&request.method)) }
            td.url { (shown(&request.url)) }
            td.says { @if let Some(fault) = fault { (says(fault)) } }
            td.n { (lasting(request.started)) }
            td.n { (lasting(request.milliseconds)) }
        }
    }
}

/// What the response says of its error.
fn says(fault: &Fault) -> Markup {
    let body = &fault.body;
    let code = [&body.code, &body.kind].into_iter().flatten().next();
    html! {
        @if fault.kind == FaultKind::Preflight { (fault.kind.name()) " " }
        @if let Some(code) = code { code { (shown(code)) } " " }
        @if let Some(after) = &fault.retry_after { span.soft { "retry after " (shown(after)) } }
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
