//! What is secret: rules, the layers in which text stands inside text, and findings.
//!
//! A *string is a document*: what it holds decides how it is read. A [`Layer`] cuts a text into
//! fields (a name, a value, the [`Codec`] in which the value is written); each field's name is
//! judged by the *name rules*, and its value, decoded, is a text again. *Format rules* and
//! *personal rules* look at every text for what is secret by its own shape.

pub mod codec;
pub mod format;
pub mod layer;
pub mod name;
pub mod personal;

mod admit;
mod again;
mod asset;
mod bare_body;
mod beside;
#[cfg(test)]
mod bodies;
mod body_value;
mod captions;
mod clean;
mod detector;
mod errors;
mod examiner;
mod filled;
mod finding;
mod flat;
mod flatness;
mod granted;
mod host;
mod inherit;
mod login;
mod lookup;
mod manifest;
mod memo;
mod naming;
mod needles;
mod pair;
mod place;
mod policy;
mod record;
mod references;
mod repeat;
mod rule;
mod run;
mod shadow;
mod shapes;
mod site;
mod sniff;
mod spelling;
mod statement;
mod table;
mod telling;
mod thing;
mod user;
mod variables;
mod walk;
mod whole;
mod wrapped;

pub use again::Told;
pub use clean::{Clean, CleanKey};
pub use codec::Codec;
pub use detector::{Detector, Known};
pub use examiner::{Examiner, LAYERS_MAX};
pub use finding::{Finding, Findings, Form, What};
pub use flatness::Flatness;
pub use layer::{Field, Layer, Reading};
pub use place::Place;
pub use policy::{JwtMode, Level, Policy};
pub use record::{Classes, Legend, Recorded};
pub(crate) use rule::is_redacted;
pub use rule::{Kind, Rule, Verdict, is_pseudonym};
pub use spelling::{Spellings, Suspects};
pub use user::{Action, Subject, UserRule, UserRuleError};
