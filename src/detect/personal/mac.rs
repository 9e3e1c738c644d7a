//! MAC addresses (EUI-48) with colons or hyphens.

use std::ops::Range;

use crate::detect::personal::context::Context;
use crate::detect::personal::{Hit, PersonalRule};

/// The rule.
pub(super) static RULE: PersonalRule = PersonalRule::new(
    "mac-address",
    "mac-address",
    "hardware addresses of network interfaces",
    &[
        ("", "wlan0 «9c:b6:d0:1f:7e:03» up"),
        ("", "\"«9C-B6-D0-1F-7E-03»\""),
        ("mac", "«10:20:30:40:50:60»"),
    ],
    &[
        ("", "00:00:00:00:00:00 ff:ff:ff:ff:ff:ff 20-24-11-24-05-59 10:20:30:40:50:60"),
        ("", "9c:b6:d0:1f:7e:03:9c:b6 9c:b6:d0:1f:7e 9c:b6-d0:1f:7e:03 9cb6:d01f:7e03"),
        ("", "1b4e28ba-2fa1-11d2-883f-b9a761bde3fb"),
    ],
);

const NAMES: [&str; 6] =
    [" mac ", " macaddress ", " macaddr ", " bssid ", " hwaddr ", " bluetooth "];

/// Whether a byte can be part of a MAC or IPv6 address.
pub(super) fn is_part(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || matches!(byte, b':' | b'-' | b'.')
}

/// Reports the MAC address that `word` of the text is.
pub(super) fn find_in(context: &Context<'_>, word: Range<usize>, hit: &mut Hit<'_>) {
    let end =
        word.end - context.text[word.clone()].iter().rev().take_while(|b| is_stop(**b)).count();
    let address = &context.text[word.start..end];
    let boundary = context.text.get(end).is_none_or(|byte| !byte.is_ascii_alphanumeric())
        && (word.start == 0 || !context.text[word.start - 1].is_ascii_alphanumeric());
    if !boundary || !is_address(address) {
        return;
    }
    let distinct = address.iter().any(u8::is_ascii_alphabetic);
    if distinct || context.says(&NAMES, word.start) {
        hit(word.start..end, RULE.rule);
    }
}

fn is_stop(byte: u8) -> bool {
    matches!(byte, b'.' | b':' | b'-')
}

fn is_address(text: &[u8]) -> bool {
    let separator = text.get(2).copied();
    let shaped = text.len() == 17
        && matches!(separator, Some(b':' | b'-'))
        && text.iter().enumerate().all(|(at, byte)| {
            if at % 3 == 2 { Some(*byte) == separator } else { byte.is_ascii_hexdigit() }
        });
    let digits = || text.iter().filter(|byte| byte.is_ascii_hexdigit());
    shaped && !digits().all(|b| *b == b'0') && !digits().all(|b| b.eq_ignore_ascii_case(&b'f'))
}
