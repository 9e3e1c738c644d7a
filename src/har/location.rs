//! Where in a capture a string stands, in words that hold nothing of the capture.

/// Where in a capture a string stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Location {
    /// The envelope: creator, browser, version, unknown keys.
    Envelope,
    /// `log.pages`.
    Page,
    /// `request`: method, version, unknown keys.
    Request,
    /// `response`: status, version, unknown keys.
    Response,
    /// `request.url`, and its mirrors in extensions (`_url`, `_full_url`).
    RequestUrl,
    /// `request.headers`.
    RequestHeader,
    /// `request.cookies`.
    RequestCookie,
    /// `request.queryString`.
    QueryString,
    /// `request.postData.text` and what else stands in `postData`.
    PostData,
    /// `request.postData.params`.
    PostParam,
    /// `response.headers`.
    ResponseHeader,
    /// `response.cookies`.
    ResponseCookie,
    /// `response.redirectURL`.
    RedirectUrl,
    /// `response.content`.
    Content,
    /// `_webSocketMessages`.
    WebSocket,
    /// `_eventSourceMessages`.
    EventSource,
    /// `_initiator`.
    Initiator,
    /// `cache`.
    Cache,
    /// A `comment`, wherever it stands.
    Comment,
    /// `serverIPAddress`, `connection`, timings and other fields of the HAR format.
    Entry,
    /// Any other key, at any depth.
    Extension,
}

impl Location {
    /// Every location.
    pub const ALL: [Self; 21] = [
        Self::Envelope,
        Self::Page,
        Self::Request,
        Self::Response,
        Self::RequestUrl,
        Self::RequestHeader,
        Self::RequestCookie,
        Self::QueryString,
        Self::PostData,
        Self::PostParam,
        Self::ResponseHeader,
        Self::ResponseCookie,
        Self::RedirectUrl,
        Self::Content,
        Self::WebSocket,
        Self::EventSource,
        Self::Initiator,
        Self::Cache,
        Self::Comment,
        Self::Entry,
        Self::Extension,
    ];

    /// The location that is written so in reports.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|location| location.as_str() == word)
    }

    /// The location as it is written in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Envelope => "log",
            Self::Page => "log.pages",
            Self::Request => "request",
            Self::Response => "response",
            Self::RequestUrl => "request.url",
            Self::RequestHeader => "request.headers",
            Self::RequestCookie => "request.cookies",
            Self::QueryString => "request.queryString",
            Self::PostData => "request.postData",
            Self::PostParam => "request.postData.params",
            Self::ResponseHeader => "response.headers",
            Self::ResponseCookie => "response.cookies",
            Self::RedirectUrl => "response.redirectURL",
            Self::Content => "response.content",
            Self::WebSocket => "webSocketMessages",
            Self::EventSource => "eventSourceMessages",
            Self::Initiator => "initiator",
            Self::Cache => "cache",
            Self::Comment => "comment",
            Self::Entry => "entry",
            Self::Extension => "extension",
        }
    }
}
