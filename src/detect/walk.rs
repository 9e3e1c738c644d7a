//! Walks a JSON document, a part of a capture or one that stands in a string, and brings each of
//! its strings before the rules with the name it stands under.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

use crate::detect::admit::admit;
use crate::detect::again::PIECE_MIN;
use crate::detect::asset;
use crate::detect::bare_body::{self, Asked};
use crate::detect::beside::{LOOKS_MAX, Member, decoded, name_of_pair};
use crate::detect::body_value::BODY_VALUE;
use crate::detect::captions::{holds_captions, is_caption};
use crate::detect::codec::Codec;
use crate::detect::errors;
use crate::detect::examiner::Examiner;
use crate::detect::filled;
use crate::detect::inherit::{Inherited, of_parent};
use crate::detect::layer::{self, Hint};
use crate::detect::login;
use crate::detect::manifest::of_manifest;
use crate::detect::memo::Item;
use crate::detect::name::Value;
use crate::detect::naming;
use crate::detect::pair::Pair;
use crate::detect::site::Site;
use crate::detect::statement;
use crate::detect::table::Table;
use crate::detect::telling::Telling;
use crate::detect::{Field, Flatness, Form, Place, Reading, Verdict};
use crate::har::{Document, Location, Node, Object, Scalar, Text};

mod context;
mod list;

use context::Context;
use list::pair_place;

/// The walk through one document.
pub(crate) struct Walk<'a> {
    document: Document<'a>,
    text: &'a [u8],
    start: Context<'a>,
    /// Whether the text around this one has shown its shapes to the rules.
    seen: bool,
    piece_start: usize,
    telling: Telling,
    /// Whether the document is one of captions.
    captions: bool,
}

impl<'a> Walk<'a> {
    /// Through an entry or an envelope.
    pub(crate) fn capture(document: Document<'a>, text: &'a [u8], location: Location) -> Self {
        let site = Site::new(location);
        let start = Context::new(Some(site), b"", site.place());
        let telling = Telling::default();
        Self { document, text, start, seen: false, piece_start: 0, telling, captions: false }
    }

    /// Through a document that stands in a string.
    pub(crate) fn nested(
        document: Document<'a>,
        text: &'a [u8],
        hint: &Hint<'a>,
        seen: bool,
    ) -> Self {
        // A string in quotes is what stands there; only a member has another place.
        let place = match (hint.place, document.root()) {
            (place, Node::String(_)) => place,
            (Place::Claim, _) => Place::Claim,
            _ => Place::Json,
        };
        let start = Context::new(None, hint.name, place);
        let telling = Telling::default();
        Self { document, text, start, seen, piece_start: 0, telling, captions: false }
    }

    /// Brings every string before the rules, then what no string has covered.
    pub(crate) fn run(mut self, examiner: &mut Examiner<'_>) {
        let mark = examiner.pieces.len();
        let mut start = self.start;
        if let (None, true, Node::Array(array)) = (start.site, examiner.rules, self.document.root())
        {
            start.inherited = login::event(examiner, array);
        }
        self.captions = examiner.rules
            && start.site.is_none()
            && !examiner.in_request_body
            && holds_captions(self.document.root());
        self.value(examiner, self.document.root(), &start);
        if !self.seen {
            examiner.pieces.push(self.piece_start..self.text.len());
            self.pieces(examiner, mark);
        }
        examiner.pieces.truncate(mark);
    }

    fn pieces(&self, examiner: &mut Examiner<'_>, mark: usize) {
        let location = examiner.location;
        for at in mark..examiner.pieces.len() {
            let piece = examiner.pieces[at].clone();
            let from = examiner.findings.mark();
            let hint = Hint { place: Place::Text, mime: b"", name: b"" };
            let document = self.document;
            let capture = self.start.site.is_some();
            examiner.base = capture.then_some(piece.start);
            let text = &self.text[piece.clone()];
            let mut admit = |span| admit(document, capture, piece.start, span);
            examiner.shapes(text, &hint, &mut admit);
            examiner.base = None;
            examiner.findings.shift(from, piece.start);
        }
        examiner.location = location;
    }

    fn value(&mut self, examiner: &mut Examiner<'_>, node: Node<'a>, context: &Context<'_>) {
        match node {
            Node::Object(object) => {
                let span = object.span();
                if self.holds_no_more(examiner, &span) {
                    return;
                }
                let Some(item) = self.item(&span, context) else {
                    return self.object(examiner, object, context);
                };
                Self::enter(examiner, span.start, item.site);
                if examiner.only_searches() && !self.telling.may_tell(self.text, &span) {
                    return;
                }
                examiner.item(&item, |examiner| self.object(examiner, object, context));
            }
            Node::Array(array) => self.array(examiner, array, context),
            Node::String(text) => self.string(examiner, text, context),
            Node::Scalar(scalar) => Self::scalar(examiner, scalar, context, self.text),
        }
    }

