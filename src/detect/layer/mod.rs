//! The layers in which text stands inside text, one file each.
//!
//! A layer recognises a text and cuts it into [`Field`]s. A new one is a file and a row of
//! [`LAYERS`].

pub(crate) mod authorization;
mod baggage;
pub(crate) mod base64;
mod binary;
mod body;
pub(crate) mod challenge;
mod chunks;
mod commands;
mod comment;
pub(crate) mod cookie;
mod css;
mod csv;
pub(crate) mod curl;
mod data_url;
mod delta;
mod echo;
mod embedded;
mod extent;
mod flight;
pub(crate) mod form;
mod gate;
mod graphql;
pub(crate) mod header;
pub(crate) mod header_line;
mod hex;
mod html;
pub(crate) mod http_message;
mod jsonp;
pub(crate) mod jwt;
mod latin1;
pub(crate) mod link;
mod literal;
mod mqtt;
mod msgpack;
pub(crate) mod multipart;
mod ndjson;
mod packed;
pub(crate) mod pairs;
mod parameter;
mod parameters;
mod percent;
pub(crate) mod prose;
pub(crate) mod saml;
mod script;
pub(crate) mod set_cookie;
mod signalr;
mod socketio;
mod source_map;
mod span;
mod sse;
mod stomp;
pub(crate) mod subprotocol;
pub(crate) mod token;
pub(crate) mod url;
mod url_path;
mod utf16;
pub(crate) mod vcard;
mod xml;
mod xssi;

#[cfg(test)]
mod check;
#[cfg(test)]
mod checks;

use std::borrow::Cow;
use std::ops::Range;

pub(crate) use authorization::AUTHORIZATION;
pub(crate) use base64::BASE64;
pub(crate) use binary::is_media;
pub(crate) use body::{BASE64_BODY, is_base64_body};
pub(crate) use chunks::is_chunked;
pub(crate) use comment::COMMENT;
pub(crate) use gate::pick;
pub use header::header_reading;
pub(crate) use html::may_be_personal;
pub(crate) use jwt::JWT;
pub(crate) use packed::is_packed;
pub(crate) use parameter::PARAMETER;

use crate::detect::{Codec, Kind, Place, Rule, Verdict};

/// Of a longer name the end counts: what stands in a list is judged by its name each time.
const NAME_BYTES_MAX: usize = 256;

/// What of a name says what it names.
pub(crate) fn end_of_name(name: &[u8]) -> &[u8] {
    &name[name.len().saturating_sub(NAME_BYTES_MAX)..]
}

/// How a field's value is read on.
#[derive(Debug, Clone, Copy)]
pub enum Reading {
    /// By what it looks like.
    Sniff,
    /// As this layer, if the layer recognises it; else by what it looks like.
    As(&'static Layer),
    /// As text without structure: format and personal rules only.
    Plain,
}

/// A value that a layer found in a text.
#[derive(Debug, Clone)]
pub struct Field<'t> {
    /// The decoded name it stands under; empty where there is none.
    pub name: Cow<'t, [u8]>,
    /// Where the name stands, if it could itself hold a secret (a parameter's name, a header's).
    pub name_span: Option<Range<usize>>,
    /// Where the value stands in the text, without quotes around it.
    pub value: Range<usize>,
    /// How the value is written.
    pub codec: Codec,
    /// What kind of place it is.
    pub place: Place,
    /// How to read on.
    pub reading: Reading,
    /// What the layer itself knows of the value; `Open` leaves it to the name rules.
    pub verdict: Verdict,
    /// Whether what is found inside becomes known to the sweep, though the value is replaced
    /// whole (the password inside `Basic` credentials).
    pub seed: bool,
    /// The value stands under a length prefix that nobody rewrites: its stand-in must have its
    /// length.
    pub fixed_length: bool,
}

impl<'t> Field<'t> {
    /// A field that the name rules judge and that is read by what it looks like.
    #[must_use]
    pub fn new(
        name: impl Into<Cow<'t, [u8]>>,
        value: Range<usize>,
        codec: Codec,
        place: Place,
    ) -> Self {
        let mut name = name.into();
        if name.len() > NAME_BYTES_MAX {
            name = end_of_name(&name).to_vec().into();
        }
        Self {
            name,
            name_span: None,
            value,
            codec,
            place,
            reading: Reading::Sniff,
            verdict: Verdict::Open,
            seed: false,
            fixed_length: false,
        }
    }

    /// The field, read on as `layer`.
    #[must_use]
    pub fn read_as(mut self, layer: &'static Layer) -> Self {
        self.reading = Reading::As(layer);
        self
    }

