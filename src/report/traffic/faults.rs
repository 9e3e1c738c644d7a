//! What went wrong: each failed request with what its response says, and how often.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::har::{Entry, Node, Object};
use crate::report::traffic::error_body::ErrorBody;
use crate::report::traffic::ids;
use crate::report::traffic::request::{Request, short};
use crate::report::traffic::top::Top;

/// How many are listed.
const FAULTS_MAX: usize = 100;

/// Request ids of one entry.
const IDS_MAX: usize = 4;

/// Characters of a header's value.
const VALUE_CHARS: usize = 72;

/// How a request has failed; what is worse stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultKind {
    /// A status of 500 or more.
    ServerError,
    /// No response, not even a status.
    Unanswered,
    /// A response that ended too early, whatever its status.
    BrokenOff,
    /// A status of 429.
    RateLimited,
    /// A CORS preflight that allows nothing.
    Preflight,
    /// Any other status from 400 on.
    ClientError,
    /// A status of 401 or 407.
    Unauthorized,
    /// The page or the user has ended it.
    Aborted,
}

impl FaultKind {
    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ServerError => "server error",
            Self::Unanswered => "no response",
            Self::BrokenOff => "broken off",
            Self::RateLimited => "rate limited",
            Self::Preflight => "CORS preflight",
            Self::ClientError => "client error",
            Self::Unauthorized => "unauthorized",
            Self::Aborted => "aborted",
        }
    }
}

/// One failed request.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fault {
    /// How it has failed.
    pub kind: FaultKind,
    /// The request.
    #[serde(flatten)]
    pub request: Request,
    /// What the body of the response says.
    #[serde(skip_serializing_if = "ErrorBody::is_empty")]
    pub body: ErrorBody,
    /// Request ids, those of the response first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<HeaderValue>,
    /// `Retry-After` of the response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<String>,
    /// When it started, in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

/// A header with its value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct HeaderValue {
    /// The name in lower case.
    pub header: &'static str,
    /// The value.
    pub value: String,
}

/// What went wrong.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Faults {
    /// How often, by kind, the worst first.
    pub counts: Vec<FaultCount>,
    /// The worst ones, in the order of the capture.
    pub listed: Vec<Fault>,
    /// CORS preflights, those that went well, too.
    pub preflights: u64,
}

/// How often requests have failed in one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct FaultCount {
    /// The way.
    pub kind: FaultKind,
    /// How many requests.
    pub requests: u64,
}

/// What the headers of an entry, or of parts of it, say of its failure.
#[derive(Debug, Clone, Default)]
pub(super) struct Symptoms {
    is_preflight: bool,
    allows_origin: bool,
    retry_after: Option<String>,
    ids: Vec<HeaderValue>,
    body: ErrorBody,
}

/// Failed requests, while they are counted.
#[derive(Debug, Clone)]
pub(super) struct FaultTable {
    counts: BTreeMap<FaultKind, u64>,
    top: Top<(Reverse<FaultKind>, Reverse<u64>), Fault>,
    preflights: u64,
}

impl Default for FaultTable {
    fn default() -> Self {
        Self { counts: BTreeMap::new(), top: Top::new(FAULTS_MAX), preflights: 0 }
    }
}

impl Symptoms {
    /// Whether it is worth reading them.
    pub(super) fn matter(request: &Request) -> bool {
        request.is_failed() || request.method == "OPTIONS"
    }

    /// Reads an entry, or a part of one.
    pub(super) fn read(entry: Entry<'_>) -> Self {
        let mut found = Self { body: ErrorBody::read(entry), ..Self::default() };
        for (header, name) in headers(entry.response()) {
            match name.as_str() {
                "retry-after" => found.retry_after = value(header),
                "access-control-allow-origin" => found.allows_origin = true,
                name => found.id(name, header),
            }
        }
        for (header, name) in headers(entry.request()) {
            match name.as_str() {
                "access-control-request-method" => found.is_preflight = true,
                name => found.id(name, header),
            }
        }
        let kind = entry.resource_type();
        found.is_preflight |= kind.is_some_and(|kind| kind.raw() == b"preflight");
        found
    }

    fn id(&mut self, name: &str, header: Object<'_>) {
        let Some(header_name) = ids::known(name.as_bytes()) else { return };
        if self.ids.len() < IDS_MAX
            && let Some(value) = value(header)
        {
            self.ids.push(HeaderValue { header: header_name, value });
        }
    }

    /// The first request id.
    pub(super) fn into_id(self) -> Option<HeaderValue> {
        self.ids.into_iter().next()
    }

    /// Adds what another part of the same entry says.
    pub(super) fn merge(&mut self, other: Self) {
        self.is_preflight |= other.is_preflight;
        self.allows_origin |= other.allows_origin;
        self.retry_after = self.retry_after.take().or(other.retry_after);
        self.ids.extend(other.ids);
        self.ids.truncate(IDS_MAX);
        if self.body.is_empty() {
            self.body = other.body;
        }
    }
}

impl FaultTable {
    /// Counts a request that may have failed, and says how it has.
    pub(super) fn count(&mut self, request: &Request, symptoms: Symptoms) -> Option<FaultKind> {
        self.preflights += u64::from(symptoms.is_preflight);
        let kind = kind(request, &symptoms)?;
        *self.counts.entry(kind).or_default() += 1;
        self.top.add((Reverse(kind), Reverse(request.entry)), || Fault {
            kind,
            at: request.at(),
            request: request.clone(),
            body: symptoms.body,
            ids: symptoms.ids,
            retry_after: symptoms.retry_after,
        });
        Some(kind)
    }

    pub(super) fn merge(&mut self, other: Self) {
        for (kind, requests) in other.counts {
            *self.counts.entry(kind).or_default() += requests;
        }
        self.top.merge(other.top);
        self.preflights += other.preflights;
    }

    /// The rows; times count from `start`.
    pub(super) fn into_faults(self, start: i64) -> Faults {
        let counts = self.counts.into_iter().map(|(kind, requests)| FaultCount { kind, requests });
        let mut listed = self.top.into_items();
        listed.sort_by_key(|fault| fault.request.entry);
        listed.iter_mut().for_each(|fault| fault.request.set_start(start));
        Faults { counts: counts.collect(), listed, preflights: self.preflights }
    }
}

fn kind(request: &Request, symptoms: &Symptoms) -> Option<FaultKind> {
    let is_refused = symptoms.is_preflight && (!symptoms.allows_origin || request.is_failed());
    Some(match request.status {
        _ if is_refused => FaultKind::Preflight,
        401 | 407 => FaultKind::Unauthorized,
        429 => FaultKind::RateLimited,
        400..=499 => FaultKind::ClientError,
        500.. => FaultKind::ServerError,
        _ if request.is_aborted() => FaultKind::Aborted,
        0 => FaultKind::Unanswered,
        _ if request.is_failed() => FaultKind::BrokenOff,
        _ => return None,
    })
}

/// The headers of a message with their names in lower case.
fn headers(message: Option<Object<'_>>) -> impl Iterator<Item = (Object<'_>, String)> {
    let list = message.and_then(|message| message.array(b"headers"));
    list.into_iter().flat_map(crate::har::Array::items).filter_map(|header| {
        let Node::Object(header) = header else { return None };
        let name = header.text(b"name")?;
        (name.raw().len() < 64).then(|| (header, name.decode().trim().to_ascii_lowercase()))
    })
}

fn value(header: Object<'_>) -> Option<String> {
    header.text(b"value").map(|value| short(value, VALUE_CHARS)).filter(|text| !text.is_empty())
}
