//! Ids and names that are nobody's, and those beside them that are somebody's. Every secret is invented.

use crate::detect::Place;
use crate::detect::bodies;
use crate::detect::name::tests::{R, check_texts};

#[test]
fn the_uuid_that_says_there_is_none() {
    const NIL: &str = "00000000-0000-0000-0000-000000000000";
    for place in [Place::Json, Place::Query, Place::Path, Place::Cookie, Place::RequestHeader] {
        for name in ["userId", "deviceId", "sessionId", "token"] {
            check_texts(
                place,
                &[
                    (name, NIL, ""),
                    (name, "{00000000-0000-0000-0000-000000000000}", ""),
                    (name, "ffffffff-ffff-ffff-ffff-ffffffffffff", ""),
                ],
            );
        }
    }
    check_texts(
        Place::Json,
        &[
            ("userId", "00000000-0000-0000-0000-000000000001", "user-id"),
            ("deviceId", "f0000000-0000-0000-0000-000000000000", "device-id"),
            ("sessionId", "00000000-0000-0000-ffff-ffffffffffff", "session-id"),
        ],
    );
}

#[test]
fn what_another_program_has_taken_out() {
    for place in [Place::RequestHeader, Place::Cookie, Place::Json, Place::Form] {
        for name in ["authorization", "x-session", "password"] {
            for value in ["[REDACTED]", "<redacted>", "(masked)", "[Filtered]", "REDACTED"] {
                check_texts(place, &[(name, value, "")]);
            }
        }
    }
    for value in ["[REDACTED7]", "[tundra]", "redacted]", "REDACTED2041"] {
        check_texts(Place::RequestHeader, &[("authorization", value, "authorization")]);
        check_texts(Place::Form, &[("password", value, "password")]);
    }
}

#[test]
fn security_identifiers_of_windows() {
    check_texts(
        Place::Json,
        &[
            ("sid", "S-1-5-21-1085031214-1563985344-725345543-1104", "user-id"),
            ("last_user_sid", "S-1-12-1-1085031214-1563985344-725345543-1104", "user-id"),
            ("sid", "S-1-5-18", ""),
            ("last_user_sid", "S-1-5-20", ""),
            ("sid", "S-1-5-32-544", ""),
            ("sid", "S-1-1-0", ""),
            ("sid", "S-1-5-x7Kq92mB", "session-id"),
            ("sid", "S-1-k3XwQ81uQpZov7Lt", "session-id"),
            ("sid", R, "session-id"),
        ],
    );
    check_texts(
        Place::Query,
        &[
            ("sid", "S-1-5-21-1085031214-1563985344-725345543-1104", "user-id"),
            ("sid", "1-5-21-1085031214-k3Xw", "session-id"),
        ],
    );
}

#[test]
fn sessions_that_open_nothing() {
    const UUID: &str = "48846a56-8eb6-4c1a-aca9-9890f0e32509";
    check_texts(
        Place::Json,
        &[
            ("sessionId", "0x3e7", ""),
            ("account Session Id", "0x427d8dd9", ""),
            ("sessionId", "0x427d8dd9a1", "session-id"),
            ("sessionId", "3e7a9c", "session-id"),
            ("sessionId", UUID, "session-id"),
        ],
    );
    for place in [Place::RequestHeader, Place::ResponseHeader] {
        check_texts(
            place,
            &[
                ("X-TFS-Session", UUID, ""),
                ("x-tfs-session", R, "session-id"),
                ("X-Jenkins-Session", "4a7c91de", ""),
                ("x-jenkins-session", UUID, "session-id"),
                ("X-ASESSIONID", "1q7xk2m", ""),
                ("x-asessionid", "9F86D081884C7D659A2FEAA0C55AD015", "session-id"),
                ("x-session", UUID, "session-token"),
                ("x-session-id", "4a7c91de", "session-token"),
            ],
        );
    }
}

fn kind_of(name: &str) -> &'static str {
    if name == "username" { "username" } else { "email" }
}

