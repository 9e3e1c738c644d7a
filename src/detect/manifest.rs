//! Secrets as Kubernetes keeps them (<https://kubernetes.io/docs/concepts/configuration/secret/>): all
//! that stands in one is secret by what it is, whatever its name; but a certificate is shown to anybody.

use crate::detect::Place;
use crate::detect::examiner::Examiner;
use crate::detect::inherit::Inherited;
use crate::har::{Node, Object};

/// A Secret has fewer members.
const MEMBERS_MAX: usize = 32;

/// What the member `key` of a Kubernetes Secret hands down: its values have the names that somebody
/// gave them.
pub(crate) fn of_manifest(
    examiner: &Examiner<'_>,
    object: Object<'_>,
    key: &[u8],
    node: Node<'_>,
) -> Option<Inherited<'static>> {
    const NAME: &[u8] = b"credentials";
    if !matches!(key, b"data" | b"stringData") || !matches!(node, Node::Object(_)) {
        return None;
    }
    let is = |key: &[u8], is: fn(&[u8]) -> bool| {
        object.members().take(MEMBERS_MAX).any(|(name, node)| {
            name.raw() == key && matches!(node, Node::String(text) if is(text.raw()))
        })
    };
    // Those of a list only say their type.
    let is_secret = is(b"kind", |kind| kind == b"Secret")
        || is(b"type", |kind| kind == b"Opaque" || kind.starts_with(b"kubernetes.io/"));
    let rule = examiner.judge_container(NAME, Place::Json).filter(|_| is_secret)?;
    Some(Inherited::new(rule, NAME).of_given_names())
}

/// Whether a value of a manifest is a certificate, as it is or in base64.
pub(crate) fn is_certificate(value: &[u8]) -> bool {
    value.starts_with(b"-----BEGIN CERTIFICATE-----")
        || value.starts_with(b"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t")
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies::check;

    #[test]
    fn values_of_a_manifest() {
        check(
            r#"{"kind":"Secret","metadata":{"name":"web"},"data":{"db.txt":"d3E4WnI0S3RLNzF4TmI="}}"#,
            &["d3E4WnI0S3RLNzF4TmI="],
        );
        check(r#"{"items":[{"type":"Opaque","stringData":{"a":"wq8Zr4KtK7"}}]}"#, &["wq8Zr4KtK7"]);
        check(
            r#"{"kind":"Secret","data":{"accessType":"c3Vuc2hpbmU=","db_id":"d3E4WnI0S3RLNzF4TmI="}}"#,
            &["c3Vuc2hpbmU=", "d3E4WnI0S3RLNzF4TmI="],
        );
        check(
            r#"{"kind":"Secret","data":{"tls.crt":"LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1J"}}"#,
            &[],
        );
        check(r#"{"kind":"ConfigMap","data":{"db.txt":"wq8Zr4KtK7"}}"#, &[]);
        check(r#"{"type":"octopus","data":{"db.txt":"wq8Zr4KtK7"}}"#, &[]);
    }
}
