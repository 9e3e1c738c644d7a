//! Where the bytes are: two treemaps and the table of the hosts.

use maud::{Markup, html};

use crate::report::html::redactions::IN_JSON;
use crate::report::html::rows::{Rows, table};
use crate::report::html::treemap::{Area, treemap};
use crate::report::traffic::{Content, Host, Hosts, TypeBytes};
use crate::report::words::{counted, grouped, human, shortened};
use crate::report::{CaptureReport, VerificationState};

/// Characters of a host's name.
const HOST_CHARS: usize = 80;

/// The section; `bytes_max` is its share of the page.
pub(crate) fn sizes(
    hosts: &Hosts,
    report: &CaptureReport,
    prefix: &str,
    bytes_max: usize,
) -> Markup {
    let others = Host { host: others_name(hosts.others_count), ..hosts.others.clone() };
    let listed: Vec<(usize, &Host)> = hosts
        .largest
        .iter()
        .chain((hosts.others_count > 0).then_some(&others))
        .enumerate()
        .collect();
    let is_written = report.verification.state == VerificationState::Clean;
    let before = |host: &Host| host.bytes_before;
    let after = |host: &Host| host.bytes_after;
    let most = |of: fn(&Host) -> u64| listed.iter().map(|(_, host)| of(host)).sum::<u64>();
    let whole = most(before).max(most(after));
    // What has room for a row has room for a rectangle.
    let room = bytes_max / 3;
    let rows = Rows::new(&listed, room, |(at, host)| row(*at, host, is_written, prefix));
    let shown = &listed[..listed.len() - rows.left_out];
    html! {
        section.card id={ (prefix) "sizes" } aria-labelledby={ (prefix) "sizes-title" } {
            h3 id={ (prefix) "sizes-title" } { "Sizes" }
            p.soft { "Bytes of the capture by host, and within each host by type." }
            div.pair {
                (figure("Before", whole, &areas(shown, |row| row.bytes_before, prefix)))
                @if is_written {
                    (figure("After", whole, &areas(shown, |row| row.bytes_after, prefix)))
                }
            }
            ul.legend aria-label="Types" {
                @for content in Content::ALL {
                    @if listed.iter().any(|(_, host)| host.types.iter().any(|t| t.content == content)) {
                        li {
                            svg viewBox="0 0 10 10" aria-hidden="true" {
                                rect class={ "t-" (content.name()) } width="10" height="10" rx="2" {}
                            }
                            (content.name())
                        }
                    }
                }
            }
            h4 { "By host" }
            (table("Bytes by host", "", if is_written { COLUMNS } else { &COLUMNS[..3] }, &rows, IN_JSON))
        }
    }
}

const COLUMNS: &[(&str, &str)] =
    &[("", "Host"), ("n", "Requests"), ("n", "Before"), ("n", "After"), ("n", "Left")];

fn others_name(count: u64) -> String {
    counted(count, "other host", "other hosts")
}

fn figure(name: &str, whole: u64, areas: &[Area<'_>]) -> Markup {
    let bytes = areas.iter().flat_map(|area| &area.types).map(|(_, bytes)| bytes).sum();
    html! {
        figure {
            figcaption { strong { (name) } span.soft { (human(bytes)) } }
            (treemap(areas, whole, &format!("{name}: bytes by host and type")))
        }
    }
}

fn areas<'h>(
    hosts: &[(usize, &'h Host)],
    bytes: impl Fn(&TypeBytes) -> u64,
    prefix: &str,
) -> Vec<Area<'h>> {
    let area = |(at, host): &(usize, &'h Host)| Area {
        host: &host.host,
        anchor: format!("{prefix}host-{at}"),
        types: host.types.iter().map(|row| (row.content, bytes(row))).collect(),
    };
    hosts.iter().map(area).collect()
}

fn row(at: usize, host: &Host, is_written: bool, prefix: &str) -> Markup {
    #[expect(clippy::cast_precision_loss, reason = "a share for people")]
    let left = host.bytes_after as f64 / host.bytes_before.max(1) as f64 * 100.0;
    html! {
        tr id={ (prefix) "host-" (at) } {
            th.url scope="row" { (shortened(&host.host, HOST_CHARS)) }
            td.n { (grouped(host.entries)) }
            td.n { (human(host.bytes_before)) }
            @if is_written {
                td.n { (human(host.bytes_after)) }
                td.n { (format!("{left:.0} %")) }
            }
        }
    }
}
