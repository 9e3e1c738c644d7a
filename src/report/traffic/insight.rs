//! What a desk asks of the requests, beside their picture.

use std::cmp::Reverse;
use std::mem::take;

use serde::Serialize;

use crate::report::traffic::request::utc;
use crate::report::traffic::{
    Bodies, Client, Collector, Credentials, FaultKind, Faults, Handles, Maker, RedirectLoop,
    RefusalChain, Request, Step,
};

/// The most offsets from UTC that are listed.
const ZONES_MAX: usize = 4;

/// What a desk asks of the requests.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Insight {
    /// When the first request started and the last ended, in UTC.
    pub span: Option<[String; 2]>,
    /// How times are written in the capture.
    pub zones: Vec<ZoneCount>,
    /// Whether bodies are in the capture.
    pub bodies: Bodies,
    /// Whether credentials are, redacted or not.
    pub credentials: Credentials,
    /// What went wrong.
    pub faults: Faults,
    /// Redirects that lead back.
    pub redirect_loops: Vec<RedirectLoop>,
    /// Requests refused again and again.
    pub refusal_chains: Vec<RefusalChain>,
    /// The requests with the most bytes.
    pub largest: Vec<Request>,
    /// The requests that took longest.
    pub slowest: Vec<Request>,
    /// Who has made the requests.
    pub client: Client,
    /// What the user seems to have done before it went wrong.
    pub steps: Vec<Step>,
    /// By what a desk finds accounts, conversations and answers.
    pub handles: Handles,
}

/// How often times are written with one offset from UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ZoneCount {
    /// `Z`, an offset as `+09:00`, or nothing.
    pub zone: String,
    /// How many entries.
    pub entries: u64,
}

impl Insight {
    /// Takes from a collector what only this needs; `maker` has recorded the capture.
    pub(super) fn take(from: &mut Collector, maker: &Maker) -> Self {
        let start = from.first.as_ref().map_or(0, |first| first.0);
        let is_dated = from.first.is_some();
        let faults = take(&mut from.faults).into_faults(start);
        // What led to the worst: a font that failed on the first page is not what is asked about.
        let wrong = faults.listed.iter().filter(|fault| fault.kind != FaultKind::Aborted);
        let wrong = wrong.min_by_key(|fault| (fault.kind, fault.request.entry));
        let steps = take(&mut from.steps).into_steps(wrong.map(|fault| fault.request.entry));
        let (largest, slowest) = take(&mut from.extremes).into_lists(start);
        let chains = take(&mut from.chains);
        let mut zones: Vec<ZoneCount> = take(&mut from.zones)
            .into_iter()
            .map(|(zone, entries)| ZoneCount { zone: zone.to_string(), entries })
            .collect();
        zones.sort_by_key(|zone| Reverse(zone.entries));
        zones.truncate(ZONES_MAX);
        Self {
            span: is_dated.then(|| Some([utc(start)?, utc(from.last.max(start))?])).flatten(),
            zones,
            bodies: from.bodies,
            credentials: from.credentials,
            faults,
            redirect_loops: chains.loops(),
            refusal_chains: chains.refusals(),
            largest,
            slowest,
            client: take(&mut from.client).into_client(maker, from.entries),
            steps,
            handles: take(&mut from.handles).into_handles(),
        }
    }
}
