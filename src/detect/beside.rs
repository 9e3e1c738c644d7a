//! What the other members of a JSON object, and the name around it, say of a member whose own name
//! says nothing.

use std::cell::Cell;

use crate::detect::Place;
use crate::detect::bare_body::{Asked, says_password};
use crate::detect::codec::{Codec, Decoded};
use crate::detect::examiner::Examiner;
use crate::detect::layer::token::words;
use crate::detect::login;
use crate::detect::name::{Value, is_persons_name};
use crate::detect::naming::is_telling;
use crate::detect::{Verdict, variables};
use crate::har::{Node, Object, Text};

mod account;
mod person;
mod told;

use person::is_called;
pub(crate) use told::{About, Told};
use told::{is_number, is_person, is_thing};

/// Members of an object that are looked at.
const MEMBERS_MAX: usize = 32;

/// A member of an object that stands under a name.
#[derive(Clone, Copy)]
pub(crate) struct Member<'a> {
    pub(crate) object: Object<'a>,
    /// The name that the object stands under.
    pub(crate) around: &'a [u8],
    pub(crate) node: Node<'a>,
    /// What the document is that it stands in.
    pub(crate) root: Node<'a>,
    /// How often the object may still be looked through.
    pub(crate) looks: &'a Cell<u32>,
}

/// How often an object is looked through for its members: names that ask for it stand in it once, but a
/// page could repeat one so that all of them took the square of its length.
pub(crate) const LOOKS_MAX: u32 = 1024;

impl<'a> Member<'a> {
    /// Whether the member `name` is a person's: their name, their account, the city of their
    /// address.
    pub(crate) fn is_of_person(self, name: &[u8]) -> bool {
        let Node::String(value) = self.node else { return false };
        match name {
            b"name" => {
                is_called(value.raw())
                    && (is_person(self.around) || self.is_reached() || self.is_typed())
                    && !self.is_of_a_thing()
                    || is_persons_name(value.raw())
                        && self.is_of_party()
                        && !self.is_typed_a_thing()
            }
            b"Name" => is_persons_name(value.raw()) && self.is_of_record(),
            b"sub" => value.raw().len() >= 8 && self.is_reached(),
            b"city" | b"town" | b"suburb" => {
                self.has_one_of(&STREETS) || matches!(self.get(b"line"), Some(Node::Array(_)))
            }
            _ => false,
        }
    }

