//! Who has made the requests: browser, system, device, and what stands between them and the net.

use serde::Serialize;

use crate::report::traffic::Maker;
use crate::report::traffic::agent::{self, Agent};
use crate::report::traffic::header::{Header, Side};
use crate::report::traffic::keyed::{Keyed, Merge, key};
use crate::report::traffic::request::{Request, short};
use crate::report::words::shortened;

/// Distinct values that are told apart.
const VALUES_MAX: usize = 256;

/// Characters of a value.
const VALUE_CHARS: usize = 200;

/// The request headers that tell of the client: User-Agent and the client hints
/// (<https://wicg.github.io/ua-client-hints/>).
const HINTS: [&str; 9] = [
    "user-agent",
    "sec-ch-ua",
    "sec-ch-ua-full-version-list",
    "sec-ch-ua-platform",
    "sec-ch-ua-platform-version",
    "sec-ch-ua-model",
    "sec-ch-ua-mobile",
    "sec-ch-ua-arch",
    "accept-language",
];

/// Marks of proxies, filters and extensions: where they stand, what is looked for, what it is.
const MARKS: [(&str, Place, &str); 19] = [
    ("proxy", Place::RequestHeader("proxy-connection"), ""),
    ("proxy", Place::RequestHeader("proxy-authorization"), ""),
    ("proxy", Place::RequestHeader("via"), ""),
    ("proxy", Place::Status(407), ""),
    ("proxy", Place::Error, "ERR_PROXY"),
    ("proxy", Place::Error, "ERR_TUNNEL"),
    ("proxy", Place::Error, "NS_ERROR_PROXY"),
    ("TLS inspection", Place::Error, "ERR_CERT_AUTHORITY_INVALID"),
    ("TLS inspection", Place::Error, "SEC_ERROR_UNKNOWN_ISSUER"),
    ("Zscaler", Place::ResponseHeader("server"), "zscaler"),
    ("Netskope", Place::ResponseHeader("server"), "netskope"),
    ("Blue Coat", Place::ResponseHeader("x-bluecoat-via"), ""),
    ("Squid", Place::ResponseHeader("x-squid-error"), ""),
    // Networks that deliver content write this header, too: only names of what filters count.
    ("Squid", Place::ResponseHeader("via"), "(squid"),
    ("web gateway", Place::ResponseHeader("via"), "web gateway"),
    ("blocking extension", Place::Error, "ERR_BLOCKED_BY_CLIENT"),
    ("administrator's policy", Place::Error, "ERR_BLOCKED_BY_ADMINISTRATOR"),
    ("name resolution", Place::Error, "ERR_NAME_NOT_RESOLVED"),
    ("offline", Place::Error, "ERR_INTERNET_DISCONNECTED"),
];

/// How programs call themselves that record what passes through them: proxies of their own.
const RECORDERS: [&str; 9] = [
    "anyproxy",
    "browsermob",
    "burp",
    "charles",
    "fiddler",
    "http toolkit",
    "mitmproxy",
    "proxyman",
    "zap",
];

/// Where a mark stands.
#[derive(Debug, Clone, Copy)]
enum Place {
    RequestHeader(&'static str),
    ResponseHeader(&'static str),
    Status(u16),
    Error,
}

/// Who has made the requests.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Client {
    /// Browser and version.
    pub browser: Option<String>,
    /// Operating system and version.
    pub system: Option<String>,
    /// Device, where it is named, or its class.
    pub device: Option<String>,
    /// The most frequent User-Agent.
    pub user_agent: Option<String>,
    /// The most frequent Accept-Language.
    pub languages: Option<String>,
    /// Signs of proxies, filters and extensions.
    pub between: Vec<Between>,
}

/// A sign of something between client and server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Between {
    /// What it seems to be.
    pub what: &'static str,
    /// The sign: a header, status or error, or the program that has recorded it.
    pub sign: String,
    /// How many requests have it.
    pub requests: u64,
}

#[derive(Debug, Clone)]
struct Said {
    hint: usize,
    value: String,
    count: u64,
}

impl Merge for Said {
    fn merge(&mut self, other: Self) {
        self.count += other.count;
    }
}

/// What clients say, while it is counted.
#[derive(Debug, Clone)]
pub(super) struct ClientTable {
    said: Keyed<Said>,
    marks: [u64; MARKS.len()],
}

impl Default for ClientTable {
    fn default() -> Self {
        Self { said: Keyed::new(VALUES_MAX), marks: [0; MARKS.len()] }
    }
}

