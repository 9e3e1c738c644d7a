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
