//! The treemap: bytes by host, and in each host by type.

use maud::{Markup, html};

use crate::report::html::squarify::{Rect, squarify};
use crate::report::traffic::Content;
use crate::report::words::{human, shortened};

/// The bytes of one host.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Area<'a> {
    pub(crate) host: &'a str,
    /// The row of the host in the table.
    pub(crate) anchor: String,
    /// By type.
    pub(crate) types: Vec<(Content, u64)>,
}

impl Area<'_> {
    fn bytes(&self) -> u64 {
        self.types.iter().map(|(_, bytes)| bytes).sum()
    }
}

const WIDTH: f64 = 548.0;
const HEIGHT: f64 = 360.0;
const HEADER: f64 = 18.0;

/// Rectangles that are smaller than this are not drawn.
const SIDE_MIN: f64 = 1.5;

/// The mean width of a character.
const CHAR: f64 = 7.2;

/// A drawing whose whole area stands for `whole` bytes.
pub(crate) fn treemap(hosts: &[Area<'_>], whole: u64, label: &str) -> Markup {
    let mut hosts: Vec<&Area<'_>> = hosts.iter().filter(|host| host.bytes() > 0).collect();
    hosts.sort_by_key(|host| std::cmp::Reverse(host.bytes()));
    let bytes = hosts.iter().map(|host| host.bytes()).sum::<u64>();
    let side = (number(bytes) / number(whole.max(1))).sqrt().min(1.0);
    let area = Rect::new(0.0, 0.0, WIDTH * side, HEIGHT * side);
    let weights: Vec<f64> = hosts.iter().map(|host| number(host.bytes())).collect();
    let placed = hosts.into_iter().zip(squarify(&weights, area));
    html! {
        svg.map viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="group" aria-label=(label) {
            @for (host, rect) in placed { @if is_seen(rect) { (group(host, rect, bytes)) } }
        }
    }
}

fn group(host: &Area<'_>, rect: Rect, whole: u64) -> Markup {
    let has_header = rect.height > 2.2 * HEADER && rect.width > 40.0;
    let inside = rect.inset(if has_header { HEADER } else { 1.0 }, 1.0);
    let mut types = host.types.clone();
    types.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    let weights: Vec<f64> = types.iter().map(|(_, bytes)| number(*bytes)).collect();
    let cells = html! {
        rect.host x=(unit(rect.x)) y=(unit(rect.y)) width=(unit(rect.width)) height=(unit(rect.height)) {
            title { (shortened(host.host, 100)) ": " (share(host.bytes(), whole)) }
        }
        @if has_header {
            text x=(unit(rect.x + 6.0)) y=(unit(rect.y + 13.5)) { (fitted(host.host, rect.width - 10.0)) }
        }
        @for ((content, bytes), cell) in types.iter().zip(squarify(&weights, inside)) {
            @if is_seen(cell) { (self::cell(host.host, *content, *bytes, whole, cell)) }
        }
    };
    html! { a href={ "#" (host.anchor) } { (cells) } }
}

fn cell(host: &str, content: Content, bytes: u64, whole: u64, rect: Rect) -> Markup {
    let name = content.name();
    let class = format!("cell t-{name}");
    html! {
        rect class=(class) x=(unit(rect.x)) y=(unit(rect.y)) width=(unit(rect.width)) height=(unit(rect.height)) {
            title { (shortened(host, 100)) "\n" (name) ": " (share(bytes, whole)) }
        }
        @if rect.height > 20.0 && rect.width > 34.0 {
            text x=(unit(rect.x + 6.0)) y=(unit(rect.y + 15.0)) { (fitted(name, rect.width - 10.0)) }
        }
        @if rect.height > 38.0 && rect.width > 64.0 {
            text x=(unit(rect.x + 6.0)) y=(unit(rect.y + 30.0)) { (human(bytes)) }
        }
    }
}

fn share(bytes: u64, whole: u64) -> String {
    format!("{} ({:.1} %)", human(bytes), number(bytes) / number(whole.max(1)) * 100.0)
}

/// As much of a text as has room; nothing when that is too little to be read.
fn fitted(text: &str, width: f64) -> String {
    let chars = (width / CHAR).floor();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most the width of the drawing"
    )]
    let chars = chars.clamp(0.0, WIDTH) as usize;
    if chars < 6 && text.chars().nth(chars).is_some() {
        return String::new();
    }
    shortened(text, chars)
}

fn is_seen(rect: Rect) -> bool {
    rect.width >= SIDE_MIN && rect.height >= SIDE_MIN
}

#[expect(clippy::cast_precision_loss, reason = "an area on the screen")]
fn number(bytes: u64) -> f64 {
    bytes as f64
}

fn unit(length: f64) -> String {
    format!("{length:.1}")
}

#[cfg(test)]
mod tests {
    use crate::report::html::treemap::{Area, fitted, treemap};
    use crate::report::traffic::Content;

    fn area<'h>(host: &'h str, types: &[(Content, u64)]) -> Area<'h> {
        Area { host, anchor: format!("host-{host}"), types: types.to_vec() }
    }

    #[test]
    fn every_rectangle_has_a_title_and_every_host_a_link() {
        let hosts = [
            area("cdn.example", &[(Content::Image, 600), (Content::Script, 300)]),
            area("<b>.example", &[(Content::Data, 100)]),
            area("empty.example", &[(Content::Data, 0)]),
        ];
        let drawn = treemap(&hosts, 1_000, "Before").0;
        assert_eq!(drawn.matches("<rect").count(), 5);
        assert_eq!(drawn.matches("<title>").count(), 5);
        assert!(drawn.contains("<title>cdn.example\nimage: 600 bytes (60.0 %)</title>"));
        assert!(
            drawn.contains("href=\"#host-cdn.example\"") && drawn.contains("&lt;b&gt;.example")
        );
        assert!(!drawn.contains("empty.example") && drawn.contains("t-script"));
    }

    #[test]
    fn a_smaller_whole_has_a_smaller_drawing() {
        let hosts = [area("a.example", &[(Content::Image, 250)])];
        assert!(treemap(&hosts, 1_000, "After").0.contains("width=\"274.0\" height=\"180.0\""));
        assert!(treemap(&[], 0, "Before").0.starts_with("<svg"));
    }

    #[test]
    fn a_text_fits_or_is_not_there() {
        assert_eq!(fitted("image", 60.0), "image");
        assert_eq!(fitted("a-long-host.example", 60.0), "a-lon…le");
        assert_eq!(fitted("a-long-host.example", 36.0), "");
        assert_eq!(fitted("", -3.0), "");
    }
}
