//! `curl` command lines, as the developer tools of browsers copy them.

use std::ops::Range;

use crate::detect::layer::authorization::BASIC_CREDENTIALS;
use crate::detect::layer::cookie::COOKIE;
use crate::detect::layer::header_line::visit_header;
use crate::detect::layer::url::REFERENCE;
use crate::detect::layer::{Field, Layer, Visit};
use crate::detect::{Codec, Place};

/// A text that begins with `curl`.
pub(crate) static CURL: Layer = Layer {
    id: "curl",
    recognises: |text, _| is_command(text),
    fields: |text, _, visit| {
        let mut at = 0;
        while at < text.len() {
            let end = if is_command(&text[at..]) { visit_command(text, at, visit) } else { at };
            let next = next_command(text, end);
            // What follows a command is read as a text of its own.
            if !text[end..next].trim_ascii().is_empty() {
                visit(Field::new(&b""[..], end..next, Codec::Raw, Place::Text));
            }
            at = next;
        }
    },
};

fn is_command(text: &[u8]) -> bool {
    let command = text.strip_prefix(b"$ ").unwrap_or(text);
    command.starts_with(b"curl ") || command.starts_with(b"curl.exe ")
}

/// Visits the command that begins at `start`; gives where it ends.
fn visit_command(text: &[u8], start: usize, visit: &mut Visit<'_>) -> usize {
    let mut option: &[u8] = b"";
    let mut at = start + if text[start..].starts_with(b"$ ") { 2 } else { 0 };
    at += memchr::memchr(b' ', &text[at..]).map_or(0, |at| at + 1);
    let mut user: Option<User> = None;
    while let Some(word) = next_word(text, at) {
        if ends_command(text, at..word.span.start) {
            return at;
        }
        at = word.next;
        if !word.quoted && is_separator(&text[word.span.clone()]) {
            return at;
        }
        if word.joined
            && let Some(user) = &mut user
        {
            user.visit_more(text, &word, visit);
            continue;
        }
        let is_value = word.quoted || !text[word.span.clone()].starts_with(b"-");
        user = (is_value && is_user(option)).then(|| User::new(text, &word));
        option = visit_word(text, &word, option, visit);
    }
    text.len()
}

/// Whether a line ends in what stands between two words, and the command with it: no sign says that it
/// goes on, and the next line has no option.
fn ends_command(text: &[u8], gap: Range<usize>) -> bool {
    let Some(line) = memchr::memchr(b'\n', &text[gap.clone()]) else { return false };
    let before = text[..gap.start + line].trim_ascii_end();
    let goes_on = matches!(before.last(), Some(b'\\' | b'`' | b'^'));
    let is_option = |next: &[u8]| matches!(next, [b'-', b'-' | b'a'..=b'z' | b'A'..=b'Z', ..]);
    !goes_on && !is_option(text[gap.start + line..].trim_ascii_start())
}

/// Whether a word is what stands between two commands.
fn is_separator(word: &[u8]) -> bool {
    matches!(word, b";" | b"&&" | b"|" | b"||" | b"&")
}

/// Where the next command begins at or behind `end`: at once, or on a line of its own.
fn next_command(text: &[u8], end: usize) -> usize {
    let next = text.len() - text[end..].trim_ascii_start().len();
    if is_command(&text[next..]) {
        return next;
    }
    let mut lines = memchr::memchr_iter(b'\n', &text[next..]).map(|line| next + line + 1);
    lines.find(|line| is_command(&text[*line..])).unwrap_or(text.len())
}

/// A word of the command line, or the part of one before or inside quotes.
struct Word {
    span: Range<usize>,
    codec: Codec,
    quoted: bool,
    /// Whether it goes on with the word before: `bob:'x'`.
    joined: bool,
    next: usize,
}

/// What `-u` is given in several pieces.
struct User {
    /// Whether the colon before the password has come.
    is_named: bool,
}

impl User {
    fn new(text: &[u8], first: &Word) -> Self {
        Self { is_named: text[first.span.clone()].contains(&b':') }
    }

    /// Visits a piece behind the first: a part of the password, once the colon has come.
    fn visit_more(&mut self, text: &[u8], piece: &Word, visit: &mut Visit<'_>) {
        let mut value = piece.span.clone();
        if !self.is_named
            && let Some(colon) = memchr::memchr(b':', &text[value.clone()])
        {
            value.start += colon + 1;
            self.is_named = true;
        }
        if self.is_named && !value.is_empty() {
            visit(
                Field::new(&b"password"[..], value, piece.codec, Place::Pair)
                    .secret("authorization/basic-password", "password"),
            );
        }
    }
}

fn is_user(option: &[u8]) -> bool {
    matches!(option, b"-u" | b"--user" | b"-U" | b"--proxy-user")
}

