//! The pages that a chunk's entries name, and the envelope with only these.

use rustc_hash::FxHashMap;

use crate::har::{Envelope, Index, Node, Object};

/// The pages of a capture by their ids.
#[derive(Debug, Default)]
pub struct PageIds(FxHashMap<Vec<u8>, usize>);

impl PageIds {
    /// The ids in `envelope`; where two pages have the same, the first counts.
    #[must_use]
    pub fn new(envelope: &Envelope) -> Self {
        let mut ids = FxHashMap::default();
        let mut index = Index::new();
        for (number, span) in envelope.pages.iter().enumerate() {
            let page = &envelope.text[span.clone()];
            // A page that is no JSON cannot be here; one that is not an object has no id.
            if index.build(page).is_ok()
                && let Node::Object(object) = index.document(page).root()
                && let Some(Node::String(id)) = object.get(b"id")
            {
                ids.entry(id.raw().to_vec()).or_insert(number);
            }
        }
        Self(ids)
    }

    /// The index of the page that `entry` names, if there is one.
    #[must_use]
    pub fn named_by(&self, entry: Object<'_>) -> Option<usize> {
        match entry.get(b"pageref")? {
            Node::String(id) => self.0.get(id.raw()).copied(),
            _ => None,
        }
    }
}

/// `envelope` with only the pages `keep`, which are sorted; with all of them it is unchanged.
#[must_use]
pub fn with_pages(envelope: &Envelope, keep: &[usize]) -> Envelope {
    if keep.len() == envelope.pages.len() || envelope.pages.is_empty() {
        return envelope.clone();
    }
    let items: Vec<&[u8]> =
        keep.iter().map(|&i| &envelope.text[envelope.pages[i].clone()]).collect();
    let gaps: Vec<&[u8]> = keep.iter().skip(1).map(|&i| gap_before_page(envelope, i)).collect();
    replace_pages(envelope, &items, &gaps)
}

/// What stands between one page and the next, for each but the first; only one where all are the
/// same.
#[must_use]
pub fn page_gaps(envelope: &Envelope) -> Vec<&[u8]> {
    let mut gaps: Vec<_> =
        (1..envelope.pages.len()).map(|i| gap_before_page(envelope, i)).collect();
    if gaps.windows(2).all(|pair| pair[0] == pair[1]) {
        gaps.truncate(1);
    }
    gaps
}

/// What stands before `page`, which is not the first.
pub(crate) fn gap_before_page(envelope: &Envelope, page: usize) -> &[u8] {
    &envelope.text[envelope.pages[page - 1].end..envelope.pages[page].start]
}

/// `envelope`, which has a page, with `items` as its pages and `gaps` between them.
pub(crate) fn replace_pages(envelope: &Envelope, items: &[&[u8]], gaps: &[&[u8]]) -> Envelope {
    let (start, end) = match (envelope.pages.first(), envelope.pages.last()) {
        (Some(first), Some(last)) => (first.start, last.end),
        _ => return envelope.clone(),
    };
    let mut text = envelope.text[..start].to_vec();
    let mut pages = Vec::with_capacity(items.len());
    for (i, item) in items.iter().enumerate() {
        if let Some(gap) = i.checked_sub(1).and_then(|i| gaps.get(i)) {
            text.extend_from_slice(gap);
        }
        pages.push(text.len()..text.len() + item.len());
        text.extend_from_slice(item);
    }
    let entries_at = if envelope.entries_at < end {
        envelope.entries_at
    } else {
        envelope.entries_at - end + text.len()
    };
    text.extend_from_slice(&envelope.text[end..]);
    Envelope { text, entries_at, pages, ..envelope.clone() }
}

/// Envelopes for the tests of this folder.
#[cfg(test)]
pub(crate) mod samples {
    use super::*;

