//! The waterfall: a row for each request, its phases coloured as in browsers' developer tools.

use std::cmp::Ordering;

use maud::{Markup, PreEscaped, html};

use crate::report::html::axis::{Axis, Idle, Mark};
use crate::report::traffic::{Content, Request, Traffic};
use crate::report::words::{counted, grouped, human, lasting, shortened};

/// The phases in their order, as DevTools names them.
pub(crate) const PHASES: [&str; 7] =
    ["queued or stalled", "DNS", "connect", "TLS", "send", "wait (TTFB)", "receive"];

/// The number of the class for a request that tells no phases.
const NO_PHASES: usize = 7;

/// Columns of the drawing, in its units.
const WIDTH: f64 = 1044.0;
const NUMBER_END: f64 = 44.0;
const STATUS: f64 = 56.0;
const METHOD: f64 = 104.0;
const LABEL: f64 = 158.0;
const BARS: f64 = 446.0;
const BARS_WIDTH: f64 = 520.0;
const TIME_END: f64 = 1038.0;

const ROW: f64 = 20.0;

/// How much room a mark of the axis takes.
const MARK_WIDTH: f64 = 40.0;

/// Rows of one drawing: on paper, none of them is cut in two, and a sheet (A4 or letter) has room for
/// two of them.
const ROWS_TOGETHER: usize = 32;

/// If most bars are narrower than this, each drawing gets an axis of its own.
const BAR_WIDTH_MIN: f64 = 3.0;

/// Characters of a label, and of a title.
const METHOD_CHARS: usize = 7;
const LABEL_CHARS: usize = 37;
const TITLE_CHARS: usize = 140;

/// When a request ended, in milliseconds since the first one started.
fn end(of: &Request) -> f64 {
    of.started + of.milliseconds.max(of.phases.iter().sum())
}

/// The requests that have room, in the order of their start: failed ones first, then documents, then
/// the slowest.
pub(crate) fn fitting<'t>(
    traffic: &'t Traffic,
    prefix: &str,
    bytes_max: usize,
) -> Vec<&'t Request> {
    let mut ranked: Vec<&Request> = traffic.requests.iter().collect();
    let rank = |bar: &Request| (bar.is_failed(), bar.content == Content::Document);
    ranked.sort_by(|a, b| {
        (rank(b), b.milliseconds).partial_cmp(&(rank(a), a.milliseconds)).unwrap_or(Ordering::Equal)
    });
    let mut left = bytes_max;
    let around = around_bytes(prefix);
    ranked.retain(|bar| {
        let bytes = around + bar_bytes(bar);
        let fits = bytes <= left;
        left = if fits { left - bytes } else { 0 };
        fits
    });
    ranked.sort_by(|a, b| {
        (a.started, a.entry).partial_cmp(&(b.started, b.entry)).unwrap_or(Ordering::Equal)
    });
    ranked
}

/// The drawing of bars, which are in the order of their start.
pub(crate) fn waterfall(bars: &[&Request], prefix: &str) -> Markup {
    let whole = axis(bars);
    let is_close = bars.len() > ROWS_TOGETHER && !is_readable(bars, &whole);
    html! {
        ul.legend aria-label="Phases" {
            @for (number, phase) in PHASES.iter().enumerate() {
                li { svg viewBox="0 0 10 10" aria-hidden="true" { rect class={ "p" (number) } width="10" height="10" rx="2" {} } (phase) }
            }
        }
        div.fall role="region" aria-label="Waterfall" tabindex="0" {
            @if !is_close { (head(&whole)) }
            @for rows in bars.chunks(ROWS_TOGETHER) {
                @if is_close {
                    @let own = axis(rows);
                    (head(&own))
                    (drawing(rows, &own, prefix))
                } @else {
                    (drawing(rows, &whole, prefix))
                }
            }
        }
        @if is_close {
            p.left { "So long a time is shown in parts: each has its own scale, which stands above it." }
        }
    }
}

fn axis(bars: &[&Request]) -> Axis {
    Axis::new(bars.iter().map(|bar| bar.started..end(bar)), BARS_WIDTH)
}

/// Whether most bars are wide enough for their phases to be told apart.
fn is_readable(bars: &[&Request], axis: &Axis) -> bool {
    let wide =
        bars.iter().filter(|bar| axis.place(end(bar)) - axis.place(bar.started) >= BAR_WIDTH_MIN);
    wide.count() * 2 >= bars.len()
}

/// The most that the drawing of one phase takes.
const PHASE_BYTES: usize = 50;

/// How much of the page the markup of any bar takes, with its share of what stands around some bars.
fn around_bytes(prefix: &str) -> usize {
    const SHARE: usize = 64;
    let bar = Request { entry: 1, ..Request::default() };
    let drawn = row(0, &bar, &axis(&[&bar]), prefix).0.len();
    drawn.saturating_sub(bar_bytes(&bar)) + PHASE_BYTES + SHARE
}

