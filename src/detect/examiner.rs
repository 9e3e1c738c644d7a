//! Leads the rules through a text and all texts inside it.

use std::borrow::Cow;
use std::ops::Range;

use crate::detect::bare_body::Asked;
use crate::detect::body_value::BODY_VALUE;
use crate::detect::clean::CleanNotes;
use crate::detect::codec::Decoded;
use crate::detect::finding::Written;
use crate::detect::layer::token::{cookie_part, random_part};
use crate::detect::layer::{self, Hint, pick};
use crate::detect::memo::Memo;
use crate::detect::name::Value;
use crate::detect::repeat::Repeats;
use crate::detect::shapes::Hit;
use crate::detect::sniff::{index_json, is_quoted, looks_like_json};
use crate::detect::walk::Walk;
use crate::detect::whole::{TOO_DEEP, known_by};
use crate::detect::{
    Clean, Codec, Detector, Field, Finding, Findings, Flatness, Form, JwtMode, Kind, Known, Layer,
    Level, Place, Reading, Rule, Spellings, Suspects, Verdict, What, is_redacted,
};
use crate::har::{Document, Index, Location, Malformed};

/// How many layers are opened, one inside the other; what lies deeper is redacted whole.
pub const LAYERS_MAX: usize = 12;

/// The guess at values that look random.
const UNMARKED: &str = "unmarked";

/// What the user wants redacted, whatever it is.
const USER_RULE: &str = "user/redact";

/// A name that holds a token.
const IN_NAME: Rule = Rule { id: "token-in-name", kind: Kind("token") };

/// Applies the rules of a [`Detector`] to one entry after the other; one for each thread, since it
/// keeps its buffers.
pub struct Examiner<'d> {
    pub(crate) detector: &'d Detector,
    pub(crate) known: Option<&'d dyn Known>,
    /// The shortest text that is known.
    pub(crate) shortest: usize,
    pub(crate) rules: bool,
    pub(crate) findings: Findings,
    buffers: Vec<Vec<u8>>,
    pub(crate) indices: Vec<Index>,
    /// The index of the entry that was examined last.
    pub(crate) top: Index,
    pub(crate) hits: Vec<Hit>,
    /// Pieces of the texts being walked that the format rules have yet to see.
    pub(crate) pieces: Vec<Range<usize>>,
    /// Where in the entry each location begins, ascending.
    pub(crate) places: Vec<(usize, Location)>,
    pub(crate) location: Location,
    /// Where in the capture the text begins whose shapes are looked at, if its spans are those of
    /// the capture.
    pub(crate) base: Option<usize>,
    /// Whether what is examined stands in the body of a request.
    pub(crate) in_request_body: bool,
    /// What is known of that body by what was asked for.
    pub(crate) asked: Asked,
    /// How the strings of this entry are written: found out in pass 1, told in pass 2.
    pub(crate) flatness: Flatness,
    /// What pass 1 has found in this entry, as pass 2 is told.
    pub(crate) told: Vec<Finding>,
    /// The long strings of this entry in which pass 2 replaces what it was told, and nothing else.
    pub(crate) rewritten: Vec<Range<usize>>,
    /// Where pass 2 notes the entries and long strings that pass 3 need not open again.
    pub(crate) notes: Option<CleanNotes>,
    /// Those that pass 3 need only search as they stand.
    pub(crate) clean: Option<&'d Clean>,
    /// Where pass 1 keeps the short texts that are written in another way than they say.
    pub(crate) spellings: Option<Spellings>,
    /// Those of them that pass 2 has to look for in what is flat.
    pub(crate) suspects: Option<&'d Suspects>,
    /// Whether one was met in what seemed flat.
    pub(crate) suspected: bool,
    /// The strings that were examined in vain.
    pub(crate) memo: Memo,
    /// What was found in others.
    pub(crate) repeats: Repeats,
    /// How many texts were met in this entry that are written in another way than what is around
    /// them, but for strings of the capture, base64 bodies and what is in [`Spellings`].
    pub(crate) inner: u64,
    /// How many documents were met in strings of this entry.
    documents: u64,
    /// How many bodies in base64 were met in this entry.
    pub(crate) bodies: u32,
    /// Whether none stands in the string that is searched, so that no layer of it need be opened.
    pub(crate) flat: bool,
    /// How many long strings were met in this entry.
    pub(crate) long: u32,
    /// Whether the shapes of the next field are to be looked at in any case.
    pub(crate) unseen: bool,
    /// Whether the field that was examined last is all of its text, and was decoded.
    whole: bool,
    /// Whether the next field is a body in base64.
    pub(crate) is_body: bool,
    /// Whether what is examined was packed.
    pub(crate) packed: bool,
    pub(crate) layer: &'static str,
    pub(crate) depth: usize,
}

