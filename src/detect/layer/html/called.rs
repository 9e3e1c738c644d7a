//! What a cell calls the value behind it where that is no word of a page: a header, as a debugger
//! lists those of a request, or a variable of PHP.

use std::borrow::Cow;
use std::ops::Range;

use crate::detect::layer::authorization::{AUTHORIZATION, is_credentials};
use crate::detect::layer::echo;
use crate::detect::layer::header::header_reading;
use crate::detect::layer::html::words::unquoted;
use crate::detect::layer::prose::{is_status, is_told};
use crate::detect::layer::token::is_token_like;
use crate::detect::layer::{Field, Layer, Reading, Visit};
use crate::detect::{Codec, Place};

/// What begins a variable of PHP that a request or a server fills: `$_SERVER['DB_PASS']`.
const VARIABLE: &[u8] = b"$_";

/// Headers in the environment of a program: `HTTP_AUTHORIZATION`.
const HEADER: &[u8] = b"HTTP_";

/// What names a password in an environment and is no part of a word there.
const PASSWORD_ENDS: &[&[u8]] = &[b"_pass", b"_pw", b"_psw"];

/// What names an address of a client.
const ADDRESSES: &[&[u8]] = &[
    b"remote_addr",
    b"x-forwarded-for",
    b"x-real-ip",
    b"true-client-ip",
    b"cf-connecting-ip",
    b"client-ip",
    b"forwarded",
];

/// Whether `label` is a name of this kind that has no telling word in it.
pub(super) fn is_name(label: &[u8]) -> bool {
    label.starts_with(VARIABLE) || names_password(label) || names_address(label)
}

/// A variable has a longer name than a label.
pub(super) fn bytes_max(label: &[u8]) -> usize {
    if label.starts_with(VARIABLE) { 128 } else { 64 }
}

/// Visits the value at `node` if `text[label]` calls it a header or a variable and it looks like the
/// value of one.
pub(super) fn visit_called(
    text: &[u8],
    label: Range<usize>,
    node: Range<usize>,
    visit: &mut Visit<'_>,
) -> bool {
    if node.is_empty() {
        return false;
    }
    let Some(variable) = key(&text[label.clone()]) else {
        return visit_header(text, label, node, visit);
    };
    let name = label.start + variable.start..label.start + variable.end;
    if text[label].starts_with(b"$_COOKIE") {
        return visit_cookie(text, name, node, visit);
    }
    visit_header(text, name.clone(), node.clone(), visit) || visit_variable(text, name, node, visit)
}

/// What stands in the last brackets of a variable, without its quotes.
fn key(label: &[u8]) -> Option<Range<usize>> {
    let rest = label.strip_prefix(VARIABLE)?.strip_suffix(b"]")?;
    let end = VARIABLE.len() + rest.len();
    let open = memchr::memrchr(b'[', rest)? + VARIABLE.len() + 1;
    Some(unquoted(label, open..end))
}

fn visit_cookie(
    text: &[u8],
    name: Range<usize>,
    value: Range<usize>,
    visit: &mut Visit<'_>,
) -> bool {
    // What phpinfo says of an empty one.
    if &text[value.clone()] == b"no value" {
        return false;
    }
    let mut field = Field::new(&text[name.clone()], value, Codec::Html, Place::Cookie);
    field.name_span = Some(name);
    visit(field);
    true
}

/// A dump shows the value itself, so any word is one.
fn visit_variable(
    text: &[u8],
    name: Range<usize>,
    value: Range<usize>,
    visit: &mut Visit<'_>,
) -> bool {
    let raw = &text[value.clone()];
    let is_word = !raw.iter().any(u8::is_ascii_whitespace) && !is_status(raw);
    if is_word {
        visit(Field::new(meant(&text[name]), value, Codec::Html, Place::Html));
    }
    is_word
}

fn visit_header(
    text: &[u8],
    label: Range<usize>,
    value: Range<usize>,
    visit: &mut Visit<'_>,
) -> bool {
    let (label, raw) = (&text[label], &text[value.clone()]);
    let name = header(label);
    let place = Place::RequestHeader;
    let layer = match header_reading(&name) {
        Reading::As(layer) if holds(layer, raw) => Some(layer),
        _ => None,
    };
    let field = Field::new(name.into_owned(), value.clone(), Codec::Html, place);
    if let Some(layer) = layer {
        visit(field.read_as(layer));
    } else if names_address(label) && is_address(raw) {
        // Format rules would not know whose it is.
        visit(Field::new(label, value, Codec::Html, Place::Html));
    } else if label.starts_with(HEADER) && is_told(raw) && !raw.contains(&b' ') {
        visit(field);
    } else if names_password(label) && is_told(raw) && !raw.contains(&b' ') {
        visit(Field::new(meant(label), value, Codec::Html, Place::Html));
    } else {
        return false;
    }
    true
}

/// Whether `raw` is what a header has that `layer` reads, and not what a page says of the header.
fn holds(layer: &Layer, raw: &[u8]) -> bool {
    if std::ptr::eq(layer, &AUTHORIZATION) {
        return is_credentials(raw) || has_credentials(raw);
    }
    let is_cookie = matches!(layer.id, "cookie" | "set-cookie");
    is_cookie && memchr::memchr(b'=', raw).is_some() && echo::length(layer, raw).is_some()
}

