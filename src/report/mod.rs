//! What people and machines are told of a run: counts, places and rules, never a value.

mod machine;

pub use machine::{
    CaptureReport, ChunkReport, CutReport, FitReport, KindCount, OutputReport, Report, RuleCount,
    SCHEMA, SplitReport, StepReport, Tool, Verification, VerificationState, kinds, rules,
};
