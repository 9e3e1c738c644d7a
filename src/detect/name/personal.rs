//! Personal data by the name it stands under: is a value plausible as such?
//!
//! Names of people's data are words that forms, translations and schemas use all the time, so
//! each sort states what its values look like; a random string under such a name counts too.

use std::net::IpAddr;

use crate::detect::Place;
use crate::detect::beside::is_full_name;
use crate::detect::name::agent;
use crate::detect::name::homonym;
use crate::detect::name::label::{is_no_value, is_plain_label};
use crate::detect::name::native;
use crate::detect::name::owned;
use crate::detect::name::shape::{Shape, is_date, is_hex, is_number, is_url, is_uuid};
use crate::detect::personal::is_robot;

/// The sorts of personal data that a name can announce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Email,
    Phone,
    /// A first, last or full name.
    PersonName,
    /// `createdBy`, `assignee`: a person's name in full, for systems and teams do such things, too.
    Agent,
    /// `deviceName`: where it says whose the device is.
    Owned,
    /// `displayName`: in a document also of a group or of a component.
    DisplayName,
    /// A name under a name in another script: most are written in it, too.
    NativeName,
    /// `name`: a person's only where people fill it in.
    Name,
    /// `fname`: so, too, and in full or not; elsewhere that of a file or a function.
    BriefName,
    Street,
    /// `city`: only where people fill it in.
    City,
    Zip,
    BirthDate,
    /// The day, the month or the year of it.
    BirthPart,
    Gender,
    /// `passport`: such a number, or letters and digits.
    Document,
    /// Numbers of identity, tax, insurance, bank accounts.
    Number,
    Card,
    CardCode,
    CardExpiry,
    Iban,
    /// The code of a bank, which is no person's: only what is drawn at random is something else.
    Bic,
    Ip,
    /// The address of a machine of ours: a private one stays.
    ServerIp,
    /// Latitude or longitude.
    Coordinate,
    /// The registration of a vehicle.
    Plate,
    /// Ids of a device, an installation, a visitor.
    Device,
    /// `uid`: such an id, but in a document a UUID is that of any object.
    Uid,
    UserName,
    /// `user`, `login`: a name in a line of a log, too.
    User,
    /// `account`, `handle`: words as often as names.
    Account,
}

impl Sort {
    /// Whether `text` may be such data.
    pub(super) fn is_plausible(self, text: &[u8], place: Place) -> bool {
        if text.len() > 256 {
            // What a script has gathered of a device is one long word.
            return self == Self::Device && !text.contains(&b' ') && Shape::of(text).is_random(16);
        }
        let is_native = match self {
            Self::NativeName => native::is_native(text),
            // A script has the labels of a form in every language.
            Self::PersonName | Self::UserName => place != Place::Script && native::is_name(text),
            _ => false,
        };
        let is_named = is_native || self.may_be_of_names() && has_particles(text);
        if !is_named && is_plain_label(text) && !self.is_homonym(text) {
            return false;
        }
        if self == Self::Uid && !is_input(place) && is_uuid(text)
            || self == Self::Account && (is_salesforce_id(text) || is_typed_id(text))
            || self == Self::Street && is_endpoint(text)
            || self == Self::ServerIp && is_private(text)
            || self == Self::Number && is_object_id(text)
            || self == Self::UserName && !is_input(place) && is_systems(text)
            || matches!(self, Self::Email | Self::UserName) && is_robot(text)
        {
            return false;
        }
        let shape = Shape::of(text);
        self.fits(text, &shape, place)
            || shape.is_random(16) && !matches!(self, Self::Name | Self::Agent | Self::Owned)
    }

