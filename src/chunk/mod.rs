//! How the output is cut: plan, chunk, manifest.
