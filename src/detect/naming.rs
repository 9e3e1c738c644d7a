//! Objects and lists that give a value a name in other words than a [`Pair`] does:
//! `{"id": "password", "value": "…"}`, `["password", "…"]`, `["Cookie", "…", "Host", "…"]`.

use crate::detect::beside::decoded;
use crate::detect::examiner::Examiner;
use crate::detect::filled::{is_change, is_field, is_said_of_change};
use crate::detect::inherit::is_drawn;
use crate::detect::layer::token::words;
use crate::detect::name::Value;
use crate::detect::pair::Pair;
use crate::detect::{Kind, Place, Rule, Verdict};
use crate::har::{Array, Node, Object, Text};

/// What its object calls sensitive.
const FLAGGED: Rule = Rule { id: "object/flagged", kind: Kind("secret") };

/// Members of an object that are looked at.
const MEMBERS_MAX: usize = 32;

/// A name is no longer than this.
const NAME_BYTES_MAX: usize = 64;

/// How far a member of an object is to be believed to name its value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// As `name`: it is there to name something.
    Firm,
    /// What it names is secret only if nobody would write it as a text.
    Weak,
}

/// The rule that a string or number under `key` falls under, by what another member of its object
/// calls it.
pub(crate) fn told(
    examiner: &Examiner<'_>,
    object: Object<'_>,
    (key, node): (&[u8], Node<'_>),
    place: Place,
) -> Option<Rule> {
    let is_value = Pair::is_value(key);
    let is_generated = key == b"result" && is_of_generator(object);
    let is_strong = is_value || is_echo(key) || is_generated;
    let is_change = is_change(key);
    if !is_strong && !is_change && !is_weak_value(key) {
        return None;
    }
    let mut buffer = Vec::new();
    let value = match node {
        Node::String(text) if text.raw().len() <= 4096 => Value::Text(decoded(text, &mut buffer)),
        Node::Scalar(scalar) if is_strong => Value::Scalar(scalar.raw()),
        _ => return None,
    };
    let drawn = matches!(value, Value::Text(text) if !text.is_empty() && is_drawn(text));
    // Any word can be the password that somebody has changed.
    let is_word = !is_strong && !drawn;
    if is_word && !(is_change && matches!(value, Value::Text(text) if !is_said_of_change(text))) {
        return None;
    }
    if is_generated {
        return credential(examiner, key, b"password", value, place);
    }
    let (mut of_patch, mut flagged) = (false, false);
    let mut rule = None;
    for (key, node) in object.members().take(MEMBERS_MAX) {
        match (key.raw(), node) {
            (b"op", Node::String(_)) => of_patch = true,
            (b"masked" | b"sensitive" | b"isSecret" | b"is_secret", Node::Scalar(scalar)) => {
                flagged |= scalar.raw() == b"true";
            }
            (key, node)
                if rule.is_none()
                    && !is_word
                    && let Some(name) = inner_name(object, key, node) =>
            {
                rule = credential(examiner, key, name.raw(), value, place);
            }
            (key, Node::String(name)) if rule.is_none() => {
                // What a pair says has been asked.
                let weight = weight(key)
                    .filter(|_| !(is_value && Pair::is_name(key)))
                    .filter(|weight| drawn || *weight == Weight::Firm)
                    .filter(|_| !is_word || is_field(key));
                if weight.is_some() && name.raw().len() <= NAME_BYTES_MAX {
                    rule = credential(examiner, key, name.raw(), value, place);
                }
            }
            _ => {}
        }
    }
    if of_patch
        && !is_word
        && rule.is_none()
        && let Some(Node::String(path)) = member(object, b"path")
    {
        let last = memchr::memrchr(b'/', path.raw()).map_or(path.raw(), |at| &path.raw()[at + 1..]);
        rule = credential(examiner, b"path", last, value, place);
    }
    rule.or_else(|| {
        let is_secret = flagged && drawn || is_value && is_flagged_pair(examiner, object, value);
        is_secret.then_some(FLAGGED)
    })
}

/// Whether an object says how a password was drawn, as the state of Terraform does:
/// `{"length": 16, "min_special": 0, "result": "…"}`.
fn is_of_generator(object: Object<'_>) -> bool {
    let tells = |key: &[u8]| matches!(key, b"min_special" | b"override_special" | b"bcrypt_hash");
    object.members().take(MEMBERS_MAX).any(|(key, _)| tells(key.raw()))
}

/// The first of the members that are looked at with this key.
fn member<'a>(object: Object<'a>, key: &[u8]) -> Option<Node<'a>> {
    let mut members = object.members().take(MEMBERS_MAX);
    members.find(|(name, _)| name.raw() == key).map(|(_, node)| node)
}

