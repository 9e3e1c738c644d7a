//! STOMP frames: a command, headers `name:value` without a space, a body up to a zero byte.
//!
//! STOMP 1.2, "Augmented BNF": <https://stomp.github.io/stomp-specification-1.2.html>.

use crate::detect::layer::header_line::visit_header;
use crate::detect::layer::{Field, Layer, span};
use crate::detect::{Codec, Place};

/// A frame, as messaging in browsers sends it over a WebSocket.
pub(crate) static STOMP: Layer = Layer {
    id: "stomp",
    recognises: |text, _| {
        let end = memchr::memchr(b'\n', &text[..text.len().min(16)]);
        end.is_some_and(|end| COMMANDS.contains(&text[..end].trim_ascii_end()))
    },
    fields: |text, _, visit| {
        for line in span::lines(text).skip(1) {
            if line.is_empty() {
                let body = line.end + usize::from(text[line.end..].starts_with(b"\r")) + 1;
                let end = memchr::memchr(0, text).unwrap_or(text.len());
                if body < end {
                    visit(Field::new(&b""[..], body..end, Codec::Raw, Place::Text));
                }
                return;
            }
            match text[line.clone()].strip_prefix(b"login:") {
                Some(login) if !login.is_empty() => {
                    let login = line.end - login.len()..line.end;
                    let field = Field::new(&b"login"[..], login, Codec::Raw, Place::Pair);
                    visit(field.secret("stomp-login", "username"));
                }
                _ => visit_header(text, line, Place::RequestHeader, visit),
            }
        }
    },
};

const COMMANDS: [&[u8]; 15] = [
    b"CONNECT",
    b"STOMP",
    b"CONNECTED",
    b"SEND",
    b"SUBSCRIBE",
    b"UNSUBSCRIBE",
    b"MESSAGE",
    b"RECEIPT",
    b"ERROR",
    b"ACK",
    b"NACK",
    b"BEGIN",
    b"COMMIT",
    b"ABORT",
    b"DISCONNECT",
];

#[cfg(test)]
mod tests {
    use super::STOMP;
    use crate::detect::layer::check::{NO_HINT, check, check_foreign};

    #[test]
    fn frames() {
        check(
            &STOMP,
            "CONNECT\naccept-version:1.2\nlogin:mira\npasscode:k2Wq\n\n\0",
            &NO_HINT,
            &["accept-version=1.2", "login=mira!username", "passcode=k2Wq"],
        );
        check(
            &STOMP,
            "MESSAGE\r\ndestination:/q/a\r\n\r\n{\"token\":\"k\"}\0\n",
            &NO_HINT,
            &["destination=/q/a", "={\"token\":\"k\"}"],
        );
        check(&STOMP, "SEND\n", &NO_HINT, &[]);
        for text in ["CONNECT x:1\n", "Connected\n", "SEND", ""] {
            check_foreign(&STOMP, text, &NO_HINT);
        }
    }
}