/// How much more a bar takes, at most: reckoned, for drawing it takes longer.
fn bar_bytes(bar: &Request) -> usize {
    let phases = bar.phases.iter().filter(|&&time| time > 0.0).count().max(1);
    let numbers = 2 * bar.entry.to_string().len() + lasting(end(bar) - bar.started).len();
    let texts = [&title(bar), &label(&bar.url), &*shortened(&bar.method, METHOD_CHARS)];
    let texts: usize = texts.into_iter().map(escaped_len).sum();
    numbers + phases * PHASE_BYTES + texts
}

/// The length of a text in HTML.
fn escaped_len(text: &str) -> usize {
    let more = |byte: u8| match byte {
        b'&' => 4,
        b'<' | b'>' => 3,
        b'"' => 5,
        _ => 0,
    };
    text.len() + text.bytes().map(more).sum::<usize>()
}

fn head(axis: &Axis) -> Markup {
    let (marks, idle) = (axis.marks(), axis.idle());
    html! {
        svg.head width=(WIDTH) height="26" viewBox={ "0 0 " (WIDTH) " 26" } aria-hidden="true" {
            text.e x=(NUMBER_END) y="17" { "No." }
            text x=(STATUS) y="17" { "Status" }
            text x=(LABEL) y="17" { "Request" }
            @for mark in &marks {
                text.c x=(unit(BARS + mark.place)) y="17" { (clock(mark)) }
            }
            @for place in idle.iter().map(|idle| f64::midpoint(idle.place.start, idle.place.end)) {
                @if marks.iter().all(|mark| (mark.place - place).abs() > MARK_WIDTH) {
                    text.c x=(unit(BARS + place)) y="17" { "⋯" }
                }
            }
            text.e x=(TIME_END) y="17" { "Time" }
        }
    }
}

/// A time with as many digits as tell it from its neighbours: `200 ms`, `4.5 s`, `1:15`, `2:00:00`.
fn clock(mark: &Mark) -> String {
    let (seconds, digits) = (mark.milliseconds / 1e3, mark.digits);
    let width = if digits > 0 { digits + 3 } else { 2 };
    let (minutes, rest) = ((seconds / 60.0).floor(), seconds % 60.0);
    match seconds {
        s if s < 1.0 => format!("{:.0} ms", mark.milliseconds),
        s if s < 60.0 => format!("{s:.digits$} s"),
        s if s < 3_600.0 => format!("{minutes:.0}:{rest:0width$.digits$}"),
        _ => format!(
            "{:.0}:{:02.0}:{rest:0width$.digits$}",
            (minutes / 60.0).floor(),
            minutes % 60.0
        ),
    }
}

fn drawing(rows: &[&Request], axis: &Axis, prefix: &str) -> Markup {
    #[expect(clippy::cast_precision_loss, reason = "at most a few rows")]
    let height = rows.len() as f64 * ROW;
    html! {
        svg width=(WIDTH) height=(height) viewBox={ "0 0 " (WIDTH) " " (height) } role="group"
            aria-label={ "Requests from " (grouped(rows.first().map_or(0, |bar| bar.entry))) } {
            @for idle in axis.idle() { (gap(idle, height)) }
            @for mark in &axis.marks() {
                path.grid d={ "M" (unit(BARS + mark.place)) " 0v" (height) } {}
            }
            @for (at, bar) in rows.iter().enumerate() { (row(at, bar, axis, prefix)) }
        }
    }
}

fn gap(idle: &Idle, height: f64) -> Markup {
    let width = idle.place.end - idle.place.start;
    html! {
        rect.gap x=(unit(BARS + idle.place.start)) width=(unit(width)) height=(height) {
            title { "Nothing ran for " (lasting(idle.milliseconds)) }
        }
    }
}

fn row(at: usize, bar: &Request, axis: &Axis, prefix: &str) -> Markup {
    #[expect(clippy::cast_precision_loss, reason = "at most a few rows")]
    let top = at as f64 * ROW;
    let class = match (bar.is_failed(), bar.content == Content::Document) {
        (true, _) => "row f",
        (false, true) => "row d",
        (false, false) => "row",
    };
    let status = match bar.status {
        0 if bar.is_aborted() => "aborted".to_owned(),
        0 => "failed".to_owned(),
        status => status.to_string(),
    };
    html! {
        g id={ (prefix) "entry-" (bar.entry) } class=(class) transform={ "translate(0 " (top) ")" } {
            title { (title(bar)) }
            rect.hit width=(WIDTH) height=(ROW) {}
            text."s e" x=(NUMBER_END) y="14" { (bar.entry) }
            text.s x=(STATUS) y="14" { (status) }
            text."s m" x=(METHOD) y="14" { (shortened(&bar.method, METHOD_CHARS)) }
            text x=(LABEL) y="14" { (label(&bar.url)) }
            (PreEscaped(phases(bar, axis)))
            text."s e" x=(TIME_END) y="14" { (lasting(end(bar) - bar.started)) }
        }
    }
}