/// The name that a member holds inside, or that only an error has: `"loc": ["body", "password"]`,
/// `"path": "user.password"`, `"target": {"name": "password"}`.
fn inner_name<'a>(object: Object<'a>, key: &[u8], node: Node<'a>) -> Option<Text<'a>> {
    let is_error = || {
        [&b"msg"[..], b"message", b"constraints", b"expected"]
            .iter()
            .any(|key| member(object, key).is_some())
    };
    let name = match (key, node) {
        (b"path", Node::String(name)) if is_error() => Some(name),
        (b"path" | b"loc", Node::Array(path)) if is_error() => {
            match path.items().take(MEMBERS_MAX).last()? {
                Node::String(name) => Some(name),
                _ => None,
            }
        }
        (b"target", Node::String(name)) if member(object, b"command").is_some() => Some(name),
        (b"target", Node::Object(field)) => {
            field.members().take(8).find_map(|(key, node)| match node {
                Node::String(name) if matches!(key.raw(), b"name" | b"id" | b"type") => Some(name),
                _ => None,
            })
        }
        _ => None,
    };
    name.filter(|name| name.raw().len() <= NAME_BYTES_MAX)
}

/// Whether an object is a name and a value that it calls secret, and no cookie:
/// `{"key": "…", "value": "…", "sensitive": true}`.
fn is_flagged_pair(examiner: &Examiner<'_>, object: Object<'_>, value: Value<'_>) -> bool {
    let (mut names, mut values, mut is_flagged) = (0, 0, false);
    for (key, node) in object.members().take(MEMBERS_MAX) {
        match (key.raw(), node) {
            (b"path" | b"domain" | b"httpOnly" | b"sameSite" | b"hostOnly" | b"expires", _) => {
                return false;
            }
            (key, Node::Scalar(flag)) if is_flag(key) => is_flagged |= flag.raw() == b"true",
            (b"type" | b"Type" | b"variable_type" | b"variableType", Node::String(text)) => {
                is_flagged |= is_secret_type(text.raw());
            }
            (key, Node::String(_)) if Pair::is_name(key) => names += 1,
            (key, _) if Pair::is_value(key) => values += 1,
            _ => {}
        }
    }
    is_flagged
        && (names, values) == (1, 1)
        && matches!(value, Value::Text(_))
        && matches!(examiner.judge_name(b"secret", value, Place::Json), Verdict::Secret(_))
}

fn is_flag(key: &[u8]) -> bool {
    const FLAGS: [&[u8]; 12] = [
        b"sensitive",
        b"isSensitive",
        b"is_sensitive",
        b"secret",
        b"isSecret",
        b"is_secret",
        b"encrypted",
        b"isEncrypted",
        b"is_encrypted",
        b"secure",
        b"confidential",
        b"masked",
    ];
    FLAGS.contains(&key)
}

fn is_secret_type(text: &[u8]) -> bool {
    [&b"sensitive"[..], b"secret", b"securestring"]
        .iter()
        .any(|known| text.eq_ignore_ascii_case(known))
}

/// The rule of a value under a name that tells a credential, and no more than that.
fn credential(
    examiner: &Examiner<'_>,
    key: &[u8],
    name: &[u8],
    value: Value<'_>,
    place: Place,
) -> Option<Rule> {
    // The `token` of a parser is none.
    let is_class = matches!(key, b"type" | b"kind" | b"object");
    if !is_telling(examiner, name, place)
        || is_class && examiner.judge_container(name, place).is_none()
    {
        return None;
    }
    match examiner.judge_name(name, value, place) {
        Verdict::Secret(rule) => Some(rule),
        _ => None,
    }
}

