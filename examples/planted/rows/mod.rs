//! What is planted: a row for each thing. To add one, add a row to the file of its subject.

mod format;
mod layer;
mod location;
mod name;
mod personal;
mod travel;
mod useful;

use crate::capture::Slot;

/// One planted thing: its class, and the texts in which it stands.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) class: String,
    pub(crate) parts: Vec<(Slot, String)>,
}

impl Row {
    pub(crate) fn new(class: impl Into<String>, parts: &[(Slot, &str)]) -> Self {
        let parts = parts.iter().map(|(slot, text)| (*slot, (*text).to_owned())).collect();
        Self { class: class.into(), parts }
    }
}

/// A row of a table: class, place, text.
type Single = (&'static str, Slot, &'static str);

fn singles(rows: &[Single]) -> impl Iterator<Item = Row> {
    rows.iter().map(|(class, slot, text)| Row::new(*class, &[(*slot, text)]))
}

/// All rows.
pub(crate) fn all() -> Vec<Row> {
    let mut rows = Vec::new();
    rows.extend(location::rows());
    rows.extend(name::rows());
    rows.extend(layer::rows());
    rows.extend(format::rows());
    rows.extend(personal::rows());
    rows.extend(travel::rows());
    rows.extend(useful::rows());
    rows
}
