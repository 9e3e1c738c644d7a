//! The three passes and their threads.

mod bench;
mod buffer;
mod collect;
mod fit;
mod forecast;
mod forget;
mod giant;
mod join;
mod lengths;
mod notes;
mod pack;
mod reader;
mod salvage;
mod sanitize;
mod sift;
mod split;
mod survey;
mod transform;
mod verify;
mod watch;
mod workers;
mod write;

pub use bench::bench;
pub use join::{JoinOutput, join};
#[doc(hidden)]
pub use reader::ReadSizes;
pub(crate) use salvage::can_be_salvaged;
pub use sanitize::{sanitize, sanitize_if};
pub use split::split;
pub use survey::{inspect, survey};