/// Whether a name tells a credential.
pub(crate) fn is_telling(examiner: &Examiner<'_>, name: &[u8], place: Place) -> bool {
    const ALSO: [&[u8]; 6] = [b"token", b"tokens", b"session", b"sid", b"auth", b"sessionid"];
    if name.len() > NAME_BYTES_MAX {
        return false;
    }
    let last = words(name).last().unwrap_or_default();
    ALSO.iter().any(|word| last.eq_ignore_ascii_case(word))
        || examiner.judge_container(name, place).is_some()
}

fn weight(key: &[u8]) -> Option<Weight> {
    match key {
        b"id" | b"k" | b"property" | b"attribute" | b"column" | b"variable" | b"propertyName"
        | b"propertyPath" | b"instancePath" | b"fieldName" | b"fieldId" | b"paramName"
        | b"inputType" => Some(Weight::Firm),
        b"format" | b"label" | b"title" | b"type" | b"kind" | b"object" | b"selector"
        | b"purpose" => Some(Weight::Weak),
        key => Pair::is_name(key).then_some(Weight::Firm),
    }
}

/// What an error says that somebody has sent.
fn is_echo(key: &[u8]) -> bool {
    matches!(
        key,
        b"rejectedValue" | b"invalidValue" | b"attemptedValue" | b"fieldValue" | b"paramValue"
    )
}

/// Names of values, where it takes more than them to tell.
fn is_weak_value(key: &[u8]) -> bool {
    matches!(
        key,
        b"v" | b"content"
            | b"text"
            | b"data"
            | b"default"
            | b"defaultValue"
            | b"initialValue"
            | b"stringValue"
            | b"answer"
            | b"input"
            | b"received"
            | b"actual"
            | b"newValue"
            | b"oldValue"
            | b"from"
            | b"to"
            | b"fromString"
            | b"toString"
    )
}

/// How the items of an array name each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Naming {
    /// Each item is an array of a name and a value.
    Pairs,
    /// Names and values in turn.
    Flat,
    /// A name that tells, and what looks like its value.
    Lone,
}

impl Naming {
    /// How those of `array` do, which stands under `around`.
    pub(crate) fn of(examiner: &Examiner<'_>, array: Array<'_>, around: &[u8]) -> Option<Self> {
        match array.items().next()? {
            Node::Array(_) => {
                array.items().all(|item| pair_of(item).is_some()).then_some(Self::Pairs)
            }
            Node::String(_) if is_raw_headers(array, around) => Some(Self::Flat),
            Node::String(_) => match pair_of(Node::Array(array))? {
                (name, Node::String(value))
                    if (4..=4096).contains(&value.raw().len())
                        && is_drawn(value.raw())
                        && !value.raw().iter().all(u8::is_ascii_alphabetic)
                        && is_telling(examiner, name.raw(), Place::Json) =>
                {
                    Some(Self::Lone)
                }
                _ => None,
            },
            Node::Object(_) | Node::Scalar(_) => None,
        }
    }
}

/// The name and the value, if a node is an array of two items of which the first can be a name.
pub(crate) fn pair_of(node: Node<'_>) -> Option<(Text<'_>, Node<'_>)> {
    let Node::Array(array) = node else { return None };
    let mut items = array.items();
    let (name, value) = (items.next()?, items.next()?);
    match (name, items.next()) {
        (Node::String(name), None) if (1..=NAME_BYTES_MAX).contains(&name.raw().len()) => {
            Some((name, value))
        }
        _ => None,
    }
}

