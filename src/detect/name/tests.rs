//! Rows of name, value and place, and what is to come out. Every secret is invented.

mod abroad;
mod credentials;
mod ids;
mod labels;
mod nobodys;
mod people;
mod policy;
mod stays;

use crate::detect::name::{NameRules, Value};
use crate::detect::{Level, Place, Policy, Verdict};

/// A random string of 28 bytes.
const R: &str = "kX9vQ2mT7rB4nL8wZ3cY6pH1sD5f";

fn rules(level: Level) -> NameRules {
    NameRules::new(&Policy { level, ..Policy::default() })
}

fn text(name: &str, value: &str, place: Place) -> Verdict {
    rules(Level::Support).judge(name.as_bytes(), Value::Text(value.as_bytes()), place)
}

fn number(name: &str, value: &str, place: Place) -> Verdict {
    rules(Level::Support).judge(name.as_bytes(), Value::Scalar(value.as_bytes()), place)
}

/// What is wrong with a verdict, if anything; `kind` is empty where nothing is secret.
fn fault(verdict: Verdict, kind: &str, what: &str) -> Option<String> {
    let found = match verdict {
        Verdict::Secret(rule) => rule.kind.0,
        Verdict::Keep | Verdict::Open => "",
    };
    (found != kind).then(|| format!("{what}: {verdict:?} instead of {kind:?}"))
}

fn check(verdict: Verdict, kind: &str, what: &str) {
    assert_eq!(fault(verdict, kind, what), None);
}

