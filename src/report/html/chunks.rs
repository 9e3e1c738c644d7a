//! The chunk map: which entries stand in which file.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::report::html::failures::link;
use crate::report::html::redactions::IN_JSON;
use crate::report::html::rows::{Rows, table};
use crate::report::words::{counted, grouped, human, shown};
use crate::report::{CaptureReport, ChunkReport, CutReport};

/// The width of the map, in units of its drawing.
const WIDTH: f64 = 1120.0;

/// The section; `drawn` are the requests that the waterfall shows, `bytes_max` is its share of the page.
pub(crate) fn chunks(
    report: &CaptureReport,
    drawn: &BTreeSet<u64>,
    prefix: &str,
    bytes_max: usize,
) -> Markup {
    let output = &report.output;
    let mut first = 1;
    let numbered: Vec<(usize, u64, &ChunkReport)> = (1..)
        .zip(&output.chunks)
        .map(|(number, chunk)| {
            let start = first;
            first += chunk.entries;
            (number, start, chunk)
        })
        .collect();
    let rows = Rows::new(&numbered, bytes_max / 2, |row| chunk_row(row, prefix));
    let cuts = Rows::new(&output.cut, bytes_max / 4, |cut| cut_row(cut, drawn, prefix));
    html! {
        section.card id={ (prefix) "chunks" } aria-labelledby={ (prefix) "chunks-title" } {
            h3 id={ (prefix) "chunks-title" } { "What was written" }
            p.soft { (sentence(report)) }
            @if output.chunks.len() > 1 { (map(&numbered[..numbered.len() - rows.left_out], prefix, bytes_max / 4)) }
            @if !output.chunks.is_empty() {
                (table("Files", "", COLUMNS, &rows, "in the manifest"))
            }
            @if !output.cut.is_empty() {
                h4 { "Bodies that were cut" }
                p.soft { "Each of these entries alone exceeds the limit; a comment in it marks the place." }
                (table("Bodies that were cut", "", CUT_COLUMNS, &cuts, IN_JSON))
            }
        }
    }
}

const COLUMNS: &[(&str, &str)] =
    &[("n", "No."), ("", "File"), ("n", "Entries"), ("n", "Size"), ("hash", "SHA-256")];

const CUT_COLUMNS: &[(&str, &str)] = &[("", "Entry"), ("n", "Left out")];

fn sentence(report: &CaptureReport) -> String {
    let chunks = &report.output.chunks;
    let bytes = chunks.iter().map(|chunk| chunk.bytes).sum();
    match (chunks.len(), &report.output.manifest) {
        (0, _) => "Nothing was written: this was a dry run.".to_owned(),
        (1, _) => format!("One file of {}.", human(bytes)),
        (count, manifest) => {
            let manifest = manifest.as_deref().unwrap_or_default();
            format!(
                "{} of {} together, each a valid HAR by itself, in the order of the capture. \
                 {} lists them.",
                counted(count as u64, "file", "files"),
                human(bytes),
                shown(manifest)
            )
        }
    }
}

fn map(chunks: &[(usize, u64, &ChunkReport)], prefix: &str, bytes_max: usize) -> Markup {
    let total: u64 = chunks.iter().map(|(_, _, chunk)| chunk.bytes).sum();
    let mut before = 0;
    let placed: Vec<(f64, f64, &(usize, u64, &ChunkReport))> = chunks
        .iter()
        .map(|row| {
            let start = place(before, total);
            before += row.2.bytes;
            (start, place(before, total) - start, row)
        })
        .collect();
    let parts = Rows::new(placed, bytes_max, |(x, width, (number, first, chunk))| {
        let title = format!("{number}: {}, {}", entries(*first, chunk.entries), human(chunk.bytes));
        html! {
            a href={ "#" (prefix) "chunk-" (number) } {
                rect x=(format!("{x:.1}")) width=(format!("{:.1}", (width - 1.5).max(0.5))) height="30" rx="2" {
                    title { (title) }
                }
            }
        }
    });
    html! {
        svg.chunks viewBox={ "0 0 " (WIDTH) " 30" } preserveAspectRatio="none" role="group"
            aria-label="The files by their size, in order" { (parts.markup()) }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a place on the screen")]
fn place(bytes: u64, total: u64) -> f64 {
    bytes as f64 / total.max(1) as f64 * WIDTH
}

fn entries(first: u64, count: u64) -> String {
    match count {
        0 => "no entries".to_owned(),
        1 => format!("entry {}", grouped(first)),
        count => format!("entries {} to {}", grouped(first), grouped(first + count - 1)),
    }
}

fn chunk_row((number, first, chunk): &(usize, u64, &ChunkReport), prefix: &str) -> Markup {
    html! {
        tr id={ (prefix) "chunk-" (number) } {
            td.n { (number) }
            th scope="row" class="url" { (shown(&chunk.file)) }
            td.n { (grouped(*first)) "–" (grouped((first + chunk.entries).saturating_sub(1))) }
            td.n { (human(chunk.bytes)) }
            td.hash { code { (chunk.sha256) } }
        }
    }
}

fn cut_row(cut: &CutReport, drawn: &BTreeSet<u64>, prefix: &str) -> Markup {
    html! {
        tr {
            th scope="row" { (link(cut.entry, drawn, prefix)) }
            td.n { (human(cut.bytes)) }
        }
    }
}
