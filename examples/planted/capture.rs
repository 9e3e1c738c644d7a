//! Builds the capture, in the dialect of Chrome's DevTools: an entry for each row, or several.

use serde_json::{Map, Value as Json, json};

use crate::encode;
use crate::rows::Row;
use crate::template::{Fate, Filler};

/// Where in an entry a text is planted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    /// The request's URL, with its query string mirrored.
    Url,
    /// `Name: value` of the request; cookies are mirrored.
    Req,
    /// `Name: value` of the response; cookies and `Location` are mirrored.
    Res,
    /// The request's body, after its media type and a space.
    Post,
    /// The response's body, after its media type and a space.
    Body,
    /// The same in base64, as DevTools writes it at times.
    Body64,
    /// A WebSocket message sent; one of other than text is written in base64.
    Send,
    /// The same received.
    Receive,
    /// A JSON value at a pointer into the entry: `/_initiator/url "https://…"`.
    At,
    /// A JSON value at a pointer into the log.
    Log,
    /// What follows is in a new entry.
    Next,
}

/// A value in its place.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) class: String,
    pub(crate) fate: Fate,
    pub(crate) bytes: Vec<u8>,
    /// `None` in the envelope.
    pub(crate) entry: Option<usize>,
    /// The template, to be shown.
    pub(crate) shown: String,
}

/// The capture and what is in it.
#[derive(Debug)]
pub(crate) struct Planted {
    pub(crate) text: Vec<u8>,
    pub(crate) items: Vec<Item>,
}

impl Planted {
    pub(crate) fn new(rows: &[Row]) -> Self {
        let mut builder = Builder { log: envelope(), entries: Vec::new(), items: Vec::new() };
        for (number, row) in rows.iter().enumerate() {
            builder.row(number, row);
        }
        let Builder { mut log, entries, items } = builder;
        log["log"]["entries"] = Json::Array(entries);
        let text = serde_json::to_vec_pretty(&log).expect("a value is JSON");
        Self { text, items }
    }
}

struct Builder {
    log: Json,
    entries: Vec<Json>,
    items: Vec<Item>,
}

impl Builder {
    fn row(&mut self, number: usize, row: &Row) {
        let mut filler = Filler::new(number as u64 + 1);
        let only_log = row.parts.iter().all(|(slot, _)| *slot == Slot::Log);
        if !only_log {
            self.begin();
        }
        for (slot, template) in &row.parts {
            if *slot == Slot::Next {
                self.begin();
                continue;
            }
            let mut values = Vec::new();
            let text = filler.fill(template, &mut values);
            let entry = (*slot != Slot::Log).then(|| self.entries.len() - 1);
            self.items.extend(values.into_iter().map(|value| Item {
                class: row.class.clone(),
                fate: value.fate,
                bytes: value.bytes,
                entry,
                shown: format!("{slot:?} {template}"),
            }));
            match entry {
                Some(entry) => plant(&mut self.entries[entry], *slot, &text),
                None => at(&mut self.log["log"], &text),
            }
        }
        if !only_log {
            let last = self.entries.len() - 1;
            mirror(&mut self.entries[last]);
        }
    }

    fn begin(&mut self) {
        if let Some(last) = self.entries.last_mut() {
            mirror(last);
        }
        self.entries.push(entry(self.entries.len()));
    }
}

fn envelope() -> Json {
    json!({"log": {
        "version": "1.2",
        "creator": {"name": "WebInspector", "version": "537.36"},
        "pages": [{
            "startedDateTime": "2026-10-05T08:12:30.113Z", "id": "page_1",
            "title": "https://app.lumenport.test/overview",
            "pageTimings": {"onContentLoad": 412.55, "onLoad": 981.27},
        }],
        "entries": [],
    }})
}

fn entry(number: usize) -> Json {
    let (minute, second, milli) = (number / 60 % 60, number % 60, number * 7 % 1000);
    let started =
        format!("2026-10-05T{:02}:{minute:02}:{second:02}.{milli:03}Z", 8 + number / 3600);
    json!({
        "_connectionId": format!("{}", 4100 + number),
        "_initiator": {"type": "script", "stack": {"callFrames": [{
            "functionName": "load", "scriptId": "41", "lineNumber": 12, "columnNumber": 3310,
            "url": "https://static.lumenport.test/assets/app-5d0c1f7e.js",
        }]}},
        "_priority": "High", "_resourceType": "fetch", "cache": {}, "connection": "443",
        "pageref": "page_1",
        "request": {
            "method": "GET", "url": "https://app.lumenport.test/v2/items", "httpVersion": "h2",
            "headers": [
                {"name": ":method", "value": "GET"},
                {"name": "accept", "value": "*/*"},
                {"name": "accept-language", "value": "en-GB,en;q=0.9,de;q=0.8"},
                {"name": "sec-fetch-mode", "value": "cors"},
            ],
            "queryString": [], "cookies": [], "headersSize": -1, "bodySize": 0,
        },
        "response": {
            "status": 200, "statusText": "", "httpVersion": "h2",
            "headers": [{"name": "vary", "value": "Accept-Encoding"}],
            "cookies": [], "content": {"size": 0, "mimeType": "application/json"},
            "redirectURL": "", "headersSize": -1, "bodySize": -1, "_transferSize": 731,
        },
        "serverIPAddress": "203.0.113.17",
        "startedDateTime": started,
        "time": 84.219, "timings": {"blocked": 1.2, "dns": -1, "ssl": -1, "connect": -1,
            "send": 0.31, "wait": 80.1, "receive": 2.609},
    })
}

