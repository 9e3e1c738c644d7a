//! What is replaced in a part of a long entry ([`crate::har::Part`]): of its findings only those
//! count that begin in its core.

use std::ops::Range;

use crate::detect::codec;
use crate::detect::{Codec, Finding, Findings, What};
use crate::har::Part;
use crate::redact::redactor::{Redactor, UnknownSecret};

/// What is replaced in the core of a part.
#[derive(Default)]
pub struct Edits {
    /// Ascending, without overlaps; spans of the part's text.
    edits: Vec<Edit>,
    /// What stands there instead.
    bytes: Vec<u8>,
    /// The fragment decoded, when it is base64 that holds secrets.
    decoded: Option<Box<Decoded>>,
}

/// A fragment of base64 that holds secrets, decoded.
struct Decoded {
    codec: Codec,
    text: Vec<u8>,
    core: Range<usize>,
    edits: Edits,
}

struct Edit {
    span: Range<usize>,
    bytes: Range<usize>,
}

/// A layer of base64 that covers a fragment.
struct Block<'f> {
    codec: Codec,
    text: &'f [u8],
    level: &'f [Finding],
}

impl Edits {
    /// Appends the core to `out`, from `from` on, which the core before has not taken yet; returns
    /// how far the part is taken, which may be behind the core.
    pub fn splice(&self, part: &Part, from: usize, out: &mut Vec<u8>) -> usize {
        self.write(&part.text, from..part.core.end, out)
    }

    fn write(&self, text: &[u8], core: Range<usize>, out: &mut Vec<u8>) -> usize {
        let mut copied = core.start;
        for edit in &self.edits {
            // Of two secrets that overlap the first takes the place of both.
            if edit.span.start < copied {
                copied = copied.max(edit.span.end);
                continue;
            }
            out.extend_from_slice(&text[copied..edit.span.start]);
            out.extend_from_slice(&self.bytes[edit.bytes.clone()]);
            copied = edit.span.end;
        }
        if copied < core.end {
            out.extend_from_slice(&text[copied..core.end]);
        }
        copied.max(core.end)
    }

    /// Whether the part is base64 that holds secrets, and of which kind: then it must be written
    /// with [`Edits::splice_decoded`].
    #[must_use]
    pub fn codec(&self) -> Option<Codec> {
        self.decoded.as_ref().map(|decoded| decoded.codec)
    }

    /// Appends the decoded core to `out`, without the `ahead` bytes that the core before has taken;
    /// returns how many bytes behind the core are taken.
    pub fn splice_decoded(&self, ahead: usize, out: &mut Vec<u8>) -> usize {
        let Some(decoded) = &self.decoded else { return 0 };
        let Range { start, end } = decoded.core;
        decoded.edits.write(&decoded.text, start.saturating_add(ahead)..end, out) - end
    }

    /// Takes what was written since `start` as the replacement of `span`.
    fn push(&mut self, span: Range<usize>, start: usize, core: &Range<usize>) {
        let span = span.start.max(core.start)..span.end;
        self.edits.push(Edit { span, bytes: start..self.bytes.len() });
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.edits.clear();
        self.bytes.clear();
        self.decoded = None;
    }
}

impl std::fmt::Debug for Edits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Edits({})", self.edits.len())
    }
}

