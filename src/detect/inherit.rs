//! What a container under a secret name hands down: `{"credentials": {"db": "…"}}`. Not all that is
//! told below such a name is the secret: a length, a label, a date, a message are not.

use std::ops::Range;

use crate::detect::bare_body::{Asked, is_issued};
use crate::detect::beside::decoded;
use crate::detect::examiner::Examiner;
use crate::detect::layer::token::{is_random, words};
use crate::detect::manifest::is_certificate;
use crate::detect::name::Value;
use crate::detect::rule::without_pseudonyms;
use crate::detect::{Place, Rule, Verdict};
use crate::har::{Array, Node, Object, Text};

/// The rule of a container, and the name it stands under.
#[derive(Clone, Copy)]
pub(crate) struct Inherited<'c> {
    rule: Rule,
    name: &'c [u8],
    part: Part,
    /// Whether the nearest object describes a type.
    in_schema: bool,
    arguments: Option<Arguments>,
    /// Whether all that is not public is secret, whatever name somebody gave it.
    is_manifest: bool,
}

/// Of the arguments of a call, which hold credentials.
#[derive(Clone, Copy)]
pub(crate) enum Arguments {
    /// All behind so many items of their array; the first of several may say who.
    Behind(usize, bool),
    /// The one at this place, be it a word.
    At(usize),
}

/// What a member of an object is to the secret that the object stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// The secret itself: `{"password": {"value": "…"}}`.
    Itself,
    /// What is told about it: `{"password": {"minLength": 8}}`.
    About,
    /// Its name does not tell.
    Open,
}

impl<'c> Inherited<'c> {
    /// A container under `name` that `rule` makes secret.
    pub(crate) fn new(rule: Rule, name: &'c [u8]) -> Self {
        Self { rule, name, part: Part::Open, in_schema: false, arguments: None, is_manifest: false }
    }

    /// The same where the names below are those that somebody gave secrets.
    pub(crate) fn of_given_names(mut self) -> Self {
        self.is_manifest = true;
        self
    }

    /// The same for the arguments of a call.
    pub(crate) fn of_arguments(mut self, arguments: Arguments) -> Self {
        self.arguments = Some(arguments);
        self
    }

    /// Which items of an array of arguments are credentials: of several the first says who, if it is
    /// no key.
    pub(crate) fn arguments(self, array: Array<'_>) -> Option<Range<usize>> {
        let (before, says_who) = match self.arguments? {
            Arguments::Behind(before, says_who) => (before, says_who),
            Arguments::At(at) => return Some(at..at + 1),
        };
        let is_one = array.items().nth(before + 1).is_none();
        let first = array.items().nth(before);
        let is_key = matches!(first, Some(Node::String(text)) if is_random(text.raw()));
        Some(before + usize::from(says_who && !is_one && !is_key)..usize::MAX)
    }

    /// The same for an item of such an array.
    pub(crate) fn argument(mut self) -> Self {
        if matches!(self.arguments, Some(Arguments::At(_))) {
            self.part = Part::Itself;
        }
        self
    }

    /// The same for the members of `object`.
    pub(crate) fn within(mut self, object: Object<'_>) -> Self {
        self.in_schema = is_schema(object);
        self
    }

    /// The same for the member with this key, if anything is handed down to it: members of an
    /// argument have names of their own.
    pub(crate) fn at(mut self, key: &[u8]) -> Option<Self> {
        if self.arguments.take().is_some() {
            self.part = Part::Itself;
            return (key == b"resume").then_some(self);
        }
        let is_account = self.rule.kind.0 == "credential" && is_account(key);
        self.part = if is_account || is_itself(key) {
            Part::Itself
        } else if self.in_schema || describes(key) {
            Part::About
        } else {
            Part::Open
        };
        Some(self)
    }

    /// What a text below the container is that stands under `name`.
    pub(crate) fn judge(
        self,
        examiner: &Examiner<'_>,
        text: Text<'_>,
        name: &[u8],
        place: Place,
    ) -> Verdict {
        let mut buffer = Vec::new();
        let value = decoded(text, &mut buffer);
        let above = || examiner.judge_name(self.name, Value::Text(value), place);
        match examiner.judge_name(name, Value::Text(value), place) {
            Verdict::Open if self.may_be(value) => above(),
            // A digest is kept where nothing says of what it is.
            Verdict::Keep if name == b"digest" && self.rule.kind.0.starts_with("password") => {
                above()
            }
            verdict => verdict,
        }
    }

    /// Whether a number below the container is secret, as far as its own name does not tell.
    pub(crate) fn number(self, number: &[u8]) -> Option<Rule> {
        let digits = number.iter().filter(|byte| byte.is_ascii_digit()).count();
        // A token is no short number, by its own name neither.
        let min = if self.rule.kind.0.ends_with("-token") { 10 } else { 4 };
        let is_secret = self.rule.is_user() || self.part != Part::About && digits >= min;
        is_secret.then_some(self.rule)
    }

