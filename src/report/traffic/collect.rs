//! Takes the picture while entries pass: one collector for each thread, merged at the end.

use std::collections::BTreeMap;

use crate::har::Entry;
use crate::report::traffic::REQUESTS_MAX;
use crate::report::traffic::hosts::HostTable;
use crate::report::traffic::ids::IdTable;
use crate::report::traffic::request::{Rank, Request};
use crate::report::traffic::top::Top;

/// Takes the picture of the entries that it is shown.
#[derive(Debug, Clone)]
pub struct Collector {
    pub(super) entries: u64,
    pub(super) unanswered: u64,
    pub(super) client_errors: u64,
    pub(super) server_errors: u64,
    pub(super) top: Top<Rank, Request>,
    pub(super) hosts: HostTable,
    pub(super) ids: IdTable,
    /// When the first request started, in microseconds since 1970 and as it is written.
    pub(super) first: Option<(i64, String)>,
    /// When the last one ended.
    pub(super) last: i64,
    /// What the parts of long entries have said.
    parts: BTreeMap<u64, Request>,
}

impl Default for Collector {
    fn default() -> Self {
        Self {
            entries: 0,
            unanswered: 0,
            client_errors: 0,
            server_errors: 0,
            top: Top::new(REQUESTS_MAX),
            hosts: HostTable::default(),
            ids: IdTable::default(),
            first: None,
            last: i64::MIN,
            parts: BTreeMap::new(),
        }
    }
}

impl Collector {
    /// Looks at a redacted entry, of which the capture has so many bytes.
    pub fn entry(&mut self, number: u64, entry: Entry<'_>, bytes: u64) {
        let request = Request::read(number, entry, bytes);
        self.ids.count(number, request.is_failed(), entry);
        self.start(&request, entry);
        self.count(request);
    }

    /// Looks at a part of a redacted entry, of which the capture has so many bytes.
    pub fn part(&mut self, number: u64, entry: Entry<'_>, bytes: u64) {
        let request = Request::read(number, entry, bytes);
        self.ids.count(number, false, entry);
        self.start(&request, entry);
        self.note_part(request);
    }

    /// Adds what another thread has seen.
    pub fn merge(&mut self, other: Self) {
        self.entries += other.entries;
        self.unanswered += other.unanswered;
        self.client_errors += other.client_errors;
        self.server_errors += other.server_errors;
        self.top.merge(other.top);
        self.hosts.merge(other.hosts);
        self.ids.merge(other.ids);
        self.first = [self.first.take(), other.first].into_iter().flatten().min();
        self.last = self.last.max(other.last);
        other.parts.into_values().for_each(|request| self.note_part(request));
    }

    /// Counts long entries, too, now that all of their parts were seen.
    #[must_use]
    pub fn finish(mut self) -> Self {
        for request in std::mem::take(&mut self.parts).into_values() {
            self.count(request);
        }
        self
    }

    fn note_part(&mut self, request: Request) {
        match self.parts.get_mut(&request.entry) {
            Some(known) => known.merge(request),
            None => drop(self.parts.insert(request.entry, request)),
        }
    }

    fn start(&mut self, request: &Request, entry: Entry<'_>) {
        if request.micros != i64::MIN
            && self.first.as_ref().is_none_or(|(first, _)| request.micros < *first)
        {
            let written = entry.started().map(|text| text.decode().into_owned());
            self.first = Some((request.micros, written.unwrap_or_default()));
        }
    }

    fn count(&mut self, request: Request) {
        self.entries += 1;
        match request.status {
            0 => self.unanswered += 1,
            400..=499 => self.client_errors += 1,
            500.. => self.server_errors += 1,
            _ => {}
        }
        if request.micros != i64::MIN {
            self.last = self.last.max(request.end());
        }
        self.hosts.count(&request.url, request.content, request.bytes);
        self.top.add(request.rank(), || request);
    }
}
