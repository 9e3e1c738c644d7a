//! Values that no cell or label names, but the words or the element around them: a heading
//! (`<h3>API token</h3><pre>…`), a paragraph, an attribute (`<td data-label="Password">…`).
//!
//! Headings and classes are everywhere and values are rare, so the value is looked at first: only what
//! nobody would write as a word is asked what it is called.

use std::ops::Range;

use crate::detect::layer::html::attribute::Attributes;
use crate::detect::layer::html::person;
use crate::detect::layer::prose::{is_chosen, is_telling, is_told, trust};
use crate::detect::layer::span;
use crate::detect::layer::token::is_token_like;

/// A heading that names a value has no more bytes, and no more words.
const HEADING_BYTES_MAX: usize = 40;
const HEADING_WORDS_MAX: usize = 4;

/// Attributes that say what their element shows.
const NAMING: &[&[u8]] = &[b"data-label", b"data-title", b"data-th", b"aria-label", b"id"];

/// What a class ends with that names a credential, without signs; `token` and `key` alone are those of
/// highlighted code.
const CLASS_ENDS: &[&str] = &[
    "apikey",
    "accesskey",
    "secretkey",
    "privatekey",
    "licensekey",
    "apitoken",
    "accesstoken",
    "authtoken",
    "refreshtoken",
    "oauthtoken",
    "clientsecret",
    "password",
    "recoverycode",
    "backupcode",
];

/// Whether `raw` is one word that can be a credential; nearly all texts end the search at a blank.
pub(super) fn is_value(raw: &[u8]) -> bool {
    (6..=256).contains(&raw.len()) && !raw.iter().any(u8::is_ascii_whitespace) && is_told(raw)
}

/// The text `before` a value, if it is a heading that names it.
pub(super) fn heading(text: &[u8], before: Range<usize>, value: &[u8]) -> Option<Range<usize>> {
    let raw = &text[before.clone()];
    let is_heading = (1..=HEADING_BYTES_MAX).contains(&raw.len())
        && !raw.ends_with(b".")
        && !raw.iter().any(|byte| b"?!<=".contains(byte))
        && raw.split(u8::is_ascii_whitespace).count() <= HEADING_WORDS_MAX
        && (is_telling(raw) || span::ends_with_key(raw));
    let is_drawn = || is_token_like(value) || is_chosen(value);
    (is_heading && trust(raw).is_some() && is_drawn()).then_some(before)
}

/// What an attribute of the element calls the `value` in it.
pub(super) fn attribute(
    text: &[u8],
    attributes: &Attributes,
    value: &[u8],
) -> Option<Range<usize>> {
    let named = NAMING.iter().filter_map(|name| attributes.value(text, name)).find(|name| {
        let raw = &text[name.clone()];
        raw.len() <= 64 && is_telling(raw) && trust(raw).is_some_and(|trusts| trusts(value))
    });
    named.or_else(|| class(text, attributes))
}

/// The property of a person that an element is said to hold: `<span itemprop="givenName">`.
pub(super) fn property(text: &[u8], attributes: &Attributes, value: &[u8]) -> Option<Range<usize>> {
    let property = attributes.value(text, b"itemprop")?;
    (person::is_label(&text[property.clone()]) && person::holds(value)).then_some(property)
}

/// The class of an element that names what it shows: `api-key`.
fn class(text: &[u8], attributes: &Attributes) -> Option<Range<usize>> {
    let classes = attributes.value(text, b"class").filter(|classes| classes.len() <= 256)?;
    let mut at = classes.start;
    text[classes].split(|byte| *byte == b' ').find_map(|class| {
        let span = at..at + class.len();
        at = span.end + 1;
        names_credential(class).then_some(span)
    })
}

fn names_credential(class: &[u8]) -> bool {
    let letters = class.iter().filter(|byte| byte.is_ascii_alphanumeric());
    let folded: Vec<u8> = letters.map(u8::to_ascii_lowercase).collect();
    CLASS_ENDS.iter().any(|end| folded.ends_with(end.as_bytes()))
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies::check_page as page;

    #[test]
    fn what_stands_under_a_heading() {
        for text in [
            "<div class=label>Password</div><div class=value>k3XwQ81u</div>",
            "<span>Password</span> <span>k3XwQ81u</span>",
            "<b>Password</b>: k3XwQ81u",
            "<p>API token</p><p><code>k3XwQ81u</code></p>",
            "<h3>API token</h3><pre>k3XwQ81u</pre>",
        ] {
            page(text, &["k3XwQ81u"]);
        }
        for text in [
            "<span>Password</span> <span>Forgot your password?</span>",
            "<span>Password</span> <span>OAuth2</span>",
            "<h3>API token</h3><pre>iphone-15-256gb</pre>",
            "<h3>Forgot your password?</h3><p>k3XwQ81u</p>",
            "<h3>Authors</h3><p>k3XwQ81u</p>",
            "<h3>API token</h3><p>Create one</p><p>k3XwQ81u</p>",
            "<h3>Key features</h3><p>k3XwQ81u</p>",
            "<h3>API tokens have a name, a scope and an end</h3><p>k3XwQ81u</p>",
        ] {
            page(text, &[]);
        }
    }

    #[test]
    fn what_a_property_of_a_person_holds() {
        page(
            "<div itemscope><b itemprop=givenName>Quella</b> <b itemprop=\"streetAddress\">7 Mill Road</b></div>",
            &["Quella", "7 Mill Road"],
        );
        for text in [
            "<b itemprop=productName>Quella</b> <b itemprop=givenName>is required</b>",
            "<b itemprop=givenName></b>Quella <i>Tundra</i>",
        ] {
            page(text, &[]);
        }
    }

    #[test]
    fn what_an_attribute_names() {
        for text in [
            "<td data-label=\"Password\">k3XwQ81u</td>",
            "<code id=\"new-oauth-token\">k3XwQ81u</code>",
            "<span class=\"col api-key\">k3XwQ81u</span>",
            "<span class=apiKey>k3XwQ81u</span>",
            "<li class=two-factor-recovery-code>k3XwQ81u</li>",
        ] {
            page(text, &["k3XwQ81u"]);
        }
        for text in [
            "<span class=\"token string\">k3XwQ81u</span>",
            "<span class=hljs-keyword>k3XwQ81u</span>",
            "<kbd class=shortcut-key>Ctrl+Alt+1</kbd>",
            "<td data-label=\"Model\">k3XwQ81u</td>",
            "<span class=api-key>Regenerate</span>",
            "<span class=recovery-code>Download</span>",
            "<span class=api-key></span>k3XwQ81u",
        ] {
            page(text, &[]);
        }
    }
}
