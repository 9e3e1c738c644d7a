//! What the other members of a JSON object, and the name around it, say of a member whose own name
//! says nothing.

use crate::detect::Place;
use crate::detect::codec::{Codec, Decoded};
use crate::detect::layer::token::words;
use crate::detect::login;
use crate::har::{Node, Object, Text};

/// Members of an object that are looked at.
const MEMBERS_MAX: usize = 32;

/// A member of an object that stands under a name.
#[derive(Clone, Copy)]
pub(crate) struct Member<'a> {
    pub(crate) object: Object<'a>,
    /// The name that the object stands under.
    pub(crate) around: &'a [u8],
    pub(crate) node: Node<'a>,
}

impl Member<'_> {
    /// Whether the member `name` is a person's: their name, their account, the city of their
    /// address.
    pub(crate) fn is_of_person(self, name: &[u8]) -> bool {
        let Node::String(value) = self.node else { return false };
        match name {
            b"name" => {
                is_full_name(value.raw())
                    && (is_person(self.around) || self.has_one_of(&REACHED_BY))
            }
            b"sub" => value.raw().len() >= 8 && self.has_one_of(&REACHED_BY),
            b"city" | b"town" | b"suburb" => self.has_one_of(&STREETS),
            _ => false,
        }
    }

    /// Whether the member `name` is a one-time code: its object says that it answers a second
    /// factor.
    pub(crate) fn is_of_factor(self, name: &[u8]) -> bool {
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
            && matches!(name, b"code" | b"passCode" | b"answer" | b"response")
            && (KINDS.iter().any(|key| self.object.get(key).is_some_and(is_factor))
                || self.has_one_of(&OF_FACTORS))
    }

    /// Whether the member `name` of a request is a password that a letter names: its object says who
    /// logs in.
    pub(crate) fn is_of_login(self, name: &[u8]) -> bool {
        let Node::String(value) = self.node else { return false };
        login::is_brief_password(name, value.raw())
            && self.object.members().take(MEMBERS_MAX).any(|(key, node)| {
                matches!(node, Node::String(who) if login::says_who(key.raw(), who.raw()))
            })
    }

    fn has_one_of(self, keys: &[&[u8]]) -> bool {
        keys.iter().any(|key| matches!(self.object.get(key), Some(Node::String(_))))
    }
}

/// By which a person is reached or known.
const REACHED_BY: [&[u8]; 9] = [
    b"email",
    b"phone",
    b"phone_number",
    b"phoneNumber",
    b"given_name",
    b"family_name",
    b"firstName",
    b"birthdate",
    b"emailAddress",
];

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

/// Words that stand for a person, as the name of what is told of one.
const PERSONS: [&[u8]; 22] = [
    b"user",
    b"users",
    b"customer",
    b"customers",
    b"person",
    b"persons",
    b"patient",
    b"patients",
    b"employee",
    b"employees",
    b"member",
    b"members",
    b"contact",
    b"contacts",
    b"recipient",
    b"viewer",
    b"passenger",
    b"passengers",
    b"student",
    b"students",
    b"assignee",
    b"cardholder",
];

fn is_person(around: &[u8]) -> bool {
    let last = words(around).last().unwrap_or_default();
    PERSONS.iter().any(|person| last.eq_ignore_ascii_case(person))
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
mod tests {
    use crate::detect::bodies::check;
    use crate::detect::{Detector, Policy};

    #[test]
    fn a_persons_name_and_city() {
        check(r#"{"user":{"name":"Mira Quell","plan":"Gold"}}"#, &["Mira Quell"]);
        check(r#"{"teamMembers":[{"id":7,"name":"Mira van Quell"}]}"#, &["Mira van Quell"]);
        check(r#"{"plan":{"name":"Blue Quell"},"user":{"name":"admin"}}"#, &[]);
        check(r#"{"user":{"name":"Level 7 support"},"users":{"name":"All users"}}"#, &[]);
        check(r#"{"city":"Querndorf","street1":"7 Mill Road"}"#, &["Querndorf", "7 Mill Road"]);
        check(r#"{"city":"Querndorf","country":"DE"}"#, &[]);
    }

    #[test]
    fn the_name_of_a_parameter_is_decoded() {
        let entry =
            |list: &str| format!(r#"{{"{list}":[{{"name":"user%5Botp%5D","value":"402117"}}]}}"#);
        check(&entry("queryString"), &["402117"]);
        check(&entry("headers"), &[]);
    }

    #[test]
    fn a_password_that_a_letter_names_in_a_request() {
        let entry = |part: &str, key: &str, body: &str| {
            let text = serde_json::to_string(body).unwrap();
            format!(r#"{{"{part}":{{"{key}":{{"mimeType":"application/json","text":{text}}}}}}}"#)
        };
        let body = r#"{"u":"bob","p":"hunter2xk3Xw"}"#;
        let count = |entry: String| {
            let detector = Detector::new(&Policy::default());
            detector.collector().entry(entry.as_bytes()).unwrap().top().len()
        };
        assert_eq!(count(entry("request", "postData", body)), 1);
        assert_eq!(count(entry("response", "content", body)), 0);
        for other in [r#"{"u":"bob","p":"settings"}"#, r#"{"q":"bob","p":"hunter2xk3Xw"}"#] {
            assert_eq!(count(entry("request", "postData", other)), 0, "{other}");
        }
    }

    #[test]
    fn a_code_of_a_second_factor() {
        check(r#"{"code":"402117","type":"totp"}"#, &["402117"]);
        check(r#"{"factor_type":"sms-otp","code":402117}"#, &["402117"]);
        check(r#"{"challenge_id":"c1","code":"402117"}"#, &["402117"]);
        check(r#"{"code":"402117","type":"country"}"#, &[]);
    }
}
