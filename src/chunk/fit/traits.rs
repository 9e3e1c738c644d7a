//! What an entry says that decides whether its body may go.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::chunk::fit::class::{Class, Signs};
use crate::chunk::fit::host;
use crate::har::{Entry, Object};

/// A shorter body is not worth the marker that would say so.
pub(super) const BODY_BYTES_MIN: usize = 256;

/// What an entry, or the parts of one that were read so far, says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Traits {
    pub(super) signs: Signs,
    status: Option<u16>,
    has_response: bool,
    has_error: bool,
    pub(super) is_cached: bool,
    /// Of a host whose bodies are kept.
    pub(super) is_kept: bool,
    /// A hash of the site it is from; 0 is none.
    pub(super) site: u16,
    /// A hash of the page it names.
    pub(super) page: u64,
    /// The bytes of the body as they are written.
    pub(super) body_bytes: u64,
    /// A hash of the body; 0 is none.
    pub(super) body: u32,
}

impl Traits {
    /// What an entry says; bodies from `keep_hosts` and the hosts below them are kept.
    #[must_use]
    pub fn of_entry(entry: Object<'_>, keep_hosts: &[String]) -> Self {
        let mut traits = Self::of_part(entry, keep_hosts);
        if let Some(body) = Entry::from(entry).body() {
            traits.body_bytes = body.raw().len() as u64;
            if body.raw().len() >= BODY_BYTES_MIN {
                traits.body = fold(hash(body.raw()));
            }
        }
        traits
    }

    /// What a part of a long entry says; its body is noted with [`Traits::set_body`].
    #[must_use]
    pub fn of_part(part: Object<'_>, keep_hosts: &[String]) -> Self {
        let entry = Entry::from(part);
        let url = entry.url().map(crate::har::Text::decode);
        let host = url.as_deref().and_then(host::of_url);
        let host = host.as_deref();
        let has_status = entry.response().is_some_and(|r| r.number(b"status").is_some());
        Self {
            signs: Signs::new(entry, url.as_deref()),
            status: has_status.then(|| entry.status()),
            has_response: entry.response().is_some(),
            has_error: entry.error().is_some_and(|error| !error.raw().is_empty()),
            is_cached: is_cached(entry),
            is_kept: host.is_some_and(|host| keep_hosts.iter().any(|k| host::is_below(host, k))),
            site: host.map_or(0, |host| fold_short(hash(host::site(host).as_bytes()))),
            page: entry.page().map_or(0, |page| hash(page.raw())),
            body_bytes: 0,
            body: 0,
        }
    }

    /// Notes that the body of a long entry has `bytes` bytes.
    pub fn set_body(&mut self, bytes: u64) {
        self.body_bytes = bytes;
    }

    /// Adds what another part of the same entry says.
    pub fn merge(&mut self, other: &Self) {
        self.signs.merge(other.signs);
        self.status = self.status.or(other.status);
        self.has_response |= other.has_response;
        self.has_error |= other.has_error;
        self.is_cached |= other.is_cached;
        self.is_kept |= other.is_kept;
        self.site = if self.site == 0 { other.site } else { self.site };
        self.page = if self.page == 0 { other.page } else { self.page };
        self.body_bytes = self.body_bytes.max(other.body_bytes);
    }

    /// What the body is.
    #[must_use]
    pub fn class(&self) -> Class {
        self.signs.class()
    }

    /// Whether the entry shows a fault: no response, an error, or a status that is one.
    #[must_use]
    pub fn is_failing(&self) -> bool {
        self.has_error || !self.has_response || matches!(self.status, None | Some(0 | 400..))
    }
}

/// Whether the response came from a cache: as Chrome says it, or by its status or transfer size.
fn is_cached(entry: Entry<'_>) -> bool {
    let flag = |key: &[u8]| match entry.object().get(key) {
        Some(crate::har::Node::String(text)) => !text.raw().is_empty(),
        Some(crate::har::Node::Scalar(scalar)) => scalar.raw() == b"true",
        _ => false,
    };
    let Some(response) = entry.response() else { return false };
    flag(b"_fromCache")
        || response.number(b"status") == Some(304.0)
        || response.number(b"_transferSize") == Some(0.0)
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

/// Half of a hash that is never 0.
fn fold(hash: u64) -> u32 {
    let [a, b, c, d, e, f, g, h] = hash.to_le_bytes();
    (u32::from_le_bytes([a, b, c, d]) ^ u32::from_le_bytes([e, f, g, h])).max(1)
}

/// As [`fold`], shorter: that two sites are taken for one costs little.
fn fold_short(hash: u64) -> u16 {
    let [a, b, c, d] = fold(hash).to_le_bytes();
    (u16::from_le_bytes([a, b]) ^ u16::from_le_bytes([c, d])).max(1)
}

#[cfg(test)]
mod tests {
    use crate::chunk::fit::traits::Traits;
    use crate::har::{Index, Node};

    fn traits(entry: &str) -> Traits {
        let mut index = Index::new();
        index.build(entry.as_bytes()).unwrap();
        let Node::Object(object) = index.document(entry.as_bytes()).root() else { panic!() };
        Traits::of_entry(object, &["kept.example".to_owned()])
    }

    #[test]
    fn an_entry_shows_its_faults() {
        for (response, failing) in [
            (r#"{"status":200}"#, false),
            (r#"{"status":304,"_error":null}"#, false),
            (r#"{"status":101,"_error":""}"#, false),
            (r#"{"status":0}"#, true),
            (r#"{}"#, true),
            (r#"{"status":404}"#, true),
            (r#"{"status":503}"#, true),
            (r#"{"status":200,"_error":"net::ERR_ABORTED"}"#, true),
        ] {
            let entry = format!(r#"{{"response":{response}}}"#);
            assert_eq!(traits(&entry).is_failing(), failing, "{response}");
        }
        assert!(traits("{}").is_failing());
        assert!(traits(r#"{"_error":"x","response":{"status":200}}"#).is_failing());
    }

    #[test]
    fn a_response_from_a_cache_says_so() {
        for (entry, cached) in [
            (r#"{"_fromCache":"disk","response":{"status":200}}"#, true),
            (r#"{"response":{"status":304}}"#, true),
            (r#"{"response":{"status":200,"_transferSize":0}}"#, true),
            (r#"{"_fromCache":false,"response":{"status":200,"_transferSize":10}}"#, false),
        ] {
            assert_eq!(traits(entry).is_cached, cached, "{entry}");
        }
    }

    #[test]
    fn parts_say_together_what_the_whole_says() {
        let request = r#""request":{"method":"GET","url":"https://x.kept.example/a.js"}"#;
        let response = r#""response":{"status":200,"content":{"mimeType":"text/javascript"}}"#;
        let whole = traits(&format!("{{{request},{response}}}"));
        let mut parts = traits(&format!("{{{response}}}"));
        parts.merge(&traits(&format!("{{{request}}}")));
        assert_eq!(parts, whole);
        assert!(whole.is_kept && !whole.is_failing() && whole.site != 0);
    }
}
