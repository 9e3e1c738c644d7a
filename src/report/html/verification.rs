//! What the verification gave, at the top in a sentence and at the end with what it rests on.

use maud::{Markup, PreEscaped, html};

use crate::report::html::rows::Rows;
use crate::report::words::{counted, human, shown};
use crate::report::{CaptureReport, VerificationState};

/// The sentence at the top.
pub(crate) fn verdict(report: &CaptureReport, prefix: &str) -> Markup {
    let verification = &report.verification;
    let (class, sign, title) = match verification.state {
        VerificationState::Clean => ("verdict good", CHECK, "Verified"),
        VerificationState::DryRun => ("verdict hint", NOTE, "A dry run: nothing was written"),
    };
    html! {
        div class=(class) role="note" {
            (PreEscaped(sign))
            p {
                strong { (title) }
                span { (sentence(report)) " " a href={ "#" (prefix) "verification" } { "What this means" } }
            }
        }
    }
}

/// The section; `bytes_max` is its share of the page.
pub(crate) fn verification(report: &CaptureReport, prefix: &str, bytes_max: usize) -> Markup {
    let plain = report.verification.secrets_plain;
    let sums = Rows::new(&report.output.chunks, bytes_max, |chunk| {
        html! { (chunk.sha256) "  " (shown(&chunk.file)) "\n" }
    });
    html! {
        section.card id={ (prefix) "verification" } aria-labelledby={ (prefix) "verification-title" } {
            h3 id={ (prefix) "verification-title" } { "Verification" }
            p { (sentence(report)) }
            @if plain > 0 {
                p {
                    (counted(plain, "secret is", "secrets are"))
                    " too short or too plain to be searched for elsewhere (“true”, “1234”): "
                    (if plain == 1 { "it was" } else { "they were" })
                    " replaced where a rule found " (if plain == 1 { "it." } else { "them." })
                }
            }
            p {
                "No tool knows a secret that nothing marks: a password in a chat message, a name in prose, text "
                "in a picture. Look through what you send, and end the captured session (sign out, revoke its "
                "tokens) once the capture is sent."
            }
            @if !report.output.chunks.is_empty() {
                h4 { "Check that a file arrived unchanged" }
                p.soft { "These lines, in a file, are what " code { "sha256sum --check" } " reads." }
                pre tabindex="0" role="region" aria-label="SHA-256 sums" { code { (sums.markup()) } }
                (sums.rest("in the manifest"))
            }
        }
    }
}

const CHECK: &str = r#"<svg viewBox="0 0 24 24" aria-hidden="true"><path fill="currentColor" d="M12 1.5 3.5 4.8v6.3c0 5.3 3.6 9.6 8.5 11.4 4.9-1.8 8.5-6.1 8.5-11.4V4.8zm-1.3 14.6-4-4 1.5-1.5 2.5 2.5 5.4-5.4 1.5 1.5z"/></svg>"#;

const NOTE: &str = r#"<svg viewBox="0 0 24 24" aria-hidden="true"><path fill="currentColor" d="M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm1 15h-2v-6h2zm0-8h-2V7h2z"/></svg>"#;

fn sentence(report: &CaptureReport) -> String {
    let verification = &report.verification;
    match verification.state {
        VerificationState::Clean if verification.secrets_searched == 0 => format!(
            "All {} that were written were read again, with no secret to search for.",
            human(verification.bytes),
        ),
        VerificationState::Clean => format!(
            "All {} that were written were read again: none of {} is in them, in any encoding that \
             we know.",
            human(verification.bytes),
            counted(verification.secrets_searched, "secret", "secrets"),
        ),
        VerificationState::DryRun => "Without output there is nothing to verify.".to_owned(),
    }
}