    /// Whether a number may be such data.
    pub(super) fn is_plausible_number(self, number: &[u8], place: Place) -> bool {
        let digits = number.iter().filter(|byte| byte.is_ascii_digit()).count();
        let whole = number.iter().all(u8::is_ascii_digit);
        match self {
            Self::Coordinate => is_coordinate(number),
            Self::Phone => whole && (7..=15).contains(&digits),
            Self::Number | Self::Document => whole && (6..=20).contains(&digits),
            Self::Card => whole && (12..=19).contains(&digits),
            Self::CardCode => whole && (3..=4).contains(&digits),
            Self::Zip => whole && (4..=6).contains(&digits),
            Self::Device | Self::Uid => whole && digits >= 8,
            // As it is written, or in seconds or milliseconds from 1970 on, or before that.
            Self::BirthDate => {
                let unsigned = number.strip_prefix(b"-").unwrap_or(number);
                (8..=13).contains(&digits) && unsigned.iter().all(u8::is_ascii_digit)
            }
            Self::BirthPart => whole && matches!(digits, 1 | 2 | 4),
            Self::CardExpiry => is_input(place) && whole && (1..=6).contains(&digits),
            _ => false,
        }
    }

    /// Whether a label has a word of the name that `text` is.
    fn is_homonym(self, text: &[u8]) -> bool {
        match self {
            Self::PersonName | Self::NativeName | Self::Agent => homonym::is_of_person(text),
            Self::UserName => homonym::is_of_person(text) || homonym::is_of_account(text),
            Self::City => homonym::is_of_town(text),
            Self::Street => homonym::is_of_street(text),
            Self::Owned => true,
            _ => false,
        }
    }

    /// Whether it is what a person is called, or can be.
    fn may_be_of_names(self) -> bool {
        matches!(
            self,
            Self::PersonName | Self::NativeName | Self::Agent | Self::DisplayName | Self::UserName
        )
    }

    fn fits(self, text: &[u8], shape: &Shape, place: Place) -> bool {
        match self {
            Self::Email => text.contains(&b'@') || text.windows(3).any(|bytes| bytes == b"%40"),
            Self::Phone => is_phone(shape),
            Self::PersonName => is_person(text, shape) || is_noted(text) || is_guest(text),
            Self::NativeName => {
                native::is_native(text)
                    || shape.digit == 0
                        && is_person(text, shape)
                        && (is_input(place) || has_space(text))
            }
            Self::Agent => agent::is_person(text),
            Self::Owned => owned::is_somebodys(text),
            Self::DisplayName => {
                is_person(text, shape) && (is_input(place) || has_space(text) && shape.upper >= 2)
                    || place != Place::Script && native::is_name(text)
            }
            Self::Name => {
                is_filled_in(place) && is_person(text, shape) && shape.upper > 0 && has_space(text)
            }
            Self::Street => {
                shape.letters() + shape.other >= 4 && (shape.digit > 0 || shape.space > 0)
            }
            Self::City | Self::BriefName => is_filled_in(place) && is_person(text, shape),
            Self::Zip => {
                (3..=10).contains(&text.len())
                    && shape.digit >= 2
                    && shape.other == 0
                    && !is_no_value(text)
            }
            Self::BirthDate => (6..=30).contains(&text.len()) && shape.digit >= 4 || is_date(text),
            Self::BirthPart => {
                matches!(text.len(), 1 | 2 | 4) && text.iter().all(u8::is_ascii_digit)
            }
            Self::Gender => is_filled_in(place) && shape.letters() == text.len(),
            Self::Number => is_number_of_person(text, shape),
            Self::Document => {
                is_number_of_person(text, shape)
                    || (6..=12).contains(&text.len())
                        && shape.digit >= 2
                        && shape.upper >= 1
                        && shape.upper + shape.digit == text.len()
            }
            Self::Card => (12..=25).contains(&text.len()) && shape.digit >= 12,
            Self::CardCode => (3..=4).contains(&text.len()) && shape.digit == text.len(),
            Self::CardExpiry => is_expiry(text, shape, place),
            Self::Iban => {
                text.len() >= 15
                    && shape.digit >= 8
                    && text[..2].iter().all(u8::is_ascii_alphabetic)
            }
            Self::Bic => false,
            Self::Ip | Self::ServerIp => is_client_ip(text),
            Self::Coordinate => is_coordinate(text),
            Self::Plate => {
                (4..=12).contains(&text.len())
                    && shape.upper > 0
                    && shape.digit > 0
                    && shape.lower == 0
                    && shape.other == 0
            }
            // `data-uid="6a911a677a"` of an element.
            Self::Uid if place == Place::Html && text.len() <= 12 && is_hex(text, 1) => false,
            Self::Device | Self::Uid => is_device(text, shape),
            Self::UserName => {
                is_user_name(text, shape)
                    || is_called(text, shape)
                    || place != Place::Script && native::is_name(text)
            }
            Self::User => {
                is_user_name(text, shape)
                    && (is_filled_in(place)
                        || shape.is_mixed()
                        || place == Place::Pair && !is_role(text))
            }
            Self::Account => is_user_name(text, shape) && (is_filled_in(place) || shape.is_mixed()),
        }
    }
}

