//! Whom or what `displayName` shows: a person, or one of the many things that interfaces list.
//!
//! What stands beside it tells, or the name of what it stands in. Where neither does, what is shown
//! has to look like a person's name.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::detect::beside::{About, Member, Told};
use crate::detect::name::is_particle;
use crate::detect::personal::is_of_organisation;
use crate::har::Node;

impl Member<'_> {
    /// Whether `displayName` is what a thing is called.
    pub(super) fn shows_a_thing(self) -> bool {
        let Node::String(text) = self.node else { return false };
        match self.about() {
            Some(About::Unknown) => match self.about_around() {
                About::Unknown => !is_like_a_persons(text.raw()),
                about => about == About::Thing,
            },
            about => about == Some(About::Thing),
        }
    }

    /// Whether `fullName` is what a thing is called: `owner/repo`, `us-central1`.
    pub(super) fn names_a_thing(self) -> bool {
        match self.about() {
            Some(About::Unknown) => self.is_path(),
            about => about == Some(About::Thing),
        }
    }

    /// Whether what stands beside a member says that it is no person's.
    pub(crate) fn is_of_a_thing(self) -> bool {
        self.about() == Some(About::Thing)
    }

    /// Whether `name` is that of a person who has written it in small letters: an address or a number of
    /// theirs stands beside it.
    pub(crate) fn is_small_name(self) -> bool {
        matches!(self.node, Node::String(text) if is_small_name(text.raw()))
            && Told::of(self).is_some_and(|told| told.reaches_a_person())
    }

    fn about(self) -> Option<About> {
        let about = Told::of(self)?.about();
        let is_counted = about == About::Unknown && self.holds_a_number();
        Some(if is_counted { About::Thing } else { about })
    }

    /// `Claude Sonnet 4`: a number as a word of its own.
    fn holds_a_number(self) -> bool {
        let Node::String(text) = self.node else { return false };
        let mut words = text.raw().split(|byte| *byte == b' ');
        words.next().is_some()
            && words.any(|word| !word.is_empty() && word.iter().all(u8::is_ascii_digit))
    }
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

pub(crate) fn is_of_things(word: &[u8]) -> bool {
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

/// Words in the names of what interfaces list: products, permissions, policies, places.
const OF_NAMES: &str = "
    abuse action activation activity addon administration advisor africa agent aggregate all amazon
    analysis analytics and any apple application approval approved approver archive artifact asia
    asset assigned assignee assignment assistant atlassian attribute attribution audio audit
    australia authentication authenticator authority authorization automated automatic automation
    azure backend backup batch beta bluetooth board brazil bucket build builder built-in builtin
    business by cache calendar campaign canada catalog category central certificate changed channel
    chat check claim client closed cluster column common communication compliance component compute
    config configuration connection connector console container content contract control controller
    copilot cost create created credential current currently custom dashboard data database dataset
    default defender definition delete deleted deploy deployment design desktop detection dev
    developer development device diagnostic digital directory discovery disk dns document domain
    download dynamic eastern edge edit editor effect email endpoint engine engineering enterprise
    entitlement entry environment error eu europe event everyone exchange experience experiment
    explorer export extension external fabric factory feature file filter finance flow folder for
    form framework france frontend function game gateway germany global google graph guest hardware
    health home host hosting hub hybrid identity image import importer incident index india
    infrastructure ingest ingestion initial inner input insight install installer instance
    instrumentation integration interface internal internet inventory invitation invite invoice
    issue italy item japan job knowledge korea label latency layer learning legacy library license
    lifecycle link linux list live load local location log login machine manage managed management
    manager map marketplace me media member message metadata metric mexico microsoft migration
    mobile model modified module monitor monitoring multiple my network new nobody node northeast
    northern northwest norway not notebook object of operation operator optimizer option
    orchestrator order organization organizational other outlook output overview owner package panel
    partner password payment people permission person phone photo pipeline plan platform playground
    plugin poland policy pool portal preview pricing primary printer privacy private privileged
    process processing processor prod product production profile profiler program property
    protection provider proxy public publisher publishing purchase quality query queue read reader
    realtime record recovery redis region registration registry release remote replay report
    reported reporter repository request requested requester resolved resolver resource response
    restore retention review role rollout root route router rule run runner runtime salesforce
    sample sandbox scan scanner schedule scheduled scheduler schema scope screen script search
    secret section self sensitive server session set setting setup share sharepoint sign signal site
    skype smart snapshot source southeast southern southwest space spain specialist sql staff stage
    staging standard station statistic status step storage stream studio subscription suite summary
    supply surface survey sweden switch switzerland sync synthetic table tag target task template
    tenant term terminal testing threat threshold ticket time to token tool topic total traceroute
    tracing tracking traffic training transaction transfer trial trigger type uae uk unassigned unit
    unknown updated upload us usage utility value variable various vault vendor version video view
    viewer virtual visibility visual volume vulnerability warehouse watchdog web webhook website
    western widget windows wizard worker workflow workload workspace write
";

#[cfg(test)]
mod tests;
