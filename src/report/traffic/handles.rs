//! By what a desk finds an account, a conversation or an answer, beside request ids.

use memchr::memmem;
use serde::Serialize;

use crate::detect::layer::token::is_uuid;
use crate::har::Entry;
use crate::report::traffic::faults::{HeaderValue, Symptoms};
use crate::report::traffic::header::Header;
use crate::report::traffic::keyed::{Keyed, Merge, key};
use crate::report::traffic::request::short;

/// Distinct handles that are told apart, and that are listed of one kind.
const HANDLES_MAX: usize = 1_024;
const LISTED_MAX: usize = 8;

/// Characters of a value.
const VALUE_CHARS: usize = 72;

/// How much of a body is searched.
const BODY_BYTES_MAX: usize = 256 << 10;

/// What a handle is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Organization,
    Project,
    Workspace,
    CustomGpt,
    Conversation,
    Completion,
    Flag,
}

/// Headers that name an account.
const HEADERS: [(&str, Kind); 5] = [
    ("openai-organization", Kind::Organization),
    ("anthropic-organization-id", Kind::Organization),
    ("openai-project", Kind::Project),
    ("chatgpt-account-id", Kind::Workspace),
    ("x-workspace-id", Kind::Workspace),
];

/// How segments of a path begin that are ids.
const SEGMENTS: [(&str, Kind); 4] = [
    ("g-", Kind::CustomGpt),
    ("org-", Kind::Organization),
    ("proj_", Kind::Project),
    ("thread_", Kind::Conversation),
];

/// How ids of answers begin.
const ANSWERS: [&str; 4] = ["chatcmpl-", "resp_", "cmpl-", "run_"];

/// Parts of URLs whose answers have such ids.
const CALLS: [&str; 7] =
    ["completions", "conversation", "images/", "messages", "moderations", "responses", "threads"];

/// By what a desk finds what it is asked about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Handles {
    /// Organisations.
    pub organizations: Vec<Handle>,
    /// Projects.
    pub projects: Vec<Handle>,
    /// Workspaces, or accounts of a team.
    pub workspaces: Vec<Handle>,
    /// Custom GPTs.
    pub custom_gpts: Vec<Handle>,
    /// Conversations and threads.
    pub conversations: Vec<Handle>,
    /// Ids of answers: completions, responses, runs.
    pub completions: Vec<Handle>,
    /// Marks of a policy or safety system in answers that did not fail.
    pub flags: Vec<Handle>,
}

/// One handle.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Handle {
    /// The first entry that has it, from 1.
    pub entry: u64,
    /// The handle.
    pub value: String,
    /// How many entries have it.
    pub entries: u64,
    /// A request id of that entry; only of flags, which are looked into by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<HeaderValue>,
}

#[derive(Debug, Clone)]
struct Row {
    kind: Kind,
    handle: Handle,
}

impl Merge for Row {
    fn merge(&mut self, other: Self) {
        if other.handle.entry < self.handle.entry {
            self.handle.entry = other.handle.entry;
            self.handle.id = other.handle.id;
        }
        self.handle.entries += other.handle.entries;
        if self.handle.value.is_empty() {
            self.handle.value = other.handle.value;
        }
    }
}

/// Handles, while they are gathered.
#[derive(Debug, Clone)]
pub(super) struct HandleTable(Keyed<Row>);

impl Default for HandleTable {
    fn default() -> Self {
        Self(Keyed::new(HANDLES_MAX))
    }
}

impl HandleTable {
    /// Gathers that of a header, if it names an account.
    pub(super) fn header(&mut self, number: u64, header: Header<'_>) {
        if let Some((_, kind)) = HEADERS.iter().find(|(known, _)| header.is(known))
            && let Some(value) = header.value()
        {
            self.add(number, *kind, &short(value, VALUE_CHARS));
        }
    }

    /// Gathers those of the URL and body of an entry, or of a part of one.
    pub(super) fn gather(&mut self, number: u64, entry: Entry<'_>) {
        let Some(url) = entry.url() else { return };
        let path = url.raw().split(|byte| b"?#".contains(byte)).next().unwrap_or_default();
        self.segments(number, path);
        if CALLS.iter().any(|call| memmem::find(path, call.as_bytes()).is_some()) {
            self.body(number, entry);
        }
    }

    /// The ids among the segments of a path.
    fn segments(&mut self, number: u64, path: &[u8]) {
        let mut before: &[u8] = b"";
        for segment in path.split(|byte| *byte == b'/').skip(3) {
            if before == b"c" && is_uuid(segment) {
                self.add(number, Kind::Conversation, &String::from_utf8_lossy(segment));
            }
            for (prefix, kind) in SEGMENTS {
                if segment.starts_with(prefix.as_bytes()) {
                    self.add_id(number, kind, prefix, segment);
                }
            }
            before = segment;
        }
    }

