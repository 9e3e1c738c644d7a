//! Sizes as they are typed and printed.

pub(crate) use unharm::report::human;
pub(crate) use unharm::size::{Limit, bytes, chunk_limit};