/// What a person or a program fills in, as against what a document says.
fn is_input(place: Place) -> bool {
    !matches!(place, Place::Json | Place::Xml | Place::Html | Place::Script | Place::Text)
}

fn is_filled_in(place: Place) -> bool {
    matches!(place, Place::Form | Place::GraphQl | Place::Claim)
}

fn is_phone(shape: &Shape) -> bool {
    (7..=15).contains(&shape.digit) && shape.len <= 26 && shape.letters() <= 3 && shape.other == 0
}

fn is_person(text: &[u8], shape: &Shape) -> bool {
    (2..=80).contains(&text.len())
        && shape.letters() + shape.other >= 2
        && shape.digit <= 2
        && text
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80 || b" .'-,`".contains(byte))
}

/// What stands for the name of a guest of a directory: their address, `mira_shop.example#EXT#`.
fn is_guest(text: &[u8]) -> bool {
    text.ends_with(b"#EXT#") && text.len() > 8
}

/// What a person is called in full, where an account is expected: `Mira Quell`.
fn is_called(text: &[u8], shape: &Shape) -> bool {
    shape.space <= 3 && is_person(text, shape) && is_full_name(text)
}

/// A name with what is told of who has it: `Mira (Remote)`, `Mira Quell (she/her)`, `Mira [Berlin] Quell`.
fn is_noted(text: &[u8]) -> bool {
    let Some((before, behind)) = without_note(text) else { return false };
    let is_name = |part: &[u8]| is_person(part, &Shape::of(part)) && part[0].is_ascii_uppercase();
    is_name(before) && (behind.is_empty() || is_name(behind))
}

/// What stands before and behind a note of a few words in parentheses or brackets.
pub(crate) fn without_note(text: &[u8]) -> Option<(&[u8], &[u8])> {
    const NOTE_BYTES_MAX: usize = 40;
    let open = memchr::memchr2(b'(', b'[', text)?;
    let close = if text[open] == b'(' { b')' } else { b']' };
    let note = memchr::memchr(close, &text[open..])?;
    let (before, behind) = (&text[..open], &text[open + note + 1..]);
    let is_apart = before.len() > 2
        && before.ends_with(b" ")
        && (behind.is_empty() || behind.starts_with(b" ") && behind.len() > 2);
    let is_written =
        |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80 || b" '/.&,-".contains(byte);
    let words = &text[open + 1..open + note];
    let is_note = (2..=NOTE_BYTES_MAX).contains(&words.len()) && words.iter().all(is_written);
    (is_apart && is_note).then(|| (before.trim_ascii_end(), behind.trim_ascii_start()))
}

fn is_number_of_person(text: &[u8], shape: &Shape) -> bool {
    (5..=32).contains(&text.len()) && shape.digit >= 5 && !is_iso_date(text) && shape.lower <= 3
}

/// `Mira van Quell`, `Juan Carlos de la Vega`: no sentence, though small words stand in it.
pub(super) fn has_particles(text: &[u8]) -> bool {
    let is_capital = |word: &[u8]| word.first().is_some_and(u8::is_ascii_uppercase);
    let words = || text.split(|byte| *byte == b' ');
    words().filter(|word| is_capital(word)).count() >= 2
        && words().any(is_particle)
        && words().all(|word| is_capital(word) || is_particle(word))
}

/// `de`, `van`, `zum`: small words of names.
pub(crate) fn is_particle(word: &[u8]) -> bool {
    const PARTICLES: [&[u8]; 26] = [
        b"af", b"al", b"av", b"bin", b"da", b"das", b"de", b"degli", b"del", b"della", b"den",
        b"der", b"di", b"dos", b"du", b"el", b"ibn", b"la", b"le", b"ten", b"ter", b"van", b"von",
        b"y", b"zu", b"zum",
    ];
    PARTICLES.contains(&word)
}

