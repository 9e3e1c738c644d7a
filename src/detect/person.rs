//! People by what stands beside what they are called: an account, an address, a picture. Alone a name
//! can be that of anything, and a word all the more.

use crate::detect::Place;
use crate::detect::beside::{Member, decoded, is_full_name, is_person};
use crate::detect::examiner::Examiner;
use crate::detect::layer::token::words;
use crate::detect::name::{is_plain_label, is_role};
use crate::har::Node;

/// Members of an object that are looked at.
const MEMBERS_MAX: usize = 32;

/// The claims that tell what people and their accounts are called.
const CALLED: &[u8] = b"name";
const ACCOUNT: &[u8] = b"username";

/// What the members of an object tell of whom or what it is about.
#[derive(Debug, Default, Clone, Copy)]
struct Told<'a> {
    /// A first or a last name, an account of a directory.
    person: bool,
    /// An account.
    account: bool,
    /// The account of a service for programmers, which nothing else calls so.
    login: bool,
    /// An address.
    address: Option<&'a [u8]>,
    /// A picture.
    picture: bool,
    /// What is shown as the name.
    shown: bool,
    /// Whether it may be used, and where it is.
    active: bool,
    /// That it is a person, in so many words.
    typed: bool,
    /// What no person has.
    thing: bool,
}

impl<'a> Told<'a> {
    fn of(member: Member<'a>) -> Self {
        let mut told = Self::default();
        for (key, node) in member.object.members().take(MEMBERS_MAX) {
            let text = match node {
                Node::String(text) => Some(text.raw()).filter(|raw| !raw.is_empty()),
                _ => None,
            };
            match (key.raw(), text) {
                (b"userPrincipalName" | b"principalName" | b"uniqueName" | b"upn", Some(raw)) => {
                    told.person |= is_address(raw);
                }
                (
                    b"givenName" | b"given_name" | b"firstName" | b"first_name" | b"surname"
                    | b"familyName" | b"family_name" | b"lastName" | b"last_name",
                    Some(_),
                ) => told.person = true,
                (b"email" | b"mail" | b"emailAddress" | b"Email" | b"user_email", Some(raw)) => {
                    told.address = told.address.or(Some(raw).filter(|raw| is_address(raw)));
                }
                (b"login", Some(_)) => (told.account, told.login) = (true, true),
                (
                    b"username" | b"userName" | b"user_name" | b"UserName" | b"handle"
                    | b"screen_name" | b"nickname",
                    Some(_),
                ) => told.account = true,
                (b"displayName" | b"display_name", Some(_)) => told.shown = true,
                (b"active" | b"isActive" | b"timeZone", _) => told.active = true,
                (
                    b"avatar" | b"avatar_url" | b"avatarUrl" | b"avatarURL" | b"avatarUrls"
                    | b"avatarHash" | b"picture" | b"gravatar_id" | b"profile_image"
                    | b"profileImage" | b"profile_image_url" | b"photoUrl" | b"photoURL",
                    _,
                ) => told.picture = true,
                (
                    b"type" | b"__typename" | b"@type" | b"@odata.type" | b"principalType",
                    Some(raw),
                ) => {
                    told.typed |= is_one_of(raw, &[b"user", b"person"]);
                    told.thing |= is_one_of(raw, &THINGS);
                }
                (b"is_team" | b"isTeam" | b"is_bot" | b"isBot", _) => {
                    told.thing |= matches!(node, Node::Scalar(flag) if flag.raw() == b"true");
                }
                (key, _) => told.thing |= OF_THINGS.contains(&key),
            }
        }
        let last = words(member.around).last().unwrap_or_default();
        told.thing |= THINGS.iter().any(|thing| last.eq_ignore_ascii_case(thing));
        told
    }

    /// Whether a name is that of whose address it is: groups and rooms have one, too.
    fn is_akin(&self, name: &[u8]) -> bool {
        let Some(address) = self.address else { return false };
        let local = address.split(|byte| *byte == b'@').next().unwrap_or_default();
        let mut words = name.split(|byte| !byte.is_ascii_alphanumeric());
        words.any(|word| {
            word.len() >= 3 && local.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word))
        })
    }
}

