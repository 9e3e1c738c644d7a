//! MQTT CONNECT packets: what a client says of itself before it may publish, over a WebSocket.
//!
//! MQTT 3.1.1 and 5.0, section 3.1 (OASIS). A length stands before each string, so what is replaced
//! keeps its own.

use std::ops::Range;

use crate::detect::layer::{Field, Layer};
use crate::detect::{Codec, Place};

/// The packet by which a connection begins.
pub(crate) static MQTT: Layer = Layer {
    id: "mqtt",
    recognises: |text, _| strings(text).is_some(),
    fields: |text, _, visit| {
        let Some([user, password, will]) = strings(text) else { return };
        let field = |name: &'static str, value: Range<usize>| Field {
            fixed_length: true,
            ..Field::new(name.as_bytes(), value, Codec::Raw, Place::Pair)
        };
        if let Some(user) = user.filter(|user| !user.is_empty()) {
            visit(field("username", user).secret("mqtt-username", "username"));
        }
        if let Some(password) = password.filter(|password| !password.is_empty()) {
            visit(field("password", password).secret("mqtt-password", "password"));
        }
        if let Some(will) = will {
            visit(field("", will));
        }
    },
};

/// The first byte of the packet, and the names of the protocol with their versions.
const CONNECT: u8 = 0x10;
const PROTOCOLS: [(&[u8], u8); 3] = [(b"\0\x04MQTT", 4), (b"\0\x04MQTT", 5), (b"\0\x06MQIsdp", 3)];

const HAS_WILL: u8 = 1 << 2;
const HAS_PASSWORD: u8 = 1 << 6;
const HAS_USER: u8 = 1 << 7;

/// The name of the user, the password, and what is to be published when the connection breaks.
fn strings(text: &[u8]) -> Option<[Option<Range<usize>>; 3]> {
    if text.first() != Some(&CONNECT) {
        return None;
    }
    let mut packet = Packet { text, at: 1 };
    packet.number()?;
    let head = &text[packet.at..];
    let (protocol, version) = *PROTOCOLS.iter().find(|(name, version)| {
        head.strip_prefix(*name).is_some_and(|b| b.starts_with(&[*version]))
    })?;
    packet.at += protocol.len() + 1;
    let flags = packet.take(1)?;
    let flags = text[flags.start];
    // The seconds between two signs of life.
    packet.take(2)?;
    let is_new = version == 5;
    if is_new {
        packet.properties()?;
    }
    packet.string()?;
    let mut will = None;
    if flags & HAS_WILL != 0 {
        if is_new {
            packet.properties()?;
        }
        packet.string()?;
        will = Some(packet.string()?);
    }
    let user = if flags & HAS_USER != 0 { Some(packet.string()?) } else { None };
    let password = if flags & HAS_PASSWORD != 0 { Some(packet.string()?) } else { None };
    Some([user, password, will])
}

/// A packet, read from the left.
struct Packet<'t> {
    text: &'t [u8],
    at: usize,
}

impl Packet<'_> {
    fn take(&mut self, bytes: usize) -> Option<Range<usize>> {
        let span = self.at..self.at.checked_add(bytes).filter(|end| *end <= self.text.len())?;
        self.at = span.end;
        Some(span)
    }

    /// Bytes behind their length in two.
    fn string(&mut self) -> Option<Range<usize>> {
        let length = self.take(2)?;
        let length = u16::from_be_bytes([self.text[length.start], self.text[length.start + 1]]);
        self.take(usize::from(length))
    }

    /// Seven bits in each byte, the lowest first; the highest bit says that another follows.
    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in [0, 7, 14, 21] {
            let byte = self.take(1)?;
            let byte = self.text[byte.start];
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn properties(&mut self) -> Option<Range<usize>> {
        let length = self.number()?;
        self.take(length)
    }
}

#[cfg(test)]
mod tests {
    use super::MQTT;
    use crate::detect::layer::checks::{check, refuse};

    const USER: &str = "username|bob|Raw|Pair|mqtt-username|fixed";
    const PASSWORD: &str = "password|wq8Zr4Kt|Raw|Pair|mqtt-password|fixed";

    #[test]
    fn connections() {
        let old = "\x10\x25\0\x04MQTT\x04\u{42}\0\x3c\0\x07client1\0\x08wq8Zr4Kt";
        check(&MQTT, "", old, &[PASSWORD]);
        let both = "\x10\x25\0\x06MQIsdp\x03\x46\0\x3c\0\x01c\0\x01t\0\x04gone\0\x08wq8Zr4Kt";
        check(&MQTT, "", both, &[PASSWORD, "|gone|Raw|Pair|fixed"]);
        let new = "\x10\x29\0\x04MQTT\x05\x46\0\x3c\x02\x17\x01\0\0\0\0\x01t\0\x02{}\0\x08wq8Zr4Kt";
        check(&MQTT, "", new, &[PASSWORD, "|{}|Raw|Pair|fixed"]);
    }

    #[test]
    fn users() {
        let mut packet =
            b"\x10\x80\x01\0\x04MQTT\x04\xc2\0\x3c\0\x01c\0\x03bob\0\x08wq8Zr4Kt".to_vec();
        let rows = |packet: &[u8]| {
            let hint = crate::detect::layer::checks::hint("", "");
            assert!((MQTT.recognises)(packet, &hint));
            crate::detect::layer::checks::rows(&MQTT, packet, &hint)
        };
        assert_eq!(rows(&packet), [USER, PASSWORD]);
        // Cut.
        packet.pop();
        refuse(
            &MQTT,
            &["\x10\x05\0\x04MQTT", "\x10\x05\0\x04MQTX\x04\x02\0\x3c\0\0", "\x10", "", "x"],
        );
        assert!(!(MQTT.recognises)(&packet, &crate::detect::layer::checks::hint("", "")));
    }
}
