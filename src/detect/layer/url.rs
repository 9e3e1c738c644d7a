//! URLs and references to them: user information, path, query and fragment.
//!
//! [`URL`] recognises what is certainly a URL; [`REFERENCE`] is for places that hold nothing
//! else (a `Location` header), where `login?code=…` is one too.

use std::ops::Range;

use crate::detect::layer::parameters::visit_parameters;
use crate::detect::layer::token::is_token_like;
use crate::detect::layer::url_path::visit_path;
use crate::detect::layer::{Field, Hint, Layer, Visit};
use crate::detect::{Codec, Place, asset};

/// What is certainly a URL by its looks, or by the name that it stands under.
pub(crate) static URL: Layer = Layer {
    id: "url",
    recognises: |text, hint| {
        is_absolute(text) && !has_space(text)
            || (is_path(text) || is_local(text)) && !has_space(text)
            || is_url_name(hint.name) && could_be_reference(text)
    },
    fields,
};

/// Whatever stands where a URL belongs, relative references too.
pub(crate) static REFERENCE: Layer =
    Layer { id: "url", recognises: |text, _| could_be_reference(text), fields };

/// Where the parts of a URL stand, without the characters between them.
struct Parts {
    authority: Range<usize>,
    path: Range<usize>,
    query: Range<usize>,
    fragment: Range<usize>,
}

/// Whether `text` begins with a scheme and `://`, or with `//` and a host.
pub(crate) fn is_absolute(text: &[u8]) -> bool {
    let after = authority_start(text);
    after > 0 && after < text.len()
}

/// Whether `text` is the URL of a page, with nothing in it that only some people know, but for its path.
pub(crate) fn is_plain_link(text: &[u8]) -> bool {
    let Some(rest) = text.strip_prefix(b"http") else { return false };
    (rest.starts_with(b"://") || rest.starts_with(b"s://"))
        && !text.iter().any(|byte| *byte <= b' ' || b"?@;\"'<>".contains(byte))
}

fn fields(text: &[u8], hint: &Hint<'_>, visit: &mut Visit<'_>) {
    let parts = Parts::of(text);
    parts.visit_userinfo(text, visit);
    let host_parameters = parameters_start(text, &parts.authority);
    if host_parameters < parts.authority.end {
        // JDBC URLs of SQL Server: `//host;user=…;password=…`.
        let within = host_parameters + 1..parts.authority.end;
        visit_parameters(text, within, Codec::Percent, Place::Query, visit);
    }
    visit_path(text, parts.path.clone(), hint.name, visit);
    visit_parameters(text, parts.query, Codec::Form, Place::Query, &mut |field| {
        let is_version = asset::is_version(text, &field.name, &text[field.value.clone()]);
        let place = if is_version { Place::Json } else { field.place };
        visit(Field { place, ..field });
    });
    visit_fragment(text, parts.fragment, visit);
}

fn visit_fragment(text: &[u8], fragment: Range<usize>, visit: &mut Visit<'_>) {
    let body = &text[fragment.clone()];
    let route_end = memchr::memchr(b'?', body);
    if body.starts_with(b"/") || body.starts_with(b"!") || route_end.is_some() {
        let end = fragment.start + route_end.unwrap_or(body.len());
        visit_path(text, fragment.start..end, b"", visit);
        let query = (end + 1).min(fragment.end)..fragment.end;
        visit_parameters(text, query, Codec::Form, Place::Fragment, visit);
    } else if body.contains(&b'=') || is_token_like(body) {
        visit_parameters(text, fragment, Codec::Form, Place::Fragment, visit);
    }
}

impl Parts {
    fn of(text: &[u8]) -> Self {
        let authority_start = authority_start(text);
        let authority_end = match authority_start {
            0 => 0,
            start => authority_end(text, start),
        };
        let rest = &text[authority_end..];
        // The URL of a database has no fragment; a password in it may hold `#`.
        let has_fragment = !text.starts_with(b"jdbc:");
        let fragment_at = memchr::memchr(b'#', rest).filter(|_| has_fragment).unwrap_or(rest.len());
        let query_at = memchr::memchr(b'?', &rest[..fragment_at]).unwrap_or(fragment_at);
        let at = |offset: usize| (authority_end + offset).min(text.len());
        Self {
            authority: authority_start..authority_end,
            path: authority_end..at(query_at),
            query: at(query_at + 1).min(at(fragment_at))..at(fragment_at),
            fragment: at(fragment_at + 1)..text.len(),
        }
    }

