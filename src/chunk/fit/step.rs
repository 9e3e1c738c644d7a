//! The steps by which a capture becomes smaller, in their order, and what each has saved.

use crate::chunk::fit::Class;

/// A step by which a capture becomes smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Step {
    /// Bodies that the user does not want.
    Asked,
    /// Bodies of images, fonts, sound and video.
    Media,
    /// Bodies of scripts, style sheets and source maps.
    Code,
    /// Other static bodies from sites that the pages are not from.
    ThirdParty,
    /// Bodies that came from a cache or stand in an earlier entry.
    Repeated,
    /// The longest bodies that are left keep only their heads.
    Head,
    /// White space between tokens.
    Space,
}

impl Step {
    /// All of them, in their order.
    pub const ALL: [Self; 7] = [
        Self::Asked,
        Self::Media,
        Self::Code,
        Self::ThirdParty,
        Self::Repeated,
        Self::Head,
        Self::Space,
    ];

    /// Its name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Media => "media",
            Self::Code => "code",
            Self::ThirdParty => "third-party",
            Self::Repeated => "repeated",
            Self::Head => "head",
            Self::Space => "space",
        }
    }

    /// What it does, for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Asked => "bodies left out by --drop-bodies",
            Self::Media => "bodies of images, fonts, media",
            Self::Code => "bodies of scripts, styles, source maps",
            Self::ThirdParty => "static bodies of third parties",
            Self::Repeated => "cached and repeated bodies",
            Self::Head => "longest bodies cut to a head",
            Self::Space => "white space",
        }
    }

    /// Why a body of this class went, as its marker says it.
    pub(super) fn reason(self, class: Class) -> &'static str {
        match self {
            Self::ThirdParty | Self::Repeated => self.name(),
            _ => class.name(),
        }
    }
}

/// What the steps have saved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Saved([(u64, u64); Step::ALL.len()]);

impl Saved {
    /// Notes that a step has saved `bytes` in `entries`.
    pub fn note(&mut self, step: Step, entries: u64, bytes: u64) {
        let (all_entries, all_bytes) = &mut self.0[step as usize];
        *all_entries += entries;
        *all_bytes += bytes;
    }

    /// Adds what others have saved.
    pub fn merge(&mut self, other: &Self) {
        for (step, entries, bytes) in other.steps() {
            self.note(step, entries, bytes);
        }
    }

    /// The steps that were taken, in their order: entries and bytes.
    pub fn steps(&self) -> impl Iterator<Item = (Step, u64, u64)> {
        let all = Step::ALL.into_iter().zip(self.0);
        all.map(|(step, (entries, bytes))| (step, entries, bytes)).filter(|step| step.1 > 0)
    }

    /// The bytes that all steps have saved.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.0.iter().map(|(_, bytes)| bytes).sum()
    }
}
