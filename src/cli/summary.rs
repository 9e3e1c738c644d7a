//! What a person reads at the end.

use std::path::Path;

use unharm::options::CHUNK_BYTES_MAX;
use unharm::pipeline::JoinOutput;
use unharm::report::{
    CaptureReport, ChunkReport, CutReport, Finding, FindingList, FitReport, OutputReport,
    RuleCount, SalvageReport, SideFilesReport, SplitReport, VerificationState, counted, grouped,
    human, shown,
};

use crate::cli::print::Style;

/// How many kinds are listed before the rest is added up.
const KINDS_MAX: usize = 12;

/// How many chunks are listed before the rest is left out.
const CHUNKS_MAX: usize = 12;

/// The summary of one capture, at most 80 columns wide.
pub(crate) fn capture(report: &CaptureReport, style: Style) -> String {
    let mut lines = vec![headline(report, style), String::new()];
    lines.extend(lost(report.salvage, style));
    lines.extend(beside(report.side_files, style));
    lines.extend(redactions(report, style));
    lines.extend(skipped(report));
    lines.push(String::new());
    lines.extend(report.fit.iter().flat_map(|fit| fit_lines(fit, &report.output, style)));
    if report.fit.as_ref().is_some_and(|fit| fit.public) {
        lines.push("  anybody can read what it is sent: --level public redacts more".to_owned());
    }
    lines.extend(chunks(&report.output));
    lines.push(verification(report, style));
    lines.push(style.dim(&speed(report)));
    lines.join("\n")
}

