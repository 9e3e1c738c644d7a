//! What holds whatever the name: levels, the user's own names, well-formed rows, any bytes.

use crate::detect::name::tests::{R, check, rules};
use crate::detect::name::{NameRules, Value, check_redact_item, index};
use crate::detect::{Level, Place, Policy, Verdict};

#[test]
fn levels() {
    let judge = |level, name: &str, place| {
        rules(level).judge(name.as_bytes(), Value::Text(R.as_bytes()), place)
    };
    check(judge(Level::Minimal, "authorization", Place::RequestHeader), "authorization", "minimal");
    check(judge(Level::Minimal, "sid", Place::Cookie), "session-cookie", "minimal");
    check(judge(Level::Minimal, "access_token", Place::Query), "", "minimal");
    check(judge(Level::Minimal, "x-api-key", Place::RequestHeader), "", "minimal");
    check(judge(Level::Public, "anything", Place::Form), "value", "public");
    check(judge(Level::Public, "q", Place::Query), "value", "public");
    check(judge(Level::Public, "blob", Place::Json), "secret", "public");
    check(judge(Level::Support, "blob", Place::Json), "", "support");
    check(
        judge(Level::Public, "x-request-id", Place::RequestHeader),
        "",
        "public keeps request ids",
    );
}

#[test]
fn user_names() {
    let policy = Policy {
        keep: vec!["x-api-key".into(), "both".into(), "x-int-a".into(), "sid".into()],
        redact: vec!["orderNumber".into(), "/^x-int-/".into(), "both".into()],
        ..Policy::default()
    };
    let rules = NameRules::new(&policy);
    let judge = |name: &str, place| rules.judge(name.as_bytes(), Value::Text(b"v1"), place);
    assert_eq!(judge("X-API-Key", Place::RequestHeader), Verdict::Keep);
    assert_eq!(judge("SID", Place::Cookie), Verdict::Keep);
    assert_eq!(judge("x-int-a", Place::Json), Verdict::Keep);
    check(judge("order_number", Place::Json), "redacted", "redact");
    check(judge("X-Int-B", Place::Json), "redacted", "pattern");
    check(judge("both", Place::Json), "redacted", "redact before keep");
    assert_eq!(
        rules.judge(b"orderNumber", Value::Text(b"redacted-redacted-1"), Place::Json),
        Verdict::Keep
    );
    assert!(
        check_redact_item("/(/").is_err()
            && check_redact_item("/a+/").is_ok()
            && check_redact_item("a(").is_ok()
    );
    let broken = NameRules::new(&Policy { redact: vec!["/(/".into()], ..Policy::default() });
    check(
        broken.judge(b"a", Value::Text(b"b"), Place::Json),
        "redacted",
        "a broken pattern names all",
    );
}

/// Ids and kinds become part of reports and pseudonyms.
#[test]
fn rows_are_well_formed() {
    let plain = |text: &str| {
        text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    index::for_each_row(|row| {
        assert!(plain(row.exact.kind.0), "{}", row.exact.kind);
        assert!(row.name.chars().all(|c| c.is_alphanumeric() || c == '-'), "{}", row.name);
    });
}

/// Nothing panics and nothing takes long, whatever the bytes.
#[test]
fn any_bytes() {
    let rules = rules(Level::Public);
    let places =
        [Place::Cookie, Place::Json, Place::Query, Place::RequestHeader, Place::Claim, Place::Path];
    let mut seed = 7u64;
    for round in 0..3000usize {
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            seed.to_le_bytes()[5]
        };
        let name: Vec<u8> = (0..round % 150).map(|_| next()).collect();
        let value: Vec<u8> = (0..round % 70).map(|_| next()).collect();
        for place in places {
            let _ = rules.judge(&name, Value::Text(&value), place);
            let _ = rules.judge(b"password", Value::Text(&value), place);
            let _ = rules.judge(b"client_ip", Value::Scalar(&value), place);
        }
    }
}
