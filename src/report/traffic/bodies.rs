//! Whether bodies and credentials are in a capture at all: a desk asks for what is not.

use serde::Serialize;

use crate::har::Entry;
use crate::report::traffic::header::Header;

/// Bodies of responses and requests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Bodies {
    /// Responses with a body in the capture.
    pub present: u64,
    /// Responses that had one, by their size, which is not in the capture.
    pub absent: u64,
    /// Bytes of bodies in the capture, as they are written there.
    pub bytes: u64,
    /// Requests with a body in the capture.
    pub of_requests: u64,
}

impl Bodies {
    /// Whether the capture was made with content: more bodies are in it than are missing.
    #[must_use]
    pub fn are_present(&self) -> bool {
        self.present > 0 && self.present >= self.absent
    }

    /// Counts an entry, or a part of one that has so many bytes of its own, the others being those of
    /// its neighbours, too.
    pub(super) fn count(&mut self, entry: Entry<'_>, bytes_max: u64) {
        match entry.body().filter(|body| !body.raw().is_empty()) {
            Some(body) => {
                self.present += 1;
                self.bytes += (body.raw().len() as u64).min(bytes_max);
            }
            None => {
                let size = entry.content().and_then(|content| content.number(b"size"));
                let side_file = entry.content().and_then(|content| content.text(b"_file"));
                self.present += u64::from(side_file.is_some());
                self.absent +=
                    u64::from(side_file.is_none() && size.is_some_and(|size| size > 0.0));
            }
        }
        let sent = entry.request().and_then(|request| request.object(b"postData"));
        let has_text = sent.is_some_and(|sent| {
            sent.text(b"text").is_some_and(|text| !text.raw().is_empty())
                || sent.array(b"params").is_some_and(|params| params.items().next().is_some())
        });
        self.of_requests += u64::from(has_text);
    }

    /// Adds what another part of the same entry has: it has one body, be it in many parts.
    pub(super) fn join(&mut self, part: Self) {
        self.present = self.present.max(part.present);
        self.absent = if self.present > 0 { 0 } else { self.absent.max(part.absent) };
        self.bytes += part.bytes;
        self.of_requests = self.of_requests.max(part.of_requests);
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.present += other.present;
        self.absent += other.absent;
        self.bytes += other.bytes;
        self.of_requests += other.of_requests;
    }
}

/// Headers that carry credentials, redacted or not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Credentials {
    /// `Cookie` headers.
    pub cookies: u64,
    /// `Set-Cookie` headers.
    pub set_cookies: u64,
    /// `Authorization` headers.
    pub authorizations: u64,
    /// All headers.
    pub headers: u64,
}

impl Credentials {
    /// Whether there are headers, and none with credentials: what Chrome's sanitized export leaves
    /// (<https://developer.chrome.com/blog/new-in-devtools-130>).
    #[must_use]
    pub fn are_stripped(&self) -> bool {
        self.headers > 0 && self.cookies + self.set_cookies + self.authorizations == 0
    }

    /// Counts a header.
    pub(super) fn count(&mut self, header: Header<'_>) {
        self.headers += 1;
        let count = match header.name.len() {
            6 if header.is("cookie") => &mut self.cookies,
            10 if header.is("set-cookie") => &mut self.set_cookies,
            13 if header.is("authorization") => &mut self.authorizations,
            _ => return,
        };
        *count += 1;
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.cookies += other.cookies;
        self.set_cookies += other.set_cookies;
        self.authorizations += other.authorizations;
        self.headers += other.headers;
    }
}
