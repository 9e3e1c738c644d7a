//! Unmarked secrets: a random value that no name speaks of.
//!
//! At level `support` a parameter of a query, a fragment or a form counts from 24 bytes, a header
//! that is none of the known ones from 32, when small letters, capitals and digits all stand in
//! it in no word's order: 24 such bytes are 140 bits, which no counter, date, version, slug or
//! build id needs, and hashes and UUIDs are of one case and so stay. Not judged here: JSON and
//! other documents, where object ids, cursors, asset names and image data look the same, and
//! what is read on as text of its own (URLs, JSON, base64 of JSON). What stands under the names of
//! hashes, versions, revisions and cursors is none. At level `public` every value of a query or a
//! form counts, be it under such a name or not, and random strings anywhere.
//!
//! A segment of a path counts behind a word that announces one (`/reset/…`, `/invite/…`).

use crate::detect::layer::url::is_local;
use crate::detect::name::normal::Name;
use crate::detect::name::shape::{
    Shape, is_date, is_hex, is_number, is_path, is_structured, is_url, is_uuid,
};
use crate::detect::{Kind, Level, Place, Rule, Verdict};

const UNMARKED: Rule = Rule { id: "unmarked", kind: Kind("secret") };
/// A random segment of a path.
pub(super) const PATH: Rule = Rule { id: "unmarked/path", kind: Kind("path-token") };
const QUERY: Rule = Rule { id: "public/query-value", kind: Kind("value") };
const FORM: Rule = Rule { id: "public/form-value", kind: Kind("value") };

/// What a value is that no rule names.
pub(super) fn judge(name: &Name, text: &[u8], place: Place, level: Level) -> Verdict {
    if level == Level::Public
        && let Some(rule) = public_rule(place)
    {
        return Verdict::Secret(rule);
    }
    let min = match (place, level) {
        (Place::Query | Place::Fragment | Place::Form, _) => 24,
        (Place::RequestHeader | Place::ResponseHeader, _) => 32,
        (_, Level::Public) => 24,
        _ => return Verdict::Open,
    };
    let is_named = || {
        is_revision(name)
            || is_deployment(name, text)
            || is_slug(name, text)
            || is_playlist(name, text)
    };
    if text.len() < min || is_read_on(text) || is_named() {
        return Verdict::Open;
    }
    if Shape::of(text).is_mixed_random(min) { Verdict::Secret(UNMARKED) } else { Verdict::Open }
}

fn public_rule(place: Place) -> Option<Rule> {
    match place {
        Place::Query | Place::Fragment => Some(QUERY),
        Place::Form | Place::GraphQl => Some(FORM),
        _ => None,
    }
}

/// Texts that are read as texts of their own, or that are no secret by their form.
fn is_read_on(text: &[u8]) -> bool {
    is_url(text)
        || is_structured(text)
        || is_path(text)
        || is_local(text)
        || is_date(text)
        || READ_ON.iter().any(|start| text.starts_with(start))
        || text.contains(&b';')
        || text.contains(&b',')
}

/// Base64 of JSON, data URLs, base64 of GIF, PNG, JPEG, WebP, PDF, SVG.
static READ_ON: &[&[u8]] =
    &[b"eyJ", b"data:", b"R0lGOD", b"iVBORw0KGgo", b"/9j/", b"UklGR", b"JVBERi0", b"PHN2Zy"];

/// `dpl=dpl_…`: which of its deployments Vercel is to answer from.
fn is_deployment(name: &Name, text: &[u8]) -> bool {
    name.compact() == b"dpl"
        && text.len() == 32
        && text.strip_prefix(b"dpl_").is_some_and(|id| id.iter().all(u8::is_ascii_alphanumeric))
}

/// `org-slug=quell/k3XwQ81uQpZov7LtWq9Zr4`: how a service calls a thing in the paths of its pages.
fn is_slug(name: &Name, text: &[u8]) -> bool {
    let word = text.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    name.words() > 0
        && matches!(name.word(name.words() - 1), b"slug" | b"slugs")
        && word >= 2
        && text.get(word) == Some(&b'/')
}

/// `list=PL…`: a list of films that YouTube shows to everybody.
fn is_playlist(name: &Name, text: &[u8]) -> bool {
    name.compact() == b"list" && text.starts_with(b"PL") && matches!(text.len(), 18 | 34)
}

fn is_revision(name: &Name) -> bool {
    name.words() > 0 && REVISIONS.contains(&name.word(name.words() - 1))
}

static REVISIONS: &[&[u8]] = &[
    b"hash",
    b"etag",
    b"digest",
    b"checksum",
    b"integrity",
    b"sha",
    b"md5",
    b"version",
    b"build",
    b"rev",
    b"revision",
    b"v",
    b"ver",
    b"cb",
    b"cursor",
    b"offset",
    b"skiptoken",
    b"etags",
    b"id",
    b"ids",
    b"trace",
    b"span",
    b"request",
    b"vary",
    b"match",
    b"fingerprint",
    b"file",
    b"filename",
    b"path",
    b"callback",
    b"type",
    b"policy",
];

/// Whether a path's segment is a random one behind a word that announces a token.
pub(super) fn is_announced(name: &Name, text: &[u8]) -> bool {
    let announced = (0..name.words()).any(|at| ANNOUNCING.contains(&name.word(at)));
    let long = is_uuid(text) || is_hex(text, 16) || is_number(text) && text.len() >= 16;
    announced && !text.contains(&b'.') && (long || Shape::of(text).is_random(16))
}

static ANNOUNCING: &[&[u8]] = &[
    b"reset",
    b"password",
    b"invite",
    b"invites",
    b"invitation",
    b"invitations",
    b"verify",
    b"verification",
    b"confirm",
    b"confirmation",
    b"activate",
    b"activation",
    b"magic",
    b"magiclink",
    b"unsubscribe",
    b"webhook",
    b"webhooks",
    b"hook",
    b"hooks",
    b"token",
    b"tokens",
    b"join",
    b"login",
    b"auth",
    b"session",
    b"sessions",
    b"share",
    b"shared",
    b"otp",
    b"recover",
    b"recovery",
    b"unlock",
    b"key",
    b"apikey",
    b"secret",
    b"signin",
    b"sso",
    b"ticket",
    b"accept",
    b"callback",
];
