//! The names that rules know, with the kind of secret and what the value must look like.
//!
//! Of a group's names, a name with hyphens stands for all spellings of its words. A row that is
//! first wins over a later one of the same name; of the last words of a name, more words win over
//! fewer, so that `public-key` keeps what a shorter row would take.

use crate::detect::name::condition::Condition::{
    Always, AuthCode, Carrier, Checksum, Cookies, FormState, Keep, KeyOwner, LinkHash, Open, Otp,
    Password, Personal, Session, Signature, State, Strong, Token, Vague,
};
use crate::detect::name::index::Reach::{Exact, Tail};
use crate::detect::name::index::Row;
use crate::detect::name::personal::Sort;
use crate::detect::{Kind, Rule};

macro_rules! rows {
    ($($kind:literal $condition:expr, $reach:expr => $($name:literal)+;)+) => {
        &[$($(Row {
            name: $name,
            exact: Rule { id: concat!("name/", $name), kind: Kind($kind) },
            tail: Rule { id: concat!("name/*-", $name), kind: Kind($kind) },
            condition: $condition,
            reach: $reach,
        },)+)+]
    };
}

/// Names of headers; what is not here is looked up in [`NAMES`].
pub(super) static HEADERS: &[Row] = rows! {
    "authorization" Carrier, Exact =>
        "authorization" "proxy-authorization" "authentication" "x-authorization" "x-auth"
        "x-forwarded-authorization" "x-original-authorization" "x-amzn-remapped-authorization"
        "authenticate" "authentication-info" "proxy-authentication-info";
    "authorization" Carrier, Exact =>
        "x-goog-iap-jwt-assertion" "x-serverless-authorization" "x-vcloud-authorization";
    "cookie" Carrier, Exact =>
        "cookie" "set-cookie" "set-cookie2" "cookie2" "x-cookie" "x-set-cookie" "x-forwarded-cookie";
    "email" Always, Exact =>
        "from" "x-user-email" "x-forwarded-email" "x-auth-request-email"
        "x-goog-authenticated-user-email" "x-auth-email";
    "username" Always, Exact =>
        "x-user" "x-username" "x-forwarded-user" "x-forwarded-preferred-username"
        "x-auth-request-user" "remote-user" "x-remote-user" "x-authenticated-user"
        "x-ms-client-principal-name";
    "phone" Always, Exact =>
        "x-msisdn" "x-up-calling-line-id" "x-wap-msisdn";
    "device-id" Always, Exact =>
        "x-device-id" "x-visitor-id" "x-installation-id" "x-idfa" "x-gaid" "x-advertising-id"
        "x-client-data" "x-goog-visitor-id";
    "user-id" Always, Exact =>
        "x-user-id" "x-uid" "x-customer-id" "x-account-id";
    "ip" Personal(Sort::Ip), Exact =>
        "x-real-ip" "x-forwarded-for" "forwarded" "true-client-ip" "cf-connecting-ip"
        "cf-connecting-ipv6" "x-client-ip" "x-cluster-client-ip" "fastly-client-ip"
        "x-original-forwarded-for" "x-envoy-external-address" "x-appengine-user-ip"
        "x-azure-clientip" "x-azure-socketip" "client-ip" "x-host-ip";
    "signature" Strong, Exact =>
        "x-amz-content-sha256-signature" "x-amz-cf-signature" "x-hub-signature"
        "x-hub-signature-256" "x-shopify-hmac-sha256" "x-twilio-signature" "stripe-signature"
        "x-slack-signature" "x-line-signature" "x-xero-signature" "x-pagerduty-signature"
        "x-bapi-sign" "ok-access-sign" "cb-access-sign";
    "access-token" Strong, Exact =>
        "x-api-token" "api-token" "x-app-token" "x-client-token" "x-secret-token" "x-auth-token"
        "x-authentication-token" "x-access-token" "access-token" "x-refresh-token" "refresh-token"
        "x-id-token" "id-token" "x-token" "token" "auth-token" "x-user-token" "x-jwt" "x-jwt-token"
        "jwt" "x-jwt-assertion" "x-bearer-token" "x-oauth-token" "x-identity-token"
        "x-service-token" "x-internal-token" "x-delegated-token";
    "api-key" Strong, Exact =>
        "x-api-key" "api-key" "x-api-secret" "x-app-key" "x-app-secret" "x-application-key"
        "x-client-secret" "x-consumer-key" "x-secret" "x-secret-key" "x-key" "x-auth-key"
        "x-auth-secret";
    "session-token" Strong, Exact =>
        "x-session-token" "session-token" "x-device-token" "x-login-token" "x-sso-token"
        "x-mfa-token";
    "session-token" Strong, Exact =>
        "x-session-id" "x-session" "session-id" "x-sid" "x-ticket" "x-cas-ticket" "x-otp"
        "x-2fa-code" "x-totp" "x-verification-code" "x-password" "x-pin";
    "csrf-token" Strong, Exact =>
        "x-csrf-token" "x-xsrf-token" "csrf-token" "xsrf-token" "x-csrf-jwt" "x-anti-forgery-token"
        "requestverificationtoken" "x-requestverificationtoken" "csrfdesignertoken";
    "csrf-token" Strong, Exact =>
        "x-csrf" "x-xsrf" "anti-csrf" "x-anti-csrf" "x-fb-lsd" "x-asbd-id" "x-ig-www-claim";
    "access-token" Strong, Exact =>
        "x-amz-security-token" "x-amzn-oidc-accesstoken" "x-amz-access-token";
    "api-key" Strong, Exact =>
        "x-amzn-oidc-data";
    "access-token" Strong, Exact =>
        "x-youtube-identity-token";
    "api-key" Strong, Exact =>
        "x-goog-api-key" "x-goog-encryption-key";
    "access-token" Strong, Exact =>
        "x-ms-token-aad-access-token" "x-ms-token-aad-id-token" "x-ms-token-aad-refresh-token"
        "x-ms-token-google-access-token";
    "api-key" Strong, Exact =>
        "ocp-apim-subscription-key" "x-ms-client-principal" "x-zumo-auth" "x-functions-key"
        "x-ms-encryption-key" "x-ms-copy-source";
    "access-token" Strong, Exact =>
        "private-token" "job-token" "deploy-token" "x-gitlab-token" "x-gitlab-static-object-token"
        "x-github-token" "x-vault-token" "x-vault-wrap-token" "x-consul-token" "x-nomad-token"
        "x-rundeck-auth-token" "circle-token" "x-figma-token" "x-shopify-access-token"
        "x-shopify-storefront-access-token" "x-postmark-server-token" "x-postmark-account-token"
        "x-parse-session-token" "x-telegram-bot-api-secret-token" "cf-access-token"
        "cf-access-jwt-assertion" "x-seraph-token" "x-emby-token" "x-plex-token"
        "x-mediabrowser-token" "x-dynatrace-token" "x-sentry-token" "x-dreamfactory-session-token"
        "x-vmware-vcloud-access-token" "securitytoken";
    "api-key" Strong, Exact =>
        "x-jfrog-art-api" "x-nuget-apikey" "x-okta-user-agent-secret" "x-parse-master-key"
        "x-parse-rest-api-key" "x-redmine-api-key" "x-algolia-api-key" "x-rapidapi-key"
        "x-mashape-key" "x-fastly-key" "fastly-key" "dd-api-key" "dd-application-key"
        "x-honeycomb-team" "x-insert-key" "x-license-key" "x-query-key" "x-plaid-secret"
        "plaid-secret" "cf-access-client-secret" "x-supabase-auth" "x-wix-client-artifact-id"
        "x-wp-nonce" "x-atlassian-token-secret" "x-transmission-session-id" "tableau-auth"
        "x-tableau-auth" "x-cisco-meraki-api-key" "x-dreamfactory-api-key" "x-ibm-client-secret"
        "x-mbx-apikey" "x-bapi-api-key" "ok-access-key" "ok-access-passphrase" "cb-access-key"
        "cb-access-passphrase";
    "identity" Strong, Exact =>
        "client-assertion" "saml-assertion" "x-saml-assertion" "x-remote-user-token"
        "x-webauth-token" "x-forwarded-access-token" "x-forwarded-id-token"
        "x-auth-request-access-token";
    "identity" Strong, Exact =>
        "dpop" "x-shib-session-id" "shib-session-id" "mellon-cookie" "x-userinfo" "x-id-claims";
    "client-certificate" Always, Exact =>
        "x-ssl-client-cert" "x-client-cert" "x-forwarded-client-cert" "ssl-client-cert"
        "x-arr-clientcert";
    "keep" Keep, Exact =>
        "x-request-id" "openai-organization" "openai-project" "openai-processing-ms"
        "openai-version" "x-ratelimit-limit-requests" "x-ratelimit-remaining-requests"
        "x-ratelimit-reset-requests" "request-id" "cf-ray" "cf-cache-status" "atl-traceid"
        "atl-request-id" "x-arequestid" "x-github-request-id" "x-ms-request-id"
        "x-ms-client-request-id" "client-request-id" "x-ms-correlation-request-id"
        "x-ms-correlation-id" "x-ms-routing-request-id" "ms-dyn-aid" "x-amzn-requestid"
        "x-amz-request-id" "x-amz-id-2" "x-amz-cf-id" "x-amzn-trace-id" "x-amz-apigw-id"
        "x-goog-request-id" "x-guploader-uploadid" "x-cloud-trace-context" "x-okta-request-id"
        "x-auth0-requestid" "frontegg-trace-id" "x-slack-req-id" "x-zm-trackingid" "box-request-id"
        "x-vercel-id" "x-nf-request-id" "fly-request-id" "x-served-by" "x-timer" "akamai-grn"
        "x-akamai-request-id" "x-sfdc-request-id" "x-transaction-id" "x-zendesk-request-id"
        "traceparent" "tracestate" "b3" "x-b3-traceid" "x-b3-spanid" "uber-trace-id"
        "x-datadog-trace-id" "sentry-trace" "x-correlation-id" "x-trace-id" "server-timing";
    "keep" Keep, Exact =>
        "x-b3-parentspanid" "x-b3-sampled" "x-b3-flags" "x-datadog-parent-id"
        "x-datadog-sampling-priority" "x-datadog-origin" "x-cloud-trace-id" "x-request-trace-id"
        "x-envoy-upstream-service-time" "x-runtime" "accept" "accept-ch" "accept-charset"
        "accept-encoding" "accept-language" "accept-patch" "accept-ranges"
        "access-control-allow-credentials" "access-control-allow-headers"
        "access-control-allow-methods" "access-control-expose-headers" "access-control-max-age"
        "access-control-request-headers" "access-control-request-method"
        "access-control-request-private-network" "age" "allow" "alt-used" "cache-control"
        "cdn-cache-control" "clear-site-data" "connection" "content-encoding" "content-language"
        "content-length" "content-range" "content-type" "content-security-policy-nonce"
        "critical-ch" "cross-origin-embedder-policy" "cross-origin-opener-policy"
        "cross-origin-resource-policy" "date" "dnt" "device-memory" "downlink" "early-data" "ect"
        "etag" "expect" "expect-ct" "expires" "host" "if-match" "if-modified-since" "if-none-match"
        "if-range" "if-unmodified-since" "keep-alive" "last-modified" "max-forwards"
        "origin-agent-cluster" "permissions-policy" "feature-policy" "pragma" "priority"
        "proxy-connection" "range" "referrer-policy" "repr-digest" "digest" "content-digest"
        "content-md5" "want-digest" "retry-after" "rtt" "save-data" "sec-ch-ua" "sec-ch-ua-arch"
        "sec-ch-ua-bitness" "sec-ch-ua-full-version" "sec-ch-ua-full-version-list"
        "sec-ch-ua-mobile" "sec-ch-ua-model" "sec-ch-ua-platform" "sec-ch-ua-platform-version"
        "sec-ch-ua-wow64" "sec-ch-prefers-color-scheme" "sec-fetch-dest" "sec-fetch-mode"
        "sec-fetch-site" "sec-fetch-user" "sec-fetch-storage-access" "sec-gpc" "sec-purpose"
        "purpose" "sec-websocket-accept" "sec-websocket-extensions" "sec-websocket-key"
        "sec-websocket-version" "server" "strict-transport-security" "te" "timing-allow-origin"
        "trailer" "transfer-encoding" "upgrade" "upgrade-insecure-requests" "user-agent" "vary"
        "via" "warning" "alt-svc" "x-cache" "x-cache-hits" "x-cache-status" "x-content-type-options"
        "x-dns-prefetch-control" "x-download-options" "x-frame-options"
        "x-permitted-cross-domain-policies" "x-powered-by" "x-requested-with" "x-robots-tag"
        "x-ua-compatible" "x-varnish" "x-xss-protection" "x-amz-cf-pop"
        "x-amz-server-side-encryption" "x-amz-version-id" "x-amz-date" "x-amz-content-sha256"
        "x-amz-meta-sha256" "x-goog-hash" "x-goog-generation" "x-goog-metageneration"
        "x-goog-stored-content-length" "x-goog-stored-content-encoding" "x-goog-storage-class"
        "x-backend-server" "x-aspnet-version" "x-aspnetmvc-version" "x-generator" "x-drupal-cache"
        "x-version" "x-build" "x-revision" "x-github-media-type" "x-ratelimit-limit"
        "x-ratelimit-remaining" "x-ratelimit-reset" "x-ratelimit-used" "x-ratelimit-resource"
        "ratelimit-limit" "ratelimit-remaining" "ratelimit-reset" "x-oauth-scopes"
        "x-accepted-oauth-scopes" "x-content-duration" "x-http-method-override" "x-forwarded-proto"
        "x-forwarded-port" "x-forwarded-host" "x-azure-ref" "x-msedge-ref" "x-fb-trip-id"
        "x-fb-debug" "x-client-trace-id" "x-akamai-session-info" "x-response-time"
        "x-processing-time" "x-upload-content-type" "origin-trial" "x-atlassian-token"
        "idempotency-key" "x-idempotency-key" "postman-token" "x-moz-request-id" "nel" "method" "scheme" "status"
        "authority" "protocol" "x-cdn-request-id" "x-edge-request-id" "x-ms-ests-server"
        "x-ms-clitelem" "x-ms-version" "x-ms-blob-type" "x-ms-lease-status" "x-ms-server-encrypted"
        "x-clacks-overhead" "x-hacker" "x-amz-replication-status" "x-amz-storage-class"
        "x-amz-expiration" "x-amz-checksum-crc32" "x-amz-checksum-sha256";
    "open" Open, Exact =>
        "path" "referer" "referrer" "location" "content-location" "origin" "refresh" "link"
        "x-original-url" "x-rewrite-url" "x-forwarded-uri" "x-forwarded-url" "x-request-url"
        "x-pingback" "x-redirect" "sourcemap" "x-sourcemap" "access-control-allow-origin"
        "content-security-policy" "content-security-policy-report-only" "report-to"
        "reporting-endpoints" "destination" "sec-websocket-protocol" "www-authenticate"
        "proxy-authenticate" "content-disposition" "baggage" "newrelic";
    "signature" Signature, Exact =>
        "signature" "signature-input" "x-nonce" "nonce" "x-request-signature" "x-signature" "x-sign"
        "sign" "x-hmac" "x-timestamp-signature";
};

