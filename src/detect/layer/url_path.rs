//! Secrets in the path of a URL: what follows `reset`, `invite` or `webhook` and looks like a
//! token, bot tokens, matrix parameters.

use std::ops::Range;

use crate::detect::layer::parameters::{begins_with_name, visit_parameters};
use crate::detect::layer::token::{is_token_like, words};
use crate::detect::layer::{Field, Visit};
use crate::detect::{Codec, Place, is_pseudonym};

/// How far behind a telling segment its token may stand: `/reset/confirm/MQ/<token>`.
const REACH: usize = 3;

/// Words of a segment behind which a token is a key to something.
const TELLING: &[&str] = &[
    "share",
    "shared",
    "sharing",
    "hook",
    "hooks",
    "token",
    "tokens",
    "callback",
    "redeem",
    "optout",
    "otp",
    "autologin",
    "onetime",
    "secret",
    "secrets",
    "magic",
    "join",
    "accept",
    "passwordless",
    "login",
    "signin",
    "sso",
    "signup",
    "session",
    "sessions",
];

/// Such words in the URL of a stream; that of a page has the id of one behind them, which anybody may
/// watch.
const OF_STREAMS: &[&str] = &["live", "stream", "streams", "hls", "rtmp"];

/// Schemes of streams, and endings of their parts.
const STREAM_SCHEMES: &[&[u8]] = &[b"rtmp", b"rtsp", b"srt:"];
const STREAM_ENDINGS: &[&[u8]] = &[b".m3u8", b".mpd", b".ts", b".m4s", b".flv"];

/// Beginnings of such words: `reset`, `resetpassword`, `verification`.
const TELLING_BEGINNINGS: &[&str] = &[
    "reset",
    "verif",
    "confirm",
    "activat",
    "invit",
    "unsubscri",
    "webhook",
    "magiclink",
    "recover",
    "passwordreset",
    "forgot",
];

/// Hosts whose paths are keys: nodes of block chains, addresses that are pinged or posted to.
const HOSTS: &[&[u8]] =
    &[b"infura.io", b"g.alchemy.com", b".quiknode.pro", b"//hc-ping.com", b"//webhook.site"];

/// Hosts of key vaults, where what is behind a name is the id of a version, which opens nothing.
const VAULTS: &[&[u8]] = &[
    b".vault.azure.net",
    b".vault.azure.cn",
    b".vault.usgovcloudapi.net",
    b".managedhsm.azure.net",
];

/// Visits what may be secret in the path `text[within]`; other segments give no field.
pub(crate) fn visit_path(text: &[u8], within: Range<usize>, hint: &[u8], visit: &mut Visit<'_>) {
    let mut previous = [0..0, 0..0];
    if VAULTS.iter().any(|host| text[..within.start].ends_with(host)) {
        return;
    }
    let is_setup = text[..within.start].ends_with(b"connect.stripe.com")
        && text[within.clone()].starts_with(b"/setup/");
    let is_key = is_setup
        || HOSTS.iter().any(|host| text[..within.start].ends_with(host))
        || is_name_of_link(hint);
    // What stands before a calendar is known to who may read it.
    let is_feed = text[within.clone()].ends_with(b".ics");
    let is_stream = STREAM_ENDINGS.iter().any(|end| text[within.clone()].ends_with(end))
        || STREAM_SCHEMES.iter().any(|scheme| text.starts_with(scheme));
    let mut telling_distance = if is_key { 0 } else { usize::MAX };
    let mut start = within.start;
    let file = memchr::memrchr(b'/', &text[within.clone()]).map_or(0, |at| at + 1);
    let file = &text[within.start + file..within.end];
    let ends_in_file = is_file(file);
    // `/s/<hash>/` before the name of a style sheet says of which build it is.
    let is_asset = file.ends_with(b".css") || file.ends_with(b".js");
    while start < within.end {
        let end =
            memchr::memchr(b'/', &text[start..within.end]).map_or(within.end, |at| start + at);
        let segment = start..segment_end(text, start..end);
        let near = telling_distance < REACH || is_feed && segment.len() >= 20;
        let is_of_asset = is_asset && previous[0].len() == 1;
        if !is_of_asset || near {
            visit_segment(text, &segment, &previous, near, visit);
        }
        if segment.end < end {
            let parameters = segment.end + 1..end;
            visit_parameters(text, parameters, Codec::Percent, Place::Query, visit);
        }
        telling_distance = telling_distance.saturating_add(1);
        if is_telling(&text[segment.clone()], is_stream)
            && !is_namespace(&text[segment.clone()], &text[previous[0].clone()])
        {
            telling_distance = 0;
        }
        if ends_in_file && holds_files(&text[segment.clone()], &text[previous[0].clone()]) {
            telling_distance = usize::MAX;
        }
        if !segment.is_empty() {
            previous = [segment, previous[0].clone()];
        }
        start = end + 1;
    }
}