impl ClientTable {
    /// Listens to a header.
    pub(super) fn listen(&mut self, header: Header<'_>) {
        // Most names end here.
        let first = header.name.first().map_or(0, u8::to_ascii_lowercase);
        match header.side {
            Side::Request if b"usapv".contains(&first) => {
                match HINTS.iter().position(|hint| header.is(hint)) {
                    Some(hint) => self.hear(hint, header),
                    None => self.mark(header),
                }
            }
            Side::Response if b"sxv".contains(&first) => self.mark(header),
            _ => {}
        }
    }

    /// Counts what the outcome of a request tells.
    pub(super) fn count(&mut self, request: &Request) {
        if !request.is_failed() {
            return;
        }
        for ((_, place, text), count) in MARKS.iter().zip(&mut self.marks) {
            let is_sign = match place {
                Place::Status(status) => request.status == *status,
                Place::Error => request.error.as_ref().is_some_and(|error| error.contains(text)),
                _ => false,
            };
            *count += u64::from(is_sign);
        }
    }

    fn hear(&mut self, hint: usize, header: Header<'_>) {
        let Some(value) = header.value().filter(|value| !value.raw().is_empty()) else {
            return;
        };
        let key = key(&[HINTS[hint].as_bytes(), value.raw()]);
        // Nearly every request says the same.
        let new = self.said.get(key).is_none();
        let value = if new { short(value, VALUE_CHARS) } else { String::new() };
        self.said.add(key, || Said { hint, value, count: 1 });
    }

    fn mark(&mut self, header: Header<'_>) {
        for ((_, place, text), count) in MARKS.iter().zip(&mut self.marks) {
            let is_of = match (place, header.side) {
                (Place::RequestHeader(name), Side::Request)
                | (Place::ResponseHeader(name), Side::Response) => header.is(name),
                _ => false,
            };
            if is_of {
                let value = header.value().map(|value| short(value, VALUE_CHARS));
                let value = value.unwrap_or_default().to_ascii_lowercase();
                *count += u64::from(value.contains(text));
            }
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.said.merge(other.said);
        for (mine, other) in self.marks.iter_mut().zip(other.marks) {
            *mine += other;
        }
    }

    /// What the client is, of a capture with so many requests that `maker` has recorded.
    pub(super) fn into_client(self, maker: &Maker, requests: u64) -> Client {
        let most = |hint: &str| {
            let rows = self.said.iter().filter(|(_, said)| HINTS[said.hint] == hint);
            let most = rows.max_by_key(|(key, said)| (said.count, *key));
            most.map(|(_, said)| said.value.clone())
        };
        let user_agent = most("user-agent");
        let Agent { browser, system, device } =
            user_agent.as_deref().map(agent::read).unwrap_or_default();
        let brands = most("sec-ch-ua-full-version-list").or_else(|| most("sec-ch-ua"));
        let version = most("sec-ch-ua-platform-version").map(|text| agent::unquoted(&text));
        let platform = most("sec-ch-ua-platform").map(|text| {
            let system = agent::platform(&agent::unquoted(&text), version.as_deref());
            let arch = most("sec-ch-ua-arch").map(|arch| agent::unquoted(&arch));
            arch.filter(|arch| !arch.is_empty())
                .map_or(system.clone(), |arch| format!("{system}, {arch}"))
        });
        let model = most("sec-ch-ua-model").map(|text| agent::unquoted(&text));
        let mobile = most("sec-ch-ua-mobile").map(|text| match text.as_str() {
            "?1" => "mobile".to_owned(),
            _ => "desktop".to_owned(),
        });
        Client {
            browser: brands
                .and_then(|brands| agent::brand(&brands))
                .or(browser)
                .or_else(|| maker.browser.clone()),
            system: platform.or(system),
            device: model.filter(|model| !model.is_empty()).or(mobile).or(device),
            user_agent,
            languages: most("accept-language"),
            between: recorder(maker, requests).into_iter().chain(self.between()).collect(),
        }
    }

    fn between(&self) -> Vec<Between> {
        let seen = MARKS.iter().zip(self.marks).filter(|(_, requests)| *requests > 0);
        seen.map(|((what, place, text), requests)| Between {
            what,
            requests,
            sign: match place {
                Place::RequestHeader(name) => format!("request header {name}"),
                Place::ResponseHeader(name) => format!("response header {name}"),
                Place::Status(status) => format!("status {status}"),
                Place::Error => (*text).to_owned(),
            },
        })
        .collect()
    }
}

/// What has recorded the requests, if they had to pass through it.
fn recorder(maker: &Maker, requests: u64) -> Option<Between> {
    let creator = maker.creator.as_deref()?;
    let name = creator.to_ascii_lowercase();
    RECORDERS.iter().any(|known| name.starts_with(known)).then(|| Between {
        what: "proxy",
        sign: format!("recorded by {}", shortened(creator, 40)),
        requests,
    })
}
