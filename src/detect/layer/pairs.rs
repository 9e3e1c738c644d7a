//! Text that is a list of pairs: dotenv, ini, properties, YAML, connection strings, log lines of
//! `key=value`.

mod yaml;

use std::ops::Range;

use crate::detect::layer::authorization::is_scheme;
use crate::detect::layer::prose::{credentials_end, is_status, is_telling, visit_prose};
use crate::detect::layer::script::SCRIPT;
use crate::detect::layer::span::trim;
use crate::detect::layer::{Field, Hint, Layer, Visit};
use crate::detect::{Codec, Place};

/// Lists of pairs, by their looks.
pub(crate) static PAIRS: Layer =
    Layer { id: "pairs", recognises: |text, _| shape(text).is_some(), fields };

/// A script may hold words like that in a literal.
const NO_HINT: Hint<'static> = Hint { place: Place::Text, mime: b"", name: b"" };

/// How the pairs of a text stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// One to a line.
    Lines,
    /// `Key=value;Key=value`.
    Connection,
    /// `key=value key="value"`.
    Words,
}

/// How many lines are looked at.
const LINES_LOOKED_AT: usize = 24;

/// A name is no longer than this.
const NAME_BYTES_MAX: usize = 96;

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    match shape(text) {
        Some(Shape::Connection) => each_piece(text, 0..text.len(), b';', &mut |piece| {
            visit_pair(text, piece, visit);
        }),
        Some(Shape::Words) => visit_words(text, visit),
        Some(Shape::Lines) => yaml::visit_lines(text, visit),
        None => {}
    }
}

fn shape(text: &[u8]) -> Option<Shape> {
    let head = &text[..text.len().min(4096)];
    if is_connection(head) {
        return Some(Shape::Connection);
    }
    if has_pair_lines(head) {
        return Some(Shape::Lines);
    }
    (is_words(head) && !(SCRIPT.recognises)(head, &NO_HINT)).then_some(Shape::Words)
}

/// Two pairs or more between `;`, on one line, and hardly anything else.
fn is_connection(head: &[u8]) -> bool {
    if head.contains(&b'\n') {
        return false;
    }
    let mut pairs = 0;
    let mut others = 0;
    for piece in head.split(|&b| b == b';').filter(|p| !p.trim_ascii().is_empty()) {
        let name = name_length(piece, true).filter(|&at| piece[at] == b'=');
        // A quoted value may hold a `;`, and one comparison makes it code.
        match name {
            Some(at) if !matches!(piece.get(at + 1), Some(b'=' | b'>')) => pairs += 1,
            _ => others += 1,
        }
    }
    pairs >= 2 && others * 4 <= pairs
}

/// Most lines are pairs, comments or section heads, and at least one is a pair.
fn has_pair_lines(head: &[u8]) -> bool {
    let mut pairs = 0;
    let mut others = 0;
    let mut certain = false;
    // How far the line is indented below which a block stands.
    let mut block = None;
    for line in head.split(|&b| b == b'\n').take(LINES_LOOKED_AT) {
        let indent = line.len() - line.trim_ascii_start().len();
        let line = line.trim_ascii();
        if block.is_some_and(|outer| indent > outer) {
            continue;
        }
        block = [&b": |"[..], b": >", b": |-", b": >-"]
            .iter()
            .any(|opening| line.ends_with(opening))
            .then_some(indent);
        if line.is_empty() || is_comment(line) || pairs > 0 && is_item(line) {
            continue;
        }
        match pair_name(line) {
            Some(name) => {
                pairs += 1;
                certain |= line.starts_with(b"export ") || is_constant(&line[name]);
            }
            None => others += 1,
        }
    }
    (pairs >= 2 || pairs == 1 && certain) && others * 3 <= pairs
}

/// One word of a list.
fn is_item(line: &[u8]) -> bool {
    let word = line.strip_prefix(b"- ");
    word.is_some_and(|word| !word.iter().any(u8::is_ascii_whitespace))
}

