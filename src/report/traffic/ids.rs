//! Request ids: what a desk finds a request by. They are kept on purpose.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::report::traffic::header::Header;
use crate::report::traffic::request::short;

/// How many examples of each are listed.
const EXAMPLES_MAX: usize = 3;

/// Characters of an example.
const VALUE_CHARS: usize = 72;

/// Headers by which a vendor, a cache or a tracing system finds a request.
const NAMES: [&str; 46] = [
    "x-request-id",
    "request-id",
    "cf-ray",
    "atl-traceid",
    "atl-request-id",
    "x-arequestid",
    "x-github-request-id",
    "x-ms-request-id",
    "x-ms-client-request-id",
    "client-request-id",
    "x-ms-correlation-request-id",
    "x-ms-correlation-id",
    "x-ms-routing-request-id",
    "ms-dyn-aid",
    "x-amzn-requestid",
    "x-amz-request-id",
    "x-amz-id-2",
    "x-amz-cf-id",
    "x-amzn-trace-id",
    "x-amz-apigw-id",
    "x-goog-request-id",
    "x-guploader-uploadid",
    "x-cloud-trace-context",
    "x-okta-request-id",
    "x-auth0-requestid",
    "frontegg-trace-id",
    "x-slack-req-id",
    "x-zm-trackingid",
    "box-request-id",
    "x-vercel-id",
    "x-nf-request-id",
    "fly-request-id",
    "akamai-grn",
    "x-akamai-request-id",
    "x-sfdc-request-id",
    "x-transaction-id",
    "x-zendesk-request-id",
    "traceparent",
    "b3",
    "x-b3-traceid",
    "uber-trace-id",
    "x-datadog-trace-id",
    "sentry-trace",
    "x-correlation-id",
    "x-trace-id",
    "x-served-by",
];

/// One kind of request id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestId {
    /// The header.
    pub header: &'static str,
    /// How many requests or responses have it.
    pub count: u64,
    /// Some that differ: those of failed requests first, then the first ones.
    pub examples: Vec<IdExample>,
}

/// One request id.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct IdExample {
    /// Whether the request went well; what failed is asked for first.
    #[serde(skip)]
    is_fine: bool,
    /// The number of the entry, from 1.
    pub entry: u64,
    /// The id.
    pub value: String,
}

/// The request ids, while they are counted.
#[derive(Debug, Clone, Default)]
pub(super) struct IdTable {
    rows: BTreeMap<&'static str, (u64, Vec<IdExample>)>,
}

impl IdTable {
    /// Counts a header if it is one of those.
    pub(super) fn count(&mut self, number: u64, is_failed: bool, header: Header<'_>) {
        let Some(name) = known(header.name) else { return };
        let Some(value) = header.value() else { return };
        let (count, examples) = self.rows.entry(name).or_default();
        *count += 1;
        let comes_before = |last: &IdExample| (!is_failed, number) < (last.is_fine, last.entry);
        // A client that says one id with each request says it in one example.
        let repeats =
            |last: &IdExample| last.value.as_bytes() == value.raw() && !comes_before(last);
        if examples.iter().any(repeats) {
            return;
        }
        if examples.len() < EXAMPLES_MAX || examples.last().is_some_and(comes_before) {
            let value = short(value, VALUE_CHARS);
            keep(examples, IdExample { is_fine: !is_failed, entry: number, value });
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        for (name, (count, examples)) in other.rows {
            let row = self.rows.entry(name).or_default();
            row.0 += count;
            examples.into_iter().for_each(|example| keep(&mut row.1, example));
        }
    }

    /// The rows, the most frequent first.
    pub(super) fn into_rows(self) -> Vec<RequestId> {
        let mut rows: Vec<RequestId> = self
            .rows
            .into_iter()
            .map(|(header, (count, examples))| RequestId { header, count, examples })
            .collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.count));
        rows
    }
}

/// Keeps the first examples of different values.
fn keep(examples: &mut Vec<IdExample>, example: IdExample) {
    if let Some(same) = examples.iter().position(|other| other.value == example.value) {
        if examples[same] <= example {
            return;
        }
        examples.remove(same);
    }
    let at = examples.partition_point(|other| *other < example);
    examples.insert(at, example);
    examples.truncate(EXAMPLES_MAX);
}

/// The header of this name, compared without case.
pub(super) fn known(name: &[u8]) -> Option<&'static str> {
    // Most names end here.
    if name.len() > 27
        || !matches!(
            name.first().map(u8::to_ascii_lowercase),
            Some(b'a'..=b'c' | b'f' | b'm' | b'r'..=b'u' | b'x')
        )
    {
        return None;
    }
    NAMES.into_iter().find(|known| known.as_bytes().eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use crate::report::traffic::ids::{IdExample, NAMES, keep, known};

    #[test]
    fn examples_differ_whatever_their_order() {
        let rows =
            [(true, 9, "a"), (true, 2, "b"), (false, 7, "a"), (true, 3, "c"), (true, 4, "d")];
        for start in 0..rows.len() {
            let mut examples = Vec::new();
            for at in 0..rows.len() {
                let (is_fine, entry, value) = rows[(start + at) % rows.len()];
                keep(&mut examples, IdExample { is_fine, entry, value: value.to_owned() });
            }
            let kept: Vec<u64> = examples.iter().map(|example| example.entry).collect();
            assert_eq!(kept, [7, 2, 3], "{start}");
        }
    }

    #[test]
    fn every_name_is_known_in_any_case() {
        for name in NAMES {
            assert_eq!(known(name.to_uppercase().as_bytes()), Some(name));
        }
        assert!(
            known(b"cookie").is_none() && known(b"").is_none() && known(b"x-request-id2").is_none()
        );
    }
}
