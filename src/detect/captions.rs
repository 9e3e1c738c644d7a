//! Documents that hold what an interface says, in one language each: files of translations. Names of
//! credentials stand in them with words: `{"LabelPassword": "Contrasinal", "signIn": "Entrar"}`.

use crate::detect::beside::decoded;
use crate::detect::examiner::Examiner;
use crate::detect::name::{Value, is_personal};
use crate::detect::{Place, Verdict};
use crate::har::{Node, Text};

/// A record of somebody or something has fewer texts, or something else than texts.
const TEXTS_MIN: usize = 40;
/// So many tell.
const TEXTS_MAX: usize = 256;
/// Sections nest no deeper.
const DEPTH_MAX: usize = 8;

/// The texts of a document that were looked at.
#[derive(Default)]
struct Texts {
    count: usize,
    /// Begin as captions do.
    begun: usize,
    /// Several words, or letters that English has not.
    spoken: usize,
    /// With digits or signs that no caption has.
    other: usize,
}

/// Whether a document is one of captions: texts and nothing else, most of which begin with a capital and
/// hardly any of which has a digit in it.
pub(crate) fn holds_captions(root: Node<'_>) -> bool {
    let mut texts = Texts::default();
    matches!(root, Node::Object(_))
        && texts.read(root, 0)
        && texts.count >= TEXTS_MIN
        && texts.begun * 3 >= texts.count * 2
        && texts.spoken * 4 >= texts.count
        && texts.other * 10 <= texts.count
}

impl Texts {
    /// Whether there is nothing but texts.
    fn read(&mut self, node: Node<'_>, depth: usize) -> bool {
        match node {
            _ if self.count == TEXTS_MAX => true,
            Node::Object(object) => {
                depth < DEPTH_MAX && object.members().all(|(_, node)| self.read(node, depth + 1))
            }
            Node::String(text) => {
                self.note(decoded(text, &mut Vec::new()));
                true
            }
            Node::Array(_) | Node::Scalar(_) => false,
        }
    }

    fn note(&mut self, text: &[u8]) {
        self.count += 1;
        self.begun +=
            usize::from(text.first().is_some_and(|b| b.is_ascii_uppercase() || *b >= 0x80));
        self.spoken += usize::from(text.iter().any(|byte| *byte == b' ' || *byte >= 0x80));
        self.other += usize::from(!is_of_words(text));
    }
}

/// Letters of any alphabet, spaces, the punctuation of sentences and what is filled into them.
fn is_of_words(text: &[u8]) -> bool {
    text.iter().all(|byte| {
        byte.is_ascii_alphabetic() || *byte >= 0x80 || b" .,:;!?'\"()-/&%{}<>\\".contains(byte)
    })
}

/// Whether a text of such a document is words under the name of a credential. What people are called is
/// words, too, and what the user has named goes in any case.
pub(crate) fn is_caption(
    examiner: &Examiner<'_>,
    text: Text<'_>,
    name: &[u8],
    place: Place,
) -> bool {
    let mut buffer = Vec::new();
    let value = decoded(text, &mut buffer);
    is_of_words(value)
        && !is_personal(name)
        && matches!(examiner.judge_name(name, Value::Text(value), place),
            Verdict::Secret(rule) if !rule.is_user())
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies::check_answer;

    /// A document with so many captions in two sections, and this member.
    fn document(member: &str, captions: usize) -> String {
        let section = |range: std::ops::Range<usize>| -> String {
            let caption = |at| format!(r#""k{at}":"Axuda","l{at}":"Acerca de n\u00f3s""#);
            range.map(caption).collect::<Vec<_>>().join(",")
        };
        let half = captions / 4;
        format!("{{{member},{},\"menu\":{{{}}}}}", section(0..half), section(half..2 * half))
    }

    #[test]
    fn what_an_interface_says_is_no_secret() {
        check_answer(
            &document(r#""LabelPassword":"Contrasinal","login":{"token":"Ficha de acceso"}"#, 40),
            &[],
        );
    }

    #[test]
    fn what_else_stands_there_goes() {
        for (member, captions, expected) in [
            (r#""password":"hunter2x""#, 40, "hunter2x"),
            (r#""password":"Contrasinal","count":7"#, 40, "Contrasinal"),
            (r#""firstName":"Mira""#, 40, "Mira"),
            (r#""password":"Contrasinal""#, 20, "Contrasinal"),
        ] {
            check_answer(&document(member, captions), &[expected]);
        }
    }
}
