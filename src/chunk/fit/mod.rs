//! Makes one file of a capture that is too large for it: what helps least to find a fault goes
//! first, each step only as far as needed.
//!
//! [`Sizes`] are gathered in pass 1, 16 bytes an entry; a [`FitPlan`] is made of them before pass 2,
//! in which the [`Fitter`] applies it to each redacted entry. Never touched are entries that show a
//! fault and those beside them, documents, requests, headers and timings.

mod apply;
mod class;
mod host;
mod plan;
mod sizes;
mod space;
mod step;
mod traits;

pub use apply::{Fitter, left_out};
pub use class::Class;
pub use plan::{FitPlan, Goal, Room, Treatment};
pub use sizes::{EntrySize, Sizes};
pub use space::{Compactor, compacted};
pub use step::{Saved, Step};
pub use traits::Traits;
