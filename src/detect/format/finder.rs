//! The search for what format rules describe.

use std::fmt;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use regex::bytes::{Regex, RegexBuilder};

use crate::detect::format::prefilter::{Keyword, Prefilter};
use crate::detect::format::row::FormatRule;
use crate::detect::format::table::rules;
use crate::detect::format::url;
use crate::detect::{Level, Policy, Rule};

/// The compiled format rules.
#[derive(Debug, Default, Clone)]
pub struct FormatRules {
    built_in: bool,
}

/// No row matches a shorter text.
const TEXT_MIN: usize = 8;

impl FormatRules {
    /// The rules that this policy asks for; keywords and patterns are compiled when first needed.
    #[must_use]
    pub fn new(policy: &Policy) -> Self {
        Self { built_in: policy.level > Level::Minimal }
    }

    /// Reports every token in `text`, in no particular order; spans may overlap.
    pub fn find(&self, text: &[u8], hit: &mut dyn FnMut(Range<usize>, Rule)) {
        if self.built_in && text.len() >= TEXT_MIN {
            url::find_passwords(text, hit);
            find_rows(&TABLE.secret, text, hit);
        }
    }

    /// Reports every publishable key in `text`, which `find` passes over.
    pub fn find_kept(&self, text: &[u8], hit: &mut dyn FnMut(Range<usize>, Rule)) {
        if self.built_in && text.len() >= TEXT_MIN {
            find_rows(&TABLE.kept, text, hit);
        }
    }

    /// Whether `text`, which is a secret by the rule of its name, has a form that is made to be public.
    ///
    /// The two keys of reCAPTCHA look alike (<https://developers.google.com/recaptcha/docs/verify>): under
    /// `secret` stands the one with which a server asks.
    #[must_use]
    pub fn is_kept_as(&self, rule: Rule, text: &[u8]) -> bool {
        let tells = || ["secret", "private"].iter().any(|word| rule.id.contains(word));
        !(text.starts_with(b"6L") && tells()) && self.is_kept(text)
    }

    /// Whether all of `text` has a form that is made to be public.
    #[must_use]
    pub fn is_kept(&self, text: &[u8]) -> bool {
        let mut whole = false;
        if text.len() <= KEPT_BYTES_MAX {
            self.find_kept(text, &mut |span, _| whole |= span == (0..text.len()));
        }
        whole
    }
}

/// No publishable key is longer.
const KEPT_BYTES_MAX: usize = 512;

/// The rows with what is compiled of them.
struct Table {
    rows: Vec<Row>,
    secret: LazyLock<Prefilter>,
    kept: LazyLock<Prefilter>,
}

struct Row {
    rule: &'static FormatRule,
    pattern: OnceLock<Regex>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| Table {
    rows: rules().map(|rule| Row { rule, pattern: OnceLock::new() }).collect(),
    secret: LazyLock::new(|| Prefilter::new(rules().enumerate().filter(|(_, rule)| rule.secret))),
    kept: LazyLock::new(|| Prefilter::new(rules().enumerate().filter(|(_, rule)| !rule.secret))),
});

fn find_rows(keywords: &Prefilter, text: &[u8], hit: &mut dyn FnMut(Range<usize>, Rule)) {
    // A row does not look again where it has matched, so that the same keyword over and over in
    // one long token costs nothing.
    let mut matched: Vec<(usize, Range<usize>)> = Vec::new();
    keywords.find(text, |at, keyword: Keyword| {
        let last = matched.iter().position(|(row, _)| *row == keyword.row);
        if last.is_some_and(|last| matched[last].1.contains(&at)) {
            return;
        }
        let row = &TABLE.rows[keyword.row];
        if let Some((whole, secret)) = row.matches(text, at, keyword.word.len()) {
            match last {
                Some(last) => matched[last].1 = whole,
                None => matched.push((keyword.row, whole)),
            }
            hit(secret, row.rule.rule());
        }
    });
}

/// The largest compiled program of a row; the largest in the table needs a tenth of it.
const PATTERN_BYTES_MAX: usize = 1 << 20;

impl Row {
    /// The match whose keyword stands at `at`, and its secret part.
    fn matches(
        &self,
        text: &[u8],
        at: usize,
        keyword_len: usize,
    ) -> Option<(Range<usize>, Range<usize>)> {
        let rule = self.rule;
        let start = match rule.back {
            0 => rule.edge.begins(text, at).then_some(at)?,
            back => rule.edge.run_start(text, at, back)?,
        };
        let reach = text.len().min(at + keyword_len + rule.reach);
        let captures = self.pattern().captures(&text[start..reach])?;
        let whole = captures.get(0)?;
        let secret = captures.get(1).unwrap_or(whole);
        let mut end = start + whole.end();
        let mut secret = start + secret.start()..start + secret.end();
        if text.get(end).is_some_and(|&byte| rule.edge.contains(byte)) {
            // Only where the window cut it does a token go on; else it is no such token.
            if end < reach || secret.end < end {
                return None;
            }
            end = rule.edge.run_end(text, end);
            secret.end = end;
        }
        let covers = end >= at + keyword_len;
        (covers && (rule.check)(&text[start..end])).then_some((start..end, secret))
    }

    fn pattern(&self) -> &Regex {
        self.pattern.get_or_init(|| compile(self.rule))
    }
}

/// Compiles a row's pattern, anchored at its beginning.
fn compile(rule: &FormatRule) -> Regex {
    let anchored = format!(r"\A(?:{})", rule.pattern);
    let mut builder = RegexBuilder::new(&anchored);
    let builder =
        builder.unicode(false).size_limit(PATTERN_BYTES_MAX).dfa_size_limit(PATTERN_BYTES_MAX);
    builder.build().expect("because a test compiles every row of the static table")
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("rows", &self.rows.len()).finish_non_exhaustive()
    }
}
