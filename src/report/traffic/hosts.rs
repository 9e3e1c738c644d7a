//! Bytes by host and type.

use std::cmp::Reverse;

use serde::Serialize;

use crate::har::Entry;
use crate::report::traffic::keyed::{Keyed, Merge, key};

/// The most hosts that are listed.
const HOSTS_LISTED: usize = 60;

/// The most hosts that are told apart while a capture is read; of more, each is among them or not
/// whatever its size, so that no order of reading decides it.
const HOSTS_MAX: usize = 1 << 16;

/// So many hosts, and a thread hands them over.
const HOSTS_HELD: usize = 4_096;

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
#[derive(Debug, Clone)]
pub(super) struct HostTable {
    hosts: Keyed<Named>,
    /// All of them, those that are not told apart, too.
    all: Row,
}

impl Default for HostTable {
    fn default() -> Self {
        Self { hosts: Keyed::new(HOSTS_MAX), all: Row::default() }
    }
}

/// The row of one host.
#[derive(Debug, Clone, Default)]
struct Named {
    host: Box<str>,
    row: Row,
}

impl Merge for Named {
    fn merge(&mut self, other: Self) {
        self.row.add(other.row);
    }
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

    /// What is left when others are taken out, all of which are in it.
    fn without(mut self, other: Self) -> Self {
        self.entries -= other.entries;
        for (mine, other) in self.bytes.iter_mut().zip(other.bytes) {
            *mine -= other;
        }
        self
    }

    fn total(&self) -> u64 {
        self.bytes.iter().sum()
    }
}

impl HostTable {
    /// Counts an entry.
    pub(super) fn count(&mut self, host: &str, content: Content, bytes: u64) {
        let mut row = Row { entries: 1, ..Row::default() };
        row.bytes[content as usize] = bytes;
        self.all.add(row);
        let key = key(&[host.as_bytes()]);
        match self.hosts.get_mut(key) {
            Some(known) => known.row.add(row),
            None => self.hosts.add(key, || Named { host: host.into(), row }),
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.hosts.merge(other.hosts);
        self.all.add(other.all);
    }

    /// Whether a thread should hand over what it holds.
    pub(super) fn is_long(&self) -> bool {
        self.hosts.len() >= HOSTS_HELD
    }

    fn row(&self, key: u64) -> Row {
        self.hosts.get(key).map_or_else(Row::default, |named| named.row)
    }
}

/// The hosts of a capture with their bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Hosts {
    /// The largest ones, in descending order.
    pub largest: Vec<Host>,
    /// All others together.
    pub others: Host,
    /// How many those are; of more than 65,536 hosts, about.
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
            .map(|(key, named)| (&*named.host, named.row, after.row(key)))
            .collect();
        let unseen = after.hosts.iter().filter(|(key, _)| before.hosts.get(*key).is_none());
        rows.extend(unseen.map(|(_, named)| (&*named.host, Row::default(), named.row)));
        rows.sort_by_key(|(host, before, after)| {
            (Reverse(before.total().max(after.total())), *host)
        });
        let all = before.hosts.keys().max(after.hosts.keys()).max(rows.len() as u64);
        rows.truncate(HOSTS_LISTED);
        let (mut listed_before, mut listed_after) = (Row::default(), Row::default());
        for (_, before, after) in &rows {
            listed_before.add(*before);
            listed_after.add(*after);
        }
        let others =
            Host::new("", before.all.without(listed_before), after.all.without(listed_after));
        let others_count = all - rows.len() as u64;
        let largest = rows.into_iter().map(|(host, b, a)| Host::new(host, b, a)).collect();
        Self { largest, others, others_count }
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

/// The host of an entry.
pub(super) fn host_of(entry: Entry<'_>) -> String {
    entry.url().map_or_else(|| host(""), |url| host(&url.decode()))
}

/// The host of a URL in lower case, without its port; of `data:` and the like, the scheme.
pub(super) fn host(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once(':') else { return "no URL".to_owned() };
    let scheme = if scheme.len() < HOST_BYTES { scheme } else { "(too long)" };
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
        const COUNT: u64 = 5_000;
        let mut all = 1 << 40;
        for number in 0..COUNT {
            let host = format!("h{number}.example");
            before.count(&host, Content::Image, 10 + number);
            after.count(&host, Content::Image, 5);
            all += 10 + number;
        }
        before.count("h7.example", Content::Data, 1 << 40);
        let hosts = Hosts::new(Some(before), after);
        assert_eq!(hosts.largest.len(), HOSTS_LISTED);
        assert_eq!(hosts.others_count, COUNT - HOSTS_LISTED as u64);
        let listed: u64 = hosts.largest.iter().map(|host| host.bytes_before).sum();
        assert_eq!(listed + hosts.others.bytes_before, all);
        let listed: u64 = hosts.largest.iter().map(|host| host.bytes_after).sum();
        assert_eq!(listed + hosts.others.bytes_after, COUNT * 5);
        let first = &hosts.largest[0];
        assert_eq!((first.host.as_str(), first.entries, first.bytes_after), ("h7.example", 2, 5));
        assert_eq!(first.types[0].content, Content::Data);
    }

    /// Of more hosts than are told apart, the same ones are, and all bytes are counted.
    #[test]
    fn too_many_hosts_are_the_same_however_the_work_is_divided() {
        let count = HOSTS_MAX as u64 + 9_000;
        let fill = |threads: usize| {
            let mut tables = vec![HostTable::default(); threads];
            for number in 0..count {
                let at = usize::try_from(number).unwrap() % threads;
                tables[at].count(&format!("h{number}.example"), Content::Data, number);
            }
            let mut all = tables.pop().unwrap();
            tables.into_iter().for_each(|table| all.merge(table));
            Hosts::new(None, all)
        };
        let one = fill(1);
        assert_eq!(one, fill(3));
        let listed: u64 = one.largest.iter().map(|host| host.bytes_before).sum();
        assert_eq!(listed + one.others.bytes_before, count * (count - 1) / 2);
        let known = one.others_count + one.largest.len() as u64;
        assert!(known.abs_diff(count) < count / 20, "{known} of {count}");
    }
}
