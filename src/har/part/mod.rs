//! Cuts an entry that is too large for memory into parts, each of which can be read as an entry.
//!
//! A part has a *core*, which is the entry's own: some whole members or items, or a fragment of a
//! long string. Around it is written again what is open there: the objects, arrays and keys, and
//! the members that say how others are read (`name`, `mimeType`, `encoding`). So a part is a JSON
//! text like any entry, of a bounded size, in which everything stands under the names and in the
//! place that it has in the entry, and nobody who reads it needs to know that it is one.
//!
//! A long string that is JSON itself is cut between its own members and items in the same way. Any
//! other is cut where no word goes on, and its fragments overlap: what is found counts for the part
//! in whose core it begins. Where cuts are depends on the bytes of the entry alone.

mod edge;
mod lex;
mod quotes;
mod scope;
mod string;

use std::ops::Range;

pub use quotes::Quotes;
pub(crate) use scope::NAMING;
pub use string::LongString;

use crate::har::part::lex::{Level, Next, Token};
use crate::har::part::scope::{Expect, Reading, Scope};
use crate::har::{Fault, Malformed, malformed};

/// How much of a long entry is looked at together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartSizes {
    /// A part's core, about.
    pub core_bytes: usize,
    /// What a fragment of a string shares with the fragment before it.
    pub before_bytes: usize,
    /// What a fragment of a string shares with the fragment after it; a longer secret may be cut.
    pub behind_bytes: usize,
}

impl Default for PartSizes {
    fn default() -> Self {
        Self { core_bytes: 512 << 10, before_bytes: 16 << 10, behind_bytes: 64 << 10 }
    }
}

/// What nests deeper in a string is text.
const DEPTH_MAX: i64 = malformed::DEPTH_MAX as i64;

/// How far behind a value the members are looked for that say how it is read.
const BEHIND_BYTES: usize = 4 << 10;

/// Fills a buffer with the bytes at an offset of the capture.
pub type Read<'r, E> = dyn FnMut(u64, &mut [u8]) -> Result<(), E> + 'r;

/// A part of an entry.
#[derive(Default)]
pub struct Part {
    /// A JSON text like that of an entry.
    pub text: Vec<u8>,
    /// What of it is the entry's own.
    pub core: Range<usize>,
    /// Where the core stands in the capture.
    pub offset: u64,
    /// What stands between the core before and this one: quotes, a comma, white space.
    pub lead: Vec<u8>,
    /// The number of the part, from 0.
    pub number: u64,
    /// Whether it is the last.
    pub is_last: bool,
    /// The fragment of a string that it is, if it is one.
    pub fragment: Option<Fragment>,
    /// Whether its core stands in no string.
    pub is_plain: bool,
}

/// A fragment of a long string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragment {
    /// What of the part's text is the string's: the core, and what it shares with others.
    pub text: Range<usize>,
    /// Whether that is base64, and the core whole groups of it.
    pub is_base64: bool,
    /// Whether it is the first of its string.
    pub is_first: bool,
}

impl Part {
    fn clear(&mut self) {
        self.text.clear();
        self.lead.clear();
        self.fragment = None;
        self.is_plain = false;
    }
}

impl std::fmt::Debug for Part {
    /// Sizes only: the text may hold secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Part")
            .field("number", &self.number)
            .field("core", &self.core)
            .finish_non_exhaustive()
    }
}

/// The parts of one entry.
#[derive(Debug)]
pub struct Parts {
    sizes: PartSizes,
    scopes: Vec<Scope>,
    /// How far the entry was cut.
    at: u64,
    number: u64,
    /// What stands before the next core.
    lead: Vec<u8>,
    window: Window,
    /// What is known of the strings of the entry.
    quotes: Quotes,
    /// The tokens of the window, as far as they were looked at.
    tokens: Vec<(Token, Range<usize>)>,
}

/// Bytes of the capture.
#[derive(Default)]
struct Window(Vec<u8>);

impl std::fmt::Debug for Window {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Window({} bytes)", self.0.len())
    }
}

/// What to do with the JSON text in the window.
enum Step {
    /// Nothing but space and a comma.
    Space,
    /// A core ends here.
    Core(usize),
    /// A string that is longer than a window starts here.
    String(usize),
    /// It takes a longer window to tell.
    More,
    Strange,
}

impl Parts {
    /// The parts of the entry that stands at `span` in its capture.
    #[must_use]
    pub fn new(span: Range<u64>, sizes: PartSizes) -> Self {
        let at = span.start;
        let scopes = vec![Scope::new(Level::Plain, Reading::Json, span)];
        Self {
            sizes,
            scopes,
            at,
            number: 0,
            lead: Vec::new(),
            window: Window::default(),
            quotes: Quotes::default(),
            tokens: Vec::new(),
        }
    }