    /// The field, known to be secret.
    #[must_use]
    pub fn secret(mut self, id: &'static str, kind: &'static str) -> Self {
        self.verdict = Verdict::Secret(Rule { id, kind: Kind(kind) });
        self
    }

    /// The field, known to be useful and no secret.
    #[must_use]
    pub fn keep(mut self) -> Self {
        self.verdict = Verdict::Keep;
        self
    }
}

/// What is known of a text before it is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Hint<'h> {
    /// Where the text stands.
    pub place: Place,
    /// The media type that its producer states (`application/json; charset=utf-8`), or empty.
    pub mime: &'h [u8],
    /// The name that the text stands under (a header's, a parameter's), or empty.
    pub name: &'h [u8],
}

/// Takes the fields of a text, one by one, in any order.
pub type Visit<'v> = dyn FnMut(Field<'_>) + 'v;

/// One kind of structure that a text can have.
pub struct Layer {
    /// Its name in reports: `url`, `form`, `html`.
    pub id: &'static str,
    /// Whether a text has this structure; cheap, looks at the first bytes and the hint.
    pub recognises: fn(text: &[u8], hint: &Hint<'_>) -> bool,
    /// Cuts a text into fields.
    pub fields: fn(text: &[u8], hint: &Hint<'_>, visit: &mut Visit<'_>),
}

impl std::fmt::Debug for Layer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

/// Whether a text is a form, or base64 of something that can be read, or one of these, a URL or a
/// JWT in quotes.
pub(crate) fn has_fields(text: &[u8], hint: &Hint<'_>) -> bool {
    let is = |layers: &[&Layer], text| layers.iter().any(|layer| (layer.recognises)(text, hint));
    match text {
        [b'"', inner @ .., b'"'] => is(&[&form::FORM, &BASE64, &url::URL, &JWT], inner),
        text => is(&[&form::FORM, &BASE64], text),
    }
}

/// Every layer but JSON (which the detector walks itself), in the order in which they are tried.
/// Running text comes last, since it takes whatever has a telling word in it.
pub static LAYERS: &[&Layer] = &[
    &curl::CURL,
    &http_message::HTTP_MESSAGE,
    &multipart::MULTIPART,
    &utf16::UTF16,
    &packed::PACKED,
    &latin1::LATIN1,
    &chunks::CHUNKS,
    &chunks::DEFLATED,
    &JWT,
    &data_url::DATA_URL,
    &percent::PERCENT,
    &saml::SAML,
    &set_cookie::SET_COOKIE,
    &cookie::COOKIE,
    &AUTHORIZATION,
    &url::URL,
    &delta::DELTA,
    &vcard::VCARD,
    &html::HTML,
    &xml::XML,
    &sse::SSE,
    &stomp::STOMP,
    &commands::COMMANDS,
    &socketio::SOCKET_IO,
    &signalr::SIGNALR,
    &xssi::XSSI,
    &jsonp::JSONP,
    &ndjson::NDJSON,
    &flight::FLIGHT,
    &graphql::GRAPHQL,
    &css::CSS,
    &csv::CSV,
    &header_line::HEADER_LINE,
    &form::FORM,
    &pairs::PAIRS,
    &hex::HEX,
    &BASE64,
    &script::SCRIPT,
    &mqtt::MQTT,
    &msgpack::MSGPACK,
    &binary::BINARY,
    &embedded::EMBEDDED,
    &prose::PROSE,
];

/// The layers of a body that its media type calls code: lines of `a=b` in it are no settings.
static CODE: &[&Layer] = &[&xssi::XSSI, &jsonp::JSONP, &css::CSS, &script::SCRIPT];

/// Whether the media type of a text says nothing of the fields in it.
pub(crate) fn is_code(layer: &Layer) -> bool {
    CODE.iter().any(|code| std::ptr::eq(*code, layer))
}

/// The layers to try on a text, in order.
fn layers_for(text: &[u8], hint: &Hint<'_>) -> &'static [&'static Layer] {
    let says = |word: &[u8]| memchr::memmem::find(hint.mime, word).is_some();
    let code =
        !hint.mime.is_empty() && (says(b"javascript") || says(b"ecmascript") || says(b"/css"));
    let page = text.trim_ascii_start().first() == Some(&b'<');
    // Some servers call anything a script.
    let signs = || memchr::memchr3(b'(', b'{', b';', text).is_some();
    let is = |layer: &Layer| (layer.recognises)(text, hint);
    let packed = is(&packed::PACKED) || is(&latin1::LATIN1);
    if code && !page && !packed && signs() { CODE } else { LAYERS }
}
