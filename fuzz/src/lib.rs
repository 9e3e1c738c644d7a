//! The properties of `tests/it/fuzzed`, by name, for the fuzzer.

#[path = "../../tests/it/fuzzed/mod.rs"]
mod fuzzed;

/// Asks the property of a target of some bytes.
///
/// # Panics
/// When it does not hold, or there is no such target.
pub fn check(target: &str, data: &[u8]) {
    let (_, check) = fuzzed::TARGETS.iter().find(|(name, _)| *name == target).expect("a target");
    check(data);
}
