//! Names of headers that no table has: `X-Acme-Key: …`; and headers that a text tells of.

use crate::detect::layer::prose::is_chosen;
use crate::detect::name::Value;
use crate::detect::name::condition::Condition;
use crate::detect::name::index;
use crate::detect::name::normal::Name;
use crate::detect::name::shape::{Shape, is_hex, is_uuid};
use crate::detect::{Kind, Rule, Verdict};

/// The rule of [`is_key`].
pub(super) const KEY: Rule = Rule { id: "header/x-key", kind: Kind("api-key") };

/// Words before `Key` that make it no credential: what is looked up, ordered or counted by it.
const OTHERS: &[&[u8]] = &[
    b"websocket",
    b"idempotency",
    b"idempotent",
    b"surrogate",
    b"cache",
    b"partition",
    b"sort",
    b"public",
    b"publishable",
    b"routing",
    b"route",
    b"dedup",
    b"dedupe",
    b"deduplication",
    b"group",
    b"primary",
    b"foreign",
    b"object",
    b"row",
    b"hash",
    b"lock",
    b"shard",
    b"edge",
    b"site",
    b"request",
    b"trace",
    b"correlation",
    b"message",
    b"event",
    b"ordering",
    b"translation",
    b"i18n",
    b"feature",
    b"storage",
    b"build",
    b"limit",
    b"tenant",
    b"org",
    b"organization",
    b"project",
    b"workspace",
    b"vary",
    b"page",
];

/// Whether `X-…-Key` stands over a value that a machine drew or a person chose.
pub(super) fn is_key(name: &Name, value: Value<'_>) -> bool {
    let Value::Text(text) = value else { return false };
    let words = name.words();
    words > 2
        && name.word(0) == b"x"
        && name.word(words - 1) == b"key"
        && !(1..words - 1).any(|at| OTHERS.contains(&name.word(at)))
        && (is_hex(text, 32) || is_uuid(text) || Shape::of(text).is_random(16) || is_chosen(text))
}

/// Whether a pair of a text could be a header's: a hyphen in the name, a value that no word is.
pub(super) fn is_told(name: &[u8], value: Value<'_>) -> bool {
    let Value::Text(text) = value else { return false };
    let shape = Shape::of(text);
    text.len() >= 8
        && memchr::memchr(b'-', name).is_some()
        && shape.space == 0
        && (shape.digit > 0 || shape.lower > 0 && shape.upper > 0)
}

/// What a header of this name is that carries a credential.
pub(super) fn credential(name: &Name) -> Option<Verdict> {
    let named = index::header(name).filter(|named| named.condition == Condition::Strong);
    named.map(|named| Verdict::Secret(named.rule))
}

#[cfg(test)]
mod tests {
    use crate::detect::Place;
    use crate::detect::name::tests::check_texts;

    const HEX: &str = "9f86d081884c7d659a2feaa0c55ad015";

    #[test]
    fn keys_of_unknown_makers() {
        check_texts(
            Place::RequestHeader,
            &[
                ("X-Gotify-Key", "Ckx7.aQ9vT2mLw8R", "api-key"),
                ("X-Appwrite-Key", HEX, "api-key"),
                ("x-acme-key", "0b0f3f0e-5a53-4cc5-9d50-7ee4f7b9a0c1", "api-key"),
                ("X-ClickHouse-Key", "Tundra!612mango", "api-key"),
                ("X-Acme-Key", "checkout", ""),
                ("X-Acme-Key", "product-list-2024", ""),
                ("Sec-WebSocket-Key", "kX9vQ2mT7rB4nL8wZ3cY6g==", ""),
                ("X-Idempotency-Key", HEX, ""),
                ("X-Cache-Key", HEX, ""),
                ("X-Tenant-Key", HEX, ""),
                ("X-Rate-Limit-Key", HEX, ""),
                ("X-Acme-Key-Id", HEX, ""),
                ("Surrogate-Key", HEX, ""),
            ],
        );
        check_texts(Place::ResponseHeader, &[("X-Acme-Key", HEX, "")]);
    }

    #[test]
    fn headers_in_a_text() {
        check_texts(
            Place::Pair,
            &[
                ("X-Functions-Key", "k3XwQ81u", "api-key"),
                ("Ocp-Apim-Subscription-Key", HEX, "api-key"),
                ("dd-api-key", HEX, "api-key"),
                ("X-Zumo-Auth", "k3XwQ81u", "api-key"),
                ("X-Acme-Key", HEX, ""),
                ("Idempotency-Key", HEX, ""),
                ("Sec-WebSocket-Key", "kX9vQ2mT7rB4nL8wZ3cY6g==", ""),
                ("X-Request-Id", HEX, ""),
                ("x-user-id", "cust0m3r", ""),
            ],
        );
    }
}