    /// Looks the ends of strings up in `quotes`, which were noted of all of the entry.
    #[must_use]
    pub fn with_quotes(mut self, quotes: Quotes) -> Self {
        self.quotes = quotes;
        self
    }

    /// Makes `part` the next part; `false` when there is none. `read` fills a buffer with the
    /// bytes at an offset of the capture.
    ///
    /// # Errors
    /// When `read` fails, or when the entry is no JSON text; most faults are left for whoever
    /// reads the part.
    pub fn next<E: From<Malformed>>(
        &mut self,
        part: &mut Part,
        read: &mut Read<'_, E>,
    ) -> Result<bool, E> {
        part.clear();
        loop {
            let scope = self.scope();
            if self.at == scope.span.end {
                if self.scopes.len() == 1 {
                    return Ok(false);
                }
                self.leave();
                continue;
            }
            let made = match scope.reading {
                Reading::Json => self.json(part, read)?,
                reading => {
                    self.fragment(reading, part, read)?;
                    true
                }
            };
            if made {
                part.number = self.number;
                part.is_last = self.scopes.len() == 1 && self.at == self.scopes[0].span.end;
                self.number += 1;
                return Ok(true);
            }
        }
    }

    fn scope(&self) -> &Scope {
        self.scopes.last().expect("because the first is never left")
    }

    fn scope_mut(&mut self) -> &mut Scope {
        self.scopes.last_mut().expect("because the first is never left")
    }

    /// Goes on behind the string that has ended.
    fn leave(&mut self) {
        self.scopes.pop();
        let scope = self.scope_mut();
        scope.expect = Expect::AfterValue;
        let quote = scope.level.quote();
        self.at += quote.len() as u64;
        self.lead.extend_from_slice(quote);
    }

    /// Cuts a part out of a JSON text, or finds out why not.
    fn json<E: From<Malformed>>(
        &mut self,
        part: &mut Part,
        read: &mut Read<'_, E>,
    ) -> Result<bool, E> {
        let mut bytes = self.sizes.core_bytes;
        loop {
            let left = self.scope().span.end - self.at;
            let len = usize::try_from(left).unwrap_or(usize::MAX).min(bytes);
            self.window.0.resize(len, 0);
            read(self.at, &mut self.window.0)?;
            let (gap, expect) = self.gap();
            match self.step(gap, expect, len as u64 == left) {
                Step::More => bytes = bytes.saturating_mul(2),
                Step::Strange => {
                    self.strange()?;
                    return Ok(false);
                }
                step => {
                    self.lead.extend_from_slice(&self.window.0[..gap]);
                    self.at += gap as u64;
                    self.scope_mut().expect = expect;
                    return match step {
                        Step::Core(end) => self.core(gap..end, part, read).map(|()| true),
                        Step::String(start) => self.string(gap..start, part, read),
                        _ => Ok(false),
                    };
                }
            }
        }
    }

    /// What is no JSON is malformed in an entry, and text in a string.
    fn strange(&mut self) -> Result<(), Malformed> {
        if self.scopes.len() == 1 {
            return Err(Malformed { fault: Fault::NotJson, entry: None, offset: self.at });
        }
        let scope = self.scope_mut();
        scope.reading = Reading::Text;
        scope.frames.clear();
        Ok(())
    }

    /// Where the space and the comma at the start of the window end, and what comes then.
    fn gap(&self) -> (usize, Expect) {
        let scope = self.scope();
        let text = &self.window.0;
        let space = scope.level.skip_space(text, 0);
        if scope.expect == Expect::AfterValue && text.get(space) == Some(&b',') {
            (scope.level.skip_space(text, space + 1), Expect::AfterComma)
        } else {
            (space, scope.expect)
        }
    }

    /// Decides where the core that starts at `from` ends: as high up as it goes, in the second
    /// half of the window if it can be.
    fn step(&mut self, from: usize, expect: Expect, whole: bool) -> Step {
        let mut tokens = std::mem::take(&mut self.tokens);
        tokens.clear();
        let step = self.step_over(from, expect, whole, &mut tokens);
        self.tokens = tokens;
        step
    }

