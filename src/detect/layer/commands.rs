//! Lines by which a client opens a connection to a broker or a chat: `CONNECT {…}` of NATS, `PASS
//! oauth:…` of IRC as Twitch speaks it over a WebSocket.

use std::ops::Range;

use crate::detect::layer::prose::is_told;
use crate::detect::layer::{Field, Layer, span};
use crate::detect::{Codec, Place};

/// A command and its argument, one a line.
pub(crate) static COMMANDS: Layer = Layer {
    id: "commands",
    recognises: |text, _| {
        HEADS.iter().any(|head| text.starts_with(head)) || password(text).is_some()
    },
    fields: |text, _, visit| {
        if let Some(value) = password(text) {
            return visit(Field::new(&b"password"[..], value, Codec::Raw, Place::Pair));
        }
        for line in span::lines(text) {
            let piece = &text[line.clone()];
            let Some(head) = HEADS.iter().find(|head| piece.starts_with(head)) else { continue };
            if head.ends_with(b"{") {
                let value = line.start + head.len() - 1..line.end;
                visit(Field::new(&b""[..], value, Codec::Raw, Place::Json));
            } else if piece.len() > head.len() {
                let value = line.start + head.len()..line.end;
                let field = Field::new(&b"pass"[..], value, Codec::Raw, Place::Pair);
                visit(field.secret("irc-pass", "access-token"));
            }
        }
    },
};

const HEADS: [&[u8]; 3] = [b"CONNECT {", b"INFO {", b"PASS oauth:"];

/// Commands of chats, mailboxes and stores that take a password last.
const LOGINS: [&[u8]; 7] = [
    b"PASS ",
    b"AUTH ",
    b"LOGIN ",
    b"IDENTIFY ",
    b"NICKSERV IDENTIFY ",
    b"NS IDENTIFY ",
    b"PRIVMSG NickServ :IDENTIFY ",
];

/// The password of such a command, which is all of the text, or the first line of one that goes on
/// with a name: `AUTH bob …`, `PASS …\r\nNICK bob`.
fn password(text: &[u8]) -> Option<Range<usize>> {
    const BYTES_MAX: usize = 128;
    let head = LOGINS.iter().find(|head| text.starts_with(head))?;
    let rest = &text[head.len()..];
    let end = rest.iter().take(BYTES_MAX).position(|byte| matches!(byte, b'\r' | b'\n'));
    let line = &rest[..end.unwrap_or(rest.len())];
    let behind = rest[line.len()..].trim_ascii_start();
    let names = behind.starts_with(b"NICK ") || behind.starts_with(b"USER ");
    let start = memchr::memchr(b' ', line).map_or(0, |blank| blank + 1);
    let word = &line[start..];
    let is_one = !word.is_empty() && !word.iter().any(|byte| matches!(byte, b' ' | b'/' | b':'));
    // A report of tests says `PASS`, too, before the name of a file.
    let is_long = start > 0 || word.len() >= 8;
    let is_shown = behind.is_empty() && is_long && is_told(word) && !word.contains(&b'.');
    (line.len() <= BYTES_MAX && is_one && (names || is_shown))
        .then_some(head.len() + start..head.len() + line.len())
}

#[cfg(test)]
mod tests {
    use super::COMMANDS;
    use crate::detect::layer::checks::{check, refuse};

    #[test]
    fn openings() {
        check(
            &COMMANDS,
            "",
            "CONNECT {\"user\":\"bob\",\"pass\":\"x7Kq\"}\r\nPING\r\n",
            &["|{\"user\":\"bob\",\"pass\":\"x7Kq\"}|Raw|Json"],
        );
        check(
            &COMMANDS,
            "",
            "PASS oauth:k3v9wq8zr4kt\r\nNICK bob",
            &["pass|k3v9wq8zr4kt|Raw|Pair|irc-pass"],
        );
        check(&COMMANDS, "", "PASS oauth:", &[]);
        for (line, password) in [
            ("AUTH bob k3v9wq8zr4kt", "k3v9wq8zr4kt"),
            ("AUTH k3v9wq8zr4kt\r\n", "k3v9wq8zr4kt"),
            ("PASS sunshine\r\nNICK bob", "sunshine"),
            ("PRIVMSG NickServ :IDENTIFY hunter2x", "hunter2x"),
        ] {
            check(&COMMANDS, "", line, &[&format!("password|{password}|Raw|Pair")]);
        }
        refuse(
            &COMMANDS,
            &[
                "PASS sunshine",
                "PASS test77",
                "PASS tests/order77.test",
                "PASS order77.test",
                "AUTH LOGIN",
                "AUTH required",
                "LOGIN bob as admin7x",
                "AUTH k3v9wq8zr4kt\r\nfailed",
                "PASS ",
            ],
        );
        refuse(
            &COMMANDS,
            &["CONNECT shop.example:443 HTTP/1.1", "PASS src/a.test.js", "", "INFO x"],
        );
    }
}
