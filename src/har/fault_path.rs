//! Where in an entry a fault is, as a path for people: `request.headers[3].value`.

use struson::reader::json_path::JsonPathPiece;
use struson::reader::{JsonReader, JsonStreamReader, ReaderError, ReaderSettings};

use crate::har::malformed::DEPTH_MAX;

/// What the HAR format calls things; any other key might be somebody's data and is shown as `*`.
const VOCABULARY: [&str; 44] = [
    "_eventSourceMessages",
    "_initiator",
    "_priority",
    "_resourceType",
    "_webSocketMessages",
    "bodySize",
    "cache",
    "comment",
    "compression",
    "connect",
    "connection",
    "content",
    "cookies",
    "data",
    "dns",
    "domain",
    "encoding",
    "expires",
    "headers",
    "headersSize",
    "httpOnly",
    "httpVersion",
    "method",
    "mimeType",
    "name",
    "opcode",
    "pageref",
    "params",
    "path",
    "postData",
    "queryString",
    "receive",
    "redirectURL",
    "request",
    "response",
    "secure",
    "send",
    "serverIPAddress",
    "size",
    "startedDateTime",
    "status",
    "text",
    "url",
    "value",
];

/// Where the text of an entry stops being JSON, if it does and the place has a path.
#[must_use]
pub fn fault_path(entry: &[u8]) -> Option<String> {
    let settings = ReaderSettings {
        max_nesting_depth: u32::try_from(DEPTH_MAX).ok(),
        ..ReaderSettings::default()
    };
    let mut reader = JsonStreamReader::new_custom(entry, settings);
    let Err(ReaderError::SyntaxError(error)) = reader.skip_value() else { return None };
    let path: String = error.location.path?.iter().map(shown).collect();
    let path = path.trim_start_matches('.');
    let tells = path.bytes().any(|byte| byte.is_ascii_alphabetic());
    tells.then(|| path.to_owned())
}

fn shown(piece: &JsonPathPiece) -> String {
    match piece {
        JsonPathPiece::ArrayItem(number) => format!("[{number}]"),
        JsonPathPiece::ObjectMember(name) if name == "<?>" => String::new(),
        JsonPathPiece::ObjectMember(name) => match VOCABULARY.binary_search(&name.as_str()) {
            Ok(_) => format!(".{name}"),
            Err(_) => ".*".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{VOCABULARY, fault_path};

    #[test]
    fn a_fault_has_a_path_of_har_words_only() {
        for (entry, expected) in [
            (
                r#"{"request":{"headers":[{"name":"a"},{"name":tru}]}}"#,
                Some("request.headers[1].name"),
            ),
            (r#"{"response":{"hunter2":{"status":01}}}"#, Some("response.*.status")),
            (r#"{"hunter2":}"#, None),
            (r#"{"#, None),
            (r#"{"time":1}"#, None),
        ] {
            assert_eq!(fault_path(entry.as_bytes()).as_deref(), expected, "{entry}");
        }
    }

    #[test]
    fn the_vocabulary_is_sorted() {
        assert!(VOCABULARY.is_sorted());
    }
}
