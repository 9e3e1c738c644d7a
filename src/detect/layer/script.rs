//! JavaScript, and text that writes its values as JavaScript does: named string literals, the JSON
//! of inline state, and literals that are documents themselves.
//!
//! A property of a library is no finding: a literal is handed over only when its name holds a
//! sensitive word or its content has a structure, so that megabytes of minified code cost little.

mod arguments;
mod lexer;
mod names;

use std::ops::Range;

use crate::detect::beside::is_full_name;
use crate::detect::layer::script::lexer::{Lexer, Piece};
pub(crate) use crate::detect::layer::script::names::is_sensitive;
pub(crate) use crate::detect::layer::script::names::name_before;
use crate::detect::layer::script::names::{argument_of, element_of, last_argument_of, numbers};
use crate::detect::layer::set_cookie::{self, SET_COOKIE};
use crate::detect::layer::{Field, Hint, Layer, Reading, Visit, prose, source_map, span};
use crate::detect::{Codec, Place};

/// JavaScript: named string literals, the JSON of inline state, literals that are documents.
pub(crate) static SCRIPT: Layer = Layer { id: "script", recognises, fields };

/// Words that a script begins with.
const OPENINGS: &[&str] = &[
    "var ",
    "let ",
    "const ",
    "window.",
    "window[",
    "self.",
    "self[",
    "globalThis.",
    "document.",
    "function ",
    "function(",
    "(function",
    "!function",
    ";(function",
    "(()",
    "!(",
    "(self.",
    "(window.",
    "\"use strict\"",
    "'use strict'",
    "import ",
    "import{",
    "export ",
    "export{",
    "dataLayer",
    "gtag(",
    "fbq(",
    "$(",
    "jQuery(",
    "async ",
    "return ",
    "module.exports",
    "if(",
    "if (",
    "try{",
    "try {",
    "define(",
    "require(",
    "console.",
];

fn recognises(text: &[u8], hint: &Hint<'_>) -> bool {
    if is_script_place(hint)
        || span::contains(hint.mime, b"javascript")
        || span::contains(hint.mime, b"ecmascript")
    {
        return true;
    }
    let start = skip_comments(text, span::trim_all(text).start);
    let head = &text[start..text.len().min(start + 256)];
    let code = memchr::memchr3(b'=', b'(', b'{', head).is_some();
    code && OPENINGS.iter().any(|opening| head.starts_with(opening.as_bytes()))
        || is_literal(head)
        || is_call(head)
        || is_state(head)
}

/// The content of a `<script>` and of an event handler, which HTML hands over under these names.
fn is_script_place(hint: &Hint<'_>) -> bool {
    hint.place == Place::Script && (hint.name == b"script" || hint.name.starts_with(b"on"))
}

/// `{token: "…"`, `{'token': '…'`, `[{token:"…"`: no JSON, which is tried first.
fn is_literal(head: &[u8]) -> bool {
    let Some((b'{' | b'[' | b'(', _)) = head.split_first() else {
        return false;
    };
    let start = head.iter().position(|b| !(b"{[(".contains(b) || b.is_ascii_whitespace()));
    let Some(start) = start else { return false };
    let quoted = usize::from(matches!(head[start], b'"' | b'\''));
    let mut end = span::word_end(head, start + quoted);
    if end == start + quoted {
        return false;
    }
    end += quoted;
    head.get(span::skip_space(head, end)) == Some(&b':')
        && !is_printed(&head[end..])
        && !prose::has_visibility(&head[end - quoted..])
}

/// Whether a literal goes on as Go prints one, without quotes and commas: `:17 Name:`.
fn is_printed(rest: &[u8]) -> bool {
    let rest = rest.strip_prefix(b":").unwrap_or_default();
    let value = rest.iter().take_while(|b| span::is_word(**b) || b"-.@".contains(b)).count();
    let Some(next) = rest[value..].strip_prefix(b" ") else { return false };
    let name = next.iter().take_while(|b| span::is_word(**b)).count();
    value > 0 && name > 0 && matches!(next[name..], [b':', after, ..] if after != b' ')
}

/// `login('a', 'b')`, `app.setToken("…")`: a call that ends as one.
fn is_call(head: &[u8]) -> bool {
    let Some(open) = head.iter().position(|&b| !(span::is_word(b) || b == b'.')) else {
        return false;
    };
    let argument = span::skip_space(head, open + 1);
    open > 0
        && head[open] == b'('
        && matches!(head.get(argument), Some(b'"' | b'\'' | b'`' | b'{' | b'['))
}

