//! Tokens of other services: office, design, content, maps, data.

use crate::detect::format::check;
use crate::detect::format::edge::Edge;
use crate::detect::format::row::{FormatRule, row};

/// The rows.
#[rustfmt::skip]
pub(super) static ROWS: &[FormatRule] = &[
    row("linear-key", "api-key", "Linear key", &["lin_api_"], r"lin_api_[A-Za-z0-9]{40}", &["lin_~api_{a40}"], &["lin_api_x"]).edge(Edge::Word),
    row("linear-oauth", "access-token", "Linear OAuth token", &["lin_oauth_"], r"lin_oauth_[A-Za-z0-9]{64}", &["lin_~oauth_{a64}"], &["lin_oauth_x"]).edge(Edge::Word),
    row("linear-webhook-secret", "signing-secret", "Linear webhook secret", &["lin_wh_"], r"lin_wh_[A-Za-z0-9]{40}", &["lin_~wh_{a40}"], &["lin_wh_x"]).edge(Edge::Word),
    row("notion-token", "api-key", "Notion token", &["ntn_"], r"ntn_\d{11}[A-Za-z0-9]{35}", &["ntn_~{d11}{a35}"], &["ntn_{a9}"]).edge(Edge::Word),
    row("notion-legacy-token", "api-key", "Notion token of the old form", &["secret_"], r"secret_[A-Za-z0-9]{43}", &["secret_~{a43}"], &["secret_{a42}", "client_secret_{a43}"]).edge(Edge::Word).check(check::mixed_three),
    row("figma-token", "api-key", "Figma token", &["figd_", "figu_", "figo_", "figp_", "figdr_", "figdh_", "figur_", "figuh_", "figor_", "figoh_"], r"fig(?:[duo][rh]?|p)_[A-Za-z0-9_-]{36,54}", &["figd_~{u40}", "figu_~{u43}", "figo_~{u40}", "figp_~{u40}", "figur_~{u40}"], &["figd_x", "config_figd_{u9}"]),
    row("airtable-token", "api-key", "Airtable token", &["pat"], r"pat[A-Za-z0-9]{14}\.[0-9a-f]{64}", &["pat~{a14}.{x64}"], &["pat{a14}.{x63}", "pattern.compile"]).edge(Edge::Word),
    row("contentful-token", "api-key", "Contentful management token", &["CFPAT-"], r"CFPAT-[A-Za-z0-9_-]{43}", &["CFPAT-~{u43}"], &["CFPAT-x"]),
    row("hubspot-token", "api-key", "HubSpot private app token", &["pat-na", "pat-eu", "pat-ap"], r"pat-(?:na|eu|ap)\d-[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}", &["pat-~na1-{g}", "pat-~eu1-{g}", "pat-~ap1-{g}"], &["pat-name-{g}"]),
    row("salesforce-session", "session-token", "Salesforce session id", &["!AQ", "!AR", "!AS", "%21AQ", "%21AR"], r"00D[A-Za-z0-9]{12}(?:!|%21)[A-Za-z0-9._]{80,120}", &["00D~{a12}!AQ{a94}", "00D~{a12}%21AQ{a94}"], &["00D{a12}!{a9}"]).back(15),
    row("dropbox-token", "access-token", "Dropbox token", &["sl.u.", "sl.B"], r"sl\.(?:u\.)?[A-Za-z0-9_-]{130,}", &["sl.~u.{u200}", "sl.~B{u134}"], &["sl.B{u9}", "xsl.B{u134}"]).check(check::mixed_three).reach(2048),
    row("typeform-token", "api-key", "Typeform token", &["tfp_"], r"tfp_[A-Za-z0-9_.-]{40,60}", &["tfp_~{a43}_{a15}", "tfp_~{a44}"], &["tfp_x"]).edge(Edge::Word),
    row("mapbox-secret-token", "api-key", "Mapbox secret token", &["sk.eyJ1"], r"sk\.eyJ1[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}", &["sk.{j:{\"u\":\"somebody\",\"a\":\"abcdefghijklmnop\"}}.{u22}"], &["sk.eyJ1{a60}"]).edge(Edge::Dotted).check(check::mixed_three),
    row("mapbox-public-token", "public-key", "Mapbox public token", &["pk.eyJ1"], r"pk\.eyJ1[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}", &["pk.{j:{\"u\":\"somebody\",\"a\":\"abcdefghijklmnop\"}}.{u22}"], &["pk.eyJ1{a60}"]).edge(Edge::Dotted).check(check::mixed_three).kept(),
    row("recaptcha-site-key", "public-key", "reCAPTCHA site key, which is public", &["AAAAA"], r"6L[A-Za-z0-9_-]{6}AAAAA[A-Za-z0-9_-]{27}", &["6L~{a6}AAAAA{u27}"], &["6L{a9}"]).back(8).kept(),
    row("postman-key", "api-key", "Postman key", &["PMAK-"], r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}", &["PMAK-~{x24}-{x34}"], &["PMAK-x"]),
    row("postman-collection-key", "api-key", "Postman collection access key", &["PMAT-"], r"PMAT-[A-Z0-9]{26}", &["PMAT-~{A26}"], &["PMAT-x"]),
    row("clickup-token", "api-key", "ClickUp token", &["pk_"], r"pk_\d{5,12}_[A-Z0-9]{32}", &["pk_~{d8}_{A32}"], &["pk_{d8}", "pk_{d8}_{A31}"]).edge(Edge::Word),
    row("readme-key", "api-key", "ReadMe key", &["rdme_"], r"rdme_[a-z0-9]{70}", &["rdme_~{L70}"], &["rdme_x"]).edge(Edge::Word),
    row("frameio-token", "api-key", "Frame.io token", &["fio-u-"], r"fio-u-[A-Za-z0-9_=-]{64}", &["fio-~u-{u64}"], &["fio-u-x"]),
    row("maxmind-key", "api-key", "MaxMind licence key", &["_mmk"], r"[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk", &["{a6}_{a29}_m~mk"], &["{a6}_mmk"]).edge(Edge::Word).back(37),
    row("adobe-client-secret", "client-secret", "Adobe client secret", &["p8e-"], r"p8e-[A-Za-z0-9_-]{32}", &["p8e-~{u32}"], &["p8e-x"]),
    row("lichess-token", "api-key", "Lichess token", &["lip_"], r"lip_[A-Za-z0-9]{20}", &["lip_~{a20}"], &["clip_{a20}", "lip_{a19}"]).edge(Edge::Word).check(check::mixed),
    row("retool-token", "api-key", "Retool token", &["retool_"], r"retool_[A-Za-z0-9]{26,40}", &["retool_~{a26}"], &["retool_x", "retool_javascriptcustomcomponents"]).edge(Edge::Word).check(check::mixed),
    row("deepl-key", "api-key", "DeepL key of the free plan", &[":fx"], r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}:fx", &["{g}:f~x"], &["a:fx", "{g}:fxa"]).back(36),
    row("zoho-token", "access-token", "Zoho OAuth token", &["1000."], r"1000\.[0-9a-f]{32}\.[0-9a-f]{32}", &["1000~.{x32}.{x32}"], &["1000.50", "1000.{x32}"]).edge(Edge::Dotted),
    row("adafruit-key", "api-key", "Adafruit IO key", &["aio_"], r"aio_[A-Za-z0-9]{28}", &["aio_~{a28}"], &["aio_{a27}", "radaio_{a28}"]).edge(Edge::Word).check(check::mixed),
    row("flexport-key", "api-key", "Flexport key", &["shltm_"], r"shltm_[A-Za-z0-9_-]{40}", &["shltm_~{u40}"], &["shltm_x"]),
    row("fleetbase-key", "api-key", "Fleetbase key", &["flb_live_"], r"flb_live_[A-Za-z0-9]{20}", &["flb_~live_{a20}"], &["flb_live_x"]).edge(Edge::Word),
    row("voiceflow-key", "api-key", "Voiceflow key", &["VF.DM.", "VF.WS."], r"VF\.(?:DM|WS)\.[0-9a-fA-F]{24}\.[A-Za-z0-9]{16}", &["VF.~DM.{x24}.{a16}", "VF.~WS.{x24}.{a16}"], &["VF.DM.{x9}"]).edge(Edge::Dotted),
    row("teamwork-token", "access-token", "Teamwork token", &["tkn.v1_"], r"tkn\.v1_[A-Za-z0-9_-]{71}=?", &["tkn.~v1_{a71}="], &["tkn.v1_x"]).edge(Edge::Dotted),
    row("scrapfly-key", "api-key", "Scrapfly key", &["scp-live-", "scp-test-"], r"scp-(?:live|test)-[0-9a-f]{32}", &["scp-~live-{x32}"], &["scp-live-{x31}"]),
    row("ionic-token", "api-key", "Ionic token", &["ion_"], r"ion_[A-Za-z0-9]{42}", &["ion_~{a42}"], &["version_{a42}", "ion_{a41}"]).edge(Edge::Word).check(check::mixed_three),
    row("fullstory-key", "api-key", "FullStory key", &["na1.", "eu1."], r"(?:na|eu)1\.[A-Za-z0-9+/]{100}", &["na1.~{b100}"], &["na1.{b99}", "ana1.{b100}"]).edge(Edge::Base64).check(check::mixed_three),
    row("ramp-secret", "client-secret", "Ramp client secret", &["ramp_sec_"], r"ramp_sec_[A-Za-z0-9]{48}", &["ramp~_sec_{a48}"], &["ramp_sec_x"]).edge(Edge::Word),
    row("intra-client-secret", "client-secret", "Client secret of 42 Intra", &["s-s4t2ud-", "s-s4t2af-"], r"s-s4t2(?:ud|af)-[0-9a-f]{64}", &["s-s4t2~ud-{x64}"], &["s-s4t2ud-{x9}"]),
    row("dbt-token", "api-key", "dbt Cloud token", &["dbtc_", "dbtu_"], r"dbt[cu]_[A-Za-z0-9_-]{32,64}", &["dbtc_~{a43}", "dbtu_~{a43}"], &["dbtc_x", "dbtu_mean_bathymetry_and_surface_elevation"]).check(check::mixed_three),
    row("calcom-key", "api-key", "Cal.com key", &["cal_live_"], r"cal_live_[0-9a-f]{32}", &["cal_~live_{x32}"], &["cal_live_x"]).edge(Edge::Word),
    row("context7-key", "api-key", "Context7 key", &["ctx7sk-"], r"ctx7sk-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", &["ctx7~sk-{g}"], &["ctx7sk-x"]),
];