    /// The name that the member `name` stands for, where its object says more than it does and the
    /// user has not named it.
    pub(crate) fn meant(self, examiner: &Examiner<'_>, name: &[u8]) -> Option<&'a [u8]> {
        let meant = self.said(examiner, name)?;
        let value = match self.node {
            Node::String(text) => Value::Text(text.raw()),
            Node::Scalar(scalar) => Value::Scalar(scalar.raw()),
            Node::Object(_) | Node::Array(_) => Value::Container,
        };
        let verdict = examiner.judge_name(name, value, Place::Json);
        let is_of_user = matches!(verdict, Verdict::Secret(rule) if rule.is_user());
        (!is_of_user).then_some(meant)
    }

    fn said(self, examiner: &Examiner<'_>, name: &[u8]) -> Option<&'a [u8]> {
        let sent = examiner.in_request_body;
        match name {
            b"code" | b"passCode" | b"answer" | b"response" if self.is_of_factor() => Some(b"otp"),
            b"code" | b"token" if sent && self.is_sent_code() => Some(b"otp"),
            b"auth_code" | b"authCode" if sent && self.is_digits() && !self.is_payment() => {
                Some(b"otp")
            }
            b"answer" | b"Answer" | b"ANSWER" if self.is_of_recovery() => Some(b"secret_answer"),
            b"key" if self.says(&[b"otpauth", b"qr", b"totp"]) => Some(b"otp_key"),
            b"primaryKey" | b"primary_key" | b"PrimaryKey"
                if self.says(&[b"secondarykey", b"secondary_key"]) =>
            {
                Some(b"secondary_key")
            }
            b"name" if self.is_small_name() => Some(b"full_name"),
            b"fname" if self.has_one_of(&[b"lname"]) => Some(b"first_name"),
            b"lname" if self.has_one_of(&[b"fname"]) => Some(b"last_name"),
            b"first" if self.is_of_name(b"last") => Some(b"first_name"),
            b"last" if self.is_of_name(b"first") => Some(b"last_name"),
            b"middle" if self.is_of_name(b"last") => Some(b"middle_name"),
            b"family"
                if matches!(self.get(b"given"), Some(Node::Array(_)))
                    || self.is_of_name(b"given") =>
            {
                Some(b"family_name")
            }
            b"given" if self.has_one_of(&[b"family"]) => Some(b"given_name"),
            b"display" if self.refers_to_a_person() => Some(b"full_name"),
            b"display_value" | b"displayValue" if self.shows_a_doer() => Some(b"full_name"),
            b"day" | b"month" | b"year" if self.is_of_birth() => Some(b"dob_day"),
            b"number" | b"documentNumber" if self.is_of_passport() => Some(b"passport_number"),
            b"text" if self.is_of_name_of_fhir() => Some(b"full_name"),
            b"line"
                if matches!(self.node, Node::Array(_))
                    && self.has_one_of(&[b"city", b"postalCode"]) =>
            {
                Some(b"street")
            }
            _ if self.shows_a_person(name) => Some(b"owner_name"),
            _ if sent && self.is_account(name) => Some(login::ACCOUNT),
            b"pw" if self.tells_who_logs_in() => Some(login::NAME),
            _ if sent && (self.is_of_login(name) || self.is_of_change(examiner, name)) => {
                Some(login::NAME)
            }
            _ if self.is_wrapped(examiner, name) => Some(self.around),
            _ if self.around == b"variables" => self.argument(examiner, name),
            _ => self.of_somebody(name),
        }
    }

    /// Whether the parts of a name are told below it, this one among them.
    fn is_of_name(self, other: &[u8]) -> bool {
        let last = words(self.around).last().unwrap_or_default();
        last.eq_ignore_ascii_case(b"name") && self.has_one_of(&[other])
    }

    /// `{"text": "…", "family": "…", "given": ["…"]}`
    fn is_of_name_of_fhir(self) -> bool {
        self.has_one_of(&[b"family"]) && matches!(self.get(b"given"), Some(Node::Array(_)))
    }

    /// Whether the object says that it is a person: `{"@type": "Person"}`. Small letters tell the kind
    /// of other things, too: `{"type": "member", "name": "Gold Plan"}`.
    fn is_typed(self) -> bool {
        const TYPES: [&[u8]; 4] = [b"@type", b"__typename", b"type", b"resourceType"];
        let is_of_person =
            |said: &[u8]| said.first().is_some_and(u8::is_ascii_uppercase) && is_person(said);
        TYPES.iter().any(
            |key| matches!(self.get(key), Some(Node::String(text)) if is_of_person(text.raw())),
        )
    }

    /// Whether the object says that it is a thing, as firms do that have written an article: `{"@type":
    /// "Organization"}`.
    fn is_typed_a_thing(self) -> bool {
        matches!(self.get(b"@type"), Some(Node::String(text)) if is_thing(text.raw()))
    }

    /// What a query calls the variable `name`, if that tells a credential and the name does not.
    fn argument(self, examiner: &Examiner<'_>, name: &[u8]) -> Option<&'a [u8]> {
        let Node::Object(request) = self.root else { return None };
        let is_telling = |name| is_telling(examiner, name, Place::Json);
        variables::argument(request, name).filter(|said| is_telling(said) && !is_telling(name))
    }

    /// Whether a member is a one-time code: its object says that it answers a second factor.
    fn is_of_factor(self) -> bool {
        const KINDS: [&[u8]; 8] = [
            b"type",
            b"method",
            b"factor",
            b"channel",
            b"factorType",
            b"factor_type",
            b"challenge_type",
            b"grant_type",
        ];
        const OF_FACTORS: [&[u8]; 10] = [
            b"mfa_token",
            b"mfaToken",
            b"factorId",
            b"factor_id",
            b"challengeId",
            b"challenge_id",
            b"verificationId",
            b"verification_id",
            b"authenticatorId",
            b"authenticator_id",
        ];
        let is_leaf = matches!(self.node, Node::String(_) | Node::Scalar(_));
        is_leaf
            && (KINDS.iter().any(|key| self.get(key).is_some_and(is_factor))
                || self.has_one_of(&OF_FACTORS))
    }

    /// Whether the member `name` of a request says who logs in: a password stands beside it.
    fn is_account(self, name: &[u8]) -> bool {
        matches!(self.node, Node::String(value) if login::is_account(name, value.raw()))
            && self
                .object
                .members()
                .take(MEMBERS_MAX)
                .any(|(key, node)| matches!(node, Node::String(_)) && login::is_password(key.raw()))
    }

    /// Whether the member `name` of a request is a password that a letter names: its object says who
    /// logs in.
    fn is_of_login(self, name: &[u8]) -> bool {
        let Node::String(value) = self.node else { return false };
        login::is_brief_password(name, value.raw()) && self.tells_who_logs_in()
    }

    fn tells_who_logs_in(self) -> bool {
        self.object.members().take(MEMBERS_MAX).any(|(key, node)| {
            matches!(node, Node::String(who) if login::says_who(key.raw(), who.raw()))
        })
    }

    /// Whether the member `name` of a request is a password that is changed, old or new.
    fn is_of_change(self, examiner: &Examiner<'_>, name: &[u8]) -> bool {
        const NEW: [&[u8]; 5] = [b"new", b"confirm", b"repeat", b"retype", b"again"];
        const ALSO: [&[u8]; 4] = [b"current", b"old", b"first", b"second"];
        let is_part = |key: &[u8]| NEW.contains(&key) || ALSO.contains(&key);
        let is_one = |raw: &[u8]| (6..=64).contains(&raw.len()) && !raw.contains(&b' ');
        let Node::String(value) = self.node else { return false };
        if !is_part(name) || !is_one(value.raw()) {
            return false;
        }
        let parts = || {
            self.object.members().take(MEMBERS_MAX).filter_map(|(key, node)| match node {
                Node::String(text) if is_part(key.raw()) && is_one(text.raw()) => {
                    Some((key.raw(), text.raw()))
                }
                _ => None,
            })
        };
        // Who types a new one twice types a password.
        let mut new = parts().filter(|(key, _)| NEW.contains(key)).map(|(_, value)| value);
        let is_twice = new.next().is_some_and(|first| new.any(|value| value == first));
        let is_told = examiner.asked == Asked::Passwords || says_password(self.around);
        is_twice || is_told && parts().nth(1).is_some()
    }

    /// Whether a code of digits was sent for what stands beside it: a number to be called, a step
    /// of a login.
    fn is_sent_code(self) -> bool {
        const SENT_TO: [&[u8]; 14] = [
            b"email",
            b"emailAddress",
            b"email_address",
            b"username",
            b"userName",
            b"password",
            b"phone",
            b"phoneNumber",
            b"phone_number",
            b"mobile",
            b"ticket",
            b"sessionInfo",
            b"session_info",
            b"verification",
        ];
        // Five digits are a postal code.
        let is_code =
            self.is_digits() && !matches!(self.node, Node::String(text) if text.raw().len() == 5);
        is_code && (self.has_one_of(&SENT_TO) || self.is_below(&[b"verification"]))
    }

    /// Whether a member answers what is asked of who has lost a password.
    fn is_of_recovery(self) -> bool {
        const WORDS: [&[u8]; 3] = [b"recovery", b"security", b"challenge"];
        matches!(self.node, Node::String(_)) && (self.is_below(&WORDS) || self.says(&WORDS))
    }

    /// Whether a code stands beside what a payment is told by.
    fn is_payment(self) -> bool {
        self.says(&[b"amount", b"rrn", b"psp", b"currency", b"merchant"])
    }

    /// Whether a member has four to eight digits.
    fn is_digits(self) -> bool {
        let raw = match self.node {
            Node::String(text) => text.raw(),
            Node::Scalar(scalar) => scalar.raw(),
            _ => return false,
        };
        (4..=8).contains(&raw.len()) && raw.iter().all(u8::is_ascii_digit)
    }

    /// Whether the name around the object has one of these words in it.
    fn is_below(self, parts: &[&[u8]]) -> bool {
        parts.iter().any(|part| has_part(self.around, part))
    }

    /// Whether a name in the object has one of these words in it.
    fn says(self, parts: &[&[u8]]) -> bool {
        let mut members = self.object.members().take(MEMBERS_MAX);
        members.any(|(key, _)| parts.iter().any(|part| has_part(key.raw(), part)))
    }

    /// Another member of the object, as long as that may be looked through.
    pub(crate) fn get(self, key: &[u8]) -> Option<Node<'a>> {
        let looks = self.looks.get().checked_sub(1)?;
        self.looks.set(looks);
        self.object.get(key)
    }

    /// Whether somebody is reached or known by what stands beside a name, be the number left out.
    fn is_reached(self) -> bool {
        let is_phone =
            |node| is_number(node) || matches!(node, Node::String(text) if text.raw().is_empty());
        self.has_one_of(&REACHED_BY) || PHONES.iter().any(|key| self.get(key).is_some_and(is_phone))
    }

    fn has_one_of(self, keys: &[&[u8]]) -> bool {
        keys.iter().any(|key| matches!(self.get(key), Some(Node::String(_))))
    }
}

/// By which a person is reached or known.
const REACHED_BY: [&[u8]; 9] = [
    b"email",
    b"given_name",
    b"family_name",
    b"firstName",
    b"birthdate",
    b"emailAddress",
    b"first_name",
    b"email_address",
    b"givenName",
];

const PHONES: [&[u8]; 3] = [b"phone", b"phone_number", b"phoneNumber"];

/// The line of an address that is nobody's but a household's.
const STREETS: [&[u8]; 12] = [
    b"street",
    b"street1",
    b"streetAddress",
    b"street_address",
    b"streetName",
    b"addressLine1",
    b"address_line1",
    b"address_line_1",
    b"address1",
    b"addressLine",
    b"line1",
    b"houseNumber",
];

fn has_part(name: &[u8], part: &[u8]) -> bool {
    name.len() <= 64 && name.windows(part.len()).any(|found| found.eq_ignore_ascii_case(part))
}

/// Two words at least, the first and the last with a capital.
pub(crate) fn is_full_name(raw: &[u8]) -> bool {
    let capital = |word: Option<&[u8]>| {
        word.and_then(<[u8]>::first).is_some_and(|b| b.is_ascii_uppercase() || *b >= 0x80)
    };
    let mut words = raw.split(|byte| *byte == b' ');
    raw.len() <= 80
        && capital(words.next())
        && capital(words.next_back())
        && !raw.iter().any(|b| b.is_ascii_digit() || b"/:;=<>{}".contains(b))
}

/// Whether a value names a second factor: `totp`, `sms_otp`, `mfa-otp`.
fn is_factor(node: Node<'_>) -> bool {
    const FACTORS: [&[u8]; 8] =
        [b"totp", b"otp", b"hotp", b"mfa", b"sms", b"2fa", b"oob", b"authenticator"];
    let Node::String(text) = node else { return false };
    text.raw().len() <= 64
        && words(text.raw())
            .any(|word| FACTORS.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// The name of a pair; browsers list those of parameters as they were sent, percent-encoded.
pub(crate) fn name_of_pair<'t>(text: Text<'t>, place: Place, buffer: &'t mut Vec<u8>) -> &'t [u8] {
    if !matches!(place, Place::Query | Place::Form) || !text.raw().contains(&b'%') {
        return decoded(text, buffer);
    }
    let mut plain = Vec::new();
    let name = decoded(text, &mut plain).to_vec();
    if Codec::Form.decode(&name, buffer) != Decoded::Changed {
        *buffer = name;
    }
    buffer
}

/// A string as it is meant.
pub(crate) fn decoded<'t>(text: Text<'t>, buffer: &'t mut Vec<u8>) -> &'t [u8] {
    if text.has_escapes() && Codec::Json.decode(text.raw(), buffer) == Decoded::Changed {
        buffer
    } else {
        text.raw()
    }
}

#[cfg(test)]
mod tests;
