//! Secrets that an entry names and another holds without a name, in every encoding, before and
//! after.

use crate::capture::Slot::{self, At, Body, Body64, Next, Post, Receive, Req, Res, Url};
use crate::rows::Row;

pub(super) fn rows() -> impl Iterator<Item = Row> {
    let mut rows = Vec::new();
    for (number, (slot, named)) in NAMED.iter().enumerate() {
        for (index, (encoding, text)) in ENCODINGS.iter().enumerate() {
            let (place, around) = PLACES[(number * 7 + index) % PLACES.len()];
            let around = around.replace('□', text);
            let parts = if (number + index) % 3 == 0 {
                [(*slot, *named), (Next, ""), (place, &around)]
            } else {
                // What names the value comes later; it is first planted where nothing does.
                let recipe = recipe(named);
                let first = around.replacen("‹x", &format!("‹x={recipe}"), 1);
                let named = named.replacen(&format!("x={recipe}"), "x", 1);
                rows.push(Row::new(
                    format!("travel/{encoding}"),
                    &[(place, &first), (Next, ""), (*slot, &named)],
                ));
                continue;
            };
            rows.push(Row::new(format!("travel/{encoding}"), &parts));
        }
    }
    rows.extend(OTHERS.iter().map(|parts| Row::new("travel/other", parts)));
    rows.into_iter()
}

fn recipe(named: &str) -> &str {
    let start = named.find("‹x=").expect("a named value") + "‹x=".len();
    let rest = &named[start..];
    &rest[..rest.find(['|', '›']).expect("an end")]
}

/// Where a value gets its name.
const NAMED: &[(Slot, &str)] = &[
    (Req, "authorization: Bearer ‹x=b62:40›"),
    (Req, "cookie: sid=‹x=b64u:32›"),
    (Res, "set-cookie: rt=‹x=hex:32›; Path=/"),
    (Post, "application/json {\"password\":\"‹x=pwx|json›\"}"),
    (Body, "application/json {\"access_token\":\"‹x=b64:44›\"}"),
    (Url, "https://a.lumenport.test/cb?code=‹x=b64:30~==|pct›&state=1"),
    (Req, "x-api-key: ‹x=uuid›"),
    (Req, "authorization: Basic ⟦b64:svc:‹x=b62:16›⟧"),
    (Post, "application/x-www-form-urlencoded password=‹x=pw|form›"),
];

const ENCODINGS: &[(&str, &str)] = &[
    ("raw", "‹x›"),
    ("json", "‹x|json›"),
    ("json \\u", "‹x|jsonu›"),
    ("json \\/", "‹x|jsonslash›"),
    ("percent", "‹x|pct›"),
    ("percent lower", "‹x|pctlow›"),
    ("percent twice", "‹x|pct2›"),
    ("form", "‹x|form›"),
    ("base64", "‹x|b64›"),
    ("base64 +1", "⟦b64:~‹x›;9⟧"),
    ("base64 +2", "⟦b64:k~‹x›;end⟧"),
    ("base64url", "⟦b64u:v=1;‹x›⟧"),
    ("hex", "‹x|hex›"),
    ("HEX", "‹x|HEX›"),
    ("html", "‹x|html›"),
    ("html numbers", "‹x|htmlnum›"),
];

/// Places that name nothing.
const PLACES: &[(Slot, &str)] = &[
    (Body, "text/html <!-- build 7 □ --><p>ok</p>"),
    (Body, "text/plain 2026-10-05 INFO got □ from upstream"),
    (Body, "application/json {\"n\":1,\"line\":\"⟦json:v □ w⟧\"}"),
    (Body, "text/javascript var q=1;/* □ */go(q);"),
    (Body64, "text/plain line one\n□\nline three"),
    (Receive, "pong □ 17"),
    (Body, "text/csv a,b\n1,□\n"),
    (Post, "text/plain echo □"),
];

const OTHERS: &[&[(Slot, &str)]] = &[
    // The parts of a cookie that was too long for one.
    &[
        (Body, "text/plain whole: ‹a=b64u:60›‹b=b64u:60› seen"),
        (Next, ""),
        (Req, "cookie: auth.session.0=‹a›; auth.session.1=‹b›"),
    ],
    &[
        (Body64, "application/octet-stream \u{1}\u{2}‹x=b62:32›\u{3}"),
        (Next, ""),
        (Req, "x-auth-token: ‹x›"),
    ],
    &[
        (Body, "application/octet-stream ⟦pb:‹x=b62:32›⟧"),
        (Next, ""),
        (Req, "authorization: Bearer ‹x›"),
    ],
    &[
        (Body, "application/grpc-web+proto ⟦grpc:‹x=b62:32›⟧"),
        (Next, ""),
        (Req, "authorization: Bearer ‹x›"),
    ],
    &[
        (Body, "text/plain;charset=utf-16le ⟦utf16:the value is ‹x=b62:32› here⟧"),
        (Next, ""),
        (Req, "authorization: Bearer ‹x›"),
    ],
    &[(At, "/_note \"⟦b64:{\"d\":\"⟦b64:zz‹x=b62:32›⟧\"}⟧\""), (Next, ""), (Req, "cookie: s=‹x›")],
    &[
        (Body, "text/html <b>‹x=Name~ ~Name›</b>"),
        (Next, ""),
        (Body, "application/json {\"user\":{\"fullName\":\"‹x›\"}}"),
    ],
    &[
        (Body, "text/html <b>Hello ‹x=Name~ ~Name›!</b>"),
        (Next, ""),
        (Body, "application/json {\"sub\":\"1\",\"name\":\"‹x›\",\"email\":\"‹email›\"}"),
    ],
    &[(Url, "https://a.lumenport.test/files/‹x=b62:24›"), (Next, ""), (Req, "cookie: dl=‹x›")],
    &[
        (Req, "x-trace-note: ‹x=b62:24›"),
        (Next, ""),
        (Body, "application/json {\"sessionToken\":\"‹x›\"}"),
    ],
    &[
        (Body, "application/json {\"‹x=b62:24›\":{\"n\":1}}"),
        (Next, ""),
        (Body, "application/json {\"apiKey\":\"‹x›\"}"),
    ],
    &[
        (Body, "text/plain Set-up done: user=‹u=word~.~lower:7›"),
        (Next, ""),
        (Req, "authorization: Basic ⟦b64:‹u›:‹b62:20›⟧"),
    ],
];
