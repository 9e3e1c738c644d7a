//! What a ticket and an inspection say of the client: browser, system, device, and what stands between
//! it and the net.

use serde_json::{Value, json};
use tempfile::tempdir;

use crate::command::unharm;

/// The `insights` of a capture with these entries.
#[track_caller]
fn insight(log: Value) -> Value {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), json!({ "log": log }).to_string()).unwrap();
    unharm(dir.path(), ["inspect", "a.har", "--json"]).ok().json()["insights"][0].take()
}

/// An entry with these headers of request and response, and this status and error.
fn entry(
    request: &[(&str, &str)],
    response: &[(&str, &str)],
    (status, error): (u16, &str),
) -> Value {
    let headers = |list: &[(&str, &str)]| -> Vec<Value> {
        list.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect()
    };
    json!({
        "startedDateTime": "2026-01-02T03:04:05Z",
        "request": { "method": "GET", "url": "https://a.example/", "headers": headers(request) },
        "response": { "status": status, "_error": error, "headers": headers(response) },
    })
}

#[test]
fn browser_and_system_come_from_hints_then_user_agent_then_the_envelope() {
    const AGENT: (&str, &str) = (
        "User-Agent",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/148.0.0.0 Mobile Safari/537.36",
    );
    const BRANDS: (&str, &str) =
        ("sec-ch-ua", r#""Google Chrome";v="148", "Chromium";v="148", "Not/A)Brand";v="99""#);
    const FULL: (&str, &str) = (
        "sec-ch-ua-full-version-list",
        r#""Google Chrome";v="148.0.7123.45", "Chromium";v="148.0.7123.45""#,
    );
    const SYSTEM: [(&str, &str); 2] =
        [("sec-ch-ua-platform", "\"Android\""), ("sec-ch-ua-platform-version", "\"16.0.0\"")];
    const MOBILE: (&str, &str) = ("sec-ch-ua-mobile", "?1");
    const MODEL: (&str, &str) = ("sec-ch-ua-model", "\"Pixel 9\"");
    let own = json!({ "name": "Firefox", "version": "153.0" });
    for (headers, browser, system, device) in [
        (
            &[AGENT, BRANDS, FULL, SYSTEM[0], SYSTEM[1], MOBILE, MODEL][..],
            "Google Chrome 148.0.7123.45",
            "Android 16.0.0",
            "Pixel 9",
        ),
        (&[AGENT, BRANDS, SYSTEM[0], MOBILE], "Google Chrome 148", "Android", "mobile"),
        (&[AGENT], "Chrome 148.0.0.0", "Android 10", "mobile"),
        (&[], "Firefox 153.0", "", ""),
    ] {
        let insight = insight(json!({
            "browser": own,
            "entries": [entry(headers, &[], (200, ""))],
        }));
        let client = &insight["client"];
        let said = |name: &str| client[name].as_str().unwrap_or_default();
        assert_eq!(
            [said("browser"), said("system"), said("device")],
            [browser, system, device],
            "{client}"
        );
    }
}

#[test]
fn every_sign_of_a_proxy_or_filter_is_told() {
    let via = "1.1 gate.corp.example (squid/6.10)";
    let gateway = "1.1 192.0.2.7 (McAfee Web Gateway 12.1)";
    for (entry, what, sign) in [
        (entry(&[("Proxy-Connection", "keep-alive")], &[], (200, "")), "proxy", "proxy-connection"),
        (
            entry(&[("Proxy-Authorization", "Basic eDp5")], &[], (200, "")),
            "proxy",
            "proxy-authorization",
        ),
        (entry(&[("Via", "1.1 x")], &[], (200, "")), "proxy", "request header via"),
        (entry(&[], &[], (407, "")), "proxy", "status 407"),
        (entry(&[], &[], (0, "net::ERR_PROXY_CONNECTION_FAILED")), "proxy", "ERR_PROXY"),
        (entry(&[], &[], (0, "net::ERR_TUNNEL_CONNECTION_FAILED")), "proxy", "ERR_TUNNEL"),
        (
            entry(&[], &[], (0, "net::ERR_CERT_AUTHORITY_INVALID")),
            "TLS inspection",
            "ERR_CERT_AUTHORITY_INVALID",
        ),
        (entry(&[], &[], (0, "NS_ERROR_PROXY_CONNECTION_REFUSED")), "proxy", "NS_ERROR_PROXY"),
        (
            entry(&[], &[], (0, "SEC_ERROR_UNKNOWN_ISSUER")),
            "TLS inspection",
            "SEC_ERROR_UNKNOWN_ISSUER",
        ),
        (entry(&[], &[("server", "Netskope Proxy")], (200, "")), "Netskope", "server"),
        (entry(&[], &[("X-BlueCoat-Via", "1a2b3c")], (200, "")), "Blue Coat", "x-bluecoat-via"),
        (
            entry(&[], &[], (0, "net::ERR_NAME_NOT_RESOLVED")),
            "name resolution",
            "ERR_NAME_NOT_RESOLVED",
        ),
        (
            entry(&[], &[], (0, "net::ERR_INTERNET_DISCONNECTED")),
            "offline",
            "ERR_INTERNET_DISCONNECTED",
        ),
        (entry(&[], &[("Server", "Zscaler/6.2")], (403, "")), "Zscaler", "response header server"),
        (entry(&[], &[("Via", via)], (200, "")), "Squid", "response header via"),
        (entry(&[], &[("via", gateway)], (200, "")), "web gateway", "response header via"),
        (
            entry(&[], &[("X-Squid-Error", "ERR_DNS_FAIL 0")], (503, "")),
            "Squid",
            "response header x-squid-error",
        ),
        (
            entry(&[], &[], (0, "net::ERR_BLOCKED_BY_CLIENT")),
            "blocking extension",
            "ERR_BLOCKED_BY_CLIENT",
        ),
        (
            entry(&[], &[], (0, "net::ERR_BLOCKED_BY_ADMINISTRATOR")),
            "administrator's policy",
            "ERR_BLOCKED_BY_ADMINISTRATOR",
        ),
    ] {
        let insight = insight(json!({ "entries": [entry] }));
        let signs = insight["client"]["between"].as_array().unwrap();
        assert_eq!(signs.len(), 1, "{sign}: {signs:?}");
        assert_eq!(signs[0]["what"], what);
        assert!(signs[0]["sign"].as_str().unwrap().contains(sign), "{}", signs[0]);
    }
    // Whatever delivers content writes `Via`, too.
    let cdn = "1.1 39464b01.cdn.example (CloudFront), 1.1 varnish";
    let plain = entry(&[("User-Agent", "x/1")], &[("Via", cdn), ("Server", "nginx")], (200, ""));
    assert_eq!(insight(json!({ "entries": [plain] }))["client"]["between"], json!([]));
}

/// A program that records what passes through it is a proxy itself.
#[test]
fn a_recording_proxy_is_a_sign() {
    for (creator, is_proxy) in [
        ("Charles Proxy", true),
        ("Fiddler", true),
        ("mitmproxy har_dump", true),
        ("Proxyman Proxyman", true),
        ("BrowserMob Proxy", true),
        ("WebInspector", false),
        ("WebKit Web Inspector", false),
        ("Firefox", false),
        ("Playwright", false),
    ] {
        let insight = insight(json!({
            "creator": { "name": creator, "version": "1.0" },
            "entries": [entry(&[], &[], (200, "")), entry(&[], &[], (200, ""))],
        }));
        let signs = insight["client"]["between"].as_array().unwrap();
        assert_eq!(signs.len(), usize::from(is_proxy), "{creator}: {signs:?}");
        if is_proxy {
            assert_eq!(signs[0]["sign"], format!("recorded by {creator} 1.0"));
            assert_eq!(signs[0]["requests"], 2);
        }
    }
}
