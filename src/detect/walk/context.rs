//! What is known where a value stands, as the walk comes to it.

use crate::detect::beside::decoded;
use crate::detect::errors;
use crate::detect::examiner::Examiner;
use crate::detect::inherit::Inherited;
use crate::detect::layer;
use crate::detect::name::Value;
use crate::detect::site::Site;
use crate::detect::table::Table;
use crate::detect::{Place, Reading, Rule, Verdict};
use crate::har::{Location, Text};

/// What is known where a value stands.
#[derive(Clone, Copy)]
pub(super) struct Context<'c> {
    /// Where in the capture; `None` inside a string.
    pub(super) site: Option<Site>,
    /// The nearest name, decoded; empty where names mean nothing.
    pub(super) name: &'c [u8],
    pub(super) place: Place,
    /// The rule that makes every leaf below secret.
    pub(super) inherited: Option<Inherited<'c>>,
    pub(super) mime: &'c [u8],
    /// How it is read, where its name does not say it.
    pub(super) reading: Option<Reading>,
    /// Whether it is the body of a request.
    pub(super) request_body: bool,
    /// Whether it is the name in a list of named values.
    pub(super) is_name: bool,
    /// The name around the nearest one.
    pub(super) parent: &'c [u8],
    /// The table of which it holds the rows.
    pub(super) table: Option<Table<'c>>,
    /// The statement of SQL of which it lists the values.
    pub(super) statement: Option<Text<'c>>,
    /// The rule that it falls under by what stands beside it, where its name does not tell.
    pub(super) told: Option<Rule>,
    /// Whether it is said here what is wrong with each field that was sent.
    pub(super) errors: bool,
}

impl<'c> Context<'c> {
    /// Where a document begins that stands under this name.
    pub(super) fn new(site: Option<Site>, name: &'c [u8], place: Place) -> Self {
        Self {
            site,
            name,
            place,
            inherited: None,
            mime: b"",
            reading: Some(Reading::Sniff),
            request_body: false,
            is_name: false,
            parent: b"",
            table: None,
            statement: None,
            told: None,
            errors: false,
        }
    }

    /// What is known of a member of the object that stands here.
    pub(super) fn below(&self, name: &'c [u8]) -> Self {
        let site = self.site.map(|site| site.under(name));
        let named = site.is_none_or(|site| site.is_open());
        let place = site.map_or(self.place, Site::place);
        let inner_name = if named { name } else { b"" };
        Self {
            site,
            name: inner_name,
            place,
            mime: b"",
            reading: match site.map(Site::location) {
                Some(Location::Comment) => Some(Reading::As(&layer::COMMENT)),
                _ => None,
            },
            request_body: false,
            is_name: false,
            parent: self.name,
            table: None,
            statement: None,
            told: None,
            ..*self
        }
    }

    /// What counts for a string here instead, if its name says nothing of it: that of a caption or an
    /// error says what it is about, and the sources of a source map are code, whatever they begin
    /// with.
    pub(super) fn instead(
        &self,
        examiner: &Examiner<'_>,
        text: Text<'_>,
        is_caption: bool,
    ) -> Option<Self> {
        let is_error = || self.errors && errors::is_told(examiner, text, self.name, self.place);
        if is_caption || is_error() {
            let (inherited, told, reading) = (None, None, None);
            Some(Self { name: b"", parent: b"", inherited, told, reading, ..*self })
        } else if self.name == b"sourcesContent" {
            Some(Self { name: b"", mime: b"application/javascript", ..*self })
        } else {
            None
        }
    }

    /// Whether the names of members mean something here.
    pub(super) fn is_open(&self) -> bool {
        self.site.is_none_or(Site::is_open)
    }

    /// Whether it is the value of a cookie in the list of a request or response.
    pub(super) fn is_cookie(&self) -> bool {
        let is_of = |site: Site| {
            matches!(site.location(), Location::RequestCookie | Location::ResponseCookie)
        };
        self.place == Place::Cookie && !self.name.is_empty() && self.site.is_some_and(is_of)
    }

    /// Whether what stands beside a text says what its name does not.
    pub(super) fn is_told(&self, examiner: &Examiner<'_>, text: Text<'_>) -> bool {
        let mut buffer = Vec::new();
        self.told.is_some()
            && !matches!(self.reading(), Reading::As(_))
            && examiner.judge_name(self.name, Value::Text(decoded(text, &mut buffer)), self.place)
                == Verdict::Open
    }

    pub(super) fn reading(&self) -> Reading {
        self.reading.unwrap_or_else(|| reading(self.name, self.place))
    }
}

/// How the value under a name is read: some header names say it, wherever they stand.
fn reading(name: &[u8], place: Place) -> Reading {
    match place {
        Place::RequestHeader | Place::ResponseHeader => layer::header_reading(name),
        Place::Json if is_credential_header(name) => layer::header_reading(name),
        Place::Query | Place::Form => Reading::As(&layer::PARAMETER),
        _ => Reading::Sniff,
    }
}

/// Whether a header of this name has credentials in a syntax of its own.
fn is_credential_header(name: &[u8]) -> bool {
    [&b"cookie"[..], b"set-cookie", b"authorization", b"proxy-authorization"]
        .iter()
        .any(|header| name.eq_ignore_ascii_case(header))
}
