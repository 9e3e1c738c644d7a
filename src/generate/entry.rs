//! One entry, as Chrome's DevTools export it.

use std::io::{self, Write};

use crate::generate::exchange::{Exchange, Maker};
use crate::generate::filler::Filler;
use crate::generate::json::Json;
use crate::generate::plant::Planter;
use crate::generate::random::{HEX, Random};
use crate::generate::{PAGES, Recipe};

/// What all entries of a capture share.
pub(super) struct Session<'s> {
    pub(super) recipe: &'s Recipe,
    pub(super) filler: &'s Filler,
}

const AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
                     Chrome/144.0.0.0 Safari/537.36";

/// Headers that every request ends with.
const BROWSER_HEADERS: [(&str, &str); 9] = [
    ("accept-encoding", "gzip, deflate, br, zstd"),
    ("accept-language", "en-US,en;q=0.9"),
    ("sec-ch-ua", "\"Not:A-Brand\";v=\"8\", \"Chromium\";v=\"144\""),
    ("sec-ch-ua-mobile", "?0"),
    ("sec-ch-ua-platform", "\"Linux\""),
    ("sec-fetch-dest", "empty"),
    ("sec-fetch-mode", "cors"),
    ("sec-fetch-site", "same-site"),
    ("user-agent", AGENT),
];

/// Writes one entry.
pub(super) struct EntryWriter<'w, 'j, 'l, W: Write> {
    session: &'w Session<'w>,
    json: &'w mut Json<'j, W>,
    planter: &'w mut Planter<'l>,
    random: Random,
    number: u64,
}

impl<'w, 'j, 'l, W: Write> EntryWriter<'w, 'j, 'l, W> {
    pub(super) fn new(
        session: &'w Session<'w>,
        json: &'w mut Json<'j, W>,
        planter: &'w mut Planter<'l>,
        number: u64,
    ) -> Self {
        let random = Random::new(session.recipe.seed, 0xE0, number);
        Self { session, json, planter, random, number }
    }

    /// Writes the entry, of not much more than `left` bytes.
    pub(super) fn write(mut self, left: u64) -> io::Result<()> {
        let maker = Maker {
            recipe: self.session.recipe,
            planter: self.planter,
            random: &mut self.random,
            number: self.number,
            left,
        };
        let exchange = maker.make()?;
        self.json.open("", b'{');
        self.initiator(&exchange);
        self.json.string("_priority", exchange.priority());
        self.json.string("_resourceType", exchange.resource_type);
        self.socket_messages(&exchange);
        self.json.open("cache", b'{');
        self.json.close(b'}');
        let connection = 300 + self.number % 6;
        self.json.string("connection", &connection.to_string());
        self.json.string("pageref", &format!("page_{}", 1 + self.number % PAGES));
        self.request(&exchange);
        self.response(&exchange)?;
        self.json.string("serverIPAddress", "203.0.113.17");
        self.json.string("startedDateTime", &date_time(self.number * 137));
        self.timings();
        self.json.close(b'}');
        Ok(())
    }

    fn initiator(&mut self, exchange: &Exchange) {
        self.json.open("_initiator", b'{');
        if exchange.resource_type == "document" {
            self.json.string("type", "other");
            self.json.close(b'}');
            return;
        }
        self.json.string("type", "script");
        self.json.open("stack", b'{');
        self.json.open("callFrames", b'[');
        for function in ["fetchJson", "", "dispatch"] {
            self.json.open("", b'{');
            self.json.string("functionName", function);
            self.json.string("scriptId", &(self.random.below(90) + 10).to_string());
            self.json.string("url", "https://static.shop.example/assets/main.4f1c9be2.js");
            self.json.raw("lineNumber", "1");
            self.json.raw("columnNumber", &self.random.below(99_999).to_string());
            self.json.close(b'}');
        }
        self.json.close(b']');
        self.json.close(b'}');
        self.json.close(b'}');
    }

    fn socket_messages(&mut self, exchange: &Exchange) {
        if exchange.socket.is_empty() {
            return;
        }
        self.json.open("_webSocketMessages", b'[');
        for (at, (direction, data)) in exchange.socket.iter().enumerate() {
            self.json.open("", b'{');
            self.json.string("type", direction);
            self.json.raw("time", &format!("1772438{}.{at}1", 400 + self.number % 600));
            self.json.raw("opcode", "1");
            self.json.string("data", data);
            self.json.close(b'}');
        }
        self.json.close(b']');
    }

    fn request(&mut self, exchange: &Exchange) {
        self.json.open("request", b'{');
        self.json.string("method", exchange.method);
        let url = format!("{}://{}{}", exchange.scheme(), exchange.host, exchange.target());
        self.json.string("url", &url);
        self.json.string("httpVersion", exchange.http_version());
        self.json.open("headers", b'[');
        self.json.pair(":authority", exchange.host);
        self.json.pair(":method", exchange.method);
        self.json.pair(":path", &exchange.target());
        self.json.pair(":scheme", exchange.scheme());
        for (name, value) in &exchange.request_headers {
            self.json.pair(name, value);
        }
        if !exchange.cookies.is_empty() {
            let cookies = exchange.cookies.iter().map(|(name, value)| format!("{name}={value}"));
            self.json.pair("cookie", &cookies.collect::<Vec<_>>().join("; "));
        }
        for (name, value) in BROWSER_HEADERS {
            self.json.pair(name, value);
        }
        self.json.close(b']');
        self.pairs("queryString", &exchange.query);
        self.cookies(&exchange.cookies);
        self.json.raw("headersSize", "-1");
        let size = exchange.post.as_ref().map_or(0, |post| post.text.len());
        self.json.raw("bodySize", &size.to_string());
        self.post_data(exchange);
        self.json.close(b'}');
    }

