//! Documents whose objects say where in the list around them their values stand: `[{"token": 1},
//! "…"]` of devalue (Nuxt, SvelteKit), `[{"_1": 2}, "token", "…"]` of turbo-stream (Remix).

use rustc_hash::FxHashMap;

use crate::detect::beside::decoded;
use crate::detect::examiner::Examiner;
use crate::detect::name::Value;
use crate::detect::{Place, Verdict};
use crate::har::{Array, Node, Object, Text};

/// The items of a list that objects of it make secret, each with its name.
pub(crate) type Names<'a> = FxHashMap<usize, Text<'a>>;

/// Before the first object that refers to others stands a note of what is made of it at most.
const HEAD: usize = 2;

/// What Vue wraps a value in.
const WRAPPERS: [&[u8]; 4] = [b"Ref", b"ShallowRef", b"EmptyRef", b"Set"];

/// A list of codes is no longer.
const REFERRED_MAX: usize = 64;

/// What the objects of a list say of its items.
pub(crate) fn names<'a>(examiner: &Examiner<'_>, array: Array<'a>) -> Names<'a> {
    let mut names = Names::default();
    if !array.items().take(HEAD).any(|item| object(item).is_some()) {
        return names;
    }
    let items: Vec<Node<'a>> = array.items().collect();
    let objects = items.iter().filter_map(|item| object(*item)).flat_map(Object::members);
    let lists = items.iter().filter_map(|item| list(*item));
    let pairs = lists.flat_map(|list| pairs(&items, list));
    for (key, value) in objects.chain(pairs) {
        let Some(at) = number(value) else { continue };
        let name = match key.raw().strip_prefix(b"_").and_then(index) {
            Some(at) => match items.get(at) {
                Some(Node::String(name)) => *name,
                _ => continue,
            },
            None => key,
        };
        for (at, text) in strings(&items, at) {
            let mut buffer = Vec::new();
            let value = Value::Text(decoded(text, &mut buffer));
            if matches!(examiner.judge_name(name.raw(), value, Place::Json), Verdict::Secret(_)) {
                names.insert(at, name);
            }
        }
    }
    names
}

/// An array that begins with a word.
fn list(item: Node<'_>) -> Option<Array<'_>> {
    let Node::Array(array) = item else { return None };
    matches!(array.items().next(), Some(Node::String(_))).then_some(array)
}

/// Names and values in turn: `["null", "token", 3]` of an object without a prototype, `["Map", 3, 4]`.
fn pairs<'l, 'a>(
    items: &'l [Node<'a>],
    list: Array<'a>,
) -> impl Iterator<Item = (Text<'a>, Node<'a>)> + use<'l, 'a> {
    let mut parts = list.items();
    let kind = match parts.next() {
        Some(Node::String(kind)) => kind.raw(),
        _ => b"",
    };
    std::iter::from_fn(move || {
        let key = match (kind, parts.next()?) {
            (b"null", Node::String(key)) => key,
            (b"Map", key) => match items.get(number(key)?)? {
                Node::String(key) => *key,
                _ => return None,
            },
            _ => return None,
        };
        Some((key, parts.next()?))
    })
}

/// The strings that the item at `at` is or refers to, with their places: `"…"`, `["Ref", 5]`, `[5, 6]`.
fn strings<'a>(items: &[Node<'a>], at: usize) -> Vec<(usize, Text<'a>)> {
    let string = |at: usize| match items.get(at) {
        Some(Node::String(text)) => Some((at, *text)),
        _ => None,
    };
    let Some(Node::Array(array)) = items.get(at) else { return string(at).into_iter().collect() };
    let mut referred = array.items().take(REFERRED_MAX).peekable();
    let is_wrapped = |node: &Node<'_>| match node {
        Node::String(kind) => WRAPPERS.contains(&kind.raw()),
        _ => false,
    };
    referred.next_if(is_wrapped);
    referred.map_while(number).filter_map(string).collect()
}

