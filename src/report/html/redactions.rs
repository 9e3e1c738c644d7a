//! What was redacted: kinds, rules and places with their counts, no values.

use maud::{Markup, html};

use crate::report::html::rows::{Rows, table};
use crate::report::words::{counted, grouped};
use crate::report::{CaptureReport, KindCount, RuleCount, VerificationState};

/// The section; `bytes_max` is its share of the page.
pub(crate) fn redactions(report: &CaptureReport, prefix: &str, bytes_max: usize) -> Markup {
    let most = report.kinds.first().map_or(1, |kind| kind.redactions);
    // A row leads to another only if that one has room, too.
    let kinds = Rows::new(&report.kinds, bytes_max / 4, |kind| kind_row(kind, most, true, prefix));
    let linked = &report.kinds[..report.kinds.len() - kinds.left_out];
    let rules = Rows::new(report.rules.iter().enumerate(), bytes_max * 3 / 4, |(at, rule)| {
        let is_first = !report.rules[..at].iter().any(|before| before.kind == rule.kind);
        let is_linked = linked.iter().any(|kind| kind.kind == rule.kind);
        rule_row(rule, is_first, is_linked, prefix)
    });
    let shown = &report.rules[..report.rules.len() - rules.left_out];
    let kinds = Rows::new(&report.kinds, bytes_max / 4, |kind| {
        kind_row(kind, most, shown.iter().any(|rule| rule.kind == kind.kind), prefix)
    });
    html! {
        section.card id={ (prefix) "redactions" } aria-labelledby={ (prefix) "redactions-title" } {
            h3 id={ (prefix) "redactions-title" } { "What was redacted" }
            p.soft { (sentence(report)) }
            @if !report.kinds.is_empty() {
                h4 { "By kind" }
                (table("Redactions by kind", "", KIND_COLUMNS, &kinds, "kinds"))
                h4 { "By rule and place" }
                (table("Redactions by rule and place", RULE_NOTE, RULE_COLUMNS, &rules, IN_JSON))
            }
        }
    }
}

/// Where a reader finds what a table leaves out.
pub(crate) const IN_JSON: &str = "in the report for machines (--report report.json)";

const KIND_COLUMNS: &[(&str, &str)] =
    &[("", "Kind"), ("n", "Places"), ("meter", "Share"), ("", "Rules")];

const RULE_NOTE: &str = "No value stands here, nor any part of one. “Swept” means that nothing \
                            marked the value there: it was known from another place.";

const RULE_COLUMNS: &[(&str, &str)] = &[
    ("", "Kind"),
    ("", "Rule"),
    ("", "Place"),
    ("", "Inside of"),
    ("n", "Places"),
    ("", "Found by"),
];

fn sentence(report: &CaptureReport) -> String {
    if report.redactions == 0 {
        return "No secret was found.".to_owned();
    }
    let verb = match report.verification.state {
        VerificationState::Clean => "were replaced",
        VerificationState::DryRun => "would be replaced",
    };
    let mut text = format!(
        "{} {verb} in {}. The same secret has the same pseudonym everywhere.",
        counted(report.secrets, "secret", "secrets"),
        counted(report.redactions, "place", "places"),
    );
    if report.too_deep > 0 {
        text += &format!(
            " {} nested too deep to be read and went as a whole.",
            counted(report.too_deep, "text was", "texts were")
        );
    }
    text
}

fn kind_row(kind: &KindCount, most: u64, has_rules: bool, prefix: &str) -> Markup {
    #[expect(clippy::cast_precision_loss, reason = "a length on the screen")]
    let part = kind.redactions as f64 / most.max(1) as f64 * 100.0;
    html! {
        tr id={ (prefix) "kind-" (kind.kind) } {
            th scope="row" { (kind.kind) }
            td.n { (grouped(kind.redactions)) }
            td.meter {
                svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" {
                    rect width=(format!("{part:.1}")) height="8" {}
                }
            }
            td {
                @if has_rules {
                    a href={ "#" (prefix) "rules-" (kind.kind) } aria-label={ "Rules and places of " (kind.kind) } { "places" }
                }
            }
        }
    }
}

fn rule_row(rule: &RuleCount, is_first: bool, is_linked: bool, prefix: &str) -> Markup {
    let id = is_first.then(|| format!("{prefix}rules-{}", rule.kind));
    html! {
        tr id=[id] {
            th scope="row" {
                @if is_linked {
                    a href={ "#" (prefix) "kind-" (rule.kind) } { (rule.kind) }
                } @else {
                    (rule.kind)
                }
            }
            td { code { (rule.rule) } }
            td { (rule.location) }
            td.soft { (if rule.layer.is_empty() { "–" } else { rule.layer }) }
            td.n { (grouped(rule.redactions)) }
            td { @if rule.swept { span.tag { "swept" } } @else { span.soft { "rule" } } }
        }
    }
}
