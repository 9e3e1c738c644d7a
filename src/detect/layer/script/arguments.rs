//! States of pages that are written as the arguments of a function which puts them together, as Nuxt 2
//! does: `window.__NUXT__=(function(a,b){return {data:[{token:a}],user:{password:b}}}("…","…"));`

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::detect::layer::script::names::is_sensitive;
use crate::detect::layer::span;

/// Before the function stands what is set to it, and no more.
const HEAD_BYTES_MAX: usize = 128;

/// The names that the function which a script consists of gives to literals among its arguments, by
/// where these begin; one that has several has the first that is worth a look.
pub(super) fn named(text: &[u8]) -> FxHashMap<usize, Range<usize>> {
    let head = &text[..text.len().min(HEAD_BYTES_MAX)];
    const OPENING: &[u8] = b"=(function(";
    let Some(at) = memchr::memmem::find(head, OPENING) else { return FxHashMap::default() };
    let mut literals = literals(text, at + OPENING.len()).unwrap_or_default();
    let Some(body) = literals.values().map(|value| value.start).min() else {
        return FxHashMap::default();
    };
    let mut named = FxHashMap::default();
    for sign in memchr::memchr2_iter(b':', b'=', &text[..body]) {
        let value = sign + 1..word_end(text, sign + 1);
        if value.is_empty() || !matches!(text.get(value.end), Some(b',' | b'}' | b';')) {
            continue;
        }
        let Some(literal) = literals.get(&text[value.clone()]) else { continue };
        let quoted = usize::from(matches!(text[..sign].last(), Some(b'"' | b'\'')));
        let name = span::word_before(text, sign - quoted);
        if is_sensitive(&text[name.clone()]) {
            named.insert(literal.start, name);
            literals.remove(&text[value]);
        }
    }
    named
}

/// The parameters that begin at `start` whose arguments are literals, each with what stands between
/// its quotes.
fn literals(text: &[u8], start: usize) -> Option<FxHashMap<&[u8], Range<usize>>> {
    let close = start + memchr::memchr(b')', &text[start..])?;
    let open = memchr::memmem::rfind(&text[close..], b"}(").map(|at| close + at)? + 2;
    let mut arguments = Arguments { text, at: open };
    let mut literals = FxHashMap::default();
    for name in text[start..close].split(|byte| *byte == b',') {
        let argument = arguments.next()?;
        if matches!(text[argument.start], b'"' | b'\'') && argument.len() > 2 {
            literals.insert(name.trim_ascii(), argument.start + 1..argument.end - 1);
        }
    }
    Some(literals)
}

/// The arguments of a call, which are literals, numbers, or brackets with nothing in them.
struct Arguments<'t> {
    text: &'t [u8],
    at: usize,
}

impl Iterator for Arguments<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let start = span::skip_space(self.text, self.at);
        let end = match *self.text.get(start)? {
            quote @ (b'"' | b'\'') => closing(self.text, start + 1, quote)? + 1,
            _ => start + memchr::memchr3(b',', b')', b'"', &self.text[start..])?,
        };
        if !matches!(self.text.get(end), Some(b',' | b')')) {
            return None;
        }
        self.at = end + 1;
        (end > start).then_some(start..end)
    }
}

/// Where the literal whose inside begins at `start` ends.
fn closing(text: &[u8], mut start: usize, quote: u8) -> Option<usize> {
    loop {
        let at = start + memchr::memchr2(quote, b'\\', &text[start..])?;
        if text[at] == quote {
            return Some(at);
        }
        start = text.len().min(at + 2);
    }
}

fn word_end(text: &[u8], start: usize) -> usize {
    let length = text[start..].iter().take(8).take_while(|byte| span::is_word(**byte)).count();
    start + length
}

#[cfg(test)]
mod tests {
    use super::named;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let mut named: Vec<_> = named(text.as_bytes()).into_iter().collect();
        named.sort_by_key(|(start, _)| *start);
        let named = named.into_iter().map(|(start, name)| (&text[name], &text[start..start + 2]));
        assert_eq!(named.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn arguments_are_called_as_their_parameters_are_used() {
        check(
            r#"window.__NUXT__=(function(a,b,c){return {data:[{token:a,size:c}],user:{password:b}}}("k3Xw",'x\'7',1));"#,
            &[("token", "k3"), ("password", r"x\")],
        );
        check(
            r#"window.__NUXT__=(function(a,b){a.password=b;a.label=b;return {x:a}}({},"k3Xw"))"#,
            &[("password", "k3")],
        );
        check(r#"x=(function(a){return {"api_key":a}}("k3Xw"))"#, &[("api_key", "k3")]);
        for text in [
            r#"window.__NUXT__=(function(a,b){return {label:a,list:{color:b}}}("Sign in","blue"));"#,
            r#"window.__NUXT__=(function(a){return {token:b}}("k3Xw"));"#,
            r#"window.__NUXT__=(function(a,b){return {token:b}}("k3Xw"));"#,
            r#"window.__NUXT__=(function(a){return {token:a}}(f("k3Xw")));"#,
            r#"window.__NUXT__=(function(a){return {token:a+1}}("k3Xw"));"#,
            r#"x=(function(){return {token:a}}())"#,
            "x=(function(a",
        ] {
            check(text, &[]);
        }
    }
}
