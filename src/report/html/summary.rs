//! The figures at the top of a capture's report.

use maud::{Markup, html};

use crate::report::traffic::Traffic;
use crate::report::words::{counted, grouped, human, lasting, shown};
use crate::report::{CaptureReport, VerificationState};

/// The section.
pub(crate) fn summary(report: &CaptureReport, prefix: &str) -> Markup {
    let written: u64 = report.output.chunks.iter().map(|chunk| chunk.bytes).sum();
    html! {
        section.card id={ (prefix) "summary" } aria-labelledby={ (prefix) "summary-title" } {
            h3 id={ (prefix) "summary-title" } { "Summary" }
            dl.figures {
                (figure("Requests", &grouped(report.entries), &counted(report.pages, "page", "pages")))
                @if let Some(traffic) = &report.traffic {
                    (figure("Failed", &grouped(failed(traffic)), &failures(traffic)))
                }
                (figure("Secrets", &grouped(report.secrets), "distinct values"))
                (figure("Places", &grouped(report.redactions), &swept(report)))
                (figure("Before", &human(report.bytes), "the capture"))
                @if report.verification.state == VerificationState::Clean {
                    (figure("After", &human(written), &files(report)))
                }
            }
            @if let Some(traffic) = &report.traffic { (facts(traffic)) }
        }
    }
}

fn figure(name: &str, value: &str, note: &str) -> Markup {
    html! { div { dt { (name) } dd { (value) small { (note) } } } }
}

fn failed(traffic: &Traffic) -> u64 {
    traffic.unanswered + traffic.client_errors + traffic.server_errors
}

fn failures(traffic: &Traffic) -> String {
    let kinds = [
        (traffic.server_errors, "5xx"),
        (traffic.client_errors, "4xx"),
        (traffic.unanswered, "unanswered"),
    ];
    let named = kinds.into_iter().filter(|(count, _)| *count > 0);
    let text: Vec<String> =
        named.map(|(count, kind)| format!("{kind}: {}", grouped(count))).collect();
    if text.is_empty() { "every request was answered".to_owned() } else { text.join(", ") }
}

fn swept(report: &CaptureReport) -> String {
    match report.swept {
        0 => "all marked as secret".to_owned(),
        swept => format!("{} of them unmarked", grouped(swept)),
    }
}

fn files(report: &CaptureReport) -> String {
    let files = counted(report.output.chunks.len() as u64, "file", "files");
    match report.output.entries_left_out {
        0 => files,
        left_out => format!("{files}, {} left out", counted(left_out, "request", "requests")),
    }
}

fn facts(traffic: &Traffic) -> Markup {
    let program = |program: &Option<String>| program.as_deref().map(|p| shown(p).into_owned());
    let span = traffic
        .started
        .as_deref()
        .map(|started| format!("{}, for {}", shown(started), lasting(traffic.milliseconds)));
    let facts = [
        ("Recorded by", program(&traffic.maker.creator)),
        ("Browser", program(&traffic.maker.browser)),
        ("Started", span),
    ];
    html! {
        dl.facts {
            @for (name, value) in facts {
                @if let Some(value) = value { dt { (name) } dd { (value) } }
            }
        }
    }
}
