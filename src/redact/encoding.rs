//! The forms that one secret can take in a text.
