//! What an entry tells of: requests and answers of a shop, with secrets where such sites have
//! them.

use std::io;

use crate::generate::body::{Body, Middle};
use crate::generate::filler::Text;
use crate::generate::plant::Planter;
use crate::generate::random::{HEX, Random};
use crate::generate::secret::Invented;
use crate::generate::{Recipe, Shape};

/// A request and its answer.
pub(super) struct Exchange {
    pub(super) method: &'static str,
    pub(super) host: &'static str,
    pub(super) path: String,
    pub(super) query: Vec<(&'static str, String)>,
    pub(super) request_headers: Vec<(&'static str, String)>,
    pub(super) cookies: Vec<(&'static str, String)>,
    pub(super) post: Option<Post>,
    pub(super) status: &'static str,
    pub(super) location: Option<String>,
    pub(super) set_cookie: Option<String>,
    pub(super) body: Body,
    pub(super) resource_type: &'static str,
    pub(super) socket: Vec<(&'static str, String)>,
}

/// The body of a request.
pub(super) struct Post {
    pub(super) mime: &'static str,
    pub(super) text: String,
    pub(super) params: Vec<(&'static str, String)>,
}

impl Exchange {
    fn get(host: &'static str, path: impl Into<String>, resource_type: &'static str) -> Self {
        Self {
            method: "GET",
            host,
            path: path.into(),
            query: Vec::new(),
            request_headers: vec![("accept", "*/*".to_owned())],
            cookies: Vec::new(),
            post: None,
            status: "200",
            location: None,
            set_cookie: None,
            body: Body::json("{\"ok\":true", 0, "}"),
            resource_type,
            socket: Vec::new(),
        }
    }

    fn post(path: &str, post: Post) -> Self {
        let mut exchange = Self::get(API, path, "fetch");
        exchange.method = "POST";
        exchange.request_headers.push(("content-type", post.mime.to_owned()));
        exchange.post = Some(post);
        exchange
    }

    /// Path and query.
    pub(super) fn target(&self) -> String {
        let query = self.query.iter().map(|(name, value)| format!("{name}={value}"));
        let query = query.collect::<Vec<_>>().join("&");
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}{mark}{query}", self.path)
    }

    pub(super) fn scheme(&self) -> &'static str {
        if self.socket.is_empty() { "https" } else { "wss" }
    }

    pub(super) fn http_version(&self) -> &'static str {
        if self.socket.is_empty() { "h2" } else { "http/1.1" }
    }

    pub(super) fn priority(&self) -> &'static str {
        match self.resource_type {
            "document" | "stylesheet" => "VeryHigh",
            "image" => "Low",
            _ => "High",
        }
    }
}

impl Body {
    /// JSON: an open object, filler among its items, and the end.
    fn json(before: &str, middle: u64, behind: &str) -> Self {
        let (before, behind) = if middle == 0 {
            (before.to_owned(), behind.to_owned())
        } else {
            (format!("{before},\"items\":["), format!("{{}}]{behind}"))
        };
        Self { mime: "application/json", before, middle: Middle::Text(Text::Data, middle), behind }
    }
}

const WWW: &str = "www.shop.example";
const API: &str = "api.shop.example";
const STATIC: &str = "static.shop.example";

/// What an entry needs beside its body.
const FRAME_BYTES: u64 = 5500;
/// One entry in so many holds a large part of a capture of the shape `Huge`.
const HUGE_EVERY: u64 = 40;

/// Makes the exchange of one entry.
pub(super) struct Maker<'m, 'l> {
    pub(super) recipe: &'m Recipe,
    pub(super) planter: &'m mut Planter<'l>,
    pub(super) random: &'m mut Random,
    pub(super) number: u64,
    pub(super) left: u64,
}

impl Maker<'_, '_> {
    /// An exchange that suits the shape and the room that is left.
    pub(super) fn make(mut self) -> io::Result<Exchange> {
        let shape = self.recipe.shape;
        let is_huge = shape == Shape::Huge && self.number % HUGE_EVERY == HUGE_EVERY / 2;
        if is_huge {
            return self.script(self.recipe.bytes / 10);
        }
        let assets = matches!(shape, Shape::Mixed | Shape::Huge);
        let mut exchange = match self.random.below(100) {
            0..12 if assets => {
                let len = self.random.below(240_000);
                self.script(len)?
            }
            12..42 if assets => self.image(),
            42..50 if assets => self.style(),
            50..57 if assets => self.document()?,
            _ => self.call()?,
        };
        self.cookies(&mut exchange)?;
        Ok(exchange)
    }

