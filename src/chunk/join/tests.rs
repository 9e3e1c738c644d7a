use super::*;
use crate::chunk::manifest::tests::manifest;
use crate::chunk::pages::samples::{PagesAt, envelope};
use crate::chunk::with_pages;

fn parts(pages: &[&[usize]]) -> Vec<Envelope> {
    let whole = envelope(5, PagesAt::Before, "", ",", "");
    pages.iter().map(|keep| with_pages(&whole, keep)).collect()
}

fn ids(joined: &Joined) -> Vec<usize> {
    let json: serde_json::Value = serde_json::from_slice(&joined.envelope.text).unwrap();
    let id = |page: &serde_json::Value| page["id"].as_str().unwrap()[5..].parse().unwrap();
    json["log"]["pages"].as_array().unwrap().iter().map(id).collect()
}

#[test]
fn pages_are_merged_in_an_order_that_all_chunks_agree_with() {
    for (pages, expected) in [
        (&[&[0, 1][..], &[1, 2], &[3]][..], &[0, 1, 2, 3][..]),
        (&[&[0, 3], &[0, 1, 2, 3]], &[0, 1, 2, 3]),
        (&[&[1], &[0, 1]], &[1, 0]),
        (&[&[2]], &[2]),
        (&[&[0], &[0], &[0]], &[0]),
    ] {
        assert_eq!(ids(&join(&parts(pages), None).unwrap()), expected, "{pages:?}");
    }
    let listed = |pages: &[&[usize]]| {
        let spans: Vec<_> = (1..=pages.len() as u64).map(|i| (i, i)).collect();
        let mut manifest = manifest(&spans);
        manifest.chunks.iter_mut().zip(pages).for_each(|(c, p)| c.pages = p.to_vec());
        manifest
    };
    let pages: &[&[usize]] = &[&[1], &[0, 1]];
    assert_eq!(ids(&join(&parts(pages), Some(&listed(pages))).unwrap()), [0, 1]);
    assert_eq!(join(&parts(pages), Some(&listed(&[&[1]]))), Err(JoinError::Count));
    assert_eq!(join(&parts(pages), Some(&listed(&[&[1], &[1]]))), Err(JoinError::Pages(2)));
    assert_eq!(join(&parts(pages), Some(&listed(&[&[0], &[0, 1]]))), Err(JoinError::Pages(2)));
}

#[test]
fn chunks_of_two_captures_are_not_joined() {
    let mut parts = parts(&[&[0], &[1]]);
    parts[1].text.push(b' ');
    assert_eq!(join(&parts, None), Err(JoinError::Foreign(2)));
    assert_eq!(join(&[], None), Err(JoinError::NoChunks));
}

#[test]
fn a_manifest_cannot_smuggle_text_between_entries_or_pages() {
    let parts = parts(&[&[0], &[1]]);
    let mut manifest = manifest(&[(1, 1), (2, 2)]);
    manifest.chunks[1].pages = vec![1];
    manifest.chunks[1].gap_before = ",{\"evil\":1},".into();
    manifest.page_gaps = vec![",{\"evil\":1},".into()];
    let joined = join(&parts, Some(&manifest)).unwrap();
    assert_eq!(joined.gaps, [&b""[..], b","]);
    assert_eq!(ids(&joined), [0, 1]);
}

#[test]
fn one_chunk_joins_to_itself() {
    for pages in 0..5 {
        let whole = envelope(pages, PagesAt::After, "\n ", ",\n ", "\n");
        assert_eq!(join(std::slice::from_ref(&whole), None).unwrap().envelope, whole);
    }
}
