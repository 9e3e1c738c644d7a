//! What a value must look like for the rule of its name to hold.
//!
//! In an *input* (a header, a parameter, a form field, a path) a value under a secret name is
//! what was sent. In a *document* (JSON, XML, HTML, JavaScript, prose) it may as well speak about
//! the secret: be a label, a type, a message.

use crate::detect::Place;
use crate::detect::name::form::Form;
use crate::detect::name::identifier::{
    is_coded, is_dotted_name, is_drawn, is_joined_words, is_public_pem, is_resource, is_seed,
    is_short_identifier,
};
use crate::detect::name::label::{is_check, is_label, is_no_value, is_stand_in};
use crate::detect::name::shape::{
    Shape, is_date, is_hash_function, is_hex, is_number, is_path, is_reset_page, is_structured,
    is_url, is_uuid,
};
use crate::detect::name::{Value, personal};

/// What a value must look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Condition {
    /// A header that carries credentials at every level: whatever it holds.
    Carrier,
    /// Whatever it is.
    Always,
    /// A password: also a plain word, but not a label.
    Password,
    /// A credential with a telling name.
    Strong,
    /// A header with a token against forged requests, or what a client asks of the server for one.
    Csrf,
    /// `sessionKey`, `storageKey`: what was sent, and in a document only what is drawn at random.
    Weak,
    /// `sft`, `pat`: names that also mean something else: drawn at random, everywhere.
    Drawn,
    /// `plaintext`, `newKey`: at least so many letters and digits, drawn at random, in hexadecimal or
    /// of both cases.
    Coded(usize),
    /// `userCode`: what somebody types into a device (RFC 8628); programs of a graphics card are called
    /// so, too.
    Typed,
    /// `otpKey`: the secret of a generator of codes, in base32.
    Seed,
    /// `appid`: a key where it is 32 hexadecimal digits in a query; others name an app.
    HexKey,
    /// `mnemonic`: a dozen words, or random.
    Phrase,
    /// `pw`: a password where people fill it in, elsewhere only what looks like one.
    Short,
    /// `token`, `ticket`, `auth`: not a word, not a short number.
    Token,
    /// `ticket`: as a token, and not the number of a case.
    Ticket,
    /// `session`, `sid`: not a word, not an object.
    Session,
    /// One-time codes and PINs, also as numbers.
    Otp,
    /// `accessCode`: four to eight digits, or an OAuth code.
    Digits,
    /// `code`: an OAuth code, not a currency or a status.
    AuthCode,
    /// `request_uri`: what a server has taken in and named; elsewhere the URL of any request.
    RequestUri,
    /// `state`: an OAuth parameter, not a word.
    State,
    /// `nonce`: as a state, in hexadecimal in JSON, and WordPress's ten digits of it.
    Nonce,
    /// `key`, `sk`, `ctx`: random only.
    Vague,
    /// `sig`, `hash`, `policy`: a MAC of a signed request, not a checksum in a document.
    Signature,
    /// `hash`, `checksum`: of a signed request, and in a document of a file.
    Checksum,
    /// `md5`: of a signed link where it is written in base64url; in hexadecimal of a file.
    LinkHash,
    /// A key's public half, or the name of an account: an account stays.
    KeyOwner,
    /// A `Cookie` or `Set-Cookie` header that is told of elsewhere: pairs of names and values.
    Cookies,
    /// `sessionCookie`: such pairs, or a value that is drawn at random.
    CookieValue,
    /// Large fields of a form's state (`__VIEWSTATE`).
    FormState,
    /// As the kind of name it is, but for values of this form.
    Unless(Form),
    /// Personal data, plausible as such.
    Personal(personal::Sort),
    /// Useful: never a secret by its name.
    Keep,
    /// Means nothing: look inside.
    Open,
}

/// Where a named value stands, as far as conditions care.
pub(super) fn is_document(place: Place) -> bool {
    matches!(place, Place::Json | Place::Xml | Place::Html | Place::Script | Place::Text)
}

/// A parameter of a request that an OAuth server or client would read.
fn is_parameter(place: Place) -> bool {
    matches!(
        place,
        Place::Query | Place::Fragment | Place::Form | Place::Path | Place::GraphQl | Place::Cookie
    )
}