/// Visits a word that follows `option` and gives the option that the next word belongs to.
fn visit_word<'t>(
    text: &'t [u8],
    word: &Word,
    option: &'t [u8],
    visit: &mut Visit<'_>,
) -> &'t [u8] {
    let value = &text[word.span.clone()];
    if word.quoted || !value.starts_with(b"-") || value == b"-" {
        visit_value(text, word.span.clone(), word.codec, option, visit);
        return b"";
    }
    if let Some(equals) = memchr::memchr(b'=', value).filter(|_| value.starts_with(b"--")) {
        let argument = word.span.start + equals + 1..word.span.end;
        if argument.is_empty() {
            return &value[..equals];
        }
        visit_value(text, argument, Codec::Raw, &value[..equals], visit);
        return b"";
    }
    if value.len() > 2 && !value.starts_with(b"--") && takes_argument(&value[..2]) {
        let argument = word.span.start + 2..word.span.end;
        visit_value(text, argument, Codec::Raw, &value[..2], visit);
        return b"";
    }
    last_option(value)
}

/// Of options in one word, the last takes what follows: `-su`.
fn last_option(word: &[u8]) -> &[u8] {
    const OPTIONS: [&[u8; 2]; 6] = [b"-H", b"-b", b"-u", b"-U", b"-d", b"-F"];
    let [b'-', flags @ .., last] = word else { return word };
    if flags.is_empty() || flags.len() > 8 || !flags.iter().all(u8::is_ascii_alphabetic) {
        return word;
    }
    OPTIONS.into_iter().find(|option| option[1] == *last).map_or(word, |option| &option[..])
}

fn takes_argument(option: &[u8]) -> bool {
    matches!(option, b"-H" | b"-b" | b"-u" | b"-U" | b"-d" | b"-F" | b"-x" | b"-e")
}

fn visit_value(
    text: &[u8],
    value: Range<usize>,
    codec: Codec,
    option: &[u8],
    visit: &mut Visit<'_>,
) {
    if value.is_empty() {
        return;
    }
    let field =
        |name: &'static str, place| Field::new(name.as_bytes(), value.clone(), codec, place);
    match option {
        b"-H" | b"--header" | b"--proxy-header" if codec == Codec::Raw => {
            visit_header(text, value, Place::RequestHeader, visit);
        }
        b"-H" | b"--header" | b"--proxy-header" => {
            visit(
                field("", Place::RequestHeader)
                    .read_as(&crate::detect::layer::header_line::HEADER_LINE),
            );
        }
        b"-b" | b"--cookie" => visit(field("cookie", Place::RequestHeader).read_as(&COOKIE)),
        option if is_user(option) => {
            visit(field("", Place::Pair).read_as(&BASIC_CREDENTIALS));
        }
        b"--oauth2-bearer" | b"--pass" | b"--proxy-pass" | b"--tlspassword" => {
            visit(field("password", Place::Pair).secret("curl-option", "credential"));
        }
        b"-d" | b"--data" | b"--data-raw" | b"--data-binary" if is_pair(&text[value.clone()]) => {
            visit_form_part(text, value, codec, visit);
        }
        b"-F" | b"--form" | b"--form-string" | b"--data-urlencode" => {
            visit_form_part(text, value, codec, visit);
        }
        b"" | b"-x" | b"--proxy" | b"-e" | b"--referer" | b"--url" | b"--compressed" | b"-k"
        | b"--insecure" | b"-L" | b"--location" | b"-i" | b"-v" | b"-s" | b"-S" | b"-g" | b"-G" => {
            visit(field("url", Place::Text).read_as(&REFERENCE));
        }
        _ => visit(field("", Place::Form)),
    }
}

/// Whether data is one parameter of a form.
fn is_pair(data: &[u8]) -> bool {
    let name =
        data.iter().take_while(|b| b.is_ascii_alphanumeric() || b"_-.[]".contains(b)).count();
    name > 0 && data.get(name) == Some(&b'=') && memchr::memchr(b'&', data).is_none()
}

/// `name=value` after `-F`.
fn visit_form_part(text: &[u8], part: Range<usize>, codec: Codec, visit: &mut Visit<'_>) {
    let equals = memchr::memchr(b'=', &text[part.clone()]);
    let name = part.start..part.start + equals.unwrap_or(0);
    let value = equals.map_or(part.start, |at| part.start + at + 1)..part.end;
    visit(Field::new(&text[name], value, codec, Place::Form));
}