#[test]
fn accounts_of_the_system() {
    for name in ["user_name", "username", "last_used_username"] {
        check_texts(
            Place::Json,
            &[
                (name, "root", ""),
                (name, "SYSTEM", ""),
                (name, "LOCAL SERVICE", ""),
                (name, "NT AUTHORITY\\SYSTEM", ""),
                (name, "NT SERVICE\\MSSQLSERVER", ""),
                (name, "_softwareupdate", ""),
                (name, "www-data", ""),
                (name, "rootmira", "username"),
                (name, "ACME\\mira.quell", "username"),
                (name, "_mira.quell", "username"),
                (name, "_mira7", "username"),
                (name, "mira", "username"),
            ],
        );
    }
    check_texts(Place::Form, &[("username", "root", "username")]);
    bodies::check_sent(r#"{"username":"root","id":7}"#, &["root"]);
    for name in ["email", "serviceAccountEmail", "username"] {
        check_texts(
            Place::Json,
            &[
                (name, "build@shop-1.iam.gserviceaccount.com", ""),
                (name, "4711-compute@developer.gserviceaccount.com", ""),
                (name, "mira@shop-1.iam.gserviceaccount.firm.example", kind_of(name)),
            ],
        );
    }
}

#[test]
fn addresses_of_hosts_and_of_things() {
    for name in ["address", "street_address"] {
        check_texts(
            Place::Json,
            &[
                (name, "quell-shop-18-lts.azurewebsites.example", ""),
                (name, "18-lts.shop.example", ""),
                (name, "google_compute_subnetwork.public_subnet_1", ""),
                (name, "module.web.aws_instance.app[0]", ""),
                (name, "12 Mill Road", "address"),
                (name, "Hauptstr.5", "address"),
                (name, "hauptstr.5", "address"),
                (name, "Mill.Road 12", "address"),
                (name, "12.mill", "address"),
            ],
        );
    }
}

#[test]
fn addresses_within_a_network() {
    for name in
        ["privateIPAddress", "private_ip", "dnsServiceIP", "default_gateway_ip", "networkIP"]
    {
        check_texts(
            Place::Json,
            &[(name, "10.15.0.5", ""), (name, "fd00::17", ""), (name, "81.2.69.142", "ip")],
        );
    }
    for name in ["ip", "ipAddress", "local_ip", "client_ip"] {
        check_texts(Place::Json, &[(name, "10.15.0.5", "ip")]);
    }
}

#[test]
fn names_in_paths_and_places_in_lists() {
    const ID: &str = "k3XwQ81uQpZov7LtWq9Zr4KtK7";
    for place in [Place::Query, Place::Form] {
        check_texts(
            place,
            &[
                ("org-slug", &format!("quell/{ID}"), ""),
                ("project_slug", &format!("quell/{ID}/{ID}"), ""),
                ("slug", ID, "secret"),
                ("org-name", &format!("quell/{ID}"), "secret"),
                ("offset", ID, ""),
                ("$skiptoken", ID, ""),
                ("skip", ID, "secret"),
            ],
        );
    }
    check_texts(
        Place::Path,
        &[
            ("apiKeys", "64ecbb1a2a19136bc98f00d0", ""),
            ("api-keys", "64ecbb1a2a19136bc98f00d0", ""),
            ("apiKeys", "94ecbb1a2a19136bc98f00d0", "api-key"),
            ("apiKeys", "9f86d081884c7d659a2feaa0c55ad015", "api-key"),
            ("apiKeys", R, "api-key"),
            ("apiKey", "64ecbb1a2a19136bc98f00d0", "path-token"),
        ],
    );
    check_texts(Place::Json, &[("apiKeys", "64ecbb1a2a19136bc98f00d0", "api-key")]);
}

#[test]
fn keys_that_are_public() {
    check_texts(
        Place::Json,
        &[
            ("key", "LS0tLS1CRUdJTiBQVUJMSUMgS0VZLS0tLS0Kk3XwQ81uQpZov7LtWq9Zr4KtK7", ""),
            ("key", "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk3XwQ81uQpZov7LtWq9Zr4KtK7", ""),
            ("key", "LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk3XwQ81uQpZov7LtWq9Zr4KtK7", "secret"),
        ],
    );
}

#[test]
fn what_documentation_has_in_a_keys_place() {
    for place in [Place::Json, Place::Query] {
        check_texts(
            place,
            &[
                ("api_key", "ENTER_API_KEY_HERE", ""),
                ("api_key", "INSERT_API_KEY", ""),
                ("api_key", "ENTER_TUNDRA_2041", "api-key"),
                ("api_key", "ENTER_TUNDRA", "api-key"),
            ],
        );
    }
}
