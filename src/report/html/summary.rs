//! The figures at the top of a capture's report.

use maud::{Markup, html};

use crate::report::traffic::{Bodies, Credentials, Traffic};
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
                    (figure("Failed", &grouped(traffic.failures()), &failures(traffic)))
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

fn failures(traffic: &Traffic) -> String {
    let kinds = [
        (traffic.server_errors, "5xx"),
        (traffic.client_errors, "4xx"),
        (traffic.unanswered, "unanswered"),
        (traffic.broken_off, "broken off"),
        (traffic.aborted, "aborted"),
        (traffic.refused, "refused preflights"),
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
    let client = &traffic.insight.client;
    let facts = [
        ("Recorded by", program(&traffic.maker.creator)),
        ("Browser", program(&client.browser).or_else(|| program(&traffic.maker.browser))),
        ("System", program(&client.system)),
        ("Started", span),
        ("Bodies", bodies(&traffic.insight.bodies)),
        ("Credentials", credentials(&traffic.insight.credentials)),
    ];
    html! {
        dl.facts {
            @for (name, value) in facts {
                @if let Some(value) = value { dt { (name) } dd { (value) } }
            }
        }
    }
}

/// Whether bodies are in the capture: a desk asks for what is not.
fn bodies(of: &Bodies) -> Option<String> {
    let responses = |count| counted(count, "response", "responses");
    match (of.present, of.absent) {
        (0, 0) => None,
        (0, absent) => Some(format!("not in the capture ({} had one)", responses(absent))),
        (present, 0) => Some(format!("of {}, {}", responses(present), human(of.bytes))),
        (present, absent) => Some(format!(
            "of {}, {}; {} missing",
            responses(present),
            human(of.bytes),
            grouped(absent)
        )),
    }
}

/// Whether credentials were in it at all.
fn credentials(of: &Credentials) -> Option<String> {
    let cookies = of.cookies + of.set_cookies;
    match of.headers {
        0 => None,
        _ if of.are_stripped() => {
            Some("stripped before, as Chrome’s sanitized export does".to_owned())
        }
        _ => Some(format!(
            "{}, {}: redacted",
            counted(cookies, "cookie header", "cookie headers"),
            counted(of.authorizations, "authorization header", "authorization headers")
        )),
    }
}
