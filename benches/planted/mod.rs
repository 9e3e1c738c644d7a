//! How many secrets a generated capture really holds: fewer than were asked for where it has few
//! entries.

use unharm::generate::{self, Recipe, Shape};

/// The distinct secrets that the generator lists for a capture of this shape.
pub(crate) fn secrets(shape: Shape, bytes: u64, secrets: u32) -> usize {
    let recipe = Recipe { shape, bytes, secrets, ..Recipe::default() };
    let mut list = Vec::new();
    generate::write(&recipe, &mut std::io::sink(), Some(&mut list))
        .expect("because memory takes all");
    let lines = list.split(|byte| *byte == b'\n');
    lines.filter(|line| line.starts_with(b"{\"secret\"")).count()
}
