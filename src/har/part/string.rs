//! Long strings: where they end, how they are read, and their fragments.

use std::ops::Range;

use crate::har::Malformed;
use crate::har::part::lex::{Level, StringEnd};
use crate::har::part::scope::{self, Reading, Scope};
use crate::har::part::{Fragment, Part, PartSizes, Parts, Read, edge};

/// How much of a string is looked at to see what it holds.
const HEAD_BYTES: usize = 1 << 10;
/// How much of a string is read at once to find its end.
const SEARCH_BYTES: usize = 256 << 10;

/// A long string in an entry.
#[derive(Debug)]
pub struct LongString<'p> {
    entry: &'p Scope,
    string: &'p Scope,
}

impl Parts {
    /// Goes into the long string that starts behind `key`; its key is a part of its own.
    pub(super) fn string<E: From<Malformed>>(
        &mut self,
        key: Range<usize>,
        part: &mut Part,
        read: &mut Read<'_, E>,
    ) -> Result<bool, E> {
        let key = self.window.0[key].to_vec();
        let level = self.scope().level;
        let quote = level.quote();
        let start = self.at + (key.len() + quote.len()) as u64;
        let Some(end) = self.string_end(start, read)? else {
            self.strange()?;
            return Ok(false);
        };
        let behind = self.behind(end + quote.len() as u64, read)?;
        let mut head =
            vec![0; usize::try_from(end - start).map_or(HEAD_BYTES, |n| n.min(HEAD_BYTES))];
        read(start, &mut head)?;
        let mut scope = Scope::new(Level::Escaped, self.reading(&head, &behind), start..end);
        scope.open = [&key, quote].concat();
        scope.close = [quote, behind.as_slice()].concat();
        if !key.is_empty() {
            scope::open(&self.scopes, true, &mut part.text);
            part.core = part.text.len()..part.text.len() + key.len();
            part.text.extend_from_slice(&key);
            part.text.push(b'0');
            scope::close(&self.scopes, &mut part.text);
            part.offset = self.at;
        }
        if !key.is_empty() {
            part.lead.append(&mut self.lead);
        }
        self.lead.extend_from_slice(quote);
        self.scopes.push(scope);
        self.at = start;
        Ok(!key.is_empty())
    }

    /// How a string is cut that starts with `head`.
    fn reading(&self, head: &[u8], behind: &[u8]) -> Reading {
        let scope = self.scope();
        let start = Level::Escaped.skip_space(head, 0);
        if scope.level == Level::Plain && matches!(head.get(start), Some(b'{' | b'[')) {
            return Reading::Json;
        }
        let tellers = scope.frames.last().map_or(&b""[..], |frame| frame.tellers());
        if says_base64(tellers) || says_base64(behind) || edge::looks_like_base64(head) {
            Reading::Base64 { folded: false }
        } else {
            Reading::Text
        }
    }

    /// Where the string ends whose content starts at `at`; none when it does not.
    fn string_end<E>(&mut self, mut at: u64, read: &mut Read<'_, E>) -> Result<Option<u64>, E> {
        let (level, end) = (self.scope().level, self.scope().span.end);
        let known = (level == Level::Plain).then(|| self.quotes.stretch_end(at)).flatten();
        loop {
            let left = usize::try_from(known.unwrap_or(end) - at).unwrap_or(usize::MAX);
            self.window.0.resize(left.min(SEARCH_BYTES), 0);
            read(at, &mut self.window.0)?;
            match level.string_end(&self.window.0, 0) {
                StringEnd::At(found) => return Ok(Some(at + found as u64)),
                StringEnd::After(next) if next > 0 && next < left => at += next as u64,
                StringEnd::After(_) => break,
                StringEnd::Strange => return Ok(None),
            }
        }
        Ok(known.and_then(|behind| self.quotes.first(behind)).filter(|found| *found < end))
    }

