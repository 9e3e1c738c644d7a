//! What people are told.