impl Condition {
    /// Whether the rule holds for a value that is neither empty nor a boolean.
    pub(super) fn holds(self, value: Value<'_>, place: Place) -> bool {
        match value {
            Value::Text(text) => self.holds_for_text(text, place),
            Value::Scalar(number) => self.holds_for_number(number, place),
            Value::Container => self.holds_for_container(),
        }
    }

    /// Whether the name alone tells a credential.
    pub(super) fn is_telling(self) -> bool {
        matches!(
            self.base(),
            Self::Carrier
                | Self::Always
                | Self::Password
                | Self::Strong
                | Self::Typed
                | Self::Weak
                | Self::Drawn
                | Self::Token
                | Self::Ticket
                | Self::Otp
        )
    }

    fn holds_for_text(self, text: &[u8], place: Place) -> bool {
        match self {
            Self::Carrier => !is_no_value(text),
            Self::Always => true,
            Self::Password if is_document(place) => !(is_label(text) || is_reset_page(text)),
            Self::Password => !(is_stand_in(text) || place == Place::Pair && is_check(text)),
            Self::Strong => is_strong(text, place),
            Self::Csrf => is_strong(text, place) && !is_csrf_word(text),
            Self::Weak => {
                is_strong(text, place)
                    && (!is_document(place) || is_drawn(text, 12) || is_seed(text))
            }
            Self::Drawn => is_drawn(text, if is_document(place) { 12 } else { 10 }),
            Self::Coded(min) => is_coded(text, min),
            Self::Typed => is_strong(text, place) && !text.iter().any(|b| b"\n{};".contains(b)),
            Self::Seed => is_seed(text),
            Self::HexKey => place == Place::Query && text.len() == 32 && is_hex(text, 32),
            Self::Phrase => is_phrase(text, place),
            Self::Short => is_short_name_of_password(text, place),
            Self::Token => is_token(text, place),
            Self::Ticket => is_token(text, place) && !is_case(text),
            Self::Session => is_token(text, place) && !is_season(text) && !is_resource(text),
            Self::Otp => is_otp(text, place),
            Self::Digits => {
                (4..=8).contains(&text.len()) && text.iter().all(u8::is_ascii_digit)
                    || is_auth_code(text, place)
            }
            Self::AuthCode => is_auth_code(text, place),
            Self::RequestUri => is_request_uri(text, place),
            Self::State => is_state(text, place),
            Self::Nonce => is_state(text, place) || is_hex_nonce(text, place),
            Self::Vague => is_vague_secret(text, place),
            Self::Signature => is_signature(text, place),
            Self::Checksum => {
                !is_document(place) && is_signature(text, place) && !is_labelled_sum(text)
            }
            Self::LinkHash => !is_hex(text, 1) && Self::Checksum.holds_for_text(text, place),
            Self::KeyOwner => is_strong(text, place) && !is_account(text),
            Self::Cookies => is_cookies(text),
            Self::CookieValue => is_cookies(text) || Self::Weak.holds_for_text(text, place),
            Self::FormState => text.len() >= 8 && !is_label(text) && text != b"stateless",
            Self::Unless(form) => !form.fits(text) && form.base().holds_for_text(text, place),
            Self::Personal(sort) => sort.is_plausible(text, place),
            Self::Keep | Self::Open => false,
        }
    }

    fn holds_for_number(self, number: &[u8], place: Place) -> bool {
        let digits = number.iter().filter(|byte| byte.is_ascii_digit()).count();
        let whole = number.iter().all(u8::is_ascii_digit);
        match self {
            Self::Carrier | Self::Always => true,
            Self::Password => whole && digits >= 4,
            Self::Strong | Self::Typed | Self::FormState => whole && digits >= 6,
            Self::Weak | Self::Token | Self::Ticket | Self::Session | Self::Signature => {
                whole && digits >= 10
            }
            Self::Otp => whole && (3..=10).contains(&digits),
            Self::Digits => whole && (6..=8).contains(&digits),
            Self::Personal(sort) => sort.is_plausible_number(number, place),
            Self::Unless(form) => !form.fits(number) && form.base().holds_for_number(number, place),
            _ => false,
        }
    }

