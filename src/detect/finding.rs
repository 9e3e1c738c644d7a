//! Findings.
/// A finding.
#[derive(Debug)]
pub struct Finding;
/// Findings.
#[derive(Debug)]
pub struct Findings;
/// What.
#[derive(Debug)]
pub struct What;