impl<'d> Examiner<'d> {
    pub(crate) fn new(detector: &'d Detector, known: Option<&'d dyn Known>, rules: bool) -> Self {
        Self {
            detector,
            known,
            shortest: known.map_or(0, Known::shortest),
            rules,
            findings: Findings::default(),
            buffers: Vec::new(),
            indices: Vec::new(),
            top: Index::new(),
            hits: Vec::new(),
            pieces: Vec::new(),
            places: Vec::new(),
            location: Location::Entry,
            base: None,
            in_request_body: false,
            asked: Asked::Anything,
            flatness: Flatness::default(),
            told: Vec::new(),
            rewritten: Vec::new(),
            notes: None,
            clean: None,
            spellings: None,
            suspects: None,
            suspected: false,
            memo: Memo::default(),
            repeats: Repeats::default(),
            inner: 0,
            documents: 0,
            bodies: 0,
            flat: false,
            long: 0,
            unseen: false,
            whole: false,
            is_body: false,
            packed: false,
            layer: "",
            depth: 0,
        }
    }

    /// The findings of one entry, a JSON object.
    ///
    /// # Errors
    /// When `text` is no JSON text.
    pub fn entry(&mut self, text: &[u8]) -> Result<&Findings, Malformed> {
        self.capture(text, Location::Entry)
    }

    /// The findings of an envelope, a JSON text.
    ///
    /// # Errors
    /// When `text` is no JSON text.
    pub fn envelope(&mut self, text: &[u8]) -> Result<&Findings, Malformed> {
        self.capture(text, Location::Envelope)
    }

    fn capture(&mut self, text: &[u8], location: Location) -> Result<&Findings, Malformed> {
        self.start(location);
        self.walk(text, location)?;
        self.flatness.note_layout(self.layout());
        Ok(&self.findings)
    }

    pub(crate) fn walk(&mut self, text: &[u8], location: Location) -> Result<&Findings, Malformed> {
        let mut index = std::mem::take(&mut self.top);
        let built = index.build(text);
        if built.is_ok() {
            Walk::capture(index.document(text), text, location).run(self);
        }
        self.top = index;
        built?;
        self.findings.settle(0);
        Ok(&self.findings)
    }

    /// The document of the entry or envelope that was examined last.
    #[must_use]
    pub fn document<'a>(&'a self, text: &'a [u8]) -> Document<'a> {
        self.top.document(text)
    }

    pub(crate) fn start(&mut self, location: Location) {
        self.findings.clear();
        self.pieces.clear();
        self.places.clear();
        self.location = location;
        self.base = None;
        (self.in_request_body, self.asked) = (false, Asked::Anything);
        self.flatness = Flatness::default();
        self.told.clear();
        self.rewritten.clear();
        (self.inner, self.documents, self.bodies, self.long) = (0, 0, 0, 0);
        self.unseen = false;
        self.layer = "";
        self.depth = 0;
    }

    /// Examines a text: its structure, then its shapes, unless they were `seen` in the text around
    /// it.
    pub(crate) fn text(&mut self, text: &[u8], hint: &Hint<'_>, reading: Reading, seen: bool) {
        if text.len() < 4 {
            return;
        }
        if self.depth == LAYERS_MAX {
            self.too_deep(text, hint);
        } else {
            self.depth += 1;
            self.suspect(text);
            let walked = self.structure(text, hint, reading, seen);
            if !walked {
                self.shapes_of_text(text, hint, seen);
            }
            self.depth -= 1;
        }
    }

    fn too_deep(&mut self, text: &[u8], hint: &Hint<'_>) {
        if self.rules && (looks_like_json(text) || pick(text, hint).is_some()) {
            self.secret_at(text, 0..text.len(), TOO_DEEP, Form::Plain);
        } else {
            self.shapes_of_text(text, hint, false);
        }
    }

    /// Cuts a text into fields and examines each; whether its shapes are seen to, too.
    fn structure(&mut self, text: &[u8], hint: &Hint<'_>, reading: Reading, seen: bool) -> bool {
        match reading {
            Reading::Plain => return false,
            Reading::As(layer)
                if (!self.flat || layer::is_base64_body(layer))
                    && (layer.recognises)(text, hint) =>
            {
                (self.whole, self.is_body) = (false, layer::is_base64_body(layer));
                self.fields(layer, text, hint);
                let decoded = std::mem::take(&mut self.whole);
                if !decoded || !layer::is_base64_body(layer) {
                    return false;
                }
                self.inner -= 1;
                // Rules have seen what it means; a secret can be the text itself, as it is written.
                self.search(text, 0, Some(Form::Base64));
                return true;
            }
            _ => {}
        }
        if self.flat {
            return false;
        }
        if looks_like_json(text) && !layer::is_chunked(text) && self.json(text, hint, seen) {
            return true;
        }
        let Some(layer) = pick(text, hint) else { return false };
        let packed = self.packed;
        // A bomb in a bomb would take the square of what one takes.
        if packed && layer::is_packed(layer) {
            self.too_deep(text, hint);
            return true;
        }
        self.packed |= layer::is_packed(layer);
        self.fields(layer, text, hint);
        self.packed = packed;
        false
    }