/// Three `key=value` at least among the words of the first line.
fn is_words(head: &[u8]) -> bool {
    let line = head.split(|&b| b == b'\n').next().unwrap_or_default();
    line.split(|&b| b == b' ')
        .filter(|word| {
            name_length(word, false).is_some_and(|at| word[at] == b'=' && at + 1 < word.len())
        })
        .count()
        >= 3
}

fn is_comment(line: &[u8]) -> bool {
    matches!(line[0], b'#' | b'!')
        || line.starts_with(b"---")
        || matches!(line, [b';', ..] | [b'[', .., b']'])
}

/// `UPPER_CASE`, as environment variables are written.
fn is_constant(name: &[u8]) -> bool {
    name.len() >= 3
        && name.contains(&b'_')
        && name.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_')
}

/// Where the name of the pair stands that `line` is.
fn pair_name(line: &[u8]) -> Option<Range<usize>> {
    let start = [&b"export "[..], b"set ", b"- "]
        .iter()
        .find(|word| line.starts_with(word))
        .map_or(0, |word| word.len());
    let end = start + name_length(&line[start..], false)?;
    let separator = end + line[end..].iter().position(|&b| !matches!(b, b' ' | b'\t'))?;
    let after = line.get(separator + 1);
    let is_pair = match line[separator] {
        b'=' => !matches!(after, Some(b'=' | b'>' | b'~')),
        b':' => matches!(after, None | Some(b' ' | b'\t' | b'\r')),
        _ => false,
    };
    is_pair.then_some(start..end)
}

/// The length of the name that `text` begins with, something behind it.
fn name_length(text: &[u8], with_spaces: bool) -> Option<usize> {
    let start = text.iter().take_while(|&&b| with_spaces && b == b' ').count();
    let quoted = usize::from(text.get(start) == Some(&b'"'));
    let rest = &text[start + quoted..];
    let end = rest.iter().take(NAME_BYTES_MAX).position(|&b| {
        !(b.is_ascii_alphanumeric() || b"_-.$@/".contains(&b) || with_spaces && b == b' ')
    })?;
    let closes = usize::from(quoted == 1 && rest[end] == b'"');
    let at = start + quoted + end + closes;
    (end > 0 && rest[0] != b'/' && at < text.len() && quoted == closes).then_some(at)
}

fn visit_line(text: &[u8], line: Range<usize>, visit: &mut Visit<'_>) {
    let line = trim(text, line);
    let pair = Some(&text[line.clone()])
        .filter(|line| !line.is_empty() && !is_comment(line))
        .and_then(pair_name);
    match pair {
        Some(name) => visit_pair(text, line.start + name.start..line.end, visit),
        None => visit_prose(text, line, visit),
    }
}

/// Visits the pair `text[pair]`: up to the first `=` or `:` is the name.
fn visit_pair(text: &[u8], pair: Range<usize>, visit: &mut Visit<'_>) {
    let pair = trim(text, pair);
    let Some(separator) = memchr::memchr2(b'=', b':', &text[pair.clone()]) else {
        return;
    };
    let name = trim(text, pair.start..pair.start + separator);
    let mut value = trim(text, pair.start + separator + 1..pair.end);
    // A member of an object, which a text may have in it.
    if text[name.start] == b'"' && text[value.clone()].ends_with(b",") {
        value.end -= 1;
    }
    if matches!(&text[value.clone()], b"[]" | b"{}" | b"[" | b"{") {
        return;
    }
    let name = unquote(text, name);
    let value = unquote(text, without_comment(text, value));
    // A name that only the user knows of may have any value.
    let speaks = text[pair.start + separator..].starts_with(b": ")
        && is_status(&text[value.clone()])
        && is_telling(&text[name.clone()]);
    if !value.is_empty() && !speaks {
        let quoted = value.start > 0 && text[value.start - 1] == b'"';
        let escaped = quoted && memchr::memchr(b'\\', &text[value.clone()]).is_some();
        let codec = if escaped { Codec::Script } else { Codec::Raw };
        visit(Field::new(&text[name], value, codec, Place::Pair));
    }
}

