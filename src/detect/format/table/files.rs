//! Paths of files that tell whose they are.

use crate::detect::format::check;
use crate::detect::format::edge::Edge;
use crate::detect::format::row::{FormatRule, row};

/// The rows.
#[rustfmt::skip]
pub(super) static ROWS: &[FormatRule] = &[
    row("home-directory", "username", "Account in the path of a home directory", &["/Users/", r"\Users\"], r"(?:/|\\{1,4})Users(?:/|\\{1,4})([A-Za-z][A-Za-z0-9._-]{1,31})(?:/|\\{1,4})(?:AppData|Library|Desktop|Documents|Downloads|Pictures|Movies|Music|Applications|OneDrive|Dropbox|Projects|Developer|\.[a-z]{2,})", &["at file:///Users/mira.quell/Library/x.js:12:5", "webpack:///Users/mquell/Projects/a.ts", r"C:\Users\mquell\AppData\Local\x.log", r"C:\\Users\\MQuell\\Documents", "/Users/mquell/.npm/_cacache"], &["/Users/2819c223-7f76-453a-919d-413861904646/Documents", "/scim/v2/Users/mquell", "/Users/mquell/groups", "/Users/Shared/Library", r"C:\Users\Public\Documents", "/Users/runner/Library", r"C:\Users\user\AppData", "/Users//Library"]).edge(Edge::None).check(check::home_of_a_person),
];
