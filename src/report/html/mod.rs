//! The report as one page for people: no script, nothing from elsewhere, nothing that runs.
//!
//! What a capture has written reaches the page as text only: `maud` escapes it, and
//! [`shown`](crate::report::shown) writes out what could steer a reader's eye. Lists end where
//! their [`share`] of a megabyte does, and say what they leave out.

mod chunks;
mod page;
mod redactions;
mod rows;
mod summary;
mod verification;

pub use page::{PAGE_BYTES_MAX, page};
