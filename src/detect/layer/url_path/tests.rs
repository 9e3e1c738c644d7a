use crate::detect::layer::check::{NO_HINT, check, hint};
use crate::detect::layer::url::REFERENCE;

#[test]
fn what_a_url_is_for_stands_in_its_name() {
    for (name, url, expected) in [
        (
            "activation_url",
            "https://m.quell.example/iphone/7dmi4Oowz5g3J47FARLs",
            &["iphone=7dmi4Oowz5g3J47FARLs!path-token"][..],
        ),
        (
            "inviteLink",
            "https://quell.example/t/9f8e7d6c-5b4a-4928-8706-f5e4d3c2b1a0",
            &["t=9f8e7d6c-5b4a-4928-8706-f5e4d3c2b1a0!path-token"],
        ),
        ("inviteLink", "https://quell.example/teams/berlin-office/join", &[]),
        (
            "image_url",
            "https://quell.example/iphone/7dmi4Oowz5g3J47FARLs",
            &["iphone=7dmi4Oowz5g3J47FARLs"],
        ),
    ] {
        check(&REFERENCE, url, &hint(name), expected);
    }
}

#[test]
fn what_names_a_thing_is_no_token() {
    for (url, expected) in [
        (
            "/a/providers/microsoft.recoveryservices/vaults/vault-x7k2q9wz/backups",
            &["vaults=vault-x7k2q9wz"][..],
        ),
        ("/a/providers/Quell.Verification/items/k3XwQ81uQpZov7Lt", &["items=k3XwQ81uQpZov7Lt"]),
        (
            "/a/redacted-session-id-1/screenshots/scan-173d962e729-b857",
            &["screenshots=scan-173d962e729-b857"],
        ),
        (
            "/a/session-1/screenshots/scan-173d962e729-b857",
            &["screenshots=scan-173d962e729-b857!path-token"],
        ),
        ("/providers/recover/k3XwQ81uQpZov7Lt", &["recover=k3XwQ81uQpZov7Lt!path-token"]),
        ("/a/quell.recovery/vault-x7k2q9wz", &["quell.recovery=vault-x7k2q9wz!path-token"]),
        ("https://q.vault.azure.net/secrets/db/9f86d081884c7d659a2feaa0c55ad015", &[]),
        (
            "https://q.vault.example/secrets/db/9f86d081884c7d659a2feaa0c55ad015",
            &["db=9f86d081884c7d659a2feaa0c55ad015!path-token"],
        ),
        ("/v1/b/backups_48846a56_8eb6_4c1a_aca9_9890f0e32509/iam", &[]),
        ("/v1/b/48846a56-8eb6-4c1a-aca9-9890f0e32509/iam", &[]),
        (
            "/v1/b/k3XwQ81u48846a56-8eb6-4c1a-aca9-9890f0e32509/iam",
            &["b=k3XwQ81u48846a56-8eb6-4c1a-aca9-9890f0e32509"],
        ),
        ("/s/9f86d081884c7d659a2feaa0c55ad015-CDN/y7/1.0/_/download/batch/a.css", &[]),
        ("/s/9f86d081884c7d659a2feaa0c55ad015/report.pdf", &["s=9f86d081884c7d659a2feaa0c55ad015"]),
        (
            "/reset/s/9f86d081884c7d659a2feaa0c55ad015/a.js",
            &["s=9f86d081884c7d659a2feaa0c55ad015!path-token"],
        ),
    ] {
        check(&REFERENCE, url, &NO_HINT, expected);
    }
}

