//! Invented secrets: each is made anew from the seed, its kind and its number, so that none has
//! to be remembered.

use crate::generate::random::{ALNUM, DIGITS, HEX, LOWER, Random, UPPER_32, URL_64};

/// What an invented secret is; each has its own places in a capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Invented {
    SessionCookie,
    BearerToken,
    Jwt,
    BasicPassword,
    CsrfToken,
    QueryToken,
    FormPassword,
    AccessToken,
    RefreshToken,
    ProviderToken,
    Email,
    Phone,
    SocketToken,
    EventToken,
    Base64Token,
    ApiKey,
    AuthorizationCode,
    ResetToken,
    GraphQlPassword,
    StateToken,
}

impl Invented {
    /// Every kind, in the order in which distinct secrets are dealt out.
    pub(super) const ALL: [Self; 20] = [
        Self::SessionCookie,
        Self::BearerToken,
        Self::AccessToken,
        Self::Email,
        Self::CsrfToken,
        Self::QueryToken,
        Self::FormPassword,
        Self::Jwt,
        Self::ApiKey,
        Self::RefreshToken,
        Self::ProviderToken,
        Self::SocketToken,
        Self::BasicPassword,
        Self::GraphQlPassword,
        Self::AuthorizationCode,
        Self::Base64Token,
        Self::Phone,
        Self::EventToken,
        Self::StateToken,
        Self::ResetToken,
    ];

    /// The kind as the list of secrets names it.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::SessionCookie => "session-cookie",
            Self::BearerToken => "bearer-token",
            Self::Jwt => "jwt",
            Self::BasicPassword => "basic-password",
            Self::CsrfToken => "csrf-token",
            Self::QueryToken => "query-token",
            Self::FormPassword => "form-password",
            Self::AccessToken => "access-token",
            Self::RefreshToken => "refresh-token",
            Self::ProviderToken => "provider-token",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::SocketToken => "websocket-token",
            Self::EventToken => "event-token",
            Self::Base64Token => "base64-body-token",
            Self::ApiKey => "api-key",
            Self::AuthorizationCode => "authorization-code",
            Self::ResetToken => "reset-token",
            Self::GraphQlPassword => "graphql-password",
            Self::StateToken => "inline-state-token",
        }
    }

    /// The `index`th secret of this kind under a seed.
    pub(super) fn value(self, seed: u64, index: u64) -> String {
        let mut random = Random::new(seed, 0x5EC0 + self as u64, index);
        match self {
            Self::Jwt => jwt(&mut random),
            Self::SessionCookie => format!("s%3A{}", random.text(URL_64, 43)),
            Self::BasicPassword | Self::FormPassword | Self::GraphQlPassword => {
                password(&mut random)
            }
            Self::ProviderToken => provider_token(&mut random, index),
            Self::Email => {
                let (user, host) = (random.text(LOWER, 9), random.text(LOWER, 7));
                format!("{user}@{host}.example")
            }
            Self::Phone => format!("+4930{}", random.text(DIGITS, 8)),
            Self::AuthorizationCode => random.text(URL_64, 36),
            Self::ResetToken | Self::ApiKey => random.text(HEX, 40),
            _ => random.text(ALNUM, 40),
        }
    }
}

/// A password with all classes of characters that need no escape.
fn password(random: &mut Random) -> String {
    format!("{}-{}!{}", random.text(ALNUM, 6), random.text(ALNUM, 5), random.text(DIGITS, 3))
}

/// A token in the format of one of several providers, with a random body.
fn provider_token(random: &mut Random, index: u64) -> String {
    match index % 5 {
        0 => format!("glpat-{}", random.text(ALNUM, 20)),
        1 => format!("AKIA{}", random.text(UPPER_32, 16)),
        2 => format!("sk_live_{}", random.text(ALNUM, 24)),
        3 => format!("SG.{}.{}", random.text(URL_64, 22), random.text(URL_64, 43)),
        _ => format!(
            "xoxb-{}-{}-{}",
            random.text(DIGITS, 12),
            random.text(DIGITS, 13),
            random.text(ALNUM, 24)
        ),
    }
}

/// A JWT with readable claims and a random signature.
fn jwt(random: &mut Random) -> String {
    let claims = format!(
        "{{\"iss\":\"https://id.shop.example\",\"sub\":\"{}\",\"iat\":1772438400,\"exp\":1772442000}}",
        random.uuid()
    );
    let encode = |text: &str| base64_simd::URL_SAFE_NO_PAD.encode_to_string(text);
    let header = encode("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}");
    format!("{header}.{}.{}", encode(&claims), random.text(URL_64, 86))
}
