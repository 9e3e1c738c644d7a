//! The whole page, and what keeps it to itself: a policy under which nothing is loaded and nothing
//! runs, and styles that are known by their hash.

use std::collections::BTreeSet;

use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use crate::report::html::chunks::chunks;
use crate::report::html::failures::failures;
use crate::report::html::kept::kept;
use crate::report::html::redactions::redactions;
use crate::report::html::sizes::sizes;
use crate::report::html::summary::summary;
use crate::report::html::verification::{verdict, verification};
use crate::report::html::waterfall::{fitting, folded, waterfall};
use crate::report::traffic::{Request, Traffic};
use crate::report::words::{counted, shown};
use crate::report::{CaptureReport, Report};

/// A page is smaller than this, however large its captures are.
pub const PAGE_BYTES_MAX: usize = 1_000_000;

/// What the lists of one capture share; the rest is text of ours.
const LIST_BYTES: usize = 900_000;

const STYLE: &str = include_str!("style.css");

/// The report of a run as an HTML document.
#[must_use]
pub fn page(report: &Report) -> String {
    let title = match &report.captures[..] {
        [capture] => format!("{} – unharm report", shown(&capture.capture)),
        captures => {
            format!("{} – unharm report", counted(captures.len() as u64, "capture", "captures"))
        }
    };
    let share = LIST_BYTES / report.captures.len().max(1);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="color-scheme" content="light dark";
                meta name="generator" content={ (report.tool.name) " " (report.tool.version) };
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                @for (number, one) in (1..).zip(&report.captures) {
                    (capture(one, &prefix(number, report.captures.len()), share))
                }
                footer {
                    "Made by " (report.tool.name) " " (report.tool.version) ". This page holds no script, loads "
                    "nothing, and was itself searched for every secret before it was written."
                }
            }
        }
    };
    page.into_string()
}

/// What the anchors of a capture begin with.
fn prefix(number: usize, captures: usize) -> String {
    if captures == 1 { String::new() } else { format!("c{number}-") }
}

fn capture(report: &CaptureReport, prefix: &str, share: usize) -> Markup {
    let traffic = report.traffic.as_ref();
    // The bars get what all else leaves.
    let drawn =
        traffic.map(|traffic| traffic.requests.iter().map(|request| request.entry).collect());
    let rest = sections_of(report, &[], &drawn.unwrap_or_default(), (prefix, share)).0.len();
    let room = share.saturating_sub(rest);
    let bars = traffic.map_or_else(Vec::new, |traffic| fitting(traffic, prefix, room));
    let drawn = bars.iter().map(|bar| bar.entry).collect();
    html! {
        header.top {
            h1 { "unharm report" }
            h2 { (shown(&report.capture)) }
            nav aria-label={ "Sections " (prefix.trim_end_matches('-')) } {
                ul {
                    @for (anchor, name) in sections(report) { li { a href={ "#" (prefix) (anchor) } { (name) } } }
                }
            }
        }
        main { (sections_of(report, &bars, &drawn, (prefix, share))) }
    }
}

fn sections_of(
    report: &CaptureReport,
    bars: &[&Request],
    drawn: &BTreeSet<u64>,
    (prefix, share): (&str, usize),
) -> Markup {
    html! {
        (verdict(report, prefix))
        (summary(report, prefix))
        @if let Some(traffic) = &report.traffic { (requests(traffic, bars, drawn, report, (prefix, share))) }
        (redactions(report, prefix, share / 12))
        (chunks(report, drawn, prefix, share / 12))
        (verification(report, prefix, share / 24))
    }
}

/// The sections that tell of the requests.
fn requests(
    traffic: &Traffic,
    bars: &[&Request],
    drawn: &BTreeSet<u64>,
    report: &CaptureReport,
    (prefix, share): (&str, usize),
) -> Markup {
    let failed: Vec<&Request> = traffic.failed().collect();
    html! {
        section.card id={ (prefix) "requests" } aria-labelledby={ (prefix) "requests-title" } {
            h3 id={ (prefix) "requests-title" } { "Requests" }
            (waterfall(bars, prefix))
            (folded(bars.len(), traffic.requests.len() as u64 + traffic.requests_left_out))
            @if !failed.is_empty() {
                (failures(&failed, &traffic.insight.faults.listed, drawn, (prefix, share / 12)))
            }
        }
        (sizes(&traffic.hosts, report, prefix, share / 6))
        (kept(&traffic.request_ids, drawn, prefix, share / 24))
    }
}

fn sections(report: &CaptureReport) -> impl Iterator<Item = (&'static str, &'static str)> {
    const SECTIONS: [(&str, &str); 7] = [
        ("summary", "Summary"),
        ("requests", "Requests"),
        ("sizes", "Sizes"),
        ("kept", "What was kept"),
        ("redactions", "What was redacted"),
        ("chunks", "What was written"),
        ("verification", "Verification"),
    ];
    let has_traffic = report.traffic.is_some();
    SECTIONS
        .into_iter()
        .filter(move |(name, _)| has_traffic || !matches!(*name, "requests" | "sizes" | "kept"))
}

/// Nothing is loaded and nothing runs; the style sheet is let in by its hash (Content Security
/// Policy Level 3, §6.7.3.4).
fn policy() -> String {
    let hash = base64_simd::STANDARD.encode_to_string(Sha256::digest(STYLE));
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
}
