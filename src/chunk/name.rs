//! The names of the outputs, made from the name of the input.

/// What was done to a capture, as its name says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Redacted, and cut where needed.
    Sanitized,
    /// Cut only.
    Split,
}

impl Verb {
    fn as_str(self) -> &'static str {
        match self {
            Self::Sanitized => "sanitized",
            Self::Split => "split",
        }
    }
}

/// Makes the names of the outputs of one capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputNames {
    /// `capture.sanitized`
    stem: String,
    /// `.har`
    suffix: &'static str,
}

impl OutputNames {
    /// Names after `input`, a file name without its directory, `-` for standard input.
    ///
    /// ```
    /// use unharm::chunk::{OutputNames, Verb};
    ///
    /// let names = OutputNames::new("capture.har.gz", Verb::Sanitized);
    /// assert_eq!(names.single(), "capture.sanitized.har");
    /// assert_eq!(names.chunk(1, 7), "capture.sanitized-001-of-007.har");
    /// assert_eq!(names.manifest(), "capture.sanitized.manifest.json");
    /// ```
    #[must_use]
    pub fn new(input: &str, verb: Verb) -> Self {
        let name = if input == "-" { "stdin" } else { input };
        let name = without_suffix(name, &[".gz", ".zst", ".zip"]);
        let name = without_suffix(name, &[".zhar", ".har", ".harp", ".json", ".jsonp"]);
        let suffix = format!(".{}", verb.as_str());
        let name = name.strip_suffix(&suffix).unwrap_or(name);
        let name = if name.is_empty() { "capture" } else { name };
        Self { stem: format!("{name}{suffix}"), suffix: ".har" }
    }

    /// The names of files that end in `suffix`.
    #[must_use]
    pub fn with_suffix(self, suffix: &'static str) -> Self {
        Self { suffix, ..self }
    }

    /// The name of output `number`, from 1, of `count`.
    #[must_use]
    pub fn file(&self, number: usize, count: usize) -> String {
        if count == 1 { self.single() } else { self.chunk(number, count) }
    }

    /// The name of a member that holds the output called `file`, in an archive.
    #[must_use]
    pub fn member(&self, file: &str) -> String {
        format!("{}.har", file.strip_suffix(self.suffix).unwrap_or(file))
    }

    /// The name of the only output.
    #[must_use]
    pub fn single(&self) -> String {
        format!("{}{}", self.stem, self.suffix)
    }

    /// The name of chunk `number`, from 1, of `count`; names sort as chunks do.
    #[must_use]
    pub fn chunk(&self, number: usize, count: usize) -> String {
        let width = count.to_string().len().max(3);
        format!("{}-{number:0width$}-of-{count:0width$}{}", self.stem, self.suffix)
    }

    /// The name of the ticket.
    #[must_use]
    pub fn ticket(&self) -> String {
        format!("{}.ticket.md", self.stem)
    }

    /// The name of the manifest.
    #[must_use]
    pub fn manifest(&self) -> String {
        format!("{}.manifest.json", self.stem)
    }
}

fn without_suffix<'a>(name: &'a str, suffixes: &[&str]) -> &'a str {
    for suffix in suffixes {
        if let Some(at) = name.len().checked_sub(suffix.len())
            && name.is_char_boundary(at)
            && name[at..].eq_ignore_ascii_case(suffix)
        {
            return &name[..at];
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_from_the_input() {
        for (input, verb, single) in [
            ("capture.har", Verb::Sanitized, "capture.sanitized.har"),
            ("a.b.HAR.Gz", Verb::Sanitized, "a.b.sanitized.har"),
            ("capture.har.zst", Verb::Split, "capture.split.har"),
            ("trace.harp", Verb::Split, "trace.split.har"),
            ("-", Verb::Sanitized, "stdin.sanitized.har"),
            (".har", Verb::Sanitized, "capture.sanitized.har"),
            ("capture.sanitized.har", Verb::Sanitized, "capture.sanitized.har"),
            ("capture.sanitized.har", Verb::Split, "capture.sanitized.split.har"),
            ("ünï", Verb::Sanitized, "ünï.sanitized.har"),
            ("é", Verb::Sanitized, "é.sanitized.har"),
            ("a.zhar", Verb::Sanitized, "a.sanitized.har"),
            ("trace.har.zip", Verb::Split, "trace.split.har"),
        ] {
            assert_eq!(OutputNames::new(input, verb).single(), single);
        }
        let names = OutputNames::new("c.har", Verb::Split);
        assert_eq!(names.chunk(7, 12), "c.split-007-of-012.har");
        assert_eq!(names.chunk(7, 1200), "c.split-0007-of-1200.har");
        assert_eq!(names.manifest(), "c.split.manifest.json");
        let names = names.with_suffix(".har.zip");
        assert_eq!(names.single(), "c.split.har.zip");
        assert_eq!(names.chunk(1, 2), "c.split-001-of-002.har.zip");
        assert_eq!(names.member(&names.chunk(1, 2)), "c.split-001-of-002.har");
    }
}
