//! The forms in which captures are read and written.
