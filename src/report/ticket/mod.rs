//! The ticket: what a desk asks beside the capture, as Markdown, as far as the capture tells it.
//!
//! It is made of redacted text only, shows nothing of a capture as markup, and is examined like a
//! capture before anybody gets it. What the capture cannot tell is left blank to be filled in.

mod context;
mod examine;
mod language;
mod markdown;
mod template;

pub use language::Language;
pub use template::{Template, TemplateError};

use crate::detect::Detector;
use crate::har::Zone;
use crate::report::{CaptureReport, Report};

/// What the user says for a ticket; the capture is never asked for it.
#[derive(Debug, Clone, Default)]
pub struct Particulars {
    /// The address of the account.
    pub email: Option<String>,
    /// The plan of the account.
    pub plan: Option<String>,
    /// The user's zone.
    pub zone: Option<Zone>,
    /// In which language the ticket is written.
    pub language: Language,
}

/// Writes the ticket of the one capture that `report` is of.
///
/// # Errors
/// When the template cannot be filled in, or a secret of the capture would stand in the ticket.
pub fn ticket(
    report: &Report,
    particulars: &Particulars,
    template: &Template,
    detector: &Detector,
) -> Result<String, TicketError> {
    let fill = |capture: &CaptureReport| template.fill(&context::context(capture, particulars));
    if let Some(capture) = report.captures.first() {
        fill(capture).map_err(TicketError::Template)?;
    }
    report
        .sealed(|report| {
            let Some(capture) = report.captures.first() else { return String::new() };
            let text = fill(capture).unwrap_or_default();
            let ours = fill(&capture.without_captured()).unwrap_or_default();
            examine::redacted(&text, &ours, detector)
        })
        .map_err(TicketError::Leak)
}

/// Why there is no ticket.
#[derive(Debug)]
pub enum TicketError {
    /// The template cannot be filled in.
    Template(TemplateError),
    /// So many secrets would stand in it.
    Leak(u64),
}
