//! What the members of an object tell of whom or what it is about: a person, or one of the many things
//! that have a name, an address and a picture as people have.

use crate::detect::beside::Member;
use crate::detect::layer::token::words;
use crate::har::Node;

/// Members of an object that are looked at.
const MEMBERS_MAX: usize = 64;

/// What an object is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    Person,
    Thing,
    Unknown,
}

/// What stands beside a name.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Told<'a> {
    /// What only people have, be it without a value.
    pub(super) of_person: bool,
    /// A first or a last name, an account of a directory.
    pub(super) person: bool,
    /// An account.
    pub(super) account: bool,
    /// The account of a service for programmers, which nothing else calls so.
    pub(super) login: bool,
    /// An address.
    pub(super) address: Option<&'a [u8]>,
    /// An address or a number by which somebody is reached, whatever it looks like.
    pub(super) reached: bool,
    /// The place of a picture, be there one or not.
    pub(super) picture: bool,
    /// A picture, or the id of an account.
    pub(super) known: bool,
    /// What is shown as the name.
    pub(super) shown: bool,
    /// Whether it may be used, and where it is.
    pub(super) active: bool,
    /// That it is a person, in so many words.
    pub(super) typed: bool,
    /// What no person has, or that it is none.
    pub(super) thing: bool,
    /// A sign or a plural, which currencies and measures have.
    pub(super) counted: bool,
    /// Where a program is reached.
    pub(super) setting: bool,
}

impl<'a> Told<'a> {
    /// Nothing, once the object has been looked through often enough.
    pub(crate) fn of(member: Member<'a>) -> Option<Self> {
        let looks = member.looks.get().checked_sub(1)?;
        member.looks.set(looks);
        let mut told = Self::default();
        for (key, node) in member.object.members().take(MEMBERS_MAX) {
            told.add(key.raw(), node);
        }
        Some(told)
    }

    fn add(&mut self, key: &[u8], node: Node<'a>) {
        let text = match node {
            Node::String(text) => Some(text.raw()).filter(|raw| !raw.is_empty()),
            _ => None,
        };
        let is_filled = text.is_some() || matches!(node, Node::Object(_) | Node::Array(_));
        match key {
            b"userPrincipalName" | b"principalName" | b"uniqueName" | b"upn" => {
                self.of_person |= key == b"userPrincipalName";
                self.known |= text.is_some();
                self.person |= text.is_some_and(is_address);
            }
            b"givenName" | b"given_name" | b"firstName" | b"first_name" | b"surname"
            | b"familyName" | b"family_name" | b"lastName" | b"last_name" => {
                self.of_person = true;
                self.person |= text.is_some();
            }
            b"jobTitle" | b"birthday" => self.of_person = true,
            b"email" | b"mail" | b"emailAddress" | b"Email" | b"user_email" => {
                self.reached |= is_filled;
                self.address = self.address.or(text.filter(|raw| is_address(raw)));
            }
            b"emails" => self.reached |= is_filled,
            b"phone" | b"phoneNumber" | b"phone_number" => self.reached |= is_number(node),
            b"login" => {
                self.known |= text.is_some();
                self.login |= text.is_some();
                self.account |= text.is_some();
            }
            b"username" | b"userName" | b"user_name" | b"UserName" => {
                self.of_person = true;
                self.account |= text.is_some();
            }
            b"handle" | b"screen_name" | b"nickname" => self.account |= text.is_some(),
            b"displayName" | b"display_name" => self.shown |= text.is_some(),
            b"active" | b"isActive" | b"timeZone" => self.active = true,
            b"userId" | b"user_id" | b"accountId" => self.known |= text.is_some(),
            b"avatar" | b"avatar_url" | b"avatarUrl" | b"avatarURL" | b"avatarUrls"
            | b"avatarHash" | b"picture" | b"photo" | b"gravatar_id" | b"profile_image"
            | b"profileImage" | b"profile_image_url" | b"profile_picture" | b"profilePicture"
            | b"photoUrl" | b"photoURL" => {
                self.picture = true;
                self.known |= is_filled;
            }
            b"type" | b"__typename" | b"@type" | b"@odata.type" | b"kind" | b"objectType"
            | b"accountType" | b"principalType" | b"resourceType" => {
                self.typed |= text.is_some_and(is_person);
                self.thing |= text.is_some_and(is_thing);
            }
            b"symbol" | b"displayName-count-other" => self.counted = true,
            b"is_team" | b"isTeam" | b"is_bot" | b"isBot" => {
                self.thing |= matches!(node, Node::Scalar(flag) if flag.raw() == b"true");
            }
            _ => {
                self.thing |= OF_THINGS.contains(&key);
                self.setting |= OF_SETTINGS.contains(&key);
            }
        }
    }

