//! Coordinates: `geo:` URIs (RFC 5870), points of well-known text, map URLs, and pairs under a
//! telling name.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::detect::personal::context::Context;
use crate::detect::personal::{Hit, PersonalRule};

/// The rule.
pub(super) static RULE: PersonalRule = PersonalRule::new(
    "coordinates",
    "location",
    "latitude and longitude",
    &[
        ("", "geo:«48.2010,16.3695»;u=40"),
        ("", "POINT(«11.5755 48.1374»)"),
        ("", "POINT Z («11.5755 48.1374 300»)"),
        ("", "https://maps.example/@«48.1374,11.5755»,15z"),
        ("latlng", "«48.1374,11.5755»"),
        ("ll", "«-33.8568, 151.2153»"),
    ],
    &[
        ("", "M48.1374,11.5755L3,4 POINT(a b) geo:x react@18.2,1"),
        ("", "48.1374,11.5755"),
        ("position", "12,30"),
    ],
);

static GEO: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"geo:"));
static POINT: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"POINT"));

const NAMES: [&str; 13] = [
    " ll ",
    " latlng ",
    " lat lng ",
    " latlon ",
    " lat lon ",
    " location ",
    " coords ",
    " coordinates ",
    " coordinate ",
    " position ",
    " geo ",
    " geolocation ",
    " center ",
];

/// Reports coordinates in the text.
pub(super) fn find(context: &Context<'_>, hit: &mut Hit<'_>) {
    let text = context.text;
    if text.len() < 8 {
        return;
    }
    for at in GEO.find_iter(text) {
        report(text, at + 4, hit);
    }
    for at in POINT.find_iter(text) {
        let skipped = text[at + 5..].iter().take_while(|b| matches!(b, b' ' | b'(' | b'Z' | b'M'));
        report(text, at + 5 + skipped.count(), hit);
    }
    let start = text.iter().take_while(|byte| matches!(byte, b' ' | b'(' | b'[')).count();
    let alone = text.len() <= 64 && pair_at(text, start).is_some();
    if alone && context.name_says(&NAMES) {
        report(text, start, hit);
    }
}

/// Reports the point of a map whose `/@` ends with the `@` at `at`.
pub(super) fn find_at(text: &[u8], at: usize, hit: &mut Hit<'_>) {
    if text[at] == b'@' && text[..at].ends_with(b"/") {
        report(text, at + 1, hit);
    }
}

/// Reports the pair that begins at `at`.
fn report(text: &[u8], at: usize, hit: &mut Hit<'_>) {
    if let Some(span) = pair_at(text, at) {
        hit(span, RULE.rule);
    }
}

/// Two or three numbers, the first two with decimals and within what a globe has.
fn pair_at(text: &[u8], at: usize) -> Option<Range<usize>> {
    let first = at + degrees_len(&text[at..])?;
    let gap = text[first..].iter().take_while(|byte| matches!(byte, b',' | b' ')).count();
    let second = first + gap;
    let mut end = second + degrees_len(&text[second..]).filter(|_| gap > 0)?;
    let more = &text[end..];
    let altitude = usize::from(matches!(more.first(), Some(b' ')));
    let len = more[altitude..].iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    if altitude > 0 && len > 0 {
        end += altitude + len;
    }
    Some(at..end)
}

/// Length of a number with three decimals or more, of at most 180.
fn degrees_len(text: &[u8]) -> Option<usize> {
    let sign = usize::from(matches!(text.first(), Some(b'-' | b'+')));
    let whole = text[sign..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let dot = sign + whole;
    if !(1..=3).contains(&whole) || text.get(dot) != Some(&b'.') {
        return None;
    }
    let decimals = text[dot + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let value = text[sign..dot].iter().fold(0u32, |sum, d| sum * 10 + u32::from(d - b'0'));
    (decimals >= 3 && value <= 180).then_some(dot + 1 + decimals)
}