    fn may_be(self, value: &[u8]) -> bool {
        match self.part {
            _ if self.rule.is_user() => true,
            _ if self.is_manifest => !is_certificate(value),
            _ if value.len() < 4 => false,
            Part::Itself => true,
            Part::About => false,
            Part::Open => is_drawn(value) || self.is_list_of_passwords() && is_small_word(value),
        }
    }

    /// `{"passwords": {"bob": "sunshine"}}`.
    fn is_list_of_passwords(self) -> bool {
        words(self.name).last().is_some_and(|word| word.eq_ignore_ascii_case(b"passwords"))
    }
}

/// What is drawn at random right below `session` or `tokens` is the session or a token:
/// `{"session": {"id": "…"}}`, `{"tokens": {"web": "…"}}`; so is what a request has made.
pub(crate) fn of_parent(
    examiner: &Examiner<'_>,
    text: Text<'_>,
    (name, parent): (&[u8], &[u8]),
    place: Place,
) -> Verdict {
    const PARENTS: [&[u8]; 5] = [b"session", b"sessions", b"token", b"tokens", b"credentials"];
    let is_parent = PARENTS.iter().any(|known| parent.eq_ignore_ascii_case(known));
    let is_below = is_parent && is_random(text.raw());
    let is_made = examiner.asked == Asked::Keys && is_issued(name, text.raw());
    if !is_below && !is_made {
        return Verdict::Open;
    }
    match examiner.judge_name(name, Value::Text(text.raw()), place) {
        Verdict::Open => examiner.judge_name(b"token", Value::Text(text.raw()), place),
        verdict => verdict,
    }
}

/// Whether a value looks like none that a person would write about a secret: letters, digits and
/// signs stand in it in no word's order.
pub(crate) fn is_drawn(value: &[u8]) -> bool {
    // What an earlier run has left there makes none of what was none.
    let value = &*without_pseudonyms(value);
    if value.is_empty()
        || value.iter().any(|byte| byte.is_ascii_whitespace())
        || is_reference(value)
    {
        return false;
    }
    let count = |is: fn(&u8) -> bool| value.iter().filter(|byte| is(byte)).count();
    let (digits, lower) = (count(u8::is_ascii_digit), count(u8::is_ascii_lowercase));
    let upper = count(u8::is_ascii_uppercase);
    let letters = lower + upper;
    let odd = value[..value.len().saturating_sub(1)].iter().any(|byte| b"!#$%^*~|&".contains(byte));
    match (digits, value.len()) {
        (_, ..6) => digits > 0 && lower > 0 && upper > 0,
        (0, _) => letters >= 4 && (odd || changes_case(value) * 3 >= letters),
        _ => letters > 0 && !is_number_of_something(value) || letters == 0 && digits >= 6,
    }
}

/// `#/definitions/Password`, `/secrets/4711`, `https://…`, `2024-03-09T14:34:02Z`, `arn:aws:…`.
fn is_reference(value: &[u8]) -> bool {
    let year = value.len() >= 8
        && value[..4].iter().all(u8::is_ascii_digit)
        && matches!(value[4], b'-' | b'/' | b'.')
        && value[5].is_ascii_digit();
    year || value.starts_with(b"#/")
        || value.starts_with(b"./")
        || value.starts_with(b"urn:")
        || value.starts_with(b"arn:")
        || memchr::memmem::find(value, b"://").is_some()
        || value[0] == b'/' && value.iter().filter(|byte| **byte == b'/').count() >= 2
}

/// One number behind a word: `usr_1`, `ak-12`, `sha256`, `v1.2`.
fn is_number_of_something(value: &[u8]) -> bool {
    let word = value.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let rest = &value[word..];
    let joint = rest.iter().take_while(|byte| b"-_.:/".contains(byte)).count();
    let number = &rest[joint..];
    let has_joint = joint > 0 || matches!(number.len(), 3) && word <= 3;
    has_joint && number.len() <= 4 && number.iter().all(|b| b.is_ascii_digit() || *b == b'.')
}

/// How often a letter of the other case follows, but for the capital of a word.
fn changes_case(value: &[u8]) -> usize {
    let falls = |pair: &&[u8]| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase();
    value.windows(2).filter(falls).count() * 2
}

fn is_small_word(value: &[u8]) -> bool {
    value.iter().all(u8::is_ascii_lowercase)
}