/// The word at or behind `at`; quotes end a word, so that `-H'a: b'` is two.
fn next_word(text: &[u8], at: usize) -> Option<Word> {
    let start = at
        + text[at..]
            .iter()
            .position(|&b| !(b.is_ascii_whitespace() || matches!(b, b'\\' | b'`')))?;
    let rest = &text[start..];
    let joined = start == at && start > 0 && !text[start - 1].is_ascii_whitespace();
    let quoted = |skip: usize, codec, end: Option<usize>, close: usize| {
        // One that nothing closes ends with its line.
        let rest = &text[start + skip..];
        let line = || start + skip + memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let (end, close) = end.map_or_else(|| (line(), 0), |end| (end, close));
        let next = (end + close).min(text.len());
        Word { span: start + skip..end, codec, quoted: true, joined, next }
    };
    Some(match rest {
        [b'\'', ..] => quoted(1, Codec::Raw, single_quote_end(text, start + 1), 1),
        [b'"', ..] => quoted(1, Codec::Script, escaped_end(text, start + 1, b'"'), 1),
        [b'$', b'\'', ..] => quoted(2, Codec::Script, escaped_end(text, start + 2, b'\''), 1),
        // What Windows' command prompt is given: `^"`.
        [b'^', b'"', ..] => {
            let end = memchr::memmem::find(&text[start + 2..], b"^\"").map(|at| start + 2 + at);
            quoted(2, Codec::Raw, end, 2)
        }
        _ => {
            let length = rest
                .iter()
                .position(|&b| b.is_ascii_whitespace() || matches!(b, b'\'' | b'"'))
                .unwrap_or(rest.len());
            Word {
                span: start..start + length,
                codec: Codec::Raw,
                quoted: false,
                joined,
                next: start + length,
            }
        }
    })
}

/// `'\''` is how a shell writes a quote inside single quotes.
fn single_quote_end(text: &[u8], start: usize) -> Option<usize> {
    let mut from = start;
    loop {
        let end = from + memchr::memchr(b'\'', text.get(from..)?)?;
        if !text[end..].starts_with(b"'\\''") {
            return Some(end);
        }
        from = end + 4;
    }
}

fn escaped_end(text: &[u8], start: usize, quote: u8) -> Option<usize> {
    let mut from = start;
    loop {
        let end = from + memchr::memchr2(quote, b'\\', text.get(from..)?)?;
        if text[end] == quote {
            return Some(end);
        }
        from = end + 2;
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::layer::check::{NO_HINT, check, check_foreign};
    use crate::detect::layer::curl::CURL;

    #[test]
    fn cuts_command_lines() {
        for (text, expected) in [
            (
                "curl 'https://h/a?t=1' \\\n  -H 'x-api-key: k1' -H $'cookie: a=b' \\\n  \
                 --data-raw '{\"a\":1}' --compressed",
                &["url=https://h/a?t=1", "x-api-key=k1", "=cookie: a=b", "={\"a\":1}"][..],
            ),
            (
                "curl -su bob:pw -d \"pass=k3Xw\" -d '{\"a\":\"b=c\"}' -sSL https://h/",
                &["=bob:pw", "pass=k3Xw", "={\"a\":\"b=c\"}", "=https://h/"],
            ),
            (
                "curl -u bob:pw -b \"a=b\" --oauth2-bearer tok --url=https://h/ -Fk=v",
                &["=bob:pw", "cookie=a=b", "password=tok!credential", "url=https://h/", "k=v"],
            ),
            ("curl ^\"https://h/^\" -H ^\"a-b: c^\"", &["url=https://h/", "a-b=c"]),
            (
                "curl -u bob:'p w'\"q\" x",
                &["=bob:", "password=p w!password", "password=q!password", "url=x"],
            ),
            ("curl --user \"bob\":'pw' -L", &["=bob", "password=pw!password"]),
            ("curl -u bob 'https://h/'", &["=bob", "url=https://h/"]),
            ("curl 'a'\\''b' -X POST", &["url=a'\\''b", "=POST"]),
        ] {
            check(&CURL, text, &NO_HINT, expected);
        }
        check_foreign(&CURL, "curls are hair", &NO_HINT);
    }

    #[test]
    fn ends_with_the_command() {
        for (text, expected) in [
            (
                "curl https://h/a\ntool --password=k3Xw",
                &["url=https://h/a", "=\ntool --password=k3Xw"][..],
            ),
            ("curl https://h/b && tool --token m5", &["url=https://h/b", "= tool --token m5"]),
            ("curl https://h/c | jq .a", &["url=https://h/c", "= jq .a"]),
            (
                "curl https://h/d\n$ curl -u bob:pw https://h/e\ndone",
                &["url=https://h/d", "=bob:pw", "url=https://h/e", "=\ndone"],
            ),
            ("curl https://h/f \\\n  https://h/g", &["url=https://h/f", "url=https://h/g"]),
            ("curl https://h/i\n  -u bob:pw", &["url=https://h/i", "=bob:pw"]),
            ("curl 'https://h/j\ntool --token m6", &["url=https://h/j", "=\ntool --token m6"]),
        ] {
            check(&CURL, text, &NO_HINT, expected);
        }
    }
}
