//! Command lines whose options hold a password: `mysql -u root -p…`, `docker login -u bob -p …`,
//! `redis-cli -a …`, `--requirepass …`.

use std::ops::Range;

use crate::detect::layer::prose::expression::is_expression;
use crate::detect::layer::prose::{is_told, value_span};
use crate::detect::layer::{Field, Visit};
use crate::detect::{Codec, Place};

/// A command that is looked through has no more bytes.
const COMMAND_BYTES_MAX: usize = 256;

/// What a stem tells of the words behind it.
enum Command {
    /// The value stands at once behind it.
    At,
    /// Behind this option.
    Behind(&'static [u8]),
    /// Behind this option, a user and a colon.
    User(&'static [u8]),
    /// At this option, without a blank.
    Joined(&'static [u8]),
    /// At once behind it, where a sentence may go on as well.
    Told,
    /// As the last word.
    Last,
    /// Behind the second sign of equality of this option.
    Literal(&'static [u8]),
}

/// The stems, each with what tells where its password stands.
const COMMANDS: &[(&[u8], Command)] = &[
    (b"requirepass ", Command::At),
    (b"sshpass -p", Command::At),
    (b"-passin pass:", Command::At),
    (b"-passout pass:", Command::At),
    (b"AsPlainText -String ", Command::At),
    (b"To-SecureString ", Command::At),
    (b"mysql -", Command::Joined(b"-p")),
    (b"mysqldump -", Command::Joined(b"-p")),
    (b"mysqladmin -", Command::Joined(b"-p")),
    (b"docker login ", Command::Behind(b"-p")),
    (b"redis-cli ", Command::Behind(b"-a")),
    (b"sqlcmd ", Command::Behind(b"-P")),
    (b"http -a ", Command::User(b"-a")),
    (b"vault login ", Command::Told),
    (b"masterauth ", Command::Told),
    (b"az login ", Command::Behind(b"-p")),
    (b"oc login ", Command::Behind(b"-p")),
    (b"registry login ", Command::Behind(b"-p")),
    (b"mongo -u ", Command::Behind(b"-p")),
    (b"mongosh -u ", Command::Behind(b"-p")),
    (b"ldapsearch -", Command::Behind(b"-w")),
    (b"htpasswd -", Command::Last),
    (b"create secret generic ", Command::Literal(b"--from-literal=")),
];

/// The stems of such commands.
pub(super) fn stems() -> impl Iterator<Item = &'static [u8]> {
    COMMANDS.iter().map(|(stem, _)| *stem)
}

/// Whether a stem is one of them.
pub(super) fn is_of_command(stem: &[u8]) -> bool {
    COMMANDS.iter().any(|(known, _)| *known == stem)
}

/// Visits the password of the command whose stem stands at `stem`; gives where it ends. A page shows
/// such commands with a word for the password (`strict`).
pub(super) fn visit_command(
    text: &[u8],
    stem: Range<usize>,
    strict: bool,
    visit: &mut Visit<'_>,
) -> Option<usize> {
    let (head, command) = COMMANDS.iter().find(|(head, _)| *head == &text[stem.clone()])?;
    // The words of the command, the last of its stem, too, which can be an option.
    let last = head.iter().rev().skip(1).take_while(|byte| **byte != b' ').count() + 1;
    let words = stem.end - last..text.len().min(stem.end + COMMAND_BYTES_MAX);
    let start = match command {
        Command::At | Command::Told => {
            let start = stem.end + usize::from(text.get(stem.end) == Some(&b' '));
            let flag = &b"-String "[..];
            start + if text[start..].starts_with(flag) { flag.len() } else { 0 }
        }
        Command::Last => last_word(text, words)?,
        Command::Literal(option) => {
            let literal = word(text, words, |word| word.starts_with(option))?;
            let value = literal.start + option.len();
            value + memchr::memchr(b'=', &text[value..literal.end])? + 1
        }
        Command::Behind(option) | Command::User(option) => {
            word(text, words, |word| word == *option)?.end + 1
        }
        Command::Joined(option) => {
            let is_joined = |word: &[u8]| word.starts_with(option) && word.len() > option.len();
            word(text, words, is_joined)?.start + option.len()
        }
    };
    let mut value = value_span(text, Some(start).filter(|start| *start < text.len())?);
    if let Command::User(_) = command {
        value.start += memchr::memchr(b':', &text[value.clone()])? + 1;
    }
    // `$pw` is a variable, but where it stands in quotes.
    let is_name =
        matches!(text[start..], [b'-', ..] | [b'$', b'a'..=b'z' | b'A'..=b'Z' | b'{', ..]);
    if value.is_empty() || is_name || is_expression(text, &value) {
        return None;
    }
    let must_show = strict || matches!(command, Command::Told | Command::Literal(_));
    if must_show && !is_told(&text[value.clone()]) {
        return None;
    }
    let end = value.end;
    visit(Field::new(&b"password"[..], value, Codec::Raw, Place::Pair));
    Some(end)
}

/// Visits what a shell gives to `chpasswd`, the name at `name`: `echo "bob:…" | chpasswd`; gives where
/// the name ends.
pub(super) fn visit_piped(
    text: &[u8],
    name: &Range<usize>,
    done: usize,
    visit: &mut Visit<'_>,
) -> Option<usize> {
    if &text[name.clone()] != b"chpasswd" {
        return None;
    }
    let floor = done.max(name.start.saturating_sub(COMMAND_BYTES_MAX));
    let before = &text[floor..name.start];
    let before = before.strip_suffix(b"sudo ").unwrap_or(before).trim_ascii_end();
    let echo = before.strip_suffix(b"|")?.trim_ascii_end();
    let echo = echo.strip_suffix(b"\"").or(echo.strip_suffix(b"'")).unwrap_or(echo);
    let part = |byte: &&u8| **byte > b' ' && !matches!(**byte, b'"' | b'\'');
    let word = &echo[echo.len() - echo.iter().rev().take_while(part).count()..];
    let value = word.len() - memchr::memchr(b':', word)? - 1;
    let end = floor + echo.len();
    visit(Field::new(&b"password"[..], end - value..end, Codec::Raw, Place::Pair));
    Some(name.end)
}

/// Where the last word of a command begins whose option says that it is a password: `-b`, `-cb`.
fn last_word(text: &[u8], within: Range<usize>) -> Option<usize> {
    let options = word(text, within.clone(), |_| true)?;
    let command = &text[within.clone()];
    let ends = |byte: &u8| matches!(byte, b'\n' | b'\r' | b';' | b'|' | b'&' | b'<' | b'`');
    let command =
        command[..command.iter().position(ends).unwrap_or(command.len())].trim_ascii_end();
    let last = memchr::memrchr(b' ', command)? + 1;
    let is_whole = command.split(|byte| *byte == b' ').count() >= 3;
    (text[options].contains(&b'b') && is_whole).then_some(within.start + last)
}

/// The first word in `within` that `is` the one, before the command ends.
fn word(text: &[u8], within: Range<usize>, is: impl Fn(&[u8]) -> bool) -> Option<Range<usize>> {
    let command = &text[within.clone()];
    let end = memchr::memchr3(b'\n', b';', b'|', command).unwrap_or(command.len());
    let mut at = within.start;
    for word in command[..end].split(|byte| *byte == b' ') {
        if is(word) {
            return Some(at..at + word.len());
        }
        at += word.len() + 1;
    }
    None
}
