//! Keys of monitoring, analytics and feature flags.

use crate::detect::format::check;
use crate::detect::format::edge::Edge;
use crate::detect::format::row::{FormatRule, row};

/// The rows.
#[rustfmt::skip]
pub(super) static ROWS: &[FormatRule] = &[
    row("grafana-cloud-token", "api-key", "Grafana Cloud token", &["glc_"], r"glc_[A-Za-z0-9+/]{43,}={0,2}", &["glc_~{j:{\"o\":\"12345\",\"n\":\"name\",\"k\":\"abcdefghijklmnop\"}}", "glc_~{b80}"], &["glc_eyJ{a9}", "glc_{L60}"]).edge(Edge::Base64).check(check::random_body),
    row("grafana-service-token", "api-key", "Grafana service account token", &["glsa_"], r"glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}", &["glsa_~{a32}_{cs8}", "glsa_~{a32}_{x8}"], &["glsa_{L32}_{x8}"]).edge(Edge::Word).check(check::crc32_hex_swapped_or_random),
    row("grafana-legacy-key", "api-key", "Grafana API key", &["eyJrIjoi"], r"eyJrIjoi[A-Za-z0-9+/]{60,}={0,2}", &["{j:{\"k\":\"abcdefghijklmnopqrstuvwxyzabcdef\",\"n\":\"name\",\"id\":12345}}"], &["eyJrIjoi{a9}"]).edge(Edge::Base64).check(check::base64_json),
    row("newrelic-user-key", "api-key", "New Relic user key", &["NRAK-"], r"NRAK-[A-Z0-9]{27}", &["NRAK-~{A27}"], &["NRAK-{A9}"]),
    row("newrelic-insert-key", "api-key", "New Relic insert key", &["NRII-"], r"NRII-[A-Za-z0-9_-]{32}", &["NRII-~{u32}"], &["NRII-{u9}"]),
    row("newrelic-query-key", "api-key", "New Relic query key", &["NRIQ-"], r"NRIQ-[A-Za-z0-9_-]{32}", &["NRIQ-~{u32}"], &["NRIQ-{u9}"]),
    row("newrelic-licence-key", "api-key", "New Relic licence key", &["FFFFNRAL"], r"(?:eu01xx)?[0-9a-f]{30,36}FFFFNRAL", &["{x32}FFFF~NRAL", "eu01xx{x30}FFFF~NRAL"], &["{x9}FFFFNRAL"]).back(42),
    row("newrelic-browser-key", "public-key", "New Relic browser key, which is public", &["NRJS-", "NRBR-"], r"NR(?:JS|BR)-[0-9a-f]{19}", &["NRJS-~{x19}"], &["NRJS-{x9}"]).kept(),
    row("sentry-org-token", "api-key", "Sentry organisation token", &["sntrys_"], r"sntrys_eyJ[A-Za-z0-9+/=]{60,}_[A-Za-z0-9+/]{43}", &["sntrys_~eyJ{b180}=_{b43}"], &["sntrys_eyJ{a9}"]).edge(Edge::Base64),
    row("sentry-user-token", "api-key", "Sentry user token", &["sntryu_"], r"sntryu_[0-9a-f]{64}", &["sntryu_~{x64}"], &["sntryu_{x9}"]).edge(Edge::Word),
    row("sentry-dsn", "public-key", "Public part of a Sentry DSN", &[".ingest.", "@sentry.", ".sentry.io"], r"https?:(?:\\?/){2}[0-9a-f]{32}@[A-Za-z0-9.-]+(?:\\?/)\d+", &["https://{x32}@o1234.ingest.us.sentry.io/4567", "https://{x32}@sentry.example.com/12"], &["https://sentry.io/welcome"]).edge(Edge::Url).back(64).kept(),
    row("launchdarkly-sdk-key", "api-key", "LaunchDarkly SDK key", &["sdk-"], r"sdk-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", &["sdk-~{g}"], &["sdk-{x8}", "aws-sdk-{g}"]),
    row("launchdarkly-mobile-key", "public-key", "LaunchDarkly mobile key, which is public", &["mob-"], r"mob-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", &["mob-~{g}"], &["mob-{x8}"]).kept(),
    row("datadog-client-token", "public-key", "Datadog client token, which is public", &["pub"], r"pub[0-9a-f]{32}", &["pub~{x32}"], &["pub{x31}", "pub{x33}"]).kept(),
    row("dynatrace-token", "api-key", "Dynatrace token", &["dt0c01.", "dt0s01.", "dt0s16."], r"dt0[cs]\d\d\.[A-Z0-9]{8,24}\.[A-Z0-9]{64}", &["dt0c01~.{A24}.{A64}"], &["dt0c01.{A24}"]).edge(Edge::Dotted),
    row("honeycomb-key", "api-key", "Honeycomb key", &["hcaik_", "hcxik_", "hcbik_"], r"hc[axb]ik_[a-z0-9]{58}", &["hcaik_~{L58}"], &["hcaik_{a9}"]).edge(Edge::Word),
    row("posthog-personal-key", "api-key", "PostHog personal key", &["phx_"], r"phx_[A-Za-z0-9]{40,48}", &["phx_~{a43}"], &["phx_{a9}"]).edge(Edge::Word).check(check::mixed_three),
    row("posthog-project-key", "public-key", "PostHog project key, which is public", &["phc_"], r"phc_[A-Za-z0-9]{40,48}", &["phc_~{a43}"], &["phc_{a9}"]).edge(Edge::Word).kept(),
    row("segment-token", "api-key", "Segment token", &["sgp_"], r"sgp_[A-Za-z0-9]{64}", &["sgp_~{a64}"], &["sgp_{a9}"]).edge(Edge::Word),
    row("statsig-key", "api-key", "Statsig server key", &["secret-"], r"secret-[A-Za-z0-9]{40,48}", &["secret-~{a43}"], &["secret-{a9}", "client-secret-{a43}"]).check(check::mixed_three),
    row("axiom-token", "api-key", "Axiom token", &["xaat-", "xapt-"], r"xa[ap]t-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", &["xaat-~{g}"], &["xaat-{x8}"]),
    row("checkly-key", "api-key", "Checkly key", &["cu_"], r"cu_[0-9a-f]{32}", &["cu_~{x32}"], &["cu_{x31}", "acu_{x32}"]).edge(Edge::Word),
    row("pagerduty-token", "api-key", "PagerDuty token with its scheme", &["oken token="], r"oken token=([A-Za-z0-9+_-]{18,20})", &["Token tok~en={u20}"], &["Token token=x"]).edge(Edge::None).check(check::mixed),
    row("ubidots-token", "api-key", "Ubidots token", &["BBFF-"], r"BBFF-[A-Za-z0-9]{30}", &["BBFF-~{a30}"], &["BBFF-{a9}"]),
    row("newrelic-insights-key", "api-key", "New Relic key to insert or query events", &["NRII-", "NRIQ-"], r"NRI[IQ]-[A-Za-z0-9_-]{25,40}", &["NRII-~{u32}", "NRIQ-~{u32}"], &["NRII-{u9}"]),
    row("rootly-key", "api-key", "Rootly key", &["rootly_"], r"rootly_[0-9a-f]{64}", &["rootly_~{x64}"], &["rootly_x"]).edge(Edge::Word),
    row("logfire-token", "api-key", "Pydantic Logfire token", &["pylf_v1_", "pylf_v2_"], r"pylf_v\d_[a-z]{2}_[A-Za-z0-9]{40,50}", &["pylf_~v1_us_{a43}"], &["pylf_v1_us_x"]).edge(Edge::Word),
];
