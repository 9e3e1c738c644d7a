//! What a capture's requests were: a bounded picture of any number of them, taken while they pass.
//!
//! It is taken of redacted entries only. The requests that a reader looks for first are kept one by
//! one, the rest is counted; hosts and request ids have tables of a fixed size.

mod agent;
mod bodies;
mod chains;
mod client;
mod collect;
mod error_body;
mod extremes;
mod faults;
mod handles;
mod header;
mod hosts;
mod ids;
mod insight;
mod keyed;
mod maker;
mod outcomes;
mod request;
mod steps;
mod top;

use serde::Serialize;

pub use bodies::{Bodies, Credentials};
pub use chains::{RedirectLoop, RefusalChain};
pub use client::{Between, Client};
pub use collect::Collector;
pub use error_body::ErrorBody;
pub use faults::{Fault, FaultCount, FaultKind, Faults, HeaderValue};
pub use handles::{Handle, Handles};
pub use hosts::{Content, Host, Hosts, TypeBytes};
pub use ids::{IdExample, RequestId};
pub use insight::{Insight, ZoneCount};
pub use maker::Maker;
pub use request::{PHASES, Request};
pub use steps::Step;

/// The most requests that are kept one by one.
pub const REQUESTS_MAX: usize = 1_500;

/// What a capture's requests were.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Traffic {
    /// What recorded the capture.
    pub maker: Maker,
    /// When the first request started, as the capture writes it.
    pub started: Option<String>,
    /// Milliseconds from there to the end of the last.
    pub milliseconds: f64,
    /// How many requests got no response, though nobody ended them.
    pub unanswered: u64,
    /// How many got a status of 400 to 499.
    pub client_errors: u64,
    /// How many got a status of 500 or more.
    pub server_errors: u64,
    /// How many were answered by another status, but not to the end.
    pub broken_off: u64,
    /// How many the page or the user has ended before that.
    pub aborted: u64,
    /// How many CORS preflights were answered by another status, and allow nothing.
    pub refused: u64,
    /// Failed requests first, then documents, then the slowest; in the order of their start.
    pub requests: Vec<Request>,
    /// How many requests are not listed.
    pub requests_left_out: u64,
    /// Bytes by host and type.
    pub hosts: Hosts,
    /// Request ids, which were kept on purpose.
    pub request_ids: Vec<RequestId>,
    /// What a desk asks beside that; not part of the report for machines.
    #[serde(skip)]
    pub insight: Insight,
}

impl Traffic {
    /// The picture of what was written, beside what it was made of.
    #[must_use]
    pub fn new(before: Collector, after: Option<Collector>, maker: Maker) -> Self {
        let (before, after) = match after {
            Some(after) => (Some(before), after),
            None => (None, before),
        };
        let mut after = after;
        let insight = Insight::take(&mut after, &maker);
        let left_out = after.entries.saturating_sub(after.top.len() as u64);
        let outcomes = after.outcomes;
        let mut requests = after.top.into_items();
        requests.sort_by_key(|request| (request.micros, request.entry));
        let first = after.first;
        let start = first.as_ref().map_or(0, |first| first.0);
        for request in &mut requests {
            request.set_start(start);
        }
        #[expect(clippy::cast_precision_loss, reason = "a time for people")]
        let milliseconds = after.last.saturating_sub(start).max(0) as f64 / 1e3;
        Self {
            insight,
            maker,
            started: first.map(|(_, written)| written),
            milliseconds,
            unanswered: outcomes.unanswered,
            client_errors: outcomes.client_errors,
            server_errors: outcomes.server_errors,
            broken_off: outcomes.broken_off,
            aborted: outcomes.aborted,
            refused: outcomes.refused,
            requests,
            requests_left_out: left_out,
            hosts: Hosts::new(before.map(|before| before.hosts), after.hosts),
            request_ids: after.ids.into_rows(),
        }
    }

    /// How many requests failed.
    #[must_use]
    pub fn failures(&self) -> u64 {
        let errors = self.client_errors + self.server_errors;
        errors + self.unanswered + self.broken_off + self.aborted + self.refused
    }

    /// The requests that failed, among those that are listed.
    pub fn failed(&self) -> impl Iterator<Item = &Request> {
        let faults = &self.insight.faults.listed;
        let is_fault =
            |entry: u64| faults.binary_search_by_key(&entry, |fault| fault.request.entry).is_ok();
        let has_failed = move |request: &&Request| request.is_failed() || is_fault(request.entry);
        self.requests.iter().filter(has_failed)
    }
}