/// `x.y = {…}`, `__STATE__="…";`: an assignment that a file of settings would not write.
fn is_state(head: &[u8]) -> bool {
    let Some(end) = head.iter().position(|&b| !(span::is_word(b) || b == b'.')) else {
        return false;
    };
    let assign = span::skip_space(head, end);
    if end == 0 || head.get(assign) != Some(&b'=') {
        return false;
    }
    let value = span::skip_space(head, assign + 1);
    let object = matches!(head.get(value), Some(b'{' | b'['));
    let call = head[value.min(head.len())..].starts_with(b"JSON.parse(");
    let ended = head.trim_ascii_end().ends_with(b"\";") || head.trim_ascii_end().ends_with(b"';");
    object || call || ended
}

fn skip_comments(text: &[u8], mut at: usize) -> usize {
    for _ in 0..8 {
        let rest = &text[at..];
        let end = if rest.starts_with(b"/*") {
            memchr::memmem::find(rest, b"*/").map(|n| n + 2)
        } else if rest.starts_with(b"//") || rest.starts_with(b"<!--") {
            memchr::memchr(b'\n', rest)
        } else {
            None
        };
        let Some(end) = end else { break };
        at = span::skip_space(text, at + end);
    }
    at
}

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    let mut last = Before::default();
    let arguments = arguments::named(text);
    for piece in Lexer::new(text) {
        match piece {
            Piece::Json(value) => {
                let name = name_before(text, value.start).unwrap_or(0..0);
                visit(Field::new(&text[name], value, Codec::Raw, Place::Script));
            }
            Piece::SourceMap(url) => source_map::visit(url, visit),
            Piece::Literal(value) if let Some(name) = arguments.get(&value.start) => {
                visit(Field::new(&text[name.clone()], value, Codec::Script, Place::Script));
            }
            Piece::Literal(value) => {
                let list = last.list_of(text, &value);
                literal(text, &value, list.clone().or_else(|| last.argument(text, &value)), visit);
                last = Before { value, list };
            }
        }
    }
    for (name, value) in numbers(text) {
        visit(Field {
            reading: Reading::Plain,
            ..Field::new(&text[name], value, Codec::Raw, Place::Script)
        });
    }
}

/// Hands over a literal under its name, or for what it holds.
fn literal(text: &[u8], value: &Range<usize>, list: Option<Range<usize>>, visit: &mut Visit<'_>) {
    if value.is_empty() {
        return;
    }
    let before = &text[..value.start - 1];
    if is_evaluated(before) {
        let code = Field::new(&b"script"[..], value.clone(), Codec::Script, Place::Script);
        return visit(code.read_as(&SCRIPT));
    }
    let called = name_before(text, value.start - 1);
    // `document.cookie = "…"` sets one, with its attributes.
    if called.as_ref().is_some_and(|name| text[..name.end].ends_with(b".cookie"))
        && set_cookie::is_one(&text[value.clone()])
    {
        let set = Field::new(&b"set-cookie"[..], value.clone(), Codec::Script, Place::Script);
        return visit(set.read_as(&SET_COOKIE));
    }
    if let Some(name) = called.clone().filter(|name| &text[name.clone()] == b"name")
        && is_full_name(&text[value.clone()])
        && is_beside_address(text, value)
    {
        return visit(Field::new(&text[name], value.clone(), Codec::Script, Place::Claim));
    }
    let name = element_of(text, value)
        .or(called)
        .or(list)
        .or_else(|| argument_of(text, value))
        .or_else(|| last_argument_of(text, value))
        .filter(|name| is_sensitive(&text[name.clone()]))
        .filter(|name| !names_a_function(text, value) && !has_sign(text, name, value));
    let piece = &text[value.clone()];
    if name.is_none() && !is_document(piece) {
        return;
    }
    let codec =
        if memchr::memchr(b'\\', piece).is_some() { Codec::Script } else { call_codec(before) };
    let name = name.unwrap_or(0..0);
    visit(Field::new(&text[name], value.clone(), codec, Place::Script));
}

