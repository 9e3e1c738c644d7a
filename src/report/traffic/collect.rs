//! Takes the picture while entries pass: one collector for each thread, merged at the end.

use std::collections::BTreeMap;

use crate::har::{Entry, Zone};
use crate::report::traffic::REQUESTS_MAX;
use crate::report::traffic::bodies::{Bodies, Credentials};
use crate::report::traffic::chains::ChainTable;
use crate::report::traffic::client::ClientTable;
use crate::report::traffic::extremes::Extremes;
use crate::report::traffic::faults::{FaultTable, Symptoms};
use crate::report::traffic::handles::HandleTable;
use crate::report::traffic::header::headers;
use crate::report::traffic::hosts::{Content, HostTable, host, host_of};
use crate::report::traffic::ids::IdTable;
use crate::report::traffic::outcomes::Outcomes;
use crate::report::traffic::request::{Rank, Request};
use crate::report::traffic::steps::StepTable;
use crate::report::traffic::top::Top;

/// Takes the picture of the entries that it is shown.
#[derive(Debug, Clone)]
pub struct Collector {
    pub(super) entries: u64,
    pub(super) outcomes: Outcomes,
    pub(super) top: Top<Rank, Request>,
    pub(super) hosts: HostTable,
    pub(super) ids: IdTable,
    /// When the first request started, in microseconds since 1970 and as it is written.
    pub(super) first: Option<(i64, String)>,
    /// When the last one ended.
    pub(super) last: i64,
    /// How the times are written.
    pub(super) zones: BTreeMap<Zone, u64>,
    pub(super) bodies: Bodies,
    pub(super) credentials: Credentials,
    pub(super) faults: FaultTable,
    pub(super) chains: ChainTable,
    pub(super) extremes: Extremes,
    pub(super) client: ClientTable,
    pub(super) steps: StepTable,
    pub(super) handles: HandleTable,
    /// What the parts of long entries have said.
    parts: BTreeMap<u64, Long>,
}

/// What is known of a long entry.
#[derive(Debug, Clone, Default)]
struct Long {
    request: Request,
    host: Option<String>,
    symptoms: Symptoms,
    bodies: Bodies,
}

impl Default for Collector {
    fn default() -> Self {
        Self {
            entries: 0,
            outcomes: Outcomes::default(),
            top: Top::new(REQUESTS_MAX),
            hosts: HostTable::default(),
            ids: IdTable::default(),
            first: None,
            last: i64::MIN,
            zones: BTreeMap::new(),
            bodies: Bodies::default(),
            credentials: Credentials::default(),
            faults: FaultTable::default(),
            chains: ChainTable::default(),
            extremes: Extremes::default(),
            client: ClientTable::default(),
            steps: StepTable::default(),
            handles: HandleTable::default(),
            parts: BTreeMap::new(),
        }
    }
}

impl Collector {
    /// Counts the bytes of an entry, and looks at nothing else of it.
    pub fn bytes(&mut self, entry: Entry<'_>, bytes: u64) {
        self.hosts.count(&host_of(entry), Content::of(entry), bytes);
    }

    /// Looks at a redacted entry, of which the capture has so many bytes.
    pub fn entry(&mut self, number: u64, entry: Entry<'_>, bytes: u64) {
        let request = Request::read(number, entry, bytes);
        self.start(&request, entry);
        self.look(&request, request.is_failed(), entry);
        self.bodies.count(entry, u64::MAX);
        let symptoms = Symptoms::matter(&request).then(|| Symptoms::read(entry));
        self.count(request, &host_of(entry), symptoms.unwrap_or_default());
    }

    /// Looks at a part of a redacted entry, of which the capture has so many bytes.
    pub fn part(&mut self, number: u64, entry: Entry<'_>, bytes: u64) {
        let request = Request::read(number, entry, bytes);
        self.start(&request, entry);
        self.look(&request, false, entry);
        let host = entry.url().map(|_| host_of(entry));
        let mut bodies = Bodies::default();
        bodies.count(entry, bytes);
        self.note_part(Long { request, host, symptoms: Symptoms::read(entry), bodies });
    }

    /// Whether a thread should hand over what it has seen, so that all threads together hold no more
    /// than one would.
    #[must_use]
    pub fn is_long(&self) -> bool {
        self.hosts.is_long()
    }

    /// Adds what another thread has seen.
    pub fn merge(&mut self, other: Self) {
        self.entries += other.entries;
        self.outcomes.merge(other.outcomes);
        self.top.merge(other.top);
        self.hosts.merge(other.hosts);
        self.ids.merge(other.ids);
        self.first = [self.first.take(), other.first].into_iter().flatten().min();
        self.last = self.last.max(other.last);
        for (zone, count) in other.zones {
            *self.zones.entry(zone).or_default() += count;
        }
        self.bodies.merge(other.bodies);
        self.credentials.merge(other.credentials);
        self.faults.merge(other.faults);
        self.chains.merge(other.chains);
        self.extremes.merge(other.extremes);
        self.client.merge(other.client);
        self.steps.merge(other.steps);
        self.handles.merge(other.handles);
        other.parts.into_values().for_each(|long| self.note_part(long));
    }

    /// Counts long entries, too, now that all of their parts were seen.
    #[must_use]
    pub fn finish(mut self) -> Self {
        for long in std::mem::take(&mut self.parts).into_values() {
            let host = long.host.unwrap_or_else(|| host(""));
            self.bodies.merge(long.bodies);
            self.count(long.request, &host, long.symptoms);
        }
        self
    }

    fn note_part(&mut self, part: Long) {
        match self.parts.get_mut(&part.request.entry) {
            Some(known) => {
                known.request.merge(part.request);
                known.host = known.host.take().or(part.host);
                known.symptoms.merge(part.symptoms);
                known.bodies.join(part.bodies);
            }
            None => drop(self.parts.insert(part.request.entry, part)),
        }
    }

    /// Looks at what each part of an entry adds of its own.
    fn look(&mut self, request: &Request, is_failed: bool, entry: Entry<'_>) {
        for header in headers(entry) {
            self.credentials.count(header);
            self.ids.count(request.entry, is_failed, header);
            self.client.listen(header);
            self.handles.header(request.entry, header);
        }
        self.chains.count(request, entry);
        self.steps.count(request, entry);
        self.handles.gather(request.entry, entry);
    }

    fn start(&mut self, request: &Request, entry: Entry<'_>) {
        if request.micros != i64::MIN
            && let Some(zone) = entry.started().and_then(|time| Zone::of(&time.decode()))
        {
            *self.zones.entry(zone).or_default() += 1;
        }
        if request.micros != i64::MIN
            && self.first.as_ref().is_none_or(|(first, _)| request.micros < *first)
        {
            let written = entry.started().map(|text| text.decode().into_owned());
            self.first = Some((request.micros, written.unwrap_or_default()));
        }
    }

    fn count(&mut self, request: Request, host: &str, symptoms: Symptoms) {
        self.entries += 1;
        self.client.count(&request);
        self.extremes.count(&request);
        if let Some(kind) = self.faults.count(&request, symptoms) {
            self.outcomes.count(kind, request.status);
        }
        if request.micros != i64::MIN {
            self.last = self.last.max(request.end());
        }
        self.hosts.count(host, request.content, request.bytes);
        self.top.add(request.rank(), || request);
    }
}
