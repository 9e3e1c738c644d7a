//! What a person is called before their e-mail address in angle brackets: `Mira Quell <mira@…>`.
//!
//! Teams, programs and firms are called something there, too. Their address counts as every address
//! does; the name, which tells a reader who has written, stays.

use std::ops::Range;

use crate::detect::is_pseudonym;
use crate::detect::name::is_particle;
use crate::detect::personal::{Hit, PersonalRule};

/// The rule.
pub(super) static RULE: PersonalRule = PersonalRule::new(
    "mailbox-name",
    "name",
    "names before an e-mail address in angle brackets",
    &[
        ("", "From: «Mira Quell» <mira@corp-x.example>"),
        ("", "{\"from\":\"«Mira van Quell» <m@corp-x.example>\"}"),
        ("", "To: \"«Quell, Mira»\" <q7@corp-x.example>, '«Otto Tundra»' <o@corp-x.example>"),
        ("", "{\"to\":\"\\\"«Quell, Mira I.»\\\" \\u003cmq@corp-x.example\\u003e\"}"),
        ("", "On 9 March 2026 at 14:34 PM «Mira Quell» <sunny84@post.example> wrote:"),
        ("", "please write to «Mira Quell» &lt;mira@corp-x.example&gt;"),
        ("", "Hi,\\n«Mira O'Quell-Tundra» <mira@corp-x.example>"),
        ("", "Signed-off-by: «Jürgen Quell» <jq@corp-x.example>"),
        ("", "«Mira» <mira.quell@corp-x.example>; «Mira»<mira@corp-x.example>"),
        ("", "«Mira Quell» <mail@quell.example>"),
        ("", "«mira» <mira@corp-x.example> to: «mira.quell7» <Mira.Quell7@corp-x.example>"),
        ("", "Hello Support, Contact «Mira Quell» <mira@corp-x.example>"),
    ],
    &[
        ("", "Acme Support <support@acme.example> Acme <noreply@acme.example>"),
        ("", "Acme Cloud <hello@acme.example>, Acme <hi@acme.example>"),
        ("", "Quell Industries GmbH <contact@quell.example>"),
        ("", "Acme Rockets <mail@acme.example>, Blue Rocket <no-reply@corp-x.example>"),
        ("", "GitHub Actions <actions@host.example> Jenkins <ci@corp-x.example>"),
        ("", "Your Name <your.name@corp-x.example> Full Name <user@corp-x.example>"),
        ("", "write to the desk <mira@corp-x.example> or to Level 7 <mira@corp-x.example>"),
        (
            "",
            "build <build2@corp-x.example> x/mira <mira@corp-x.example> support <support@acme.example>",
        ),
        ("", "Mira Quell <a href=x> Mira Quell mira@corp-x.example"),
        ("", "<b>Mail</b> <mira@corp-x.example> \"\" <mira@corp-x.example>"),
        ("", "To: redacted-name-1 <mira@corp-x.example>"),
        ("", "/*\n * Author: Kim Doe <kim@firm.example>\n */"),
    ],
);

/// A name has no more bytes, and no more words.
const NAME_BYTES_MAX: usize = 64;
const WORDS_MAX: usize = 4;

/// Reports the name that stands before the address at `address`.
pub(super) fn find(text: &[u8], address: &Range<usize>, hit: &mut Hit<'_>) {
    let Some(before) = before_bracket(&text[..address.start]) else { return };
    let (local, domain) = parts(&text[address.clone()]);
    if is_role(local) {
        return;
    }
    let span = quoted(before).or_else(|| bare(before));
    let span = span.filter(|span| is_person(&before[span.clone()], local, domain));
    if let Some(span) = span.or_else(|| account(before, local)) {
        hit(span, RULE.rule);
    }
}

/// The account that `text` ends with, if it is the local part of the address behind it:
/// `mira.quell <mira.quell@…>`.
fn account(text: &[u8], local: &[u8]) -> Option<Range<usize>> {
    let start = text.len().checked_sub(local.len())?;
    let is_whole = !text[..start].last().is_some_and(|byte| {
        is_of_word(*byte) || byte.is_ascii_digit() || matches!(byte, b'\\' | b'_' | b'@' | b'/')
    });
    let is_one = local.len() >= 3 && text[start..].eq_ignore_ascii_case(local) && is_whole;
    (is_one && !is_pseudonym(local)).then_some(start..text.len())
}

/// What stands before the bracket that opens an address, without the space between them.
fn before_bracket(text: &[u8]) -> Option<&[u8]> {
    let open = [&b"<"[..], b"&lt;", b"\\u003c", b"\\u003C"];
    let rest = open.iter().find_map(|open| text.strip_suffix(*open))?;
    Some(rest.strip_suffix(b" ").unwrap_or(rest))
}

/// The local part of an address and its domain.
fn parts(address: &[u8]) -> (&[u8], &[u8]) {
    let at = address.iter().position(|byte| matches!(byte, b'@' | b'%')).unwrap_or(address.len());
    let domain = &address[at..];
    let sign = if domain.starts_with(b"%") { 3 } else { 1 };
    (&address[..at], domain.get(sign..).unwrap_or_default())
}

/// The name in the quotes that `text` ends with.
fn quoted(text: &[u8]) -> Option<Range<usize>> {
    let quote = [&b"\\\""[..], b"\"", b"&quot;", b"'"];
    let quote = quote.iter().find(|quote| text.ends_with(quote))?;
    let end = text.len() - quote.len();
    let from = end.saturating_sub(NAME_BYTES_MAX);
    let start = from + memchr::memmem::rfind(&text[from..end], quote)? + quote.len();
    let is_plain = |byte: &u8| is_of_word(*byte) || matches!(byte, b' ' | b',');
    let name = &text[start..end];
    let words = words(name).count();
    let fits = (1..=WORDS_MAX + 1).contains(&words) && name.iter().all(is_plain);
    (fits && words_are_names(name)).then_some(start..end)
}

