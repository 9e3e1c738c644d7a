//! Calls that log in, with the credentials as arguments without a name:
//! `{"method": "login", "params": ["bob", "…"]}`, `42["authenticate", "…"]`; and those that name them
//! by a letter, `u=bob&p=…`, as those of OpenSubsonic do
//! (<https://opensubsonic.netlify.app/docs/api-reference/>, read on 2026-11-30).

use crate::detect::examiner::Examiner;
use crate::detect::inherit::{Arguments, Inherited, is_drawn};
use crate::detect::layer::prose::is_chosen;
use crate::detect::layer::token::{is_random, is_token_like, words};
use crate::detect::name::{Value, is_role};
use crate::detect::{Place, Rule, Verdict};
use crate::har::{Array, Node, Object};

/// Members of an object that are looked at.
const MEMBERS_MAX: usize = 32;

/// What the arguments of a call that logs in are judged under.
pub(crate) const NAME: &[u8] = b"password";

/// What the member `key` of a call hands down, if it holds the arguments and the call logs in.
pub(crate) fn arguments(
    examiner: &Examiner<'_>,
    object: Object<'_>,
    key: &[u8],
    node: Node<'_>,
) -> Option<Inherited<'static>> {
    if !matches!(key, b"params" | b"args" | b"arguments") {
        return None;
    }
    let Node::Array(array) = node else { return None };
    let arguments = calls(object).find_map(|(key, name)| {
        let login = says_who_first(name).map(|says_who| Arguments::Behind(0, says_who));
        match (key, login) {
            // `{"service": "object", "method": "execute_kw", "args": ["db", 2, "…", …]}`
            (b"method", _) if is_remote(object, name) => Some(Arguments::At(2)),
            (b"method" | b"target" | b"procedure", Some(Arguments::Behind(_, true)))
                if is_user_and_password(array) =>
            {
                Some(Arguments::At(1))
            }
            (_, login) => login,
        }
    })?;
    let rule = examiner.judge_container(NAME, Place::Json)?;
    Some(Inherited::new(rule, NAME).of_arguments(arguments))
}

/// What the members of an object say that it calls.
fn calls<'a>(object: Object<'a>) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
    object.members().take(MEMBERS_MAX).filter_map(|(key, node)| match node {
        Node::String(text) if is_method(key.raw()) => Some((key.raw(), text.raw())),
        _ => None,
    })
}

fn is_method(key: &[u8]) -> bool {
    matches!(
        key,
        b"method" | b"op" | b"target" | b"event" | b"procedure" | b"cmd" | b"command" | b"action"
    )
}

/// Whether a call is one of Odoo's, which gives a database, a user and a password first
/// (<https://www.odoo.com/documentation/18.0/developer/reference/external_api.html>).
fn is_remote(object: Object<'_>, method: &[u8]) -> bool {
    let service = match method {
        b"login" | b"authenticate" => &b"common"[..],
        b"execute" | b"execute_kw" | b"exec_workflow" => b"object",
        _ => return false,
    };
    object.members().take(MEMBERS_MAX).any(|(key, node)| {
        key.raw() == b"service" && matches!(node, Node::String(text) if text.raw() == service)
    })
}

/// Whether an array is one of two words of which the first can say who.
fn is_user_and_password(array: Array<'_>) -> bool {
    let mut items = array.items();
    let (first, second, third) = (items.next(), items.next(), items.next());
    match (first, second, third) {
        (Some(Node::String(user)), Some(Node::String(password)), None) => {
            (3..=64).contains(&user.raw().len())
                && !is_random(user.raw())
                && !user.raw().contains(&b'/')
                && password.raw().len() >= 6
                && !password.raw().iter().any(|byte| matches!(byte, b' ' | b'/'))
        }
        _ => false,
    }
}

/// The rule of what a message that logs in carries beside its name:
/// `{"type": "auth", "payload": "…"}`.
pub(crate) fn payload(
    examiner: &Examiner<'_>,
    object: Object<'_>,
    (key, node): (&[u8], Node<'_>),
) -> Option<Rule> {
    let Node::String(text) = node else { return None };
    if !matches!(key, b"payload" | b"data" | b"value" | b"body" | b"args" | b"params" | b"d")
        || !(8..=4096).contains(&text.raw().len())
        || text.has_escapes()
    {
        return None;
    }
    let is_kind = |key: &[u8]| is_method(key) || matches!(key, b"type" | b"kind" | b"e" | b"t");
    let is_one = object.members().take(MEMBERS_MAX).any(|(key, node)| {
        is_kind(key.raw()) && matches!(node, Node::String(name) if is_login(name.raw()))
    });
    if !is_one || !is_drawn(text.raw()) || !is_credential(text.raw()) {
        return None;
    }
    let judge = |name| match examiner.judge_name(name, Value::Text(text.raw()), Place::Json) {
        Verdict::Secret(rule) => Some(rule),
        _ => None,
    };
    judge(b"auth_token").or_else(|| judge(NAME))
}

/// What an array hands down to its items behind the first, which names an event that logs in.
pub(crate) fn event(examiner: &Examiner<'_>, array: Array<'_>) -> Option<Inherited<'static>> {
    match array.items().next()? {
        Node::String(text) => {
            let says_who = says_who_first(text.raw())?;
            let rule = examiner.judge_container(NAME, Place::Json)?;
            Some(Inherited::new(rule, NAME).of_arguments(Arguments::Behind(1, says_who)))
        }
        _ => None,
    }
}