    /// Makes the next fragment of a string.
    pub(super) fn fragment<E>(
        &mut self,
        reading: Reading,
        part: &mut Part,
        read: &mut Read<'_, E>,
    ) -> Result<(), E> {
        let PartSizes { core_bytes, before_bytes, behind_bytes } = self.sizes;
        let span = self.scope().span.clone();
        let clamp = |bytes: u64, max: usize| usize::try_from(bytes).map_or(max, |n| n.min(max));
        let before = match reading {
            Reading::Base64 { folded: true } => 0,
            _ => clamp(self.at - span.start, before_bytes / 4 * 4),
        };
        let after = clamp(span.end - self.at, core_bytes + behind_bytes);
        self.window.0.resize(before + after, 0);
        read(self.at - before as u64, &mut self.window.0)?;
        let reading = edge::settle(reading, &self.window.0);
        self.scope_mut().reading = reading;
        let view = edge::View {
            text: &self.window.0,
            before,
            is_start: self.at - span.start == before as u64,
            is_end: span.end - self.at == after as u64,
        };
        let cuts = match reading {
            Reading::Base64 { folded } => view.base64(core_bytes, behind_bytes, folded),
            _ => view.text(core_bytes, behind_bytes),
        };
        part.lead.append(&mut self.lead);
        scope::open(&self.scopes, false, &mut part.text);
        let start = part.text.len();
        part.text.extend_from_slice(&self.window.0[cuts.start..cuts.end]);
        part.core = start + before - cuts.start..start + cuts.core_end - cuts.start;
        part.fragment = Some(Fragment {
            text: start..part.text.len(),
            is_base64: matches!(reading, Reading::Base64 { .. }),
            is_first: self.at == span.start,
        });
        scope::close(&self.scopes, &mut part.text);
        part.offset = self.at;
        self.at += (cuts.core_end - before) as u64;
        Ok(())
    }

    /// Makes the next part begin behind the long string of the entry that the last one stands in.
    pub fn skip_long_string(&mut self) {
        if let [_, string, ..] = self.scopes.as_slice() {
            self.at = string.span.end;
            self.scopes.truncate(2);
        }
    }

    /// The long string of the entry that the last part stands in.
    #[must_use]
    pub fn long_string(&self) -> Option<LongString<'_>> {
        let [entry, string, ..] = self.scopes.as_slice() else { return None };
        Some(LongString { entry, string })
    }
}

impl LongString<'_> {
    /// Where it stands in the capture, without its quotes.
    #[must_use]
    pub fn span(&self) -> Range<u64> {
        self.string.span.clone()
    }

    /// Whether it is base64.
    #[must_use]
    pub fn is_base64(&self) -> bool {
        matches!(self.string.reading, Reading::Base64 { .. })
    }

    /// Whether these keys lead to it; the items of an array have none.
    #[must_use]
    pub fn is_at(&self, path: &[&str]) -> bool {
        let keys = self.entry.frames.iter().skip(1).map(scope::Frame::key);
        let keys = keys.chain([self.string.open.as_slice()]);
        let names = keys.filter_map(scope::name).filter(|name| !name.is_empty());
        names.eq(path.iter().map(|name| name.as_bytes()))
    }

    /// Whether a `comment` stands beside it.
    #[must_use]
    pub fn has_comment(&self) -> bool {
        let before = self.entry.frames.last().map_or(&b""[..], |frame| frame.tellers());
        [before, &self.string.close]
            .iter()
            .any(|text| memchr::memmem::find(text, b"\"comment\":").is_some())
    }
}

/// Whether members that say how others are read say that one is base64 (RFC 6455: a WebSocket
/// frame of opcode 2 is binary, which Chrome writes so).
fn says_base64(tellers: &[u8]) -> bool {
    let lower = tellers.to_ascii_lowercase();
    [&b"\"encoding\":\"base64\""[..], b"\"opcode\":2"]
        .iter()
        .any(|said| memchr::memmem::find(&lower, said).is_some())
}
