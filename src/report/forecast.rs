//! What would be made of a capture for a desk, as far as sizes tell before anything is redacted or
//! packed.

use serde::Serialize;

use crate::report::StepReport;

/// What would be made of a capture for one desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Forecast {
    /// The name of the desk, for `--for`.
    pub desk: String,
    /// What a file must stay below; none is no limit that we know.
    pub budget_bytes: Option<u64>,
    /// In which form the files are.
    pub form: &'static str,
    /// How many files there are; when they are packed, or more than one, about.
    pub files: u64,
    /// How many files the desk takes at once.
    pub files_max: Option<u32>,
    /// What is left out, step by step, with about so many bytes.
    pub steps: Vec<StepReport>,
}

impl Forecast {
    /// The bytes that all steps leave out.
    #[must_use]
    pub fn bytes_left_out(&self) -> u64 {
        self.steps.iter().map(|step| step.bytes).sum()
    }
}