fn has_space(text: &[u8]) -> bool {
    text.contains(&b' ')
}

fn is_expiry(text: &[u8], shape: &Shape, place: Place) -> bool {
    let month_year = (4..=7).contains(&text.len()) && shape.letters() == 0 && shape.digit >= 3;
    let parted = text.iter().any(|byte| matches!(byte, b'/' | b'-' | b' ')) && !is_iso_month(text);
    month_year && parted || is_input(place) && is_number(text) && text.len() <= 6
}

/// The id that an interface gives an object of its own: `ins_7bcb457363834ebd`.
fn is_object_id(text: &[u8]) -> bool {
    let Some(end) = memchr::memchr(b'_', text) else { return false };
    let (kind, id) = (&text[..end], &text[end + 1..]);
    (2..=8).contains(&kind.len())
        && kind.iter().all(u8::is_ascii_lowercase)
        && id.len() >= 12
        && id.iter().all(u8::is_ascii_alphanumeric)
}

/// Such an id with letters of both cases and digits, as no account is called: `acct_1Qx7Lk3TzVb9Wm2R`.
fn is_typed_id(text: &[u8]) -> bool {
    let shape = Shape::of(text);
    is_object_id(text) && shape.upper >= 2 && shape.digit >= 2 && shape.lower >= 6
}

/// Where a program listens: `db.prod.internal:5432`, `http://auth:8080`, `/ip4/127.0.0.1/tcp/4001`.
fn is_endpoint(text: &[u8]) -> bool {
    let host = |byte: &u8| byte.is_ascii_alphanumeric() || b".-_[]:".contains(byte);
    let with_port = memchr::memrchr(b':', text).is_some_and(|colon| {
        let port = &text[colon + 1..];
        colon > 0
            && (1..=5).contains(&port.len())
            && port.iter().all(u8::is_ascii_digit)
            && text[..colon].iter().all(host)
    });
    let is_path = text.starts_with(b"/") && !text.iter().any(|byte| *byte <= b' ' || *byte >= 0x7f);
    let is_ip = std::str::from_utf8(text).is_ok_and(|text| text.parse::<IpAddr>().is_ok());
    with_port
        || is_ip
        || is_path
        || is_dotted(text)
        || is_node(text)
        || is_url(text) && !has_space(text)
}

/// A host, or a thing that a program calls by its kind and its name: `db.shop.example`,
/// `aws_instance.web[0]`. No street is one word of small letters that a dot is in. The address of a
/// machine may be within its name: `web-1.10.20.30.40.quell.example`.
fn is_dotted(text: &[u8]) -> bool {
    let plain = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.[]\"".contains(b);
    let is_part = |part: &[u8]| {
        part.iter().any(u8::is_ascii_lowercase)
            || (1..=4).contains(&part.len()) && part.iter().all(u8::is_ascii_digit)
    };
    let mut parts = text.split(|byte| *byte == b'.');
    let begins =
        parts.next_back().is_some_and(|last| last.len() >= 2 && last[0].is_ascii_lowercase());
    begins
        && text.iter().all(plain)
        && parts.next().is_some_and(|first| first.iter().any(u8::is_ascii_lowercase))
        && parts.all(is_part)
}

