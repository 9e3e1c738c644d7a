//! Values that stand for no secret under a name that tells one, and what stays a secret beside them.
//! Every secret is invented.

use crate::detect::Place;
use crate::detect::name::tests::{R, check_texts};

#[test]
fn a_request_uri_is_a_url_or_a_pushed_request() {
    for name in ["requestUri", "request_uri", "requestURI"] {
        for place in [Place::Json, Place::Query, Place::Form, Place::Pair] {
            check_texts(
                place,
                &[
                    (name, "/orders/7?status=open&q=a%20b", ""),
                    (name, "/", ""),
                    (name, "https://app.example/orders?x=1", ""),
                    (name, "http://app.example/", ""),
                    (name, "urn:ietf:params:oauth:request_uri:x7Kq", "auth-code"),
                    (name, &format!("urn:ietf:params:oauth:request_uri:{R}"), "auth-code"),
                    (name, R, "auth-code"),
                ],
            );
        }
    }
}

#[test]
fn what_a_program_writes_for_no_value() {
    for place in [Place::RequestHeader, Place::ResponseHeader] {
        for name in ["authorization", "x-api-key", "x-csrf-token", "x-auth-token"] {
            for value in ["undefined", "NaN", "nil", "(null)", "[object Object]", "\"null\""] {
                check_texts(place, &[(name, value, "")]);
            }
        }
        check_texts(
            place,
            &[
                ("authorization", "token", "authorization"),
                ("x-api-key", "TODO", "api-key"),
                ("x-api-key", "NaNa", "api-key"),
                ("x-api-key", "null7", "api-key"),
            ],
        );
    }
    check_texts(
        Place::Cookie,
        &[("jwt", "[object Object]", ""), ("jwt", "[object Parrot]", "session-cookie")],
    );
    check_texts(Place::Form, &[("password", "NaN", "password"), ("password", "nil", "password")]);
}

#[test]
fn what_is_asked_and_answered_in_place_of_a_csrf_token() {
    for place in [Place::RequestHeader, Place::ResponseHeader] {
        check_texts(
            place,
            &[
                ("x-csrf-token", "Fetch", ""),
                ("X-CSRF-Token", "Required", ""),
                ("x-xsrf-token", "nocheck", ""),
                ("x-csrf-token", "unsafe", ""),
                ("x-csrf-token", "invalid", ""),
                ("x-csrf-token", "expired", ""),
                ("x-csrf-token", "fetch1", "csrf-token"),
                ("x-csrf-token", "sunshine", "csrf-token"),
                ("x-api-key", "fetch", "api-key"),
            ],
        );
    }
}
