//! Values that stand in an object of their own below their name: with their type
//! (`{"firstName": {"stringValue": "…"}}`), with what they were before (`{"firstName": {"old": "…",
//! "new": "…"}}`), for a language, or as what is searched for.
//!
//! Such an object says nothing of its own, so that its value is judged as if it stood right there. The
//! words of a translation stand in one, too: those differ from language to language, names do not.

use crate::detect::Place;
use crate::detect::beside::Member;
use crate::detect::examiner::Examiner;
use crate::detect::name::{is_judged_inside, is_personal};
use crate::har::{Node, Object};

/// An object that wraps a value has no more members.
const MEMBERS_MAX: usize = 8;

impl Member<'_> {
    /// Whether the member `name` is the value that the name around its object announces.
    pub(crate) fn is_wrapped(self, examiner: &Examiner<'_>, name: &[u8]) -> bool {
        let Some(wrapper) = wrapper(name) else { return false };
        if self.around.is_empty() || matches!(self.node, Node::Scalar(_)) {
            return false;
        }
        let is_open = |of: fn(&[u8]) -> bool| {
            of(self.around) && examiner.judge_container(self.around, Place::Json).is_none()
        };
        let proper = || matches!(self.node, Node::String(text) if is_proper(text.raw()));
        match wrapper {
            Wrapper::Type => is_open(is_judged_inside) && is_plain(self.object),
            Wrapper::Value => {
                is_open(is_judged_inside)
                    && (is_plain(self.object) || proper() && is_personal(self.around))
            }
            Wrapper::Change => proper() && is_open(is_judged_inside) && is_plain(self.object),
            Wrapper::Language => proper() && is_open(is_personal) && is_of_one(self.object),
        }
    }
}

/// What a member tells of the value in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrapper {
    /// Its type, or how it is compared: nothing else stands under such a name.
    Type,
    /// That it is the value.
    Value,
    /// That it is the one before or after a change; names of fields stand there as well.
    Change,
    /// In which language it is.
    Language,
}

fn wrapper(name: &[u8]) -> Option<Wrapper> {
    Some(match name {
        b"S" | b"N" | b"L" | b"SS" | b"NS" | b"stringValue" | b"integerValue" | b"dateValue"
        | b"timestampValue" | b"StringValue" | b"VarCharValue" | b"arrayValue" | b"values"
        | b"string" | b"v" | b"_value" | b"$value" | b"@value" | b"$t" | b"$" | b"#text"
        | b"_text" | b"__text" | b"set" | b"eq" | b"_eq" | b"$eq" | b"equals" | b"contains"
        | b"startsWith" | b"_ilike" | b"_like" | b"$regex" | b"$in" | b"filter" | b"query" => {
            Wrapper::Type
        }
        b"value" | b"Value" | b"val" | b"newValue" | b"oldValue" | b"new_value" | b"old_value"
        | b"new" | b"old" | b"raw" | b"rawValue" | b"displayValue" | b"current" | b"previous" => {
            Wrapper::Value
        }
        b"from" | b"to" | b"before" | b"after" => Wrapper::Change,
        // `en-US`, `de_AT`
        [a, b, b'-' | b'_', c, d]
            if a.is_ascii_lowercase()
                && b.is_ascii_lowercase()
                && c.is_ascii_uppercase()
                && d.is_ascii_uppercase() =>
        {
            Wrapper::Language
        }
        _ => return None,
    })
}

/// Whether an object has nothing in it but a value and what it is, and how a form or a server holds it:
/// `"touched": true`, `"timestamp": 1741530842`.
fn is_plain(object: Object<'_>) -> bool {
    let mut count = 0;
    object.members().take(MEMBERS_MAX + 1).all(|(key, node)| {
        count += 1;
        count <= MEMBERS_MAX
            && (matches!(node, Node::Scalar(_))
                || is_attribute(key.raw())
                || wrapper(key.raw()).is_some_and(|wrapper| wrapper != Wrapper::Language))
    })
}

fn is_attribute(key: &[u8]) -> bool {
    const ATTRIBUTES: [&[u8]; 16] = [
        b"type",
        b"Type",
        b"@type",
        b"$type",
        b"DataType",
        b"dataType",
        b"datatype",
        b"mode",
        b"$options",
        b"filterType",
        b"@language",
        b"lang",
        b"nullValue",
        b"source",
        b"sourceId",
        b"versions",
    ];
    ATTRIBUTES.contains(&key)
}

