//! What the body of a failed response says of the error.

use serde::Serialize;
use serde_json::Value;

use crate::har::Entry;
use crate::report::words::shortened;

/// A longer body is no error message.
const BODY_BYTES_MAX: usize = 64 << 10;

/// Characters of a code or type, and of a message.
const CODE_CHARS: usize = 80;
const MESSAGE_CHARS: usize = 200;

/// What an error says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ErrorBody {
    /// Its code, as `rate_limit_exceeded`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Its type, as `invalid_request_error`, or the URI of a problem (RFC 9457).
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The parameter that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub param: Option<String>,
    /// What people are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl ErrorBody {
    /// Reads the body of an entry's response; empty when it is no JSON object that tells of an error.
    pub(super) fn read(entry: Entry<'_>) -> Self {
        let Some(body) = entry.body().filter(|body| body.raw().len() <= BODY_BYTES_MAX) else {
            return Self::default();
        };
        let text = body.decode();
        let encoding = entry.content().and_then(|content| content.text(b"encoding"));
        if encoding.is_some_and(|encoding| encoding.raw() == b"base64") {
            let decoded = base64_simd::STANDARD.decode_to_vec(text.trim().as_bytes());
            return decoded.map(|bytes| Self::parse(&bytes)).unwrap_or_default();
        }
        Self::parse(text.as_bytes())
    }

    fn parse(body: &[u8]) -> Self {
        let Ok(value) = serde_json::from_slice::<Value>(body) else { return Self::default() };
        let mut found = Self::default();
        let mut value = &value;
        // The envelopes that APIs put around an error, outermost first.
        for _ in 0..4 {
            found.take(value);
            let inner = ["error", "errors", "detail", "fault", "extensions"]
                .into_iter()
                .find_map(|name| value.get(name))
                .map(|inner| inner.get(0).unwrap_or(inner));
            match inner.filter(|inner| inner.is_object()) {
                Some(inner) => value = inner,
                None => break,
            }
        }
        found
    }

    /// Takes what an object says; what stands further inside says more exactly what is wrong.
    fn take(&mut self, of: &Value) {
        let text = |names: &[&str], max: usize| {
            let value = names.iter().filter_map(|name| of.get(name)).find_map(scalar)?;
            Some(shortened(&value, max)).filter(|text| !text.is_empty())
        };
        let set = |mine: &mut Option<String>, other: Option<String>| {
            if other.is_some() {
                *mine = other;
            }
        };
        set(&mut self.code, text(&["code", "errorCode", "error_code", "error"], CODE_CHARS));
        set(&mut self.kind, text(&["type", "__type", "status", "reason"], CODE_CHARS));
        set(&mut self.param, text(&["param", "field", "pointer"], CODE_CHARS));
        let names = ["message", "error_description", "detail", "title", "errorMessage"];
        set(&mut self.message, text(&names, MESSAGE_CHARS));
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a policy or safety system has refused the request.
    #[must_use]
    pub fn is_policy(&self) -> bool {
        const WORDS: [&str; 7] = [
            "content_policy",
            "content_filter",
            "contentfilter",
            "moderation",
            "policy_violation",
            "safety",
            "flagged",
        ];
        [&self.code, &self.kind].into_iter().flatten().any(|text| {
            let text = text.to_ascii_lowercase();
            WORDS.iter().any(|word| text.contains(word))
        })
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::report::traffic::error_body::ErrorBody;

    #[track_caller]
    fn check(body: &str, code: &str, kind: &str, message: &str) {
        let found = ErrorBody::parse(body.as_bytes());
        let text = |text: Option<String>| text.unwrap_or_default();
        let found = (text(found.code), text(found.kind), text(found.message));
        assert_eq!(found, (code.to_owned(), kind.to_owned(), message.to_owned()), "{body}");
    }

    #[test]
    fn errors_of_many_apis_are_read() {
        check(
            r#"{"error":{"message":"Slow down.","type":"requests","param":null,"code":"rate_limit_exceeded"}}"#,
            "rate_limit_exceeded",
            "requests",
            "Slow down.",
        );
        check(
            r#"{"type":"https://a.test/out","title":"Out of stock","status":409,"detail":"None left"}"#,
            "",
            "https://a.test/out",
            "None left",
        );
        check(r#"{"error":"invalid_grant","error_description":"old"}"#, "invalid_grant", "", "old");
        check(r#"{"detail":{"code":"token_expired","message":"m"}}"#, "token_expired", "", "m");
        check(r#"{"detail":"Not found"}"#, "", "", "Not found");
        check(
            r#"{"errors":[{"message":"m","extensions":{"code":"UNAUTHENTICATED"}}]}"#,
            "UNAUTHENTICATED",
            "",
            "m",
        );
        check(r#"{"error":{"code":403,"status":"DENIED","message":"m"}}"#, "403", "DENIED", "m");
        check(r#"{"__type":"ThrottlingException"}"#, "", "ThrottlingException", "");
        for body in ["", "<html>", "[]", "null", "{\"a\":1}", "\u{fffd}"] {
            check(body, "", "", "");
        }
        check(&format!("{}{}", "[".repeat(500), "]".repeat(500)), "", "", "");
        check(&r#"{"error":"#.repeat(9), "", "", "");
    }

    #[test]
    fn refusals_by_policy_are_known() {
        for (code, expected) in [
            ("content_policy_violation", true),
            ("ContentFilter", true),
            ("moderation_blocked", true),
            ("rate_limit_exceeded", false),
        ] {
            let body = format!(r#"{{"error":{{"code":"{code}"}}}}"#);
            assert_eq!(ErrorBody::parse(body.as_bytes()).is_policy(), expected, "{code}");
        }
    }
}
