//! Lines of pairs, and what YAML makes of several: a block below its name, the items of a list, a
//! variable as `name` and `value`, a Secret of Kubernetes.

use std::ops::Range;

use crate::detect::layer::pairs::{is_comment, pair_name, unquote, visit_line};
use crate::detect::layer::span::trim;
use crate::detect::layer::token::is_token_like;
use crate::detect::layer::{Field, Visit};
use crate::detect::{Codec, Place};

/// A key has no more lines.
const BLOCK_LINES_MAX: usize = 4;

/// What the lines before tell of the one that comes.
#[derive(Default)]
struct Context {
    /// The name whose list may follow, and its indentation.
    list: Option<(Range<usize>, usize)>,
    /// The name of a variable whose value may follow, and the indentation of its `name`.
    variable: Option<(Range<usize>, usize)>,
    /// Whether the document is a Secret, and whether its data has begun.
    is_secret: bool,
    in_data: bool,
}

/// Visits the pairs of a text, a line each.
pub(super) fn visit_lines(text: &[u8], visit: &mut Visit<'_>) {
    let mut context = Context::default();
    let mut start = 0;
    while start < text.len() {
        let end = line_end(text, start);
        let next = context.visit(text, start..end, visit);
        start = next.max(end + 1);
    }
}

impl Context {
    /// Visits a line; gives where the next one begins that is not visited.
    fn visit(&mut self, text: &[u8], line: Range<usize>, visit: &mut Visit<'_>) -> usize {
        let whole = trim(text, line.clone());
        if whole.is_empty() {
            return 0;
        }
        let indent = whole.start - line.start;
        let raw = &text[whole.clone()];
        if indent == 0 {
            self.is_secret = raw == b"kind: Secret" || self.is_secret && !raw.starts_with(b"---");
            self.in_data = self.is_secret && matches!(raw, b"data:" | b"stringData:");
        }
        if let Some(item) = self.item(text, &whole, indent) {
            let name = self.list.as_ref().map_or(0..0, |(name, _)| name.clone());
            visit(Field::new(&text[name], item, Codec::Raw, Place::Pair));
            return 0;
        }
        let name = if is_comment(raw) { None } else { pair_name(raw) };
        let Some(name) = name.map(|name| whole.start + name.start..whole.start + name.end) else {
            visit_line(text, line, visit);
            return 0;
        };
        let colon = text[name.end] == b':';
        let value = trim(text, (name.end + 1).min(whole.end)..whole.end);
        self.list = (colon && value.is_empty()).then(|| (name.clone(), indent));
        let variable = self.variable.take();
        if !colon || value.is_empty() {
            visit_line(text, line, visit);
            return 0;
        }
        let inner = indent + name.start - whole.start;
        if text[name.clone()].eq_ignore_ascii_case(b"name") {
            self.variable = Some((unquote(text, value.clone()), inner));
        }
        if let Some((called, _)) = variable.filter(|(_, at)| *at == inner)
            && text[name.clone()].eq_ignore_ascii_case(b"value")
        {
            let value = unquote(text, value);
            visit(Field::new(&text[called], value, Codec::Raw, Place::Pair));
            return 0;
        }
        if self.in_data && indent > 0 && !matches!(text[value.start], b'|' | b'>') {
            let value = unquote(text, value);
            let field = Field::new(&text[name], value, Codec::Raw, Place::Pair);
            visit(field.secret("yaml/secret", "secret"));
            return 0;
        }
        if matches!(&text[value.clone()], b"|" | b">" | b"|-" | b">-" | b"|+" | b">+") {
            return visit_block(text, &name, line.end + 1, indent, visit);
        }
        visit_line(text, line, visit);
        0
    }

    /// The item of the list that a line is: one word.
    fn item(&self, text: &[u8], line: &Range<usize>, indent: usize) -> Option<Range<usize>> {
        let (_, outer) = self.list.as_ref()?;
        let raw = text[line.clone()].strip_prefix(b"- ").filter(|_| indent >= *outer)?;
        let value = unquote(text, trim(text, line.end - raw.len()..line.end));
        let word = &text[value.clone()];
        let is_word = !word.is_empty() && !word.iter().any(u8::is_ascii_whitespace);
        (is_word && pair_name(raw).is_none() && !word.ends_with(b":")).then_some(value)
    }
}

/// Visits the block that begins at `start` if it is one line or looks like a key; gives where it ends, or
/// where it begins.
fn visit_block(
    text: &[u8],
    name: &Range<usize>,
    start: usize,
    indent: usize,
    visit: &mut Visit<'_>,
) -> usize {
    let mut lines = Vec::new();
    let mut at = start;
    while at < text.len() && lines.len() <= BLOCK_LINES_MAX {
        let end = line_end(text, at);
        let line = trim(text, at..end);
        if !line.is_empty() && line.start - at <= indent {
            break;
        }
        if !line.is_empty() {
            lines.push(line);
        }
        at = end + 1;
    }
    let is_key = |line: &Range<usize>| is_token_like(&text[line.clone()]);
    let is_value = lines.len() == 1 || lines.len() <= BLOCK_LINES_MAX && lines.iter().all(is_key);
    if !is_value {
        return start;
    }
    for line in lines {
        visit(Field::new(&text[name.clone()], line, Codec::Raw, Place::Pair));
    }
    at
}

fn line_end(text: &[u8], start: usize) -> usize {
    memchr::memchr(b'\n', &text[start..]).map_or(text.len(), |at| start + at)
}

#[cfg(test)]
mod tests {
    use crate::detect::layer::check::{NO_HINT, check};
    use crate::detect::layer::pairs::PAIRS;

    #[test]
    fn what_several_lines_are() {
        for (text, expected) in [
            ("a: 1\ntoken: >-\n  k3XwQ81u\nb: 2\n", &["a=1", "token=k3XwQ81u", "b=2"][..]),
            (
                "a: 1\nsecret: |\n  k3XwQ81uQpZov7Lt\n  9Zk3XwQ81uQpZov7\nb: 2",
                &["a=1", "secret=k3XwQ81uQpZov7Lt", "secret=9Zk3XwQ81uQpZov7", "b=2"],
            ),
            ("a: 1\nb: 2\nsecret: |\n  #!/bin/sh\n  echo on\nc: 3\n", &["a=1", "b=2", "c=3"]),
            (
                "a: 1\ntokens:\n  - k3Xw\n  - 'q81u'\nb: 2\n",
                &["a=1", "tokens=k3Xw", "tokens=q81u", "b=2"],
            ),
            (
                "env:\n- name: DB_PASS\n  value: k3Xw\n- name: LEVEL\n  value: debug\n",
                &["name=DB_PASS", "DB_PASS=k3Xw", "name=LEVEL", "LEVEL=debug"],
            ),
            (
                "kind: Secret\ndata:\n  foo: azNYdw==\nmetadata:\n  name: a\n",
                &["kind=Secret", "foo=azNYdw==!secret", "name=a"],
            ),
            ("kind: ConfigMap\ndata:\n  foo: a\n", &["kind=ConfigMap", "foo=a"]),
        ] {
            check(&PAIRS, text, &NO_HINT, expected);
        }
    }
}
