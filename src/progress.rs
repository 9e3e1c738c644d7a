//! How a run tells how far it is.

/// One reading of the capture or of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// Pass 1: the secrets are collected.
    Collect,
    /// Pass 2: the redacted capture is written.
    Rewrite,
    /// Pass 3: what was written is searched for secrets.
    Verify,
}

/// Is told how far a run is; called from all threads.
pub trait Progress: Sync {
    /// A pass begins that reads `bytes` bytes.
    fn begin(&self, pass: Pass, bytes: u64);
    /// It has read `bytes` bytes more.
    fn advance(&self, bytes: u64);
    /// It has ended.
    fn end(&self);
}

/// Progress that nobody wants to see.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: Pass, _: u64) {}
    fn advance(&self, _: u64) {}
    fn end(&self) {}
}