impl Redactor<'_> {
    /// Finds out what is to be replaced in the core of `part`.
    ///
    /// # Errors
    /// When a finding's value is not in the book.
    pub fn part(
        &mut self,
        part: &Part,
        findings: &Findings,
        edits: &mut Edits,
    ) -> Result<(), UnknownSecret> {
        edits.clear();
        let fragment = part.fragment.as_ref().filter(|fragment| fragment.is_base64);
        let block = fragment.and_then(|_| block(findings, findings.top(), &part.core));
        if let (Some(fragment), Some(block)) = (fragment, block) {
            let raw = |span: Range<usize>| decode(block.codec, &part.text[span]).len();
            let start = raw(fragment.text.start..part.core.start);
            let end = match part.core.end == fragment.text.end {
                true => block.text.len(),
                false => start + raw(part.core.clone()),
            };
            self.stand(&part.core);
            let mut inner = Edits::default();
            let core = start..end.min(block.text.len());
            self.depth += 1;
            let done = self.level(block.text, findings, block.level, &core, &mut inner);
            self.depth -= 1;
            done?;
            if !inner.edits.is_empty() {
                let (codec, text) = (block.codec, block.text.to_vec());
                edits.decoded = Some(Box::new(Decoded { codec, text, core, edits: inner }));
            }
            return Ok(());
        }
        self.level(&part.text, findings, findings.top(), &part.core, edits)
    }

    fn level(
        &mut self,
        text: &[u8],
        findings: &Findings,
        level: &[Finding],
        core: &Range<usize>,
        edits: &mut Edits,
    ) -> Result<(), UnknownSecret> {
        for finding in level.iter().filter(|f| !f.is_seed()) {
            if finding.span.end <= core.start || finding.span.start >= core.end {
                continue;
            }
            match &finding.what {
                What::Inner { codec, text: inner, findings: below } if codec.is_charwise() => {
                    let raw = &text[finding.span.clone()];
                    let below = findings.inside(below);
                    let mut spans: Vec<_> = below.iter().map(|f| f.span.clone()).collect();
                    codec.locate(raw, &mut spans);
                    for (below, span) in below.iter().zip(spans) {
                        let start = finding.span.start;
                        let span = start + span.start..start + span.end;
                        let is_layer = matches!(below.what, What::Inner { .. });
                        if span.end <= core.start
                            || span.start >= core.end
                            || is_layer && span.start < core.start
                        {
                            continue;
                        }
                        let inner = &findings.bytes(inner)[below.span.clone()];
                        let mut written = Vec::new();
                        self.stand(&span);
                        self.replace(inner, findings, below, &mut written)?;
                        let start = edits.bytes.len();
                        codec.encode(&written, &mut edits.bytes);
                        edits.push(span, start, core);
                    }
                }
                // What is written anew as a whole counts where it begins.
                What::Inner { .. } if finding.span.start < core.start => {}
                _ => {
                    let raw = &text[finding.span.clone()];
                    let start = edits.bytes.len();
                    self.stand(&finding.span);
                    self.replace(raw, findings, finding, &mut edits.bytes)?;
                    edits.push(finding.span.clone(), start, core);
                }
            }
        }
        Ok(())
    }
}

/// The layer of base64 that covers `core`.
fn block<'f>(
    findings: &'f Findings,
    level: &'f [Finding],
    core: &Range<usize>,
) -> Option<Block<'f>> {
    let finding = level.iter().find(|finding| {
        finding.span.start <= core.start
            && finding.span.end >= core.end
            && matches!(finding.what, What::Inner { .. })
    })?;
    let What::Inner { codec, text, findings: below } = &finding.what else { return None };
    let (text, level) = (findings.bytes(text), findings.inside(below));
    match codec {
        Codec::Base64 | Codec::Base64Url => Some(Block { codec: *codec, text, level }),
        // The string in which it stands; slashes and line ends may be escaped there.
        Codec::Raw | Codec::Json => match level {
            [only] if only.span.start == 0 && only.span.end == text.len() => {
                block(findings, level, &(0..text.len()))
            }
            _ => None,
        },
        _ => None,
    }
}

/// What `raw`, whole groups of base64 in a JSON string, holds.
#[must_use]
pub fn decode(codec: Codec, raw: &[u8]) -> Vec<u8> {
    let (mut plain, mut out) = (Vec::new(), Vec::new());
    let text = match Codec::Json.decode(raw, &mut plain) {
        codec::Decoded::Changed => plain.as_slice(),
        codec::Decoded::Same | codec::Decoded::Invalid => raw,
    };
    codec.decode(text, &mut out);
    out
}
