//! Tokens of chat, mail and telephony.

use crate::detect::format::check;
use crate::detect::format::edge::Edge;
use crate::detect::format::row::{FormatRule, row};

/// The rows.
#[rustfmt::skip]
pub(super) static ROWS: &[FormatRule] = &[
    row("discord-bot-token", "api-key", "Discord bot token", &["MTA", "MTE", "MTI", "MTM", "MTQ"], r"MT[AEIMQ][A-Za-z0-9_-]{20,24}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}", &["MT~E{a23}.G{a5}.{u38}"], &["MTE{a23}.{a5}.{u38}", "MTE{a23}.{a6}.{u9}"]).edge(Edge::Dotted).check(check::mixed_three),
    row("slack-bot-token", "slack-token", "Slack bot token", &["xoxb-"], r"xoxb-[0-9]{8,14}-[0-9]{8,14}-[A-Za-z0-9]{18,34}|xoxb-[0-9A-Za-z-]{30,}", &["xoxb-~{d12}-{d13}-{a24}"], &["xoxb-{a9}"]).edge(Edge::Url64),
    row("slack-user-token", "slack-token", "Slack user token", &["xoxp-"], r"xoxp-(?:[0-9]{8,14}-){1,3}[A-Za-z0-9]{24,34}", &["xoxp-~{d12}-{d12}-{d12}-{x32}"], &["xoxp-{a9}"]),
    row("slack-browser-token", "slack-token", "Slack token of the web client", &["xoxc-"], r"xoxc-(?:[0-9]{8,14}-){3}[0-9a-f]{64}", &["xoxc-~{d12}-{d12}-{d13}-{x64}"], &["xoxc-{a9}"]),
    row("slack-session", "session-token", "Slack session cookie", &["xoxd-"], r"xoxd-(?:[A-Za-z0-9+/=]|%(?:25)?[23][0-9A-Fa-f]){60,}", &["xoxd-~%2B{b100}%3D%3D", "xoxd-~{b140}"], &["xoxd-{a9}"]).edge(Edge::Base64),
    row("slack-refresh-token", "slack-token", "Slack refresh or configuration token", &["xoxe-", "xoxe."], r"xoxe(?:\.xox[bp])?-\d-[A-Za-z0-9-]{60,180}", &["xoxe-~1-{a142}", "xoxe~.xoxp-1-{a160}"], &["xoxe-1-{a9}"]),
    row("slack-legacy-token", "slack-token", "Slack legacy token", &["xoxa-", "xoxr-", "xoxs-", "xoxo-"], r"xox[arso]-(?:\d-)?[0-9A-Za-z-]{24,100}", &["xoxa-~2-{d12}-{d12}-{x32}", "xoxs-~{d10}-{d10}-{d10}-{x32}"], &["xoxa-{a9}"]).check(check::mixed),
    row("slack-app-token", "slack-token", "Slack app-level token", &["xapp-"], r"xapp-\d-[A-Z0-9]{9,13}-\d{10,14}-[0-9a-f]{64}", &["xapp-~1-A{A10}-{d13}-{x64}"], &["xapp-1-{a9}"]),
    row("telegram-bot-token", "bot-token", "Telegram bot token", &[":AA"], r"(?:bot)?\d{8,10}:(AA[A-Za-z0-9_-]{33})", &["{d10}:AA~{u33}", "https://api.telegram.org/bot{d10}:AA~{u33}/getMe"], &["12:AA{u33}", "{d10}:AA{u20}"]).back(13),
    row("sendgrid-key", "api-key", "SendGrid key", &["SG."], r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}", &["SG.~{u22}.{u43}"], &["SG.{u22}.{u9}", "MSG.{u22}.{u43}"]),
    row("mailgun-key", "api-key", "Mailgun key", &["key-"], r"key-[0-9a-f]{32}", &["key-~{x32}"], &["key-{x31}", "key-{x33}", "cache-key-{x32}"]),
    row("mailchimp-key", "api-key", "Mailchimp key", &["-us"], r"[0-9a-f]{32}-us\d{1,2}", &["{x32}-us~14"], &["{x31}-us14", "en-us12"]).back(32),
    row("mandrill-key", "api-key", "Mandrill key", &["md-"], r"md-[A-Za-z0-9_-]{22}", &["md-~{u22}"], &["md-button-with-icon-left", "cmd-{u22}"]).check(check::mixed_three),
    row("resend-key", "api-key", "Resend key", &["re_"], r"re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}", &["re_~{a8}_{a24}"], &["are_{a8}_{a24}", "re_{a8}_{a23}", "re_renderer_componentdidmountupdates"]).edge(Edge::Word).check(check::mixed_three),
    row("intercom-token", "api-key", "Intercom token", &["dG9r"], r"dG9rO[A-Za-z0-9+/]{50,60}={0,2}", &["dG9r~Oj{a54}"], &["dG9rO{a9}"]).edge(Edge::Base64).check(check::base64_tok),
    row("brevo-key", "api-key", "Brevo (Sendinblue) key", &["xkeysib-", "xsmtpsib-"], r"x(?:key|smtp)sib-[0-9a-f]{64}-[A-Za-z0-9]{16}", &["xkeysib-~{x64}-{a16}"], &["xkeysib-{x9}"]),
    row("facebook-token", "access-token", "Facebook, Instagram or WhatsApp access token", &["EAA"], r"EAA[A-Za-z0-9]{80,}", &["EAA~B{a170}"], &["EAA{a20}", "/EAA{a170}", "EAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"]).edge(Edge::Base64).check(check::mixed_three),
    row("instagram-token", "access-token", "Instagram access token", &["IGQV", "IGAA"], r"IG(?:QV|AA)[A-Za-z0-9_-]{80,}", &["IGQV~{u160}", "IGAA~{u160}"], &["IGQV{u9}"]).check(check::mixed_three),
    row("twitter-bearer", "access-token", "X/Twitter application bearer", &["AAAAAAAAAAAAAAAAAAAAA"], r"A{21,30}[A-Za-z0-9]{4,12}(?:[A-Za-z0-9]|%(?:25)?[23][A-Fa-f0-9]){60,100}", &["AAAAAAAAAAAA~AAAAAAAAAA{a8}%2B{a20}%3D{a50}"], &["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "/AAAAAAAAAAAAAAAAAAAAAA{a80}"]).edge(Edge::Base64).check(check::mixed_three),
    row("klaviyo-key", "api-key", "Klaviyo private key", &["pk_"], r"pk_[0-9a-f]{34}", &["pk_~{x34}"], &["pk_{x33}", "pk_live_{a24}"]).edge(Edge::Word),
    row("onesignal-key", "api-key", "OneSignal key", &["os_v2_app_", "os_v2_org_"], r"os_v2_(?:app|org)_[a-z2-7]{80,110}", &["os_v2~_app_abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwxyz2345"], &["os_v2_app_x"]).edge(Edge::Word),
    row("courier-key", "api-key", "Courier key", &["pk_prod_", "dk_prod_"], r"[pd]k_prod_[A-Z0-9]{28}", &["pk_~prod_{A28}"], &["pk_prod_{a9}"]).edge(Edge::Word),
    row("telnyx-key", "api-key", "Telnyx key", &["KEY0"], r"KEY0[0-9A-F]{31}_[A-Za-z0-9]{22}", &["KEY0~{X31}_{a22}"], &["KEY0{X31}", "MONKEY0{X31}_{a22}"]).edge(Edge::Word),
    row("pubnub-secret-key", "secret-key", "PubNub secret key", &["sec-c-"], r"sec-c-[A-Za-z0-9+/]{46,64}={0,2}", &["sec-c~-{b48}"], &["sec-c-x"]).edge(Edge::Base64).check(check::mixed_three),
];