    fn json(&mut self, text: &[u8], hint: &Hint<'_>, seen: bool) -> bool {
        let mut index = self.indices.pop().unwrap_or_default();
        let is_json = index_json(&mut index, text);
        if is_json {
            self.documents += 1;
            let around = std::mem::replace(&mut self.layer, "json");
            Walk::nested(index.document(text), text, hint, seen).run(self);
            self.layer = around;
        }
        self.indices.push(index);
        is_json
    }

    fn fields(&mut self, layer: &'static Layer, text: &[u8], hint: &Hint<'_>) {
        let around = std::mem::replace(&mut self.layer, layer.id);
        // What stands in code is no code.
        let mime = if layer::is_code(layer) { b"" } else { hint.mime };
        let inner = Hint { mime, ..*hint };
        (layer.fields)(text, hint, &mut |field| self.string(text, field, &inner, true, false));
        self.layer = around;
    }

    /// Examines one field of `text`.
    pub(crate) fn field(&mut self, text: &[u8], field: Field<'_>, around: &Hint<'_>) {
        if let Some(span) = field.name_span.clone() {
            self.name_itself(text, span, field.codec, field.place);
        }
        let raw = &text[field.value.clone()];
        if raw.is_empty() {
            return;
        }
        let mut buffer = self.buffers.pop().unwrap_or_default();
        let same = field.codec.decode(raw, &mut buffer) != Decoded::Changed;
        let seen = same && !std::mem::take(&mut self.unseen);
        let decoded = if same { raw } else { buffer.as_slice() };
        let mime = if field.name.is_empty() { around.mime } else { b"" };
        let hint = Hint { place: field.place, mime, name: &field.name };
        let (mark, inner) = (self.findings.mark(), self.inner + self.documents);
        self.value(decoded, &field, &hint, seen);
        if !same && (self.depth > 0 || field.codec != Codec::Json) {
            let is_bare = self.findings.mark() == mark && self.inner + self.documents == inner;
            let is_kept = is_bare && self.keep_spelling(field.codec, raw, decoded);
            self.inner += u64::from(!is_kept);
        }
        if field.seed {
            self.findings.seed(mark);
        } else {
            // What is called base64 but is none stands there as it is.
            let as_it_is = same && !field.codec.is_charwise();
            let codec = if as_it_is { Codec::Raw } else { field.codec };
            self.find_shadows(mark, codec, raw, decoded);
            let written = Written { codec, raw, decoded, start: field.value.start };
            self.findings.close(mark, written);
        }
        self.whole = !same && field.value.len() == text.len();
        self.buffers.push(buffer);
    }

    fn value(&mut self, decoded: &[u8], field: &Field<'_>, hint: &Hint<'_>, seen: bool) {
        let verdict = if self.rules { self.judge(decoded, field, hint) } else { Verdict::Open };
        match verdict {
            Verdict::Secret(rule) => {
                let form = if field.fixed_length { Form::Fixed } else { Form::Plain };
                self.secret(decoded, hint, field.reading, rule, form);
            }
            Verdict::Open if self.is_body_value(decoded, field, hint) => {
                let form = if field.fixed_length { Form::Fixed } else { Form::Plain };
                self.secret(decoded, hint, field.reading, BODY_VALUE, form);
            }
            Verdict::Keep | Verdict::Open => self.text(decoded, hint, field.reading, seen),
        }
    }

    fn judge(&self, decoded: &[u8], field: &Field<'_>, hint: &Hint<'_>) -> Verdict {
        match field.verdict {
            Verdict::Secret(rule) if !self.is_wanted(rule) => return Verdict::Open,
            Verdict::Open if !field.name.is_empty() => {}
            verdict => return verdict,
        }
        if matches!(field.reading, Reading::As(layer) if (layer.recognises)(decoded, hint)) {
            return Verdict::Open;
        }
        let verdict = self.judge_name(&field.name, Value::Text(decoded), field.place);
        match verdict {
            // Not the whole is random, but what its fields or its quotes hold: they are judged.
            Verdict::Secret(rule)
                if rule.id == UNMARKED
                    && (is_quoted(decoded) || layer::has_fields(decoded, hint)) =>
            {
                Verdict::Open
            }
            Verdict::Secret(rule)
                if rule.id != USER_RULE && self.detector.formats.is_kept_as(rule, decoded) =>
            {
                Verdict::Keep
            }
            verdict => verdict,
        }
    }

