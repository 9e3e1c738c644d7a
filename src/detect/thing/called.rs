//! Whom or what `displayName` shows: a person, or one of the many things that interfaces list.
//!
//! What stands beside it tells, or the name of what it stands in. Where neither does, what is shown
//! has to look like a person's name.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::detect::beside::Member;
use crate::detect::layer::token::words;
use crate::detect::name::is_particle;
use crate::detect::personal::is_of_organisation;
use crate::har::Node;

/// What an object is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    Person,
    Thing,
    Unknown,
}

impl Member<'_> {
    /// Whether `displayName` is what a thing is called.
    pub(super) fn shows_a_thing(self) -> bool {
        let Node::String(text) = self.node else { return false };
        let about = match self.told_beside() {
            About::Unknown => self.told_around(),
            told => told,
        };
        match about {
            About::Person => false,
            About::Thing => true,
            About::Unknown => !is_like_a_persons(text.raw()),
        }
    }

    /// Whether `fullName` is what a thing is called: `owner/repo`, `us-central1`.
    pub(super) fn names_a_thing(self) -> bool {
        match self.told_beside() {
            About::Person => false,
            About::Thing => true,
            About::Unknown => self.is_path(),
        }
    }

    /// Whether what stands beside a member says that it is no person's.
    pub(crate) fn is_of_a_thing(self) -> bool {
        self.told_beside() == About::Thing
    }

    /// Whether `name` is that of a person who has written it in small letters: an address or a number of
    /// theirs stands beside it.
    pub(crate) fn is_small_name(self) -> bool {
        let Node::String(text) = self.node else { return false };
        is_small_name(text.raw()) && self.has_told(&CONTACTS) && !self.is_of_a_thing()
    }

    fn told_beside(self) -> About {
        if self.has(&OF_ONE_PERSON) || self.says_type(is_person) {
            About::Person
        } else if self.has(&OF_THINGS) || self.says_type(is_thing) {
            About::Thing
        } else if self.has_told(&CONTACTS) || self.has_told(&KNOWN_BY) {
            About::Person
        } else if self.holds_a_number() {
            About::Thing
        } else {
            About::Unknown
        }
    }

    fn told_around(self) -> About {
        if is_thing(self.around) {
            About::Thing
        } else if is_person(self.around) || is_doer(self.around) {
            About::Person
        } else {
            About::Unknown
        }
    }

    fn says_type(self, is: fn(&[u8]) -> bool) -> bool {
        const TYPES: [&[u8]; 8] = [
            b"type",
            b"@odata.type",
            b"kind",
            b"objectType",
            b"accountType",
            b"principalType",
            b"resourceType",
            b"__typename",
        ];
        TYPES.iter().any(|key| matches!(self.get(key), Some(Node::String(text)) if is(text.raw())))
    }

    /// Whether one of these members says something.
    fn has_told(self, keys: &[&str]) -> bool {
        let is_told = |node| match node {
            Node::String(text) => !text.raw().is_empty(),
            Node::Object(_) | Node::Array(_) => true,
            Node::Scalar(_) => false,
        };
        keys.iter().any(|key| self.get(key.as_bytes()).is_some_and(is_told))
    }

    /// `Claude Sonnet 4`: a number as a word of its own.
    fn holds_a_number(self) -> bool {
        let Node::String(text) = self.node else { return false };
        let mut words = text.raw().split(|byte| *byte == b' ');
        words.next().is_some()
            && words.any(|word| !word.is_empty() && word.iter().all(u8::is_ascii_digit))
    }
}

/// Whether a type, or the name around an object, is that of people.
fn is_person(said: &[u8]) -> bool {
    last_word_is(&PERSONS, said) || said.ends_with(b"Member")
}

/// Whether the object is named by what somebody has done: `createdBy`, `requestor`.
fn is_doer(around: &[u8]) -> bool {
    last_word_is(&DOERS, around)
}

fn is_thing(said: &[u8]) -> bool {
    let last = words(said).last().unwrap_or_default();
    let one = last.strip_suffix(b"s").unwrap_or(last);
    last_word_is(&THINGS, said) || THINGS.iter().any(|word| one.eq_ignore_ascii_case(word))
}

fn last_word_is(known: &[&[u8]], said: &[u8]) -> bool {
    let last = words(said).last().unwrap_or_default();
    known.iter().any(|word| last.eq_ignore_ascii_case(word))
}

