//! Leaves a body out of an entry, or cuts it to its head, and takes white space out.

use crate::chunk::cut::{BodyCut, BodyKind, Edit, head_bytes, is_base64, mark, objects, splice};
use crate::chunk::fit::{Class, Compactor, Saved, Step, Treatment};
use crate::har::{Index, Node, Object, Text};

/// Applies a plan to entries; its buffers serve one after the other.
#[derive(Debug, Default)]
pub struct Fitter {
    index: Index,
    buffer: Vec<u8>,
    /// What was saved so far.
    pub saved: Saved,
}

impl Fitter {
    /// A fitter.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Applies `treatment` to the entry that stands in `out` from `start` on, and takes white space
    /// out of it if `compact` says so.
    pub fn fit(&mut self, out: &mut Vec<u8>, start: usize, treatment: Treatment, compact: bool) {
        if treatment != Treatment::Keep
            && let Some(text) = self.treat(&out[start..], treatment, None)
        {
            let saved = (out.len() - start).saturating_sub(text.len());
            self.saved.note(treatment.step(), 1, saved as u64);
            out.truncate(start);
            out.extend_from_slice(&text);
        }
        if compact {
            self.buffer.clear();
            Compactor::default().feed(&out[start..], &mut self.buffer);
            let saved = out.len() - start - self.buffer.len();
            out.truncate(start);
            out.extend_from_slice(&self.buffer);
            self.saved.note(Step::Space, 1, saved as u64);
        }
    }

    /// Takes what is left of a body of `bytes` bytes out of an entry whose text was emptied before.
    pub fn tidy(&mut self, entry: &mut Vec<u8>, treatment: Treatment, bytes: u64) {
        if matches!(treatment, Treatment::Drop(..))
            && let Some(text) = self.treat(entry, treatment, Some(bytes))
        {
            *entry = text;
        }
    }

    /// The entry without its body, or with its head only; nothing when there is nothing to do.
    fn treat(&mut self, entry: &[u8], treatment: Treatment, bytes: Option<u64>) -> Option<Vec<u8>> {
        self.index.build(entry).ok()?;
        let Node::Object(root) = self.index.document(entry).root() else { return None };
        let mut edits = Vec::new();
        for content in objects(root, b"response").flat_map(|o| objects(o, b"content")) {
            match treatment {
                Treatment::Drop(step, class) => {
                    drop_body(content, (step, class), bytes, &mut edits);
                }
                Treatment::Head(bytes_max) => cut_body(content, entry, bytes_max, &mut edits),
                Treatment::Keep => {}
            }
        }
        edits.sort_by_key(|edit| edit.span.start);
        (!edits.is_empty()).then(|| splice(entry, &edits))
    }
}

/// What a marker says of a body that went.
#[must_use]
pub fn left_out(bytes: u64, step: Step, class: Class) -> String {
    format!("[unharm: body of {bytes} bytes left out ({})]", step.reason(class))
}

/// Takes `text` and `encoding` out of a content; a marker takes the place of the first. The text is
/// known to have had `bytes` bytes, or has what it has.
fn drop_body(
    content: Object<'_>,
    (step, class): (Step, Class),
    bytes: Option<u64>,
    edits: &mut Vec<Edit>,
) {
    let members: Vec<(Text<'_>, Node<'_>)> = content.members().collect();
    let text = members.iter().find_map(|(key, value)| match value {
        Node::String(text) if key.raw() == b"text" => Some(text.raw().len() as u64),
        _ => None,
    });
    let Some(bytes) = text.map(|found| bytes.unwrap_or(found)).filter(|bytes| *bytes > 0) else {
        return;
    };
    let note = left_out(bytes, step, class);
    let mut has_note = false;
    let mut has_comment = members.iter().any(|(key, _)| key.raw() == b"comment");
    let (mut keeps, mut before) = (false, content.span().start + 1);
    for (at, (key, value)) in members.iter().enumerate() {
        let span = key.span().start - 1..end(*value);
        match key.raw() {
            b"text" if !has_comment => {
                let text = format!("\"comment\":\"{note}\"").into_bytes();
                edits.push(Edit { span: span.clone(), text });
                (has_comment, has_note, keeps) = (true, true, true);
            }
            b"text" | b"encoding" => {
                let next = members.get(at + 1).map_or(span.end, |(key, _)| key.span().start - 1);
                let gone = if keeps { before..span.end } else { span.start..next };
                edits.push(Edit { span: gone, text: Vec::new() });
            }
            b"comment" if !has_note => {
                edits.push(add_note(*value, &note));
                (has_note, keeps) = (true, true);
            }
            _ => keeps = true,
        }
        before = span.end;
    }
}

/// Puts a note into a comment that is there.
fn add_note(comment: Node<'_>, note: &str) -> Edit {
    match comment {
        Node::String(text) => {
            let space = if text.raw().is_empty() { "" } else { " " };
            let end = text.span().end;
            Edit { span: end..end, text: format!("{space}{note}").into_bytes() }
        }
        other => Edit { span: other.span(), text: format!("\"{note}\"").into_bytes() },
    }
}

