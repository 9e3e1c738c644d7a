//! What programs, shells and people write in other ways than `name=value`.

use super::prose;

#[test]
fn headers_in_a_row() {
    prose(&[
        (
            "Authorization: 'Bearer k3XwQ81uQpZov7Lt', Accept: 'text/x', 'User-Agent': 'a/1.6'",
            &["Authorization=Bearer k3XwQ81uQpZov7Lt"],
        ),
        (
            "Authorization: Bearer k3XwQ81uQpZov7Lu, Accept: text/x",
            &["Authorization=Bearer k3XwQ81uQpZov7Lu"],
        ),
        (
            "Authorization: Digest username=\"b\", nonce=\"c\", Accept: text/x",
            &["Authorization=Digest username=\"b\", nonce=\"c\""],
        ),
    ]);
}