    /// At the lowest level, a layer's own verdict counts where it is on credentials of a header.
    fn is_wanted(&self, rule: Rule) -> bool {
        const CARRIED: [&str; 5] =
            ["authorization", "cookie", "subprotocol", "curl-option", "url-userinfo"];
        self.detector.level > Level::Minimal
            || CARRIED.iter().any(|carried| rule.id.starts_with(carried))
    }

    /// A value that is secret as a whole, unless a part of it may stay: the scheme before
    /// credentials, the claims of a JWT.
    pub(crate) fn secret(
        &mut self,
        value: &[u8],
        hint: &Hint<'_>,
        reading: Reading,
        rule: Rule,
        form: Form,
    ) {
        if is_redacted(value) {
            return;
        }
        if form == Form::Plain
            && self.depth < LAYERS_MAX
            && let Some(layer) = self.readable(value, hint)
        {
            self.depth += 1;
            self.fields(layer, value, hint);
            self.depth -= 1;
            // What of it stays, stays as it is written.
            self.search(value, 0, None);
            return;
        }
        if self.known.is_none() && self.depth < LAYERS_MAX && !matches!(reading, Reading::Plain) {
            let mark = self.findings.mark();
            // What says a secret is none that holds nothing.
            let spellings = self.spellings.take();
            self.text(value, hint, reading, false);
            self.spellings = spellings;
            self.findings.seed(mark);
        }
        self.secret_at(value, 0..value.len(), rule, form);
    }

    /// The layer of which a secret value may keep a part.
    fn readable(&self, value: &[u8], hint: &Hint<'_>) -> Option<&'static Layer> {
        let claims = self.detector.jwt == JwtMode::Claims;
        if claims && (layer::JWT.recognises)(value, hint) {
            Some(&layer::JWT)
        } else if claims && layer::jwt::is_in_base64(value) {
            Some(&layer::BASE64)
        } else if (layer::AUTHORIZATION.recognises)(value, hint) {
            Some(&layer::AUTHORIZATION)
        } else {
            None
        }
    }

    pub(crate) fn secret_at(&mut self, text: &[u8], span: Range<usize>, rule: Rule, form: Form) {
        if is_redacted(&text[span.clone()]) {
            return;
        }
        let value = self.findings.keep(&known_by(rule, &text[span.clone()]));
        self.push(span, What::Secret { rule, value, form });
    }

    pub(crate) fn push(&mut self, span: Range<usize>, what: What) {
        self.findings.push(Finding { span, location: self.location, layer: self.layer, what });
    }

    /// A name can hold a secret, too, or be one.
    fn name_itself(&mut self, text: &[u8], span: Range<usize>, codec: Codec, place: Place) {
        let raw = &text[span.clone()];
        if raw.len() < 12 {
            return;
        }
        self.name_field(text, Field::new(Cow::Borrowed(&b""[..]), span, codec, place));
    }

    /// Examines a name: text without structure, and never a value.
    pub(crate) fn name_field(&mut self, text: &[u8], field: Field<'_>) {
        let in_request_body = std::mem::replace(&mut self.in_request_body, false);
        let hint = Hint { place: field.place, mime: b"", name: b"" };
        let random = if field.place == Place::Cookie { cookie_part } else { random_part };
        let mut start = field.value.start;
        while self.rules
            && let Some(part) = random(&text[start..field.value.end])
        {
            let begin = start + part.start;
            start += part.end;
            // The letter of an escape is none of the name's.
            let begin = begin + usize::from(text[..begin].ends_with(b"\\"));
            self.secret_at(text, begin..start, IN_NAME, Form::Plain);
        }
        self.field(text, Field { reading: Reading::Plain, ..field }, &hint);
        self.in_request_body = in_request_body;
    }

    pub(crate) fn judge_container(&self, name: &[u8], place: Place) -> Option<Rule> {
        // The path of an interface that OpenAPI describes.
        if name.starts_with(b"/") {
            return None;
        }
        match self.judge_name(name, Value::Container, place) {
            Verdict::Secret(rule) => Some(rule),
            _ => None,
        }
    }

    pub(crate) fn judge_name(&self, name: &[u8], value: Value<'_>, place: Place) -> Verdict {
        if !self.rules || name.is_empty() {
            return Verdict::Open;
        }
        match (self.detector.names.judge_at(self.location, name, value, place), value) {
            (Verdict::Secret(rule), Value::Text(text) | Value::Scalar(text))
                if !rule.is_user() && self.detector.user.keeps(text, self.location) =>
            {
                Verdict::Keep
            }
            (verdict, _) => verdict,
        }
    }
}

impl std::fmt::Debug for Examiner<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Examiner").field("rules", &self.rules).finish_non_exhaustive()
    }
}
