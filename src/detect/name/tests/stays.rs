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

#[test]
fn what_has_the_form_of_no_secret() {
    for place in [Place::Json, Place::Pair, Place::Query] {
        check_texts(
            place,
            &[
                ("PublicKeyToken", "30ad4fe6b2a6aeed", ""),
                ("publicKeyToken", "null", ""),
                ("PublicKeyToken", "30ad4fe6b2a6aeed'", ""),
                ("PublicKeyToken", "30ad4fe6b2a6aeed+k3XwQ8=", "token"),
                ("Public key token", "30ad4fe6b2a6aeed", ""),
                ("PublicKeyToken", R, "token"),
                ("keyToken", "30ad4fe6b2a6aeed", "token"),
            ],
        );
    }
    for place in [Place::RequestHeader, Place::ResponseHeader] {
        check_texts(
            place,
            &[
                ("x-ms-session-token", "0:-1#12345", ""),
                ("x-ms-session-token", "0:0#12345#3=50,1:-1#7", ""),
                ("x-ms-session-token", "0:k3Xw#12345", "session-token"),
                ("x-ms-session-token", R, "session-token"),
                ("x-session-token", "0:-1#12345", "session-token"),
                ("x-ms-client-session-id", "48846a56-8eb6-4c1a-aca9-9890f0e32509", ""),
                ("x-ms-client-session-id", R, "session-id"),
                ("x-session-id", "48846a56-8eb6-4c1a-aca9-9890f0e32509", "session-token"),
                ("X-Debug-Token", "a4d793", ""),
                ("X-Debug-Token", "a4d793a4d793", "token"),
                ("X-Debug-Token", R, "token"),
            ],
        );
    }
}

#[test]
fn headers_of_telemetry() {
    let value = format!("{R}{R}");
    for name in [
        "x-postman-token",
        "x-azure-ref-originshield",
        "x-newrelic-app-data",
        "x-newrelic-transaction",
        "x-deployment-id",
    ] {
        check_texts(Place::ResponseHeader, &[(name, &value, "")]);
    }
    check_texts(
        Place::RequestHeader,
        &[
            ("sap-passport", "2A54482A0300E60000534150", ""),
            ("x-passport", "C01X00T47", "national-id"),
            ("x-newrelic-token", &value, "token"),
            ("x-client-data", "CIa2yQEIpbbJAQipncoB", "device-id"),
        ],
    );
}

#[test]
fn states_of_forms_and_ids_of_keys() {
    check_texts(
        Place::Form,
        &[
            ("__VIEWSTATEGENERATOR", "C2EE9ABB", ""),
            ("__VIEWSTATEGENERATOR", "dDwtMTA4MzE0MjEwNTs7Pq", "form-state"),
            ("javax.faces.ViewState", "stateless", ""),
            ("javax.faces.ViewState", "-4821037592604178:3182", "form-state"),
            ("__VIEWSTATE", "C2EE9ABB", "form-state"),
        ],
    );
    check_texts(
        Place::Query,
        &[
            ("Key-Pair-Id", "K2JQ7X9M4WTB1Z", "credential"),
            ("Signature", R, "signature"),
            ("Policy", R, "signature"),
        ],
    );
    check_texts(
        Place::Json,
        &[
            ("bic", "QUELDEFFXXX", ""),
            ("swift", "QUELDEFF", ""),
            ("iban", "DE02120300000000202051", "iban"),
        ],
    );
}

#[test]
fn cookies_of_settings() {
    check_texts(
        Place::Cookie,
        &[
            ("ab_test", "checkout-variant-b", ""),
            ("wp-settings-1", "libraryContent%3Dbrowse%26editor%3Dtinymce", ""),
            ("wp-settings-time-1", "1709985242", ""),
            ("ab_test", R, "cookie"),
            ("wp-settings-1", R, "cookie"),
            ("wp-settings-x", "1709985242", "cookie"),
        ],
    );
}

#[test]
fn where_a_shell_stands() {
    for place in [Place::Json, Place::Pair, Place::Html] {
        check_texts(
            place,
            &[
                ("PWD", "/usr/src/app", ""),
                ("PWD", "/", ""),
                ("PWD", "/app", ""),
                ("PWD ", "/var/www/html ", ""),
                ("PWD", "/tundra", "password"),
                ("PWD", "/usr", ""),
                ("PWD", "/usr/9kQ2x7Zp4Lm8", "password"),
                ("PWD", "usr/src", "password"),
                ("pwd", "/usr/src/app", "password"),
                ("PWD", "/s3cret", "password"),
                ("DB_PWD", "/usr/src/app", "password"),
            ],
        );
    }
}

