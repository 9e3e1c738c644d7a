//! Text of a capture as Markdown shows it: as text, whatever it holds.
//!
//! Escapes are those of CommonMark (<https://spec.commonmark.org/0.31.2/>, 2.4, 2.5 and 6.1), and of
//! what GitHub adds: bare addresses, mentions, references.

use crate::report::words::shown;

/// A text that stands among other text: nothing in it is markup, and nothing becomes a link.
pub(super) fn escape(text: &str) -> String {
    let text = shown(text);
    let mut out = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '$' => {
                out.push('\\');
                out.push(c);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("&#64;"),
            '#' => out.push_str("&#35;"),
            ':' if text[at..].starts_with("://") => out.push_str("&#58;"),
            '.' if at >= 3 && text.as_bytes()[at - 3..at].eq_ignore_ascii_case(b"www") => {
                out.push_str("&#46;");
            }
            '+' | '-' | '=' if at == 0 => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// A text as code: character by character as it is, on one line.
pub(super) fn code(text: &str) -> String {
    let text = shown(text);
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

#[cfg(test)]
mod tests {
    use crate::report::ticket::markdown::{code, escape};

    #[test]
    fn nothing_in_a_text_is_markup() {
        for (text, expected) in [
            ("plain text, 1.5 (a)", "plain text, 1.5 (a)"),
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("[x](javascript:1)", "\\[x\\](javascript:1)"),
            ("![i](https://a.test)", "\\!\\[i\\](https&#58;//a.test)"),
            ("# *a* _b_ `c`", "&#35; \\*a\\* \\_b\\_ \\`c\\`"),
            ("x\n# y", "x\\\\u{a}&#35; y"),
            ("@owner www.a.test", "&#64;owner www&#46;a.test"),
            ("- x", "\\- x"),
            ("é|漢", "é\\|漢"),
        ] {
            assert_eq!(escape(text), expected);
        }
    }

    #[test]
    fn code_ends_where_it_should() {
        for (text, expected) in [
            ("a", "`a`"),
            ("a`b", "``a`b``"),
            ("``", "``` `` ```"),
            ("a\n`b", "``a\\u{a}`b``"),
            ("  ", ""),
            ("<b>", "`<b>`"),
        ] {
            assert_eq!(code(text), expected);
        }
    }
}