    fn holds_for_container(self) -> bool {
        matches!(
            self.base(),
            Self::Carrier | Self::Always | Self::Password | Self::Otp | Self::Strong | Self::Typed
        )
    }

    /// The kind of name it is, whatever values it leaves out.
    fn base(self) -> Self {
        if let Self::Unless(form) = self { form.base() } else { self }
    }
}

fn is_strong(text: &[u8], place: Place) -> bool {
    let is_none = is_stand_in(text) || is_no_value(text) || is_hash_function(text);
    let is_name = is_urn(text) || text.starts_with(b"arn:aws");
    if is_none || is_url(text) && !has_query(text) || is_path(text) || is_name {
        return false;
    }
    if is_document(place) {
        if is_dotted_name(text)
            || is_standing(text)
            || place == Place::Script && is_sentence_of_code(text)
        {
            return false;
        }
        if let Some(credentials) = after_scheme(text) {
            return !is_label(credentials);
        }
        let short = text.len() < 4 && !is_number(text);
        return !(short || is_small_number(text) || is_label(text));
    }
    // What is granted, and which cookies `fetch` sends: `credentials: 'include'`.
    let is_granted = place == Place::Pair
        && matches!(text, b"read" | b"write" | b"include" | b"omit" | b"same-origin");
    !is_granted && !matches!(text, b"0" | b"1" | b"null" | b"undefined" | b"none")
}

