//! Cookies: secret by default, whatever their name.
//!
//! Nothing tells a session cookie of an unknown site from another one, so only values that can
//! be nobody's secret stay: flags, short numbers, short plain words, locales, time zones and what
//! stands under the name of a preference. Under the name of a session only flags stay.

use crate::detect::name::label::{is_no_value, is_stand_in};
use crate::detect::name::normal::Name;
use crate::detect::name::shape::{Shape, is_number};
use crate::detect::{Kind, Rule, Verdict};

const COOKIE: Rule = Rule { id: "cookie", kind: Kind("cookie") };
const SESSION: Rule = Rule { id: "cookie/session", kind: Kind("session-cookie") };
const CSRF: Rule = Rule { id: "cookie/csrf", kind: Kind("csrf-token") };

/// What a cookie that no row of the tables keeps is.
pub(super) fn judge(raw: &[u8], name: &Name, value: &[u8]) -> Verdict {
    if ATTRIBUTES.contains(&name.compact()) {
        return Verdict::Keep;
    }
    let value = value.strip_prefix(b"\"").and_then(|v| v.strip_suffix(b"\"")).unwrap_or(value);
    let rule = rule_of(raw, name);
    let harmless = match rule {
        COOKIE if is_preference(name) => !Shape::of(value).is_random(16),
        COOKIE => is_harmless(value),
        _ => is_flag(value),
    };
    if harmless || value.starts_with(b"$") && is_stand_in(value) {
        Verdict::Keep
    } else {
        Verdict::Secret(rule)
    }
}

fn rule_of(raw: &[u8], name: &Name) -> Rule {
    if is_preference(name) {
        return COOKIE;
    }
    let words = || (0..name.words()).map(|at| name.word(at));
    if words().any(|word| CSRF_WORDS.iter().any(|known| contains(word, known))) {
        return CSRF;
    }
    let begins = |prefix: &[u8]| {
        raw.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
    };
    let session = SESSION_ENDS.iter().any(|end| name.compact().ends_with(end))
        || words().any(|word| SESSION_WORDS.contains(&trim_digits(word)))
        || SESSION_PARTS.iter().any(|part| contains(name.compact(), part))
        || SESSION_NAMES.contains(&name.compact())
        || SESSION_PREFIXES.iter().any(|prefix| begins(prefix));
    if session { SESSION } else { COOKIE }
}

