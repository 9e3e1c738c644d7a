//! Name rules: what a value is by the name it stands under and the place where both stand.
//!
//! A name is cut into words (`normal`) and looked up whole and by its last words (`table`);
//! the row states what the value must look like there (`condition`). Cookies are secret by
//! default (`cookie`), claims of tokens have a table of their own (`claim`), and what no name
//! speaks of is judged by its randomness (`unmarked`). The user's own names win over all.
//!
//! A verdict is on the value as a whole: headers with a syntax of their own (`Cookie`,
//! `Authorization`) are to be cut into fields first, and their fields judged.

use std::borrow::Cow;

use crate::detect::rule::{without_kinds, without_pseudonyms};
use crate::detect::{Level, Place, Policy, Rule, Verdict, host};
use crate::har::Location;

mod agent;
mod caption;
mod claim;
mod compound;
mod condition;
mod cookie;
mod form;
mod header;
mod homonym;
mod identifier;
mod index;
mod label;
mod listing;
mod message;
mod native;
mod normal;
mod owned;
mod personal;
mod setting;
mod shape;
mod sid;
mod table;
#[cfg(test)]
mod tests;
mod unmarked;
mod user;

pub(crate) use user::NameMatch;
pub use user::{check_name, check_redact_item};

pub(crate) use agent::is_person as is_persons_name;
pub(crate) use label::{is_no_value, is_plain_label, is_stand_in};
pub use listing::{NameRow, names};
pub(crate) use message::is_error;
pub(crate) use owned::is_somebodys;
pub(crate) use personal::{is_particle, is_role, without_note};

use condition::Condition;
use index::Named;
use normal::Name;
use personal::Sort;