/// Whether `text` looks like what a person is called in full: two to five words with a capital, none of
/// which things are called by, nor an abbreviation among words that are none.
fn is_like_a_persons(text: &[u8]) -> bool {
    let parts = || text.split(|byte| matches!(byte, b' ' | b',')).filter(|word| !word.is_empty());
    let is_name = |word| is_particle(word) || is_capitalised(word) && !is_of_things(word);
    let is_short = |word: &[u8]| word.len() >= 3 && word.iter().all(u8::is_ascii_uppercase);
    text.len() <= 80
        && (2..=5).contains(&parts().count())
        && parts().all(is_name)
        && (parts().all(is_short) || !parts().any(|word| is_short(word) && word != b"III"))
}

/// `mira quell`: two to four words, none of which things are called by.
fn is_small_name(text: &[u8]) -> bool {
    let is_small = |byte: &u8| byte.is_ascii_lowercase() || *byte >= 0x80;
    let is_name = |word: &[u8]| {
        is_particle(word) || word.len() >= 3 && word.iter().all(is_small) && !is_of_things(word)
    };
    text.len() <= 64
        && text.first().is_some_and(u8::is_ascii_lowercase)
        && text.split(|byte| *byte == b' ').all(is_name)
        && (2..=4).contains(&text.split(|byte| *byte == b' ').count())
}

/// `Quell`, `O'Quell`, `McQuell`, `Quell-Tundra`, `J.`: no capital in the middle of a longer word.
fn is_capitalised(word: &[u8]) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte >= 0x80;
    let is_small = |byte: u8| byte.is_ascii_lowercase() || byte >= 0x80;
    let inner =
        word.windows(2).skip(3).any(|pair| is_small(pair[0]) && pair[1].is_ascii_uppercase());
    word.first().is_some_and(u8::is_ascii_uppercase)
        && word.iter().all(|byte| is_letter(*byte) || b".'-`".contains(byte))
        && !inner
}

fn is_of_things(word: &[u8]) -> bool {
    static WORDS: LazyLock<FxHashSet<&[u8]>> =
        LazyLock::new(|| OF_NAMES.split_ascii_whitespace().map(str::as_bytes).collect());
    let mut word = word.to_ascii_lowercase();
    if word.ends_with(b"ies") {
        word.truncate(word.len() - 3);
        word.push(b'y');
    }
    let is_known = |word: &[u8]| WORDS.contains(word) || is_of_organisation(word);
    word.split(|byte| *byte == b'-')
        .any(|part| is_known(part) || part.strip_suffix(b"s").is_some_and(is_known))
}

/// What only people have.
const OF_ONE_PERSON: [&str; 16] = [
    "firstName",
    "first_name",
    "lastName",
    "last_name",
    "givenName",
    "given_name",
    "familyName",
    "family_name",
    "surname",
    "userPrincipalName",
    "username",
    "userName",
    "user_name",
    "UserName",
    "jobTitle",
    "birthday",
];

/// What no person has.
const OF_THINGS: [&str; 22] = [
    "appId",
    "appRoles",
    "assignableScopes",
    "fullPath",
    "full_path",
    "groupTypes",
    "isBuiltIn",
    "launchStage",
    "locationId",
    "membershipType",
    "metricKind",
    "place_type",
    "policyType",
    "publisherDomain",
    "regionalDisplayName",
    "rolePermissions",
    "roleTemplateId",
    "securityEnabled",
    "servicePrincipalType",
    "sizeInByte",
    "valueType",
    "verifiedDomains",
];

/// By which a person is reached, and sometimes a team.
const CONTACTS: [&str; 7] =
    ["email", "emailAddress", "emails", "mail", "phone", "phoneNumber", "phone_number"];

/// By which a person is known, and sometimes a program.
const KNOWN_BY: [&str; 14] = [
    "avatar",
    "avatar_url",
    "avatarUrl",
    "avatarURL",
    "avatarUrls",
    "picture",
    "photo",
    "photoUrl",
    "photoURL",
    "login",
    "userId",
    "user_id",
    "accountId",
    "uniqueName",
];