impl Member<'_> {
    /// The claim that the member `name` is, if it is what a person is called or the name of their
    /// account. What the user names is theirs to judge.
    pub(crate) fn of_account(
        self,
        examiner: &Examiner<'_>,
        name: &[u8],
        place: Place,
    ) -> Option<&'static [u8]> {
        if !name.ends_with(b"ame") && name != b"login" {
            return None;
        }
        let Node::String(text) = self.node else { return None };
        let mut buffer = Vec::new();
        let value = decoded(text, &mut buffer);
        let is_owned = is_of_machine(name) && is_owned(value);
        let claim = if is_owned { CALLED } else { self.called(name, value)? };
        (!self.is_users(examiner, name, place)).then_some(claim)
    }

    fn called(self, name: &[u8], value: &[u8]) -> Option<&'static [u8]> {
        let plain = |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80 || b" .'-_()".contains(b);
        if !NAMES.contains(&name)
            || !(2..=80).contains(&value.len())
            || !value.iter().all(plain)
            || is_role(value)
        {
            return None;
        }
        let looks = self.looks.get().checked_sub(1)?;
        self.looks.set(looks);
        let told = Told::of(self);
        let is_one = !told.thing
            && match name {
                b"login" => self.is_login(told),
                b"mailNickname" => told.person,
                b"principalDisplayName" => told.typed,
                b"name" if is_full_name(without_note(value)) => self.is_of_somebody(told),
                b"name" => {
                    let is_known = told.account || told.shown && told.active;
                    is_known && told.picture || (told.account || told.shown) && told.is_akin(value)
                }
                b"nickname" => told.person || told.shown || told.is_akin(value),
                _ => {
                    let is_known = told.account && (told.typed || told.picture);
                    told.person || is_known || told.is_akin(value)
                }
            };
        if !is_one || self.is_of_a_thing() || is_plain_label(without_note(value)) {
            return None;
        }
        let has_sign = |b: &u8| b.is_ascii_digit() || b"._".contains(b);
        let is_word = value[0].is_ascii_uppercase() && !value.iter().any(has_sign);
        let is_called = is_word || value.contains(&b' ');
        let is_account = matches!(name, b"login" | b"mailNickname") || !is_called;
        Some(if is_account { ACCOUNT } else { CALLED })
    }

    /// Whether an account is a person's, not an organisation's.
    fn is_login(self, told: Told<'_>) -> bool {
        let last = words(self.around).last().unwrap_or_default();
        let is_ones = PEOPLE.iter().any(|person| last.eq_ignore_ascii_case(person));
        let Some(Node::String(full)) = self.object.get(b"name") else {
            return told.typed || is_ones || is_person(self.around);
        };
        told.typed || is_ones || is_person(self.around) || is_full_name(without_note(full.raw()))
    }

    /// Whether a name in full is a person's.
    fn is_of_somebody(self, told: Told<'_>) -> bool {
        let last = words(self.around).last().unwrap_or_default();
        let is_ones = PEOPLE.iter().any(|person| last.eq_ignore_ascii_case(person));
        told.login
            || told.address.is_some()
            || told.person
            || told.account && (told.picture || is_ones || is_person(self.around))
    }
}

/// Names of what a person or an account is called, and of much else.
const NAMES: [&[u8]; 8] = [
    b"name",
    b"displayName",
    b"display_name",
    b"DisplayName",
    b"nickname",
    b"login",
    b"mailNickname",
    b"principalDisplayName",
];

/// Names of the names of machines.
fn is_of_machine(name: &[u8]) -> bool {
    const NAMES: [&[u8]; 14] = [
        b"name",
        b"Name",
        b"displayName",
        b"display_name",
        b"deviceName",
        b"device_name",
        b"DeviceName",
        b"deviceDisplayName",
        b"computerName",
        b"computer_name",
        b"ComputerName",
        b"hostname",
        b"hostName",
        b"host_name",
    ];
    NAMES.contains(&name)
}