/// Whether a literal is the name of a function: of the member that compiled classes define so,
/// `{key: "renderA11y", value: function`, or of the one that checks its arguments right there,
/// `addApiKey(a) { required("apiKey", "addApiKey", a)`.
fn names_a_function(text: &[u8], value: &Range<usize>) -> bool {
    const REACH: usize = 256;
    let name = &text[value.clone()];
    let is_word = !name.is_empty() && name.len() <= 64 && name.iter().all(|b| span::is_word(*b));
    if !is_word {
        return false;
    }
    let behind = text[value.end..text.len().min(value.end + REACH)].get(1..).unwrap_or_default();
    let Some(behind) = behind.trim_ascii_start().strip_prefix(b",") else { return false };
    let member = behind.trim_ascii_start();
    let is_defined = [&b"value:"[..], b"get:", b"set:"].into_iter().any(|kind| {
        let function = member.strip_prefix(kind).map(<[u8]>::trim_ascii_start);
        function.is_some_and(|function| function.starts_with(b"function"))
    });
    let before = &text[value.start.saturating_sub(REACH)..value.start - 1];
    let is_of = |at: usize| {
        before.get(at + name.len()) == Some(&b'(')
            && !at.checked_sub(1).is_some_and(|before_it| span::is_word(before[before_it]))
    };
    is_defined || memchr::memmem::find_iter(before, name).any(is_of)
}

/// Whether what `displayName` shows has a sign, as currencies have: `displayName: "…", symbol: "…"`.
fn has_sign(text: &[u8], name: &Range<usize>, value: &Range<usize>) -> bool {
    if &text[name.clone()] != b"displayName" {
        return false;
    }
    let behind = text.get(value.end + 1..).unwrap_or_default();
    let member = behind.trim_ascii_start().strip_prefix(b",").unwrap_or_default();
    let member = member.trim_ascii_start();
    let quoted = usize::from(matches!(member.first(), Some(b'"' | b'\'')));
    member[quoted..].starts_with(b"symbol")
}

/// Whether an e-mail address or a phone stands in the object of a literal: `{name: "…", email: "…"}`,
/// as pages tell chats and analytics who looks at them.
fn is_beside_address(text: &[u8], value: &Range<usize>) -> bool {
    const REACH: usize = 256;
    const MEMBERS: [&[u8]; 3] = [b"email", b"phone", b"user_hash"];
    let before = &text[value.start.saturating_sub(REACH)..value.start];
    let behind = &text[value.end..text.len().min(value.end + REACH)];
    let before = &before[memchr::memrchr(b'{', before).map_or(0, |at| at + 1)..];
    let behind = &behind[..memchr::memchr(b'}', behind).unwrap_or(behind.len())];
    let is_member = |part: &[u8], member: Range<usize>| {
        let before = &part[..member.start];
        let quoted = usize::from(before.ends_with(b"\"") || before.ends_with(b"'"));
        let ahead = before[..before.len() - quoted].trim_ascii_end();
        let is_whole = !part.get(member.end).is_some_and(|byte| span::is_word(*byte));
        is_whole && (ahead.is_empty() || ahead.ends_with(b","))
    };
    [before, behind].into_iter().any(|part| {
        MEMBERS.iter().any(|member| {
            memchr::memmem::find_iter(part, member).any(|at| is_member(part, at..at + member.len()))
        })
    })
}

/// Whether a literal behind `before` is code: `eval("…")`, as bundlers write modules.
fn is_evaluated(before: &[u8]) -> bool {
    // What Trusted Types want around it.
    let before = before.strip_suffix(b"__webpack_require__.ts(").unwrap_or(before);
    let call = before.strip_suffix(b"eval(");
    call.is_some_and(|call| !call.last().is_some_and(|b| span::is_word(*b)))
}

/// The literal before another one.
#[derive(Default)]
struct Before {
    value: Range<usize>,
    /// The name of the list that it stands in.
    list: Option<Range<usize>>,
}

impl Before {
    /// The name of the list that `value` stands in: `apiKeys: ["…", "…"]`.
    fn list_of(&self, text: &[u8], value: &Range<usize>) -> Option<Range<usize>> {
        let start = value.start.checked_sub(1)?;
        let end = span::skip_space_back(text, start);
        match end.checked_sub(1).map(|at| text[at])? {
            b'[' => name_before(text, end - 1),
            b',' => {
                let list = self.list.clone()?;
                let between = text.get(self.value.end + 1..end - 1)?;
                between.trim_ascii().is_empty().then_some(list)
            }
            _ => None,
        }
    }

