//! Where a sentence says more: `authentication: https://docs.shop.example/keys`.

use crate::detect::layer::Visit;
use crate::detect::layer::prose::visit_url;
use crate::detect::layer::url::is_plain_link;

/// A link is no longer.
const BYTES_MAX: usize = 512;

/// Visits the link that begins at `start`, in place of a credential; gives where it ends.
pub(super) fn visit_linked(text: &[u8], start: usize, visit: &mut Visit<'_>) -> Option<usize> {
    let rest = &text[start..text.len().min(start + BYTES_MAX)];
    let scheme = [&b"https"[..], b"http"].into_iter().find(|scheme| rest.starts_with(scheme))?;
    let word = rest.iter().position(|b| b.is_ascii_whitespace() || b"\\\"'<>`,)".contains(b));
    let word = &rest[..word.unwrap_or(rest.len())];
    is_plain_link(word).then(|| visit_url(text, start + scheme.len(), start, visit))
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies::{check, check_page};

    #[test]
    fn what_a_sentence_links_to() {
        for text in [
            "Turn on identity-based authentication: https://docs.shop.example/en-us/storage/files",
            "Set a new password: https://shop.example/account/password (soon)",
            "authorization: https://idp.example/oauth2/authorize\\nthen sign in",
        ] {
            check(&format!(r#"{{"remediationSteps":"{text}"}}"#), &[]);
            check_page(&text.replace("\\n", " "), &[]);
        }
        check(r#"{"authorization":"https://idp.example/oauth2/authorize"}"#, &[]);
    }

    #[test]
    fn what_stands_in_a_link() {
        for (text, expected) in [
            (
                "authentication: https://mira:sunshine7@shop.example/a",
                "https://mira:sunshine7@shop.example/a",
            ),
            ("password: https://shop.example/reset/k3XwQ81uQpZov7LtWq9Z", "k3XwQ81uQpZov7LtWq9Z"),
            (
                "authorization: https://shop.example/a?token=k3XwQ81uQpZov7Lt",
                "https://shop.example/a?token=k3XwQ81uQpZov7Lt",
            ),
            ("authorization: httpk3XwQ81uQpZov7Lt", "httpk3XwQ81uQpZov7Lt"),
        ] {
            check(&format!(r#"{{"text":"{text}"}}"#), &[expected]);
        }
    }

    #[test]
    fn how_somebody_has_to_log_in() {
        for way in ["none", "None required", "Requires-single-instance", "Multiple instances"] {
            check(&format!(r#"{{"cvss_vector":{{"authentication":"{way}"}}}}"#), &[]);
        }
        check(r#"{"authentication":"Bearer k3XwQ81uQpZo"}"#, &["k3XwQ81uQpZo"]);
        check(r#"{"authentication":"Quell k3XwQ81uQpZo"}"#, &["k3XwQ81uQpZo"]);
        check(r#"{"authentication":"kXvQmTrBnLwZcYpHsDfG"}"#, &["kXvQmTrBnLwZcYpHsDfG"]);
        check(r#"{"authorization":"sunshine"}"#, &["sunshine"]);
    }
}