/// Every rule and where it held.
pub(crate) fn rules(report: &CaptureReport) -> String {
    let line = |rule: &RuleCount| {
        let place = place(rule.location, rule.layer, rule.swept);
        format!("    {:>9}  {:<30} {place}", grouped(rule.redactions), rule.rule)
    };
    report.rules.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What `check` says of one capture.
pub(crate) fn checked(report: &CaptureReport, style: Style, verbose: bool) -> String {
    let mut lines = vec![headline(report, style)];
    lines.extend(lost(report.salvage, style));
    lines.extend(beside(report.side_files, style));
    if report.redactions == 0 {
        lines.push(format!("  {}: no secret found", style.green("clean")));
    } else {
        let found = counted(report.secrets, "secret", "secrets");
        lines.push(format!(
            "  {} in {}",
            style.red(&found),
            counted(report.redactions, "place", "places")
        ));
        lines.extend(kinds(report));
    }
    if verbose {
        lines.push(rules(report));
        lines.extend(report.list.iter().flat_map(findings));
    }
    lines.join("\n") + "\n"
}

/// Each finding: where it stands and by which rule.
fn findings(list: &FindingList) -> Vec<String> {
    let line = |finding: &Finding| {
        let entry = finding.entry.map_or("envelope".to_owned(), |number| format!("entry {number}"));
        let place = place(finding.location, finding.layer, finding.swept);
        format!("    {entry:<12} byte {:<12} {:<30} {place}", finding.offset, finding.rule)
    };
    let mut lines: Vec<String> = list.findings.iter().map(line).collect();
    if list.findings_left_out > 0 {
        lines.push(format!("    … and {} more", grouped(list.findings_left_out)));
    }
    lines
}

fn place(location: &str, layer: &str, swept: bool) -> String {
    let layer = if layer.is_empty() { String::new() } else { format!(" ({layer})") };
    let swept = if swept { ", swept" } else { "" };
    format!("{location}{layer}{swept}")
}

/// What `split` has written.
pub(crate) fn split(report: &SplitReport) -> String {
    let mut lines = vec![format!("{}: cut, not redacted", shown(&report.capture))];
    lines.extend(lost(report.salvage, Style::stderr()));
    lines.extend(beside(report.side_files, Style::stderr()));
    lines.extend(cuts(&report.output));
    let style = Style::stderr();
    lines.extend(report.fit.iter().flat_map(|fit| fit_lines(fit, &report.output, style)));
    if report.fit.as_ref().is_some_and(|fit| fit.public) {
        let what = "anybody can read what it is sent, and every secret is still in it";
        lines.push(format!("  {}", style.red(what)));
    }
    lines.extend(chunks(&report.output));
    lines.join("\n")
}

/// What `join` has written.
pub(crate) fn joined(output: &JoinOutput) -> String {
    format!(
        "{}: {}, {}",
        shown(&output.file),
        human(output.bytes),
        counted(output.entries, "entry", "entries")
    )
}

/// Where the ticket is.
pub(crate) fn ticket(path: &Path) -> String {
    format!(
        "  ticket in {}: look it through, and fill in its blanks",
        shown(&path.to_string_lossy())
    )
}

/// Where the report is.
pub(crate) fn report(path: &Path) -> String {
    format!("report: {}", shown(&path.to_string_lossy()))
}

/// One line that no tool can do without saying.
pub(crate) fn advice(style: Style) -> String {
    let text = "No tool knows a secret that nothing marks: look through what you send, and end the\n\
                captured session (sign out, revoke its tokens) once the capture is sent.";
    style.dim(text)
}

fn headline(report: &CaptureReport, style: Style) -> String {
    let pages = match report.pages {
        0 => String::new(),
        1 => ", 1 page".to_owned(),
        pages => format!(", {} pages", grouped(pages)),
    };
    let name = style.bold(&shown(&report.capture));
    format!(
        "{name}  {}, {}{pages}",
        human(report.bytes),
        counted(report.entries, "entry", "entries")
    )
}

/// Bodies that were in files of their own.
pub(crate) fn beside(side_files: Option<SideFilesReport>, style: Style) -> Vec<String> {
    let Some(SideFilesReport { read, absent }) = side_files else { return Vec::new() };
    let are = |count: u64| if count == 1 { "is" } else { "are" };
    let mut lines = Vec::new();
    if read > 0 {
        let bodies = counted(read, "body", "bodies");
        lines.push(format!("  {bodies} from files beside it {} in their entries now", are(read)));
    }
    if absent > 0 {
        let bodies = style.red(&counted(absent, "body", "bodies"));
        let why = "lost: the files that the capture names are not beside it";
        lines.push(format!("  {bodies} {why}"));
    }
    lines
}

/// What is lost of a capture that was cut short.
fn lost(salvage: Option<SalvageReport>, style: Style) -> Option<String> {
    let SalvageReport { entries, offset, bytes_lost } = salvage?;
    let what = format!(
        "{} whole; lost from byte {offset} on: {} bytes",
        counted(entries, "entry is", "entries are"),
        grouped(bytes_lost)
    );
    Some(format!("  {}: {what}", style.red("cut short")))
}

fn redactions(report: &CaptureReport, style: Style) -> Vec<String> {
    if report.redactions == 0 {
        return vec!["  no secret found".to_owned()];
    }
    let verb = if report.verification.state == VerificationState::DryRun {
        "would be redacted"
    } else {
        "redacted"
    };
    let mut lines = vec![format!(
        "  {} {verb} in {}",
        style.bold(&counted(report.secrets, "secret", "secrets")),
        counted(report.redactions, "place", "places"),
    )];
    lines.extend(kinds(report));
    if report.swept > 0 {
        lines.push(format!("  {} of these stood where nothing marks them", grouped(report.swept)));
    }
    lines
}

fn kinds(report: &CaptureReport) -> Vec<String> {
    let mut lines = Vec::new();
    for kind in report.kinds.iter().take(KINDS_MAX) {
        lines.push(format!("    {:<24} {:>9}", kind.kind, grouped(kind.redactions)));
    }
    let rest: u64 = report.kinds.iter().skip(KINDS_MAX).map(|kind| kind.redactions).sum();
    if rest > 0 {
        lines.push(format!("    {:<24} {:>9}", "other kinds", grouped(rest)));
    }
    lines
}

fn skipped(report: &CaptureReport) -> Vec<String> {
    let mut lines = cuts(&report.output);
    if report.too_deep > 0 {
        let places = counted(report.too_deep, "place", "places");
        lines.push(format!("  {places} nested too deep to read, redacted whole"));
    }
    let plain = report.verification.secrets_plain;
    if plain > 0 {
        let values = counted(plain, "secret", "secrets");
        lines.push(format!("  {values} too short or plain to be searched for elsewhere"));
    }
    lines
}

/// What is not in the output.
fn cuts(output: &OutputReport) -> Vec<String> {
    let line = |cut: &CutReport| {
        let bytes = human(cut.bytes);
        let what = match cut.frames {
            0 => "its bodies".to_owned(),
            frames => format!("it, with its last {}", counted(frames, "frame", "frames")),
        };
        format!("  entry {} alone exceeds the limit: {bytes} of {what} left out", cut.entry)
    };
    let left_out = (output.entries_left_out > 0).then(|| {
        let entries = counted(output.entries_left_out, "entry", "entries");
        format!("  {entries} left out, not selected")
    });
    left_out.into_iter().chain(output.cut.iter().map(line)).collect()
}

/// The limit, where it is not the usual one, and what was left out to keep it.
fn fit_lines(fit: &FitReport, output: &OutputReport, style: Style) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(bytes) = fit
        .budget_bytes
        .filter(|bytes| *bytes != CHUNK_BYTES_MAX || fit.desk.is_some() || !fit.steps.is_empty())
    {
        let desk = fit.desk.as_ref().map(|desk| format!("for {}: ", shown(desk)));
        let limit = fit.limit_bytes.filter(|_| fit.counted == "message");
        let encoded = limit.map(|limit| format!(", {} in an encoded mail", human(limit)));
        lines.push(format!(
            "  {}less than {} bytes a file{}",
            desk.unwrap_or_default(),
            grouped(bytes),
            encoded.unwrap_or_default()
        ));
    }
    let verb = if output.chunks.is_empty() { "would be left out" } else { "left out" };
    for step in &fit.steps {
        let entries = counted(step.entries, "entry", "entries");
        lines.push(format!("    {:<38} {:>9}  in {entries}", step.title, human(step.bytes)));
    }
    if !fit.steps.is_empty() {
        let all: u64 = fit.steps.iter().map(|step| step.bytes).sum();
        lines.push(format!("    {:<38} {:>9}", format!("{verb} in all"), human(all)));
    }
    let count = output.chunks.len() as u64;
    if let Some(max) = fit.files_max.filter(|max| count > u64::from(*max)) {
        let more = format!("{} files, but it takes {max} at once", grouped(count));
        lines.push(format!("  {}", style.red(&more)));
    }
    lines
}