/// What a machine of a cluster is called: `quell-pool-17806587-vmss000001`. It is of small letters and
/// digits between at least two hyphens, begins with a word and ends with a number; a part of both, or of
/// more digits than a house has, tells it from `mill-road-7`.
fn is_node(text: &[u8]) -> bool {
    const DIGITS_MIN: usize = 6;
    let mut parts = text.split(|byte| *byte == b'-');
    let is_drawn = |part: &[u8]| {
        let digits = part.iter().filter(|byte| byte.is_ascii_digit()).count();
        digits >= DIGITS_MIN || (1..part.len()).contains(&digits)
    };
    text.iter().filter(|byte| **byte == b'-').count() >= 2
        && text[0].is_ascii_lowercase()
        && text.last().is_some_and(u8::is_ascii_digit)
        && text.split(|byte| *byte == b'-').any(is_drawn)
        && parts.all(|part| {
            !part.is_empty() && part.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
}

/// An address within a network, which says nothing to anybody outside.
fn is_private(text: &[u8]) -> bool {
    std::str::from_utf8(text).is_ok_and(|text| {
        text.parse::<IpAddr>().is_ok_and(|ip| match ip {
            IpAddr::V4(ip) => ip.is_private(),
            IpAddr::V6(ip) => ip.is_unique_local(),
        })
    })
}

/// `2026-11-24…` is a day, not a number of anybody.
fn is_iso_date(text: &[u8]) -> bool {
    text.len() >= 10 && text[4] == b'-' && text[7] == b'-' && is_date(&text[..10])
}

/// `2026-11` is a month of anything.
fn is_iso_month(text: &[u8]) -> bool {
    text.len() == 7 && text[4] == b'-'
}

fn is_client_ip(text: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(text) else { return false };
    text.split([',', ';', ' ']).any(|part| {
        let part = part.trim_start_matches("for=").trim_matches(['"', '[', ']']);
        part.parse::<IpAddr>().is_ok_and(|ip| !ip.is_loopback() && !ip.is_unspecified())
            || part.parse::<std::net::SocketAddr>().is_ok_and(|at| !at.ip().is_loopback())
    })
}

/// A number with at least three decimals, which is a street's distance.
fn is_coordinate(text: &[u8]) -> bool {
    let Some(point) = text.iter().position(|byte| *byte == b'.') else { return false };
    is_number(text) && text.len() - point > 3 && (1..=4).contains(&point)
}

fn is_device(text: &[u8], shape: &Shape) -> bool {
    let number = is_number(text) && shape.digit >= 8 && shape.symbol <= 1;
    let mac =
        text.len() == 17 && text.iter().filter(|byte| matches!(byte, b':' | b'-')).count() == 5;
    is_uuid(text) || is_hex(text, 8) || number || mac || shape.is_random(10)
}

/// The id of an object of Salesforce: its kind in three characters, a number in base 62.
fn is_salesforce_id(text: &[u8]) -> bool {
    matches!(text.len(), 15 | 18)
        && text.starts_with(b"00")
        && text.iter().all(u8::is_ascii_alphanumeric)
}

/// Accounts that every system has.
pub(crate) fn is_role(text: &[u8]) -> bool {
    const ROLES: [&[u8]; 22] = [
        b"root",
        b"nobody",
        b"nginx",
        b"apache",
        b"www-data",
        b"www",
        b"node",
        b"app",
        b"postgres",
        b"mysql",
        b"redis",
        b"admin",
        b"administrator",
        b"system",
        b"daemon",
        b"deploy",
        b"ubuntu",
        b"git",
        b"sa",
        b"service",
        b"public",
        b"api",
    ];
    ROLES.iter().any(|role| text.eq_ignore_ascii_case(role))
}

/// Accounts that a system has for its own programs: `_softwareupdate`, `NT AUTHORITY\\SYSTEM`.
fn is_systems(text: &[u8]) -> bool {
    const AUTHORITIES: [&[u8]; 4] = [b"NT AUTHORITY", b"NT SERVICE", b"IIS APPPOOL", b"BUILTIN"];
    const NAMES: [&[u8]; 3] = [b"LOCAL SERVICE", b"NETWORK SERVICE", b"ANONYMOUS LOGON"];
    let is_of_mac = || {
        let name = text.strip_prefix(b"_").unwrap_or_default();
        name.len() >= 2 && name.iter().all(u8::is_ascii_lowercase)
    };
    let is_one_of =
        |known: &[&[u8]], name: &[u8]| known.iter().any(|known| name.eq_ignore_ascii_case(known));
    let authority = memchr::memchr(b'\\', text).map(|at| &text[..at]);
    is_role(text)
        || is_of_mac()
        || is_one_of(&NAMES, text)
        || authority.is_some_and(|authority| is_one_of(&AUTHORITIES, authority))
}

fn is_user_name(text: &[u8], shape: &Shape) -> bool {
    (2..=128).contains(&text.len())
        && shape.space == 0
        && shape.letters() + shape.digit + shape.other >= 2
        && text
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80 || b"@._-+\\".contains(byte))
}