    /// One of the calls of the shop's own interface, each kind in turn.
    fn call(&mut self) -> io::Result<Exchange> {
        let mut exchange = match self.random.below(12) {
            0 => self.login()?,
            1 => self.graph_ql()?,
            2 => self.events()?,
            3 => self.lines(),
            4 => self.base64_json()?,
            5 => self.redirect()?,
            6 => self.socket()?,
            7 => self.signed_download()?,
            8 => self.document()?,
            _ => self.api()?,
        };
        self.authorize(&mut exchange)?;
        Ok(exchange)
    }

    /// Bytes of filler, within the room that is left.
    fn room(&self, wanted: u64) -> u64 {
        wanted.min(self.left.saturating_sub(FRAME_BYTES))
    }

    /// Bytes of filler in a call.
    fn small(&mut self) -> u64 {
        match self.recipe.shape {
            Shape::Dense => 0,
            _ => {
                let len = self.random.below(2) * 4000;
                self.room(len)
            }
        }
    }

    fn plant(&mut self, kind: Invented, place: &str) -> io::Result<String> {
        Ok(self.planter.plant(kind, place)?.unwrap_or_else(|| "none".to_owned()))
    }

    fn script(&mut self, wanted: u64) -> io::Result<Exchange> {
        let path = format!("/assets/{}.js", self.random.text(HEX, 16));
        let mut exchange = Exchange::get(STATIC, path, "script");
        let mut behind = "}();".to_owned();
        if self.random.below(3) == 0 {
            let key = self.plant(Invented::ProviderToken, "response.content script")?;
            behind = format!("var config={{apiBase:\"https://{API}\",serviceKey:\"{key}\"}};}}();");
        }
        exchange.body = Body {
            mime: "text/javascript",
            before: "/*! shop */!function(){\"use strict\";".to_owned(),
            middle: Middle::Text(Text::Script, self.room(wanted)),
            behind,
        };
        Ok(exchange)
    }

    fn style(&mut self) -> Exchange {
        let path = format!("/assets/{}.css", self.random.text(HEX, 16));
        let mut exchange = Exchange::get(STATIC, path, "stylesheet");
        let len = self.random.below(60_000);
        let middle = Middle::Text(Text::Style, self.room(len));
        let before = "@charset \"utf-8\";\n".to_owned();
        exchange.body = Body { mime: "text/css", before, middle, behind: String::new() };
        exchange
    }

    fn image(&mut self) -> Exchange {
        let path = format!("/img/{}.webp", self.random.text(HEX, 12));
        let mut exchange = Exchange::get(STATIC, path, "image");
        let len = self.random.below(120_000);
        let middle = Middle::Base64(self.room(len));
        let (before, behind) = ("UklGRgAA".to_owned(), String::new());
        exchange.body = Body { mime: "image/webp", before, middle, behind };
        exchange
    }