#[test]
fn what_stands_where_a_code_or_a_secret_may() {
    check_texts(
        Place::Query,
        &[
            // What a share is listed as.
            ("securityCode", "QUL.N0000", ""),
            ("securityCode", "QUL9N0000", "otp"),
            ("next", "/oauth2/authorize?client_id=web-app&state=kX9vQ2mT7rB4nL8wZ3cY6pH1", ""),
            ("next", "/Account/Login?code=kX9vQ2mT7rB4nL8wZ3cY6pH1", ""),
            ("next", "/kX9vQ2mT7rB4nL8wZ3cY6pH1sD5f", "secret"),
            ("next", "kX9vQ2mT7r?B4nL8wZ3cY6=pH1sD5f", "secret"),
        ],
    );
}

#[test]
fn what_a_workflow_may_do() {
    check_texts(
        Place::Pair,
        &[
            ("id-token", "write", ""),
            ("id-token", "read", ""),
            ("id-token", "none", ""),
            ("id-token", "writer", "id-token"),
            ("password", "write", "password"),
        ],
    );
}

#[test]
fn where_a_program_listens() {
    for name in ["address", "Address", "address1"] {
        check_texts(
            Place::Json,
            &[
                (name, "localhost:8080", ""),
                (name, "http://auth:8080", ""),
                (name, "db.prod.internal:5432", ""),
                (name, "[::1]:8080", ""),
                (name, "/ip4/127.0.0.1/tcp/4001", ""),
                (name, "/var/run/web1/app.sock", ""),
                (name, "unix:///run/x1.sock", ""),
                (name, "quell-pool-17806587-vmss000001", ""),
                (name, "quell-web-1.10.20.30.40.quell.example", ""),
                (name, "12-mill-road-7", "address"),
                (name, "mill-road-7", "address"),
                (name, "Mill-Road-7", "address"),
                (name, "7 mill.road", "address"),
                (name, "mühlweg-7", "address"),
                (name, "7 Mill Road", "address"),
                (name, "Querndorf 12: 34567", "address"),
                (name, "/ 7 Mill Road", "address"),
                (name, R, "address"),
            ],
        );
    }
}

#[test]
fn addresses_of_machines() {
    for name in ["podIP", "podIPs", "clusterIP", "clusterIPs", "hostIPs"] {
        check_texts(
            Place::Json,
            &[(name, "10.244.1.17", ""), (name, "fd00::17", ""), (name, "81.2.69.142", "ip")],
        );
    }
    for name in ["x-origin-ip", "x-server-ip"] {
        check_texts(
            Place::ResponseHeader,
            &[(name, "192.168.10.4", ""), (name, "81.2.69.142", "ip")],
        );
    }
    check_texts(Place::Json, &[("clientIp", "10.244.1.17", "ip"), ("ip", "10.244.1.17", "ip")]);
}

#[test]
fn tags_of_an_answer() {
    check_texts(
        Place::ResponseHeader,
        &[
            ("xkey", "product:123 category:9", ""),
            ("XKEY", "product:123 api-key-docs token-list", ""),
            ("x-key", "k3XwQ81u", "api-key"),
        ],
    );
    check_texts(Place::RequestHeader, &[("xkey", "k3XwQ81u", "api-key")]);
}

#[test]
fn which_deployment_is_to_answer() {
    let id = format!("dpl_{R}");
    check_texts(
        Place::Query,
        &[
            ("dpl", &id, ""),
            ("dpl", R, "secret"),
            ("dpl", &format!("{id}x"), "secret"),
            ("ref", &id, "secret"),
        ],
    );
}

#[test]
fn streets_that_end_in_a_dot() {
    check_texts(
        Place::Json,
        &[
            ("Line1", "25 Quell St.", "address"),
            ("street", "7b Old Mill Rd.", "address"),
            ("street", "2 items in stock.", ""),
            ("street", "3 Required fields.", ""),
            ("streetAndNumber", "Quellgracht 313", "address"),
            ("streetAndNumber", "Street and number", ""),
        ],
    );
}

#[test]
fn ids_of_accounts() {
    for name in ["account", "handle"] {
        check_texts(
            Place::Json,
            &[
                (name, "acct_1Qx7Lk3TzVb9Wm2R", ""),
                (name, "mira_quellenberg24", "username"),
                (name, "mira.quell7", "username"),
                (name, "acct_mira7", "username"),
            ],
        );
    }
}