fn is_preference(name: &Name) -> bool {
    let last = name.words().saturating_sub(1);
    PREFERENCES.contains(&name.compact())
        || PREFERENCES_BY_USER.contains(&trim_digits(name.compact()))
        || name.words() > 0 && PREFERENCE_WORDS.contains(&name.word(last))
        || (0..name.words()).any(|at| CONSENT_WORDS.contains(&name.word(at)))
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

fn trim_digits(word: &[u8]) -> &[u8] {
    let end = word.iter().rposition(|byte| !byte.is_ascii_digit()).map_or(word.len(), |at| at + 1);
    &word[..end]
}

/// Values that say yes, no or nothing.
fn is_flag(value: &[u8]) -> bool {
    const FLAGS: &[&str] = &[
        "0",
        "1",
        "-1",
        "-",
        "true",
        "false",
        "yes",
        "no",
        "y",
        "n",
        "on",
        "off",
        "null",
        "none",
        "undefined",
        "deleted",
        "deleteme",
        "expired",
        "delete",
        "removed",
        "nan",
        "{}",
        "[]",
    ];
    is_no_value(value) || FLAGS.iter().any(|flag| value.eq_ignore_ascii_case(flag.as_bytes()))
}

/// Values that nobody could use: flags, words, short numbers, locales, time zones.
fn is_harmless(value: &[u8]) -> bool {
    let shape = Shape::of(value);
    let word = shape.letters() == value.len() && !shape.is_mixed();
    value.len() <= 3
        || is_flag(value)
        || is_number(value) && value.len() < 8
        || word && (value.len() < 8 || is_common(value))
        || is_locale(value)
        || is_zone(value, &shape)
        || is_size(value)
        || is_common(value)
}

fn is_common(value: &[u8]) -> bool {
    const COMMON: &[&str] = &[
        "accepted",
        "declined",
        "dismissed",
        "rejected",
        "necessary",
        "essential",
        "analytics",
        "marketing",
        "functional",
        "collapsed",
        "expanded",
        "disabled",
        "enabled",
        "desktop",
        "landscape",
        "portrait",
        "anonymous",
        "unauthenticated",
        "authenticated",
        "visitor",
        "control",
        "treatment",
        "variant",
        "organic",
        "production",
        "staging",
        "development",
        "implicit",
        "explicit",
        "allow-all",
        "deny-all",
        "not-set",
        "cookies",
        "english",
        "cookiesenabled",
        "light-mode",
        "dark-mode",
    ];
    COMMON.iter().any(|common| value.eq_ignore_ascii_case(common.as_bytes()))
}

/// `en-US`, `de_CH`, `zh-Hant-TW`, `en-US,en`.
fn is_locale(value: &[u8]) -> bool {
    value.len() <= 16
        && value.split(|byte| matches!(byte, b',' | b'|')).all(|tag| {
            let mut parts = tag.split(|byte| matches!(byte, b'-' | b'_'));
            let language = parts.next().is_some_and(|part| part.len() == 2);
            language
                && tag.iter().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_'))
                && parts.all(|part| matches!(part.len(), 2 | 4))
        })
}

/// `1639x403`, of a window or a screen.
fn is_size(value: &[u8]) -> bool {
    let number = |side: &[u8]| side.len() >= 2 && side.iter().all(u8::is_ascii_digit);
    let cross = value.iter().position(|byte| *byte == b'x');
    value.len() <= 9 && cross.is_some_and(|at| number(&value[..at]) && number(&value[at + 1..]))
}

/// `Europe/Berlin`, `America/Argentina/Buenos_Aires`.
fn is_zone(value: &[u8], shape: &Shape) -> bool {
    const AREAS: &[&[u8]] = &[
        b"Europe/",
        b"America/",
        b"Asia/",
        b"Africa/",
        b"Australia/",
        b"Pacific/",
        b"Atlantic/",
        b"Indian/",
        b"Etc/",
    ];
    shape.digit <= 2 && value.len() < 40 && AREAS.iter().any(|area| value.starts_with(area))
}

/// What tells of a cookie beside it, in lists of cookies that tools write.
static ATTRIBUTES: &[&[u8]] = &[
    b"blockedreasons",
    b"exemptionreason",
    b"samesite",
    b"httponly",
    b"sourcescheme",
    b"sourceport",
    b"toplevelsite",
];

static CSRF_WORDS: &[&[u8]] = &[b"csrf", b"xsrf", b"antiforgery", b"requestverification"];

static SESSION_WORDS: &[&[u8]] = &[
    b"session",
    b"sess",
    b"sessid",
    b"sid",
    b"ssid",
    b"auth",
    b"token",
    b"login",
    b"remember",
    b"jwt",
    b"secret",
    b"password",
    b"passwd",
    b"pwd",
    b"sso",
    b"ticket",
    b"cred",
    b"credential",
    b"credentials",
    b"bearer",
    b"authorization",
    b"saml",
    b"oauth",
    b"oidc",
    b"openid",
    b"apikey",
];

static SESSION_ENDS: &[&[u8]] =
    &[b"sess", b"session", b"sid", b"auth", b"token", b"login", b"jwt", b"ticket"];

static SESSION_PARTS: &[&[u8]] = &[
    b"sessionid",
    b"sessid",
    b"authtoken",
    b"accesstoken",
    b"refreshtoken",
    b"idtoken",
    b"usersession",
    b"websession",
    b"appsession",
    b"rememberme",
    b"loginsession",
    b"sessiontoken",
    b"aspxauth",
    b"authsession",
];

static SESSION_NAMES: &[&[u8]] = &[
    b"user",
    b"su",
    b"sudo",
    b"hsid",
    b"lsid",
    b"osid",
    b"apisid",
    b"sapisid",
    b"cfid",
    b"cftoken",
    b"frontend",
    b"adminhtml",
    b"zenid",
    b"cake",
    b"cakephp",
    b"symfony",
    b"typo3",
    b"betypouser",
    b"fetypouser",
    b"playflash",
    b"ilikegitea",
    b"giteaincredible",
    b"aspxanonymous",
    b"aspxroles",
    b"xfuser",
    b"t",
    b"tgc",
    b"castgc",
    b"idx",
    b"dt",
    b"did",
    b"smidentity",
    b"ltpatoken",
    b"rtfa",
    b"fedauth",
    b"rpsauth",
    b"cuser",
    b"xs",
    b"liat",
    b"datr",
    b"kdt",
    b"twid",
    b"spdc",
    b"spkey",
    b"nid",
    b"psid",
    b"sidcc",
    b"xmain",
    b"atmain",
    b"steamloginsecure",
    b"clerkactivecontext",
    b"client",
    b"vouchcookie",
    b"pomerium",
    b"mspauth",
    b"buid",
    b"pass",
    b"d",
    b"ds",
    b"cfclearance",
    b"cfauthorization",
    b"keycloakidentity",
    b"kcrestart",
    b"iplanetdirectorypro",
    b"obssocookie",
];

static SESSION_PREFIXES: &[&[u8]] = &[
    b"__host-",
    b"__secure-1psid",
    b"__secure-3psid",
    b"wordpress_",
    b"wp-postpass_",
    b".aspnetcore.",
    b"aspsessionid",
    b"sess",
    b"ssess",
    b"moodlesession",
    b"phpsess",
    b"_shibs",
    b"simplesaml",
    b"mellon-",
    b"_oauth2_proxy",
    b"mod_auth_openidc",
    b"teleport",
    b"okta",
    b"com.auth0.",
    b"cognitoidentityserviceprovider.",
    b"awselbauth",
    b"estsauth",
    b"esctx",
    b"msaauth",
    b"xoxd",
    b"token_v2",
    b"__clerk",
    b"firebase",
    b"iron-session",
    b"ips4_",
    b"bitbucket",
    b"aws-creds",
    b"jsessionid",
];

static PREFERENCES: &[&[u8]] = &[
    b"lang",
    b"locale",
    b"language",
    b"theme",
    b"consent",
    b"cookieconsent",
    b"optanonconsent",
    b"euconsentv2",
    b"currency",
    b"country",
    b"tz",
    b"timezone",
    b"mkt",
    b"hasjs",
    b"testcookie",
    b"scc",
    b"trackingoptout",
    b"darkmode",
    b"region",
    b"units",
    b"nextlocale",
    b"i18next",
    b"abtest",
    b"optanonalertboxclosed",
];

/// What WordPress calls such a cookie, but for the number of the user.
static PREFERENCES_BY_USER: &[&[u8]] = &[b"wpsettings", b"wpsettingstime"];

static PREFERENCE_WORDS: &[&[u8]] = &[
    b"lang",
    b"locale",
    b"language",
    b"theme",
    b"currency",
    b"country",
    b"timezone",
    b"consent",
    b"sidebar",
    b"banner",
    b"mode",
    b"layout",
    b"viewport",
    b"dpr",
    b"breakpoint",
];

static CONSENT_WORDS: &[&[u8]] =
    &[b"consent", b"cookieconsent", b"optanonconsent", b"euconsent", b"gdpr"];