/// What a message that logs in says can be a version or a type, too: what is short must look like
/// neither.
fn is_credential(value: &[u8]) -> bool {
    let count = |is: fn(&u8) -> bool| value.iter().filter(|byte| is(byte)).count();
    let is_plain = || count(u8::is_ascii_digit) >= 2 && count(|b| !b.is_ascii_alphanumeric()) == 0;
    is_chosen(value) || is_token_like(value) && (value.len() >= 16 || is_plain())
}

/// Of a call that takes credentials: whether the first argument of several says who.
fn says_who_first(name: &[u8]) -> Option<bool> {
    if is_login(name) { Some(true) } else { sets_password(name).then_some(false) }
}

/// `login`, `user.signIn`, `auth:authenticate`.
pub(crate) fn is_login(name: &[u8]) -> bool {
    const LAST: [&[u8]; 7] =
        [b"login", b"signin", b"logon", b"authenticate", b"auth", b"sign_in", b"relogin"];
    const PAIRS: [(&[u8], &[u8]); 5] = [
        (b"sign", b"in"),
        (b"log", b"in"),
        (b"log", b"on"),
        (b"auth", b"key"),
        (b"key", b"expires"),
    ];
    if name.len() > 64 {
        return false;
    }
    let (mut before, mut last): (&[u8], &[u8]) = (b"", b"");
    for word in words(name) {
        (before, last) = (last, word);
    }
    LAST.iter().any(|word| last.eq_ignore_ascii_case(word))
        || PAIRS.iter().any(|(a, b)| before.eq_ignore_ascii_case(a) && last.eq_ignore_ascii_case(b))
}

/// `changePassword`, `user.setPassword`, `walletpassphrase`: calls that take passwords alone.
fn sets_password(name: &[u8]) -> bool {
    const VERBS: [&[u8]; 6] = [b"change", b"set", b"reset", b"update", b"verify", b"check"];
    let is_wallet = name.eq_ignore_ascii_case(b"walletpassphrase");
    if name.len() > 64 {
        return false;
    }
    let (mut before, mut last): (&[u8], &[u8]) = (b"", b"");
    for word in words(name) {
        (before, last) = (last, word);
    }
    let is_verb = VERBS.iter().any(|verb| before.eq_ignore_ascii_case(verb));
    is_wallet || is_verb && last.eq_ignore_ascii_case(b"password")
}

/// Whether a name and its value say who logs in: `u=bob`.
pub(crate) fn says_who(name: &[u8], value: &[u8]) -> bool {
    const NAMES: [&[u8]; 11] = [
        b"u",
        b"un",
        b"usr",
        b"user",
        b"username",
        b"user_name",
        b"userid",
        b"login",
        b"log",
        b"email",
        b"mail",
    ];
    let is_user = |b: &u8| b.is_ascii_alphanumeric() || b"._-@+%".contains(b);
    (1..=64).contains(&value.len())
        && value.iter().all(is_user)
        && memchr::memchr_iter(b'%', value).all(|at| value[at..].starts_with(b"%40"))
        && value.iter().any(u8::is_ascii_alphabetic)
        && NAMES.iter().any(|who| name.eq_ignore_ascii_case(who))
}

/// Whether a name and its value tell who logs in where a password stands beside them: elsewhere the
/// name is that of anything.
pub(crate) fn is_account(name: &[u8], value: &[u8]) -> bool {
    let is_plain = [&b"login"[..], b"user", b"account"].contains(&name) && !is_role(value);
    is_plain || is_brief_account(name, value)
}

/// The same for a name that even in a form is that of anything.
pub(crate) fn is_brief_account(name: &[u8], value: &[u8]) -> bool {
    const NAMES: [&[u8]; 7] =
        [b"userid", b"user_id", b"identifier", b"loginid", b"un", b"usr", b"log"];
    NAMES.iter().any(|account| name.eq_ignore_ascii_case(account)) && !is_role(value)
}