/// Whether names of headers and their values stand in turn, as in Node's `rawHeaders`. A list of
/// nothing but names has no sign in it that only values have.
fn is_raw_headers(array: Array<'_>, around: &[u8]) -> bool {
    let says = |word: &[u8]| around.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
    if around.len() > NAME_BYTES_MAX || !says(b"headers") && !says(b"trailers") {
        return false;
    }
    let (mut count, mut is_value) = (0, says(b"raw"));
    for (at, item) in array.items().enumerate() {
        let Node::String(text) = item else { return false };
        let is_name = is_header_name(text.raw());
        if at % 2 == 0 && !is_name {
            return false;
        }
        is_value |= at % 2 == 1 && !is_name;
        count = at + 1;
    }
    is_value && count % 2 == 0
}

fn is_header_name(raw: &[u8]) -> bool {
    (1..=NAME_BYTES_MAX).contains(&raw.len())
        && raw.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte))
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies::check;

    #[test]
    fn objects_that_name_a_value_in_other_words() {
        for object in [
            r#"{"id":"password","purpose":"PASSWORD","label":"password","value":"hunter2x"}"#,
            r#"{"name":"field_3","type":"password","value":"hunter2x"}"#,
            r#"{"type":"secret","value":"hunter2x"}"#,
            r#"{"variable_type":"env_var","masked":true,"value":"hunter2x"}"#,
            r#"{"op":"replace","path":"/password","value":"hunter2x"}"#,
            r#"{"attribute":"password","from":null,"to":"hunter2x"}"#,
            r#"{"field":"api_token","fromString":"hunter2x"}"#,
            r#"{"object":"api_key","value":"hunter2x"}"#,
            r#"{"k":"password","v":"hunter2x"}"#,
            r#"{"label":"Password","content":"hunter2x"}"#,
            r#"{"value":"hunter2x","id":"secret"}"#,
            r#"{"variable":"DB_PASSWORD","value":"hunter2x"}"#,
            r#"{"name":"field_3","format":"password","value":"hunter2x"}"#,
            r#"{"property":"password","newValue":"hunter2x"}"#,
        ] {
            check(object, &["hunter2x"]);
        }
        check(r#"{"id":"password","value":"sunshine"}"#, &["sunshine"]);
        check(
            r#"{"field":"password","old":"sunshine","new":"moonlight"}"#,
            &["sunshine", "moonlight"],
        );
        check(r#"{"column":"password","before":"sunshine"}"#, &["sunshine"]);
        check(r#"{"id":"otp","value":402117}"#, &["402117"]);
    }

    #[test]
    fn errors_that_say_what_was_sent() {
        for error in [
            r#"{"field":"password","rejectedValue":"sunshine"}"#,
            r#"{"attemptedValue":"sunshine","propertyName":"Password"}"#,
            r#"{"fieldName":"password","fieldValue":"sunshine"}"#,
            r#"{"paramName":"password","paramValue":"sunshine"}"#,
            r#"{"path":"user.password","value":"sunshine","msg":"x"}"#,
            r#"{"property":"password","value":"sunshine","constraints":{}}"#,
        ] {
            check(error, &["sunshine"]);
        }
        check(r#"{"loc":["body","password"],"msg":"x","input":"hunter2x"}"#, &["hunter2x"]);
        for error in [
            r#"{"code":"invalid_type","expected":"string","received":"number","path":["password"],"message":"x"}"#,
            r#"{"field":"order","rejectedValue":"hunter2x"}"#,
            r#"{"loc":["password","order"],"msg":"x","input":"hunter2x"}"#,
            r#"{"path":"/auth/token","value":"hunter2x"}"#,
        ] {
            check(error, &[]);
        }
    }

    #[test]
    fn what_a_recorder_has_typed() {
        for step in [
            r#"{"type":"change","target":{"tag":"INPUT","name":"password"},"value":"sunshine"}"#,
            r#"{"command":"type","target":"id=password","value":"sunshine"}"#,
            r#"{"name":"field_3","inputType":"password","value":"sunshine"}"#,
        ] {
            check(step, &["sunshine"]);
        }
        check(r#"{"command":"type","target":"id=color","value":"sunshine"}"#, &[]);
        check(r#"{"type":"click","target":{"tag":"A","name":"buy"},"value":"hunter2x"}"#, &[]);
    }

    #[test]
    fn passwords_that_a_plan_has_drawn() {
        check(r#"{"attributes":{"length":8,"min_special":0,"result":"hunter2x"}}"#, &["hunter2x"]);
        check(r#"{"result":"hunter2x","bcrypt_hash":"x"}"#, &["hunter2x"]);
        check(r#"{"attributes":{"length":8,"special":0,"result":"hunter2x"}}"#, &[]);
        check(r#"{"min_special":0,"name":"hunter2x"}"#, &[]);
    }

    #[test]
    fn pairs_that_are_called_secret() {
        for flag in [
            r#""sensitive":true"#,
            r#""type":"sensitive""#,
            r#""type":"SecureString""#,
            r#""variable_type":"SECRET""#,
            r#""isEncrypted":true"#,
            r#""secure":true"#,
        ] {
            check(&format!(r#"{{"name":"x1","value":"sunshine",{flag}}}"#), &["sunshine"]);
        }
        for pair in [
            r#"{"name":"theme","value":"sunshine","secure":true,"httpOnly":true}"#,
            r#"{"name":"theme","value":"sunshine","secure":false}"#,
            r#"{"name":"theme","value":"sunshine","type":"text"}"#,
            r#"{"name":"theme","key":"theme","value":"sunshine","secret":true}"#,
            r#"{"name":"theme","value":"string","type":"secret"}"#,
        ] {
            check(pair, &[]);
        }
        check(r#"{"secureJsonData":{"thing":"q7Xv0Lm3Zk81"}}"#, &["q7Xv0Lm3Zk81"]);
    }

    #[test]
    fn what_is_said_of_a_secret_in_an_object_stays() {
        for object in [
            r#"{"label":"Password","text":"Enter your password"}"#,
            r#"{"title":"Token","content":"A token is a string of 32 letters"}"#,
            r#"{"id":"password","type":"password","label":"Password"}"#,
            r#"{"id":"password","value":"Password","text":"sunshine"}"#,
            r#"{"type":"token","value":"utf8Decode"}"#,
            r#"{"id":"order","type":"text","value":"hunter2x"}"#,
            r#"{"masked":false,"value":"hunter2x"}"#,
            r#"{"field":"password","old":"********","new":"changed"}"#,
            r#"{"field":"token","old":"header","new":"cookie"}"#,
            r#"{"type":"password","old":"sunshine"}"#,
            r#"{"field":"password","text":"sunshine"}"#,
            r#"{"op":"replace","path":"/password/hint","value":"hunter2x"}"#,
            r#"{"type":"password","default":"none","to":"https://shop.example/a1"}"#,
        ] {
            check(object, &[]);
        }
    }

    #[test]
    fn lists_of_pairs() {
        check(r#"[["username","user"],["password","sunshine"]]"#, &["sunshine"]);
        check(r#"{"query_string":[["token","k3XwQ81uQpZo"],["page","2"]]}"#, &["k3XwQ81uQpZo"]);
        check(r#"{"cookies":[["sessionid","k3XwQ81uQpZo"]]}"#, &["k3XwQ81uQpZo"]);
        check(r#"["password","hunter2x"]"#, &["hunter2x"]);
        check(r#"[["pin",4711]]"#, &["4711"]);
        check(r#"[["password","string"],["page","sunshine"]]"#, &[]);
        check(r#"{"required":["password","nickname"],"fields":["token","size"]}"#, &[]);
        check(r#"[["password","hunter2x","c"],["password"]]"#, &[]);
        check(r#"[[52.5200,13.4050],["a",1]]"#, &[]);
    }

    #[test]
    fn flat_lists_of_headers() {
        check(
            r#"{"rawHeaders":["X-Api-Key","sunshine7","Cookie","sid=k3XwQ81u"]}"#,
            &["sunshine7", "k3XwQ81u"],
        );
        check(r#"{"allowedHeaders":["Authorization","X-Api-Key","Accept","Cookie"]}"#, &[]);
        check(r#"{"raw_headers":["Authorization"],"headers":["X-Api-Key","a b","c d"]}"#, &[]);
    }
}
