//! What an entry says of itself that a selection asks for.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::chunk::select::pattern::resource_of;
use crate::chunk::select::rows::Row;
use crate::chunk::select::trail::{Trail, resolve, without_fragment};
use crate::chunk::{HostPattern, Select};
use crate::har::{Array, Entry, Moment, Node, Object, Text};

/// What an entry, or a part of a long one, says of itself.
#[derive(Default)]
pub struct Facts {
    url: Option<String>,
    method: Option<String>,
    status: Option<u16>,
    has_error: bool,
    resource: Option<String>,
    mime: Option<String>,
    pub(super) started: Option<Moment>,
    /// How long it took, in microseconds.
    micros: Option<i64>,
    page: Option<u64>,
    redirect: Option<String>,
    initiator: Option<String>,
}

impl std::fmt::Debug for Facts {
    /// Nothing of the capture.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Facts").field("status", &self.status).finish_non_exhaustive()
    }
}

impl Facts {
    /// What `entry` says.
    #[must_use]
    pub fn of(entry: Entry<'_>) -> Self {
        let said = |text: Option<Text<'_>>| text.map(|text| text.decode().into_owned());
        let time = entry.time().filter(|time| (0.0..1e12).contains(time));
        #[expect(clippy::cast_possible_truncation, reason = "in range by the filter")]
        let micros = time.map(|time| (time * 1e3) as i64);
        Self {
            url: said(entry.url()),
            method: said(entry.method()),
            status: entry.status_said(),
            has_error: entry.error().is_some_and(|error| !error.raw().is_empty()),
            resource: said(entry.resource_type()),
            mime: entry.mime_type().map(|mime| mime.into_owned()),
            started: entry.started().and_then(|text| Moment::parse(&text.decode())),
            micros,
            page: entry.page().map(|id| page_key(id.raw())),
            redirect: said(redirect(entry)),
            initiator: said(initiator(entry)),
        }
    }

    /// Adds what a later part of the same entry says; what was said first counts.
    pub(super) fn merge(&mut self, later: Self) {
        self.url = self.url.take().or(later.url);
        self.method = self.method.take().or(later.method);
        self.status = self.status.or(later.status);
        self.has_error |= later.has_error;
        self.resource = self.resource.take().or(later.resource);
        self.mime = self.mime.take().or(later.mime);
        self.started = self.started.or(later.started);
        self.micros = self.micros.or(later.micros);
        self.page = self.page.or(later.page);
        self.redirect = self.redirect.take().or(later.redirect);
        self.initiator = self.initiator.take().or(later.initiator);
    }

    /// Whether nothing is said.
    pub(super) fn is_empty(&self) -> bool {
        self.url.is_none()
            && self.method.is_none()
            && self.status.is_none()
            && !self.has_error
            && self.resource.is_none()
            && self.mime.is_none()
            && self.started.is_none()
            && self.micros.is_none()
            && self.page.is_none()
            && self.redirect.is_none()
            && self.initiator.is_none()
    }
}

impl Select {
    /// What of an entry decides whether it is kept.
    #[must_use]
    pub fn row(&self, facts: &Facts) -> Row {
        let url = facts.url.as_deref().unwrap_or_default();
        let status = facts.status.unwrap_or(0);
        let went_to = |hosts: &[HostPattern]| hosts.iter().any(|host| host.matches(url));
        let matches = (self.hosts.is_empty() || went_to(&self.hosts))
            && !went_to(&self.not_hosts)
            && any(&self.urls, |regex| regex.is_match(url))
            && any(&self.statuses, |pattern| pattern.matches(status))
            && any(&self.methods, |method| {
                facts.method.as_deref().is_some_and(|said| said.eq_ignore_ascii_case(method))
            })
            && self.meets_type(facts);
        let is_failed = facts.has_error || status == 0 || status >= 400;
        Row {
            matches,
            is_failed,
            started: facts.started,
            micros: facts.micros.unwrap_or(0),
            page: facts.page,
            trail: trail(facts, url),
        }
    }

    fn meets_type(&self, facts: &Facts) -> bool {
        let mime = facts.mime.as_deref().unwrap_or_default();
        let resource = facts.resource.as_deref().unwrap_or_else(|| resource_of(mime));
        any(&self.types, |kind| kind.matches_resource(resource) || kind.matches_mime(mime))
    }
}

fn any<T>(patterns: &[T], mut matches: impl FnMut(&T) -> bool) -> bool {
    patterns.is_empty() || patterns.iter().any(&mut matches)
}

fn trail(facts: &Facts, url: &str) -> Trail {
    let resource = facts.resource.as_deref();
    let is_html = || resource_of(facts.mime.as_deref().unwrap_or_default()) == "document";
    let redirect = facts.redirect.as_deref().filter(|redirect| !redirect.is_empty());
    Trail {
        url: url_key(url),
        redirect: redirect.map(|redirect| url_key(&resolve(url, redirect))),
        initiator: facts.initiator.as_deref().map(url_key),
        is_preflight: facts.method.as_deref().is_some_and(|m| m.eq_ignore_ascii_case("OPTIONS")),
        // The documents before it are found by their redirects.
        is_document: redirect.is_none()
            && resource.map_or_else(is_html, |resource| resource == "document"),
    }
}

/// Stands for a page's id.
pub(super) fn page_key(id: &[u8]) -> u64 {
    key(id)
}

fn url_key(url: &str) -> u64 {
    key(without_fragment(url).as_bytes())
}

fn key(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

/// Where the answer sends the browser.
fn redirect<'a>(entry: Entry<'a>) -> Option<Text<'a>> {
    let said = entry.response()?.text(b"redirectURL").filter(|text| !text.raw().is_empty());
    let is_redirect = entry.status_said().is_some_and(|status| (300..400).contains(&status));
    said.or_else(|| entry.response_header("location").next().filter(|_| is_redirect))
}

/// What asked for it: the document or style sheet that names it, or the innermost script; without
/// either the page that it was asked from.
fn initiator<'a>(entry: Entry<'a>) -> Option<Text<'a>> {
    let initiator = entry.object().object(b"_initiator");
    initiator
        .and_then(|initiator| initiator.text(b"url").or_else(|| script(initiator)))
        .filter(|url| !url.raw().is_empty())
        .or_else(|| entry.request_header("referer").next())
}

fn script(initiator: Object<'_>) -> Option<Text<'_>> {
    let mut stack = initiator.object(b"stack");
    while let Some(frames) = stack {
        let calls = frames.array(b"callFrames").into_iter().flat_map(Array::items);
        let mut urls = calls.filter_map(|frame| match frame {
            Node::Object(frame) => frame.text(b"url").filter(|url| !url.raw().is_empty()),
            _ => None,
        });
        if let Some(url) = urls.next() {
            return Some(url);
        }
        stack = frames.object(b"parent");
    }
    None
}