/// Words for people, as a type or around an object.
const PERSONS: [&[u8]; 25] = [
    b"user",
    b"users",
    b"person",
    b"people",
    b"contact",
    b"contacts",
    b"customer",
    b"customers",
    b"employee",
    b"employees",
    b"guest",
    b"guests",
    b"human",
    b"me",
    b"members",
    b"attendees",
    b"participants",
    b"patient",
    b"patients",
    b"student",
    b"students",
    b"friends",
    b"followers",
    b"viewer",
    b"atlassian",
];

/// Words for who has done something.
const DOERS: [&[u8]; 23] = [
    b"actor",
    b"approver",
    b"approvers",
    b"assignee",
    b"assignees",
    b"author",
    b"authors",
    b"by",
    b"caller",
    b"creator",
    b"from",
    b"lead",
    b"manager",
    b"organizer",
    b"owner",
    b"owners",
    b"profile",
    b"reporter",
    b"requester",
    b"requestor",
    b"reviewer",
    b"reviewers",
    b"sender",
];

/// Words for things, as a type or around an object; more than one of them in the plural, too.
const THINGS: [&[u8]; 37] = [
    b"app",
    b"application",
    b"bot",
    b"calendar",
    b"category",
    b"categories",
    b"channel",
    b"column",
    b"device",
    b"feature",
    b"folder",
    b"group",
    b"label",
    b"location",
    b"metric",
    b"model",
    b"organization",
    b"parameter",
    b"permission",
    b"plan",
    b"policy",
    b"policies",
    b"principal",
    b"product",
    b"project",
    b"region",
    b"repository",
    b"role",
    b"scope",
    b"service",
    b"site",
    b"sku",
    b"tag",
    b"team",
    b"template",
    b"unit",
    b"zone",
];

/// Words in the names of what interfaces list: products, permissions, policies, places.
const OF_NAMES: &str = "
    abuse action activation activity addon administration advisor africa agent aggregate all
    analysis analytics and any application approval archive artifact asia asset assignment assistant
    attribute attribution audio audit australia authentication authenticator authority authorization
    automation azure backend backup batch beta bluetooth board brazil bucket build builder business
    cache calendar campaign canada catalog category central certificate channel chat check claim
    client cluster column common communication compliance component compute config configuration
    connection connector console container content contract control controller copilot cost create
    credential custom dashboard data database dataset default defender definition delete deploy
    deployment design desktop detection dev developer development device diagnostic digital
    directory discovery disk dns document domain download dynamic eastern edge edit editor effect
    email endpoint engine enterprise entitlement entry environment error eu europe event everyone
    exchange experience experiment explorer export extension external fabric factory feature file
    filter finance flow folder for form framework france frontend function game gateway germany
    global google graph guest hardware health home host hosting hub hybrid identity image import
    incident index india infrastructure ingest ingestion initial inner input insight install
    installer instance instrumentation integration interface internal internet inventory invitation
    invite invoice issue italy item japan job knowledge korea label latency layer learning legacy
    library license lifecycle link linux list live load local location log login machine manage
    managed management manager map marketplace media member message metadata metric mexico microsoft
    migration mobile model module monitor monitoring my network new node northeast northern
    northwest norway notebook object of operation operator optimizer option orchestrator order
    organization organizational outlook output overview owner package panel partner password payment
    permission phone photo pipeline plan platform playground plugin poland policy pool portal
    preview pricing primary printer privacy private privileged process processing processor prod
    product production profile profiler program property protection provider proxy public publisher
    publishing purchase quality query queue read reader realtime record recovery redis region
    registration registry release remote replay report repository request resolver resource response
    restore retention review role rollout root route router rule run runner runtime sample sandbox
    scan scanner schedule scheduler schema scope screen script search secret section sensitive
    server session set setting setup share sharepoint sign signal site skype smart snapshot source
    southeast southern southwest space spain specialist sql stage staging standard station statistic
    status step storage stream studio subscription suite summary supply surface survey sweden switch
    switzerland sync synthetic table tag target task teams template tenant term terminal testing
    threat threshold ticket time token tool topic total traceroute tracing tracking traffic training
    transaction transfer trial trigger type uae uk unit unknown upload us usage utility value
    variable vault vendor version video view viewer virtual visibility visual volume vulnerability
    warehouse watchdog web webhook website western widget windows wizard workflow workload workspace
    write
";

#[cfg(test)]
mod tests;
