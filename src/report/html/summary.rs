//! The figures at the top of a capture's report.

use maud::{Markup, html};

use crate::report::words::{counted, grouped, human};
use crate::report::{CaptureReport, VerificationState};

/// The section.
pub(crate) fn summary(report: &CaptureReport, prefix: &str) -> Markup {
    let written: u64 = report.output.chunks.iter().map(|chunk| chunk.bytes).sum();
    html! {
        section.card id={ (prefix) "summary" } aria-labelledby={ (prefix) "summary-title" } {
            h3 id={ (prefix) "summary-title" } { "Summary" }
            dl.figures {
                (figure("Requests", &grouped(report.entries), &pages(report.pages)))
                (figure("Secrets", &grouped(report.secrets), "distinct values"))
                (figure("Places", &grouped(report.redactions), &swept(report.swept)))
                (figure("Before", &human(report.bytes), "the capture"))
                @if report.verification.state == VerificationState::Clean {
                    (figure("After", &human(written), &files(report.output.chunks.len())))
                }
            }
        }
    }
}

fn figure(name: &str, value: &str, note: &str) -> Markup {
    html! { div { dt { (name) } dd { (value) small { (note) } } } }
}

fn pages(pages: u64) -> String {
    counted(pages, "page", "pages")
}

fn swept(swept: u64) -> String {
    if swept == 0 { "redacted".to_owned() } else { format!("{} of them unmarked", grouped(swept)) }
}

fn files(count: usize) -> String {
    counted(count as u64, "file", "files")
}