/// An object that has numbers only.
fn object(item: Node<'_>) -> Option<Object<'_>> {
    let Node::Object(object) = item else { return None };
    let mut members = object.members().peekable();
    let is_any = members.peek().is_some();
    (is_any && members.all(|(_, value)| number(value).is_some())).then_some(object)
}

fn number(value: Node<'_>) -> Option<usize> {
    match value {
        // Below nought stand values of their own: `undefined`, `NaN`.
        Node::Scalar(scalar) => index(scalar.raw().strip_prefix(b"-").unwrap_or(scalar.raw())),
        _ => None,
    }
}

fn index(digits: &[u8]) -> Option<usize> {
    str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use crate::detect::{Detector, Policy, What};

    /// The secrets of a body.
    #[track_caller]
    fn check(body: &str, expected: &[&str]) {
        let detector = Detector::new(&Policy::default());
        let text = serde_json::to_string(body).unwrap();
        let entry = format!(r#"{{"response":{{"content":{{"text":{text}}}}}}}"#);
        let mut examiner = detector.collector();
        let findings = examiner.entry(entry.as_bytes()).unwrap();
        let values = findings.top().iter().filter_map(|finding| match &finding.what {
            What::Secret { value, .. } => Some(String::from_utf8_lossy(findings.bytes(value))),
            _ => None,
        });
        assert_eq!(values.collect::<Vec<_>>(), expected, "{body}");
    }

    #[test]
    fn what_a_list_refers_to_stands_under_its_name() {
        check(
            r#"[{"accessToken":1,"name":2},"wq8Zr4KtK71xNb","plain words"]"#,
            &["wq8Zr4KtK71xNb"],
        );
        check(
            r#"[["ShallowReactive",1],{"data":2,"state":-1},["Reactive",3],{"password":4},"wq8Zr4Kt"]"#,
            &["wq8Zr4Kt"],
        );
        check(
            r#"{"type":"data","nodes":[{"data":[{"apiKey":2},7,"wq8Zr4KtK71xNb"]}]}"#,
            &["wq8Zr4KtK71xNb"],
        );
        check(r#"[{"_1":2,"_3":4},"accessToken","wq8Zr4KtK71xNb","a","b"]"#, &["wq8Zr4KtK71xNb"]);
        check(r#"[{"accessToken":1},["Ref",2],"wq8Zr4KtK71xNb"]"#, &["wq8Zr4KtK71xNb"]);
        check(
            r#"[{"a":1},["null","size",2,"password",3],"plain words","sunshine"]"#,
            &["sunshine"],
        );
        check(
            r#"[{"a":1},["Map",2,3,4,5],"size","plain words","accessToken","wq8Zr4KtK71xNb"]"#,
            &["wq8Zr4KtK71xNb"],
        );
        check(
            r#"[{"recoveryCodes":1,"a":2},[2,3],"a1b2-c3d4","e5f6-a7b8"]"#,
            &["a1b2-c3d4", "e5f6-a7b8"],
        );
        check(
            r#"[{"_1":2},"recoveryCodes",[3,4],"a1b2-c3d4","e5f6-a7b8"]"#,
            &["a1b2-c3d4", "e5f6-a7b8"],
        );
    }

    #[test]
    fn other_lists_say_nothing_of_their_items() {
        for body in [
            r#"[{"token":1,"a":"b"},"wq8Zr4KtK71x"]"#,
            r#"[{},"wq8Zr4KtK71x"]"#,
            r#"["a","b",{"token":3},"wq8Zr4KtK71x"]"#,
            r#"[{"token":9,"_7":1},"wq8Zr4KtK71x"]"#,
            r#"[{"size":1},"wq8Zr4KtK71x"]"#,
            r#"[{"a":1},["Set","token",2],"wq8Zr4KtK71x"]"#,
            r#"[{"a":1},["null","size",2],"wq8Zr4KtK71x"]"#,
            r#"[{"a":1},["Map",2],"token","wq8Zr4KtK71x"]"#,
        ] {
            check(body, &[]);
        }
    }
}