/// The names that `text` ends with, as far back as words are names.
fn bare(text: &[u8]) -> Option<Range<usize>> {
    let (mut start, mut from) = (text.len(), text.len());
    for _ in 0..=WORDS_MAX {
        let begin = word_start(text, from);
        let word = &text[begin..from];
        if word.is_empty() || is_opening(word) {
            break;
        }
        if is_capital(word) {
            start = begin;
        } else if !is_particle(word) {
            break;
        }
        match begin.checked_sub(1).map(|at| text[at]) {
            Some(b' ') => from = begin - 1,
            _ => break,
        }
    }
    let name = &text[start..];
    let fits = name.len() <= NAME_BYTES_MAX && words(name).count() <= WORDS_MAX;
    (!name.is_empty() && fits).then_some(start..text.len())
}

/// Where the word begins that ends at `end`; at `end` if it goes on with what stands in no name.
fn word_start(text: &[u8], end: usize) -> usize {
    let floor = end.saturating_sub(NAME_BYTES_MAX);
    let len = text[floor..end].iter().rev().take_while(|byte| is_of_word(**byte)).count();
    let start = end - len;
    match text[..start].last() {
        // The letter of an escape is none of the name's.
        Some(b'\\') if matches!(text.get(start), Some(b'n' | b'r' | b't')) => start + 1,
        Some(byte) if byte.is_ascii_digit() || matches!(byte, b'\\' | b'_' | b'@' | b'/') => end,
        _ => start,
    }
}

/// Whether it is a person who is called `name` at such an address.
fn is_person(name: &[u8], local: &[u8], domain: &[u8]) -> bool {
    if is_pseudonym(name) || words(name).any(is_of_organisation) {
        return false;
    }
    let holds = |text: &[u8], word: &[u8]| {
        word.len() >= 3 && text.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word))
    };
    let is_of_domain = |word| {
        domain
            .split(|byte| *byte == b'.')
            .any(|label: &[u8]| label.len() >= 3 && label.eq_ignore_ascii_case(word))
    };
    match words(name).count() {
        0 => false,
        1 => words(name).all(|word| holds(local, word) && !is_of_domain(word)),
        // A firm's name begins as its domain does.
        _ => {
            !words(name).next().is_some_and(is_of_domain)
                || words(name).skip(1).any(|word| holds(local, word))
        }
    }
}

/// Whether all words of `name` are names, or small words between them.
fn words_are_names(name: &[u8]) -> bool {
    words(name).all(|word| is_capital(word) || is_particle(word)) && words(name).any(is_capital)
}

fn words(name: &[u8]) -> impl Iterator<Item = &[u8]> {
    name.split(|byte| matches!(byte, b' ' | b',')).filter(|word| !word.is_empty())
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80 || matches!(byte, b'.' | b'\'' | b'-')
}

fn is_capital(word: &[u8]) -> bool {
    let letters = word.iter().filter(|byte| byte.is_ascii_alphabetic() || **byte >= 0x80).count();
    word.first().is_some_and(|byte| byte.is_ascii_uppercase() || *byte >= 0x80) && letters > 0
}

/// Words with a capital that stand before a name.
fn is_opening(word: &[u8]) -> bool {
    const OPENINGS: [&[u8]; 22] = [
        b"From", b"To", b"Cc", b"CC", b"Bcc", b"By", b"Hi", b"Hello", b"Dear", b"Contact",
        b"Author", b"Sent", b"Reply", b"Ask", b"Mail", b"Email", b"Invite", b"Invited", b"AM",
        b"PM", b"Von", b"An",
    ];
    OPENINGS.contains(&word)
}

/// Whether nobody alone reads what is sent to such an address.
fn is_role(local: &[u8]) -> bool {
    let words = || local.split(|byte| matches!(byte, b'.' | b'-' | b'_' | b'+'));
    let is = |word: &[u8]| is_one_of(ROLES, word);
    words().any(is)
}

const ROLES: &str = "
    noreply reply donotreply support help helpdesk info sales billing admin administrator team
    newsletter news notification notifications notify alert alerts contact kontakt hello office
    service services jobs careers hr press marketing security abuse postmaster webmaster
    hostmaster mailer daemon bot ci build jenkins actions system root updates feedback privacy
    legal orders order invoices invoice accounts payments receipts bounce events community
";

/// Words of the names of firms, teams and programs, and of what a form shows as an example.
pub(crate) fn is_of_organisation(word: &[u8]) -> bool {
    let word = word.strip_suffix(b".").unwrap_or(word);
    is_one_of(ORGANISATIONS, word)
}

fn is_one_of(list: &str, word: &[u8]) -> bool {
    list.split_ascii_whitespace().any(|known| word.eq_ignore_ascii_case(known.as_bytes()))
}

const ORGANISATIONS: &str = "
    support team service services inc llc gmbh ltd limited corp corporation company ag
    notification notifications alert alerts newsletter news updates billing sales help desk
    helpdesk info admin administrator bot robot system systems group department office security
    account accounts store shop center centre customer mailer daemon delivery ci cloud app apps
    api project foundation community university bank reply noreply marketing online user name
    your example test mail industries labs software solutions actions feedback
";