/// Rectangles made of numbers only.
fn phases(bar: &Request, axis: &Axis) -> String {
    let mut out = String::new();
    let mut rectangle = |class: usize, start: f64, end: f64| {
        let x = BARS + axis.place(start);
        // What is short must still be seen.
        let width = (BARS + axis.place(end) - x).max(1.0);
        let (x, width) = (unit(x), unit(width));
        out += &format!("<path class=\"p{class}\" d=\"M{x} 5h{width}v10h-{width}z\"/>");
    };
    if bar.phases.iter().all(|&time| time <= 0.0) {
        rectangle(NO_PHASES, bar.started, end(bar));
        return out;
    }
    let mut start = bar.started;
    for (class, &time) in bar.phases.iter().enumerate() {
        if time > 0.0 {
            rectangle(class, start, start + time);
            start += time;
        }
    }
    out
}

fn title(bar: &Request) -> String {
    let mut text = format!("{}. {} ", bar.entry, shortened(&bar.method, 12));
    text += &shortened(&bar.url, TITLE_CHARS);
    text += &match (bar.status, &bar.error) {
        (0, Some(error)) => format!("\nno response: {}", shortened(error, 60)),
        (0, None) => "\nno response".to_owned(),
        (status, None) => format!("\nstatus {status}"),
        (status, Some(error)) => format!("\nstatus {status}, {}", shortened(error, 60)),
    };
    text += &format!(", {}, {} of the capture", bar.content.name(), human(bar.bytes));
    let (started, time) = (lasting(bar.started), lasting(end(bar) - bar.started));
    text += &format!("\nstarted at {started}, took {time}");
    for (phase, &time) in PHASES.iter().zip(&bar.phases) {
        if time >= 1.0 {
            text += &format!("\n{phase} {}", lasting(time));
        }
    }
    text
}

/// Host and path of a URL, without what is before and behind them.
fn label(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    shortened(&rest[..end], LABEL_CHARS)
}

/// What stands below the drawing.
pub(crate) fn folded(shown: usize, all: u64) -> Markup {
    let left_out = all.saturating_sub(shown as u64);
    html! {
        @if left_out > 0 {
            p.left {
                (counted(left_out, "request is", "requests are")) " not drawn: "
                "failed ones, slow ones and documents come first."
            }
        }
    }
}

/// A length with one digit behind the point, and none where it is zero.
fn unit(length: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "a place on the drawing")]
    let tenths = (length * 10.0).round() as i64;
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        tenth => format!("{}.{}", tenths / 10, tenth),
    }
}

#[cfg(test)]
mod tests {
    use crate::report::html::axis::Mark;
    use crate::report::html::waterfall::{
        around_bytes, bar_bytes, clock, fitting, folded, label, waterfall,
    };
    use crate::report::traffic::{Content, Request, Traffic};

    fn request(entry: u64, status: u16) -> Request {
        Request {
            entry,
            method: "POST".to_owned(),
            url: "https://api.example/v1/chat?x=1#y".to_owned(),
            status,
            started: 100.0,
            milliseconds: 250.0,
            phases: [0.0, 20.0, 30.0, 0.0, 1.0, 150.0, 49.0],
            ..Request::default()
        }
    }

    fn drawn(requests: &[Request]) -> String {
        waterfall(&requests.iter().collect::<Vec<_>>(), "a-").0
    }

    #[test]
    fn every_bar_has_a_title_and_an_anchor() {
        let drawn = drawn(&(1..=90).map(|entry| request(entry, 200)).collect::<Vec<_>>());
        assert_eq!(drawn.matches("<g id=\"a-entry-").count(), 90);
        assert_eq!(drawn.matches("<title>").count(), 90);
        assert!(drawn.contains("id=\"a-entry-33\" class=\"row\" transform=\"translate(0 0)\""));
        assert!(drawn.contains(
            "\nstatus 200, other, 0 bytes of the capture\nstarted at 100 ms, took 250 ms\nDNS 20 ms"
        ));
        for class in ["p1", "p2", "p4", "p5", "p6"] {
            assert_eq!(drawn.matches(&format!("<path class=\"{class}\"")).count(), 90, "{class}");
        }
    }