/// Names anywhere.
pub(super) static NAMES: &[Row] = rows! {
    "password" Password, Tail =>
        "password" "passwd" "passwort" "passphrase" "passcode" "pwd" "pswd" "psw" "user-pass"
        "admin-pass" "login-pass" "db-pass" "mot-de-passe" "contrasena" "contraseña" "senha"
        "passord" "haslo" "hasło" "parola" "kennwort" "wachtwoord" "losenord" "lösenord"
        "adgangskode" "salasana" "heslo";
    "password" Strong, Tail =>
        "pass" "passwords";
    "password-hash" Strong, Tail =>
        "password-digest" "password-hash" "password-salt" "hashed-password" "encrypted-password"
        "enc-password" "master-password-hash";
    "client-secret" Strong, Tail =>
        "client-secret" "app-secret" "application-secret" "consumer-secret" "partner-secret";
    "secret" Strong, Tail =>
        "secret" "secrets" "shared-secret" "signing-secret" "webhook-secret" "secret-token"
        "secret-value" "secret-answer" "security-answer" "session-secret" "token-secret"
        "oauth-token-secret" "jwt-secret" "encryption-secret" "mfa-secret";
    "otp" Strong, Tail =>
        "totp-secret" "otp-secret" "otp-seed" "totp-seed";
    "secret-key" Strong, Tail =>
        "secret-key" "secret-access-key" "aws-secret-access-key" "secret-key-base" "hmac-key"
        "storage-key" "account-key" "shared-access-key" "shared-key" "data-key" "service-key"
        "service-role-key" "encryption-key" "signing-key" "sign-key" "signature-key";
    "api-key" Strong, Tail =>
        "api-key" "api-keys" "app-key" "application-key" "access-key" "access-key-id"
        "secret-key-id" "subscription-key" "license-key" "licence-key" "server-key" "master-key"
        "deploy-key" "auth-key" "client-key" "rest-api-key" "admin-api-key" "integration-key"
        "function-key" "functions-key" "host-key" "consumer-key" "insert-key" "query-key" "user-key"
        "project-key-secret" "team-key" "partner-key" "service-account-key" "write-key" "ingest-key"
        "ingestion-key" "webhook-key" "bot-key" "security-key" "form-key";
    "private-key" Strong, Tail =>
        "private-key" "private-key-pem" "private-key-id" "private-key-password" "rsa-private-key"
        "ssh-key" "ssh-private-key" "pgp-private-key" "pem-key" "id-rsa" "id-ed25519" "pkcs12" "pfx";
    "api-token" Strong, Tail =>
        "api-token" "api-access-token";
    "access-token" Strong, Tail =>
        "access-token" "access-tokens" "x-access-token" "x-auth-token" "auth-token" "oauth-token" "oauth2-token" "bearer-token"
        "authorization-token" "authentication-token" "user-token" "service-token" "app-token"
        "login-token" "security-token" "impersonation-token" "delegation-token" "subject-token"
        "actor-token" "exchange-token" "requested-token" "admin-token" "bot-token"
        "personal-access-token";
    "refresh-token" Strong, Tail =>
        "refresh-token" "refresh-tokens";
    "id-token" Strong, Tail =>
        "id-token" "id-token-hint";
    "session-token" Strong, Tail =>
        "session-token" "aws-session-token" "session-token-aws" "session-key" "session-handle"
        "session-hash" "user-session";
    "session-id" Strong, Tail =>
        "session-id" "session-ids" "sess-id" "php-sess-id" "jsessionid" "aspsessionid"
        "asp-net-session-id" "session-index";
    "jwt" Strong, Tail =>
        "jwt" "jwts" "jwt-token" "json-web-token";
    "csrf-token" Strong, Tail =>
        "csrf" "csrf-token" "xsrf" "xsrf-token" "csrf-middleware-token" "authenticity-token"
        "request-verification-token" "anti-forgery-token" "form-token" "csrf-jwt" "csrf-secret";
    "push-token" Strong, Tail =>
        "device-token" "push-token" "fcm-token" "gcm-token" "apns-token" "registration-token";
    "one-time-token" Strong, Tail =>
        "invite-token" "invitation-token" "reset-token" "reset-password-token"
        "password-reset-token" "confirmation-token" "verification-token" "activation-token"
        "unlock-token" "magic-token" "magic-link" "one-time-token" "temp-token" "temporary-token"
        "login-token-hash";
    "access-token" Strong, Tail =>
        "remember-token" "remember-me-token" "share-token" "download-token" "upload-token"
        "file-token" "stream-token" "media-token" "playback-token" "chat-token" "socket-token"
        "ws-token" "connection-token";
    "payment-token" Strong, Tail =>
        "payment-token" "card-token" "card-nonce" "payment-method-nonce" "braintree-nonce"
        "stripe-token" "public-token" "link-token";
    "captcha-token" Strong, Tail =>
        "captcha-response" "g-recaptcha-response" "h-captcha-response" "recaptcha-response"
        "recaptcha-token" "captcha-token" "cf-turnstile-response" "turnstile-token"
        "challenge-answer" "challenge-response";
    "credential" Strong, Tail =>
        "credential" "credentials" "client-credentials" "service-account-json" "basic-auth"
        "username-password" "connection-string" "conn-str";
    "authorization" Strong, Tail =>
        "authorization" "authorization-header" "auth-header" "proxy-authorization";
    "saml" Strong, Tail =>
        "saml-request" "saml-response" "saml-token" "saml-art" "saml-assertion"
        "encrypted-assertion" "wresult" "wsfed-token";
    "assertion" Token, Tail =>
        "assertion" "client-assertion" "jwt-assertion";
    "pkce" Strong, Tail =>
        "code-verifier" "code-challenge" "pkce-verifier";
    "device-code" Strong, Tail =>
        "device-code" "user-code";
    "auth-code" AuthCode, Tail =>
        "auth-code" "authorization-code" "oauth-code" "grant-code" "oauth-verifier" "login-code"
        "access-code";
    "auth-code" AuthCode, Exact =>
        "code";
    "otp" Otp, Tail =>
        "otp" "otp-code" "otp-token" "one-time-password" "one-time-code" "totp" "totp-code" "mfa"
        "mfa-code" "mfa-token" "two-factor" "two-factor-code" "two-fa" "2fa" "2fa-code"
        "auth-code-2fa" "sms-code" "verification-code" "verify-code" "security-code" "email-code"
        "phone-code" "backup-code" "backup-codes" "recovery-code" "recovery-codes" "passkey" "pin"
        "pin-code" "pin-number" "card-pin" "tan" "one-time-pin";
    "state" State, Exact =>
        "state" "relay-state" "oauth-state" "wctx" "auth-state" "login-state" "state-token";
    "nonce" State, Tail =>
        "nonce" "cnonce";
    "signature" Signature, Tail =>
        "signature" "sig" "sign" "hmac" "mac" "request-signature" "x-signature";
    "signature" Signature, Exact =>
        "hmac-sha256" "policy" "hdnts" "hdntl" "hdnea" "acl" "url-token" "verify"
        "token-signature" "se" "sp" "sr" "skoid" "sktid";
    "signature" Strong, Tail =>
        "x-amz-signature" "amz-signature" "goog-signature" "hub-signature" "hub-signature-256"
        "twilio-signature" "stripe-signature" "slack-signature" "line-signature" "xero-signature"
        "pagerduty-signature" "cf-signature";
    "credential" Strong, Exact =>
        "x-amz-credential" "aws-access-key-id" "key-pair-id" "amz-credential";
    "credential" KeyOwner, Exact =>
        "x-goog-credential" "google-access-id" "goog-credential";
    "client-id" Vague, Tail =>
        "client-id";
    "signature" Checksum, Exact =>
        "hash" "checksum";
    "signature" LinkHash, Exact =>
        "md5";
    "session-token" Strong, Tail =>
        "amz-security-token";
    "token" Token, Tail =>
        "token" "ticket" "auth" "authentication" "bearer" "login-challenge" "consent-challenge";
    "token" Vague, Tail =>
        "tokens";
    "session" Session, Tail =>
        "session";
    "session-id" Session, Tail =>
        "sid" "session-state" "sess";
    "cookie" Cookies, Tail => "cookie" "set-cookie" "cookies" "set-cookies" "cookie-header";
    "secret" Vague, Exact =>
        "key" "hook" "webhook" "k" "ctx" "tgt" "pw" "ks" "sk" "pk" "ct" "tok" "t" "s" "u" "a" "b" "c" "i";
    "form-state" FormState, Tail =>
        "view-state" "viewstate-generator" "javax-faces-view-state" "event-validation";
    "keep" Keep, Tail =>
        "next-page-token" "page-token" "continuation-token" "next-token" "sync-token"
        "start-after-token" "pagination-token" "cancelation-token" "cancellation-token" "public-key"
        "site-key" "publishable-key" "primary-key" "foreign-key" "sort-key" "partition-key"
        "cache-key" "idempotency-key" "object-key" "row-key" "translation-key" "i18n-key"
        "with-credentials" "has-password" "show-password" "reset-password" "forgot-password" "password-required"
        "password-less" "no-password" "change-password" "auth-type" "public-token-key" "request-id"
        "trace-id" "span-id" "correlation-id" "transaction-id" "invocation-id" "client-request-id"
        "activity-id" "event-id" "parent-span-id" "trace-parent" "trace-state" "has-token"
        "csrf-token-name" "csrf-param" "token-name" "csp-nonce" "style-nonce" "script-nonce"
        "season-pass" "boarding-pass" "render-pass" "shader-pass" "text-token";
    "keep" Keep, Exact =>
        "continuation" "cursor" "server-ip" "server-ip-address" "origin-ip" "host-ip" "upstream-ip"
        "blocked-reasons";
    "keep" Keep, Exact =>
        "tokentype" "tokenexpiry" "tokenexpiresin" "expiresin" "tokenuri" "tokenendpoint" "tokenurl"
        "tokencount" "tokenlimit" "maxtokens" "prompttokens" "completiontokens" "totaltokens"
        "inputtokens" "outputtokens" "tokenizer" "tokenaddress" "tokenid" "tokensymbol";
    "keep" Keep, Exact =>
        "private" "secretid" "vaultpath" "secretname" "secretversion" "passwordpolicy"
        "passwordlength" "passwordexpired" "authmethod" "authmode" "authurl" "authdomain"
        "authprovider" "authstatus" "authenticated" "authorized" "authority" "author" "authors"
        "authorid" "authorname" "sessiontimeout" "sessionlength" "sessionduration" "sessioncount"
        "keyboard" "keyword" "keywords" "keycode" "keyframe" "keys" "keyid" "monkey" "turkey"
        "tokenization" "compass" "passenger" "passed" "bypass" "password-hint" "secretary" "oauth2"
        "cookiepolicy" "cookieconsent" "pinned" "pinterest" "spinner" "shipping" "mapping";
    "keep" Keep, Exact =>
        "signature-image" "emailsignature" "signaturehtml" "codename" "countrycode" "statuscode"
        "errorcode" "currencycode" "languagecode" "promocode" "couponcode" "barcode" "qrcode"
        "sourcecode" "decode" "encode" "unicode" "areacode" "dialcode" "colorcode" "responsecode";
    "keep" Keep, Exact =>
        "x-request-id" "openai-organization" "openai-project" "openai-processing-ms"
        "openai-version" "x-ratelimit-limit-requests" "x-ratelimit-remaining-requests"
        "x-ratelimit-reset-requests" "cf-ray" "cf-cache-status" "atl-traceid" "atl-request-id"
        "x-arequestid" "x-github-request-id" "x-ms-request-id" "x-ms-client-request-id"
        "x-ms-correlation-request-id" "x-ms-correlation-id" "x-ms-routing-request-id" "ms-dyn-aid"
        "x-amzn-requestid" "x-amz-request-id" "x-amz-id-2" "x-amz-cf-id" "x-amzn-trace-id"
        "x-amz-apigw-id" "x-goog-request-id" "x-guploader-uploadid" "x-cloud-trace-context"
        "x-okta-request-id" "x-auth0-requestid" "frontegg-trace-id" "x-slack-req-id"
        "x-zm-trackingid" "box-request-id" "x-vercel-id" "x-nf-request-id" "fly-request-id"
        "x-served-by" "x-timer" "akamai-grn" "x-akamai-request-id" "x-sfdc-request-id"
        "x-transaction-id" "x-zendesk-request-id" "b3" "x-b3-traceid" "x-b3-spanid" "uber-trace-id"
        "x-datadog-trace-id" "sentry-trace" "x-correlation-id" "x-trace-id" "server-timing";
    "keep" Keep, Exact =>
        "baggage-id" "etag" "if-none-match" "if-match" "if-range" "integrity" "sri" "digest"
        "content-digest" "repr-digest" "content-md5" "want-digest" "trace" "span"
        "server-ip-address" "started-date-time" "http-version" "mime-type" "headers-size"
        "body-size" "x-amz-date" "x-goog-date" "server-name" "object-id";
    "email" Personal(Sort::Email), Tail =>
        "email" "email-address" "mail" "user-mail" "email-id" "contact-email";
    "phone" Personal(Sort::Phone), Tail =>
        "phone" "phone-number" "mobile" "mobile-number" "mobile-phone" "cell" "cell-phone" "tel"
        "telephone" "telephone-number" "msisdn" "fax" "fax-number" "whatsapp";
    "name" Personal(Sort::PersonName), Tail =>
        "first-name" "last-name" "given-name" "family-name" "middle-name" "full-name" "surname"
        "maiden-name" "forename" "cardholder-name" "cardholder" "vorname" "nachname" "patient-name"
        "customer-name" "account-holder" "holder-name" "legal-name";
    "name" Personal(Sort::DisplayName), Exact =>
        "display-name" "nickname" "owner-name" "contact-name" "recipient-name" "billing-name"
        "shipping-name";
    "name" Personal(Sort::Name), Exact =>
        "name" "your-name" "user-full-name";
    "address" Personal(Sort::Street), Tail =>
        "street" "street-address" "address-line" "address-line1" "address-line2" "line1"
        "home-address" "billing-address" "shipping-address" "postal-address" "mailing-address";
    "address" Personal(Sort::Street), Exact =>
        "address" "address1" "address2" "street-name" "street1" "street2" "formatted-address";
    "address" Personal(Sort::City), Exact =>
        "city" "town" "suburb";
    "postal-code" Personal(Sort::Zip), Tail =>
        "zip" "zip-code" "postal-code" "post-code";
    "birth-date" Personal(Sort::BirthDate), Tail =>
        "dob" "date-of-birth" "birth-date" "birth-day";
    "gender" Personal(Sort::Gender), Exact =>
        "gender" "sex";
    "national-id" Personal(Sort::Number), Tail =>
        "ssn" "social-security-number" "social-security" "national-id" "tax-id" "passport"
        "passport-number" "drivers-license" "driver-license" "drivers-licence"
        "driver-license-number" "identity-number";
    "national-id" Personal(Sort::Number), Exact =>
        "sin" "nin" "nino" "tin" "itin" "ein" "vat" "cpf" "cnpj" "curp" "rfc" "dni" "nie" "nif"
        "bsn" "pesel" "aadhaar" "aadhar" "pannumber" "licensenumber" "idnumber" "idcard" "mrn"
        "patientid" "medicalrecordnumber" "insuranceid" "npi" "dea";
    "card-number" Personal(Sort::Card), Tail =>
        "card-number" "cc-number" "credit-card" "credit-card-number" "cc-num" "cc-card" "card-no"
        "primary-account-number";
    "card-number" Personal(Sort::Card), Exact =>
        "pan" "track1" "track2" "track-data" "cryptogram";
    "card-code" Personal(Sort::CardCode), Tail =>
        "cvv" "cvv2" "cvc" "cvc2" "cvc-code" "cvn" "csc" "card-cvc" "card-code" "security-code-card";
    "card-expiry" Personal(Sort::CardExpiry), Exact =>
        "exp-month" "exp-year" "expiry-date" "card-expiry" "exp-date" "card-exp" "cc-exp"
        "card-expiration";
    "account-number" Personal(Sort::Number), Tail =>
        "account-number" "bank-account" "bank-account-number" "routing-number" "sort-code";
    "iban" Personal(Sort::Iban), Tail =>
        "iban";
    "bic" Personal(Sort::Bic), Exact =>
        "bic" "swift" "swift-code" "bic-code";
    "ip" Personal(Sort::Ip), Tail =>
        "ip-address" "ip-addr" "client-ip" "remote-ip" "remote-addr" "remote-address" "user-ip"
        "x-ip" "visitor-ip" "real-ip" "source-ip" "ip";
    "location" Personal(Sort::Coordinate), Tail =>
        "lat" "lng" "lon" "latitude" "longitude";
    "device-id" Personal(Sort::Device), Tail =>
        "device-id" "device-uuid" "udid" "idfa" "idfv" "gaid" "adid" "aaid" "android-id" "imei"
        "imsi" "meid" "serial-number" "mac-address" "visitor-id" "anonymous-id" "distinct-id"
        "install-id" "installation-id" "machine-id" "hwid" "advertising-id" "device-fingerprint";
    "device-id" Personal(Sort::Device), Exact =>
        "serial" "fingerprint" "browser-fingerprint";
    "user-id" Personal(Sort::Device), Exact =>
        "uid" "user-guid" "user-id" "user-uuid";
    "username" Personal(Sort::UserName), Tail =>
        "username" "user-login" "login-name" "login-hint" "user-id-name" "screen-name";
    "username" Personal(Sort::User), Exact =>
        "user" "login";
    "username" Personal(Sort::Account), Exact =>
        "account" "account-name" "handle" "upn";
    "password" Password, Exact =>
        "passwordconfirmation" "confirmpassword" "currentpassword" "oldpassword" "newpassword"
        "repeatpassword" "verifypassword" "retypepassword" "userpassword" "loginpassword"
        "adminpassword" "masterpassword" "dbpassword" "mysqlpwd" "wppassword" "accountpassword"
        "emailpassword" "sudopassword";
    "secret" Strong, Exact =>
        "apisecret";
    "api-key" Strong, Exact =>
        "xapikey" "subscriptionkeyheader" "hapikey" "mapikey" "mailgunkey";
    "token" Strong, Exact =>
        "serviceticket" "oauthconsumerkey" "oauthsignature" "oauthnonce" ;
    "session-id" Token, Exact =>
        "asession" "statehandle" "flowtoken" "flowid" "canary" "apicanary";
    "csrf-token" FormState, Exact =>
        "formbuildid" "formid-token" "nonce-wp" "wpnonce" "ajaxnonce" "restnonce" "fbdtsg" "lsd"
        "jazoest" "dtsg" "dtsgag" "spinr" "hsrqt" "sentinel" "csrfparam-value" "sesskey" "sectok"
        "formhash" "posthash";
    "auth-code" Strong, Exact =>
        "logintickethint" "authreqid" "requesturi";
    "saml" Strong, Exact =>
        "wa-token";
    "account-number" Personal(Sort::Number), Exact =>
        "ccard";
};