/// Whether `raw` is credentials of a scheme that nobody knows: one word, and what a machine drew.
fn has_credentials(raw: &[u8]) -> bool {
    let Some(space) = raw.iter().position(u8::is_ascii_whitespace) else {
        return is_token_like(raw);
    };
    let (scheme, credentials) = (&raw[..space], raw[space..].trim_ascii());
    !echo::is_talk(scheme)
        && is_token_like(credentials)
        && scheme.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
}

/// The name of a header as it was sent.
fn header(label: &[u8]) -> Cow<'_, [u8]> {
    let Some(name) = label.strip_prefix(HEADER) else { return Cow::Borrowed(label) };
    let hyphen = |byte: &u8| if *byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
    Cow::Owned(name.iter().map(hyphen).collect())
}

/// `DB_PASS` is a password, which its last word alone does not say.
fn meant(name: &[u8]) -> &[u8] {
    let is_password = names_password(name) || name.eq_ignore_ascii_case(b"pass");
    if is_password { b"password" } else { name }
}

fn names_password(name: &[u8]) -> bool {
    PASSWORD_ENDS.iter().any(|end| {
        name.len() > end.len() && name[name.len() - end.len()..].eq_ignore_ascii_case(end)
    })
}

fn names_address(label: &[u8]) -> bool {
    let is = |name: &[u8]| ADDRESSES.iter().any(|known| name.eq_ignore_ascii_case(known));
    is(label) || label.starts_with(HEADER) && is(&header(label))
}

/// Addresses, one or several.
fn is_address(raw: &[u8]) -> bool {
    let part = |byte: &u8| byte.is_ascii_hexdigit() || b".:, []".contains(byte);
    raw.len() <= 256 && raw.iter().all(part) && raw.iter().any(|byte| matches!(byte, b'.' | b':'))
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies::check;

    #[track_caller]
    fn page(rows: &[(&str, &str)], expected: &[&str]) {
        let row = |(name, value): &(&str, &str)| {
            format!("<tr><td class=\"e\">{name}</td><td class=\"v\">{value}</td></tr>")
        };
        let rows = rows.iter().map(row).collect::<String>();
        check(&serde_json::to_string(&format!("<table>{rows}</table>")).unwrap(), expected);
    }

    #[test]
    fn headers_in_cells() {
        page(
            &[
                ("Authorization", "Bearer k3XwQ81uQpZo7Lt"),
                ("HTTP_AUTHORIZATION", "ApiKey Zt7v92mBs5Yd"),
                ("$_SERVER['HTTP_AUTHORIZATION']", "Bearer b3Wm8Tx5Kt71xNb"),
                ("Cookie", "acme_sid=Hq27vLx90aTz; theme=dark"),
                ("HTTP_COOKIE", "acme_sid=Wd81nRc45yKe"),
                ("Set-Cookie", "acme_sid=Jm63bGf28uPs; Path=/; HttpOnly"),
                ("REMOTE_ADDR", "81.2.69.142"),
                ("HTTP_X_FORWARDED_FOR", "81.2.69.143, 10.0.0.7"),
                ("HTTP_X_API_KEY", "Ud40sXe19iNv"),
            ],
            &[
                "k3XwQ81uQpZo7Lt",
                "Zt7v92mBs5Yd",
                "b3Wm8Tx5Kt71xNb",
                "Hq27vLx90aTz",
                "Wd81nRc45yKe",
                "Jm63bGf28uPs",
                "81.2.69.142",
                "81.2.69.143",
                "10.0.0.7",
                "Ud40sXe19iNv",
            ],
        );
        page(
            &[
                ("Authorization", "Bearer token of the user"),
                ("Authorization", "Bearer &lt;token&gt;"),
                ("Authorization", "required"),
                ("Cookie", "Needed to sign in"),
                ("Set-Cookie", "no"),
                ("HTTP_HOST", "shop.example.com"),
                ("HTTP_ACCEPT", "text/html,application/xhtml+xml;q=0.9"),
                ("X-Forwarded-For", "The address of the client"),
            ],
            &[],
        );
    }

    #[test]
    fn variables_of_php() {
        page(
            &[
                ("$_SERVER['DB_PASS']", "sunflower"),
                ("$_REQUEST['pass']", "tangerine"),
                ("$_SERVER['PHP_AUTH_PW']", "buttercup"),
                ("$_POST['user']['password']", "marmalade"),
                ("$_SESSION['apiToken']", "k3XwQ81u"),
                ("$_COOKIE['wordpress_logged_in_9f86d081']", "mira|1789|Zt7v92mBs5Yd"),
                ("DB_PASS", "Kq7wind82"),
            ],
            &[
                "sunflower",
                "tangerine",
                "buttercup",
                "marmalade",
                "k3XwQ81u",
                "mira|1789|Zt7v92mBs5Yd",
                "Kq7wind82",
            ],
        );
        page(
            &[
                ("$_SERVER['DOCUMENT_ROOT']", "/var/www/html"),
                ("$_SERVER['DB_PASS']", "no value"),
                ("$_SERVER['REQUEST_METHOD']", "GET"),
                ("$_COOKIE['theme']", "dark"),
                ("BOARDING_PASS", "not printed"),
            ],
            &[],
        );
    }
}
