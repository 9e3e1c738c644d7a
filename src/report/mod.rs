//! What people and machines are told of a run: counts, places and rules, never a value.

pub mod html;

mod machine;
mod words;

pub use machine::{
    CaptureReport, ChunkReport, CutReport, Finding, FindingList, FitReport, KindCount,
    OutputReport, Report, RuleCount, SCHEMA, SalvageReport, SplitReport, StepReport, Tool,
    Verification, VerificationState, kinds, rules,
};
pub use words::{counted, grouped, human, lasting, shortened, shown};
