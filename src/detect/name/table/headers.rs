//! The names of headers, which are looked up whole.

use crate::detect::name::condition::Condition::{
    Always, Carrier, Csrf, Keep, Open, Personal, Signature, Strong, Unless,
};
use crate::detect::name::form::Form;
use crate::detect::name::index::Reach::Exact;
use crate::detect::name::index::Row;
use crate::detect::name::personal::Sort;
use crate::detect::{Kind, Rule};

/// Names of headers; what is not here is looked up in [`NAMES`](super::NAMES).
pub(in crate::detect::name) static HEADERS: &[Row] = rows! {
    "authorization" Carrier, Exact =>
        "authorization" "proxy-authorization" "authentication" "x-authorization" "x-auth"
        "x-forwarded-authorization" "x-original-authorization" "x-amzn-remapped-authorization"
        "authenticate" "authentication-info" "proxy-authentication-info";
    "authorization" Carrier, Exact =>
        "x-goog-iap-jwt-assertion" "x-serverless-authorization" "x-vcloud-authorization";
    "cookie" Carrier, Exact =>
        "cookie" "set-cookie" "set-cookie2" "cookie2" "x-cookie" "x-set-cookie"
        "x-forwarded-cookie";
    "email" Always, Exact =>
        "from" "x-user-email" "x-forwarded-email" "x-auth-request-email"
        "x-goog-authenticated-user-email" "x-auth-email";
    "username" Always, Exact =>
        "x-user" "x-username" "x-forwarded-user" "x-forwarded-preferred-username"
        "x-auth-request-user" "remote-user" "x-remote-user" "x-authenticated-user"
        "x-ms-client-principal-name" "sm-user" "iv-user" "x-webauth-user" "x-iv-user"
        "x-sm-user" "http-sm-user";
    "username" Personal(Sort::UserName), Exact =>
        "x-ausername";
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
    "session-token" Unless(Form::Progress), Exact =>
        "x-ms-session-token";
    "session-id" Unless(Form::Uuid), Exact =>
        "x-ms-client-session-id" "x-tfs-session";
    "session-id" Unless(Form::ShortHash), Exact =>
        "x-jenkins-session" "x-asessionid";
    "token" Unless(Form::Profile), Exact =>
        "x-debug-token";
    "session-token" Strong, Exact =>
        "x-session-token" "session-token" "x-device-token" "x-login-token" "x-sso-token"
        "x-mfa-token";
    "session-token" Strong, Exact =>
        "x-session-id" "x-session" "session-id" "x-sid" "x-ticket" "x-cas-ticket" "x-otp"
        "x-2fa-code" "x-totp" "x-verification-code" "x-password" "x-pin";
    "csrf-token" Csrf, Exact =>
        "x-csrf-token" "x-xsrf-token" "csrf-token" "xsrf-token" "x-csrf-jwt" "x-anti-forgery-token"
        "requestverificationtoken" "x-requestverificationtoken" "csrfdesignertoken"
        "x-requestdigest" "jenkins-crumb";
    "csrf-token" Csrf, Exact =>
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
        "cb-access-passphrase" "x-clickhouse-key";
    "identity" Strong, Exact =>
        "client-assertion" "saml-assertion" "x-saml-assertion" "x-remote-user-token"
        "x-webauth-token" "x-forwarded-access-token" "x-forwarded-id-token"
        "x-auth-request-access-token";
    "identity" Strong, Exact =>
        "dpop" "x-shib-session-id" "shib-session-id" "mellon-cookie" "x-userinfo" "x-id-claims";
    "client-certificate" Always, Exact =>
        "x-ssl-client-cert" "x-client-cert" "x-forwarded-client-cert" "ssl-client-cert"
        "x-arr-clientcert" "x-ssl-client-s-dn" "x-ssl-client-dn" "ssl-client-s-dn"
        "x-ssl-client-s-dn-cn" "x-client-dn" "x-ssl-client-subject-dn" "iv-creds";
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
        "kbn-xsrf" "x-b3-parentspanid" "x-b3-sampled" "x-b3-flags" "x-datadog-parent-id"
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
        "idempotency-key" "x-idempotency-key" "postman-token" "x-postman-token"
        "x-azure-ref-originshield" "x-newrelic-app-data" "x-newrelic-transaction" "x-deployment-id"
        "x-moz-request-id" "nel" "method" "scheme" "status"
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
        "proxy-authenticate" "content-disposition" "baggage" "newrelic" "sap-passport";
    "signature" Signature, Exact =>
        "signature" "signature-input" "x-nonce" "nonce" "x-request-signature" "x-signature" "x-sign"
        "sign" "x-hmac" "x-timestamp-signature";
};
