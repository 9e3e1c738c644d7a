//! What the body of a response is, which decides when it may be left out.

use crate::har::Entry;

/// What the body of a response is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Class {
    /// A picture.
    Image,
    /// A font.
    Font,
    /// Sound or video.
    Media,
    /// A script or WebAssembly.
    Script,
    /// A style sheet.
    Style,
    /// A source map.
    SourceMap,
    /// A page or frame.
    Document,
    /// The answer to a call that a script has made.
    Api,
    /// Anything else.
    Other,
}

impl Class {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Image,
        Self::Font,
        Self::Media,
        Self::Script,
        Self::Style,
        Self::SourceMap,
        Self::Document,
        Self::Api,
        Self::Other,
    ];

    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Font => "font",
            Self::Media => "media",
            Self::Script => "script",
            Self::Style => "style",
            Self::SourceMap => "source-map",
            Self::Document => "document",
            Self::Api => "api",
            Self::Other => "other",
        }
    }
}

impl std::str::FromStr for Class {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|class| class.name() == name).ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            format!("is no type of body: {names}")
        })
    }
}

/// What an entry, or a part of one, says of the class of its body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Signs {
    /// By `_resourceType`.
    resource: Option<Class>,
    /// By `mimeType`.
    mime: Option<Class>,
    /// By how the path of the URL ends.
    suffix: Option<Class>,
    /// Whether the request was none that merely asks for something.
    sends: bool,
}

impl Signs {
    pub(super) fn new(entry: Entry<'_>, url: Option<&str>) -> Self {
        let resource = entry.resource_type().map(|text| text.decode().to_ascii_lowercase());
        let mime = entry.mime_type().map(|mime| mime.to_ascii_lowercase());
        let method = entry.method().map(|method| method.decode().to_ascii_uppercase());
        Self {
            resource: resource.and_then(|resource| by_resource(&resource)),
            mime: mime.and_then(|mime| by_mime(&mime)),
            suffix: url.and_then(by_url),
            sends: method.is_some_and(|method| !matches!(method.as_str(), "GET" | "HEAD" | "")),
        }
    }

    /// Adds what another part of the same entry says.
    pub(super) fn merge(&mut self, other: Self) {
        self.resource = self.resource.or(other.resource);
        self.mime = self.mime.or(other.mime);
        self.suffix = self.suffix.or(other.suffix);
        self.sends |= other.sends;
    }

    pub(super) fn class(self) -> Class {
        match (self.resource, self.mime) {
            (Some(Class::Document), _) => Class::Document,
            _ if self.suffix == Some(Class::SourceMap) => Class::SourceMap,
            // What a script fetches is data, unless it is plain that it is not.
            (Some(Class::Api), Some(mime @ (Class::Image | Class::Font | Class::Media))) => mime,
            (Some(resource), _) => resource,
            (None, Some(mime)) => mime,
            (None, None) if self.sends => Class::Api,
            (None, None) => self.suffix.unwrap_or(Class::Other),
        }
    }
}

/// The types of Chrome's DevTools protocol (`Network.ResourceType`) in lower case, which WebKit and
/// Playwright use, too.
fn by_resource(resource: &str) -> Option<Class> {
    Some(match resource {
        "document" => Class::Document,
        "image" => Class::Image,
        "font" => Class::Font,
        "media" | "texttrack" => Class::Media,
        "script" => Class::Script,
        "stylesheet" => Class::Style,
        "manifest" => Class::Other,
        "xhr" | "fetch" | "eventsource" | "websocket" | "ping" | "beacon" | "preflight" => {
            Class::Api
        }
        _ => return None,
    })
}

