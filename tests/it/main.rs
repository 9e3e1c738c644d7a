//! Integration tests, a module for each feature, through the public interface.

mod layout;