    /// This literal, if both are the arguments of one call: `setItem("token", "…")`.
    fn argument(&self, text: &[u8], value: &Range<usize>) -> Option<Range<usize>> {
        let last = &self.value;
        if last.is_empty()
            || last.len() > 64
            || value.start < last.end + 3
            || value.start > last.end + 8
        {
            return None;
        }
        let between = text[last.end + 1..value.start - 1].trim_ascii();
        let opened = last.start >= 2 && text[last.start - 2] == b'(';
        let named = text[last.clone()].iter().all(|&b| span::is_word(b) || b".-:$".contains(&b));
        (between == b"," && opened && named).then(|| last.clone())
    }
}

/// How a literal is written that a decoding call takes.
fn call_codec(before: &[u8]) -> Codec {
    const CALLS: &[(&[u8], Codec)] = &[
        (b"decodeURIComponent(", Codec::Percent),
        (b"decodeURI(", Codec::Percent),
        (b"unescape(", Codec::Percent),
        (b"atob(", Codec::Base64),
    ];
    let call = CALLS.iter().find(|(call, _)| before.ends_with(call));
    call.map_or(Codec::Script, |&(_, codec)| codec)
}

/// Whether a literal without a telling name may hold names of its own.
fn is_document(value: &[u8]) -> bool {
    if value.len() < 12 {
        return false;
    }
    let head = &value[..value.len().min(32)];
    match head[0] {
        b'{' | b'[' => matches!(head[1], b'"' | b'\\' | b'{' | b'[' | b'0'..=b'9'),
        b'\\' | b'"' => true,
        b'<' => memchr::memchr(b'=', value).is_some() || has_element(value),
        b'%' => head.starts_with(b"%7B") || head.starts_with(b"%5B") || head.starts_with(b"%22"),
        b'/' => memchr::memchr2(b'?', b'@', value).is_some() || has_escaped_names(value),
        _ if head.starts_with(b"eyJ") || head.starts_with(b"data:") => true,
        _ if memchr::memmem::find(head, b":/").is_some() => true,
        _ if has_escaped_names(value) || is_header(head) || is_connection(head) => true,
        _ => {
            let text = memchr::memchr(b' ', head).is_some();
            let base64 = |b: &u8| b.is_ascii_alphanumeric() || b"+/=-_".contains(b);
            !text
                && (memchr::memchr(b'=', value).is_some()
                    || value.len() >= 24 && head.iter().all(base64))
        }
    }
}

/// `<sessionToken>…`: an element with a telling name.
fn has_element(value: &[u8]) -> bool {
    value.len() >= 24 && is_sensitive(&value[..value.len().min(4096)])
}

/// `Server=db1;Database=…`: the beginning of a connection string.
fn is_connection(head: &[u8]) -> bool {
    let Some(end) = memchr::memchr(b';', head) else { return false };
    let Some(name) = memchr::memchr(b'=', &head[..end]) else { return false };
    let word = |b: &u8| b.is_ascii_alphanumeric() || *b == b' ';
    let next = match &head[end + 1..] {
        [b' ', next, ..] => next.is_ascii_uppercase(),
        [next, ..] => next.is_ascii_alphabetic(),
        [] => false,
    };
    name > 0 && head[..name].iter().all(word) && next
}

/// `Authorization: Bearer …`, `Bearer …`: a line of a header, or credentials behind their scheme.
fn is_header(head: &[u8]) -> bool {
    let word = head.iter().take_while(|&&b| b.is_ascii_alphanumeric() || b == b'-').count();
    match head[word..] {
        [b':', b' ', ..] => is_sensitive(&head[..word]),
        [b' ', ..] => [&b"bearer"[..], b"basic", b"token"]
            .iter()
            .any(|s| head[..word].eq_ignore_ascii_case(s)),
        _ => false,
    }
}

/// What shows that escaped names, code with literals of its own, or a source map stand in a literal.
const ESCAPED_NAMES: &[&[u8]] = &[
    b"\\\":",
    b"\\r",
    b"\\x22:",
    b"\\x27",
    b"\\x3c",
    b"\\u0022:",
    b"\\u003c",
    b"=\\\"",
    b"= \\\"",
    b"=\\'",
    b"= \\'",
    b":\\'",
    b": \\'",
    b"# sourceMappingURL=data:",
];

/// JSON, headers or the parts of a form behind a prefix: `cb({\"token\":…`, `GET / HTTP/1.1\r\n…`.
fn has_escaped_names(value: &[u8]) -> bool {
    let holds = |mark: &[u8]| memchr::memmem::find(value, mark).is_some();
    holds(b"\":")
        || memchr::memchr(b'\\', value).is_some() && ESCAPED_NAMES.iter().any(|mark| holds(mark))
}

#[cfg(test)]
mod tests;