/// Whether an object describes a type of values, as JSON Schema and OpenAPI do.
fn is_schema(object: Object<'_>) -> bool {
    // With the types of OpenAPI's security schemes and of a search engine's fields.
    const TYPES: [&[u8]; 12] = [
        b"keyword",
        b"string",
        b"number",
        b"integer",
        b"boolean",
        b"object",
        b"array",
        b"null",
        b"apiKey",
        b"http",
        b"oauth2",
        b"openIdConnect",
    ];
    object.members().any(|(key, node)| match (key.raw(), node) {
        (b"$ref" | b"allOf" | b"oneOf" | b"anyOf", _) | (b"properties", Node::Object(_)) => true,
        (b"type", Node::String(text)) => TYPES.contains(&text.raw()),
        _ => false,
    })
}

/// Names under which the secret itself stands in its container.
fn is_itself(name: &[u8]) -> bool {
    const ITSELF: [&[u8]; 25] = [
        b"value",
        b"val",
        b"values",
        b"secret",
        b"key",
        b"token",
        b"data",
        b"raw",
        b"plain",
        b"plaintext",
        b"plain_text",
        b"clear",
        b"cleartext",
        b"current",
        b"old",
        b"new",
        b"previous",
        b"first",
        b"second",
        b"confirm",
        b"confirmation",
        b"repeat",
        b"hash",
        b"#text",
        b"_text",
    ];
    const TYPED: [&[u8]; 7] =
        [b"S", b"v", b"stringValue", b"StringValue", b"$t", b"$value", b"@value"];
    ITSELF.iter().any(|known| name.eq_ignore_ascii_case(known)) || TYPED.contains(&name)
}

/// Names of whom credentials are of.
fn is_account(name: &[u8]) -> bool {
    [&b"login"[..], b"user", b"username"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Names of what is told about a secret beside it: `{"id": 1, "label": "Stripe", "key": "…"}`.
fn describes(name: &[u8]) -> bool {
    let is_one_of =
        |word: &[u8], known: &[&[u8]]| known.iter().any(|known| word.eq_ignore_ascii_case(known));
    let mut of_name = words(name);
    let first = of_name.next().unwrap_or_default();
    let last = of_name.last();
    match last {
        Some(last) => is_one_of(last, ABOUT) || is_one_of(last, LAST) || is_one_of(first, FIRST),
        None => is_one_of(name, ABOUT) || is_one_of(name, JOINED) || is_one_of(first, ABOUT),
    }
}

/// Words that are a whole name, or the last one of it.
static ABOUT: &[&[u8]] = &[
    b"id",
    b"ids",
    b"name",
    b"names",
    b"label",
    b"title",
    b"description",
    b"type",
    b"types",
    b"kind",
    b"status",
    b"scope",
    b"scopes",
    b"provider",
    b"count",
    b"length",
    b"size",
    b"version",
    b"enabled",
    b"expires",
    b"expiry",
    b"index",
    b"order",
    b"algorithm",
    b"alg",
    b"algo",
    b"created",
    b"updated",
    b"min",
    b"max",
    b"pattern",
    b"format",
    b"example",
    b"ref",
    b"in",
    b"scheme",
    b"shape",
    b"tags",
    b"enum",
    b"required",
    b"prefix",
    b"digits",
    b"period",
    b"interval",
    b"ttl",
    b"lifetime",
    b"duration",
    b"accessor",
    b"timeout",
    b"leeway",
    b"rounds",
    b"iterations",
    b"mode",
    b"policy",
    b"reason",
    b"message",
    b"messages",
    b"error",
    b"errors",
    b"hint",
    b"help",
    b"placeholder",
    b"tooltip",
    b"limit",
    b"total",
    b"active",
    b"arn",
    b"url",
    b"uri",
    b"href",
    b"path",
    b"date",
    b"time",
    b"timestamp",
    b"kid",
    b"issuer",
    b"iss",
    b"audience",
    b"aud",
    b"decision",
    b"region",
    b"host",
    b"hostname",
    b"port",
    b"engine",
    b"database",
    b"dbname",
    b"uuid",
    b"encoding",
];

/// Words that a name of several ends with: `lastUsedAt`, `created_by`.
static LAST: &[&[u8]] = &[
    b"at",
    b"by",
    b"on",
    b"used",
    b"days",
    b"seconds",
    b"hours",
    b"minutes",
    b"identifier",
    b"thumbprint",
];

/// Words that a name of several begins with: `minLength`, `max_age`, `is_active`.
static FIRST: &[&[u8]] = &[b"min", b"max", b"is", b"has", b"num", b"require", b"requires"];

/// Names of several words that are written as one.
static JOINED: &[&[u8]] = &[
    b"createdat",
    b"updatedat",
    b"expiresat",
    b"expiresin",
    b"lastused",
    b"createdby",
    b"minlength",
    b"maxlength",
    b"last4",
];

#[cfg(test)]
mod tests;
