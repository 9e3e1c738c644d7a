//! One row of the table of format rules.

use crate::detect::format::check;
use crate::detect::format::edge::Edge;
use crate::detect::{Kind, Rule};

/// One format rule.
#[derive(Debug)]
pub struct FormatRule {
    /// Its identifier, unique in the table.
    pub id: &'static str,
    /// What it finds.
    pub kind: Kind,
    /// What it finds, in a line for people.
    pub about: &'static str,
    /// Literals of which one stands in every match; they should be rare.
    pub keywords: &'static [&'static str],
    /// The source of its regular expression. Group 1 is the secret part, else the whole match.
    pub pattern: &'static str,
    /// Whether a match is redacted; a publishable key is not.
    pub secret: bool,
    /// Texts that must match, as [`sample::expand`](crate::detect::format::sample::expand) reads
    /// them: no token stands here in full.
    pub examples: &'static [&'static str],
    /// Texts that must not match.
    pub counter: &'static [&'static str],
    /// What a match must satisfy beside its pattern; it sees the whole match.
    pub(crate) check: fn(&[u8]) -> bool,
    /// What may not stand directly before and after a match.
    pub(crate) edge: Edge,
    /// How far before its keyword a match may begin.
    pub(crate) back: usize,
    /// How far behind its keyword the pattern looks.
    pub(crate) reach: usize,
}

/// A row with the most common properties; the methods below change them.
pub(crate) const fn row(
    id: &'static str,
    kind: &'static str,
    about: &'static str,
    keywords: &'static [&'static str],
    pattern: &'static str,
    examples: &'static [&'static str],
    counter: &'static [&'static str],
) -> FormatRule {
    FormatRule {
        id,
        kind: Kind(kind),
        about,
        keywords,
        pattern,
        secret: true,
        examples,
        counter,
        check: check::any,
        edge: Edge::Url64,
        back: 0,
        reach: REACH,
    }
}

/// Most tokens are shorter; an open-ended one goes on to the end of its alphabet.
const REACH: usize = 512;

impl FormatRule {
    /// The rule that a hit reports.
    #[must_use]
    pub fn rule(&self) -> Rule {
        Rule { id: self.id, kind: self.kind }
    }

    /// What it matches is public by design.
    pub(crate) const fn kept(mut self) -> Self {
        self.secret = false;
        self
    }

    /// A match must also satisfy `check`.
    pub(crate) const fn check(mut self, check: fn(&[u8]) -> bool) -> Self {
        self.check = check;
        self
    }

    /// A match stands between bytes that are not of this alphabet.
    pub(crate) const fn edge(mut self, edge: Edge) -> Self {
        self.edge = edge;
        self
    }

    /// The keyword stands inside the match, at most `back` bytes behind its beginning, which is
    /// where the run of the edge's alphabet begins.
    pub(crate) const fn back(mut self, back: usize) -> Self {
        self.back = back;
        self
    }

    /// The pattern looks this far behind the keyword.
    pub(crate) const fn reach(mut self, reach: usize) -> Self {
        self.reach = reach;
        self
    }
}
