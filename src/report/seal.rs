//! What keeps a report closed: the secrets of its capture, for which its own text is searched.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use crate::redact::sweep::Sweep;
use crate::report::{CaptureReport, Report};

/// What a name says instead of a secret.
const STAND_IN: &str = "redacted";

/// Knows the secrets of one capture.
#[derive(Clone)]
pub struct Seal(Arc<Sweep>);

impl Seal {
    /// Knows what `sweep` knows.
    #[must_use]
    pub fn new(sweep: &Arc<Sweep>) -> Self {
        Self(Arc::clone(sweep))
    }

    /// Which secrets stand in a text.
    fn secrets_in(&self, text: &str) -> BTreeSet<u32> {
        let mut secrets = BTreeSet::new();
        self.0.find(text.as_bytes(), &mut |_, secret, _| {
            secrets.insert(secret);
        });
        secrets
    }

    /// A name without what is secret in it.
    fn cover(&self, name: &str) -> String {
        let (mut covered, mut copied) = (Vec::new(), 0);
        self.0.find(name.as_bytes(), &mut |span, _, _| {
            covered.extend_from_slice(&name.as_bytes()[copied..span.start]);
            covered.extend_from_slice(STAND_IN.as_bytes());
            copied = span.end;
        });
        covered.extend_from_slice(&name.as_bytes()[copied..]);
        String::from_utf8_lossy(&covered).into_owned()
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal")
    }
}

impl Report {
    /// The text that `write` makes of the report, without a secret of its captures in it.
    ///
    /// The names of files are the user's own, and what is secret in them is covered. Everything
    /// else that comes from a capture was redacted before, so that a secret in the text is a fault.
    /// A word of ours is none, whatever secret it equals: it stands in the report of any capture.
    ///
    /// # Errors
    /// When a secret stands in the text: in how many places.
    pub fn sealed(&self, write: impl Fn(&Self) -> String) -> Result<String, u64> {
        let covered = self.with(CaptureReport::covered);
        let text = write(&covered);
        let ours = write(&covered.with(CaptureReport::without_captured));
        let leaks = self.captures.iter().filter_map(|capture| capture.seal.as_ref()).map(|seal| {
            let ours = seal.secrets_in(&ours);
            seal.secrets_in(&text).difference(&ours).count() as u64
        });
        match leaks.sum() {
            0 => Ok(text),
            leaks => Err(leaks),
        }
    }

    fn with(&self, change: impl Fn(&CaptureReport) -> CaptureReport) -> Self {
        Self { captures: self.captures.iter().map(change).collect(), ..self.clone() }
    }
}

impl CaptureReport {
    /// Without what is secret in the names of files.
    fn covered(&self) -> Self {
        let mut covered = self.clone();
        if let Some(seal) = &self.seal {
            covered.capture = seal.cover(&self.capture);
            covered.output.manifest = self.output.manifest.as_deref().map(|name| seal.cover(name));
            for chunk in &mut covered.output.chunks {
                chunk.file = seal.cover(&chunk.file);
            }
        }
        covered
    }

    /// Without what comes from the capture: words of ours, numbers and hashes.
    pub(super) fn without_captured(&self) -> Self {
        let mut ours = self.clone();
        ours.capture.clear();
        ours.output.manifest = None;
        ours.traffic = None;
        for chunk in &mut ours.output.chunks {
            chunk.file.clear();
        }
        ours
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::redact::sweep::Sweep;
    use crate::report::{Report, Seal};

    const SECRETS: [&[u8]; 2] = [b"wq8Zr4-invented-Kt71xNb", b"jane.roe@mail.example"];

    #[test]
    fn a_secret_in_a_report_is_a_leak_in_whatever_form() {
        let seal = Seal::new(&Arc::new(Sweep::new(&SECRETS)));
        let capture = crate::report::machine::tests::capture_with(seal);
        let report = Report { captures: vec![capture], ..Report::new() };
        assert_eq!(report.sealed(|_| "clean".to_owned()), Ok("clean".to_owned()));
        let base64 = base64_simd::STANDARD.encode_to_string(SECRETS[0]);
        for (text, leaks) in [("a wq8Zr4-invented-Kt71xNb b", 1), (&base64, 1)] {
            let of_capture = |report: &Report| match report.captures[0].capture.is_empty() {
                true => String::new(),
                false => text.to_owned(),
            };
            assert_eq!(report.sealed(of_capture), Err(leaks));
            // The same words in the report of any capture tell nothing.
            assert!(report.sealed(|_| text.to_owned()).is_ok());
        }
        let name = report.sealed(|report| report.captures[0].capture.clone());
        assert_eq!(name.as_deref(), Ok("of redacted.har"));
    }
}
