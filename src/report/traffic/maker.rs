//! What recorded a capture, as its envelope says.

use serde::Serialize;

use crate::har::{Index, Node, Object};
use crate::report::traffic::request::short;

/// Characters of a name and of a version.
const TEXT_CHARS: usize = 60;

/// What recorded a capture.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Maker {
    /// Name and version of `log.creator`.
    pub creator: Option<String>,
    /// Name and version of `log.browser`.
    pub browser: Option<String>,
}

impl Maker {
    /// Reads a redacted envelope.
    #[must_use]
    pub fn read(envelope: &[u8]) -> Self {
        let mut index = Index::new();
        if index.build(envelope).is_err() {
            return Self::default();
        }
        let Node::Object(root) = index.document(envelope).root() else { return Self::default() };
        let named = |key: &[u8]| program(root.object(b"log")?.object(key)?);
        Self { creator: named(b"creator"), browser: named(b"browser") }
    }
}

fn program(of: Object<'_>) -> Option<String> {
    let name = short(of.text(b"name")?, TEXT_CHARS);
    let version = of.text(b"version").map(|version| short(version, TEXT_CHARS));
    let text = format!("{name} {}", version.unwrap_or_default()).trim().to_owned();
    (!text.is_empty()).then_some(text)
}
