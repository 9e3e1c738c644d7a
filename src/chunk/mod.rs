//! How the output is cut: which entry goes into which chunk and where, so that each chunk is a HAR
//! of its own and strictly smaller than the limit.
//!
//! A *chunk* is one output file, the *manifest* the list of them. Chunks joined again give the
//! capture byte for byte.

mod cut;
pub mod fit;
mod frames;
mod join;
mod long;
mod manifest;
mod name;
mod pages;
mod plan;
mod select;

pub use cut::{BodyCut, BodyKind, CutEntry, Cutter};
pub use frames::{FrameCut, FrameFinder, FrameList};
pub use join::{JoinError, Joined, join};
pub use long::{LongBody, LongCut, cut_long};
pub use manifest::{
    EntrySpan, MANIFEST_SCHEMA, MANIFEST_SCHEMA_RUNS, Manifest, ManifestChunk, ManifestError,
    Started, is_date_time,
};
pub use name::{OutputNames, Verb};
pub use pages::{PageIds, page_gaps, with_pages};
pub use plan::{Frame, Placement, Plan, PlannedChunk, Planner, TooLarge};
pub use select::{
    Around, Facts, Failed, HostPattern, Row, Rows, Select, Selection, StatusPattern, TimePoint,
    TypePattern, duration,
};
