//! What was kept on purpose: the ids by which a desk finds a request.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::report::html::failures::link;
use crate::report::html::redactions::IN_JSON;
use crate::report::html::rows::{Rows, table};
use crate::report::traffic::RequestId;
use crate::report::words::{grouped, shown};

const COLUMNS: &[(&str, &str)] = &[("", "Header"), ("n", "Times"), ("url", "For example")];

/// The section; `drawn` are the requests that the waterfall shows.
pub(crate) fn kept(
    ids: &[RequestId],
    drawn: &BTreeSet<u64>,
    prefix: &str,
    bytes_max: usize,
) -> Markup {
    let rows = Rows::new(ids, bytes_max, |id| row(id, drawn, prefix));
    html! {
        section.card id={ (prefix) "kept" } aria-labelledby={ (prefix) "kept-title" } {
            h3 id={ (prefix) "kept-title" } { "What was kept on purpose" }
            p.soft {
                "Paths, status codes, timings, error bodies and these ids stay as they are: by them the "
                "support desk finds the requests in its own logs. No one can sign in with them."
            }
            @if ids.is_empty() {
                p { "No request id stands in this capture." }
            } @else {
                (table("Request ids", "", COLUMNS, &rows, IN_JSON))
            }
        }
    }
}

fn row(id: &RequestId, drawn: &BTreeSet<u64>, prefix: &str) -> Markup {
    html! {
        tr {
            th scope="row" { (id.header) }
            td.n { (grouped(id.count)) }
            td.url {
                @for example in &id.examples {
                    div { code { (shown(&example.value)) } span.soft { " in request " (link(example.entry, drawn, prefix)) } }
                }
            }
        }
    }
}
