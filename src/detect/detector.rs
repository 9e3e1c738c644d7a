//! The detector.
/// The detector.
#[derive(Debug)]
pub struct Detector;
