//! What the user seems to have done: pages opened and data sent, in their order.

use std::cmp::Reverse;

use serde::Serialize;

use crate::har::Entry;
use crate::report::traffic::hosts::Content;
use crate::report::traffic::request::{Request, short};
use crate::report::traffic::top::Top;

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
    /// The status of its response; 0 when none came.
    pub status: u16,
    /// How often it was done in a row.
    pub times: u64,
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
            url: entry.url().map(path_of).unwrap_or_default(),
            status: request.status,
            times: 1,
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
        let mut told: Vec<Step> = Vec::new();
        for step in steps.into_iter().filter(|step| until.is_none_or(|until| step.entry <= until)) {
            match told.last_mut() {
                Some(last)
                    if (&last.method, &last.url, last.status)
                        == (&step.method, &step.url, step.status) =>
                {
                    last.times += 1;
                }
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

/// A URL without query and fragment.
fn path_of(url: crate::har::Text<'_>) -> String {
    let text = short(url, usize::MAX / 4);
    let end = text.find(['?', '#']).unwrap_or(text.len());
    crate::report::words::shortened(&text[..end], URL_CHARS)
}
