//! The names that rules know, with the kind of secret and what the value must look like.
//!
//! Of a group's names, a name with hyphens stands for all spellings of its words. A row that is
//! first wins over a later one of the same name; of the last words of a name, more words win over
//! fewer, so that `public-key` keeps what a shorter row would take.

use crate::detect::name::condition::Condition::{
    AuthCode, Checksum, Coded, CookieValue, Cookies, Digits, Drawn, FormState, HexKey, Keep,
    KeyOwner, LinkHash, Nonce, Otp, Password, Personal, Phrase, RequestUri, Seed, Session, Short,
    Signature, State, Strong, Ticket, Token, Typed, Unless, Vague, Weak,
};
use crate::detect::name::form::Form;
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

mod foreign;
mod headers;

pub(super) use foreign::FOREIGN;
pub(super) use headers::HEADERS;

/// Names anywhere.
pub(super) static NAMES: &[Row] = rows! {
    "password" Password, Tail =>
        "password" "passwd" "passwort" "passphrase" "passcode" "pwd" "pswd" "psw" "user-pass"
        "admin-pass" "login-pass" "db-pass" "my-pass" "pword" "mot-de-passe" "contrasena"
        "contraseña" "senha" "passord" "haslo" "hasło" "parola" "kennwort" "wachtwoord" "losenord"
        "lösenord" "adgangskode" "salasana" "heslo" "passwrd" "upass" "pass1-text"
        "password-first" "password-second" "db-pw" "smtp-pw" "ftp-pw" "mail-pw" "root-pw"
        "admin-pw" "new-pw" "old-pw" "bind-pw" "auth-pw" "ldap-pw" "txt-pw" "passw"
        "memorable-word" "memorable-information";
    "password" Password, Exact =>
        "confirm-new" "new-confirm" "new-again";
    "password" Short, Tail =>
        "pw" "upw" "user-pw" "clave" "mima";
    "password" Strong, Tail =>
        "pass" "passwords";
    "password-hash" Strong, Tail =>
        "password-digest" "password-hash" "password-salt" "hashed-password" "encrypted-password"
        "enc-password" "master-password-hash" "pwd-hash" "passwd-hash" "pass-hash" "pw-hash"
        "md5-pwd" "pwd-md5" "md5-password" "password-md5";
    "client-secret" Strong, Tail =>
        "client-secret" "app-secret" "application-secret" "consumer-secret" "partner-secret";
    "secret" Strong, Tail =>
        "secret" "secrets" "shared-secret" "signing-secret" "webhook-secret" "secret-token"
        "secret-value" "secret-answer" "security-answer" "hint-answer" "session-secret"
        "security-question-answer" "secret-question-answer" "secret-question-1-answer"
        "secret-question-2-answer" "secret-question-3-answer" "security-question-1-answer"
        "security-question-2-answer" "security-question-3-answer"
        "token-secret"
        "auth-salt" "secure-auth-salt" "logged-in-salt" "nonce-salt"
        "oauth-token-secret" "jwt-secret" "encryption-secret" "mfa-secret";
    "otp" Strong, Tail =>
        "totp-secret" "otp-secret" "otp-seed" "totp-seed";
    "otp" Seed, Tail =>
        "secret-code" "authenticator-key" "entry-key" "otp-key" "totp-key" "mfa-key";
    "secret-key" Strong, Tail =>
        "secret-key" "secret-access-key" "aws-secret-access-key" "secret-key-base" "hmac-key"
        "shared-access-key" "service-role-key" "encryption-key" "signing-key" "sign-key"
        "signature-key";
    "api-key" Strong, Tail =>
        "api-key" "api-keys" "app-key" "application-key" "access-key-id" "secret-key-id"
        "subscription-key" "license-key" "licence-key" "server-key" "master-key" "deploy-key"
        "auth-key" "authorization-key" "authentication-key" "rest-api-key" "admin-api-key"
        "integration-key" "consumer-key" "insert-key"
        "project-key-secret" "service-account-key" "write-key" "ingest-key" "ingestion-key"
        "webhook-key" "bot-key" "security-key";
    "secret-key" Weak, Tail =>
        "storage-key" "account-key" "shared-key" "data-key" "service-key" "key-material"
        "network-key" "wallet-key" "recovery-key" "setup-key" "enc-key" "crypt-key" "aes-key"
        "des-key" "tls-key" "ssl-key" "transaction-key" "cipher-key" "unlock-key" "secret-text"
        "secret-binary" "secret-hash" "password-data" "validation-key" "decryption-key";
    "secret-key" Strong, Tail =>
        "psk" "wpa-psk" "wpa2-psk" "pre-shared-key" "wpa-key" "wep-key" "wifi-key" "wlan-key"
        "bypass-code" "bypass-codes" "linking-key" "manual-entry-key" "unseal-key" "unseal-keys"
        "unseal-keys-b64" "unseal-keys-hex" "recovery-keys-b64" "keys-base64"
        "recovery-keys-base64" "snmp-community" "community-string";
    "secret-key" Drawn, Exact =>
        "dek" "kek";
    "secret-key" Coded(32), Exact =>
        "plaintext" "plain-text-value" "plain-key" "raw-key" "full-key" "new-key" "key-string"
        "key-value" "secondary-key";
    "private-key" Coded(51), Exact =>
        "wif" "p12";
    "seed-phrase" Phrase, Tail =>
        "mnemonic" "mnemonic-phrase" "seed-phrase" "recovery-phrase" "backup-phrase"
        "secret-phrase" "secret-recovery-phrase";
    "api-key" Weak, Tail =>
        "access-key" "client-key" "function-key" "functions-key" "host-key" "user-key" "team-key"
        "partner-key" "query-key" "read-key" "form-key" "admin-key" "stream-key" "activation-key"
        "stripe-key" "openai-key" "anthropic-key" "sendgrid-key" "mailgun-key" "twilio-key"
        "gemini-key" "mistral-key" "groq-key" "azure-key" "aws-key" "datadog-key";
    "api-key" HexKey, Exact =>
        "appid";
    "private-key" Strong, Tail =>
        "priv-key" "client-key-data" "private-key" "private-key-data" "private-key-pem"
        "private-key-id" "private-key-password" "rsa-private-key" "ssh-key" "ssh-private-key"
        "pgp-private-key" "pem-key" "id-rsa" "id-ed25519" "pkcs12" "pfx";
    "api-token" Strong, Tail =>
        "api-token" "api-access-token";
    "access-token" Strong, Tail =>
        "access-token" "access-tokens" "x-access-token" "x-auth-token" "auth-token" "oauth-token"
        "oauth2-token" "bearer-token"
        "authorization-token" "authentication-token" "user-token" "service-token" "app-token"
        "login-token" "security-token" "impersonation-token" "delegation-token" "subject-token"
        "actor-token" "exchange-token" "requested-token" "admin-token" "bot-token"
        "personal-access-token";
    "refresh-token" Strong, Tail =>
        "refresh-token" "refresh-tokens";
    "id-token" Strong, Tail =>
        "id-token" "id-token-hint" "identity-token";
    "session-token" Strong, Tail =>
        "session-token" "aws-session-token" "session-token-aws" "session-handle"
        "session-hash" "user-session" "session-guid";
    "session-token" Weak, Tail =>
        "session-key";
    "session-cookie" CookieValue, Tail =>
        "session-cookie" "auth-cookie" "login-cookie";
    "session-id" Unless(Form::Logon), Tail =>
        "session-id";
    "session-id" Strong, Tail =>
        "session-ids" "sess-id" "php-sess-id" "jsessionid" "aspsessionid"
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
        "invite-hash" "invitation-hash" "invite-link-hash" "join-token" "unlock-token" "magic-token"
        "magic-link" "one-time-token" "temp-token" "temporary-token"
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
        "secure-json-data"
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
        "device-code";
    "device-code" Typed, Tail =>
        "user-code";
    "auth-code" AuthCode, Tail =>
        "auth-code" "authorization-code" "oauth-code" "grant-code" "oauth-verifier";
    "auth-code" AuthCode, Exact =>
        "code" "js-code";
    "auth-code" Digits, Tail =>
        "login-code" "access-code";
    "otp" Digits, Tail =>
        "confirmation-code" "confirm-code" "challenge-code" "mobile-code" "authenticator-code"
        "binding-code" "code-sms";
    "otp" Weak, Tail =>
        "redeem-code" "redemption-code";
    "otp" Digits, Exact =>
        "tfa" "token2fa" "vcode" "smscode" "checkcode";
    "otp" Otp, Tail =>
        "otp" "otp-code" "otp-token" "one-time-password" "one-time-code" "totp" "totp-code" "mfa"
        "mfa-code" "mfa-token" "two-factor" "two-factor-code" "two-fa" "2fa" "2fa-code"
        "auth-code-2fa" "sms-code" "verification-code" "verify-code" "security-code" "email-code"
        "phone-code" "backup-code" "backup-codes" "recovery-code" "recovery-codes" "passkey" "pin"
        "pin-code" "pin-number" "card-pin" "tan" "one-time-pin" "reset-code" "invite-code"
        "invitation-code" "activation-code" "unlock-code" "pairing-code" "otp-attempt"
        "scratch-code" "scratch-codes" "rescue-code" "rescue-codes" "emergency-code"
        "emergency-codes" "recovery-authn-codes" "mpin" "tpin";
    "state" State, Exact =>
        "state" "relay-state" "oauth-state" "wctx" "auth-state" "login-state" "state-token";
    "nonce" Nonce, Tail =>
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
    "signature" Checksum, Exact =>
        "hash" "checksum";
    "signature" Drawn, Exact =>
        "rlkey";
    "signature" Drawn, Tail =>
        "user-hash";
    "signature" LinkHash, Exact =>
        "md5";
    "session-token" Strong, Tail =>
        "amz-security-token";
    "token" Token, Tail =>
        "token" "auth" "authentication" "bearer" "login-challenge" "consent-challenge";
    "token" Unless(Form::KeyToken), Tail =>
        "public-key-token";
    "token" Ticket, Tail =>
        "ticket";
    "token" Strong, Tail =>
        "plain-text-token";
    "token" Token, Exact =>
        "auth-ticket" "secure-token" "x-token";
    "token" Drawn, Exact =>
        "ott" "pat" "tkn" "oob-code" "session-info" "token-hash" "zak" "co-verifier" "request-state"
        "cshc" "remember-me" "xsid" "wssid" "conreqcsr" "resource-key" "signed-request";
    "session-token" Coded(48), Exact =>
        "token-id";
    "credential" Short, Exact =>
        "cred" "creds";
    "token" Vague, Tail =>
        "tokens";
    "session" Session, Tail =>
        "session";
    "session-id" Session, Tail =>
        "sid" "session-state" "sess";
    "cookie" Cookies, Tail => "cookie" "set-cookie" "cookies" "set-cookies" "cookie-header";
    "secret" Vague, Exact =>
        "key" "hook" "webhook" "k" "ctx" "tgt" "ks" "sk" "pk" "ct" "tok" "t" "s" "u" "a" "b" "c"
        "i";
    "form-state" Unless(Form::Generator), Tail =>
        "viewstate-generator";
    "form-state" FormState, Tail =>
        "view-state" "javax-faces-view-state" "event-validation";
    "keep" Keep, Tail =>
        "client-id" "next-page-token" "page-token" "continuation-token" "next-token" "sync-token"
        "start-after-token" "pagination-token" "cancelation-token" "cancellation-token"
        "public-key" "site-key" "publishable-key" "primary-key" "foreign-key" "sort-key"
        "partition-key" "cache-key" "idempotency-key" "object-key" "row-key" "translation-key"
        "i18n-key" "cert-serial-number" "certificate-serial-number" "hex-serial-number"
        "with-credentials" "has-password" "show-password" "reset-password" "forgot-password"
        "password-required" "password-less" "no-password" "change-password" "auth-type"
        "public-token-key" "request-id" "trace-id" "span-id" "correlation-id" "transaction-id"
        "invocation-id" "client-request-id" "client-request-token" "change-token" "dkim-tokens"
        "gdpr-consent" "euconsent-v2" "activity-id" "event-id" "parent-span-id" "trace-parent"
        "trace-state" "has-token" "csrf-token-name" "csrf-param" "token-name" "csp-nonce"
        "style-nonce" "script-nonce" "font-family-name" "help-token" "season-pass" "boarding-pass"
        "render-pass" "shader-pass" "text-token";
    "keep" Keep, Exact =>
        "continuation" "cursor" "server-ip" "server-ip-address" "origin-ip" "host-ip" "upstream-ip"
        "blocked-reasons" "service-full-name";
    "keep" Keep, Exact =>
        "tokentype" "tokenexpiry" "tokenexpiresin" "expiresin" "tokenuri" "tokenendpoint" "tokenurl"
        "tokencount" "tokenlimit" "maxtokens" "prompttokens" "completiontokens" "totaltokens"
        "inputtokens" "outputtokens" "tokenizer" "tokenaddress" "tokensymbol";
    "keep" Keep, Exact =>
        "private" "secretid" "vaultpath" "secretname" "secretversion" "passwordpolicy"
        "passwordlength" "passwordexpired" "authmethod" "authmode" "authurl" "authdomain"
        "authprovider" "authstatus" "authenticated" "authorized" "authority" "author" "authors"
        "authorid" "sessiontimeout" "sessionlength" "sessionduration" "sessioncount"
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
        "telephone" "telephone-number" "contact-number" "msisdn" "fax" "fax-number" "whatsapp";
    "name" Personal(Sort::PersonName), Tail =>
        "first-name" "last-name" "given-name" "family-name" "middle-name" "full-name" "surname"
        "maiden-name" "forename" "cardholder-name" "cardholder" "vorname" "nachname" "patient-name"
        "customer-name" "account-holder" "holder-name" "legal-name" "real-name" "guest-name"
        "passenger-name" "name-on-card" "employee-name" "student-name" "preferred-name";
    "name" Personal(Sort::PersonName), Exact =>
        "name-first" "name-last" "name-middle";
    "name" Personal(Sort::DisplayName), Exact =>
        "display-name" "user-display-name" "nickname" "owner-name" "contact-name" "recipient-name"
        "billing-name" "shipping-name" "user-full-name" "beneficiary-name" "creditor-name"
        "debtor-name" "contact-person" "payee" "doctor-name" "requester-name"
        "manager-name" "spouse-name" "father-name" "mother-name" "consignee-name"
        "visitor-name" "attendee-name" "assignee-name" "recipient";
    "name" Personal(Sort::Agent), Exact =>
        "created-by" "updated-by" "modified-by" "changed-by" "edited-by" "last-modified-by"
        "last-updated-by" "submitted-by" "requested-by" "reported-by" "approved-by" "reviewed-by"
        "assigned-by" "assigned-to" "closed-by" "resolved-by" "opened-by" "uploaded-by" "added-by"
        "invited-by" "deleted-by" "posted-by" "sent-by" "entered-by" "performed-by" "started-by"
        "completed-by" "signed-by" "acknowledged-by" "archived-by" "scheduled-by" "verified-by"
        "rejected-by" "canceled-by" "cancelled-by" "assignee" "reporter" "requester" "requestor"
        "approver" "submitter" "reviewer" "uploader" "supervisor" "reports-to" "line-manager"
        "created-by-name" "updated-by-name" "modified-by-name" "assigned-to-name" "reporter-name"
        "approver-name" "supervisor-name" "sender-name" "from-name" "organizer-name" "author-name"
        "committer-name" "applicant-name" "payee-name" "payer-name" "seller-name" "buyer-name"
        "landlord-name" "guardian-name" "caller-name" "users" "members" "owners" "watchers"
        "recipients" "attendees" "participants" "invitees" "assignees" "reviewers" "approvers"
        "passengers";
    "name" Personal(Sort::Owned), Exact =>
        "device-name" "device-friendly-name" "computer-name" "machine-name" "phone-name";
    "name" Personal(Sort::BriefName), Exact =>
        "fname" "lname" "mname";
    "name" Personal(Sort::Name), Exact =>
        "name" "your-name" "card-name" "billing-details-name";
    "address" Personal(Sort::Street), Tail =>
        "street" "street-address" "address-line" "address-line1" "address-line2" "line1"
        "street-and-number" "street-and-house-number" "house-and-street"
        "home-address" "billing-address" "shipping-address" "postal-address" "mailing-address"
        "delivery-address" "residential-address" "permanent-address" "home-addr" "addr-line1"
        "addr-line2" "street-addr";
    "address" Personal(Sort::Street), Exact =>
        "address" "address1" "address2" "addr1" "addr2" "address-text" "street-name" "street1"
        "street2" "formatted-address";
    "address" Personal(Sort::City), Exact =>
        "city" "town" "suburb" "locality" "mailing-city" "billing-city" "shipping-city"
        "admin-area-2";
    "postal-code" Personal(Sort::Zip), Tail =>
        "zip" "zip-code" "postal-code" "post-code";
    "birth-date" Personal(Sort::BirthDate), Tail =>
        "dob" "date-of-birth" "birth-date" "birth-day";
    "birth-date" Personal(Sort::BirthPart), Tail =>
        "dob-day" "dob-month" "dob-year";
    "gender" Personal(Sort::Gender), Exact =>
        "gender" "sex";
    "national-id" Personal(Sort::Document), Tail =>
        "national-id" "tax-id" "passport" "passport-number" "passport-no" "drivers-license"
        "driver-license" "drivers-licence" "driver-license-number" "driving-licence"
        "driving-license" "visa-number" "id-card-number" "national-id-number";
    "national-id" Personal(Sort::CardCode), Tail =>
        "ssn-last4" "last4-ssn";
    "national-id" Personal(Sort::Number), Tail =>
        "ssn" "social-security-number" "social-security" "identity-number" "nhs-number"
        "national-insurance-number" "tax-number" "insurance-member-id";
    "license-plate" Personal(Sort::Plate), Tail =>
        "license-plate" "licence-plate" "number-plate";
    "national-id" Personal(Sort::Number), Exact =>
        "sin" "nin" "nino" "tin" "itin" "ein" "vat" "cpf" "cnpj" "curp" "rfc" "dni" "nie" "nif"
        "bsn" "pesel" "aadhaar" "aadhar" "pannumber" "licensenumber" "idnumber" "idcard" "mrn"
        "patientid" "medicalrecordnumber" "insuranceid" "npi" "dea" "egn" "rut" "gstin" "pan-no"
        "mykad" "emirates-id" "nhs-no" "kvnr" "nss" "sin-number" "bvn" "medicare-number"
        "medicare-id" "voter-id" "health-card-number" "known-traveler-number"
        "known-traveller-number" "frequent-flyer-number";
    "card-number" Personal(Sort::Card), Tail =>
        "card-number" "cc-number" "credit-card" "credit-card-number" "cc-num" "cc-card" "card-no"
        "primary-account-number";
    "card-number" Personal(Sort::Card), Exact =>
        "pan" "track1" "track2" "track-data" "cryptogram";
    "card-code" Personal(Sort::CardCode), Tail =>
        "cvv" "cvv2" "cvc" "cvc2" "cvc-code" "cvn" "csc" "card-cvc" "card-code"
        "security-code-card";
    "card-expiry" Personal(Sort::CardExpiry), Exact =>
        "exp-month" "exp-year" "expiry-date" "card-expiry" "exp-date" "card-exp" "cc-exp"
        "card-expiration";
    "account-number" Personal(Sort::Number), Tail =>
        "account-number" "bank-account" "bank-account-number" "routing-number" "sort-code"
        "account-no" "acct-num" "acct-number" "acct-no" "account-num" "account-nbr" "acct-nbr"
        "from-account" "to-account" "source-account" "destination-account" "debit-account"
        "credit-account" "beneficiary-account";
    "iban" Personal(Sort::Iban), Tail =>
        "iban";
    "bic" Personal(Sort::Bic), Exact =>
        "bic" "swift" "swift-code" "bic-code";
    "ip" Personal(Sort::ServerIp), Exact =>
        "private-ips" "private-ip-addresses"
        "pod-ip" "pod-ips" "podips" "cluster-ip" "cluster-ips" "clusterips" "host-ips" "hostips"
        "x-origin-ip" "x-server-ip" "addr";
    "ip" Personal(Sort::ServerIp), Tail =>
        "private-ip" "private-ip-address" "service-ip" "gateway-ip" "network-ip";
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
    "user-id" Personal(Sort::Uid), Exact =>
        "uid";
    "user-id" Personal(Sort::Device), Exact =>
        "user-guid" "user-id" "user-uuid";
    "username" Personal(Sort::UserName), Tail =>
        "username" "user-login" "administrator-login" "admin-login" "login-name" "login-hint"
        "user-id-name" "screen-name";
    "username" Personal(Sort::UserName), Exact =>
        "loginfmt" "logon-identifier" "username-field" "sap-user" "login-email" "last-user"
        "current-user" "usernames" "user-names" "last-logged-in-user" "last-logged-on-user"
        "last-logon-user" "last-login-user" "logged-in-user" "logged-on-user" "logon-name"
        "nt-account" "os-user" "console-user" "mdm-capable-user" "openid-name";
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
        "serviceticket" "oauthconsumerkey" "oauthsignature" "oauthnonce";
    "session-id" Token, Exact =>
        "asession" "p-instance" "statehandle" "flowtoken" "flowid" "canary" "apicanary";
    "csrf-token" FormState, Exact =>
        "formbuildid" "formid-token" "nonce-wp" "wpnonce" "ajaxnonce" "restnonce" "fbdtsg" "lsd"
        "jazoest" "dtsg" "dtsgag" "spinr" "hsrqt" "sentinel" "csrfparam-value" "sesskey" "sectok"
        "formhash" "posthash";
    "csrf-token" FormState, Exact =>
        "g-ck" "sysparm-ck";
    "csrf-token" Strong, Exact =>
        "request-digest" "form-digest-value" "snlm0e";
    "csrf-token" Drawn, Tail =>
        "crumb" "crumb-value";
    "session-id" Drawn, Exact =>
        "sft" "sctx" "ppft";
    "session-id" Token, Exact =>
        "oscsid" "zenid" "aspxauth" "cftoken";
    "auth-code" Strong, Exact =>
        "logintickethint" "authreqid";
    "auth-code" RequestUri, Exact =>
        "requesturi";
    "saml" Strong, Exact =>
        "wa-token";
    "account-number" Personal(Sort::Number), Exact =>
        "ccard" "clabe" "bban";
};