/// Where a value ends, its quote included.
fn end(value: Node<'_>) -> usize {
    match value {
        Node::String(text) => text.span().end + 1,
        other => other.span().end,
    }
}

fn cut_body(content: Object<'_>, entry: &[u8], bytes_max: usize, edits: &mut Vec<Edit>) {
    let Some(text) = content.text(b"text").filter(|text| text.raw().len() > bytes_max) else {
        return;
    };
    let raw = text.raw();
    let kept = head_bytes(raw, bytes_max, is_base64(content));
    let span = text.span();
    edits.push(Edit { span: span.start + kept..span.end, text: Vec::new() });
    let (bytes, bytes_kept) = (raw.len() as u64, kept as u64);
    edits.push(mark(
        content,
        entry,
        &BodyCut { kind: BodyKind::Response, count: 1, bytes, bytes_kept },
    ));
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::chunk::fit::{Class, Fitter, Step, Treatment};

    fn fit(entry: &str, treatment: Treatment, compact: bool) -> (String, Fitter) {
        let mut fitter = Fitter::new();
        let mut out = b"before".to_vec();
        out.extend_from_slice(entry.as_bytes());
        fitter.fit(&mut out, 6, treatment, compact);
        (String::from_utf8(out[6..].to_vec()).unwrap(), fitter)
    }

    #[test]
    fn a_body_goes_with_its_encoding_wherever_they_stand() {
        let drop = Treatment::Drop(Step::Media, Class::Image);
        let note = "[unharm: body of 8 bytes left out (image)]";
        for (content, expected) in [
            (r#"{ "size": 6, "text": "AAAABBBB", "encoding": "base64" }"#, r#"{ "size": 6, C }"#),
            (r#"{"encoding":"base64","text":"AAAABBBB","size":6}"#, r#"{C,"size":6}"#),
            (r#"{"text":"AAAABBBB","encoding":"base64"}"#, "{C}"),
            (r#"{"text":"AAAABBBB"}"#, "{C}"),
            (r#"{"text":"AAAABBBB","comment":"x"}"#, r#"{"comment":"x N"}"#),
            (
                r#"{"encoding":"base64", "text":"AAAABBBB" , "comment":"", "a":1}"#,
                r#"{"comment":"N", "a":1}"#,
            ),
            (r#"{"comment":null,"a":1,"text":"AAAABBBB"}"#, r#"{"comment":"N","a":1}"#),
            (r#"{"text":"AAAABBBB","a":1,"text":"CC"}"#, r#"{C,"a":1}"#),
            (r#"{"text":"","encoding":"base64"}"#, r#"{"text":"","encoding":"base64"}"#),
            (r#"{"text":null}"#, r#"{"text":null}"#),
        ] {
            let entry = |content: &str| {
                format!(r#"{{"request":{{"text":"R"}},"response":{{"content":{content}}}}}"#)
            };
            let expected = expected.replace('C', r#""comment":"N""#).replace('N', note);
            let (written, fitter) = fit(&entry(content), drop, false);
            assert_eq!(written, entry(&expected), "{content}");
            serde_json::from_str::<Value>(&written).unwrap();
            let touched = u64::from(written != entry(content));
            assert_eq!(fitter.saved.steps().map(|step| step.1).sum::<u64>(), touched);
        }
    }

    #[test]
    fn a_head_cuts_nothing_in_half() {
        let head = |bytes| Treatment::Head(bytes);
        for (content, bytes, expected) in [
            (r#"{"text":"aéé"}"#, 4, ("aé", 3)),
            (r#"{"text":"a\n\n"}"#, 4, ("a\\n", 3)),
            (r#"{"text":"AAAABBBB","encoding":"base64"}"#, 7, ("AAAA", 4)),
        ] {
            let entry = format!(r#"{{"response":{{"content":{content}}}}}"#);
            let (written, _) = fit(&entry, head(bytes), false);
            let (text, kept) = expected;
            assert!(written.contains(&format!(r#""text":"{text}""#)), "{written}");
            assert!(written.contains(&format!("to {kept} bytes]")), "{written}");
            serde_json::from_str::<Value>(&written).unwrap();
        }
        let short = r#"{"response":{"content":{"text":"abc"}}}"#;
        assert_eq!(fit(short, head(3), false).0, short);
    }

    #[test]
    fn only_white_space_between_tokens_goes() {
        let text = "{ \"a b\" : [ 1 ,\n\t\"\\\" \\\\\" , \" x\\\\\\\" \" ] , \"c\" : { } }";
        let (written, fitter) = fit(text, Treatment::Keep, true);
        let same: (Value, Value) =
            (serde_json::from_str(text).unwrap(), serde_json::from_str(&written).unwrap());
        assert_eq!(same.0, same.1);
        assert_eq!(written, serde_json::to_string(&same.0).unwrap());
        assert_eq!(fitter.saved.bytes(), (text.len() - written.len()) as u64);
    }
}
