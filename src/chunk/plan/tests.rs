use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::chunk::pages::samples::{PagesAt, envelope};
use crate::chunk::{Manifest, PageIds, join, page_gaps};
use crate::har::{Index, Node, Scanner};

/// An entry of a test: its text, the gap before it, and its page.
type Entry = (String, String, Option<usize>);

/// A capture with `entries`, written as one file.
fn capture(envelope: &Envelope, entries: &[Entry]) -> Vec<u8> {
    let mut text = envelope.text[..envelope.entries_at].to_vec();
    text.extend_from_slice(&envelope.lead);
    for (i, (entry, gap, _)) in entries.iter().enumerate() {
        if i > 0 {
            text.extend_from_slice(gap.as_bytes());
        }
        text.extend_from_slice(entry.as_bytes());
    }
    text.extend_from_slice(&envelope.trail);
    text.extend_from_slice(&envelope.text[envelope.entries_at..]);
    text
}

/// Plans and writes the chunks of a capture.
fn split(
    envelope: &Envelope,
    entries: &[Entry],
    limit: Option<u64>,
) -> Result<(Plan, Vec<Vec<u8>>), TooLarge> {
    let mut planner = Planner::new(envelope, limit)?;
    let mut files: Vec<Vec<u8>> = vec![Vec::new()];
    let write = |file: &mut Vec<u8>, offset: usize, bytes: &[u8]| {
        file.resize(file.len().max(offset + bytes.len()), 0);
        assert!(file[offset..offset + bytes.len()].iter().all(|&b| b == 0), "written twice");
        file[offset..offset + bytes.len()].copy_from_slice(bytes);
    };
    for (entry, gap, page) in entries {
        let placement = planner.place(entry.len() as u64, gap.as_bytes(), *page)?;
        files.resize_with(placement.chunk + 1, Vec::new);
        let offset = usize::try_from(placement.offset).unwrap();
        let file = &mut files[placement.chunk];
        if !placement.is_first {
            write(file, offset - gap.len(), gap.as_bytes());
        }
        write(file, offset, entry.as_bytes());
    }
    let plan = planner.finish();
    for (chunk, file) in plan.chunks.iter().zip(&mut files) {
        let frame = plan.frame(envelope, chunk);
        write(file, 0, &frame.before);
        write(file, usize::try_from(chunk.entries_end).unwrap(), &frame.after);
        assert!(!file.contains(&0), "a hole");
    }
    Ok((plan, files))
}

/// What a reader of `file` sees around its entries.
fn scan(file: &[u8]) -> Envelope {
    let mut scanner = Scanner::new();
    scanner.feed(file, &mut Vec::new()).unwrap();
    scanner.finish().unwrap()
}

fn manifest(plan: &Plan, envelope: &Envelope) -> Manifest {
    let run = |chunk: &PlannedChunk| chunk.runs.first().cloned().unwrap_or(0..0);
    let spans: Vec<_> = plan.chunks.iter().map(|c| (run(c).start + 1, run(c).end)).collect();
    let mut manifest = crate::chunk::manifest::tests::manifest(&spans);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    manifest.page_gaps = page_gaps(envelope).into_iter().map(text).collect();
    for (listed, chunk) in manifest.chunks.iter_mut().zip(&plan.chunks) {
        listed.pages = chunk.pages.clone();
        listed.gap_before = text(&chunk.gap_before);
    }
    manifest
}

/// The capture that `join` and the entries give.
fn joined(
    plan: &Plan,
    entries: &[Entry],
    parts: &[Envelope],
    manifest: Option<&Manifest>,
) -> Vec<u8> {
    let joined = join(parts, manifest).unwrap();
    let mut entries = entries.to_vec();
    for (chunk, gap) in plan.chunks.iter().zip(joined.gaps) {
        let first = chunk.runs.first().map_or(0, |run| run.start);
        if let Some(entry) = entries.get_mut(usize::try_from(first).unwrap()) {
            entry.1 = String::from_utf8(gap).unwrap();
        }
    }
    capture(&joined.envelope, &entries)
}

