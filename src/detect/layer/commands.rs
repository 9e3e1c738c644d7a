//! Lines by which a client opens a connection to a broker or a chat: `CONNECT {…}` of NATS, `PASS
//! oauth:…` of IRC as Twitch speaks it over a WebSocket.

use crate::detect::layer::{Field, Layer, span};
use crate::detect::{Codec, Place};

/// A command and its argument, one a line.
pub(crate) static COMMANDS: Layer = Layer {
    id: "commands",
    recognises: |text, _| HEADS.iter().any(|head| text.starts_with(head)),
    fields: |text, _, visit| {
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
        refuse(
            &COMMANDS,
            &["CONNECT shop.example:443 HTTP/1.1", "PASS src/a.test.js", "", "INFO x"],
        );
    }
}
