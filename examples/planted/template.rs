//! Templates: text with values to be planted in it.
//!
//! `‹recipe›` is a secret, `«recipe»` a useful value. `‹x=recipe›` names it, `‹x›` plants it again,
//! `‹x|pct›` does so in an encoding. `⟦b64:…⟧` encodes all it encloses. `‹recipe|filter›` plants a
//! new value encoded.

use std::collections::HashMap;

use crate::encode::encode;
use crate::recipe::{Dice, invent};

/// What should become of a planted value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Secret,
    Useful,
}

/// A value that was planted, as it is before any encoding.
#[derive(Debug, Clone)]
pub(crate) struct Value {
    pub(crate) fate: Fate,
    pub(crate) bytes: Vec<u8>,
}

/// Fills templates in; one for each row, since names hold within a row.
#[derive(Debug)]
pub(crate) struct Filler {
    dice: Dice,
    named: HashMap<String, Vec<u8>>,
}

impl Filler {
    pub(crate) fn new(seed: u64) -> Self {
        Self { dice: Dice::new(seed), named: HashMap::new() }
    }

    /// The filled text; `planted` gets its values.
    pub(crate) fn fill(&mut self, template: &str, planted: &mut Vec<Value>) -> Vec<u8> {
        let mut out = Vec::new();
        let mut rest = template;
        while let Some(at) = rest.find(['‹', '«', '⟦']) {
            out.extend_from_slice(&rest.as_bytes()[..at]);
            rest = &rest[at..];
            let (inside, after) = enclosed(rest);
            if rest.starts_with('⟦') {
                let (filter, text) = inside.split_once(':').expect("a filter before the colon");
                let text = self.fill(text, planted);
                out.extend(encode(filter, &text));
            } else {
                let fate = if rest.starts_with('‹') { Fate::Secret } else { Fate::Useful };
                out.extend(self.plant(inside, fate, planted));
            }
            rest = after;
        }
        out.extend_from_slice(rest.as_bytes());
        out
    }

    fn plant(&mut self, inside: &str, fate: Fate, planted: &mut Vec<Value>) -> Vec<u8> {
        let (recipe, filters) = match inside.split_once('|') {
            Some((recipe, filters)) if fate == Fate::Secret => (recipe, filters),
            _ => (inside, "raw"),
        };
        let bytes = if let Some(known) = self.named.get(recipe) {
            known.clone()
        } else {
            let (name, recipe) = match recipe.split_once('=') {
                Some((name, recipe)) if name.len() == 1 => (Some(name), recipe),
                _ => (None, recipe),
            };
            let bytes = invent(recipe, &mut self.dice).into_bytes();
            if let Some(name) = name {
                self.named.insert(name.to_owned(), bytes.clone());
            }
            bytes
        };
        planted.push(Value { fate, bytes: bytes.clone() });
        filters.split('|').fold(bytes, |bytes, filter| encode(filter, &bytes))
    }
}

/// What stands between the bracket at the start and its partner, and what follows.
fn enclosed(text: &str) -> (&str, &str) {
    let open = text.chars().next().expect("a bracket");
    let close = match open {
        '‹' => '›',
        '«' => '»',
        _ => '⟧',
    };
    let mut depth = 0;
    for (at, char) in text.char_indices() {
        if char == open {
            depth += 1;
        } else if char == close {
            depth -= 1;
            if depth == 0 {
                return (&text[open.len_utf8()..at], &text[at + close.len_utf8()..]);
            }
        }
    }
    panic!("a bracket without a partner in {text}")
}
