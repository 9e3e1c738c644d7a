//! What a template can name.

use serde::Serialize;

use crate::har::{Moment, Zone};
use crate::report::ticket::Particulars;
use crate::report::traffic::{
    Fault, FaultKind, Handle, HeaderValue, IdExample, Insight, Step, Traffic, ZoneCount,
};
use crate::report::{CaptureReport, ChunkReport};

/// How many failed requests are told, and request ids of one kind.
const FAULTS_MAX: usize = 10;

/// What a template can name.
#[derive(Debug, Serialize)]
pub(super) struct Context<'r> {
    tool: String,
    /// The name of the capture, and how much is in it.
    capture: &'r str,
    entries: u64,
    pages: u64,
    /// What is sent.
    files: &'r [ChunkReport],
    redactions: u64,
    secrets: u64,
    /// What the user has said.
    email: Option<&'r str>,
    plan: Option<&'r str>,
    /// When it was, in UTC and in the zone of the capture or the user.
    time: Option<Span>,
    /// How the capture writes times.
    zones: &'r [ZoneCount],
    /// Whether the capture writes UTC, and the offset of the clock that it was recorded by.
    writes_utc: bool,
    writes_offset: bool,
    /// The zone of `local` times: the user's or the capture's.
    zone: Option<String>,
    zone_is_users: bool,
    /// What went wrong: how much, and the worst of it in the order of the capture.
    failed: u64,
    failures: Vec<Failure<'r>>,
    failure_ids: Vec<FailureIds<'r>>,
    steps: &'r [Step],
    request_ids: Vec<RequestIds<'r>>,
    flags: Vec<Flag<'r>>,
    /// All that is known of the requests.
    traffic: &'r Traffic,
    /// The same, for desks.
    insight: &'r Insight,
}

/// A span of time.
#[derive(Debug, Serialize)]
struct Span {
    utc: [String; 2],
    local: Option<[String; 2]>,
}

/// A failed request.
#[derive(Debug, Serialize)]
struct Failure<'r> {
    entry: u64,
    kind: FaultKind,
    method: &'r str,
    url: &'r str,
    status: u16,
    error: Option<&'r str>,
    code: Option<&'r str>,
    #[serde(rename = "type")]
    of_type: Option<&'r str>,
    message: Option<&'r str>,
    retry_after: Option<&'r str>,
    ids: &'r [HeaderValue],
    utc: Option<&'r str>,
    local: Option<String>,
}

/// Request ids of failed requests; those that have the same are told together.
#[derive(Debug, Serialize)]
struct FailureIds<'r> {
    entries: Vec<u64>,
    ids: &'r [HeaderValue],
}

/// Request ids of one header, those of failed requests first.
#[derive(Debug, Serialize)]
struct RequestIds<'r> {
    header: &'static str,
    count: u64,
    examples: &'r [IdExample],
}

/// A mark of a policy or safety system.
#[derive(Debug, Serialize)]
struct Flag<'r> {
    entry: u64,
    what: &'r str,
    id: Option<&'r HeaderValue>,
}

impl<'r> Failure<'r> {
    fn new(fault: &'r Fault, zone: Option<Zone>) -> Self {
        let (request, body) = (&fault.request, &fault.body);
        Self {
            entry: request.entry,
            kind: fault.kind,
            method: &request.method,
            url: &request.url,
            status: request.status,
            error: request.error.as_deref(),
            code: body.code.as_deref(),
            of_type: body.kind.as_deref(),
            message: body.message.as_deref(),
            retry_after: fault.retry_after.as_deref(),
            ids: &fault.ids,
            utc: fault.at.as_deref(),
            local: zone.zip(fault.at.as_deref()).and_then(|(zone, at)| local(at, zone)),
        }
    }
}