#[test]
fn finds_tokens_in_paths() {
    for (path, expected) in [
        (
            "/reset-password/3f2b8c1e-7d4a-4e9b-9c0f-5a1d2e3b4c6f",
            &["reset-password=3f2b8c1e-7d4a-4e9b-9c0f-5a1d2e3b4c6f!path-token"][..],
        ),
        (
            "/accounts/reset/MQ/c7x9ab-5d8a0f3b2c1e4d5f6a7b/",
            &["MQ=c7x9ab-5d8a0f3b2c1e4d5f6a7b!path-token"],
        ),
        ("/invite/aB3dE6gH9", &["invite=aB3dE6gH9!path-token"]),
        ("/magicLink/Zk3vQ9xT2mLw8RbY/open", &["magicLink=Zk3vQ9xT2mLw8RbY!path-token"]),
        (
            "/api/webhooks/112233445566778899/Zk3vQ9xT2mLw8RbYq-u7",
            &["112233445566778899=Zk3vQ9xT2mLw8RbYq-u7!path-token"],
        ),
        (
            "/services/T0A1B2C3D/B0Z9Y8X7W/qLw8RbYZk3vQ9xT2mNcVe4G6",
            &[
                "B0Z9Y8X7W=T0A1B2C3D/B0Z9Y8X7W/qLw8RbYZk3vQ9xT2mNcVe4G6!webhook",
                "B0Z9Y8X7W=qLw8RbYZk3vQ9xT2mNcVe4G6!webhook",
            ],
        ),
        (
            "/bot123456789:AAqLw8RbYZk3vQ9xT2mNcVe4G6/getMe",
            &["=123456789:AAqLw8RbYZk3vQ9xT2mNcVe4G6!bot-token"],
        ),
        (
            "//www.gravatar.com/avatar/9f8e7d6c5b4a39281706f5e4d3c2b1a0.jpg?s=48",
            &["avatar=9f8e7d6c5b4a39281706f5e4d3c2b1a0!email-hash", "s=48"],
        ),
        (
            "https://seccdn.libravatar.org/avatar/9f8e7d6c5b4a39281706f5e4d3c2b1a0",
            &["avatar=9f8e7d6c5b4a39281706f5e4d3c2b1a0!email-hash"],
        ),
        ("https://shop.example/avatar/9f8e7d6c5b4a39281706f5e4d3c2b1a0.jpg", &[]),
        ("https://www.gravatar.com/avatar/9f8e7d6c5b4a3928.jpg", &[]),
        ("https://www.gravatar.com/avatar/00000000?d=mp", &["d=mp"]),
        ("https://www.gravatar.com/avatar/d41d8cd98f00b204e9800998ecf8427e.png", &[]),
        ("/verify/482913", &["verify=482913!path-token"]),
        ("/(S(3fuoagq3q03ez77mmdwiq2lz))/a.aspx", &["=3fuoagq3q03ez77mmdwiq2lz!session-id"]),
        (
            "/(X(1)A(grN0TcIec4D7kNV1dUx7ciAq)S(9t239lwohif14ds309rjd5ff))/a",
            &["=grN0TcIec4D7kNV1dUx7ciAq!session-id", "=9t239lwohif14ds309rjd5ff!session-id"],
        ),
        ("/%28S%283fuoagq3q03ez77mmdwiq2lz%29%29/", &["=3fuoagq3q03ez77mmdwiq2lz!session-id"]),
        ("/(detail)/Sections(1)", &[]),
        (
            "/live/Wk9VtkY2gbduxOnbgzqj6H92DWSe/1.ts",
            &["live=Wk9VtkY2gbduxOnbgzqj6H92DWSe!path-token"],
        ),
        ("rtmp://in.example/live/Zk3vQ9xT2mLw8RbY", &["live=Zk3vQ9xT2mLw8RbY!path-token"]),
        (
            "/calendar/ical/a/private-9f8e7d6c5b4a39281706f5e4d3c2b1a0/basic.ics",
            &["a=private-9f8e7d6c5b4a39281706f5e4d3c2b1a0!path-token"],
        ),
        ("/calendar/private-events/basic.ics", &[]),
        (
            "/owa/calendar/rosa/9f8e7d6c5b4a39281706f5e4d3c2b1a0/calendar.ics",
            &["rosa=9f8e7d6c5b4a39281706f5e4d3c2b1a0!path-token"],
        ),
        ("/calendars/public-holidays-of-2026/all.ics", &[]),
        (
            "https://mainnet.infura.io/v3/9f8e7d6c5b4a39281706f5e4d3c2b1a0",
            &["v3=9f8e7d6c5b4a39281706f5e4d3c2b1a0!path-token"],
        ),
        (
            "https://old-red-fog.quiknode.pro/9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c/",
            &["=9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c!path-token"],
        ),
        (
            "https://hc-ping.com/3f2b8c1e-7d4a-4e9b-9c0f-5a1d2e3b4c6f",
            &["=3f2b8c1e-7d4a-4e9b-9c0f-5a1d2e3b4c6f!path-token"],
        ),
        ("https://webhook.site/docs", &[]),
        (
            "/login/_next/static/X7sKNQxMEGp6Sg0UgKvor/_buildManifest.js",
            &["static=X7sKNQxMEGp6Sg0UgKvor"],
        ),
        ("/login/static/1a62bcea795caee3af29/app.js", &["static=1a62bcea795caee3af29"]),
        (
            "/acme/token/-/blob/9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c/README.md",
            &["blob=9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c"],
        ),
        ("/login/static/1a62bcea795caee3af29", &["static=1a62bcea795caee3af29!path-token"]),
        (
            "/static/reset/1a62bcea795caee3af29/page.html",
            &["reset=1a62bcea795caee3af29!path-token"],
        ),
        ("/auth/oauth2-callback", &["auth=oauth2-callback"]),
        ("/login/saml2-metadata", &[]),
        ("/confirm/order-2026-000123", &["confirm=order-2026-000123"]),
        ("/verify/covid19-certificate", &["verify=covid19-certificate"]),
        ("/token/erc721-metadata", &["token=erc721-metadata"]),
        ("/reset/user-482913-205817", &["reset=user-482913-205817!path-token"]),
        ("/invite/kxt9382-lqz2841-callback", &["invite=kxt9382-lqz2841-callback!path-token"]),
        ("/invite/c7x9ab-orange", &["invite=c7x9ab-orange!path-token"]),
        ("/users/password=Tundra%23opal93/edit", &["password=Tundra%23opal93"]),
        ("/c/6801b7c2-4f1d-8a3b-9c55-0d2e7f1a4b66", &[]),
        ("/s/Wk9VtkY2gbduxOnbgzqj6H92DWSe", &["s=Wk9VtkY2gbduxOnbgzqj6H92DWSe"]),
        ("/live/football/2024-final", &[]),
        ("https://tube.example/live/Zk3vQ9xT2mL", &["live=Zk3vQ9xT2mL"]),
        ("/users/123/orders/77123", &[]),
        ("/static/main.3f2a9c8b71d2e4f5.js", &[]),
        ("/blog/reset/how-to-reset-your-password-in-2024", &[]),
        ("/verify/email/confirmation-sent/en-US", &[]),
        ("/x/9f8e7d6c5b4a39281706f5e4d3c2b1a0", &["x=9f8e7d6c5b4a39281706f5e4d3c2b1a0"]),
        ("/mail/bob%40h.example", &["mail=bob%40h.example"]),
        ("/hooks/useAuthenticationState", &[]),
    ] {
        check(&REFERENCE, path, &NO_HINT, expected);
    }
}