    fn pairs(&mut self, key: &str, pairs: &[(&'static str, String)]) {
        self.json.open(key, b'[');
        for (name, value) in pairs {
            self.json.pair(name, value);
        }
        self.json.close(b']');
    }

    fn cookies(&mut self, cookies: &[(&'static str, String)]) {
        self.json.open("cookies", b'[');
        for (name, value) in cookies {
            self.json.open("", b'{');
            self.json.string("name", name);
            self.json.string("value", value);
            self.json.string("path", "/");
            self.json.string("domain", ".shop.example");
            self.json.string("expires", "2027-03-02T08:00:00.000Z");
            self.json.raw("httpOnly", "true");
            self.json.raw("secure", "true");
            self.json.string("sameSite", "Lax");
            self.json.close(b'}');
        }
        self.json.close(b']');
    }

    fn post_data(&mut self, exchange: &Exchange) {
        let Some(post) = &exchange.post else { return };
        self.json.open("postData", b'{');
        self.json.string("mimeType", post.mime);
        self.json.string("text", &post.text);
        if !post.params.is_empty() {
            self.pairs("params", &post.params);
        }
        self.json.close(b'}');
    }

    fn response(&mut self, exchange: &Exchange) -> io::Result<()> {
        self.json.open("response", b'{');
        self.json.raw("status", exchange.status);
        self.json.string("statusText", "");
        self.json.string("httpVersion", exchange.http_version());
        self.json.open("headers", b'[');
        self.response_headers(exchange)?;
        self.json.close(b']');
        let set = exchange.set_cookie.iter().map(|value| ("sid", value.clone()));
        self.cookies(&set.collect::<Vec<_>>());
        exchange.body.write(self.session.filler, self.json, &mut self.random)?;
        self.json.string("redirectURL", exchange.location.as_deref().unwrap_or_default());
        self.json.raw("headersSize", "-1");
        self.json.raw("bodySize", "-1");
        self.json.raw("_transferSize", &(self.random.below(90_000) + 300).to_string());
        self.json.raw("_error", "null");
        self.json.raw("_fetchedViaServiceWorker", "false");
        self.json.close(b'}');
        Ok(())
    }

    fn response_headers(&mut self, exchange: &Exchange) -> io::Result<()> {
        let etag = format!("\"{}\"", self.random.text(HEX, 32));
        let request_id = self.random.uuid();
        self.planter.keep("etag", etag.trim_matches('"'), "response.headers etag")?;
        self.planter.keep("request-id", &request_id, "response.headers x-request-id")?;
        self.json.pair("cache-control", "max-age=0, private, must-revalidate");
        self.json.pair("content-encoding", "br");
        self.json.pair("content-type", exchange.body.mime);
        self.json.pair("date", "Mon, 02 Mar 2026 08:00:00 GMT");
        self.json.pair("etag", &etag);
        if let Some(location) = &exchange.location {
            self.json.pair("location", location);
        }
        self.json.pair("server", "envoy");
        if let Some(value) = &exchange.set_cookie {
            let attributes = "Path=/; Domain=.shop.example; Secure; HttpOnly; SameSite=Lax";
            self.json.pair("set-cookie", &format!("sid={value}; {attributes}"));
        }
        self.json.pair("strict-transport-security", "max-age=31536000");
        self.json.pair("vary", "Accept-Encoding, Origin");
        self.json.pair("x-request-id", &request_id);
        Ok(())
    }

    fn timings(&mut self) {
        let wait = self.random.below(180) + 4;
        self.json.raw("time", &format!("{}.48199999332428", wait + 9));
        self.json.open("timings", b'{');
        self.json.raw("blocked", "3.131000006556511");
        self.json.raw("dns", "-1");
        self.json.raw("ssl", "-1");
        self.json.raw("connect", "-1");
        self.json.raw("send", "0.21800000000000003");
        self.json.raw("wait", &format!("{wait}.30499999761581"));
        self.json.raw("receive", "5.827999989151955");
        self.json.raw("_blocked_queueing", "2.3940000019967556");
        self.json.close(b'}');
    }
}

/// A moment so many milliseconds after the capture began, as ISO 8601.
pub(super) fn date_time(millis: u64) -> String {
    let (seconds, rest) = (millis / 1000, millis % 1000);
    let (minutes, hours) = (seconds / 60, 8 + seconds / 3600);
    let (day, hour) = (2 + hours / 24 % 27, hours % 24);
    format!("2026-03-{day:02}T{hour:02}:{:02}:{:02}.{rest:03}Z", minutes % 60, seconds % 60)
}