    /// A place where the pages of an envelope can stand.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum PagesAt {
        Before,
        After,
        Nowhere,
    }

    /// An envelope with `pages` pages of growing size, with gaps that are not all the same.
    pub(crate) fn envelope(
        pages: usize,
        at: PagesAt,
        lead: &str,
        gap: &str,
        trail: &str,
    ) -> Envelope {
        let mut text = Vec::new();
        let mut spans = Vec::new();
        let mut write_pages = |text: &mut Vec<u8>| {
            text.extend_from_slice(b"\"pages\": [ ");
            for i in 0..pages {
                if i > 0 {
                    text.extend_from_slice(if i == 3 { b" ,\n" } else { b"," });
                }
                let page = format!("{{\"id\":\"page_{i}\",\"title\":\"{}\"}}", "t".repeat(i * 3));
                spans.push(text.len()..text.len() + page.len());
                text.extend_from_slice(page.as_bytes());
            }
            text.extend_from_slice(b"\n]");
        };
        text.extend_from_slice(b"{ \"log\": {\"version\":\"1.2\", ");
        if at == PagesAt::Before {
            write_pages(&mut text);
            text.extend_from_slice(b",\n");
        }
        text.extend_from_slice(b"\"entries\": [");
        let entries_at = text.len();
        text.extend_from_slice(b"]");
        if at == PagesAt::After {
            text.extend_from_slice(b", ");
            write_pages(&mut text);
        }
        text.extend_from_slice(b",\"creator\":{}}}\n");
        let [lead, gap, trail] = [lead, gap, trail].map(|s| s.as_bytes().to_vec());
        Envelope { text, entries_at, lead, gap, trail, pages: spans }
    }
}

#[cfg(test)]
mod tests {
    use super::samples::{PagesAt, envelope};
    use super::*;

    #[test]
    fn only_the_pages_that_are_kept_stay() {
        for at in [PagesAt::Before, PagesAt::After] {
            let whole = envelope(5, at, "", ",", "");
            for keep in [vec![0], vec![4], vec![1, 3], vec![0, 2, 3, 4], vec![0, 1, 2, 3, 4]] {
                let part = with_pages(&whole, &keep);
                let json: serde_json::Value = serde_json::from_slice(&part.text).unwrap();
                let ids: Vec<_> = json["log"]["pages"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|page| page["id"].as_str().unwrap().to_owned())
                    .collect();
                let expected: Vec<_> = keep.iter().map(|i| format!("page_{i}")).collect();
                assert_eq!(ids, expected);
                assert!(part.text[..part.entries_at].ends_with(b"\"entries\": ["));
                for (span, &i) in part.pages.iter().zip(&keep) {
                    assert_eq!(part.text[span.clone()], whole.text[whole.pages[i].clone()]);
                }
                assert_eq!(part == whole, keep.len() == 5);
            }
        }
        let none = envelope(0, PagesAt::Before, "", ",", "");
        assert_eq!(with_pages(&none, &[]), none);
    }

    #[test]
    fn an_entry_names_its_page() {
        let ids = PageIds::new(&envelope(3, PagesAt::Before, "", ",", ""));
        let mut index = Index::new();
        for (entry, expected) in [
            (r#"{"pageref":"page_2"}"#, Some(2)),
            (r#"{"a":{"pageref":"page_1"},"pageref":"page_0"}"#, Some(0)),
            (r#"{"pageref":"page_3"}"#, None),
            (r#"{"pageref":1}"#, None),
            ("{}", None),
        ] {
            index.build(entry.as_bytes()).unwrap();
            let Node::Object(object) = index.document(entry.as_bytes()).root() else { panic!() };
            assert_eq!(ids.named_by(object), expected, "{entry}");
        }
    }

    #[test]
    fn gaps_that_are_all_the_same_are_told_once() {
        let gaps = |pages| {
            let envelope = envelope(pages, PagesAt::Before, "", "", "");
            page_gaps(&envelope).iter().map(|gap| gap.to_vec()).collect::<Vec<_>>()
        };
        assert_eq!(gaps(1), Vec::<Vec<u8>>::new());
        assert_eq!(gaps(3), [b","]);
        assert_eq!(gaps(4), [&b","[..], b",", b" ,\n"]);
    }
}
