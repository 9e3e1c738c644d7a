//! The report as one page for people: no script, nothing from elsewhere, nothing that runs.
//!
//! What a capture has written reaches the page as text only: `maud` escapes it, and
//! [`shown`](crate::report::shown) writes out what could steer a reader's eye. Lists end where
//! their share of a megabyte does, and say what they leave out.

mod axis;
mod chunks;
mod failures;
mod kept;
mod page;
mod redactions;
mod rows;
mod sizes;
mod squarify;
mod summary;
mod treemap;
mod verification;
mod waterfall;

pub use page::{PAGE_BYTES_MAX, page};