/// Whether a machine has the name that its maker gives it: `Mira’s MacBook Pro`.
fn is_owned(value: &[u8]) -> bool {
    value.len() <= 64
        && memchr::memmem::find_iter(value, b"s ").any(|end| {
            let machine = value[end + 2..].split(|byte| *byte == b' ').next().unwrap_or_default();
            let owner = value[..end].strip_suffix(b"'");
            let owner = owner.or_else(|| value[..end].strip_suffix("’".as_bytes()));
            MACHINES.contains(&machine)
                && owner.is_some_and(|owner| {
                    owner.first().is_some_and(|byte| byte.is_ascii_uppercase() || *byte >= 0x80)
                        && !ANYBODY.iter().any(|word| owner.eq_ignore_ascii_case(word))
                })
        })
}

/// Machines that are called after who has set them up.
const MACHINES: [&[u8]; 13] = [
    b"MacBook",
    b"iMac",
    b"Mac",
    b"iPhone",
    b"iPad",
    b"iPod",
    b"AirPods",
    b"HomePod",
    b"Galaxy",
    b"Pixel",
    b"ThinkPad",
    b"Surface",
    b"Laptop",
];

/// Owners that are nobody.
const ANYBODY: [&[u8]; 10] = [
    b"Apple",
    b"Samsung",
    b"Google",
    b"Microsoft",
    b"Admin",
    b"Administrator",
    b"User",
    b"Guest",
    b"Customer",
    b"Today",
];

/// A name without what is noted behind it: `Mira Quell (Contractor)`.
fn without_note(value: &[u8]) -> &[u8] {
    match memchr::memchr(b'(', value) {
        Some(open) if value.ends_with(b")") => value[..open].trim_ascii_end(),
        _ => value,
    }
}

/// An address of a person: that of a service account says nothing.
fn is_address(raw: &[u8]) -> bool {
    memchr::memchr(b'@', raw).is_some_and(|at| raw[at..].contains(&b'.'))
        && !raw.ends_with(b"gserviceaccount.com")
}

/// Whether a type is one of these, be it `User`, `users` or `#microsoft.graph.user`.
fn is_one_of(said: &[u8], types: &[&[u8]]) -> bool {
    let last = said.rsplit(|byte| matches!(byte, b'.' | b'/' | b'#')).next().unwrap_or_default();
    let last = last.strip_suffix(b"s").unwrap_or(last);
    types.iter().any(|known| last.eq_ignore_ascii_case(known))
}

/// What no person has.
const OF_THINGS: [&[u8]; 15] = [
    b"host",
    b"hostname",
    b"port",
    b"server",
    b"database",
    b"dbname",
    b"endpoint",
    b"driver",
    b"engine",
    b"groupTypes",
    b"mailEnabled",
    b"securityEnabled",
    b"servicePrincipalType",
    b"appId",
    b"client_id",
];

/// What has an account, a picture or an address as people have, by its type or the name around it.
const THINGS: [&[u8]; 25] = [
    b"organization",
    b"organizations",
    b"organisation",
    b"org",
    b"orgs",
    b"team",
    b"teams",
    b"group",
    b"groups",
    b"workspace",
    b"workspaces",
    b"enterprise",
    b"company",
    b"companies",
    b"tenant",
    b"bot",
    b"app",
    b"application",
    b"serviceprincipal",
    b"project",
    b"projects",
    b"repository",
    b"channel",
    b"channels",
    b"integration",
];

/// Who has done something.
const PEOPLE: [&[u8]; 14] = [
    b"author",
    b"authors",
    b"creator",
    b"reporter",
    b"reviewer",
    b"approver",
    b"requester",
    b"requestor",
    b"actor",
    b"sender",
    b"committer",
    b"collaborator",
    b"by",
    b"invitee",
];

#[cfg(test)]
mod tests;
