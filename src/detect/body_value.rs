//! The values in the body of a request, each of which counts at the highest level.

use crate::detect::examiner::Examiner;
use crate::detect::layer::{Hint, pick};
use crate::detect::name::{Value, is_nothing};
use crate::detect::sniff::looks_like_json;
use crate::detect::{Field, Kind, Level, Reading, Rule};

/// A value of a request's body, at level `public`.
pub(crate) const BODY_VALUE: Rule = Rule { id: "public/body-value", kind: Kind("value") };

impl Examiner<'_> {
    /// At the highest level, every value in the body of a request counts that is no structure.
    pub(crate) fn is_body_value(
        &mut self,
        text: &[u8],
        field: &Field<'_>,
        hint: &Hint<'_>,
    ) -> bool {
        self.rules
            && self.wants_body_values()
            && !is_nothing(Value::Text(text))
            && !matches!(field.reading, Reading::As(layer) if (layer.recognises)(text, hint))
            && !self.is_structure(text, hint)
    }

    /// Whether every value that stands here counts.
    pub(crate) fn wants_body_values(&self) -> bool {
        self.in_request_body && self.detector.level == Level::Public
    }

    fn is_structure(&mut self, text: &[u8], hint: &Hint<'_>) -> bool {
        let mut index = self.indices.pop().unwrap_or_default();
        let is_json = looks_like_json(text) && index.build(text).is_ok();
        self.indices.push(index);
        is_json || pick(text, hint).is_some_and(|layer| STRUCTURES.contains(&layer.id))
    }
}

/// Layers that hold the values of a body; others only hold what tells of a secret in it.
static STRUCTURES: &[&str] = &[
    "multipart",
    "form",
    "graphql",
    "xml",
    "ndjson",
    "jsonp",
    "xssi",
    "msgpack",
    "binary",
    "socketio",
    "signalr",
    "sse",
    "utf16",
];