fn visit_words(text: &[u8], visit: &mut Visit<'_>) {
    let mut start = 0;
    let mut prose = 0;
    while start < text.len() {
        let word = start + text[start..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        let name = name_length(&text[word..], false).filter(|&at| text[word + at] == b'=');
        let Some(equals) = name.map(|at| word + at) else {
            let end = word_end(text, word);
            start = end.max(start + 1);
            continue;
        };
        visit_prose(text, prose..word, visit);
        let end = match text.get(equals + 1) {
            Some(&quote @ (b'"' | b'\'')) => closing_quote(text, equals + 2, quote),
            _ => {
                let value = equals + 1..word_end(text, equals + 1);
                let scheme = is_scheme(&text[value.clone()]);
                if scheme { credentials_end(text, &text[word..equals], &value) } else { value.end }
            }
        };
        let end = without_sign(text, equals + 1..end.max(equals + 1));
        if !is_tally(text, word..equals, end) {
            visit_pair(text, word..end, visit);
        }
        start = end;
        prose = end;
    }
    visit_prose(text, prose.min(text.len())..text.len(), visit);
}

/// The end of a value without what closes or parts the row it stands in: `(a=b, c=d)`.
fn without_sign(text: &[u8], value: Range<usize>) -> usize {
    const HEAD_BYTES_MAX: usize = 128;
    let raw = &text[value.clone()];
    let head = &text[..value.start.min(HEAD_BYTES_MAX)];
    let closes = |close: u8, open: u8| {
        raw.ends_with(&[close]) && head.contains(&open) && !raw.contains(&open)
    };
    let sign = raw.ends_with(b",") || closes(b')', b'(') || closes(b'}', b'{');
    value.end - usize::from(sign && raw.len() > 1)
}

/// `pass=12 fail=3`: how many tests did.
fn is_tally(text: &[u8], name: Range<usize>, end: usize) -> bool {
    let value = &text[name.end + 1..end];
    let next = text[end..].trim_ascii_start();
    text[name].eq_ignore_ascii_case(b"pass")
        && (1..=5).contains(&value.len())
        && value.iter().all(u8::is_ascii_digit)
        && [&b"fail"[..], b"skip", b"FAIL", b"SKIP"].iter().any(|word| next.starts_with(word))
}

fn word_end(text: &[u8], start: usize) -> usize {
    text[start..].iter().position(u8::is_ascii_whitespace).map_or(text.len(), |at| start + at)
}

/// Behind the quote that closes; an unclosed one ends at the next space.
fn closing_quote(text: &[u8], start: usize, quote: u8) -> usize {
    // Quoted words of log lines are short; the bound keeps unclosed quotes cheap.
    let limit = text.len().min(start + 4096);
    let mut at = start;
    while let Some(found) = memchr::memchr2(quote, b'\\', text.get(at..limit).unwrap_or_default()) {
        if text[at + found] == quote {
            return at + found + 1;
        }
        at += found + 2;
    }
    word_end(text, start)
}

/// `value  # comment` without the comment, where the value is not quoted.
fn without_comment(text: &[u8], value: Range<usize>) -> Range<usize> {
    let raw = &text[value.clone()];
    if let Some(&quote @ (b'"' | b'\'')) = raw.first() {
        let close = quote_end(raw, quote);
        let is_comment = |at: &usize| raw[*at..].trim_ascii_start().starts_with(b"#");
        return value.start..close.filter(is_comment).map_or(value.end, |at| value.start + at);
    }
    match memchr::memmem::find(raw, b" #") {
        Some(at) => trim(text, value.start..value.start + at),
        None => value,
    }
}

/// Behind the quote that closes the one `raw` begins with; one behind a backslash does not.
fn quote_end(raw: &[u8], quote: u8) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr::memchr2(quote, b'\\', raw.get(at..)?)?;
        if raw[at] == quote {
            return Some(at + 1);
        }
        at += 2;
    }
}