    fn step_over(
        &self,
        from: usize,
        expect: Expect,
        whole: bool,
        tokens: &mut Vec<(Token, Range<usize>)>,
    ) -> Step {
        let scope = self.scope();
        let text = &self.window.0;
        let closes = matches!(text.get(from), Some(b'}' | b']'));
        if from < text.len() && expect == Expect::AfterValue && (!closes || scope.frames.is_empty())
        {
            return Step::Strange;
        }
        let (mut at, mut depth) = (from, 0_i64);
        let (mut early, mut late) = (None, None::<(i64, usize)>);
        let open = i64::try_from(scope.frames.len()).unwrap_or(i64::MAX);
        loop {
            let mut may_cut = |depth: i64, at: usize| {
                if at < text.len() / 2 {
                    early = Some(at);
                } else if late.is_none_or(|(before, _)| depth <= before) {
                    late = Some((depth, at));
                }
            };
            let (token, span) = match scope.level.next(text, at, whole) {
                Next::Token(token, span) => (token, span),
                Next::End if whole => return Step::Core(text.len()),
                Next::End if tokens.is_empty() && from > 0 => return Step::Space,
                Next::Strange if self.scopes.len() > 1 && early.is_none() && late.is_none() => {
                    return Step::Strange;
                }
                stopped => {
                    let end = late.map(|(_, at)| at).or(early);
                    return match (end, stopped) {
                        (Some(end), _) => Step::Core(end),
                        (None, Next::Unfinished(start))
                            if self.is_value(from, start, tokens.len()) =>
                        {
                            Step::String(start)
                        }
                        (None, Next::Strange) => Step::Strange,
                        _ => Step::More,
                    };
                }
            };
            at = span.end;
            match token {
                Token::Open { .. } => {
                    depth += 1;
                    // No reader takes it for a document.
                    if depth + open > DEPTH_MAX && self.scopes.len() > 1 {
                        return Step::Strange;
                    }
                    may_cut(depth, span.end);
                }
                Token::Close { .. } => depth -= 1,
                Token::Comma => may_cut(depth, span.start),
                _ => {}
            }
            tokens.push((token, span));
            if depth + open < 0 {
                return Step::Strange;
            }
        }
    }

    /// Whether the long string at `start` is a value, and nothing but its key is before it.
    fn is_value(&self, from: usize, start: usize, tokens: usize) -> bool {
        let scope = self.scope();
        let text = &self.window.0;
        let quoted = text[start..].starts_with(scope.level.quote());
        let object = scope.frames.last().is_some_and(|frame| frame.object);
        let keyed = tokens == 2 && text[from..].starts_with(scope.level.quote());
        quoted && if object { keyed } else { tokens == 0 && !scope.frames.is_empty() }
    }

    /// Makes the part with this core, which stands at these bytes of the window.
    fn core<E>(
        &mut self,
        core: Range<usize>,
        part: &mut Part,
        read: &mut Read<'_, E>,
    ) -> Result<(), E> {
        part.lead.append(&mut self.lead);
        let text = &self.window.0[core.clone()];
        // A comma before an end is a fault that must be seen.
        let comma =
            !matches!(text.first(), Some(b'}' | b']')) || self.scope().expect == Expect::AfterComma;
        part.is_plain = self.scopes.len() == 1;
        scope::open(&self.scopes, comma, &mut part.text);
        let start = part.text.len();
        part.text.extend_from_slice(text);
        part.core = start..part.text.len();
        part.offset = self.at;
        let scope = self.scopes.last_mut().expect("because the first is never left");
        let inside = self.tokens.iter().take_while(|(_, span)| span.end <= core.end);
        scope.follow(&self.window.0, inside.cloned());
        self.at += text.len() as u64;
        if self.scope().expect == Expect::AfterValue
            && self.scope().frames.last().is_some_and(|frame| frame.object)
        {
            let behind = self.behind(self.at, read)?;
            part.text.extend_from_slice(&behind);
        }
        scope::close(&self.scopes, &mut part.text);
        Ok(())
    }

    /// The members behind `at` that say how those before it are read.
    fn behind<E>(&self, at: u64, read: &mut Read<'_, E>) -> Result<Vec<u8>, E> {
        let scope = self.scope();
        let left = usize::try_from(scope.span.end - at).unwrap_or(usize::MAX);
        let mut bytes = vec![0; left.min(BEHIND_BYTES)];
        read(at, &mut bytes)?;
        Ok(scope::tellers_behind(scope.level, &bytes))
    }
}

/// The last place after `from` and at or before `end` where `text`, a part of a JSON string, can be
/// cut without cutting a character or an escape in half.
#[must_use]
pub fn string_cut(text: &[u8], from: usize, end: usize) -> Option<usize> {
    edge::plain(text, from, end)
}

/// Where the last whole group of base64 ends in the first `len` bytes of `raw`, a JSON string.
#[must_use]
pub fn base64_cut(raw: &[u8], len: usize) -> usize {
    edge::groups(raw, len)
}

#[cfg(test)]
mod tests;