    /// Whether somebody is reached there, and no thing is.
    pub(crate) fn reaches_a_person(&self) -> bool {
        self.reached && self.about() == About::Person
    }

    /// What the members say, but for the name itself.
    pub(crate) fn about(&self) -> About {
        if self.of_person || self.person || self.typed {
            About::Person
        } else if self.thing {
            About::Thing
        } else if self.reached || self.known {
            About::Person
        } else if self.counted {
            About::Thing
        } else {
            About::Unknown
        }
    }

    /// Whether a name is that of whose address it is: groups and rooms have one, too.
    pub(super) fn is_akin(&self, name: &[u8]) -> bool {
        let Some(address) = self.address else { return false };
        let local = address.split(|byte| *byte == b'@').next().unwrap_or_default();
        let mut words = name.split(|byte| !byte.is_ascii_alphanumeric());
        words.any(|word| {
            word.len() >= 3 && local.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word))
        })
    }
}

impl Member<'_> {
    /// What the name around the object says of it.
    pub(crate) fn about_around(self) -> About {
        if is_thing(self.around) {
            About::Thing
        } else if is_person(self.around) || is_doer(self.around) || is_owner(self.around) {
            About::Person
        } else {
            About::Unknown
        }
    }
}

/// A number by which somebody is reached, and not the code of a country: `27`, `+1-684`.
pub(super) fn is_number(node: Node<'_>) -> bool {
    const CODE_BYTES_MAX: usize = 6;
    let is_code = |raw: &[u8]| {
        raw.len() <= CODE_BYTES_MAX && raw.iter().all(|b| b.is_ascii_digit() || b"+- ".contains(b))
    };
    match node {
        Node::String(text) => !is_code(text.raw()),
        Node::Array(numbers) => match numbers.items().next() {
            Some(Node::String(text)) => !is_code(text.raw()),
            Some(Node::Object(_) | Node::Array(_)) => true,
            Some(Node::Scalar(_)) | None => false,
        },
        Node::Object(_) => true,
        Node::Scalar(_) => false,
    }
}

/// An address of a person: that of a service account says nothing.
fn is_address(raw: &[u8]) -> bool {
    memchr::memchr(b'@', raw).is_some_and(|at| raw[at..].contains(&b'.'))
        && !raw.ends_with(b"gserviceaccount.com")
}

/// Whether a type, or the name around an object, is that of people: `User`, `members`,
/// `#microsoft.graph.aadUserConversationMember`.
pub(super) fn is_person(said: &[u8]) -> bool {
    is_last_word(&PERSONS, said) || said.ends_with(b"Member")
}

/// Whether a type, or the name around an object, is that of things.
pub(super) fn is_thing(said: &[u8]) -> bool {
    let last = words(said).last().unwrap_or_default();
    let one = last.strip_suffix(b"s").unwrap_or(last);
    is_last_word(&THINGS, said) || THINGS.iter().any(|word| one.eq_ignore_ascii_case(word))
}