    fn object(&mut self, examiner: &mut Examiner<'_>, object: Object<'a>, context: &Context<'_>) {
        let (mut pair_buffer, looks) = (Vec::new(), Cell::new(LOOKS_MAX));
        let pair = Pair::of(object).map(|pair| {
            let place = context.site.map_or_else(|| pair_place(context), Site::place);
            (name_of_pair(pair.name, place, &mut pair_buffer), place)
        });
        let body = context.site.and_then(|site| site.body(object));
        let above = context.inherited.map(|above| above.within(object));
        for (key, node) in object.members() {
            self.key(examiner, key, context);
            let mut buffer = Vec::new();
            let name = decoded(key, &mut buffer);
            let mut below = context.below(name);
            below.errors = examiner.rules && errors::within(context.errors, name, node);
            below.inherited = above.and_then(|above| above.at(name));
            match pair {
                Some(pair) if Pair::is_value(name) => {
                    (below.name, below.place) = pair;
                    if examiner.rules
                        && context.site.is_some_and(|site| site.location() == Location::QueryString)
                        && asset::is_version_in(self.document, below.name, node)
                    {
                        below.place = Place::Json;
                    }
                }
                Some(_) if context.site.is_some_and(Site::is_list) => {
                    below.is_name = Pair::is_name(name);
                    if below.is_name || Pair::is_attribute(name) {
                        below.name = b"";
                    } else {
                        below.place = Place::Json;
                    }
                    if name == b"comment" {
                        below.reading = Some(Reading::As(&layer::COMMENT));
                    }
                }
                // What it is the name of matters to the rules alone.
                _ if !examiner.rules => {}
                _ => {
                    let root = self.document.root();
                    let around = context.name;
                    let member = Member { object, around, node, root, looks: &looks };
                    if member.is_of_person(name) {
                        below.place = Place::Claim;
                    } else if let Some(called) = member.of_account(examiner, name, below.place) {
                        (below.name, below.place) = (called, Place::Claim);
                    } else if let Some(meant) = member.meant(examiner, name) {
                        below.name = meant;
                    } else if let Some(other) = member.of_thing(examiner, name, below.place) {
                        below.name = other;
                    }
                }
            }
            let is_body = body.is_some_and(|body| body.key == name);
            if is_body && examiner.rules {
                examiner.asked = Asked::of(self.document, below.site);
            }
            if let Some(body) = body.filter(|_| is_body) {
                below.mime = body.mime;
                below.name = b"";
                below.request_body =
                    below.site.is_some_and(|site| site.location() == Location::PostData);
                if body.base64 {
                    examiner.note_body(below.site.map_or(Location::Entry, Site::location));
                    below.reading = Some(Reading::As(&layer::BASE64_BODY));
                } else {
                    below.name = bare_body::name(examiner, self.document, below.site, node);
                }
            }
            if matches!(node, Node::Object(_) | Node::Array(_)) {
                let name = below.name;
                below.inherited = below.inherited.or_else(|| {
                    let rule = examiner.judge_container(name, below.place)?;
                    Some(Inherited::new(rule, name))
                });
            }
            if examiner.rules && below.place == Place::Json && below.is_open() {
                below.told = naming::told(examiner, object, (name, node), below.place)
                    .or_else(|| filled::rule(examiner, object, (name, node), below.place))
                    .or_else(|| login::payload(examiner, object, (name, node)));
                below.table = Table::beside(examiner, object, name, node)
                    .or_else(|| context.table.and_then(|table| table.of_cells(name)));
                below.statement = statement::beside(object, (name, node), &looks);
                below.inherited = below
                    .inherited
                    .or_else(|| login::arguments(examiner, object, name, node))
                    .or_else(|| of_manifest(examiner, object, name, node));
            }
            if let Some(site) = below.site {
                Self::enter(examiner, key.span().start, site);
            }
            below.name = layer::end_of_name(below.name);
            self.value(examiner, node, &below);
            if is_body {
                examiner.asked = Asked::Anything;
            }
        }
    }

    /// Notes where a location begins.
    fn enter(examiner: &mut Examiner<'_>, start: usize, site: Site) {
        examiner.location = site.location();
        if examiner.places.last().is_none_or(|(_, location)| *location != site.location()) {
            examiner.places.push((start, site.location()));
        }
    }

