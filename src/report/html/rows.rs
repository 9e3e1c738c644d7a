//! Lists that end where their share of the page does.

use maud::{Markup, PreEscaped, html};

use crate::report::words::grouped;

/// The part of a list that has room.
pub(crate) struct Rows {
    markup: String,
    /// How many items are left out.
    pub(crate) left_out: usize,
}

impl Rows {
    /// As many items, from the first on, as fit into `bytes_max`.
    pub(crate) fn new<T>(
        items: impl IntoIterator<Item = T>,
        bytes_max: usize,
        row: impl Fn(T) -> Markup,
    ) -> Self {
        let mut rows = Self { markup: String::new(), left_out: 0 };
        for item in items {
            if rows.left_out == 0 {
                let PreEscaped(row) = row(item);
                if rows.markup.len() + row.len() <= bytes_max {
                    rows.markup.push_str(&row);
                    continue;
                }
            }
            rows.left_out += 1;
        }
        rows
    }

    /// The rows themselves.
    pub(crate) fn markup(&self) -> PreEscaped<&str> {
        PreEscaped(&self.markup)
    }

    /// A line that tells how many were left out, and where they are.
    pub(crate) fn rest(&self, elsewhere: &str) -> Markup {
        html! {
            @if self.left_out > 0 {
                p.left { "… and " (grouped(self.left_out as u64)) " more " (elsewhere) }
            }
        }
    }
}

/// A table inside a region that scrolls by itself when it is wide, or long, below a note on it.
pub(crate) fn table(
    label: &str,
    note: &str,
    columns: &[(&str, &str)],
    rows: &Rows,
    elsewhere: &str,
) -> Markup {
    // Some thirty rows stand on a page without a scroll bar of their own.
    let class = if rows.markup.matches("<tr").count() > 30 { "scroll tall" } else { "scroll" };
    html! {
        @if !note.is_empty() { p.note { (note) } }
        div class=(class) role="region" aria-label=(label) tabindex="0" {
            table {
                thead { tr { @for (class, name) in columns { th scope="col" class=(class) { (name) } } } }
                tbody { (rows.markup()) }
            }
        }
        (rows.rest(elsewhere))
    }
}

#[cfg(test)]
mod tests {
    use maud::html;

    use crate::report::html::rows::Rows;

    #[test]
    fn a_list_ends_where_its_share_does_and_says_so() {
        let rows = Rows::new(1..=10, 30, |number: u32| html! { li { (number) } });
        assert_eq!(rows.markup().0, "<li>1</li><li>2</li><li>3</li>");
        assert_eq!(rows.left_out, 7);
        assert!(rows.rest("elsewhere").0.contains("7 more elsewhere"));
        let whole = Rows::new(["<", "&"], 99, |text| html! { (text) });
        assert_eq!((whole.markup().0, whole.rest("").0.as_str()), ("&lt;&amp;", ""));
    }
}