fn visit_segment(
    text: &[u8],
    segment: &Range<usize>,
    previous: &[Range<usize>; 2],
    near: bool,
    visit: &mut Visit<'_>,
) {
    let value = &text[segment.clone()];
    let name = &text[previous[0].clone()];
    let field = |value| Field::new(name, value, Codec::Percent, Place::Path);
    if let Some(hash) = hash_of_address(text, segment) {
        visit(field(hash).secret("url-avatar", "email-hash"));
    } else if is_bot_token(value) {
        visit(field(segment.start + 3..segment.end).secret("url-bot-token", "bot-token"));
    } else if is_cookieless(value) {
        for token in cookieless(value) {
            let span = segment.start + token.start..segment.start + token.end;
            visit(field(span).secret("url-session", "session-id"));
        }
    } else if is_private(value) {
        visit(field(segment.clone()).secret("url-path-token", "path-token"));
    } else if begins_with_name(value) {
        visit_parameters(text, segment.clone(), Codec::Percent, Place::Query, visit);
    } else if is_slack_id(b'B', name)
        && is_slack_id(b'T', &text[previous[1].clone()])
        && value.len() >= 16
    {
        // The ids of workspace and hook are of no use alone; the token may stand alone elsewhere.
        let whole = previous[1].start..segment.end;
        visit(field(whole).secret("url-webhook", "webhook"));
        visit(Field { seed: true, ..field(segment.clone()).secret("url-webhook", "webhook") });
    } else if value.starts_with(b"acct_") {
        // Whose it is opens nothing.
    } else if near
        && (is_token_like(value) && !is_worded(value) && !is_commit(name, value)
            || is_code(name, value))
    {
        visit(field(segment.clone()).secret("url-path-token", "path-token"));
    } else if is_open(value) && !(name.len() == 1 && ends_in_uuid(value)) {
        // `/c/` and a UUID name a thing; `?c=` and a UUID may be a token.
        visit(field(segment.clone()));
    }
}