/// Whether a name is that of a password, as programs write it.
pub(crate) fn is_password(name: &[u8]) -> bool {
    const ENDS: [&[u8]; 5] = [b"password", b"passwd", b"passwort", b"pwd", b"pass"];
    ENDS.iter().any(|end| {
        let at = name.len().checked_sub(end.len());
        at.is_some_and(|at| name[at..].eq_ignore_ascii_case(end))
    })
}

/// What tells who logs in is judged under.
pub(crate) const ACCOUNT: &[u8] = b"username";

/// Whether a name and its value can be those of a password that is called `p`: where who logs in
/// stands beside it, it is one.
pub(crate) fn is_brief_password(name: &[u8], value: &[u8]) -> bool {
    let has = |is_of: fn(&u8) -> bool| value.iter().any(is_of);
    name.eq_ignore_ascii_case(b"p")
        && (8..=64).contains(&value.len())
        && has(u8::is_ascii_alphabetic)
        && has(|b| b.is_ascii_digit() || b"!@#$^*?~".contains(b))
        && !has(|b| b" +/".contains(b))
        && !value.windows(3).any(|escape| matches!(escape, b"%20" | b"%2F" | b"%2f"))
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies::{check, check_sent};

    #[test]
    fn a_password_that_a_letter_names() {
        for body in [
            r#""u=bob&p=hunter2xk3Xw""#,
            r#""v=1.16&p=hunter2xk3Xw&u=bob&c=player""#,
            r#""c=player&u=bob&p=hunter2xk3Xw""#,
            r#""https://music.shop.example.net/rest/ping.view?u=bob&p=hunter2xk3Xw&c=player""#,
        ] {
            check(body, &["hunter2xk3Xw"]);
        }
        check(r#""u=bob&p=enc:736573616d65""#, &["enc:736573616d65"]);
        let body = r#""email=bob%40shop.example.net&P=hunter2xk3Xw""#;
        check(body, &["bob@shop.example.net", "hunter2xk3Xw"]);
        for body in [
            r#""u=bob&p=3""#,
            r#""u=bob&p=settings""#,
            r#""u=bob&p=products%2Fcategory17""#,
            r#""u=https%3A%2F%2Fshop.example.net%2F&p=category17""#,
            r#""q=bob&p=category17""#,
            r#""u=bob&lang=en&p=category17""#,
            r#""u=4711&p=category17""#,
        ] {
            check(body, &[]);
        }
    }

    #[test]
    fn who_logs_in_beside_a_password() {
        for (body, expected) in [
            (r#"{"login":"mquell","password":"sunshine"}"#, &["mquell", "sunshine"][..]),
            (r#"{"params":{"user":"mquell","password":"sunshine"}}"#, &["mquell", "sunshine"]),
            (r#"{"identifier":"mquell","newPassword":"sunshine"}"#, &["mquell", "sunshine"]),
            ("userid=mquell&pwd=sunshine&a=1", &["mquell", "sunshine"]),
            ("lang=en&password=sunshine&un=mquell", &["sunshine", "mquell"]),
            (r#"{"login":true,"password":"sunshine"}"#, &["sunshine"]),
            (r#"{"user":"admin","password":"sunshine"}"#, &["sunshine"]),
            (r#"{"identifier":"order","page":2}"#, &[]),
            ("userid=order&page=2", &[]),
            ("un=order&width=1920&b=2", &[]),
        ] {
            check_sent(body, expected);
        }
        check(r#"{"user":"admin","hasPassword":true}"#, &[]);
    }

    #[test]
    fn arguments_of_a_login() {
        for call in [
            r#"{"msg":"method","method":"login","params":[{"resume":"hunter2xk3Xw"}]}"#,
            r#"{"method":"login","params":["bob","hunter2xk3Xw"]}"#,
            r#"{"service":"common","method":"login","args":["db","admin","hunter2xk3Xw"]}"#,
            r#"{"target":"Login","arguments":["bob","hunter2xk3Xw"]}"#,
            r#"{"method":"user.signIn","params":["hunter2xk3Xw"]}"#,
            r#"{"op":"auth","args":["bob",177,"hunter2xk3Xw"]}"#,
            r#"{"method":"changePassword","params":["hunter2xk3Xw"]}"#,
            r#"{"cmd":"login","args":["bob","hunter2xk3Xw"]}"#,
            r#"{"method":"walletpassphrase","params":["hunter2xk3Xw",60]}"#,
            r#""42[\"setPassword\",\"hunter2xk3Xw\"]""#,
            r#"{"op":"authKeyExpires","args":["bob",177,"hunter2xk3Xw"]}"#,
            r#""42[\"authenticate\",\"hunter2xk3Xw\"]""#,
            r#""42[\"login\",\"bob7x1\",\"hunter2xk3Xw\"]""#,
        ] {
            check(call, &["hunter2xk3Xw"]);
        }
        let key = "qZ7Xv0Lm3Zk81Rt9WpBk";
        check(
            &format!(r#"{{"op":"auth","args":["{key}",177,"hunter2xk3Xw"]}}"#),
            &[key, "hunter2xk3Xw"],
        );
        check(
            r#"{"event":"updatePassword","args":["sunshine7","hunter2xk3Xw"]}"#,
            &["sunshine7", "hunter2xk3Xw"],
        );
        let digest = "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b4a39281706f5e4d3c2b1a0";
        let password = format!(r#"{{"password":{{"digest":"{digest}"}}}}"#);
        check(&format!(r#"{{"method":"login","params":[{password}]}}"#), &[digest]);
    }

    #[test]
    fn arguments_by_their_place() {
        for call in [
            r#"{"service":"common","method":"login","args":["shop","admin","sunshine"]}"#,
            r#"{"service":"common","method":"authenticate","args":["shop","admin","sunshine",{}]}"#,
            r#"{"service":"object","method":"execute_kw","args":["shop",2,"sunshine","res.partner","read",[7]]}"#,
            r#"{"method":"user.login","params":["Admin","sunshine"]}"#,
            r#"{"type":1,"target":"Login","arguments":["bob","sunshine"]}"#,
        ] {
            check(call, &["sunshine"]);
        }
        for call in [
            r#"{"service":"common","method":"version","args":["shop","admin","sunshine"]}"#,
            r#"{"service":"object","method":"execute_kw","args":["shop",2]}"#,
            r#"{"service":"db","method":"list","args":["shop","admin","sunshine"]}"#,
            r#"{"method":"login","params":["en","US"]}"#,
            r#"{"method":"login","params":["de","german"]}"#,
            r#"{"method":"login","params":["bob","/home/orders"]}"#,
            r#"{"method":"login","params":["bob","required"]}"#,
            r#"{"event":"login","args":["google","redirect"]}"#,
            r#""42[\"login\",\"success\"]""#,
            r#""42[\"login\",\"google\",\"popup\"]""#,
        ] {
            check(call, &[]);
        }
    }

    #[test]
    fn what_a_message_that_logs_in_carries() {
        for message in [
            r#"{"type":"auth","payload":"qZ7Xv0Lm3Zk81Rt9WpBk"}"#,
            r#"{"event":"authenticate","data":"qZ7Xv0Lm3Zk81Rt9WpBk"}"#,
            r#"{"data":"qZ7Xv0Lm3Zk81Rt9WpBk","cmd":"user.login"}"#,
        ] {
            check(message, &["qZ7Xv0Lm3Zk81Rt9WpBk"]);
        }
        check(r#"{"type":"auth","payload":"Hunter2x!k3"}"#, &["Hunter2x!k3"]);
        for message in [
            r#"{"type":"auth","payload":"pending"}"#,
            r#"{"type":"auth","payload":"token_expired"}"#,
            r#"{"type":"auth","data":"user-4711"}"#,
            r#"{"type":"auth","data":"v2.14.3-beta"}"#,
            r#"{"type":"auth","data":"sha256-abc123"}"#,
            r#"{"type":"auth","data":"oauth2client"}"#,
            r#"{"type":"auth","data":"2026-11-30T10:00:00Z"}"#,
            r#"{"type":"login","payload":"/home/orders/4711a"}"#,
            r#"{"type":"orders","payload":"qZ7Xv0Lm3Zk81Rt9WpBk"}"#,
            r#"{"type":"auth","label":"qZ7Xv0Lm3Zk81Rt9WpBk"}"#,
        ] {
            check(message, &[]);
        }
    }

    #[test]
    fn other_calls_stay() {
        for call in [
            r#"{"method":"search","params":["bob","hunter2xk3Xw"]}"#,
            r#"{"method":"login","params":["bob","remember me","shop"]}"#,
            r#"{"method":"login","params":[{"client":"hunter2xk3Xw"},48211]}"#,
            r#"{"method":"login","result":["bob","hunter2xk3Xw"]}"#,
            r#"{"method":"catalogIndex","params":["a","hunter2xk3Xw"]}"#,
            r#""42[\"message\",\"hunter2xk3Xw\"]""#,
            r#"["login","bob","hunter2xk3Xw"]"#,
        ] {
            check(call, &[]);
        }
    }
}