fn plant(entry: &mut Json, slot: Slot, text: &[u8]) {
    let string = || String::from_utf8_lossy(text).into_owned();
    let string = string();
    match slot {
        Slot::Url => entry["request"]["url"] = string.into(),
        Slot::Req => push(&mut entry["request"]["headers"], header(&string)),
        Slot::Res => push(&mut entry["response"]["headers"], header(&string)),
        Slot::Post => post(entry, text),
        Slot::Body | Slot::Body64 => body(entry, text, slot == Slot::Body64),
        Slot::Send => push(&mut entry["_webSocketMessages"], message("send", text)),
        Slot::Receive => push(&mut entry["_webSocketMessages"], message("receive", text)),
        Slot::At => at(entry, text),
        Slot::Log | Slot::Next => unreachable!("no part of an entry"),
    }
}

fn push(list: &mut Json, item: Json) {
    if list.is_null() {
        *list = json!([]);
    }
    list.as_array_mut().expect("a list").push(item);
}

fn header(line: &str) -> Json {
    let at = line[1..].find(':').expect("a header has a colon") + 1;
    json!({"name": line[..at], "value": line[at + 1..].trim_start()})
}

fn message(direction: &str, text: &[u8]) -> Json {
    let (opcode, data) = match std::str::from_utf8(text) {
        Ok(text) => (1, text.to_owned()),
        Err(_) => (2, encode::standard_base64(text)),
    };
    json!({"type": direction, "time": 1_791_187_951.25, "opcode": opcode, "data": data})
}

fn split_mime(text: &[u8]) -> (String, &[u8]) {
    let at = text.iter().position(|byte| *byte == b' ').expect("a media type and a space");
    (String::from_utf8_lossy(&text[..at]).replace(';', "; "), &text[at + 1..])
}

fn post(entry: &mut Json, text: &[u8]) {
    let (mime, body) = split_mime(text);
    let request = &mut entry["request"];
    request["method"] = "POST".into();
    let mut data = json!({"mimeType": mime, "text": String::from_utf8_lossy(body)});
    if std::str::from_utf8(body).is_err() {
        data["text"] = encode::standard_base64(body).into();
        data["encoding"] = "base64".into();
    } else if mime.starts_with("application/x-www-form") {
        data["params"] = pairs(&String::from_utf8_lossy(body));
    }
    request["bodySize"] = body.len().into();
    request["postData"] = data;
}

fn body(entry: &mut Json, text: &[u8], in_base64: bool) {
    let (mime, body) = split_mime(text);
    let mut content = json!({"size": body.len(), "mimeType": mime});
    match std::str::from_utf8(body) {
        Ok(text) if !in_base64 => content["text"] = text.into(),
        _ => {
            content["text"] = encode::standard_base64(body).into();
            content["encoding"] = "base64".into();
        }
    }
    entry["response"]["content"] = content;
}

/// Name and value as they were sent, as DevTools shows both of a query string.
fn pairs(query: &str) -> Json {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            json!({"name": name, "value": value})
        })
        .collect()
}

/// `/pointer value`: makes what is missing on the way.
fn at(root: &mut Json, text: &[u8]) {
    let text = std::str::from_utf8(text).expect("a pointer and JSON");
    let (pointer, value) = text.split_once(' ').expect("a pointer and a space");
    let value: Json =
        serde_json::from_str(value).unwrap_or_else(|error| panic!("{error}: {value}"));
    let mut place = root;
    for step in pointer[1..].split('/') {
        place = match step.parse::<usize>() {
            Ok(index) => {
                if place.is_null() {
                    *place = json!([]);
                }
                let list = place.as_array_mut().expect("a list");
                if index >= list.len() {
                    list.resize(index + 1, json!({}));
                }
                &mut list[index]
            }
            Err(_) => {
                if place.is_null() {
                    *place = Json::Object(Map::new());
                }
                &mut place[step]
            }
        };
    }
    *place = value;
}

/// What DevTools writes twice: the query, cookies, the target of a redirect.
fn mirror(entry: &mut Json) {
    let url = entry["request"]["url"].as_str().expect("a URL").to_owned();
    let bare = url.split('#').next().unwrap_or_default();
    if let Some((_, query)) = bare.split_once('?') {
        entry["request"]["queryString"] = pairs(query);
    }
    let named = |headers: &Json, name: &str| -> Vec<String> {
        let headers = headers.as_array().expect("a list").iter();
        headers
            .filter(|header| header["name"].as_str().is_some_and(|n| n.eq_ignore_ascii_case(name)))
            .map(|header| header["value"].as_str().expect("a string").to_owned())
            .collect()
    };
    let cookie = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        json!({"name": name.trim(), "value": value, "path": "/", "domain": ".lumenport.test",
            "expires": "2027-03-01T00:00:00.000Z", "httpOnly": true, "secure": true})
    };
    let sent = named(&entry["request"]["headers"], "cookie");
    for pair in sent.iter().flat_map(|line| line.split("; ")) {
        push(&mut entry["request"]["cookies"], cookie(pair));
    }
    for line in named(&entry["response"]["headers"], "set-cookie").iter().flat_map(|h| h.lines()) {
        push(&mut entry["response"]["cookies"], cookie(line.split(';').next().unwrap_or_default()));
    }
    if let Some(target) = named(&entry["response"]["headers"], "location").pop() {
        entry["response"]["status"] = 302.into();
        entry["response"]["redirectURL"] = target.into();
    }
}
