//! What a codec decodes it writes again, and a span of the decoded text is one of the raw text.

use unharm::detect::Codec;
use unharm::detect::codec::Decoded;

const ALL: [Codec; 17] = [
    Codec::Raw,
    Codec::Json,
    Codec::Percent,
    Codec::Form,
    Codec::Html,
    Codec::Script,
    Codec::Base64,
    Codec::Base64Url,
    Codec::DeflateBase64,
    Codec::Hex,
    Codec::Gzip,
    Codec::Zlib,
    Codec::Zstd,
    Codec::Chunks,
    Codec::Latin1,
    Codec::Utf16Le,
    Codec::Utf16Be,
];

const STAND_IN: &[u8] = b"redacted-token-1";

fn decoded(codec: Codec, raw: &[u8]) -> Option<Vec<u8>> {
    let mut out = b"left over".to_vec();
    match codec.decode(raw, &mut out) {
        Decoded::Same => {
            assert!(out.is_empty());
            Some(raw.to_vec())
        }
        Decoded::Changed => Some(out),
        Decoded::Invalid => {
            assert!(out.is_empty());
            None
        }
    }
}

/// Whether a pair of surrogates is written as two, which no decoder gives and WTF-8 forbids: escaped,
/// they are one character.
fn has_parted_pair(text: &[u8]) -> bool {
    text.windows(6).any(|six| matches!(six, [0xed, 0xa0..=0xaf, _, 0xed, 0xb0..=0xbf, _]))
}

/// The first byte chooses the codec, two more choose a span.
pub(crate) fn check(data: &[u8]) {
    let [codec, start, len, raw @ ..] = data else { return };
    let codec = ALL[usize::from(*codec) % ALL.len()];
    let Some(text) = decoded(codec, raw) else { return };
    assert!(text.len() <= 16 << 20, "{codec:?}: {} bytes", text.len());
    let is_utf16 = matches!(codec, Codec::Utf16Le | Codec::Utf16Be);
    // Only well-formed text has a form in UTF-16; a mark at its start is not of the text.
    let has_form = match codec {
        _ if is_utf16 => std::str::from_utf8(&text).is_ok_and(|text| !text.starts_with('\u{feff}')),
        Codec::Json | Codec::Script => !has_parted_pair(&text),
        _ => true,
    };
    if has_form {
        let mut out = Vec::new();
        codec.encode(&text, &mut out);
        assert_eq!(decoded(codec, &out).as_ref(), Some(&text), "{codec:?}");
        out.clear();
        codec.encode_like(raw, &text, &mut out);
        assert_eq!(decoded(codec, &out).as_ref(), Some(&text), "{codec:?}, as it was written");
    }
    let start = usize::from(*start) % (text.len() + 1);
    let end = (start + usize::from(*len)).min(text.len());
    if codec.is_charwise() && start < end {
        check_span(codec, raw, &text, start..end);
    }
}

/// A stand-in at the raw span stands in the decoded text at the span, or a little around it.
fn check_span(codec: Codec, raw: &[u8], text: &[u8], span: std::ops::Range<usize>) {
    let mut spans = [span.clone()];
    codec.locate(raw, &mut spans);
    let [located] = spans;
    assert!(located.start <= located.end && located.end <= raw.len());
    let mut changed = raw[..located.start].to_vec();
    codec.encode(STAND_IN, &mut changed);
    changed.extend_from_slice(&raw[located.end..]);
    let Some(after) = decoded(codec, &changed) else { panic!("{codec:?}: cannot be read") };
    let head = decoded(codec, &raw[..located.start]).expect("charwise");
    let tail = decoded(codec, &raw[located.end..]).expect("charwise");
    // A reference without its semicolon is one at the end, and none before a letter.
    let next = decoded(codec, &[&raw[..located.start], b"r"].concat()).expect("charwise");
    let before_letter = next.strip_suffix(b"r");
    let heads = [Some(&head[..]), before_letter].into_iter().flatten();
    let Some(head) = heads.filter(|head| text.starts_with(head)).max_by_key(|head| head.len())
    else {
        panic!("{codec:?}: cut through a piece")
    };
    assert!(text.ends_with(&tail), "{codec:?}: cut through a piece");
    assert!(head.len() <= span.start && text.len() - tail.len() >= span.end, "{codec:?}");
    // A stray backslash takes the letter for its own.
    if let Some(head) = before_letter {
        assert_eq!(after, [head, STAND_IN, &tail].concat(), "{codec:?}");
    }
}
