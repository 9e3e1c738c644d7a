//! What people and machines are told of a run: counts, places and rules, never a value.

pub mod html;
pub mod ticket;
pub mod traffic;

mod bench;
mod forecast;
mod machine;
mod sarif;
mod seal;
mod words;

pub use bench::{BenchReport, StepTime};
pub use forecast::Forecast;
pub use machine::{
    CaptureReport, ChunkReport, CutReport, Finding, FindingList, FitReport, KindCount,
    OutputReport, Report, RuleCount, SCHEMA, SalvageReport, SideFilesReport, SplitReport,
    StepReport, Tool, Verification, VerificationState, kinds, rules,
};
pub use sarif::{sarif, uri};
pub use seal::Seal;
pub use words::{counted, escaped_json, grouped, human, lasting, shortened, shown};