/// `activation_url`, `inviteLink`: what a URL is for stands in the name that it has.
fn is_name_of_link(name: &[u8]) -> bool {
    const FOR: [&[u8]; 14] = [
        b"activation",
        b"confirm",
        b"confirmation",
        b"enroll",
        b"enrollment",
        b"ical",
        b"invitation",
        b"invite",
        b"login",
        b"magic",
        b"reset",
        b"signin",
        b"verification",
        b"verify",
    ];
    let ends = |ends: &[&[u8]]| {
        ends.iter().any(|end| {
            name.len() > end.len() && name[name.len() - end.len()..].eq_ignore_ascii_case(end)
        })
    };
    (8..=40).contains(&name.len())
        && ends(&[b"url", b"link", b"uri"])
        && words(name).any(|word| FOR.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// Whether a segment is a UUID, perhaps behind a word, and with `_` between its parts:
/// `backups_48846a56_8eb6_4c1a_aca9_9890f0e32509`.
fn ends_in_uuid(segment: &[u8]) -> bool {
    const UUID: usize = 36;
    let Some((before, uuid)) = segment.split_at_checked(segment.len().wrapping_sub(UUID)) else {
        return false;
    };
    let is_word = |word: &[u8]| word.iter().all(|b| b.is_ascii_lowercase() || b"-_".contains(b));
    let is_part = |(at, byte): (usize, &u8)| match at {
        8 | 13 | 18 | 23 => matches!(byte, b'-' | b'_'),
        _ => byte.is_ascii_hexdigit(),
    };
    is_word(before)
        && before.last().is_none_or(|last| b"-_".contains(last))
        && uuid.iter().enumerate().all(is_part)
}

/// Whether a segment holds ASP.NET's sessions, tickets and anonymous ids without cookies:
/// `(S(token))`, `(X(1)A(token)S(token))`, also with `%28` and `%29`.
fn is_cookieless(segment: &[u8]) -> bool {
    let begins = |open: &[u8]| {
        let rest = segment.strip_prefix(open);
        rest.is_some_and(|rest| {
            matches!(rest.first(), Some(b'S' | b'F' | b'A' | b'X')) && rest[1..].starts_with(open)
        })
    };
    (begins(b"(") || begins(b"%28")) && cookieless(segment).next().is_some()
}

/// The tokens of such a segment.
fn cookieless(segment: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < segment.len() {
            let token = |b: &&u8| b.is_ascii_alphanumeric() || matches!(**b, b'-' | b'_');
            let rest = &segment[at..];
            if let Some(mark) = [&b"%28"[..], b"%29"].iter().find(|mark| rest.starts_with(mark)) {
                at += mark.len();
                continue;
            }
            let length = rest.iter().take_while(token).count();
            let start = at;
            at += length.max(1);
            if length >= 16 {
                return Some(start..start + length);
            }
        }
        None
    })
}

/// `private-3f2b…`: with it anybody reads the calendar.
fn is_private(segment: &[u8]) -> bool {
    let token = segment.strip_prefix(b"private-");
    token.is_some_and(|token| token.len() == 32 && token.iter().all(u8::is_ascii_hexdigit))
}

/// Whether a segment that nothing tells of is worth a look.
fn is_open(value: &[u8]) -> bool {
    let is_id = is_slack_id(b'T', value) || is_slack_id(b'B', value);
    value.len() >= 8 && (value.contains(&b'%') || is_token_like(value) && !is_id)
}

fn segment_end(text: &[u8], segment: Range<usize>) -> usize {
    memchr::memchr_iter(b';', &text[segment.clone()])
        .map(|at| segment.start + at)
        .find(|&at| begins_with_name(&text[at + 1..segment.end]))
        .unwrap_or(segment.end)
}

fn is_telling(segment: &[u8], in_stream: bool) -> bool {
    // A segment longer than any name is a value; what an earlier run has left there tells nothing.
    segment.len() <= 40
        && !is_pseudonym(segment)
        && words(segment).any(|word| {
            let is = |telling: &&str| word.eq_ignore_ascii_case(telling.as_bytes());
            let begins = |telling: &&str| {
                word.get(..telling.len())
                    .is_some_and(|head| head.eq_ignore_ascii_case(telling.as_bytes()))
            };
            TELLING.iter().any(is)
                || TELLING_BEGINNINGS.iter().any(begins)
                || in_stream && OF_STREAMS.iter().any(is)
        })
}

/// Whether what stands behind a segment are directories of a build or of a repository: `static`, and
/// `blob` behind `-`.
fn holds_files(segment: &[u8], before: &[u8]) -> bool {
    matches!(segment, b"static" | b"assets" | b"dist" | b"build" | b"chunks")
        || before == b"-" && matches!(segment, b"blob" | b"tree" | b"raw" | b"commit")
}

/// `providers/Microsoft.RecoveryServices`: whose things the next segments name.
fn is_namespace(segment: &[u8], before: &[u8]) -> bool {
    before == b"providers" && segment[segment.len().min(1)..].contains(&b'.')
}

/// The hash of what a repository holds, behind the kind of thing that it is.
fn is_commit(name: &[u8], value: &[u8]) -> bool {
    const KINDS: [&[u8]; 8] =
        [b"blob", b"blobs", b"commit", b"commits", b"compare", b"raw", b"tree", b"trees"];
    KINDS.contains(&name)
        && matches!(value.len(), 40 | 64)
        && value.iter().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte))
}