    fn document(&mut self) -> io::Result<Exchange> {
        let mut exchange = Exchange::get(WWW, "/account", "document");
        let csrf = self.plant(Invented::CsrfToken, "response.content html meta, hidden input")?;
        let state = self.plant(Invented::StateToken, "response.content html inline state")?;
        let before = format!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
             <title>Your account</title>\n<meta name=\"csrf-token\" content=\"{csrf}\">\n\
             <link rel=\"stylesheet\" href=\"https://{STATIC}/assets/site.css\"></head><body>\n\
             <form method=\"post\"><input type=\"hidden\" value=\"{csrf}\" \
             name=\"authenticity_token\"></form>\n"
        );
        let behind = format!(
            "<script>window.__STATE__={{\"locale\":\"en\",\"session\":{{\"accessToken\":\"{state}\",\
             \"ttl\":3600}}}}</script>\n</body></html>\n"
        );
        let len = if self.recipe.shape == Shape::Dense { 0 } else { self.random.below(90_000) };
        let len = if self.recipe.shape == Shape::Small { len / 16 } else { len };
        let middle = Middle::Text(Text::Prose, self.room(len));
        exchange.body = Body { mime: "text/html; charset=utf-8", before, middle, behind };
        let place = "response.headers set-cookie, response.cookies";
        exchange.set_cookie = self.planter.plant(Invented::SessionCookie, place)?;
        Ok(exchange)
    }

    fn api(&mut self) -> io::Result<Exchange> {
        let mut exchange = Exchange::get(API, "/v2/orders", "fetch");
        exchange.query.push(("page", self.number.to_string()));
        let token = self.plant(Invented::AccessToken, "response.content json")?;
        let refresh = self.plant(Invented::RefreshToken, "response.content json in json")?;
        let email = self.plant(Invented::Email, "response.content json")?;
        let phone = self.plant(Invented::Phone, "response.content json")?;
        let inner = format!("{{\\\"refresh_token\\\":\\\"{refresh}\\\",\\\"v\\\":2}}");
        let behind = format!(
            ",\"access_token\":\"{token}\",\"context\":\"{inner}\",\
             \"user\":{{\"email\":\"{email}\",\"phone\":\"{phone}\",\"plan\":\"team\"}}}}"
        );
        let len = self.small();
        exchange.body = Body::json("{\"status\":\"ok\"", len, &behind);
        Ok(exchange)
    }

    fn login(&mut self) -> io::Result<Exchange> {
        let email = self.plant(Invented::Email, "request.postData form")?;
        let password = self.plant(Invented::FormPassword, "request.postData form")?;
        let params = vec![("username", email), ("password", password), ("remember", "1".into())];
        let fields = params.iter().map(|(name, value)| {
            format!("{name}={}", value.replace('@', "%40").replace('!', "%21"))
        });
        let text = fields.collect::<Vec<_>>().join("&");
        let mime = "application/x-www-form-urlencoded";
        let mut exchange = Exchange::post("/login", Post { mime, text, params });
        let place = "response.headers set-cookie, response.cookies";
        exchange.set_cookie = self.planter.plant(Invented::SessionCookie, place)?;
        Ok(exchange)
    }

    fn graph_ql(&mut self) -> io::Result<Exchange> {
        let email = self.plant(Invented::Email, "request.postData graphql variables")?;
        let password =
            self.plant(Invented::GraphQlPassword, "request.postData graphql variables")?;
        let text = serde_json::json!({
            "operationName": "SignIn",
            "query": "mutation SignIn($input: SignInInput!) { signIn(input: $input) { ok } }",
            "variables": { "input": { "email": email, "password": password } },
        });
        let (mime, text) = ("application/json", text.to_string());
        let mut exchange = Exchange::post("/graphql", Post { mime, text, params: Vec::new() });
        let len = self.small();
        exchange.body = Body::json("{\"data\":{\"signIn\":{\"ok\":true}}", len, "}");
        Ok(exchange)
    }

    fn events(&mut self) -> io::Result<Exchange> {
        let mut exchange = Exchange::get(API, "/v2/stream", "eventsource");
        let token = self.plant(Invented::EventToken, "response.content event stream")?;
        let before = format!("id: 1\nevent: hello\ndata: {{\"streamToken\":\"{token}\"}}\n\n");
        let middle = Middle::Text(Text::Data, 0);
        let behind = "id: 2\nevent: ping\ndata: {\"n\":1}\n\n".repeat(20);
        exchange.body = Body { mime: "text/event-stream", before, middle, behind };
        Ok(exchange)
    }

