//! What was filled in for a field that another member of its object names: `{"field": "firstName",
//! "new": "…"}`, `{"question": "Date of birth", "answer": "…"}`, `{"op": "replace", "path":
//! "/user/lastName", "value": "…"}`.

use crate::detect::beside::decoded;
use crate::detect::examiner::Examiner;
use crate::detect::layer::may_be_personal;
use crate::detect::name::{Value, is_personal};
use crate::detect::pair::Pair;
use crate::detect::{Place, Rule, Verdict};
use crate::har::{Node, Object, Text};

/// Members of an object that are looked at.
const MEMBERS_MAX: usize = 32;

/// Members of what stands for a field that are looked at.
const INNER_MAX: usize = 8;

/// A name is no longer than this, and a label has no more words.
const NAME_BYTES_MAX: usize = 64;
const LABEL_WORDS_MAX: usize = 3;

/// What is filled in is no longer.
const VALUE_BYTES_MAX: usize = 256;

/// The rule that the string under `key` falls under, by the field that another member of its object
/// names, if that is a person's.
pub(crate) fn rule(
    examiner: &Examiner<'_>,
    object: Object<'_>,
    (key, node): (&[u8], Node<'_>),
    place: Place,
) -> Option<Rule> {
    let Node::String(text) = node else { return None };
    if !is_value(key) || text.raw().len() > VALUE_BYTES_MAX {
        return None;
    }
    let mut buffer = Vec::new();
    let value = decoded(text, &mut buffer);
    let (mut of_patch, mut path) = (false, None);
    for (other, node) in object.members().take(MEMBERS_MAX) {
        let name = match node {
            Node::String(name) => name,
            Node::Object(field) if names_field(other.raw()) => match inner(field) {
                Some(name) => name,
                None => continue,
            },
            _ => continue,
        };
        match other.raw() {
            b"op" => of_patch = true,
            b"path" => path = Some(name.raw()),
            other
                if names_field(other)
                    && !(Pair::is_value(key) && Pair::is_name(other))
                    && let Some(name) = asked(name.raw())
                    && let Some(rule) = judge(examiner, name, value, place)
                    && (is_firm(other, key)
                        || may_be_personal(value) && has_number(rule, value))
                    && may_be(name, value) =>
            {
                return Some(rule);
            }
            _ => {}
        }
    }
    let last = path.filter(|_| of_patch && key == b"value").map(last_name)?;
    judge(examiner, last, value, place)
}

/// The rule of `value` under the name of a person's data.
fn judge(examiner: &Examiner<'_>, name: &[u8], value: &[u8], place: Place) -> Option<Rule> {
    if name.len() > NAME_BYTES_MAX || !is_personal(name) {
        return None;
    }
    match examiner.judge_name(name, Value::Text(value), place) {
        Verdict::Secret(rule) => Some(rule),
        _ => None,
    }
}

/// The last name of a path: `/user/address/street`, `/phones/0`, `name.givenName`.
fn last_name(path: &[u8]) -> &[u8] {
    let is_index = |part: &[u8]| part.iter().all(|byte| byte.is_ascii_digit() || *byte == b'-');
    let mut parts = path.rsplit(|byte| *byte == b'/');
    match parts.next().unwrap_or_default() {
        last if !is_index(last) => last,
        _ => {
            let list = parts.next().unwrap_or_default();
            list.strip_suffix(b"s").unwrap_or(list)
        }
    }
}

/// The name of a field in what a form calls it, if that is no sentence: `What is your last name?`
fn asked(text: &[u8]) -> Option<&[u8]> {
    const ASKING: [&[u8]; 3] = [b"what is your ", b"what's your ", b"your "];
    let is_asking =
        |ask: &&&[u8]| text.get(..ask.len()).is_some_and(|head| head.eq_ignore_ascii_case(ask));
    let name = &text[ASKING.iter().find(is_asking).map_or(0, |ask| ask.len())..];
    let words = name.split(|byte| *byte == b' ').count();
    (text.len() <= NAME_BYTES_MAX && words <= LABEL_WORDS_MAX).then_some(name)
}

/// What a field is called that an object stands for: `"question": {"title": "First name"}`.
fn inner(field: Object<'_>) -> Option<Text<'_>> {
    field.members().take(INNER_MAX).find_map(|(key, node)| match (key.raw(), node) {
        (b"title" | b"name" | b"label" | b"ref" | b"key", Node::String(name)) => Some(name),
        _ => None,
    })
}

/// Whether a program has named the field, of which `key` is then the value, whatever it begins with.
fn is_firm(name: &[u8], key: &[u8]) -> bool {
    matches!(key, b"value" | b"fieldValue")
        && matches!(
            name,
            b"property"
                | b"propertyName"
                | b"attribute"
                | b"attributeName"
                | b"fieldName"
                | b"columnField"
        )
}

/// Whether a value has a number if it is an address: others under such a label are titles.
fn has_number(rule: Rule, value: &[u8]) -> bool {
    rule.kind.0 != "address" || value.iter().any(u8::is_ascii_digit)
}

/// Whether a value can be filled in for the field `name` and does not speak about a field itself, as
/// `LastNameAsc` does about the last name.
fn may_be(name: &[u8], value: &[u8]) -> bool {
    !is_personal(value) && !value.starts_with(b"0x") && !says(value, name) && !says(name, value)
}

/// Whether the letters of `part` stand in `text`, whatever their case and what joins the words.
fn says(text: &[u8], part: &[u8]) -> bool {
    let letters = |text| {
        let letters = <[u8]>::iter(text).filter(|byte| byte.is_ascii_alphanumeric());
        letters.map(u8::to_ascii_lowercase)
    };
    part.iter().any(u8::is_ascii_alphanumeric)
        && (0..text.len()).any(|at| {
            let mut said = letters(&text[at..]);
            letters(part).all(|letter| said.next() == Some(letter))
        })
}

fn is_value(key: &[u8]) -> bool {
    matches!(
        key,
        b"value"
            | b"Value"
            | b"val"
            | b"v"
            | b"data"
            | b"answer"
            | b"response"
            | b"content"
            | b"input"
            | b"old"
            | b"new"
            | b"from"
            | b"to"
            | b"before"
            | b"after"
            | b"previous"
            | b"current"
            | b"oldValue"
            | b"newValue"
            | b"old_value"
            | b"new_value"
            | b"fromString"
            | b"toString"
            | b"stringValue"
            | b"fieldValue"
            | b"field_value"
            | b"rejectedValue"
    )
}

fn names_field(key: &[u8]) -> bool {
    matches!(
        key,
        b"field"
            | b"fieldName"
            | b"field_name"
            | b"fieldLabel"
            | b"fieldId"
            | b"column"
            | b"columnName"
            | b"columnField"
            | b"column_name"
            | b"label"
            | b"title"
            | b"question"
            | b"prompt"
            | b"attribute"
            | b"attributeName"
            | b"attr"
            | b"property"
            | b"propertyName"
            | b"prop"
            | b"id"
            | b"k"
            | b"name"
            | b"Name"
            | b"key"
            | b"Key"
            | b"param"
            | b"parameter"
    )
}

/// A value before a change or after it.
pub(crate) fn is_change(key: &[u8]) -> bool {
    matches!(
        key,
        b"old"
            | b"new"
            | b"before"
            | b"after"
            | b"previous"
            | b"oldValue"
            | b"newValue"
            | b"old_value"
            | b"new_value"
    )
}

/// What is told instead of the value.
pub(crate) fn is_said_of_change(text: &[u8]) -> bool {
    const SAID: [&[u8]; 8] = [
        b"changed",
        b"unchanged",
        b"updated",
        b"modified",
        b"rotated",
        b"reset",
        b"set",
        b"hidden",
    ];
    SAID.iter().any(|said| text.eq_ignore_ascii_case(said))
}

/// Whether what stands under `key` is the name of the field that was changed.
pub(crate) fn is_field(key: &[u8]) -> bool {
    matches!(
        key,
        b"field"
            | b"fieldName"
            | b"attribute"
            | b"property"
            | b"propertyName"
            | b"name"
            | b"key"
            | b"column"
    )
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies::check;

    #[test]
    fn what_was_filled_in_for_a_field_of_a_person() {
        for (object, expected) in [
            (r#"{"field":"firstName","old":"Quella","new":"Mira"}"#, &["Quella", "Mira"][..]),
            (r#"{"column":"last_name","data":"Ondrasik"}"#, &["Ondrasik"]),
            (r#"{"label":"First name","value":"Quella"}"#, &["Quella"]),
            (r#"{"label":"First name","type":"text","value":"Quella"}"#, &["Quella"]),
            (r#"{"label":"Last name","value":"Ünal"}"#, &["Ünal"]),
            (r#"{"question":"Date of birth","answer":"9 March 1984"}"#, &["9 March 1984"]),
            (
                r#"{"question":"What is your full name?","answer":"Quella Ondrasik"}"#,
                &["Quella Ondrasik"],
            ),
            (
                r#"{"attribute":"lastName","from":"Ondrasik","to":"van Quell"}"#,
                &["Ondrasik", "van Quell"],
            ),
            (r#"{"field":"street","oldValue":null,"newValue":"7 Mill Road"}"#, &["7 Mill Road"]),
            (r#"{"id":"first_name","value":"Quella"}"#, &["Quella"]),
            (r#"{"k":"firstName","v":"Quella"}"#, &["Quella"]),
            (r#"{"question":{"id":7,"title":"First name"},"answer":"Quella"}"#, &["Quella"]),
            (r#"{"property":"firstName","value":"quella"}"#, &["quella"]),
            (
                r#"{"columnField":"lastName","operatorValue":"contains","value":"ondrasik"}"#,
                &["ondrasik"],
            ),
            (r#"{"title":"Phone number","value":"0301234567"}"#, &["0301234567"]),
            (r#"{"op":"replace","path":"/firstName","value":"quella"}"#, &["quella"]),
            (
                r#"{"op":"add","path":"/user/address/street","value":"7 Mill Road"}"#,
                &["7 Mill Road"],
            ),
            (r#"{"op":"replace","path":"name.givenName","value":"Quella"}"#, &["Quella"]),
            (r#"{"op":"add","path":"/phones/0","value":"0301234567"}"#, &["0301234567"]),
        ] {
            check(object, expected);
        }
    }

    #[test]
    fn what_tells_of_a_field_stays() {
        for object in [
            r#"{"label":"First name","value":"first_name"}"#,
            r#"{"label":"First name","value":"FirstName"}"#,
            r#"{"label":"Last name","value":"LastNameAsc"}"#,
            r#"{"label":"Customer name","value":"Customer.FullName"}"#,
            r#"{"label":"Last name","value":"Nachname"}"#,
            r#"{"id":"customer_name","value":"Customer"}"#,
            r#"{"label":"Street","value":"Street View"}"#,
            r#"{"title":"Address","value":"Office Locations"}"#,
            r#"{"label":"Full name","value":"Ascending"}"#,
            r#"{"key":"address","from":"0x7fff5fbff8c0"}"#,
            r#"{"label":"Display name","value":"Free Plan"}"#,
            r#"{"label":"Phone","value":"Mobile Phone"}"#,
            r#"{"label":"First name","text":"Enter It Here"}"#,
            r#"{"title":"Last name","data":"lastName"}"#,
            r#"{"field":"firstName","value":"string","new":"required"}"#,
            r#"{"column":"street","data":"varchar(255)"}"#,
            r#"{"id":"street","title":"Street","data":"Streets v12"}"#,
            r#"{"question":"How do I change my last name?","answer":"Contact Support"}"#,
            r#"{"question":"Last name","answer":"This is what your family is called."}"#,
            r#"{"label":"Plan","value":"Gold"}"#,
            r#"{"id":"fileName","value":"Quella"}"#,
            r#"{"question":{"title":"Plan"},"answer":"Gold"}"#,
            r#"{"property":"firstName","value":"last_name"}"#,
            r#"{"property":"lastName","direction":"asc"}"#,
            r#"{"op":"replace","path":"/user/plan","value":"Gold"}"#,
            r#"{"op":"replace","path":"/firstName/visible","value":"Always"}"#,
            r#"{"path":"/firstName","value":"Quella"}"#,
        ] {
            check(object, &[]);
        }
    }
}
