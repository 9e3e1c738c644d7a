//! The answer to a partial postback of ASP.NET Web Forms: records `length|type|id|content|`, the length
//! in UTF-16 units of the content. Where an earlier run has replaced something in the content it is no
//! longer true: then the next record tells where the content ends.

use std::ops::Range;

use crate::detect::layer::html::HTML;
use crate::detect::layer::script::SCRIPT;
use crate::detect::layer::{Field, Layer, Reading, Visit};
use crate::detect::{Codec, Place};

/// What a partial postback of ASP.NET Web Forms answers.
pub(crate) static DELTA: Layer = Layer {
    id: "delta",
    recognises: |text, _| {
        text.first().is_some_and(u8::is_ascii_digit)
            && Record::read(text, 0, true).is_some_and(|first| TYPES.contains(&&text[first.kind]))
    },
    fields: |text, _, visit| {
        let (mut at, mut is_true) = (0, true);
        while let Some(record) = Record::read(text, at, is_true) {
            at = record.content.end + 1;
            // To try one length after the other that is wrong would square the work.
            is_true &= record.is_true;
            record.visit(text, visit);
        }
    },
};

/// What an answer begins with.
const TYPES: [&[u8]; 10] = [
    b"#",
    b"updatePanel",
    b"hiddenField",
    b"asyncPostBackControlIDs",
    b"postBackControlIDs",
    b"updatePanelIDs",
    b"childUpdatePanelIDs",
    b"pageRedirect",
    b"error",
    b"dataItem",
];

/// Types and names are no longer.
const NAME_BYTES_MAX: usize = 512;

struct Record {
    kind: Range<usize>,
    id: Range<usize>,
    content: Range<usize>,
    /// Whether its length is that of its content.
    is_true: bool,
}

impl Record {
    /// The record that begins at `start`; its length is looked at if it can be true.
    fn read(text: &[u8], start: usize, is_true: bool) -> Option<Self> {
        let (length, kind, id) = head(text, start)?;
        let from = id.end + 1;
        let ends = |end: &usize| text.get(*end) == Some(&b'|') && begins(text, end + 1);
        let bytes = if is_true { bytes_of(&text[from..], length) } else { None };
        let stated = bytes.map(|bytes| from + bytes).filter(ends);
        let end = stated
            .or_else(|| memchr::memchr_iter(b'|', &text[from..]).map(|n| from + n).find(ends))?;
        Some(Self { kind, id, content: from..end, is_true: stated.is_some() })
    }

    fn visit(self, text: &[u8], visit: &mut Visit<'_>) {
        if self.content.is_empty() {
            return;
        }
        let field = |name, place| Field::new(name, self.content.clone(), Codec::Raw, place);
        visit(match &text[self.kind] {
            b"hiddenField" => field(&text[self.id], Place::Html),
            b"updatePanel" => field(b"", Place::Html).read_as(&HTML),
            kind if kind.starts_with(b"script") || kind == b"onSubmit" || kind == b"expando" => {
                Field { reading: Reading::As(&SCRIPT), ..field(b"script", Place::Script) }
            }
            _ => field(b"", Place::Text),
        });
    }
}

/// The length that the record at `start` states, its type and its name.
fn head(text: &[u8], start: usize) -> Option<(usize, Range<usize>, Range<usize>)> {
    let mut at = start;
    let mut part = || {
        let rest = text.get(at..)?;
        let end = memchr::memchr(b'|', &rest[..rest.len().min(NAME_BYTES_MAX)])?;
        let span = at..at + end;
        at += end + 1;
        Some(span)
    };
    let [length, kind, id] = [part()?, part()?, part()?];
    let is_kind = kind.len() <= 40 && text[kind.clone()].iter().all(u8::is_ascii_alphabetic);
    let length = std::str::from_utf8(&text[length]).ok()?.parse().ok()?;
    (text[kind.clone()] == *b"#" || is_kind && kind.len() > 4).then_some((length, kind, id))
}

/// Whether a record begins at `at`, or nothing is left.
fn begins(text: &[u8], at: usize) -> bool {
    text.get(at).is_none_or(u8::is_ascii_digit) && (at == text.len() || head(text, at).is_some())
}

/// The bytes of so many UTF-16 units, if the text has them.
fn bytes_of(text: &[u8], units: usize) -> Option<usize> {
    let head = text.get(..units)?;
    if head.is_ascii() {
        return Some(units);
    }
    let mut left = units;
    let mut at = 0;
    while left > 0 {
        let (bytes, units) = match text.get(at)? {
            0..0x80 => (1, 1),
            0x80..0xe0 => (2, 1),
            0xe0..0xf0 => (3, 1),
            _ => (4, 2),
        };
        at += bytes;
        left = left.checked_sub(units)?;
    }
    (at <= text.len()).then_some(at)
}

#[cfg(test)]
mod tests {
    use crate::detect::layer::checks::{check, refuse};
    use crate::detect::layer::delta::DELTA;

    #[test]
    fn records() {
        check(
            &DELTA,
            "text/plain; charset=utf-8",
            "1|#||4|9|updatePanel|main|<p>a|b</p|0|hiddenField|__EVENTTARGET||6|hiddenField|__VIEWSTATE|/wEPDw|4|scriptBlock|ScriptContentNoTags|f(1)|7|pageRedirect||%2fa%3f|",
            &[
                "|4|Raw|Text",
                "|<p>a|b</p|Raw|Html",
                "__VIEWSTATE|/wEPDw|Raw|Html",
                "script|f(1)|Raw|Script",
                "|%2fa%3f|Raw|Text",
            ],
        );
        check(
            &DELTA,
            "",
            "6|updatePanel|a|é漢😀|.|2|hiddenField|t|k3|",
            &["|é漢😀|.|Raw|Html", "t|k3|Raw|Html"],
        );
    }

    #[test]
    fn a_length_may_be_wrong() {
        check(
            &DELTA,
            "",
            "2|hiddenField|t|redacted-token-1|9|hiddenField|u|k|3|1|hiddenField|v|w|",
            &["t|redacted-token-1|Raw|Html", "u|k|3|Raw|Html", "v|w|Raw|Html"],
        );
    }

    #[test]
    fn anything_else_is_none() {
        refuse(
            &DELTA,
            &["", "1|2|3|4|", "7|updatePanel|a|b", "1|other||a|", "3|error|", "1|#||", "a|#||4|"],
        );
    }
}