    fn visit_userinfo(&self, text: &[u8], visit: &mut Visit<'_>) {
        let Some(at) = memchr::memrchr(b'@', &text[self.authority.clone()]) else {
            return;
        };
        let userinfo = self.authority.start..self.authority.start + at;
        let host = &text[userinfo.end + 1..self.authority.end];
        let Some(colon) = memchr::memchr(b':', &text[userinfo.clone()]) else {
            if is_token_like(&text[userinfo.clone()]) && !is_public_key_host(host) {
                visit(userinfo_field(b"username", userinfo).secret("url-userinfo", "credential"));
            }
            return;
        };
        let user = userinfo.start..userinfo.start + colon;
        let password = user.end + 1..userinfo.end;
        let user_field = userinfo_field(b"username", user.clone());
        if is_token_like(&text[user]) && !is_public_key_host(host) {
            visit(user_field.secret("url-userinfo", "credential"));
        } else {
            visit(user_field);
        }
        if !password.is_empty() && !is_placeholder(&text[userinfo]) {
            visit(userinfo_field(b"password", password).secret("url-userinfo", "password"));
        }
    }
}

fn userinfo_field(name: &'static [u8], value: Range<usize>) -> Field<'static> {
    Field::new(name, value, Codec::Percent, Place::Pair)
}

/// `user:password`, as documentation writes it.
fn is_placeholder(userinfo: &[u8]) -> bool {
    [&b"user:password"[..], b"username:password", b"user:pass", b"username:pass"]
        .iter()
        .any(|known| userinfo.eq_ignore_ascii_case(known))
}

/// Sentry's DSN has its public key where others have a user.
fn is_public_key_host(host: &[u8]) -> bool {
    memchr::memmem::find(host, b"sentry").is_some()
}

fn authority_start(text: &[u8]) -> usize {
    if text.starts_with(b"//") && text.get(2).is_some_and(|&b| is_host_start(b)) {
        return 2;
    }
    // `jdbc:mysql://` and `view-source:https://` have a scheme before the scheme.
    let scheme =
        text.iter().take(40).position(|&b| !(b.is_ascii_alphanumeric() || b"+-.:".contains(&b)));
    match scheme {
        Some(at)
            if at > 1
                && text[0].is_ascii_alphabetic()
                && text[at - 1] == b':'
                && text[at..].starts_with(b"//") =>
        {
            at + 2
        }
        _ => 0,
    }
}

fn is_host_start(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'[' || b >= 0x80
}

/// A password in the URL of a database may hold `/`, `?` and `#` as they are.
fn authority_end(text: &[u8], start: usize) -> usize {
    let scheme = &text[..start.saturating_sub(3)];
    let end_after = |from: usize| {
        text[from..].iter().position(|b| b"/?#\\".contains(b)).map_or(text.len(), |at| from + at)
    };
    let end = end_after(start);
    let authority = &text[start..end];
    let is_web = [&b"http"[..], b"https", b"ws", b"wss"].iter().any(|web| scheme.ends_with(web));
    if is_web || scheme.is_empty() || authority.contains(&b'@') {
        return end;
    }
    match memchr::memchr(b':', authority) {
        Some(colon) if !authority[colon + 1..].iter().all(u8::is_ascii_digit) => {
            memchr::memchr(b'@', &text[end..]).map_or(end, |at| end_after(end + at))
        }
        _ => end,
    }
}

fn parameters_start(text: &[u8], authority: &Range<usize>) -> usize {
    let host = memchr::memrchr(b'@', &text[authority.clone()]).map_or(0, |at| at + 1);
    memchr::memchr(b';', &text[authority.start + host..authority.end])
        .map_or(authority.end, |at| authority.start + host + at)
}

fn has_space(text: &[u8]) -> bool {
    text.iter().any(|&b| b <= b' ' || matches!(b, b'"' | b'<' | b'>' | b'`'))
}

/// `/word/…` or `/word?…`; base64 that begins with `/` hardly ever looks so.
fn is_path(text: &[u8]) -> bool {
    if text.first() != Some(&b'/') || !text.get(1).is_some_and(u8::is_ascii_lowercase) {
        return false;
    }
    let word = text[1..]
        .iter()
        .take(64)
        .position(|b| !(b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(b)));
    word.is_some_and(|at| b"/?#;".contains(&text[1 + at]))
}

/// `/Account/Login?ReturnUrl=…`: a path that parameters follow.
pub(crate) fn is_local(text: &[u8]) -> bool {
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || b"-_.~%[]".contains(b);
    let Some(mark) = memchr::memchr(b'?', text) else { return false };
    let (path, query) = (&text[..mark], &text[mark + 1..]);
    path.len() >= 2
        && path[0] == b'/'
        && path.iter().all(|b| is_name(b) || *b == b'/')
        && query.iter().position(|b| !is_name(b)).is_some_and(|at| at > 0 && query[at] == b'=')
}

fn could_be_reference(text: &[u8]) -> bool {
    let structured = text.iter().any(|b| b"/?#@;".contains(b));
    structured
        && !matches!(text.first(), Some(b'{' | b'[' | b'<' | b'"' | b' '))
        && !text.iter().any(|b| matches!(b, b'\r' | b'\n'))
}

/// Whether a name says that a URL stands under it.
pub(crate) fn is_url_name(name: &[u8]) -> bool {
    const ENDS: [&[u8]; 17] = [
        b"url",
        b"uri",
        b"href",
        b"src",
        b"link",
        b"referer",
        b"referrer",
        b"location",
        b"endpoint",
        b"redirect",
        b"callback",
        b"return_to",
        b"returnto",
        b"path",
        b"destination",
        b"action",
        b"origin",
    ];
    ENDS.iter().any(|end| {
        name.len().checked_sub(end.len()).is_some_and(|at| name[at..].eq_ignore_ascii_case(end))
    })
}

#[cfg(test)]
mod tests {
    use crate::detect::layer::check::{NO_HINT, check, check_foreign, hint};
    use crate::detect::layer::url::{REFERENCE, URL};

    #[test]
    fn cuts_urls() {
        for (url, expected) in [
            ("https://h.example/a?x=1&token=abc&y=", &["x=1", "token=abc", "y="][..]),
            ("https://bob:pa%3Ass@h.example/", &["username=bob", "password=pa%3Ass!password"]),
            ("https://Zk3vQ9xT2mLw8RbY@h.example/x", &["username=Zk3vQ9xT2mLw8RbY!credential"]),
            ("https://9f8e7d6c5b4a39281706f5e4d3c2b1a0@o1.ingest.sentry.io/4", &[]),
            ("/Account/Login?ReturnUrl=x&state=abc", &["ReturnUrl=x", "state=abc"]),
            (
                "//cdn.example/x.js?v=3;sid=q1;w=text/html;q=1",
                &["v=3", "sid=q1", "w=text/html", "q=1"],
            ),
            ("https://h.example/cb#access_token=abc&state=xyz", &["access_token=abc", "state=xyz"]),
            ("https://h.example/#/route/1?token=abc", &["token=abc"]),
            ("https://h.example/#section-2", &[]),
            (
                "https://h.example/?eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
                &["=eyJhbGciOiJIUzI1NiJ9.e30.c2ln"],
            ),
            ("https://h.example/p;jsessionid=A1B2C3;v=2?q=1", &["jsessionid=A1B2C3", "v=2", "q=1"]),
            ("redis://:p#ss/wd@cache.example:6379/0", &["username=", "password=p#ss/wd!password"]),
            (
                "postgres://app:s3cr3t@db.example/main?sslmode=require",
                &["username=app", "password=s3cr3t!password", "sslmode=require"],
            ),
            (
                "jdbc:sqlserver://db.example:1433;user=sa;password=Hunter22",
                &["user=sa", "password=Hunter22"],
            ),
            ("jdbc:mysql://db.example/x?user=a&password=b", &["user=a", "password=b"]),
            ("myapp://callback?code=abc", &["code=abc"]),
            ("/api/me?token=abc&amp;key=d", &["token=abc", "key=d"]),
        ] {
            check(&URL, url, &NO_HINT, expected);
        }
    }

    #[test]
    fn takes_references_where_urls_belong() {
        check(&REFERENCE, "login?code=abc", &NO_HINT, &["code=abc"]);
        check(&URL, "login?code=abc", &hint("redirectUrl"), &["code=abc"]);
        for text in [
            "login?code=abc",
            "/9j/4AAQSkZJRgABAQ",
            "a sentence, see https://h.example",
            "https://",
            "/",
            "key: value",
            "{}",
        ] {
            check_foreign(&URL, text, &NO_HINT);
        }
    }
}