    /// The object at `span` as an item of a list of the capture, if what it holds is all that tells
    /// what is in it, and it is so short that its strings are seen where it stands.
    fn item<'c>(&self, span: &Range<usize>, context: &Context<'c>) -> Option<Item<'c>>
    where
        'a: 'c,
    {
        let site = context.site.filter(|site| site.is_list() && span.len() < PIECE_MIN)?;
        let is_plain = context.inherited.is_none() && context.told.is_none() && !context.is_name;
        let raw = &self.text[span.clone()];
        let (name, parent) = (context.name, context.parent);
        is_plain.then_some(Item { raw, start: span.start, site, name, parent })
    }

    /// A name that is escaped, and long enough to hold a secret, is seen decoded, too.
    fn key(&mut self, examiner: &mut Examiner<'_>, key: Text<'a>, context: &Context<'_>) {
        if key.raw().len() >= 12 && key.has_escapes() {
            let mut span = key.span();
            if let Some(arguments) = arguments(key) {
                span.end = arguments.start;
                let field = Field::new(&b""[..], arguments, Codec::Json, Place::Json);
                let hint = Hint { place: Place::Json, mime: b"", name: b"" };
                examiner.field(self.text, field, &hint);
            }
            let name = Cow::Borrowed(&b""[..]);
            let field = Field::new(name, span, Codec::Json, context.place);
            examiner.name_field(self.text, field);
        }
    }

    fn string(&mut self, examiner: &mut Examiner<'_>, text: Text<'a>, context: &Context<'_>) {
        let span = text.span();
        if span.is_empty() {
            return;
        }
        let long = context.site.is_some() && span.len() >= Flatness::BYTES_MIN;
        if !self.seen && (long || span.len() >= PIECE_MIN && text.has_escapes()) {
            examiner.pieces.push(self.piece_start..span.start);
            self.piece_start = span.end;
        }
        if !long && examiner.only_searches() && self.says_no_more(examiner, text, context) {
            return;
        }
        let codec = if context.is_cookie() && is_percent_encoded(text) {
            Codec::Percent
        } else {
            Codec::Json
        };
        let is_caption = self.captions && is_caption(examiner, text, context.name, context.place);
        let instead = context.instead(examiner, text, is_caption);
        let context = instead.as_ref().unwrap_or(context);
        let mut field = Field::new(Cow::Borrowed(context.name), span, codec, context.place);
        field.reading = context.reading();
        if context.is_name {
            return examiner.name_field(self.text, field);
        }
        field.verdict = match context.inherited {
            _ if context.is_told(examiner, text) => {
                context.told.map_or(Verdict::Open, Verdict::Secret)
            }
            Some(_) if matches!(field.reading, Reading::As(_)) => Verdict::Open,
            Some(above) => above.judge(examiner, text, context.name, context.place),
            None if examiner.rules => {
                of_parent(examiner, text, (context.name, context.parent), context.place)
            }
            None => Verdict::Open,
        };
        let hint = Hint { place: context.place, mime: context.mime, name: context.name };
        examiner.in_request_body |= context.request_body;
        examiner.string(self.text, field, &hint, self.seen, long);
        examiner.in_request_body &= !context.request_body;
    }

    /// Whether each string of an object says what is written there and no more.
    fn holds_no_more(&mut self, examiner: &Examiner<'_>, span: &Range<usize>) -> bool {
        self.start.site.is_none()
            && examiner.only_searches()
            && !self.telling.may_tell(self.text, span)
    }

    /// Whether a string says what is written there and no more.
    fn says_no_more(
        &mut self,
        examiner: &Examiner<'_>,
        text: Text<'_>,
        context: &Context<'_>,
    ) -> bool {
        let is_base64 = || {
            matches!(context.reading, Some(Reading::As(layer)) if layer::is_base64_body(layer))
                || layer::saml::is_message(context.name)
        };
        !text.has_escapes()
            && (context.is_name
                || examiner.is_too_short(text)
                || !self.telling.may_tell(self.text, &text.span()) && !is_base64())
    }

    fn scalar(examiner: &mut Examiner<'_>, scalar: Scalar<'a>, context: &Context<'_>, text: &[u8]) {
        if !examiner.rules || context.site.is_some_and(|site| !site.is_open()) {
            return;
        }
        let verdict = examiner.judge_name(context.name, Value::Scalar(scalar.raw()), context.place);
        let is_number = scalar.raw().first().is_some_and(|b| b.is_ascii_digit() || *b == b'-');
        match (verdict, context.inherited) {
            (Verdict::Secret(rule), _) if is_number => {
                examiner.secret_at(text, scalar.span(), rule, Form::Quoted);
            }
            (Verdict::Open, _) if is_number && let Some(rule) = context.told => {
                examiner.secret_at(text, scalar.span(), rule, Form::Quoted);
            }
            (Verdict::Open, Some(above)) if is_number => {
                if let Some(rule) = above.number(scalar.raw()) {
                    examiner.secret_at(text, scalar.span(), rule, Form::Quoted);
                }
            }
            (Verdict::Open, None) if is_number && examiner.wants_body_values() => {
                examiner.secret_at(text, scalar.span(), BODY_VALUE, Form::Quoted);
            }
            _ => {}
        }
    }
}

/// The arguments of a field that a name holds, as the cache of Apollo has them:
/// `user({\"lastName\":\"…\"})`.
fn arguments(key: Text<'_>) -> Option<Range<usize>> {
    let raw = key.raw().strip_suffix(b"})")?;
    let open = memchr::memchr(b'(', raw).filter(|open| raw.get(open + 1) == Some(&b'{'))?;
    let start = key.span().start;
    Some(start + open + 1..start + raw.len() + 1)
}

/// Whether a text is percent-encoded and nothing else: the value of a cookie is listed as it stands
/// in the header, where it is read so.
fn is_percent_encoded(text: Text<'_>) -> bool {
    !text.has_escapes() && memchr::memchr(b'%', text.raw()).is_some()
}

#[cfg(test)]
mod tests;
