//! Bytes by host and type.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::har::Entry;

/// The most hosts that are listed; and that are told apart while a capture is read.
const HOSTS_LISTED: usize = 60;
const HOSTS_MAX: usize = 4_096;

/// A host name has fewer bytes than this (RFC 1035, 2.3.4).
const HOST_BYTES: usize = 256;

/// What a request loaded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// A page or frame.
    Document,
    /// A script or WebAssembly.
    Script,
    /// A style sheet.
    Style,
    /// A picture.
    Image,
    /// A font.
    Font,
    /// What a script asked for.
    Data,
    /// Sound or video.
    Media,
    /// A WebSocket or event stream.
    Socket,
    /// Anything else.
    #[default]
    Other,
}

impl Content {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Document,
        Self::Script,
        Self::Style,
        Self::Image,
        Self::Font,
        Self::Data,
        Self::Media,
        Self::Socket,
        Self::Other,
    ];

    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Script => "script",
            Self::Style => "style",
            Self::Image => "image",
            Self::Font => "font",
            Self::Data => "data",
            Self::Media => "media",
            Self::Socket => "socket",
            Self::Other => "other",
        }
    }

    /// What an entry, or a part of one, says that it loaded: the browser's own word first, then the
    /// type of the response.
    pub(super) fn of(entry: Entry<'_>) -> Self {
        let said = entry.resource_type().and_then(|text| Self::of_resource(&text.decode()));
        said.or_else(|| Self::of_mime(&entry.mime_type()?)).unwrap_or_default()
    }

    /// The types of the Chrome DevTools Protocol (`Network.ResourceType`), as Chrome and Playwright
    /// write them.
    fn of_resource(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "document" => Self::Document,
            "script" | "wasm" => Self::Script,
            "stylesheet" => Self::Style,
            "image" => Self::Image,
            "font" => Self::Font,
            "xhr" | "fetch" | "preflight" | "beacon" | "ping" => Self::Data,
            "media" | "texttrack" => Self::Media,
            "websocket" | "eventsource" | "webtransport" => Self::Socket,
            _ => return None,
        })
    }

    fn of_mime(mime: &str) -> Option<Self> {
        let mime = mime.to_ascii_lowercase();
        let (kind, name) = mime.split_once('/')?;
        Some(match (kind, name) {
            (_, "html" | "xhtml+xml") => Self::Document,
            (_, "css") => Self::Style,
            (_, "event-stream") => Self::Socket,
            ("image", _) => Self::Image,
            ("font", _) => Self::Font,
            ("audio" | "video", _) => Self::Media,
            _ if name.contains("javascript") || name.contains("ecmascript") => Self::Script,
            _ if name == "wasm" => Self::Script,
            _ if name.contains("font") => Self::Font,
            _ if name.contains("json") || name.contains("xml") || name.contains("grpc") => {
                Self::Data
            }
            _ => return None,
        })
    }
}

/// Bytes by host and type, while they are counted.
#[derive(Debug, Clone, Default)]
pub(super) struct HostTable {
    hosts: BTreeMap<Box<str>, Row>,
    others: Row,
    others_count: u64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Row {
    entries: u64,
    bytes: [u64; 9],
}

impl Row {
    fn add(&mut self, other: Self) {
        self.entries += other.entries;
        for (mine, other) in self.bytes.iter_mut().zip(other.bytes) {
            *mine += other;
        }
    }

    fn total(&self) -> u64 {
        self.bytes.iter().sum()
    }
}

impl HostTable {
    /// Counts an entry.
    pub(super) fn count(&mut self, url: &str, content: Content, bytes: u64) {
        let mut row = Row { entries: 1, ..Row::default() };
        row.bytes[content as usize] = bytes;
        let host = host(url);
        match self.hosts.get_mut(host.as_str()) {
            Some(known) => known.add(row),
            None => self.insert(host.into_boxed_str(), row),
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        for (host, row) in other.hosts {
            match self.hosts.get_mut(&host) {
                Some(known) => known.add(row),
                None => self.insert(host, row),
            }
        }
        self.others.add(other.others);
        self.others_count += other.others_count;
    }

    fn insert(&mut self, host: Box<str>, row: Row) {
        if self.hosts.len() < HOSTS_MAX {
            self.hosts.insert(host, row);
        } else {
            self.others.add(row);
            self.others_count += 1;
        }
    }
}

/// The hosts of a capture with their bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Hosts {
    /// The largest ones, in descending order.
    pub largest: Vec<Host>,
    /// All others together.
    pub others: Host,
    /// How many those are, at least.
    pub others_count: u64,
}

/// One host.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Host {
    /// Its name, or the scheme of URLs without one.
    pub host: String,
    /// How many requests went there.
    pub entries: u64,
    /// Bytes of the capture.
    pub bytes_before: u64,
    /// Bytes that were written.
    pub bytes_after: u64,
    /// The same by type, the largest first.
    pub types: Vec<TypeBytes>,
}

/// The bytes of one type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TypeBytes {
    /// The type.
    pub content: Content,
    /// Bytes of the capture.
    pub bytes_before: u64,
    /// Bytes that were written.
    pub bytes_after: u64,
}