fn chunks(report: &OutputReport) -> Vec<String> {
    let width =
        report.chunks.iter().map(|chunk| shown(&chunk.file).chars().count()).max().unwrap_or(0);
    let line = |chunk: &ChunkReport| {
        let entries = counted(chunk.entries, "entry", "entries");
        format!("  {:<width$}  {:>9}  {entries}", shown(&chunk.file), human(chunk.bytes))
    };
    let mut lines: Vec<String> = report.chunks.iter().take(CHUNKS_MAX).map(line).collect();
    if report.chunks.len() > CHUNKS_MAX {
        lines.push(format!("  … and {} more", report.chunks.len() - CHUNKS_MAX));
    }
    if let Some(manifest) = &report.manifest {
        lines.push(format!("  {}", shown(manifest)));
    }
    lines
}

fn verification(report: &CaptureReport, style: Style) -> String {
    let verification = &report.verification;
    match verification.state {
        VerificationState::Clean if verification.secrets_searched == 0 => {
            format!("  {}: read again, with no secret to search for", style.green("verified"))
        }
        VerificationState::Clean => format!(
            "  {}: read again, none of {} is in it, in any encoding we know",
            style.green("verified"),
            counted(verification.secrets_searched, "secret", "secrets"),
        ),
        VerificationState::DryRun => "  dry run: nothing was written".to_owned(),
    }
}

fn speed(report: &CaptureReport) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rate for people, far below 2^63"
    )]
    let rate = human(report.bytes_per_second as u64);
    let memory = report
        .peak_memory_bytes
        .map(|bytes| format!(", peak memory {}", human(bytes)))
        .unwrap_or_default();
    format!("  {:.2} s, {rate}/s{memory}", report.seconds)
}