fn by_mime(mime: &str) -> Option<Class> {
    let (kind, name) = mime.split_once('/')?;
    Some(match (kind, name) {
        ("image", _) => Class::Image,
        ("font", _) => Class::Font,
        ("audio" | "video", _) => Class::Media,
        ("text", "css") => Class::Style,
        ("text", "html") | ("application", "xhtml+xml") => Class::Document,
        ("application", "wasm") => Class::Script,
        ("application", "vnd.ms-fontobject") => Class::Font,
        ("application", "vnd.apple.mpegurl" | "x-mpegurl" | "dash+xml") => Class::Media,
        ("text", "xml" | "event-stream") | ("application", "grpc" | "xml") => Class::Api,
        ("text" | "application", name) if name.contains("javascript") => Class::Script,
        ("text" | "application", name) if name.contains("ecmascript") => Class::Script,
        ("application", name) if name.contains("font") => Class::Font,
        ("application", name) if is_data(name) => Class::Api,
        _ => return None,
    })
}

/// Whether a type's name is one of those in which services answer.
fn is_data(name: &str) -> bool {
    let name = name.strip_prefix("x-").unwrap_or(name);
    ["json", "protobuf", "msgpack", "grpc", "xml", "www-form-urlencoded"]
        .iter()
        .any(|format| name.contains(format))
}

fn by_url(url: &str) -> Option<Class> {
    let path = url.split(['?', '#']).next()?;
    let file = path.rsplit('/').next()?;
    let (stem, suffix) = file.rsplit_once('.')?;
    Some(match suffix.to_ascii_lowercase().as_str() {
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "svg" | "ico" | "bmp" => Class::Image,
        "woff" | "woff2" | "ttf" | "otf" | "eot" => Class::Font,
        "mp4" | "webm" | "mp3" | "ogg" | "m4s" | "m4a" | "m3u8" | "mov" | "wav" | "aac" => {
            Class::Media
        }
        "js" | "mjs" | "cjs" | "wasm" => Class::Script,
        "css" => Class::Style,
        "map" if [".js", ".mjs", ".cjs", ".css"].iter().any(|end| stem.ends_with(end)) => {
            Class::SourceMap
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::chunk::fit::class::{Class, Signs};
    use crate::har::{Entry, Index, Node};

    fn check(resource: &str, method: &str, url: &str, mime: &str, expected: Class) {
        let text = format!(
            r#"{{"_resourceType":"{resource}","request":{{"method":"{method}","url":"{url}"}},
            "response":{{"content":{{"mimeType":"{mime}"}}}}}}"#
        );
        let mut index = Index::new();
        index.build(text.as_bytes()).unwrap();
        let Node::Object(object) = index.document(text.as_bytes()).root() else { panic!() };
        let signs = Signs::new(Entry::from(object), Some(url));
        assert_eq!(signs.class(), expected, "{resource} {method} {url} {mime}");
        assert_eq!(expected.name().parse(), Ok(expected));
    }

    #[test]
    fn a_body_is_what_its_entry_says() {
        let url = "https://a.example/x";
        check("document", "GET", url, "image/png", Class::Document);
        check("fetch", "GET", url, "image/webp", Class::Image);
        check("fetch", "GET", url, "application/javascript", Class::Api);
        check("XHR", "POST", url, "text/html", Class::Api);
        check("script", "GET", url, "text/plain", Class::Script);
        check("manifest", "GET", url, "application/json", Class::Other);
        check("", "GET", url, "text/html; charset=utf-8", Class::Document);
        check("", "GET", url, "Application/JSON", Class::Api);
        check("", "GET", url, "application/problem+json", Class::Api);
        check("other", "GET", url, "application/font-woff", Class::Font);
        check("", "GET", "https://a.example/a/b.WOFF2?v=1.js", "", Class::Font);
        check("", "GET", "https://a.example/b.js.map", "application/json", Class::SourceMap);
        check("", "GET", "https://a.example/b.map", "application/octet-stream", Class::Other);
        check("", "POST", "https://a.example/b.png", "", Class::Api);
        check("", "GET", "https://a.example/report.pdf", "application/pdf", Class::Other);
        assert!("picture".parse::<Class>().is_err());
    }
}