fn unquote(text: &[u8], span: Range<usize>) -> Range<usize> {
    match &text[span.clone()] {
        [a @ (b'"' | b'\''), .., b] if a == b => span.start + 1..span.end - 1,
        _ => span,
    }
}

fn each_piece(
    text: &[u8],
    within: Range<usize>,
    separator: u8,
    each: &mut dyn FnMut(Range<usize>),
) {
    let mut start = within.start;
    while start < within.end {
        let end =
            memchr::memchr(separator, &text[start..within.end]).map_or(within.end, |at| start + at);
        each(start..end);
        start = end + 1;
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::layer::check::{NO_HINT, check, check_foreign};
    use crate::detect::layer::pairs::PAIRS;

    #[test]
    fn cuts_pairs() {
        for (text, expected) in [
            (
                "# env\nexport DB_PASSWORD='p w'\nAPI_KEY=abc=  # c\n\nEMPTY=\n",
                &["DB_PASSWORD=p w", "API_KEY=abc="][..],
            ),
            ("SECRET_KEY=only-one", &["SECRET_KEY=only-one"]),
            ("export A_B=\"p\\\"#q\"  # c\n", &["A_B=p\\\"#q"]),
            ("[client]\nuser = bob\npassword = \"x#y\" # c\n", &["user=bob", "password=x#y"]),
            (
                "db:\n  user: bob\n  password: hunter22\n  - token: t1\n",
                &["user=bob", "password=hunter22", "- token=t1"],
            ),
            (
                "Server=db;User Id=sa;Password=p=1;Encrypt=true",
                &["Server=db", "User Id=sa", "Password=p=1", "Encrypt=true"],
            ),
            (
                "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=b==",
                &["DefaultEndpointsProtocol=https", "AccountName=a", "AccountKey=b=="],
            ),
            (
                "t1 level=info authorization=Bearer k3XwQ81uQpZov7Lt status=401",
                &["level=info", "authorization=Bearer k3XwQ81uQpZov7Lt", "status=401"],
            ),
            ("password: required\nuser: bob\n", &["user=bob"]),
            (
                "a:\n  {\n    \"serial\": \"a20f\",\n    \"has_key\": false,\n    \"keys\": [\n",
                &["serial=a20f", "has_key=false"],
            ),
            ("secrets: []\ntokens: {}\na: 1\n", &["a=1"]),
            (
                "User(id=7, name=bob, first=Zora, password=k3XwQ1)",
                &["name=bob", "first=Zora", "password=k3XwQ1"],
            ),
            ("a=b, token=k3Xw) c=d", &["a=b", "token=k3Xw)", "c=d"]),
            ("pass=12 fail=3 skip=0", &["fail=3", "skip=0"]),
            ("pass=hunter2 fail=3 skip=0", &["pass=hunter2", "fail=3", "skip=0"]),
            ("pass=12 user=bob x=0", &["pass=12", "user=bob", "x=0"]),
            (
                "t1 level=info msg=\"a b\" token=abc\nlevel=warn token=def",
                &["level=info", "msg=a b", "token=abc", "level=warn", "token=def"],
            ),
        ] {
            let expected: Vec<_> =
                expected.iter().map(|row| row.trim_start_matches("- ")).collect();
            check(&PAIRS, text, &NO_HINT, &expected);
        }
    }

    #[test]
    fn leaves_what_is_no_list() {
        for text in [
            "a sentence with a = b in it",
            "Note: this is one sentence.",
            "var a = 1;\nfunction f() { return a == 2 }\nf();\nx();",
            "x=1",
            "https://h.example/a;b",
            "",
            "\n\n",
            "12:30:00",
        ] {
            check_foreign(&PAIRS, text, &NO_HINT);
        }
    }
}
