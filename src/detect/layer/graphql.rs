//! GraphQL queries with their values written inside (variables beside a query are plain JSON).

use std::ops::Range;

use crate::detect::layer::{Field, Hint, Layer, Visit, span};
use crate::detect::{Codec, Place};

/// A GraphQL document: its literals, each under the name of its argument.
pub(crate) static GRAPHQL: Layer = Layer { id: "graphql", recognises, fields };

fn recognises(text: &[u8], hint: &Hint<'_>) -> bool {
    let start = skip_comments(text, span::trim_all(text).start);
    let rest = text[start..].trim_ascii_end();
    if rest.last() != Some(&b'}') {
        return false;
    }
    if rest[0] == b'{' {
        let name = span::skip_space(rest, 1);
        let end = span::word_end(rest, name);
        let after = rest.get(span::skip_space(rest, end));
        let stated = hint.name == b"query" || span::contains(hint.mime, b"graphql");
        return end > name
            && (matches!(after, Some(b'(' | b'{')) || stated && after != Some(&b'='));
    }
    ["query", "mutation", "subscription", "fragment"].iter().any(|word| {
        let head = rest.strip_prefix(word.as_bytes()).unwrap_or_default();
        let name = span::skip_space(head, 0);
        let end = span::word_end(head, name);
        let next = head.get(span::skip_space(head, end));
        let separate = name > 0 || end == 0;
        let fragment = head[end..].trim_ascii_start().starts_with(b"on ");
        separate && (matches!(next, Some(b'(' | b'{' | b'@')) || fragment)
    })
}

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    // The argument whose list is open, for the values behind its first.
    let mut name = 0..0;
    let mut at = 0;
    while let Some(n) = text[at..].iter().position(|b| matches!(b, b'"' | b':' | b'#')) {
        let start = at + n;
        at = start + 1;
        match text[start] {
            b'#' => at = memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |n| at + n),
            b':' => {
                let value = span::skip_space(text, at);
                if let Some(number) = number_at(text, value) {
                    at = number.end;
                    let name = span::word_before(text, span::skip_space_back(text, start));
                    visit(Field::new(&text[name], number, Codec::Raw, Place::GraphQl));
                }
            }
            _ => {
                let Some((value, codec)) = string_at(text, start) else {
                    return;
                };
                at = value.end + if codec == Codec::Raw { 3 } else { 1 };
                name = name_before(text, start).unwrap_or(name);
                visit(Field::new(&text[name.clone()], value, codec, Place::GraphQl));
            }
        }
    }
}

/// The content of the string or block string whose first quote stands at `start`.
fn string_at(text: &[u8], start: usize) -> Option<(Range<usize>, Codec)> {
    let block = text[start..].starts_with(b"\"\"\"");
    let content = start + if block { 3 } else { 1 };
    let mut at = content;
    if block {
        let n = memchr::memmem::find(&text[at..], b"\"\"\"")?;
        return Some((content..at + n, Codec::Raw));
    }
    loop {
        at += memchr::memchr2(b'"', b'\\', &text[at..])?;
        if text[at] == b'"' {
            return Some((content..at, Codec::Json));
        }
        at = (at + 2).min(text.len());
    }
}

/// The name of the value at `start`: `name: …`, or a variable's default `$name: Type = …`. A value
/// further on in a list has none of its own.
fn name_before(text: &[u8], start: usize) -> Option<Range<usize>> {
    let mut end = span::skip_space_back(text, start);
    if end > 0 && text[end - 1] == b'[' {
        end = span::skip_space_back(text, end - 1);
    }
    if end > 0 && text[end - 1] == b'=' {
        end = span::skip_space_back(text, end - 1);
        while end > 0 && matches!(text[end - 1], b'!' | b']' | b'[') {
            end -= 1;
        }
        end = span::word_before(text, end).start;
        while end > 0 && text[end - 1] == b'[' {
            end -= 1;
        }
        end = span::skip_space_back(text, end);
    }
    if end == 0 || text[end - 1] != b':' {
        return None;
    }
    let name = span::word_before(text, span::skip_space_back(text, end - 1));
    let variable = usize::from(text[name.clone()].starts_with(b"$"));
    Some(name.start + variable..name.end)
}

fn number_at(text: &[u8], start: usize) -> Option<Range<usize>> {
    let inside = |b: &u8| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E');
    let length = text[start..].iter().take_while(|b| inside(b)).count();
    let digit = text[start..start + length].iter().any(u8::is_ascii_digit);
    digit.then_some(start..start + length)
}

fn skip_comments(text: &[u8], mut at: usize) -> usize {
    while text.get(at) == Some(&b'#') {
        at = memchr::memchr(b'\n', &text[at..]).map_or(text.len(), |n| at + n);
        at = span::skip_space(text, at);
    }
    at
}

#[cfg(test)]
mod tests {
    use super::GRAPHQL;
    use crate::detect::layer::checks::{check, refuse};

    #[test]
    fn literals() {
        check(
            &GRAPHQL,
            "",
            "mutation { login(email: \"a@b.example\", password:\"p\\\"w\") { token } }",
            &["email|a@b.example|Json|GraphQl", "password|p\\\"w|Json|GraphQl"],
        );
        check(
            &GRAPHQL,
            "",
            "mutation M($t: [String!]! = \"d\") @x { f(input: {otp: 123456, n: \"\"\"a \"b\"\"\"\"}) }",
            &["t|d|Json|GraphQl", "otp|123456|Raw|GraphQl", "n|a \"b|Raw|GraphQl"],
        );
        check(
            &GRAPHQL,
            "",
            "# c \"x\"\n{ user(keys: [\"a\", \"b\"]) { id } }",
            &["keys|a|Json|GraphQl", "keys|b|Json|GraphQl"],
        );
        check(&GRAPHQL, "", "query{me{id}}", &[]);
        check(&GRAPHQL, "", "fragment F on User { a(k: \"v\") }", &["k|v|Json|GraphQl"]);
        refuse(
            &GRAPHQL,
            &[
                "query",
                "mutation of genes",
                "{\"a\":1}",
                "{token:\"x\"}",
                "{}",
                "queryAll({})",
                "",
                "{",
                "#",
            ],
        );
    }
}