/// A value as the name rules see it.
#[derive(Debug, Clone, Copy)]
pub enum Value<'v> {
    /// Text, decoded.
    Text(&'v [u8]),
    /// A JSON number, `true`, `false` or `null`, as written.
    Scalar(&'v [u8]),
    /// An object or an array: are all its leaves secret?
    Container,
}

/// The compiled name rules.
#[derive(Debug, Default)]
pub struct NameRules {
    level: Level,
    user: user::UserNames,
}

impl NameRules {
    /// Compiles the rules. A pattern of the user's that does not compile names everything; ask
    /// [`check_redact_item`] before.
    #[must_use]
    pub fn new(policy: &Policy) -> Self {
        Self { level: policy.level, user: user::UserNames::new(policy) }
    }

    /// What the value under `name` is, nowhere in particular.
    #[must_use]
    pub fn judge(&self, name: &[u8], value: Value<'_>, place: Place) -> Verdict {
        self.judge_at(Location::Entry, name, value, place)
    }

    /// What the value under `name` is, at this location of the capture.
    #[must_use]
    pub fn judge_at(
        &self,
        location: Location,
        name: &[u8],
        value: Value<'_>,
        place: Place,
    ) -> Verdict {
        let verdict = self.judge_whole(location, name, value, place);
        // What an earlier run has left there makes no secret of what was none.
        if let (Verdict::Secret(_), Value::Text(text)) = (verdict, value)
            && let Cow::Owned(rest) = without_pseudonyms(text)
        {
            return self.judge_whole(location, name, Value::Text(&rest), place);
        }
        verdict
    }

    fn judge_whole(
        &self,
        location: Location,
        name: &[u8],
        value: Value<'_>,
        place: Place,
    ) -> Verdict {
        if is_nothing(value) {
            return Verdict::Keep;
        }
        let mut words = Name::new(&without_kinds(name));
        if !self.user.is_empty()
            && let Some(verdict) = self.user.judge(name, &words, location)
        {
            return verdict;
        }
        if matches!(value, Value::Text(text) if shape::is_nil(text)) {
            return Verdict::Keep;
        }
        match place {
            Place::Cookie => judge_cookie(name, &words, value),
            _ if self.level == Level::Minimal => judge_carrier(&words, value, place),
            _ if caption::is_translation(name, value, place) => Verdict::Open,
            _ if is_working_directory(name, value) => Verdict::Open,
            Place::Path => self.judge_segment(location, &mut words, value),
            Place::Pair if header::is_told(name, value) => {
                let named = header::credential(&words);
                named.unwrap_or_else(|| self.judge_named(location, &mut words, value, place))
            }
            Place::Claim => claim::judge(&words)
                .unwrap_or_else(|| self.judge_named(location, &mut words, value, place)),
            _ => match (self.judge_named(location, &mut words, value, place), value) {
                (Verdict::Open, Value::Text(text)) if setting::is_key(name, text) => {
                    Verdict::Secret(setting::KEY)
                }
                (Verdict::Open, Value::Text(text)) => compound::rule(&words, text)
                    .or_else(|| of_person_within(name, text, place))
                    .map_or(Verdict::Open, Verdict::Secret),
                (verdict, _) => verdict,
            },
        }
    }

    /// A segment of a path is named by what stands before it, `/reset-password/…`, which is no
    /// name of a field: that it announces a token comes before what the tables know of it.
    fn judge_segment(&self, location: Location, name: &mut Name, value: Value<'_>) -> Verdict {
        match value {
            Value::Text(text) if unmarked::is_announced(name, text) => {
                Verdict::Secret(unmarked::PATH)
            }
            Value::Text(text) if name.compact() == b"apikeys" && is_object_id(text) => {
                Verdict::Open
            }
            _ => self.judge_named(location, name, value, Place::Path),
        }
    }

    fn judge_named(
        &self,
        location: Location,
        name: &mut Name,
        value: Value<'_>,
        place: Place,
    ) -> Verdict {
        if self.level == Level::Public && is_inner_host(name, value) {
            return Verdict::Secret(host::HOST);
        }
        // Varnish's `xkey` is no `x-key`: it holds the tags of an answer.
        if place == Place::ResponseHeader && name.words() == 1 && name.compact() == b"xkey" {
            return Verdict::Open;
        }
        let header = if is_header(place) { index::header(name) } else { None };
        let named = header.or_else(|| index::named(name));
        if let (Some(Named { condition: Condition::Session, .. }), Value::Text(text)) =
            (named, value)
            && let Some(verdict) = sid::judge(text)
        {
            return verdict;
        }
        let verdict = match named {
            Some(Named { condition: Condition::Keep, .. }) => return Verdict::Keep,
            Some(Named { condition: Condition::Open, .. }) => return Verdict::Open,
            Some(named) if named.condition.holds(value, place_of(named, location, place)) => {
                let guess = named.condition != Condition::Password;
                let repeats = guess && caption::repeats_name(name, value, place)
                    || caption::repeats_long_name(name, value, place);
                let told = is_credential(named) && message::is_told(location, value, place);
                if !(repeats || told || caption::is_class(name, value, place)) {
                    return Verdict::Secret(named.rule);
                }
                Verdict::Open
            }
            None if place == Place::RequestHeader && header::is_key(name, value) => {
                return Verdict::Secret(header::KEY);
            }
            _ => Verdict::Open,
        };
        match value {
            Value::Text(text) => unmarked::judge(name, text, place, self.level),
            _ => verdict,
        }
    }
}

/// `/apiKeys/64ecbb1a2a19136bc98f00d0`: the id that MongoDB gives an object, which begins with when it
/// was made, from 2009 to 2034.
fn is_object_id(text: &[u8]) -> bool {
    text.len() == 24
        && matches!(text[0], b'4' | b'5' | b'6' | b'7')
        && text.iter().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte))
}

/// Whether a name announces what a person is called, where they live, or a number of theirs.
pub(crate) fn is_of_a_person(name: &[u8]) -> bool {
    use personal::Sort::{BirthDate, Number, PersonName, Phone, Street};
    let named = index::named(&mut Name::new(name)).map(|named| named.condition);
    let Some(Condition::Personal(sort)) = named else { return false };
    matches!(sort, PersonName | Phone | Number | BirthDate | Street)
}

/// Whether a name announces what identifies a person, by itself and wherever it stands.
pub(crate) fn is_personal(name: &[u8]) -> bool {
    use personal::Sort::{
        BirthDate, Card, CardCode, Document, Iban, NativeName, Number, PersonName, Phone, Street,
        UserName, Zip,
    };
    let named = index::named(&mut Name::new(name)).map(|named| named.condition);
    let Some(Condition::Personal(sort)) = named else { return false };
    matches!(
        sort,
        PersonName
            | NativeName
            | Phone
            | Number
            | Document
            | BirthDate
            | Street
            | Zip
            | Card
            | CardCode
            | Iban
            | UserName
    )
}