/// What a template can name of this capture.
pub(super) fn context<'r>(capture: &'r CaptureReport, particulars: &'r Particulars) -> Context<'r> {
    static NOTHING: std::sync::LazyLock<Traffic> = std::sync::LazyLock::new(Traffic::default);
    let traffic = capture.traffic.as_ref().unwrap_or(&NOTHING);
    let insight = &traffic.insight;
    let zone = particulars.zone.or_else(|| local_zone(&insight.zones));
    // The same time twice tells nothing.
    let other = zone.filter(|zone| !matches!(zone, Zone::Utc | Zone::Offset(0)));
    let failures = failures(insight, other);
    Context {
        tool: format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION")),
        capture: &capture.capture,
        entries: capture.entries,
        pages: capture.pages,
        files: &capture.output.chunks,
        redactions: capture.redactions,
        secrets: capture.secrets,
        email: particulars.email.as_deref(),
        plan: particulars.plan.as_deref(),
        time: insight.span.as_ref().map(|utc| Span {
            utc: utc.clone(),
            local: other.and_then(|zone| Some([local(&utc[0], zone)?, local(&utc[1], zone)?])),
        }),
        zones: &insight.zones,
        writes_utc: insight.zones.first().is_some_and(|zone| zone.zone == "Z"),
        writes_offset: local_zone(&insight.zones).is_some(),
        zone: zone.map(|zone| zone.to_string()),
        zone_is_users: particulars.zone.is_some(),
        failed: insight.faults.counts.iter().map(|count| count.requests).sum(),
        failure_ids: failure_ids(&failures),
        failures,
        steps: &insight.steps,
        request_ids: request_ids(traffic),
        flags: flags(insight),
        traffic,
        insight,
    }
}

/// The offset from UTC that the capture writes.
fn local_zone(zones: &[ZoneCount]) -> Option<Zone> {
    let written = zones.iter().filter_map(|zone| Zone::parse(&zone.zone));
    written.into_iter().find(|zone| matches!(zone, Zone::Offset(_)))
}

fn local(utc: &str, zone: Zone) -> Option<String> {
    Some(Moment::parse(utc)?.at(zone))
}

fn failures(insight: &Insight, zone: Option<Zone>) -> Vec<Failure<'_>> {
    let mut worst: Vec<&Fault> = insight.faults.listed.iter().collect();
    worst.sort_by_key(|fault| fault.kind);
    worst.truncate(FAULTS_MAX);
    worst.sort_by_key(|fault| fault.request.entry);
    worst.into_iter().map(|fault| Failure::new(fault, zone)).collect()
}

/// A client that gives each of its requests the same id is told of once.
fn failure_ids<'r>(failures: &[Failure<'r>]) -> Vec<FailureIds<'r>> {
    let mut rows: Vec<FailureIds<'r>> = Vec::new();
    for failure in failures.iter().filter(|failure| !failure.ids.is_empty()) {
        match rows.iter_mut().find(|row| row.ids == failure.ids) {
            Some(row) => row.entries.push(failure.entry),
            None => rows.push(FailureIds { entries: vec![failure.entry], ids: failure.ids }),
        }
    }
    rows
}

fn request_ids(traffic: &Traffic) -> Vec<RequestIds<'_>> {
    let rows = traffic.request_ids.iter().map(|row| RequestIds {
        header: row.header,
        count: row.count,
        examples: &row.examples,
    });
    rows.collect()
}

/// The flags of answers that failed, and of those that did not.
fn flags(insight: &Insight) -> Vec<Flag<'_>> {
    let failed = insight.faults.listed.iter().filter(|fault| fault.body.is_policy());
    let failed = failed.map(|fault| Flag {
        entry: fault.request.entry,
        what: fault.body.code.as_deref().or(fault.body.kind.as_deref()).unwrap_or_default(),
        id: fault.ids.first(),
    });
    let other = insight.handles.flags.iter().map(|handle: &Handle| Flag {
        entry: handle.entry,
        what: &handle.value,
        id: handle.id.as_ref(),
    });
    let mut flags: Vec<Flag<'_>> = failed.chain(other).collect();
    flags.sort_by_key(|flag| flag.entry);
    flags.dedup_by_key(|flag| (flag.entry, flag.what));
    flags
}
