//! Keys of payment and commerce.

use crate::detect::format::check;
use crate::detect::format::edge::Edge;
use crate::detect::format::row::{FormatRule, row};

/// The rows.
#[rustfmt::skip]
pub(super) static ROWS: &[FormatRule] = &[
    row("stripe-secret-key", "api-key", "Stripe secret key; Clerk, Paystack, WorkOS write theirs alike", &["sk_live_", "sk_test_", "sk_org_"], r"sk_(?:org_)?(?:live|test)_[A-Za-z0-9]{20,}", &["sk_~live_{a24}", "sk_~test_51{a97}", "sk_~live_{x40}"], &["sk_live_{a9}", "task_live_{a24}"]).edge(Edge::Word).check(check::mixed),
    row("stripe-restricted-key", "api-key", "Stripe restricted key", &["rk_live_", "rk_test_"], r"rk_(?:live|test)_[A-Za-z0-9]{20,}", &["rk_~live_{a24}", "rk_~test_51{a97}"], &["rk_live_{a9}", "mark_live_{a24}"]).edge(Edge::Word).check(check::mixed),
    row("stripe-publishable-key", "public-key", "Stripe publishable key", &["pk_live_", "pk_test_"], r"pk_(?:live|test)_[A-Za-z0-9$=]{20,}", &["pk_~live_{a24}", "pk_~test_51{a97}"], &["pk_live_{a9}"]).edge(Edge::Word).kept(),
    row("webhook-signing-secret", "signing-secret", "Webhook secret of Stripe, Svix and others", &["whsec_"], r"whsec_[A-Za-z0-9+/]{24,}={0,2}", &["whsec_~{a32}", "whsec_~{b32}="], &["whsec_{a9}"]).edge(Edge::Base64),
    row("stripe-client-secret", "client-secret", "Stripe client secret", &["_secret_"], r"(?:pi|seti|src|cs|cuss|ephkey|pm|sub|in|fcsess|vs|as|is|cos|_)[A-Za-z0-9_]{10,80}_secret_[A-Za-z0-9]{12,}", &["pi_{a24}_sec~ret_{a25}", "seti_{a24}_sec~ret_{a25}"], &["pi_secret_{a9}", "client_secret_basic"]).edge(Edge::Word).back(90).check(check::mixed_three),
    row("stripe-ephemeral-key", "api-key", "Stripe ephemeral key", &["ek_live_", "ek_test_"], r"ek_(?:live|test)_[A-Za-z0-9]{20,}", &["ek_~live_{a60}"], &["ek_live_{a9}", "week_live_{a60}"]).edge(Edge::Word).check(check::mixed),
    row("stripe-checkout-session", "session-token", "Stripe Checkout session", &["cs_live_", "cs_test_"], r"cs_(?:live|test)_[A-Za-z0-9]{40,}", &["cs_~live_{a60}"], &["cs_live_{a9}"]).edge(Edge::Word).check(check::mixed_three),
    row("square-access-token", "access-token", "Square access token", &["sq0atp-"], r"sq0atp-[A-Za-z0-9_-]{22}", &["sq0atp-~{u22}"], &["sq0atp-{u9}"]),
    row("square-oauth-secret", "client-secret", "Square OAuth secret", &["sq0csp-"], r"sq0csp-[A-Za-z0-9_-]{43}", &["sq0csp-~{u43}"], &["sq0csp-{u9}"]),
    row("square-production-token", "access-token", "Square access token of the new form", &["EAAA"], r"EAAA[lE][A-Za-z0-9_-]{59}", &["EAAA~l{u59}", "EAAA~E{u59}"], &["EAAAl{u58}", "EAAAl{u60}"]).check(check::mixed_three),
    row("braintree-token", "access-token", "Braintree access token", &["access_token$"], r"access_token\$(?:production|sandbox)\$[a-z0-9]{13,16}\$[0-9a-f]{32}", &["access_~token$production${L16}${x32}"], &["access_token$production"]).edge(Edge::Word),
    row("plaid-access-token", "access-token", "Plaid access token", &["access-sandbox-", "access-development-", "access-production-"], r"access-(?:sandbox|development|production)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", &["access-~sandbox-{g}", "access-~production-{g}", "access-~development-{g}"], &["access-production-x"]),
    row("plaid-link-token", "access-token", "Plaid link or public token", &["link-sandbox-", "link-production-", "public-sandbox-", "public-production-"], r"(?:link|public)-(?:sandbox|production)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", &["link-~sandbox-{g}", "public-~production-{g}", "link-~production-{g}", "public-~sandbox-{g}"], &["link-sandbox-x"]),
    row("razorpay-key-id", "public-key", "Razorpay key id, which is public", &["rzp_live_", "rzp_test_"], r"rzp_(?:live|test)_[A-Za-z0-9]{14}", &["rzp_~live_{a14}", "rzp_~test_{a14}"], &["rzp_live_{a9}"]).edge(Edge::Word).kept(),
    row("checkout-secret-key", "api-key", "Checkout.com secret key", &["sk_sbox_"], r"sk_sbox_[a-z2-7*#$=]{26,40}", &["sk_~sbox_abcdefghijklmnopqrstuvwxyz2"], &["sk_sbox_x"]).edge(Edge::Word),
    row("flutterwave-secret-key", "api-key", "Flutterwave secret key", &["FLWSECK"], r"FLWSECK(?:_TEST)?-[0-9a-zA-Z]{32}(?:-X)?", &["FLWSECK~-{x32}-X", "FLWSECK~_TEST-{x32}-X"], &["FLWSECK-x"]),
    row("flutterwave-public-key", "public-key", "Flutterwave public key", &["FLWPUBK"], r"FLWPUBK(?:_TEST)?-[0-9a-zA-Z]{32}(?:-X)?", &["FLWPUBK~-{x32}-X"], &["FLWPUBK-x"]).kept(),
    row("live-key", "api-key", "Mollie, GoCardless, Lob key", &["live_"], r"live_(?:[A-Za-z0-9_-]{40}|[A-Za-z0-9]{30,35})", &["live_~{a30}", "live_~{x35}", "live_~{u40}"], &["alive_{a30}", "live_{a9}", "live_chat_widget_container_with_a_long_name"]).edge(Edge::Url64).check(check::mixed),
    row("mercadopago-token", "access-token", "Mercado Pago access token", &["APP_USR-", "TEST-"], r"(?:APP_USR|TEST)-\d{15,17}-\d{6}-[0-9a-f]{32}-\d{5,12}", &["APP_USR-~{d16}-{d6}-{x32}-{d9}", "TEST-~{d16}-{d6}-{x32}-{d9}"], &["APP_USR-x", "TEST-1"]),
    row("shopify-admin-token", "api-key", "Shopify admin token", &["shpat_"], r"shpat_[0-9a-fA-F]{32}", &["shpat_~{x32}"], &["shpat_{x31}"]).edge(Edge::Word),
    row("shopify-custom-app-token", "api-key", "Shopify custom app token", &["shpca_"], r"shpca_[0-9a-fA-F]{32}", &["shpca_~{x32}"], &["shpca_{x31}"]).edge(Edge::Word),
    row("shopify-private-app-token", "api-key", "Shopify private app token", &["shppa_"], r"shppa_[0-9a-fA-F]{32}", &["shppa_~{x32}"], &["shppa_{x31}"]).edge(Edge::Word),
    row("shopify-shared-secret", "client-secret", "Shopify shared secret", &["shpss_"], r"shpss_[0-9a-fA-F]{32}", &["shpss_~{x32}"], &["shpss_{x31}"]).edge(Edge::Word),
    row("shopify-internal-token", "api-key", "Shopify integration token", &["shpit_"], r"shpit_[0-9a-fA-F]{32}", &["shpit_~{x32}"], &["shpit_{x31}"]).edge(Edge::Word),
    row("easypost-key", "api-key", "EasyPost key", &["EZAK", "EZTK"], r"EZ[AT]K[A-Za-z0-9]{54}", &["EZAK~{a54}", "EZTK~{a54}"], &["EZAK{a9}"]).edge(Edge::Base64),
    row("shippo-key", "api-key", "Shippo key", &["shippo_live_", "shippo_test_"], r"shippo_(?:live|test)_[0-9a-f]{40}", &["shippo_~live_{x40}", "shippo_~test_{x40}"], &["shippo_live_x"]).edge(Edge::Word),
    row("duffel-key", "api-key", "Duffel key", &["duffel_live_", "duffel_test_"], r"duffel_(?:live|test)_[A-Za-z0-9_=-]{43}", &["duffel_~live_{u43}", "duffel_~test_{u43}"], &["duffel_live_x"]),
    row("paddle-key", "api-key", "Paddle key", &["pdl_live_apikey_", "pdl_sdbx_apikey_"], r"pdl_(?:live|sdbx)_apikey_[a-z0-9]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}", &["pdl_~live_apikey_{L26}_{a22}_{a3}", "pdl_~sdbx_apikey_{L26}_{a22}_{a3}"], &["pdl_live_apikey_x"]).edge(Edge::Word),
    row("pagarme-key", "api-key", "Pagar.me key", &["ak_live_", "ak_test_"], r"ak_(?:live|test)_[A-Za-z0-9]{30}", &["ak_~live_{a30}", "ak_~test_{a30}"], &["ak_live_x", "break_live_{a30}"]).edge(Edge::Word),
    row("polar-token", "access-token", "Polar token", &["polar_oat_", "polar_pat_"], r"polar_[op]at_[A-Za-z0-9]{40,50}", &["polar~_oat_{a43}"], &["polar_oat_x"]).edge(Edge::Word),
    row("flutterwave-encryption-key", "encryption-key", "Flutterwave encryption key", &["FLWSECK_TEST"], r"FLWSECK_TEST-?[0-9a-h]{12}", &["FLWSECK~_TEST-{x12}", "FLWSECK~_TEST{x12}"], &["FLWSECK_TEST-{x9}"]),
];
