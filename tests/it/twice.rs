//! Redacting twice changes nothing: texts that a fuzzer made, of which the second run took for a
//! secret what the first had left there.

use serde_json::json;

use crate::properties::job::redact;

const SECRET: &str = "k3XwQ81uQpZov7Lt92mBs5Yd";

#[track_caller]
fn check(text: &str, expected: &str) {
    let named = json!({ "_login": { "password": SECRET } }).to_string();
    for place in ["queryString", "_extra"] {
        let entry = |text: &str| json!({ "request": { place: [{ "name": "q", "value": text }] } });
        let once = redact(&[&named, &entry(text).to_string()]);
        assert_eq!(once.entries[1], entry(expected).to_string());
        let twice = redact(&[&once.entries[0], &once.entries[1]]);
        assert_eq!(twice.entries, once.entries);
    }
}

#[test]
fn what_a_run_has_left_makes_no_secret_of_what_was_none() {
    // A word before a parameter is no part of its name.
    check(
        &format!("Bearer error=\"e\", {SECRET} error_description=\"gone\""),
        "Bearer error=\"e\", redacted-password-1 error_description=\"gone\"",
    );
    // The base64 of a pseudonym looks as random as that of a secret.
    check(
        "oCookie: \"azNYd1E4MXVRcFpvdjdMdDkybUJzNVlk\"",
        "oCookie: \"cmVkYWN0ZWQtcGFzc3dvcmQtMQ==\"",
    );
    // A pseudonym makes a value long that was too short for a secret.
    check("BCookie: d=k2;',3t',", "BCookie: d=redacted-session-cookie-1;',3t',");
}