    /// The ids and flags in the body of a response.
    fn body(&mut self, number: u64, entry: Entry<'_>) {
        let Some(body) = entry.body() else { return };
        let encoding = entry.content().and_then(|content| content.text(b"encoding"));
        let raw = &body.raw()[..body.raw().len().min(BODY_BYTES_MAX)];
        let decoded;
        let text = if encoding.is_some_and(|encoding| encoding.raw() == b"base64") {
            decoded = base64_simd::STANDARD.decode_to_vec(&raw[..raw.len() / 4 * 4]);
            decoded.as_deref().unwrap_or_default()
        } else {
            raw
        };
        for prefix in ANSWERS {
            // A stream says its id with every token: once is enough.
            let mut found = memmem::find_iter(text, prefix)
                .filter(|at| at.checked_sub(1).is_none_or(|before| !is_id(text[before])));
            if let Some(at) = found.next() {
                self.add_id(number, Kind::Completion, prefix, &text[at..]);
            }
        }
        if is_set(text, b"flagged") {
            self.flag(number, "flagged", entry);
        }
        if memmem::find(text, b"moderation").is_some() && is_set(text, b"blocked") {
            self.flag(number, "blocked by moderation", entry);
        }
        let mut reasons = memmem::find_iter(text, b"finish_reason");
        if reasons
            .any(|at| memmem::find(&text[at..text.len().min(at + 40)], b"content_filter").is_some())
        {
            self.flag(number, "content_filter", entry);
        }
    }

    /// Adds the id that stands at the start of a text.
    fn add_id(&mut self, number: u64, kind: Kind, prefix: &str, text: &[u8]) {
        const DIGITS_MIN: usize = 8;
        let rest = text.get(prefix.len()..).unwrap_or_default();
        // The id of a GPT is followed by its name.
        let stops = |byte: &u8| !is_id(*byte) || (kind == Kind::CustomGpt && *byte == b'-');
        let len = rest.iter().position(stops).unwrap_or(rest.len());
        if (DIGITS_MIN..64).contains(&len) {
            let id = String::from_utf8_lossy(&text[..prefix.len() + len]).into_owned();
            self.add(number, kind, &id);
        }
    }

    fn add(&mut self, number: u64, kind: Kind, value: &str) {
        let key = key(&[&[kind as u8], value.as_bytes()]);
        let handle = Handle { entry: number, value: value.to_owned(), entries: 1, id: None };
        self.0.add(key, || Row { kind, handle });
    }

    /// Adds a flag; each request that has one is looked into, so that it counts by its id.
    fn flag(&mut self, number: u64, value: &str, entry: Entry<'_>) {
        let id = Symptoms::read(entry).into_id();
        let by = id.as_ref().map_or(String::new(), |id| id.value.clone());
        let key = key(&[&[Kind::Flag as u8], value.as_bytes(), by.as_bytes()]);
        let handle = Handle { entry: number, value: value.to_owned(), entries: 1, id };
        self.0.add(key, || Row { kind: Kind::Flag, handle });
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.0.merge(other.0);
    }

    /// The first handles of each kind.
    pub(super) fn into_handles(self) -> Handles {
        let mut rows: Vec<Row> = self.0.into_values().collect();
        rows.sort_by(|a, b| a.handle.cmp(&b.handle));
        let of = |kind: Kind| {
            let handles = rows.iter().filter(|row| row.kind == kind);
            handles.take(LISTED_MAX).map(|row| row.handle.clone()).collect()
        };
        Handles {
            organizations: of(Kind::Organization),
            projects: of(Kind::Project),
            workspaces: of(Kind::Workspace),
            custom_gpts: of(Kind::CustomGpt),
            conversations: of(Kind::Conversation),
            completions: of(Kind::Completion),
            flags: of(Kind::Flag),
        }
    }
}

fn is_id(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

/// Whether a key of this name is `true` somewhere, in JSON or in JSON within a string.
fn is_set(text: &[u8], name: &[u8]) -> bool {
    memmem::find_iter(text, name).any(|at| {
        let after = &text[at + name.len()..];
        let skipped = after.iter().take(8).take_while(|byte| b"\\\": \t".contains(byte)).count();
        skipped > 1 && after[skipped..].starts_with(b"true")
    })
}

#[cfg(test)]
mod tests {
    use crate::report::traffic::handles::{HandleTable, is_set};

    #[test]
    fn ids_stand_in_paths() {
        let mut table = HandleTable::default();
        for path in [
            "https://chat.example/g/g-Ab12Cd34Ef-my-helper/c/0b9d6e0c-3f7a-4e52-9d3b-6a1f2c8e7d45",
            "https://api.example/organization/org-Zt81LmQ0pX/projects/proj_9fKw2LmZ01",
            "https://chat.example/g/g-short/c/123",
        ] {
            table.segments(1, path.as_bytes());
        }
        let handles = table.into_handles();
        let first = |list: &[super::Handle]| {
            assert_eq!(list.len(), 1);
            list[0].value.clone()
        };
        assert_eq!(first(&handles.custom_gpts), "g-Ab12Cd34Ef");
        assert_eq!(first(&handles.conversations), "0b9d6e0c-3f7a-4e52-9d3b-6a1f2c8e7d45");
        assert_eq!(first(&handles.organizations), "org-Zt81LmQ0pX");
        assert_eq!(first(&handles.projects), "proj_9fKw2LmZ01");
    }

    #[test]
    fn a_flag_is_one_only_when_it_is_set() {
        for (text, expected) in [
            (r#"{"flagged":true}"#, true),
            (r#"{\"flagged\": true}"#, true),
            (r#"{"flagged":false,"x":true}"#, false),
            ("flaggedtrue", false),
            ("flagged", false),
        ] {
            assert_eq!(is_set(text.as_bytes(), b"flagged"), expected, "{text}");
        }
    }
}