impl Hosts {
    /// The largest hosts of what was written and of what it was made of; without the latter, nothing
    /// was written.
    pub(super) fn new(before: Option<HostTable>, after: HostTable) -> Self {
        let (before, after) = match before {
            Some(before) => (before, after),
            None => (after, HostTable::default()),
        };
        let mut rows: Vec<(&str, Row, Row)> = before
            .hosts
            .iter()
            .map(|(host, row)| (&**host, *row, after.hosts.get(host).copied().unwrap_or_default()))
            .collect();
        let unseen = after.hosts.iter().filter(|(host, _)| !before.hosts.contains_key(*host));
        rows.extend(unseen.map(|(host, row)| (&**host, Row::default(), *row)));
        rows.sort_by_key(|(host, before, after)| {
            (Reverse(before.total().max(after.total())), *host)
        });
        let (mut others_before, mut others_after) = (before.others, after.others);
        let rest = rows.split_off(rows.len().min(HOSTS_LISTED));
        for (_, before, after) in &rest {
            others_before.add(*before);
            others_after.add(*after);
        }
        Self {
            largest: rows.into_iter().map(|(host, b, a)| Host::new(host, b, a)).collect(),
            others: Host::new("", others_before, others_after),
            others_count: before.others_count.max(after.others_count) + rest.len() as u64,
        }
    }
}

impl Host {
    fn new(host: &str, before: Row, after: Row) -> Self {
        let mut types: Vec<TypeBytes> = Content::ALL
            .into_iter()
            .map(|content| TypeBytes {
                content,
                bytes_before: before.bytes[content as usize],
                bytes_after: after.bytes[content as usize],
            })
            .filter(|row| row.bytes_before + row.bytes_after > 0)
            .collect();
        types.sort_by_key(|row| Reverse(row.bytes_before.max(row.bytes_after)));
        Self {
            host: host.to_owned(),
            entries: before.entries.max(after.entries),
            bytes_before: before.total(),
            bytes_after: after.total(),
            types,
        }
    }
}

/// The host of a URL in lower case, without its port; of `data:` and the like, the scheme.
fn host(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once(':') else { return "no URL".to_owned() };
    let Some(rest) = rest.strip_prefix("//") else { return format!("{scheme}:") };
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let end = match host.starts_with('[') {
        true => host.find(']').map_or(host.len(), |at| at + 1),
        false => host.find(':').unwrap_or(host.len()),
    };
    let host = &host[..end];
    match host.len() {
        0 => format!("{scheme}:"),
        HOST_BYTES.. => "(too long)".to_owned(),
        _ => host.to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use crate::report::traffic::hosts::{Content, HOSTS_LISTED, HOSTS_MAX, HostTable, Hosts, host};

    #[test]
    fn a_url_has_a_host_or_a_scheme() {
        for (url, expected) in [
            ("https://u:p@CDN.Shop.example:8443/a?b@c", "cdn.shop.example"),
            ("http://[2001:db8::1]:80/", "[2001:db8::1]"),
            ("data:text/plain,https://x/", "data:"),
            ("file:///etc", "file:"),
            ("", "no URL"),
        ] {
            assert_eq!(host(url), expected, "{url}");
        }
        assert_eq!(host(&format!("https://{}/", "a".repeat(9_999))), "(too long)");
    }

    #[test]
    fn the_browser_s_word_comes_before_the_type() {
        for (resource, expected) in
            [("xhr", Some(Content::Data)), ("Stylesheet", Some(Content::Style)), ("other", None)]
        {
            assert_eq!(Content::of_resource(resource), expected, "{resource}");
        }
        for (mime, expected) in [
            ("text/html", Some(Content::Document)),
            ("application/x-javascript", Some(Content::Script)),
            ("application/problem+json", Some(Content::Data)),
            ("application/font-woff2", Some(Content::Font)),
            ("video/mp4", Some(Content::Media)),
            ("x-unknown", None),
        ] {
            assert_eq!(Content::of_mime(mime), expected, "{mime}");
        }
    }

    #[test]
    fn bytes_stand_side_by_side_and_nothing_is_lost() {
        let (mut before, mut after) = (HostTable::default(), HostTable::default());
        for number in 0..HOSTS_MAX as u64 + 50 {
            let url = format!("https://h{number}.example/");
            before.count(&url, Content::Image, 10 + number);
            after.count(&url, Content::Image, 5);
        }
        before.count("https://h7.example/", Content::Data, 1 << 40);
        let all: u64 =
            before.hosts.values().map(super::Row::total).sum::<u64>() + before.others.total();
        let hosts = Hosts::new(Some(before), after);
        assert_eq!(hosts.largest.len(), HOSTS_LISTED);
        assert_eq!(hosts.others_count, HOSTS_MAX as u64 + 50 - HOSTS_LISTED as u64);
        let listed: u64 = hosts.largest.iter().map(|host| host.bytes_before).sum();
        assert_eq!(listed + hosts.others.bytes_before, all);
        let first = &hosts.largest[0];
        assert_eq!((first.host.as_str(), first.entries, first.bytes_after), ("h7.example", 2, 5));
        assert_eq!(first.types[0].content, Content::Data);
    }
}
