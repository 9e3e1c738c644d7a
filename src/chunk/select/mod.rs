//! Which entries of a capture are kept, and which are left out.
//!
//! In pass 1 every entry is read, since it may name a secret of one that is kept; what it says of
//! itself that a selection asks for becomes a *row*. When all rows are there, it is known which
//! entries are kept: then it is clear when the capture starts, and what led to a failure.

mod facts;
mod pattern;
mod rows;
mod time;
mod trail;

use regex::Regex;

pub use facts::Facts;
pub use pattern::{HostPattern, StatusPattern, TypePattern};
pub use rows::{Row, Rows, Selection};
pub use time::{Around, TimePoint, duration};

/// What is asked of the entries that are kept; what is empty asks nothing.
///
/// An entry is kept when it meets each of these; of several patterns of a kind one is enough.
#[derive(Debug, Clone, Default)]
pub struct Select {
    /// Where the request went.
    pub hosts: Vec<HostPattern>,
    /// Where it did not go.
    pub not_hosts: Vec<HostPattern>,
    /// What its URL matches.
    pub urls: Vec<Regex>,
    /// What was answered.
    pub statuses: Vec<StatusPattern>,
    /// The request's method, without regard to case.
    pub methods: Vec<String>,
    /// What was asked for.
    pub types: Vec<TypePattern>,
    /// The page's id, or its number from 1.
    pub pages: Vec<String>,
    /// It started then or later.
    pub since: Option<TimePoint>,
    /// It started then or earlier.
    pub until: Option<TimePoint>,
    /// It was under way in one of these spans.
    pub around: Vec<Around>,
    /// Only entries that failed, and what led to them, whatever else is asked.
    pub failed: Failed,
}

/// Whether only entries that failed are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Failed {
    /// All are.
    #[default]
    Any,
    /// Those whose status is 0, 4xx or 5xx, or that name an error; and what led to them.
    Only,
}

impl Select {
    /// Whether it asks anything.
    #[must_use]
    pub fn is_active(&self) -> bool {
        !(self.hosts.is_empty()
            && self.not_hosts.is_empty()
            && self.urls.is_empty()
            && self.statuses.is_empty()
            && self.methods.is_empty()
            && self.types.is_empty()
            && self.pages.is_empty()
            && self.since.is_none()
            && self.until.is_none()
            && self.around.is_empty()
            && self.failed == Failed::Any)
    }
}