fn check_all(judge: fn(&str, &str, Place) -> Verdict, place: Place, rows: &[(&str, &str, &str)]) {
    let faults: Vec<_> = rows
        .iter()
        .filter_map(|(name, value, kind)| {
            fault(judge(name, value, place), kind, &format!("{name}={value} at {place:?}"))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

pub(super) fn check_texts(place: Place, rows: &[(&str, &str, &str)]) {
    check_all(text, place, rows);
}

fn check_numbers(place: Place, rows: &[(&str, &str, &str)]) {
    check_all(number, place, rows);
}

#[test]
fn spellings_of_one_name() {
    for name in [
        "accessToken",
        "access_token",
        "access-token",
        "ACCESS.TOKEN",
        "accesstoken",
        "AccessToken",
        "userAccessToken",
        "user[access_token]",
        "data[User][accessToken]",
        "$accessToken",
        "accessToken:",
        "access token",
        "x-access-token",
        "access_token[0]",
        "accessToken2",
        "accessTokenValue",
        "acmeaccesstoken",
        "my_accesstoken",
        "access_token.0",
        "raw_access_token",
        "ACME_ACCESS_TOKEN",
    ] {
        for place in [
            Place::Json,
            Place::Form,
            Place::Query,
            Place::Script,
            Place::Pair,
            Place::RequestHeader,
        ] {
            check(text(name, R, place), "access-token", &format!("{name} at {place:?}"));
        }
    }
    let long = "a.".repeat(100_000) + "client_secret";
    check(text(&long, R, Place::Json), "client-secret", "a long name");
}

#[test]
fn documents() {
    check_texts(
        Place::Json,
        &[
            ("password", "sunshine", "password"),
            ("password", "Tr0ub4dor&3", "password"),
            ("password", "correct horse battery staple", "password"),
            ("password", "Password", ""),
            ("password", "Passwort vergessen?", ""),
            ("password", "This field is required", ""),
            ("password", "string", ""),
            ("password", "true", ""),
            ("password", "", ""),
            ("password", "redacted-password-2", ""),
            ("newPassword", "qwe-123", "password"),
            ("password_confirmation", "hunter7", "password"),
            ("DB_PASS", "zeppelin4", "password"),
            ("forgotPassword", "Forgot your password?", ""),
            ("showPassword", "icon7Eye", ""),
            ("passwordPolicy", "Min8Upper1Digit1", ""),
            ("password_reset_url", "https://a.example/reset", ""),
            ("clientSecret", R, "client-secret"),
            ("oauth2_client_secret", "blue7", "client-secret"),
            ("clientSecret", "clientSecret", ""),
            ("clientSecret", "topsecret", "client-secret"),
            ("secretName", R, ""),
            ("apiKey", "ak_live_GucUHx5v9i3brafs6W1B", "api-key"),
            ("algoliaApiKey", R, "api-key"),
            ("publicKey", R, ""),
            ("keyId", R, ""),
            ("primaryKey", "user_id9", ""),
            ("siteKey", R, ""),
            ("token", "plus", ""),
            ("token", "identifier", ""),
            ("token", R, "token"),
            ("token", "12345", ""),
            ("token_type", "Bearer", ""),
            ("tokenExpiry", "2026-11-24T06:00:00Z", ""),
            ("token_endpoint", "https://idp.example/token", ""),
            ("nextPageToken", R, ""),
            ("cursor", R, ""),
            ("csrfHeaderName", "X-CSRF-Token", ""),
            ("csrf_token", R, "csrf-token"),
            ("credentials", "include", ""),
            ("credentials", "same-origin", ""),
            ("cookie", "sails.sid=s%3AS5e7w0zQ0xAsCwh9", "cookie"),
            ("cookie", "necessary", ""),
            ("__RequestVerificationToken", R, "csrf-token"),
            ("session", "morning", ""),
            ("session", R, "session"),
            ("sessionTimeout", "30min", ""),
            ("sessionId", "48846a56-8eb6-4c1a-aca9-9890f0e32509", "session-id"),
            ("auth", "optional", ""),
            ("authType", "OAuth2Bearer9", ""),
            ("authorization", "Bearer zz", "authorization"),
            ("authorization", "Basic bWlyYTpxdWVsbHdhc3Nlcg", "authorization"),
            ("authorization", "Bearer token", ""),
            ("cookieConsent", "accepted1", ""),
            ("author", R, ""),
            ("authorId", R, ""),
            ("componentClassName", "MuiButton-root-42xA9bC8dE7", ""),
            ("keyboard", "QWERTZ9", ""),
            ("key", "ArrowUp", ""),
            ("key", "user-list-row-12", ""),
            ("code", "USD", ""),
            ("code", "ERR_NOT_FOUND", ""),
            ("code", "493817", ""),
            ("code", "function run() { return 1 }", ""),
            ("code", "ac_fVuP7QY1unUe4Y1jOki2QPlQjQpSB5gt2ATb4m3u", "auth-code"),
            ("countryCode", "DE49", ""),
            ("state", "California", ""),
            ("state", "open", ""),
            ("state", "IN_PROGRESS_2", ""),
            ("hash", "9f86d081884c7d65", ""),
            ("integrity", "sha384-6xj7tuIVDNv8MK5xZzfTscML2ctbxAEvElOZQPhL", ""),
            ("otp", "493817", "otp"),
            ("pin", "4821", "otp"),
            ("verificationCode", "A7K-2QX", "otp"),
            ("recoveryCodes", "k2j4-99xq", "otp"),
            ("requestId", R, ""),
            ("traceparent", R, ""),
            ("id", R, ""),
            ("value", R, ""),
            ("privateKey", "wZVCDtFfbWARgMVo", "private-key"),
            ("SAMLResponse", "PHNhbWxwOlJlc3BvbnNl", "saml"),
            ("RelayState", "rs_QgQuK0rpbN2ZnMFPQyQ7qsGUaE", "state"),
            ("code_verifier", "2z611sp0OoylKfBpao089R6Wd3", "pkce"),
            ("__VIEWSTATE", "dDwtMTA4MzE0MjEwNTs7Pq", "form-state"),
        ],
    );
}

/// Whatever an earlier run has put into a name.
#[test]
fn names_that_were_redacted() {
    for name in ["redacted-password-1", "sess_redacted-password-12", "redacted-api-key-0f3a"] {
        assert_eq!(text(name, "bobby tables", Place::Json), Verdict::Open, "{name}");
        assert_eq!(text(name, "bobby tables", Place::Pair), Verdict::Open, "{name}");
    }
    let verdict = text("redacted-email-1_password", "bobby tables", Place::Json);
    assert!(matches!(verdict, Verdict::Secret(_)));
}

#[test]
fn personal_data() {
    check_texts(
        Place::Json,
        &[
            ("email", "mira.q@corp.example", "email"),
            ("email", "required", ""),
            ("userEmail", "a@b.example", "email"),
            ("phone", "+1-415-556-0926", "phone"),
            ("phone", "Phone number", ""),
            ("firstName", "Mira", "name"),
            ("firstName", "First name", ""),
            ("first_name", "Vorname", ""),
            ("lastName", "O'Quell-Weiß", "name"),
            ("fullName", "Ana Carla de la Quell", "name"),
            ("name", "Settings", ""),
            ("name", "input", ""),
            ("name", "Mira Quell", ""),
            ("street", "3182 Harbour Lane", "address"),
            ("city", "Berlin", ""),
            ("postalCode", "10115", "postal-code"),
            ("birthDate", "1984-03-07", "birth-date"),
            ("ssn", "267-84-1841", "national-id"),
            ("sin", "wave", ""),
            ("tin", "can", ""),
            ("vat", "19%", ""),
            ("cardNumber", "4858 2623 1753 4296", "card-number"),
            ("cvv", "123", "card-code"),
            ("expiryDate", "12/27", "card-expiry"),
            ("expiryDate", "2026-11-24", ""),
            ("iban", "DE02120300000000202051", "iban"),
            ("swift", "5.9", ""),
            ("clientIp", "203.0.113.9", "ip"),
            ("ip", "yes", ""),
            ("ip", "127.0.0.1", ""),
            ("serverIPAddress", "203.0.113.9", ""),
            ("latitude", "52.520008", "location"),
            ("deviceId", "48846a56-8eb6-4c1a-aca9-9890f0e32509", "device-id"),
            ("deviceId", "desktop", ""),
            ("username", "mira", "username"),
            ("username", "Username", ""),
            ("username", "Mira van Quell", "username"),
            ("username", "Guest User", ""),
            ("username", "Quell the fire", ""),
            ("user", "admin", ""),
            ("gender", "female", ""),
        ],
    );
    check_numbers(
        Place::Json,
        &[
            ("lat", "52.520008", "location"),
            ("lat", "52", ""),
            ("phone", "4155560926", "phone"),
            ("cvc", "123", "card-code"),
            ("ssn", "267841841", "national-id"),
        ],
    );
    check_texts(
        Place::Form,
        &[
            ("name", "Mira Quell", "name"),
            ("city", "Berlin", "address"),
            ("user", "mira", "username"),
            ("login", "mira", "username"),
        ],
    );
}

#[test]
fn numbers_and_scalars() {
    check_numbers(
        Place::Json,
        &[
            ("otp", "493817", "otp"),
            ("pin", "4821", "otp"),
            ("password", "12345678", "password"),
            ("max_tokens", "4096", ""),
            ("tokens", "4096", ""),
            ("prompt_tokens", "40960000000", ""),
            ("auth", "true", ""),
            ("password", "null", ""),
            ("pin", "false", ""),
            ("token", "5", ""),
            ("code", "404", ""),
            ("state", "3", ""),
            ("expires_in", "3600", ""),
            ("session", "1764000000", "session"),
            ("minLength", "8", ""),
        ],
    );
}

#[test]
fn parameters() {
    for place in [Place::Query, Place::Fragment] {
        check_texts(
            place,
            &[
                ("code", "SpljxOBeZQQYbYS6WxSbIA", "auth-code"),
                ("code", "USD", ""),
                ("code", "404", ""),
                ("state", "af0ifjsldkj", "state"),
                ("state", "California", ""),
                ("nonce", "DFN3QvO6l3UAshwVuZEQ", "nonce"),
                ("access_token", "short", "access-token"),
                (
                    "X-Amz-Signature",
                    "bf55ed57c8ffaddee906b39f0c2248a0204d2df24bb1fdddd4f8ffd7916e",
                    "signature",
                ),
                ("X-Amz-Security-Token", R, "session-token"),
                ("X-Amz-Date", "20261124T055911Z", ""),
                ("sig", "qnZeACHn2yIjDgX0GM3EF10eqjgsCC1K8TYaN3Bq8i+=", "signature"),
                ("ticket", "wst_EXVOKlw5RXXx08i1AZ7Lksgr0nHk28", "token"),
                ("ticket", "4711", ""),
                ("key", R, "secret"),
                ("key", "ArrowUp", ""),
                ("ref", "ref_zEUZiAaBnslZPhvzH5DHABaimqbuiv", "secret"),
                ("t", "wt_CGawqIDUyU6idin5PfQy1CDJsbzJsiBW", "secret"),
                ("v", "a4bddfea003b3da39e2c", ""),
                ("id", "48846a56-8eb6-4c1a-aca9-9890f0e32509", ""),
                ("q", "how to reset a password", ""),
                ("redirect_uri", "https://app.example/cb?x=kX9vQ2mT7rB4nL8wZ3cY6pH1sD5f", ""),
                ("ts", "1764000000000", ""),
                ("callback", "jQuery35109283746510293847_1764000000", ""),
                ("fields", "id,name,createdAt,updatedAt,ownerId2X", ""),
            ],
        );
    }
    check_texts(
        Place::Form,
        &[
            ("password", "Password", "password"),
            ("password", "********", ""),
            ("code", "493817", "auth-code"),
            ("user[password]", "x y z", "password"),
            ("grant_type", "authorization_code", ""),
            ("client_id", "web-app", ""),
        ],
    );
    check_texts(
        Place::Path,
        &[
            ("invite", "e5447f468544550c731b4d19abd7f32011dc95b7", "path-token"),
            ("reset-password", R, "path-token"),
            ("assets", "e5447f468544550c731b4d19abd7f32011dc95b7", ""),
            ("verify", "email", ""),
        ],
    );
}

#[test]
fn headers() {
    for place in [Place::RequestHeader, Place::ResponseHeader] {
        check_texts(
            place,
            &[
                ("AUTHORIZATION", "Bearer abc", "authorization"),
                ("Set-Cookie", "a=b", "cookie"),
                ("x-acme-session-token", "abc12", "session-token"),
                ("X-Acme-Client-Key", "xk-OBE4FEBeCsfQVb08R1ivRh5kBHxICeqFHX", "api-key"),
                ("X-CSRF-Token", R, "csrf-token"),
                ("X-Forwarded-For", "203.0.113.9, 10.0.0.1", "ip"),
                ("Forwarded", "for=203.0.113.9;proto=https", "ip"),
                ("x-real-ip", "unknown", ""),
                ("x-internal-thing", "kX9vQ2mT7rB4nL8wZ3cY6pH1sD5fkX9v", "secret"),
                ("x-internal-hash", "kX9vQ2mT7rB4nL8wZ3cY6pH1sD5fkX9v", ""),
                ("x-build", "kX9vQ2mT7rB4nL8wZ3cY6pH1sD5fkX9v", ""),
                ("sec-websocket-key", "kX9vQ2mT7rB4nL8wZ3cY6p==", ""),
                ("user-agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36", ""),
                ("access-control-allow-headers", "authorization, x-api-key", ""),
                ("www-authenticate", "Bearer realm=\"x\"", ""),
                ("etag", "\"kX9vQ2mT7rB4nL8wZ3cY6pH1sD5fkX9v\"", ""),
                ("cf-ray", "8f0a1b2c3d4e5f60-FRA", ""),
                ("x-authenticated", "true", ""),
                ("referer", "https://app.example/home", ""),
                ("location", "/home?ref=ref_zEUZiAaBnslZPhvzH5DHABaimqbuiv", ""),
                ("postman-token", "87b29973-bb06-437c-ad62-f93e2fade94d", ""),
            ],
        );
    }
}

#[test]
fn cookies() {
    check_texts(
        Place::Cookie,
        &[
            ("connect.sid", "s:PEZqa3gfFy6OxZ7yvQ677MMbZ0THrnOQ.kcH2", "session-cookie"),
            ("PHPSESSID", "abc", "session-cookie"),
            ("ASP.NET_SessionId", R, "session-cookie"),
            (".AspNetCore.Session", R, "session-cookie"),
            ("sb-xyz-auth-token.0", R, "session-cookie"),
            ("__Host-thing", R, "session-cookie"),
            ("acme_session", "morning", "session-cookie"),
            ("remember_me", "Jf5uDyyPMlRqDN3fPbK79Neu|rLAtRD", "session-cookie"),
            ("session", "deleted", ""),
            ("logged_in", "true", ""),
            ("XSRF-TOKEN", "lp0PGFhf76DGsxgeCgfi4Ch5tqb6HB==", "csrf-token"),
            ("_ga", "GA1.2.1234567890.1764000000", "cookie"),
            ("whatever", R, "cookie"),
            ("whatever", "two-part-value", "cookie"),
            ("whatever", "1", ""),
            ("whatever", "en-US", ""),
            ("whatever", "Europe/Berlin", ""),
            ("whatever", "dark", ""),
            ("wd", "1639x403", ""),
            ("IDPSESS", "plain", "session-cookie"),
            ("whatever", "USD", ""),
            ("whatever", "accepted", ""),
            ("whatever", "1234567", ""),
            ("whatever", "12345678", "cookie"),
            ("whatever", "a1b2c3", "cookie"),
            ("theme", "solarized-light", ""),
            ("theme", R, "cookie"),
            ("tz", "America/New_York", ""),
            ("cookieconsent_status", "dismissed", ""),
        ],
    );
}

#[test]
fn claims() {
    check_texts(
        Place::Claim,
        &[
            ("sub", "u1", "user-id"),
            ("email", "a@b.example", "email"),
            ("given_name", "Mira", "name"),
            ("preferred_username", "mira", "username"),
            ("picture", "https://a.example/p.png", "profile"),
            ("phone_number", "1", "phone"),
            ("iss", "https://idp.example", ""),
            ("kid", R, ""),
            ("scope", "openid email", ""),
            ("email_verified", "true", ""),
        ],
    );
    check_numbers(Place::Claim, &[("exp", "1764000000", ""), ("iat", "1764000000", "")]);
}

#[test]
fn containers() {
    let judge =
        |name: &str| rules(Level::Support).judge(name.as_bytes(), Value::Container, Place::Json);
    for (name, kind) in [
        ("credentials", "credential"),
        ("recovery_codes", "otp"),
        ("client_secret", "client-secret"),
        ("session", ""),
        ("auth", ""),
        ("token", ""),
        ("state", ""),
        ("user", ""),
        ("email", ""),
        ("data", ""),
    ] {
        check(judge(name), kind, name);
    }
}

/// The facts stand beside the repository while it is being written; elsewhere there are none.
#[test]
fn facts() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let Some(facts) =
        root.ancestors().skip(1).map(|dir| dir.join("shared/facts")).find(|dir| dir.exists())
    else {
        return;
    };
    #[expect(clippy::disallowed_methods, reason = "a test reads facts")]
    let read = |file: &str| std::fs::read_to_string(facts.join(file)).unwrap();
    let mut wrong = Vec::new();
    for line in read("names.tsv").lines().skip(1) {
        let row: Vec<_> = line.split('\t').collect();
        let place = match row[0] {
            "header" => Place::RequestHeader,
            "cookie" => Place::Cookie,
            _ => Place::Json,
        };
        let keep = row[2] == "contextual" && row[3].starts_with("KEEP");
        let verdict = text(&row[1].replace('*', ""), R, place);
        let secret = matches!(verdict, Verdict::Secret(_));
        if row[2] == "always" && !secret || keep && secret {
            wrong.push(format!("{line}: {verdict:?}"));
        }
    }
    for line in read("request-ids.tsv").lines().skip(1) {
        let name = line.split('\t').nth(1).unwrap();
        if text(name, R, Place::ResponseHeader) != Verdict::Keep {
            wrong.push(line.to_owned());
        }
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}
