//! What people and machines are told of a run: counts, places and rules, never a value.

mod machine;

pub use machine::{
    kinds, rules,
    CaptureReport, ChunkReport, CutReport, KindCount, Report, RuleCount, SCHEMA, Tool, Verification, VerificationState,
};
