//! Claims of a JSON Web Token: technical ones stay, personal ones go.
//!
//! Names after the IANA registry of JSON Web Token claims and OpenID Connect Core, section 5.1.

use crate::detect::name::listing::NameRow;
use crate::detect::name::normal::Name;
use crate::detect::{Kind, Rule, Verdict};

/// What a claim is by its name, or `None` where the general rules decide.
pub(super) fn judge(name: &Name) -> Option<Verdict> {
    let compact = name.compact();
    if TECHNICAL.iter().any(|known| known.as_bytes() == compact) {
        return Some(Verdict::Keep);
    }
    let found = PERSONAL.iter().find(|(known, _)| known.as_bytes() == compact);
    found.map(|(_, rule)| Verdict::Secret(*rule))
}

/// The claims of both tables, for people.
pub(super) fn names() -> impl Iterator<Item = NameRow> {
    let row = |name, kind, action, about| NameRow {
        name,
        kind,
        place: "claim",
        ends: false,
        action,
        about,
    };
    let technical = TECHNICAL.iter().map(move |name| row(name, "keep", "keep", "technical"));
    let personal = PERSONAL.iter();
    technical.chain(personal.map(move |(name, rule)| row(name, rule.kind.0, "redact", "personal")))
}

static TECHNICAL: &[&str] = &[
    "alg",
    "kid",
    "typ",
    "cty",
    "enc",
    "zip",
    "crit",
    "jku",
    "x5u",
    "x5t",
    "x5ts256",
    "iss",
    "aud",
    "iat",
    "nbf",
    "exp",
    "authtime",
    "acr",
    "amr",
    "azp",
    "scope",
    "scp",
    "scopes",
    "ver",
    "version",
    "tokenuse",
    "tokentype",
    "clientid",
    "cid",
    "appid",
    "appidacr",
    "tid",
    "idp",
    "emailverified",
    "phonenumberverified",
    "locale",
    "zoneinfo",
    "updatedat",
    "events",
    "act",
    "roles",
    "role",
    "groups",
    "permissions",
    "entitlements",
    "realmaccess",
    "resourceaccess",
    "allowedorigins",
    "gty",
    "aio",
    "xmstcdt",
    "eventid",
    "use",
    "kty",
    "crv",
    "htm",
    "htu",
    "provider",
    "type",
    "env",
    "environment",
    "region",
];

macro_rules! personal {
    ($($kind:literal: $($name:literal)+;)+) => {
        &[$($(($name, Rule { id: concat!("claim/", $name), kind: Kind($kind) }),)+)+]
    };
}

static PERSONAL: &[(&str, Rule)] = personal! {
    "user-id": "sub" "oid" "puid" "uid" "userid" "uuid" "subject" "altsecid" "externalid";
    "email": "email" "upn" "mail" "emailaddress" "verifiedprimaryemail" "verifiedsecondaryemail" "emails";
    "name": "name" "givenname" "familyname" "middlename" "nickname" "fullname" "firstname" "lastname" "displayname"
        "uniquename";
    "username": "preferredusername" "username" "login" "cognitousername" "samaccountname" "winaccountname";
    "profile": "picture" "profile" "website";
    "phone": "phonenumber" "phone" "mobile" "mobilephone";
    "address": "address" "streetaddress" "formatted" "postalcode" "locality";
    "birth-date": "birthdate" "birthday" "dateofbirth";
    "gender": "gender";
    "ip": "ipaddr" "ip" "clientip" "ipaddress";
    "session-id": "sid" "sessionstate" "sessionid" "originjti";
    "token-id": "jti" "uti" "rh";
    "hash": "nonce" "athash" "chash" "shash";
    "device-id": "deviceid" "devicekey";
};