fn ids(chunk: &Value, pointer: &str, key: &str) -> Vec<String> {
    let items = chunk.pointer(pointer).and_then(Value::as_array).cloned().unwrap_or_default();
    items.iter().filter_map(|item| Some(item[key].as_str()?.to_owned())).collect()
}

fn check_chunks(pages: usize, entries: &[Entry], plan: &Plan, files: &[Vec<u8>], limit: u64) {
    let mut numbers = Vec::new();
    let mut held = BTreeSet::new();
    for (number, (file, chunk)) in files.iter().zip(&plan.chunks).enumerate() {
        assert!((file.len() as u64) < limit);
        let json: Value = serde_json::from_slice(file).unwrap();
        assert_eq!(json["log"]["version"], "1.2");
        numbers.extend(ids(&json, "/log/entries", "id"));
        let held_here = ids(&json, "/log/pages", "id");
        let named = ids(&json, "/log/entries", "pageref");
        assert!(named.iter().all(|page| held_here.contains(page)), "a page is missing");
        assert_eq!(held_here.is_empty(), pages == 0);
        if number + 1 < files.len() && !named.is_empty() {
            assert!(held_here.iter().all(|page| named.contains(page)), "a page too many");
        }
        assert_eq!(held_here.len(), chunk.pages.len());
        held.extend(held_here);
    }
    let expected: Vec<_> = (0..entries.len()).map(|i| i.to_string()).collect();
    assert_eq!(numbers, expected, "every entry once, in order");
    assert_eq!(held.len(), pages, "no page is lost");
}

fn entries(pages: usize) -> impl Strategy<Value = Vec<Entry>> {
    let page =
        (any::<bool>(), 0..pages.max(1)).prop_map(move |(is, i)| (is && pages > 0).then_some(i));
    let gap = prop_oneof![4 => Just(",\n "), 1 => Just(","), 1 => Just(" ,  ")];
    proptest::collection::vec((0..200_usize, gap, page), 0..30).prop_map(|items| {
        let entry = |(i, (fill, gap, page)): (usize, (usize, &str, Option<usize>))| {
            let pageref = page.map_or(String::new(), |p| format!(",\"pageref\":\"page_{p}\""));
            (
                format!("{{\"id\":\"{i}\"{pageref},\"x\":\"{}\"}}", "x".repeat(fill)),
                gap.into(),
                page,
            )
        };
        items.into_iter().enumerate().map(entry).collect()
    })
}

fn cases() -> impl Strategy<Value = (usize, PagesAt, Vec<Entry>, u64)> {
    let at = prop_oneof![Just(PagesAt::Before), Just(PagesAt::After), Just(PagesAt::Nowhere)];
    (0..6_usize, at).prop_flat_map(|(pages, at)| {
        let pages = if at == PagesAt::Nowhere { 0 } else { pages };
        (Just(pages), Just(at), entries(pages), 500..3000_u64)
    })
}

proptest! {
    #[test]
    fn chunks_are_hars_under_the_limit((pages, at, entries, limit) in cases()) {
        // A capture of which no page is written has no `pages` here.
        let at = if pages == 0 { PagesAt::Nowhere } else { at };
        let envelope = envelope(pages, at, "\n  ", ",\n ", "\n");
        let whole = capture(&envelope, &entries);
        let (plan, files) = split(&envelope, &entries, Some(limit.max(700))).unwrap();
        check_chunks(pages, &entries, &plan, &files, limit.max(700));
        if (whole.len() as u64) < limit {
            prop_assert_eq!(files.len(), 1);
        }
        if files.len() == 1 {
            prop_assert_eq!(&files[0], &whole);
        }
        let parts: Vec<_> = files.iter().map(|file| scan(file)).collect();
        let manifest = manifest(&plan, &envelope);
        prop_assert_eq!(joined(&plan, &entries, &parts, Some(&manifest)), whole);
    }

    #[test]
    fn plain_captures_join_without_a_manifest((pages, _, mut entries, limit) in cases()) {
        // Three pages have the same gaps in the samples; every one is named, in order.
        let pages = pages.min(3);
        let count = entries.len();
        for (i, entry) in entries.iter_mut().enumerate() {
            entry.1 = ",\n ".into();
            entry.2 = (pages > 0).then(|| i * pages / count);
        }
        let at = if pages == 0 { PagesAt::Nowhere } else { PagesAt::Before };
        let envelope = envelope(pages, at, "\n ", ",\n ", "\n");
        let whole = capture(&envelope, &entries);
        let (plan, files) = split(&envelope, &entries, Some(limit.max(700))).unwrap();
        let parts: Vec<_> = files.iter().map(|file| scan(file)).collect();
        prop_assert_eq!(joined(&plan, &entries, &parts, None), whole);
    }
}

