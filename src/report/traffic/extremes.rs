//! The largest and the slowest requests.

use std::cmp::Reverse;

use crate::report::traffic::request::Request;
use crate::report::traffic::top::Top;

/// How many of each.
const LISTED_MAX: usize = 10;

/// The largest and the slowest requests, while they are counted.
#[derive(Debug, Clone)]
pub(super) struct Extremes {
    largest: Top<(u64, Reverse<u64>), Request>,
    slowest: Top<(u64, Reverse<u64>), Request>,
}

impl Default for Extremes {
    fn default() -> Self {
        Self { largest: Top::new(LISTED_MAX), slowest: Top::new(LISTED_MAX) }
    }
}

impl Extremes {
    pub(super) fn count(&mut self, request: &Request) {
        self.largest.add((request.bytes, Reverse(request.entry)), || request.clone());
        let micros = request.rank().1;
        if micros > 0 {
            self.slowest.add((micros, Reverse(request.entry)), || request.clone());
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.largest.merge(other.largest);
        self.slowest.merge(other.slowest);
    }

    /// The largest and the slowest, the first of each first; times count from `start`.
    pub(super) fn into_lists(self, start: i64) -> (Vec<Request>, Vec<Request>) {
        let mut largest = self.largest.into_items();
        largest.sort_by_key(|request| (Reverse(request.bytes), request.entry));
        let mut slowest = self.slowest.into_items();
        slowest.sort_by_key(|request| (Reverse(request.rank().1), request.entry));
        largest.iter_mut().chain(&mut slowest).for_each(|request| request.set_start(start));
        (largest, slowest)
    }
}