/// The name of a file, which nobody drew.
fn is_file(segment: &[u8]) -> bool {
    let Some(dot) = memchr::memrchr(b'.', segment) else { return false };
    let ending = &segment[dot + 1..];
    dot > 0
        && (1..=11).contains(&ending.len())
        && ending[0].is_ascii_lowercase()
        && ending.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        && !is_token_like(segment)
}

/// Words between hyphens, and short numbers of which at most one is no year: `oauth2-callback`,
/// `order-2026-000123`, `covid19-certificate`.
fn is_worded(segment: &[u8]) -> bool {
    let (mut longest, mut mixed, mut years, mut numbers) = (0, 0, 0, 0);
    for part in segment.split(|b| *b == b'-') {
        let letters = part.iter().take_while(|b| b.is_ascii_lowercase()).count();
        let digits = &part[letters..];
        let is_word = letters >= 2 && is_spoken(&part[..letters]);
        match (letters, digits.len()) {
            _ if !digits.iter().all(u8::is_ascii_digit) => return false,
            (0, 4) if matches!(digits[..2], [b'1', b'9'] | [b'2', b'0']) => years += 1,
            (0, 1..=6) => numbers += 1,
            (_, 0) if is_word => longest = longest.max(letters),
            (3..=8, 1..=3) if is_word => mixed += 1,
            _ => return false,
        }
    }
    longest >= 5 && mixed <= 1 && numbers <= 1 && years <= 1 && (mixed == 0 || numbers + years == 0)
}

/// Whether letters have the vowels of a word.
fn is_spoken(word: &[u8]) -> bool {
    word.iter().any(|b| b"aeiouy".contains(b))
        && word.split(|b| b"aeiouy".contains(b)).all(|consonants| consonants.len() <= 4)
}

/// A one-time code: six digits right behind `verify` or `otp`.
fn is_code(name: &[u8], value: &[u8]) -> bool {
    value.len() == 6
        && value.iter().all(u8::is_ascii_digit)
        && words(name).any(|word| {
            word.eq_ignore_ascii_case(b"otp")
                || word.get(..5).is_some_and(|w| w.eq_ignore_ascii_case(b"verif"))
        })
}

/// What Gravatar knows a person by: the hash of their address, which whoever guesses the address can tell.
fn hash_of_address(text: &[u8], segment: &Range<usize>) -> Option<Range<usize>> {
    const HOSTS: [&[u8]; 2] = [b"gravatar.com/avatar/", b"libravatar.org/avatar/"];
    // Of no address at all, which is the hash of every empty file, too.
    const OF_NOTHING: [&[u8]; 2] = [b"d41d8cd98f00b204", b"e3b0c44298fc1c14"];
    let value = &text[segment.clone()];
    let length = value.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    let is_hash = matches!(length, 32 | 64) && matches!(value.get(length), None | Some(b'.'));
    let is_of_one = is_hash && !OF_NOTHING.iter().any(|nothing| value.starts_with(nothing));
    (is_of_one && HOSTS.iter().any(|host| text[..segment.start].ends_with(host)))
        .then(|| segment.start..segment.start + length)
}

/// `bot<digits>:<token>`, as in the paths of Telegram's Bot API.
fn is_bot_token(segment: &[u8]) -> bool {
    let Some(rest) = segment.strip_prefix(b"bot") else {
        return false;
    };
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let colon = match &rest[digits..] {
        [b':', ..] => 1,
        [b'%', b'3', b'A' | b'a', ..] => 3,
        _ => return false,
    };
    digits >= 6 && rest.len() - digits - colon >= 20
}

/// `T…` names a Slack workspace and `B…` a webhook; what follows both is the secret.
fn is_slack_id(letter: u8, segment: &[u8]) -> bool {
    segment.len() >= 8
        && segment[0] == letter
        && segment.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

#[cfg(test)]
mod tests;