#[test]
fn without_a_limit_there_is_one_chunk() {
    let envelope = envelope(3, PagesAt::Before, "", ",", "");
    let entries: Vec<Entry> = (0..500).map(|_| ("{}".into(), ",".into(), None)).collect();
    let (plan, files) = split(&envelope, &entries, None).unwrap();
    assert_eq!(plan.chunks.len(), 1);
    assert_eq!(files, [capture(&envelope, &entries)]);
    let (_, files) = split(&envelope, &[], Some(1000)).unwrap();
    assert_eq!(files, [capture(&envelope, &[])]);
}

#[test]
fn the_limit_itself_is_too_much() {
    let envelope = envelope(2, PagesAt::Before, " ", ",", " ");
    let entries: Vec<Entry> = vec![("{\"a\":1}".into(), String::new(), None)];
    let bytes = capture(&envelope, &entries).len() as u64;
    assert_eq!(split(&envelope, &entries, Some(bytes + 1)).unwrap().1.len(), 1);
    let expected = TooLarge::Entry { entry: 1, bytes: 7, bytes_max: 6 };
    assert_eq!(split(&envelope, &entries, Some(bytes)), Err(expected));
    let expected = TooLarge::Envelope { bytes: bytes - 7 };
    assert_eq!(split(&envelope, &entries, Some(bytes - 7)), Err(expected));
    let mut planner = Planner::new(&envelope, Some(bytes)).unwrap();
    assert!(planner.place(7, b"", None).is_err());
    let placement = planner.place(6, b"", None).unwrap();
    assert_eq!((placement.chunk, placement.is_first), (0, true), "it may be cut and placed again");
}

/// The entries of a capture, and what its pages are called.
fn read(file: &[u8]) -> Option<(Envelope, Vec<Entry>)> {
    let (mut scanner, mut spans) = (Scanner::new(), Vec::new());
    scanner.feed(file, &mut spans).ok()?;
    let envelope = scanner.finish().ok()?;
    let (ids, mut index, mut end) = (PageIds::new(&envelope), Index::new(), 0);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let entry = |span: Range<u64>| {
        let span = usize::try_from(span.start).unwrap()..usize::try_from(span.end).unwrap();
        let gap = if end == 0 { "".into() } else { text(&file[end..span.start]) };
        end = span.end;
        let entry = &file[span];
        index.build(entry).unwrap();
        let Node::Object(root) = index.document(entry).root() else { panic!("no object") };
        (text(entry), gap, ids.named_by(root))
    };
    let entries = spans.into_iter().map(entry).collect();
    Some((envelope, entries))
}

#[test]
fn real_captures_are_split_and_joined() {
    for (path, file) in crate::har::captures::captures() {
        let mark = if file.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let Some((envelope, entries)) = read(&file[mark..]) else { continue };
        let largest = entries.iter().map(|entry| entry.0.len()).max().unwrap_or(0);
        let around = envelope.text.len() + envelope.lead.len() + envelope.trail.len();
        for limit in [(around + largest + 1) as u64, (file.len() / 3 + around + largest) as u64] {
            let (plan, files) = split(&envelope, &entries, Some(limit)).unwrap();
            assert!(files.iter().all(|file| (file.len() as u64) < limit), "{path:?}");
            let parts: Vec<_> = files.iter().map(|file| read(file).unwrap().0).collect();
            let manifest = manifest(&plan, &envelope);
            let whole = joined(&plan, &entries, &parts, Some(&manifest));
            assert!(whole == file[mark..], "{path:?} is not what it was");
        }
    }
}
