//! The table of format rules, one file a subject.
//!
//! Its facts are those the vendors publish about the shape of their tokens; a row claims no more
//! than what tells the token from other text.

mod ai;
mod cloud;
mod code_hosting;
mod files;
mod identity;
mod keys;
mod links;
mod messaging;
mod monitoring;
mod payment;
mod services;

use crate::detect::format::row::FormatRule;
use crate::detect::format::url;

/// Every built-in format rule, publishable keys among them.
pub fn rules() -> impl Iterator<Item = &'static FormatRule> {
    let tables = [
        ai::ROWS,
        cloud::ROWS,
        code_hosting::ROWS,
        files::ROWS,
        identity::ROWS,
        keys::ROWS,
        links::ROWS,
        messaging::ROWS,
        monitoring::ROWS,
        payment::ROWS,
        services::ROWS,
    ];
    tables.into_iter().flatten().chain(std::iter::once(&url::ROW))
}
