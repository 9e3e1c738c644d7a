//! The password among the arguments of a call by XML-RPC, which have no names:
//! `<methodName>wp.getPosts</methodName><params>…`.

use std::ops::Range;

use crate::detect::layer::span;
use crate::detect::login::is_login;

/// Before the name of the method stands no more.
const HEAD_BYTES_MAX: usize = 256;

/// The password that a call gives, without the blanks around it.
pub(super) fn password(text: &[u8]) -> Option<Range<usize>> {
    const OPENING: &[u8] = b"<methodName>";
    let head = &text[..text.len().min(HEAD_BYTES_MAX)];
    let start = memchr::memmem::find(head, OPENING)? + OPENING.len();
    let end = start + memchr::memchr(b'<', &text[start..])?;
    let mut params = params(text, end);
    let at = match text[start..end].trim_ascii() {
        b"wp.getUsersBlogs" => 1,
        b"blogger.newPost" | b"blogger.editPost" | b"blogger.deletePost" => 3,
        method if is_of_blog(method) => 2,
        b"execute" | b"execute_kw" | b"exec_workflow" => 2,
        // A user and a password, perhaps behind a database.
        method if is_login(method) => {
            let (user, second) = (params.next()?, params.next()?);
            let last = params.next().and_then(|third| value(text, third));
            return last.or_else(|| value(text, second)).filter(|_| value(text, user).is_some());
        }
        _ => return None,
    };
    value(text, params.nth(at)?)
}

/// `wp.getPosts`, `metaWeblog.newPost`: calls that give a blog or a post, a user and a password.
fn is_of_blog(method: &[u8]) -> bool {
    const APIS: [&[u8]; 4] = [b"wp.", b"metaWeblog.", b"mt.", b"blogger."];
    APIS.iter().any(|api| method.starts_with(api))
}

/// Where each of the arguments behind `from` begins.
fn params(text: &[u8], from: usize) -> impl Iterator<Item = usize> {
    const PARAM: &[u8] = b"<param>";
    memchr::memmem::find_iter(&text[from..], PARAM).map(move |at| from + at + PARAM.len())
}

/// The text of the argument that begins at `start`: `<value><string>…</string></value>`.
fn value(text: &[u8], start: usize) -> Option<Range<usize>> {
    let mut at = span::skip_space(text, start);
    at += text[at..].strip_prefix(b"<value>").map(|_| b"<value>".len())?;
    let inner = span::skip_space(text, at);
    if text[inner..].starts_with(b"<string>") {
        at = inner + b"<string>".len();
    }
    let end = at + memchr::memchr(b'<', &text[at..])?;
    let value = span::trim(text, at..end);
    (!value.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::password;

    /// The password of a call with these arguments.
    #[track_caller]
    fn check(method: &str, values: &[&str], expected: Option<&str>) {
        let params: String =
            values.iter().map(|value| format!("<param><value>{value}</value></param>\n")).collect();
        let text = format!(
            "<?xml version=\"1.0\"?><methodCall><methodName>{method}</methodName><params>{params}</params></methodCall>"
        );
        assert_eq!(password(text.as_bytes()).map(|value| &text[value]), expected, "{text}");
    }

    #[test]
    fn passwords_by_their_place() {
        let (user, password) = ("<string>bob</string>", "<string> sunshine </string>");
        let found = Some("sunshine");
        check("wp.getUsersBlogs", &[user, password], found);
        check("wp.getPosts", &["<int>1</int>", user, password], found);
        check("metaWeblog.newPost", &["1", "bob", "sunshine", "<struct></struct>"], found);
        check("blogger.newPost", &["a1", "1", user, password, "x"], found);
        check("auth.login", &["bob", "sunshine"], found);
        check("login", &["shop", "bob", "sunshine"], found);
        check("execute_kw", &["shop", "<int>2</int>", password, "res.partner"], found);
        check("system.login", &[user], None);
        check("system.listMethods", &[user, password], None);
        check("pingback.ping", &["a", "b", "c"], None);
        check("wp.getPosts", &["1", "bob"], None);
        check("login", &["<int>1</int>", "<int>2</int>"], None);
        assert_eq!(super::password(b"<a><param><value>x</value>"), None);
    }
}
