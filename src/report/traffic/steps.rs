//! What the user seems to have done: pages opened and data sent, in their order.

use std::cmp::Reverse;

use serde::Serialize;

use crate::har::Entry;
use crate::report::traffic::chains::redirect_target;
use crate::report::traffic::hosts::Content;
use crate::report::traffic::request::{Request, short};
use crate::report::traffic::top::Top;
use crate::report::words::shortened;

/// Steps that are remembered, from the first on, and that are told.
const REMEMBERED_MAX: usize = 2_000;
const TOLD_MAX: usize = 20;

/// Characters of a URL.
const URL_CHARS: usize = 120;

/// Parts of URLs to which pages report on their own.
const TELEMETRY: [&str; 12] = [
    "analytics",
    "beacon",
    "telemetry",
    "/collect",
    "/envelope",
    "/events",
    "/logs",
    "/metrics",
    "/rgstr",
    "/rum",
    "/track",
    "statsig",
];

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The request, from 1.
    pub entry: u64,
    /// Its method; `GET` opens a page.
    pub method: String,
    /// Its URL without query.
    pub url: String,
    /// Where redirects have led from there, without query.
    pub leads_to: Option<String>,
    /// The status of the last response to it; 0 when none came.
    pub status: u16,
    /// How often it was done in a row.
    pub times: u64,
    /// Where the response leads next.
    #[serde(skip)]
    next: Option<String>,
}

impl Step {
    /// Whether the browser has taken the other step by itself after this one.
    fn leads_to(&self, other: &Self) -> bool {
        other.method == "GET" && self.next.as_ref() == Some(&other.url)
    }

    fn follow(&mut self, other: Self) {
        (self.leads_to, self.next, self.status) = (Some(other.url), other.next, other.status);
    }

    fn is_same(&self, other: &Self) -> bool {
        let key = |step: &Self| (step.method.clone(), step.url.clone(), step.leads_to.clone());
        self.status == other.status && key(self) == key(other)
    }
}

/// Steps, while they are gathered.
#[derive(Debug, Clone)]
pub(super) struct StepTable {
    first: Top<Reverse<u64>, Step>,
    count: u64,
}

impl Default for StepTable {
    fn default() -> Self {
        Self { first: Top::new(REMEMBERED_MAX), count: 0 }
    }
}

impl StepTable {
    /// Notes a request if a user may have caused it.
    pub(super) fn count(&mut self, request: &Request, entry: Entry<'_>) {
        if !is_step(request, entry) {
            return;
        }
        self.count += 1;
        self.first.add(Reverse(request.entry), || Step {
            entry: request.entry,
            method: request.method.clone(),
            url: entry.url().map(|url| path_of(&short(url, usize::MAX / 4))).unwrap_or_default(),
            leads_to: None,
            status: request.status,
            times: 1,
            next: next(request, entry),
        });
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.first.merge(other.first);
        self.count += other.count;
    }

    /// The steps up to the entry at which something went wrong, the last ones of them.
    pub(super) fn into_steps(self, until: Option<u64>) -> Vec<Step> {
        let mut steps = self.first.into_items();
        steps.sort_by_key(|step| step.entry);
        let mut taken: Vec<Step> = Vec::new();
        for step in steps.into_iter().filter(|step| until.is_none_or(|until| step.entry <= until)) {
            match taken.last_mut() {
                Some(last) if last.leads_to(&step) => last.follow(step),
                _ => taken.push(step),
            }
        }
        let mut told: Vec<Step> = Vec::new();
        for step in taken {
            match told.last_mut() {
                Some(last) if last.is_same(&step) => last.times += 1,
                _ => told.push(step),
            }
        }
        let from = until.map_or(0, |_| told.len().saturating_sub(TOLD_MAX));
        told.drain(..from);
        told.truncate(TOLD_MAX);
        told
    }
}

fn is_step(request: &Request, entry: Entry<'_>) -> bool {
    let kind = entry.resource_type().map(|kind| kind.raw());
    match request.method.as_str() {
        "GET" => {
            // A frame is no page; where the browser says which it is, it is believed.
            let dest = entry.request_header("sec-fetch-dest").next();
            request.content == Content::Document
                && dest.is_none_or(|dest| dest.raw() == b"document")
                && !matches!(kind, Some(b"xhr" | b"fetch"))
        }
        "POST" | "PUT" | "PATCH" | "DELETE" => {
            let is_report = matches!(kind, Some(b"ping" | b"beacon" | b"cspviolationreport"));
            let url = request.url.to_ascii_lowercase();
            !is_report && !TELEMETRY.iter().any(|word| url.contains(word))
        }
        _ => false,
    }
}

/// Where a redirect leads, without query.
fn next(request: &Request, entry: Entry<'_>) -> Option<String> {
    let is_redirect = matches!(request.status, 301..=303 | 307 | 308);
    is_redirect.then(|| redirect_target(entry)).flatten().map(|url| path_of(&url))
}

/// A URL without query and fragment.
fn path_of(url: &str) -> String {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    shortened(&url[..end], URL_CHARS)
}

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;

    use crate::report::traffic::steps::{Step, StepTable};

    fn step(entry: u64, method: &str, url: &str, status: u16, next: Option<&str>) -> Step {
        let next = next.map(str::to_owned);
        let (method, url) = (method.to_owned(), url.to_owned());
        Step { entry, method, url, leads_to: None, status, times: 1, next }
    }

    #[test]
    fn what_the_browser_does_by_itself_is_no_step() {
        let mut table = StepTable::default();
        for step in [
            step(1, "GET", "/a", 200, None),
            step(2, "POST", "/login", 303, Some("/home")),
            step(3, "GET", "/home", 302, Some("/home/")),
            step(4, "GET", "/home/", 200, None),
            step(7, "GET", "/x", 302, Some("/gone")),
            step(8, "GET", "/y", 200, None),
            step(9, "GET", "/y", 200, None),
            step(12, "POST", "/z", 500, None),
            step(13, "GET", "/later", 200, None),
        ] {
            table.first.add(Reverse(step.entry), || step);
        }
        let steps = table.into_steps(Some(12));
        let told: Vec<_> = steps
            .iter()
            .map(|step| (step.entry, step.leads_to.as_deref(), step.status, step.times))
            .collect();
        let expected = [
            (1, None, 200, 1),
            (2, Some("/home/"), 200, 1),
            (7, None, 302, 1),
            (8, None, 200, 2),
            (12, None, 500, 1),
        ];
        assert_eq!(told, expected);
    }
}
