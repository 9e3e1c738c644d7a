//! Tokens of sign-in: JWT, PASETO, SAML, sessions of frameworks and identity providers.

use crate::detect::format::check;
use crate::detect::format::edge::Edge;
use crate::detect::format::row::{FormatRule, row};

/// The rows.
#[rustfmt::skip]
pub(super) static ROWS: &[FormatRule] = &[
    row("jwt", "jwt", "JSON Web Token, signed or not (RFC 7519)", &["eyJ", "eyA", "ewo", "ewk"], r"e[yw][A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*",
        &["{j:{\"alg\":\"HS256\",\"typ\":\"JWT\"}}.{j:{\"sub\":\"7\"}}.{u43}", "{j:{\"typ\":\"JWT\",\"alg\":\"none\"}}.{j:{\"sub\":\"7\"}}.", "{j:{\n  \"alg\":\"RS256\"}}.{j:{\"sub\":\"7\"}}.{u342}"],
        &["{j:{\"some\":\"JSON\"}}.{j:{\"sub\":\"7\"}}.{u43}", "eyJ{u20}.{u20}.{u20}", "{j:{\"alg\":\"HS256\"}}"]).check(check::jws).reach(TOKEN),
    row("jwe", "jwt-encrypted", "Encrypted JSON Web Token (RFC 7516)", &["eyJ"], r"eyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+",
        &["{j:{\"alg\":\"dir\",\"enc\":\"A256GCM\"}}..{u16}.{u200}.{u22}"], &["{j:{\"alg\":\"HS256\"}}.{u16}.{u16}.{u20}.{u22}"]).check(check::jwe).reach(TOKEN),
    row("jwt-base64", "jwt-encoded", "JSON Web Token in base64 once more", &["ZXlK"], r"ZXlK[A-Za-z0-9_+/-]{40,}={0,2}", &["ZXlK~aGJHY2lPaUpJVXpJMU5pSjkuZXlKemRXSWlPaUkzSW4wLkFBQUFBQUFBQUFBQUFBQUE"], &["ZXlK{a60}"]).edge(Edge::Base64).check(check::base64_jwt).reach(TOKEN),
    row("signed-session", "session-token", "Signed JSON session (Flask, itsdangerous)", &["eyJ"], r"eyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27}", &["{j:{\"user_id\":17}}.{u6}.{u27}"], &["{j:{\"alg\":\"HS256\"}}.{u6}.{u27}", "{j:{\"user_id\":17}}.{u6}.{u9}"]).check(check::signed_json).reach(TOKEN),
    row("signed-session-deflated", "session-token", "Signed and compressed session (Flask, Django)", &[".eJ"], r"\.eJ[A-Za-z0-9_-]{16,}(?:\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27}|:[A-Za-z0-9]{6}:[A-Za-z0-9_-]{43})", &[".eJ{u60}.{u6}.{u27}", ".eJ{u60}:{a6}:{u43}"], &[".eJ{u60}", "a.eJ{u60}.{u6}.{u27}"]).reach(TOKEN),
    row("phoenix-token", "session-token", "Signed token of Phoenix (LiveView sessions, sockets)", &["SFMyNTY."], r"SFMyNTY\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{43}", &["SFMy~NTY.{u60}.{u43}"], &["SFMyNTY.", "SFMyNTY.{u60}", "SFMyNTY.{u60}.{u9}"]).reach(TOKEN),
    row("laravel-session", "session-token", "Laravel cookie", &["eyJpdiI6I"], r"eyJpdiI6I[A-Za-z0-9+/]{80,}(?:=|%(?:25)?3[Dd]){0,2}", &["{j:{\"iv\":\"0123456789abcdefghijkl==\",\"value\":\"0123456789abcdefghijkl==\",\"mac\":\"0123456789abcdefghijkl\"}}"], &["eyJpdiI6I{a100}"]).edge(Edge::Base64).check(check::laravel).reach(4096),
    row("paseto", "access-token", "PASETO", &["v1.local.", "v2.local.", "v3.local.", "v4.local.", "v1.public.", "v2.public.", "v3.public.", "v4.public."], r"v[1-4]\.(?:local|public)\.[A-Za-z0-9_-]{40,}(?:\.[A-Za-z0-9_-]+)?", &["v4.~local.{u120}", "v4.~public.{u120}.{u20}"], &["v4.local.{a9}", "v4.public.example"]).reach(4096),
    row("macaroon", "access-token", "Macaroon, version 1", &["MDAx", "MDAy", "MDAz"], r"MDA[xyz][A-Za-z0-9_-]{100,}={0,2}", &["MDAx~OGxvY2F0aW9uIH{u160}"], &["MDAx{u120}"]).check(check::macaroon).reach(2048),
    row("cas-ticket-granting", "session-token", "Ticket-granting ticket of CAS", &["TGT-"], r"TGT-\d{1,8}-[A-Za-z0-9_-]{20,}", &["TGT-~12-{a30}-cas"], &["TGT-12-abc"]).edge(Edge::Url64),
    row("oauth-request-uri", "request-uri", "Reference to a pushed OAuth request (RFC 9126)", &["oauth:request_uri:", "oauth%3Arequest_uri%3A"], r"oauth(?::|%3A)request_uri(?::|%3A)([A-Za-z0-9_.~-]{16,})", &["urn:ietf:params:oauth:request~_uri:{u43}"], &["urn:ietf:params:oauth:request_uri:"]),
    row("fernet", "encrypted-token", "Fernet token", &["gAAAAA"], r"gAAAAA[A-Za-z0-9_-]{90,}={0,2}", &["gAAAAA~Bm{u120}=="], &["gAAAAA{u20}", "xgAAAAA{u120}"]).check(check::mixed_three).reach(4096),
    row("data-protection", "session-token", "ASP.NET Core protected payload", &["CfDJ8"], r"CfDJ8[A-Za-z0-9_+/-]{60,}={0,2}", &["CfDJ8~{u120}"], &["CfDJ8{u20}", "/CfDJ8{a60}"]).edge(Edge::Base64).reach(4096),
    row("saml-response", "saml-response", "SAML response in base64", &["PHNhbWxwOlJlc3", "PHNhbWwycDpSZXNw"], r"PHNhbW(?:xwOlJlc3|wycDpSZXNw)(?:[A-Za-z0-9+/\s]|%(?:25)?2[BbFf]){100,}(?:=|%(?:25)?3[Dd]){0,2}", &["PHNhbWxw~OlJlc3BvbnNl{b400}=", "PHNhbWwy~cDpSZXNwb25zZ{b400}"], &["PHNhbWxwOlJlc3BvbnNl"]).edge(Edge::Base64).reach(TOKEN),
    row("saml-assertion", "saml-response", "SAML assertion in base64", &["PHNhbWw6QXNz", "PHNhbWwyOkFzc"], r"PHNhbWw(?:6QXNz|yOkFzc)(?:[A-Za-z0-9+/\s]|%(?:25)?2[BbFf]){100,}(?:=|%(?:25)?3[Dd]){0,2}", &["PHNhbWw6~QXNzZXJ0aW9u{b400}="], &["PHNhbWw6QXNzZXJ0aW9u"]).edge(Edge::Base64).reach(TOKEN),
    row("ntlm", "credentials", "NTLM authentication message", &["TlRMTVNTUAAD"], r"TlRMTVNTUAAD[A-Za-z0-9+/]{60,}={0,2}", &["TlRM~TVNTUAAD{b200}="], &["TlRMTVNTUAAD{b9}"]).edge(Edge::Base64).reach(2048),
    row("okta-ssws", "api-key", "Okta API token with its scheme", &["SSWS"], r"SSWS(?: |%20|\+)(00[A-Za-z0-9_-]{40})", &["SSWS 00~{u40}"], &["SSWS 00{a9}"]),
    row("okta-state-token", "session-token", "Okta state handle", &["02.id."], r"02\.id\.[A-Za-z0-9_~.-]{40,}", &["02.id~.{u60}~~c.{u20}"], &["02.id.{a9}", "x02.id.{u60}"]).edge(Edge::Tilde),
    row("entra-code", "authorization-code", "Entra ID code or refresh token", &["0.A", "1.A"], r"[01]\.A[A-Za-z0-9_-]{20,90}\.[A-Za-z0-9_-]{200,}(?:\.[A-Za-z0-9_-]+)*", &["0.A~{u60}.{u700}", "1.A~{u60}.{u900}"], &["1.A{u60}", "1.A"]).edge(Edge::Dotted).reach(4096),
    row("clerk-secret", "api-key", "WorkOS, Stytch secret", &["secret-live-", "secret-test-"], r"secret-(?:live|test)-[A-Za-z0-9_-]{35,}=?", &["secret-~live-{u36}="], &["secret-live-{a9}"]),
];

/// JWTs may carry certificates and many claims.
const TOKEN: usize = 16 << 20;
