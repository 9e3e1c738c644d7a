//! Lists of errors: what an answer says is wrong with each field that was sent, under the field's name:
//! `{"errors": {"first_name": ["can't be blank"]}}`.

use crate::detect::beside::decoded;
use crate::detect::examiner::Examiner;
use crate::detect::name::{Value, is_error};
use crate::detect::{Place, Verdict};
use crate::har::{Node, Text};

/// Whether what stands below the member `name` says what is wrong, as far as it is known above it.
pub(crate) fn within(above: bool, name: &[u8], node: Node<'_>) -> bool {
    const LISTS: [&[u8]; 11] = [
        b"errors",
        b"fieldErrors",
        b"field_errors",
        b"violations",
        b"messages",
        b"ModelState",
        b"modelState",
        b"invalid-params",
        b"invalidParams",
        b"invalid_params",
        b"validationErrors",
    ];
    let is_list = || matches!(node, Node::Object(_) | Node::Array(_)) && LISTS.contains(&name);
    if above { !is_sent(name) } else { is_list() }
}

/// Whether a string below such a list says what is wrong, and is not what was sent; what the user has named
/// goes in any case.
pub(crate) fn is_told(examiner: &Examiner<'_>, text: Text<'_>, name: &[u8], place: Place) -> bool {
    let mut buffer = Vec::new();
    let value = decoded(text, &mut buffer);
    let is_users = |verdict| matches!(verdict, Verdict::Secret(rule) if rule.is_user());
    examiner.rules
        && !examiner.in_request_body
        && is_error(value)
        && !is_users(examiner.judge_name(name, Value::Text(value), place))
}

/// Names of what was sent, which an error repeats.
fn is_sent(name: &[u8]) -> bool {
    const SENT: [&[u8]; 14] = [
        b"value",
        b"Value",
        b"val",
        b"values",
        b"rejectedValue",
        b"rejected_value",
        b"attemptedValue",
        b"AttemptedValue",
        b"invalidValue",
        b"input",
        b"received",
        b"actual",
        b"data",
        b"request",
    ];
    SENT.contains(&name)
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies::{check, check_under};
    use crate::detect::{Detector, Policy};

    #[test]
    fn what_is_wrong_stays_under_every_name() {
        for body in [
            r#"{"errors":{"authorization":["Authorization header is missing"]}}"#,
            r#"{"errors":{"first_name":["can't be blank"],"address":["can't be blank"]}}"#,
            r#"{"errors":{"username":["has already been taken"],"phone":["is invalid"]}}"#,
            r#"{"fieldErrors":{"username":"ALREADY_EXISTS","firstName":"validation.required","apiKey":"notFound"}}"#,
            r#"{"violations":[{"password":"SECRET_TOO_SHORT","lastName":"tooShort"}]}"#,
            r#"{"ModelState":{"model.LastName":["The LastName field is required."]}}"#,
            r#"{"errors":{"password":["Passwort ist zu schwach"]}}"#,
        ] {
            check(body, &[]);
        }
    }

    #[test]
    fn what_was_sent_goes_all_the_same() {
        for (body, expected) in [
            (r#"{"errors":{"password":["hunter2 is not valid"]}}"#, "hunter2 is not valid"),
            (r#"{"errors":{"apiKey":"k3XwQ81uQpZov7Lt"}}"#, "k3XwQ81uQpZov7Lt"),
            (r#"{"errors":{"lastName":"Mira Quell"}}"#, "Mira Quell"),
            (
                r#"{"errors":[{"name":"password","value":"this is my phrase"}]}"#,
                "this is my phrase",
            ),
            (r#"{"errors":[{"param":"password","value":"notFound"}]}"#, "notFound"),
            (
                r#"{"errors":{"email":["mira@corp.example is not valid"]}}"#,
                "mira@corp.example is not valid",
            ),
            (r#"{"errors":{"input":{"secret":"it is not found"}}}"#, "it is not found"),
            (r#"{"error":{"secret":"ALREADY_K3X"}}"#, "ALREADY_K3X"),
        ] {
            check(body, &[expected]);
        }
    }

    #[test]
    fn what_the_user_names_goes_from_a_list_of_errors() {
        let policy = Policy { redact: vec!["order".into()], ..Policy::default() };
        check_under(&policy, r#"{"errors":{"order":"NOT_FOUND"}}"#, &["NOT_FOUND"]);
    }

    #[test]
    fn a_list_of_errors_that_is_sent_is_none() {
        let body = serde_json::to_string(r#"{"errors":{"secret":"it is not found"}}"#).unwrap();
        let entry = format!(
            r#"{{"request":{{"postData":{{"mimeType":"application/json","text":{body}}}}}}}"#
        );
        let detector = Detector::new(&Policy::default());
        let mut examiner = detector.collector();
        assert_eq!(examiner.entry(entry.as_bytes()).unwrap().top().len(), 1);
    }
}
