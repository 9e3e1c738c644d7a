//! One request, as far as a report shows it.

use serde::Serialize;

use crate::har::{Entry, Moment, Text, Zone};
use crate::report::traffic::hosts::Content;
use crate::report::words::shortened;

/// The phases of a request in their order, as the HAR format names them; `connect` is without `ssl`.
pub const PHASES: [&str; 7] = ["blocked", "dns", "connect", "ssl", "send", "wait", "receive"];

/// Characters that are kept of a URL, and of other texts.
const URL_CHARS: usize = 240;
const TEXT_CHARS: usize = 80;

/// What is read of a text at most.
const TEXT_BYTES: usize = 16 << 10;

/// One request.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Request {
    /// Its number, from 1.
    pub entry: u64,
    /// Its method.
    pub method: String,
    /// Its URL, without its middle when it is long.
    pub url: String,
    /// The status of its response; 0 when none came.
    pub status: u16,
    /// Why no response came, or not all of it, where the capture says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What it loaded.
    pub content: Content,
    /// When it started, in milliseconds since the first request did.
    pub started: f64,
    /// How long it took, in milliseconds.
    pub milliseconds: f64,
    /// How long each of the [`PHASES`] took, in milliseconds.
    pub phases: [f64; 7],
    /// How many bytes of the capture it has.
    pub bytes: u64,
    /// When it started, in microseconds since 1970.
    #[serde(skip)]
    pub(in crate::report) micros: i64,
}

/// What ranks first is kept first.
pub(super) type Rank = (u8, u64, std::cmp::Reverse<u64>);

impl Request {
    /// Reads an entry, or what a part of one says.
    pub(super) fn read(entry: u64, from: Entry<'_>, bytes: u64) -> Self {
        let mut request = Self { entry, bytes, ..Self::default() };
        request.method = from.method().map(|text| short(text, TEXT_CHARS)).unwrap_or_default();
        request.url = from.url().map(|text| short(text, URL_CHARS)).unwrap_or_default();
        request.status = from.status();
        request.error = from.error().map(|text| short(text, TEXT_CHARS)).filter(|e| !e.is_empty());
        request.content = Content::of(from);
        request.milliseconds = from.time().unwrap_or(0.0).max(0.0);
        request.phases = phases(from);
        request.micros = moment(from).unwrap_or(i64::MIN);
        request
    }

    /// Adds what another part of the same entry says.
    pub(super) fn merge(&mut self, other: Self) {
        let text = |mine: &mut String, other: String| {
            if mine.is_empty() {
                *mine = other;
            }
        };
        text(&mut self.method, other.method);
        text(&mut self.url, other.url);
        self.status = self.status.max(other.status);
        self.error = self.error.take().or(other.error);
        if self.content == Content::Other {
            self.content = other.content;
        }
        self.milliseconds = self.milliseconds.max(other.milliseconds);
        for (mine, other) in self.phases.iter_mut().zip(other.phases) {
            *mine = mine.max(other);
        }
        self.bytes += other.bytes;
        self.micros = self.micros.max(other.micros);
    }

    /// Whether no response came, or one that tells of an error, or only a part of one.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        self.status == 0 || self.status >= 400 || self.error.is_some()
    }

    /// Whether the page or the user has ended it.
    #[must_use]
    pub fn is_aborted(&self) -> bool {
        self.error.as_deref().is_some_and(|error| {
            let error = error.to_ascii_lowercase();
            ["aborted", "canceled", "cancelled"].iter().any(|word| error.contains(word))
        })
    }

    /// The longest of its phases with its milliseconds; none when no phase has taken any time.
    #[must_use]
    pub fn dominant(&self) -> Option<(&'static str, f64)> {
        let phases = PHASES.into_iter().zip(self.phases).filter(|(_, time)| *time > 0.0);
        phases.max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// When it started, in UTC.
    pub(super) fn at(&self) -> Option<String> {
        (self.micros != i64::MIN).then(|| utc(self.micros)).flatten()
    }

    /// Failed requests rank first, then documents, then by their duration.
    pub(super) fn rank(&self) -> Rank {
        let class = match (self.is_failed(), self.content) {
            (true, _) => 2,
            (false, Content::Document) => 1,
            (false, _) => 0,
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "not negative, and no request takes centuries"
        )]
        let micros = (self.milliseconds * 1e3) as u64;
        (class, micros, std::cmp::Reverse(self.entry))
    }

    /// When it ended, in microseconds since 1970.
    pub(super) fn end(&self) -> i64 {
        #[expect(clippy::cast_possible_truncation, reason = "no request takes centuries")]
        let micros = (self.milliseconds * 1e3) as i64;
        self.micros.saturating_add(micros)
    }

    /// Counts its start from that of the capture; one that does not say when it started, from there.
    pub(super) fn set_start(&mut self, start: i64) {
        #[expect(clippy::cast_precision_loss, reason = "a time for people")]
        let micros = self.micros.max(start).saturating_sub(start) as f64;
        self.started = micros / 1e3;
    }
}

/// A moment in microseconds since 1970, in UTC.
pub(super) fn utc(micros: i64) -> Option<String> {
    Some(Moment::EPOCH.plus(micros).at(Zone::Utc))
}

/// The moment at which an entry started, in microseconds since 1970.
fn moment(from: Entry<'_>) -> Option<i64> {
    Some(Moment::parse(&from.started()?.decode())?.since(Moment::EPOCH))
}

fn phases(from: Entry<'_>) -> [f64; 7] {
    let mut phases = PHASES.map(|name| from.phase(name).unwrap_or(0.0).min(MILLISECONDS_MAX));
    // The format counts the TLS handshake within `connect`.
    phases[2] = (phases[2] - phases[3]).max(0.0);
    phases
}

/// A year: what takes longer is nonsense.
const MILLISECONDS_MAX: f64 = 3.2e10;

/// As much of a text as a report shows.
pub(super) fn short(text: Text<'_>, max: usize) -> String {
    if text.raw().len() > TEXT_BYTES {
        return format!("({} bytes)", text.raw().len());
    }
    shortened(&text.decode(), max)
}