/// Whether it takes the value itself to tell what it is under this name, which says nothing of an
/// object as a whole.
pub(crate) fn is_judged_inside(name: &[u8]) -> bool {
    let named = index::named(&mut Name::new(name)).map(|named| named.condition);
    named.is_some_and(|condition| !matches!(condition, Condition::Keep | Condition::Open))
}

/// The rule of people's data that a parameter falls under by the last of the names that its own is
/// made of, as Rails and PHP write them: `order[bill_address][address1]`. Products and shops have a
/// `name` there, too.
fn of_person_within(name: &[u8], text: &[u8], place: Place) -> Option<Rule> {
    if !matches!(place, Place::Form | Place::Query) {
        return None;
    }
    let name = name.strip_suffix(b"]")?;
    let last = &name[memchr::memrchr(b'[', name)? + 1..];
    let named = index::named(&mut Name::new(last))?;
    let is_personal = matches!(named.condition, Condition::Personal(sort) if sort != Sort::Name);
    (is_personal && named.condition.holds(Value::Text(text), place)).then_some(named.rule)
}

/// What can be no secret under any name: an empty string, a boolean, `null`, what an earlier run
/// or another program has put in a secret's place.
pub(crate) fn is_nothing(value: Value<'_>) -> bool {
    match value {
        Value::Text(text) => {
            matches!(text, b"" | b"true" | b"false" | b"null" | b"undefined")
                || shape::is_pseudonym(text)
                || label::is_taken_out(text)
        }
        Value::Scalar(text) => matches!(text, b"true" | b"false" | b"null"),
        Value::Container => false,
    }
}

/// Whether a name of hosts holds one that is not public. With a port it is left to the sweep, which
/// finds it without.
fn is_inner_host(name: &Name, value: Value<'_>) -> bool {
    const NAMES: [&[u8]; 8] = [
        b"host",
        b"hostname",
        b"authority",
        b"xforwardedhost",
        b"xforwardedserver",
        b"xhost",
        b"servername",
        b"domain",
    ];
    matches!(value, Value::Text(text) if NAMES.contains(&name.compact())
        && !text.iter().any(|byte| matches!(byte, b' ' | b':' | b'/'))
        && !host::is_public(text))
}

/// Names of people may be words of messages: `Kurz`.
fn is_credential(named: Named) -> bool {
    !matches!(named.condition, Condition::Personal(_))
}

/// Where a value stands for its condition: a password that is posted in JSON was typed, as one in
/// a form was, and so was who has it.
fn place_of(named: Named, location: Location, place: Place) -> Place {
    let typed = matches!(
        named.condition,
        Condition::Password | Condition::Short | Condition::Personal(Sort::UserName)
    );
    if typed && location == Location::PostData && place == Place::Json {
        Place::Form
    } else {
        place
    }
}

/// `PWD=/usr/src/app`: where a shell stands, below a directory that systems have.
fn is_working_directory(name: &[u8], value: Value<'_>) -> bool {
    const ROOTS: [&[u8]; 20] = [
        b"app",
        b"build",
        b"builds",
        b"code",
        b"data",
        b"etc",
        b"github",
        b"go",
        b"home",
        b"mnt",
        b"opt",
        b"root",
        b"srv",
        b"tmp",
        b"usr",
        b"var",
        b"work",
        b"workdir",
        b"workspace",
        b"workspaces",
    ];
    let Value::Text(text) = value else { return false };
    let root = text.strip_prefix(b"/").and_then(|path| path.split(|byte| *byte == b'/').next());
    let is_below = |root: &[u8]| ROOTS.contains(&root.trim_ascii());
    name.trim_ascii() == b"PWD"
        && (text == b"/" || shape::is_path(text.trim_ascii()) && root.is_some_and(is_below))
}

fn is_header(place: Place) -> bool {
    matches!(place, Place::RequestHeader | Place::ResponseHeader)
}

fn judge_cookie(raw: &[u8], name: &Name, value: Value<'_>) -> Verdict {
    match value {
        Value::Text(text) | Value::Scalar(text) => cookie::judge(raw, name, text),
        Value::Container => Verdict::Open,
    }
}

/// At the lowest level, only headers that carry credentials by definition count.
fn judge_carrier(name: &Name, value: Value<'_>, place: Place) -> Verdict {
    let named = if is_header(place) { index::header(name) } else { None };
    match named {
        Some(named)
            if named.condition == Condition::Carrier && named.condition.holds(value, place) =>
        {
            Verdict::Secret(named.rule)
        }
        _ => Verdict::Open,
    }
}
