//! JSONP: JSON as the arguments of one call (`callback({…});`).

use std::ops::Range;

use crate::detect::layer::extent::json_end;
use crate::detect::layer::{Field, Hint, Layer, Visit, script, span};
use crate::detect::{Codec, Place};

/// JSON as the arguments of one call.
pub(crate) static JSONP: Layer = Layer {
    id: "jsonp",
    recognises: |text, _| json_arguments(text).is_some_and(|found| !found.is_empty()),
    fields,
};

/// How long what stands before the first argument may be.
const HEAD_MAX: usize = 300;

/// More arguments than any callback takes.
const ARGUMENTS_MAX: usize = 8;

fn fields(text: &[u8], _: &Hint<'_>, visit: &mut Visit<'_>) {
    for argument in json_arguments(text).unwrap_or_default() {
        visit(Field::new(&b""[..], argument, Codec::Raw, Place::Json));
    }
}

/// The objects, arrays and strings among the arguments, if the text is one call and nothing else.
fn json_arguments(text: &[u8]) -> Option<Vec<Range<usize>>> {
    let whole = span::trim_all(text);
    let piece = text[whole.clone()].trim_ascii_end();
    let piece = piece.strip_suffix(b";").unwrap_or(piece).trim_ascii_end();
    piece.strip_suffix(b")")?;
    let close = whole.start + piece.len() - 1;
    let mut at = call_start(&text[..close], whole.start)? + 1;
    let callee = whole.start..at - 1;
    let mut found = Vec::new();
    for _ in 0..ARGUMENTS_MAX {
        at = span::skip_space(text, at);
        let end = if matches!(text[at], b'{' | b'[' | b'"') {
            let end = json_end(&text[..close], at)?;
            found.push(at..end);
            end
        } else {
            let scalar = text[at..close]
                .iter()
                .position(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'.' | b'-' | b'+'));
            scalar.map_or(close, |n| at + n)
        };
        at = span::skip_space(text, end);
        match text[at] {
            _ if at == close => return (!is_setter(text, callee, &found)).then_some(found),
            b',' => at += 1,
            _ => return None,
        }
    }
    None
}

/// `setItem("token", "…")`, `setToken("…")`: strings that stand under a name, which a script's are.
fn is_setter(text: &[u8], callee: Range<usize>, arguments: &[Range<usize>]) -> bool {
    arguments.iter().all(|argument| text[argument.start] == b'"')
        && (arguments.len() > 1 || script::is_sensitive(&text[callee]))
}

/// The parenthesis that opens the arguments: before it stand only a name, a test for it
/// (`typeof cb === 'function' && cb`), and comments.
fn call_start(text: &[u8], start: usize) -> Option<usize> {
    let head = &text[start..text.len().min(start + HEAD_MAX)];
    let first = *head.first()?;
    if !(span::is_word(first) || first == b'/') {
        return None;
    }
    let open = head.iter().position(|b| {
        !(span::is_word(*b) || b.is_ascii_whitespace() || b".[]'\"&|=/*".contains(b))
    })?;
    (head[open] == b'(' && open > 0).then_some(start + open)
}

#[cfg(test)]
mod tests {
    use super::JSONP;
    use crate::detect::layer::checks::{check, refuse};

    #[test]
    fn calls() {
        let json = "|{\"a\":[1]}|Raw|Json";
        for (head, tail) in [
            ("callback(", ");"),
            ("/**/cb(", ")"),
            ("/**/ typeof cb === 'function' && cb(", ");\n"),
            ("window.cb && cb( ", " ) ;"),
            ("jQuery17_123.x[0](", ")"),
            ("cb(200,", ",null);"),
        ] {
            check(&JSONP, "", &format!("{head}{{\"a\":[1]}}{tail}"), &[json]);
        }
        check(&JSONP, "", "cb(\"x\", {})", &["|\"x\"|Raw|Json", "|{}|Raw|Json"]);
        refuse(
            &JSONP,
            &[
                "f()",
                "({})",
                "cb({a:1})",
                "define([\"a\"],function(){})",
                "a({}) b({})",
                "cb({})+1",
                "hello (world)",
                "localStorage.setItem(\"token\", \"x\")",
                "api.setToken(\"x\");",
                "",
                "(",
                ")",
            ],
        );
    }
}