    fn lines(&mut self) -> Exchange {
        let mut exchange = Exchange::get(API, "/v2/logs", "fetch");
        let middle = Middle::Text(Text::Lines, self.small());
        let (before, behind) = ("{\"level\":\"info\"}\n".to_owned(), String::new());
        exchange.body = Body { mime: "application/x-ndjson", before, middle, behind };
        exchange
    }

    fn base64_json(&mut self) -> io::Result<Exchange> {
        let mut exchange = Exchange::get(API, "/v2/device", "fetch");
        let token = self.plant(Invented::Base64Token, "response.content base64 json")?;
        let inner = format!("{{\"device\":\"web\",\"device_token\":\"{token}\"}}");
        let before = base64_simd::STANDARD.encode_to_string(inner);
        let (middle, behind) = (Middle::Base64(0), String::new());
        exchange.body = Body { mime: "application/octet-stream", before, middle, behind };
        Ok(exchange)
    }

    fn redirect(&mut self) -> io::Result<Exchange> {
        let mut exchange = Exchange::get(WWW, "/oauth/authorize", "document");
        let code = self.plant(Invented::AuthorizationCode, "response.headers location")?;
        exchange.query.push(("client_id", "shop-web".to_owned()));
        exchange.status = "302";
        exchange.location = Some(format!("https://{WWW}/callback?code={code}&locale=en-US"));
        Ok(exchange)
    }

    fn socket(&mut self) -> io::Result<Exchange> {
        let mut exchange = Exchange::get(API, "/live", "websocket");
        let token = self.plant(Invented::SocketToken, "webSocketMessages")?;
        exchange.status = "101";
        exchange.socket = vec![
            ("send", format!("{{\"type\":\"auth\",\"authToken\":\"{token}\"}}")),
            ("receive", "{\"type\":\"ready\",\"heartbeat\":30}".to_owned()),
            ("receive", "2".to_owned()),
        ];
        Ok(exchange)
    }

    fn signed_download(&mut self) -> io::Result<Exchange> {
        let mut exchange = Exchange::get(API, "/v2/export.csv", "fetch");
        let token = self.plant(Invented::QueryToken, "request.url, queryString, referer")?;
        let referer = format!("https://{WWW}/exports?access_token={token}");
        exchange.request_headers.push(("referer", referer));
        exchange.query.push(("access_token", token));
        exchange.query.push(("format", "csv".to_owned()));
        let len = self.small();
        exchange.body = Body::json("{\"rows\":12", len, "}");
        Ok(exchange)
    }

    /// Adds one of the ways in which calls say who they are.
    fn authorize(&mut self, exchange: &mut Exchange) -> io::Result<()> {
        let place = "request.headers authorization";
        let header = match self.random.below(6) {
            0 => {
                let password = self.plant(Invented::BasicPassword, "request.headers basic")?;
                let credentials = format!("exporter:{password}");
                let encoded = base64_simd::STANDARD.encode_to_string(credentials);
                ("authorization", format!("Basic {encoded}"))
            }
            1 => ("x-api-key", self.plant(Invented::ApiKey, "request.headers x-api-key")?),
            2 | 3 => ("authorization", format!("Bearer {}", self.plant(Invented::Jwt, place)?)),
            _ => ("authorization", format!("Bearer {}", self.plant(Invented::BearerToken, place)?)),
        };
        exchange.request_headers.push(header);
        Ok(())
    }

    /// Adds the cookies of the session where the host is the shop's own.
    fn cookies(&mut self, exchange: &mut Exchange) -> io::Result<()> {
        if exchange.host == STATIC {
            return Ok(());
        }
        let place = "request.headers cookie, request.cookies";
        if let Some(session) = self.planter.plant(Invented::SessionCookie, place)? {
            exchange.cookies.push(("sid", session));
        }
        exchange.cookies.push(("theme", "dark".to_owned()));
        Ok(())
    }
}