/// What stands in the header of a token where there is none: `Fetch` asks for one, `Required` answers.
fn is_csrf_word(text: &[u8]) -> bool {
    const WORDS: [&[u8]; 6] =
        [b"fetch", b"required", b"nocheck", b"unsafe", b"invalid", b"expired"];
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// What `pw` and other names hold that mean a password in a form, and elsewhere a width as well.
fn is_short_name_of_password(text: &[u8], place: Place) -> bool {
    let shape = Shape::of(text);
    if is_measure(text) || is_url(text) || is_path(text) || is_structured(text) || is_date(text) {
        return false;
    }
    match place {
        Place::Form | Place::GraphQl => text.len() >= 4 && !is_stand_in(text),
        // A segment that ends so is as often part of an id.
        Place::Path => false,
        Place::Script => shape.is_mixed_random(20),
        _ if is_document(place) => {
            let rare = text.iter().any(|b| b.is_ascii_punctuation() && !b"-_.:/()%".contains(b));
            let chosen = shape.digit > 0 && shape.letters() > 2 && shape.space == 0 && rare;
            // Of both cases and digits, as few words are.
            let cased = shape.upper > 0 && shape.lower > 2 && shape.digit > 0 && shape.space == 0;
            text.len() >= 8 && (chosen || cased && !is_label(text)) || is_drawn(text, 16)
        }
        _ => text.len() >= 6 && shape.digit > 0 && shape.letters() > 1 && !is_label(text),
    }
}

/// A number, with a unit or as two sides: `100%`, `12.5px`, `1280x720`.
fn is_measure(text: &[u8]) -> bool {
    let number = |byte: &u8| byte.is_ascii_digit() || b".-+".contains(byte);
    let unit = text.iter().skip_while(|byte| number(byte)).skip_while(|byte| **byte == b' ');
    let mut sides = text.split(|byte| matches!(byte, b'x' | b','));
    text.first().is_some_and(number)
        && (unit.clone().count() <= 3
            && unit.clone().all(|b| b.is_ascii_alphabetic() || *b == b'%')
            || sides.all(|side| side.iter().all(number)))
}

/// Twelve to twenty-five words of small letters, as wallets write their seed; what was sent need
/// not be so.
fn is_phrase(text: &[u8], place: Place) -> bool {
    let Ok(phrase) = std::str::from_utf8(text) else { return false };
    let is_word = |word: &str| {
        (3..=8).contains(&word.chars().count()) && word.chars().all(char::is_lowercase)
    };
    let words = phrase.split_whitespace().count();
    (12..=25).contains(&words) && phrase.split_whitespace().all(is_word)
        || is_drawn(text, 16)
        || !is_document(place) && text.len() >= 8 && !is_stand_in(text)
}

/// A nonce in hexadecimal: WordPress draws ten digits; longer ones in a script or in HTML are those
/// of a policy for scripts.
fn is_hex_nonce(text: &[u8], place: Place) -> bool {
    let wordpress = text.len() == 10 && is_hex(text, 10) && text.iter().any(u8::is_ascii_digit);
    is_document(place) && wordpress || place == Place::Json && is_hex(text, 32)
}

/// `urn:ietf:params:oauth:token-type:jwt` names a type.
fn is_urn(text: &[u8]) -> bool {
    text.starts_with(b"urn:")
}

/// How something stands or what is allowed: `"secrets": "read"`, `"api-keys": "beta"`.
fn is_standing(text: &[u8]) -> bool {
    STANDINGS.iter().any(|known| text.eq_ignore_ascii_case(known.as_bytes()))
}

const STANDINGS: [&str; 26] = [
    "read",
    "write",
    "none",
    "alpha",
    "beta",
    "preview",
    "stable",
    "deprecated",
    "control",
    "treatment",
    "variant",
    "active",
    "inactive",
    "pending",
    "expired",
    "denied",
    "granted",
    "allow",
    "deny",
    "allowed",
    "available",
    "unavailable",
    "configured",
    "supported",
    "forbidden",
    "unset",
];

/// A message between the quotes of a script; keys and tokens hold no spaces.
fn is_sentence_of_code(text: &[u8]) -> bool {
    text.iter().filter(|byte| **byte == b' ').count() >= 2 && !text.iter().any(u8::is_ascii_digit)
}

/// What stands behind the scheme word of an authorization header.
fn after_scheme(text: &[u8]) -> Option<&[u8]> {
    const SCHEMES: &[&[u8]] = &[b"bearer", b"basic", b"token", b"digest", b"negotiate", b"apikey"];
    let end = text.iter().position(|byte| *byte == b' ')?;
    let credentials = &text[end + 1..];
    let known = SCHEMES.iter().any(|scheme| text[..end].eq_ignore_ascii_case(scheme));
    (known && !credentials.contains(&b' ')).then_some(credentials)
}

fn has_query(text: &[u8]) -> bool {
    text.contains(&b'?') || text.contains(&b'@')
}

fn is_small_number(text: &[u8]) -> bool {
    is_number(text) && text.len() < 6
}

fn is_token(text: &[u8], place: Place) -> bool {
    if is_url(text) || is_path(text) || is_structured(text) || is_date(text) || is_label(text) {
        return false;
    }
    if is_urn(text) || is_document(place) && is_dotted_name(text) {
        return false;
    }
    let shape = Shape::of(text);
    if is_number(text) {
        return text.len() >= 8;
    }
    if is_document(place) {
        return shape.space == 0
            && text.len() >= 8
            && !is_joined_words(text, &shape)
            && !is_short_identifier(text)
            && (shape.is_mixed() || text.len() >= 24);
    }
    shape.is_mixed() && text.len() >= 6 || shape.space == 0 && text.len() >= 12
}

/// `PROJ-1234`, `INC0012345`: capitals and a number.
fn is_case(text: &[u8]) -> bool {
    let letters = text.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let number = text[letters..].strip_prefix(b"-").unwrap_or(&text[letters..]);
    (2..=10).contains(&letters)
        && (1..=8).contains(&number.len())
        && number.iter().all(u8::is_ascii_digit)
}

/// `spring-2026`, `morning-2`: what people call a session.
fn is_season(text: &[u8]) -> bool {
    let Some(dash) = memchr::memrchr2(b'-', b' ', text) else { return false };
    let (word, number) = (&text[..dash], &text[dash + 1..]);
    (3..=12).contains(&word.len())
        && word.iter().all(u8::is_ascii_lowercase)
        && (1..=4).contains(&number.len())
        && number.iter().all(u8::is_ascii_digit)
}

/// A code, or one in each line.
fn is_otp(text: &[u8], place: Place) -> bool {
    text.trim_ascii().split(|byte| *byte == b'\n').all(|code| is_code(code.trim_ascii(), place))
}

fn is_code(text: &[u8], place: Place) -> bool {
    let shape = Shape::of(text);
    let digits_only = shape.digit >= 3 && shape.letters() == 0 && text.len() <= 12;
    let mixed = shape.digit > 0 && shape.space == 0 && (4..=64).contains(&text.len());
    let code = shape.lower == 0 && shape.upper >= 4 && !is_document(place);
    let is_listed = text.len() < 16 && text.contains(&b'.');
    !(is_url(text) || is_date(text) && !is_grouped(text) || is_label(text) || is_listed)
        && (digits_only
            || mixed
            || code
            || shape.is_random(16)
            || text.len() >= 24 && shape.space == 0)
}

/// `12345-67890`: digits in groups of one length, as those of no date are.
fn is_grouped(text: &[u8]) -> bool {
    const GROUP_MIN: usize = 4;
    let mut groups = text.split(|byte| *byte == b'-');
    let len = groups.next().map_or(0, <[u8]>::len);
    len >= GROUP_MIN && groups.all(|group| group.len() == len)
}

fn is_auth_code(text: &[u8], place: Place) -> bool {
    let shape = Shape::of(text);
    if is_url(text) || is_date(text) || is_structured(text) {
        return false;
    }
    if is_parameter(place) {
        let six_digits = place == Place::Form && text.len() == 6 && shape.digit == 6;
        return six_digits || shape.is_random(10) || is_long_mixed(text, &shape, 16);
    }
    shape.is_mixed_random(20) || shape.is_random(32)
}

/// A pushed request by the name that its answer gave it (RFC 9126); a URL is read as one.
fn is_request_uri(text: &[u8], place: Place) -> bool {
    const PUSHED: &[u8] = b"urn:ietf:params:oauth:request_uri:";
    let is_pushed = text.get(..PUSHED.len()).is_some_and(|head| head.eq_ignore_ascii_case(PUSHED));
    is_pushed && text.len() > PUSHED.len()
        || !is_url(text) && !text.starts_with(b"/") && is_strong(text, place)
}

fn is_state(text: &[u8], place: Place) -> bool {
    let shape = Shape::of(text);
    if is_url(text) || is_date(text) || is_structured(text) || is_label(text) {
        return false;
    }
    if is_parameter(place) || !is_document(place) {
        return shape.is_random(8) || is_long_mixed(text, &shape, 10);
    }
    shape.is_mixed_random(16) || shape.is_random(24) && !is_hex(text, 24)
}

fn is_vague_secret(text: &[u8], place: Place) -> bool {
    let shape = Shape::of(text);
    if is_url(text) || is_date(text) || is_path(text) || is_structured(text) || is_public_pem(text)
    {
        return false;
    }
    if is_document(place) {
        return shape.is_mixed_random(20);
    }
    shape.is_random(16) || is_uuid(text)
}

fn is_signature(text: &[u8], place: Place) -> bool {
    let shape = Shape::of(text);
    if is_url(text) || is_date(text) || is_structured(text) || is_label(text) {
        return false;
    }
    if is_document(place) {
        return shape.is_mixed_random(24) || is_hex(text, 40) && shape.is_random(40);
    }
    shape.is_random(16)
}

/// `sha256:…`: a checksum that says of what kind it is.
fn is_labelled_sum(text: &[u8]) -> bool {
    text.strip_prefix(b"sha256:").is_some_and(|sum| sum.len() == 64 && is_hex(sum, 64))
}

/// `name@project.iam.gserviceaccount.com`, also percent-encoded.
fn is_account(text: &[u8]) -> bool {
    memchr::memmem::find(text, b".gserviceaccount.com").is_some()
}

fn is_cookies(text: &[u8]) -> bool {
    let value = text.iter().position(|byte| *byte == b'=').map(|equals| &text[equals + 1..]);
    let named = value.is_some_and(|value| value.len() >= 4 && !value.starts_with(b"="));
    named && !text.starts_with(b"${") && !is_url(text) && !is_structured(text) && !is_label(text)
}

/// At least `min` bytes without a space, digits and letters among them.
fn is_long_mixed(text: &[u8], shape: &Shape, min: usize) -> bool {
    text.len() >= min && shape.space == 0 && shape.digit > 0 && shape.letters() > 0
}
