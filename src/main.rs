//! The `unharm` command.

fn main() {}