/// Whether an object has the same value for each language.
fn is_of_one(object: Object<'_>) -> bool {
    let mut first = None;
    object.members().take(MEMBERS_MAX + 1).all(|(key, node)| {
        let Node::String(text) = node else { return false };
        wrapper(key.raw()) == Some(Wrapper::Language)
            && *first.get_or_insert(text.raw()) == text.raw()
    })
}

/// Whether a value begins as names, numbers and what is no Latin do, not as a word of a program.
fn is_proper(raw: &[u8]) -> bool {
    raw.first().is_some_and(|byte| !byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies::check;

    #[test]
    fn a_value_with_its_type() {
        for (body, expected) in [
            (r#"{"firstName":{"S":"quella"}}"#, "quella"),
            (r#"{"accountNumber":{"N":"0044177351"}}"#, "0044177351"),
            (r#"{"lastName":{"L":[{"S":"Ondrasik"}]}}"#, "Ondrasik"),
            (r#"{"fields":{"firstName":{"stringValue":"Quella"}}}"#, "Quella"),
            (
                r#"{"fields":{"user":{"mapValue":{"fields":{"firstName":{"stringValue":"Quella"}}}}}}"#,
                "Quella",
            ),
            (r#"{"lastName":{"arrayValue":{"values":[{"stringValue":"Ondrasik"}]}}}"#, "Ondrasik"),
            (r#"{"firstName":{"Type":"String","Value":"quella"}}"#, "quella"),
            (r#"{"field_first_name":[{"value":"quella"}]}"#, "quella"),
            (r#"{"lastName":{"$t":"Ondrasik"}}"#, "Ondrasik"),
            (r#"{"birthDate":{"S":"1984-03-09"}}"#, "1984-03-09"),
            (r#"{"street":{"stringValue":"7 Mill Road"}}"#, "7 Mill Road"),
            (r#"{"token":{"S":"k3XwQ81uQpZov7Lt"}}"#, "k3XwQ81uQpZov7Lt"),
        ] {
            check(body, &[expected]);
        }
    }

    #[test]
    fn a_value_of_a_field() {
        for (body, expected) in [
            (r#"{"firstName":{"value":"Quella","touched":true,"error":null}}"#, &["Quella"][..]),
            (r#"{"FirstName":{"displayValue":null,"value":"quella"}}"#, &["quella"]),
            (r#"{"firstname":{"value":"quella","timestamp":1741530842}}"#, &["quella"]),
            (r#"{"first_name":{"old":"Quella","new":"Mira"}}"#, &["Quella", "Mira"]),
            (r#"{"lastName":{"from":"Ondrasik","to":"Quell"}}"#, &["Ondrasik", "Quell"]),
            (r#"{"lastName":{"set":"Ondrasik"}}"#, &["Ondrasik"]),
            (
                r#"{"where":{"lastName":{"contains":"ondrasik","mode":"insensitive"}}}"#,
                &["ondrasik"],
            ),
            (
                r#"{"lastName":{"filterType":"text","type":"equals","filter":"ondrasik"}}"#,
                &["ondrasik"],
            ),
            (r#"{"firstName":{"en-US":"Quella"}}"#, &["Quella"]),
            (r#"{"firstName":{"en-US":"Quella","de-DE":"Quella"}}"#, &["Quella", "Quella"]),
        ] {
            check(body, expected);
        }
    }

    #[test]
    fn what_is_said_of_a_field_stays() {
        for body in [
            r#"{"firstName":{"en":"First name","de":"Vorname"}}"#,
            r#"{"firstName":{"en-US":"Given","de-DE":"Rufname"}}"#,
            r#"{"firstName":{"type":"string","value":"Vorname"}}"#,
            r#"{"firstName":{"type":"string","example":"Quella","maxLength":40}}"#,
            r#"{"firstName":{"message":"is required","type":"required"}}"#,
            r#"{"firstName":{"label":"First name","value":"first_name"}}"#,
            r#"{"firstName":{"label":"First name","value":"customer"}}"#,
            r#"{"firstName":{"value":"First name","placeholder":"Quella"}}"#,
            r#"{"firstName":{"text":"Rufname eingeben"}}"#,
            r#"{"firstName":{"from":"fname","to":"givenName"}}"#,
            r#"{"firstName":{"type":"keyword","fields":{"raw":{"type":"text"}}}}"#,
            r#"{"lastName":{"order":"asc"},"first_name":{"contains":true}}"#,
            r#"{"phone":{"value":1234567,"change":12},"tablet":{"value":7654321}}"#,
            r#"{"fileName":{"S":"Quella"},"plan":{"value":"Gold"}}"#,
            r#"{"state":{"value":"California"},"code":{"S":"EUR"}}"#,
        ] {
            check(body, &[]);
        }
    }
}