/// Whether the object is named by what somebody has done, or is to do: `createdBy`, `requestor`.
pub(super) fn is_doer(around: &[u8]) -> bool {
    let (mut before, mut last) = (&b""[..], around);
    for word in words(around) {
        (before, last) = (last, word);
    }
    DOERS.iter().any(|word| last.eq_ignore_ascii_case(word))
        || last.eq_ignore_ascii_case(b"by") && before.ends_with(b"ed")
}

/// Whether the object is named by whose something is, which a team can be as well.
fn is_owner(around: &[u8]) -> bool {
    is_last_word(&[b"from", b"owner", b"owners", b"profile"], around)
}

fn is_last_word(known: &[&[u8]], said: &[u8]) -> bool {
    let last = words(said).last().unwrap_or_default();
    known.iter().any(|word| last.eq_ignore_ascii_case(word))
}

/// What no person has.
const OF_THINGS: [&[u8]; 23] = [
    b"appId",
    b"appRoles",
    b"assignableScopes",
    b"fullPath",
    b"full_path",
    b"groupTypes",
    b"isBuiltIn",
    b"launchStage",
    b"locationId",
    b"mailEnabled",
    b"membershipType",
    b"metricKind",
    b"place_type",
    b"policyType",
    b"publisherDomain",
    b"regionalDisplayName",
    b"rolePermissions",
    b"roleTemplateId",
    b"securityEnabled",
    b"servicePrincipalType",
    b"sizeInByte",
    b"valueType",
    b"verifiedDomains",
];

/// Where a program is reached, beside the account that it has there.
const OF_SETTINGS: [&[u8]; 10] = [
    b"client_id",
    b"database",
    b"dbname",
    b"driver",
    b"endpoint",
    b"engine",
    b"host",
    b"hostname",
    b"port",
    b"server",
];

/// Words for people, as a type or around an object.
const PERSONS: [&[u8]; 30] = [
    b"assignee",
    b"atlassian",
    b"cardholder",
    b"contact",
    b"contacts",
    b"customer",
    b"customers",
    b"employee",
    b"employees",
    b"followers",
    b"friends",
    b"guest",
    b"guests",
    b"human",
    b"me",
    b"member",
    b"members",
    b"passenger",
    b"passengers",
    b"patient",
    b"patients",
    b"people",
    b"person",
    b"persons",
    b"recipient",
    b"student",
    b"students",
    b"user",
    b"users",
    b"viewer",
];

/// Words for who has done something, or is to do it.
const DOERS: [&[u8]; 29] = [
    b"actor",
    b"approver",
    b"approvers",
    b"assignee",
    b"assignees",
    b"attendee",
    b"attendees",
    b"author",
    b"authors",
    b"caller",
    b"collaborator",
    b"committer",
    b"creator",
    b"invitee",
    b"inviter",
    b"lead",
    b"manager",
    b"organiser",
    b"organizer",
    b"participant",
    b"participants",
    b"reporter",
    b"requester",
    b"requestor",
    b"reviewer",
    b"reviewers",
    b"sender",
    b"submitter",
    b"supervisor",
];

/// Words for things, as a type or around an object; more than one of them in the plural, too.
const THINGS: [&[u8]; 49] = [
    b"app",
    b"application",
    b"bot",
    b"brand",
    b"calendar",
    b"categories",
    b"category",
    b"channel",
    b"column",
    b"companies",
    b"company",
    b"device",
    b"enterprise",
    b"feature",
    b"folder",
    b"group",
    b"integration",
    b"label",
    b"location",
    b"manufacturer",
    b"metric",
    b"model",
    b"org",
    b"organisation",
    b"organization",
    b"parameter",
    b"permission",
    b"plan",
    b"policies",
    b"policy",
    b"principal",
    b"product",
    b"project",
    b"publisher",
    b"region",
    b"repositories",
    b"repository",
    b"role",
    b"scope",
    b"service",
    b"site",
    b"sku",
    b"tag",
    b"team",
    b"template",
    b"tenant",
    b"unit",
    b"workspace",
    b"zone",
];