    #[test]
    fn what_failed_is_told_from_what_did_not() {
        let error = Some("net::ERR_<x>".to_owned());
        let failed = Request { error, phases: [0.0; 7], ..request(1, 0) };
        let drawn_failed = drawn(&[failed, request(2, 503)]);
        assert_eq!(drawn_failed.matches("class=\"row f\"").count(), 2);
        assert!(drawn_failed.contains("no response: net::ERR_&lt;x&gt;"));
        assert!(drawn_failed.contains(">failed<") && drawn_failed.contains("class=\"p7\""));
        let aborted = Request { error: Some("net::ERR_ABORTED".to_owned()), ..request(4, 0) };
        assert!(drawn(&[aborted]).contains(">aborted<"));
        let page = Request { content: Content::Document, ..request(3, 200) };
        assert!(drawn(&[page]).contains("class=\"row d\""));
    }

    #[test]
    fn what_a_reader_looks_for_has_room_first() {
        let requests = vec![
            request(1, 200),
            Request { milliseconds: 900.0, ..request(2, 200) },
            Request { content: Content::Document, started: 0.0, ..request(3, 200) },
            request(4, 500),
        ];
        let bytes = |at: usize| around_bytes("") + bar_bytes(&requests[at]);
        let room = bytes(3) + bytes(2) + 40;
        let traffic = Traffic { requests, ..Traffic::default() };
        let numbers =
            |room| fitting(&traffic, "", room).iter().map(|r| r.entry).collect::<Vec<_>>();
        assert_eq!(numbers(room), [3, 4]);
        assert_eq!(numbers(1 << 20), [3, 1, 2, 4]);
        assert!(numbers(10).is_empty());
    }

    /// Room is reckoned: never less than a bar takes, and not much more.
    #[test]
    fn a_bar_has_as_much_room_as_it_takes() {
        let texts = ["/a", "/<&\">'\u{202e}", &"/long".repeat(99), &"\u{202e}&<".repeat(99)];
        for (number, text) in (1_u64..).zip(texts) {
            for phases in [[0.0; 7], [1.5; 7], [0.0, 3_000_000.0, 0.0, 2.0, 0.0, 1e9, 0.1]] {
                for status in [0, 200, 500] {
                    let bar = Request {
                        url: format!("https://h.example{text}"),
                        method: text.to_owned(),
                        error: (status == 0).then(|| text.to_owned()),
                        started: 1e9,
                        phases,
                        ..request(number * 7_654_321, status)
                    };
                    let bars = vec![&bar; 64];
                    let drawn = waterfall(&bars, "c12-").0.len() / bars.len();
                    let room = around_bytes("c12-") + bar_bytes(&bar);
                    assert!((drawn..drawn + 250).contains(&room), "{room} for {drawn}: {bar:?}");
                }
            }
        }
    }

    #[test]
    fn a_bar_of_whatever_size_takes_little_room() {
        let url = "https://\u{202e}&".repeat(10_000);
        let long = Request { method: url.clone(), error: Some(url.clone()), url, ..request(1, 0) };
        assert!(around_bytes("") + bar_bytes(&long) < 4_000);
        assert!(!drawn(&[long]).contains('\u{202e}'));
        assert_eq!(folded(3, 3).0, "");
        assert!(folded(1_500, 4_000).0.contains("2,500 requests are not drawn"));
    }

    #[test]
    fn a_time_has_the_digits_that_its_neighbours_need() {
        for (milliseconds, digits, expected) in [
            (0.0, 0, "0 ms"),
            (200.0, 0, "200 ms"),
            (4_000.0, 0, "4 s"),
            (2_500.0, 1, "2.5 s"),
            (60_000.0, 0, "1:00"),
            (75_250.0, 2, "1:15.25"),
            (7_204_000.0, 0, "2:00:04"),
        ] {
            assert_eq!(clock(&Mark { place: 0.0, milliseconds, digits }), expected);
        }
    }

    #[test]
    fn a_long_time_is_shown_in_parts_that_can_be_read() {
        let requests: Vec<Request> = (0..120)
            .map(|at| Request {
                started: f64::from(at) * 900.0,
                ..request(u64::try_from(at).unwrap(), 200)
            })
            .collect();
        let long = drawn(&requests);
        assert_eq!(long.matches("<svg class=\"head\"").count(), 4);
        assert!(long.contains("its own scale"));
        let short: Vec<Request> = (0..120)
            .map(|at| Request {
                started: f64::from(at) * 9.0,
                ..request(u64::try_from(at).unwrap(), 200)
            })
            .collect();
        assert_eq!(drawn(&short).matches("<svg class=\"head\"").count(), 1);
    }

    #[test]
    fn a_label_is_host_and_path() {
        assert_eq!(label("https://a.example/b?c#d"), "a.example/b");
        assert_eq!(label("data:text/plain,x"), "data:text/plain,x");
        assert_eq!(label(""), "");
    }
}
