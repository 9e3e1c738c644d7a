//! What a person reads of an inspection, 80 columns wide.

use unharm::report::traffic::{Credentials, Request, Traffic};
use unharm::report::{CaptureReport, Forecast, counted, grouped, human, lasting, shortened, shown};

use crate::cli::desks;
use crate::cli::print::Style;
use crate::cli::summary;

/// Rows of a list, without and with `--verbose`.
const ROWS: usize = 5;
const ROWS_VERBOSE: usize = 40;

/// Columns.
const WIDTH: usize = 80;

/// What is in a capture.
pub(crate) fn table(
    report: &CaptureReport,
    forecasts: &[Forecast],
    style: Style,
    verbose: bool,
) -> String {
    let rows = if verbose { ROWS_VERBOSE } else { ROWS };
    let mut table = Table { lines: Vec::new(), style, rows };
    table.lines.push(headline(report, style));
    table.lines.extend(summary::beside(report.side_files, style));
    if let Some(traffic) = &report.traffic {
        table.facts(traffic);
        table.hosts(traffic);
        table.types(traffic);
        let large = |request: &Request| (human(request.bytes), named(request));
        table.requests("Largest entries", &traffic.insight.largest, large);
        table.failures(traffic);
        let slow = |request: &Request| (lasting(request.milliseconds), slow(request));
        table.requests(
            "Slowest requests, with the phase that took longest",
            &traffic.insight.slowest,
            slow,
        );
        table.ids(traffic);
    }
    table.secrets(report);
    table.lines.extend(desks::table(forecasts, style));
    table.lines.join("\n") + "\n"
}

fn headline(report: &CaptureReport, style: Style) -> String {
    let pages = match report.pages {
        0 => String::new(),
        pages => format!(", {}", counted(pages, "page", "pages")),
    };
    let size = format!("{}, {}", human(report.bytes), counted(report.entries, "entry", "entries"));
    let name = shortened(&report.capture, 30);
    format!("{}  {size}{pages}", style.bold(&name))
}

/// The phase that took longest, before a request.
fn slow(request: &Request) -> String {
    match request.dominant() {
        Some((phase, part)) => format!("{phase} {}, {}", lasting(part), named(request)),
        None => named(request),
    }
}

struct Table {
    lines: Vec<String>,
    style: Style,
    rows: usize,
}

impl Table {
    fn head(&mut self, title: &str) {
        self.lines.push(String::new());
        self.lines.push(self.style.bold(title));
    }

    /// A line with what it is of at its start.
    fn fact(&mut self, name: &str, text: &str) {
        self.lines.push(format!("  {name:<12} {}", shortened(text, WIDTH - 15)));
    }

    /// A line with a figure before a text of the capture.
    fn row(&mut self, figure: &str, text: &str) {
        let width = WIDTH.saturating_sub(figure.chars().count().max(10) + 4);
        self.lines.push(format!("  {figure:>10}  {}", shortened(text, width)));
    }

    fn more(&mut self, all: usize) {
        if all > self.rows {
            let more = (all - self.rows) as u64;
            self.lines.push(format!("  {:>10}  … and {} more", "", grouped(more)));
        }
    }

    fn facts(&mut self, traffic: &Traffic) {
        let maker = &traffic.maker;
        self.fact("recorded by", maker.creator.as_deref().unwrap_or("unknown"));
        let client = &traffic.insight.client;
        if let Some(browser) = client.browser.as_deref().or(maker.browser.as_deref()) {
            let rest = [&client.system, &client.device].into_iter().flatten();
            let all: Vec<&str> = std::iter::once(browser).chain(rest.map(|s| &**s)).collect();
            self.fact("browser", &all.join(", "));
        }
        if let Some([from, to]) = &traffic.insight.span {
            self.fact("from", &format!("{from} (UTC)"));
            self.fact("to", &format!("{to} ({} later)", lasting(traffic.milliseconds)));
        }
        let zones: Vec<&str> =
            traffic.insight.zones.iter().map(|zone| zone.zone.as_str()).collect();
        let written = match zones.as_slice() {
            [] => "no entry says when it started".to_owned(),
            ["Z"] => "in UTC".to_owned(),
            [""] => "without a zone".to_owned(),
            zones => format!("with the offsets {}", zones.join(" ")),
        };
        self.fact("times", &written);
        self.fact("bodies", &bodies(traffic));
        self.fact("credentials", &credentials(&traffic.insight.credentials));
        for sign in &client.between {
            let requests = counted(sign.requests, "request", "requests");
            self.fact("between", &format!("{}: {}, {requests}", sign.what, sign.sign));
        }
    }

    fn hosts(&mut self, traffic: &Traffic) {
        self.head("Bytes by host");
        for host in traffic.hosts.largest.iter().take(self.rows) {
            let entries = counted(host.entries, "entry", "entries");
            self.row(&human(host.bytes_before), &format!("{}, {entries}", shown(&host.host)));
        }
        let others = usize::try_from(traffic.hosts.others_count).unwrap_or(usize::MAX);
        self.more(traffic.hosts.largest.len().saturating_add(others));
    }

    fn types(&mut self, traffic: &Traffic) {
        let hosts = traffic.hosts.largest.iter().chain([&traffic.hosts.others]);
        let mut types = std::collections::BTreeMap::<_, u64>::new();
        for row in hosts.flat_map(|host| &host.types) {
            *types.entry(row.content).or_default() += row.bytes_before;
        }
        let mut types: Vec<_> = types.into_iter().collect();
        types.sort_by_key(|(content, bytes)| (std::cmp::Reverse(*bytes), *content));
        self.head("Bytes by type");
        for (content, bytes) in types {
            self.row(&human(bytes), content.name());
        }
    }

    fn requests(
        &mut self,
        title: &str,
        list: &[Request],
        row: impl Fn(&Request) -> (String, String),
    ) {
        if list.is_empty() {
            return;
        }
        self.head(title);
        for request in list.iter().take(self.rows) {
            let (figure, text) = row(request);
            self.row(&figure, &text);
        }
    }

    fn failures(&mut self, traffic: &Traffic) {
        let faults = &traffic.insight.faults;
        self.head("Failures");
        if faults.counts.is_empty() {
            self.row("0", "requests failed");
        }
        for count in &faults.counts {
            self.row(&grouped(count.requests), count.kind.name());
        }
        if faults.preflights > 0 {
            self.row(&grouped(faults.preflights), "CORS preflights in all");
        }
        let mut worst: Vec<_> = faults.listed.iter().collect();
        worst.sort_by_key(|fault| (fault.kind, fault.request.entry));
        let all = worst.len();
        for fault in worst.into_iter().take(self.rows) {
            let outcome = match fault.request.status {
                0 => "no answer".to_owned(),
                status => status.to_string(),
            };
            let body = &fault.body;
            let said = [&fault.request.error, &body.code, &body.kind, &fault.retry_after];
            let names = ["error", "code", "type", "retry after"];
            let said = names
                .into_iter()
                .zip(said)
                .filter_map(|(name, said)| said.as_ref().map(|said| format!("{name} {said}")));
            self.row(&outcome, &named(&fault.request));
            let said: Vec<String> = said.collect();
            if !said.is_empty() {
                self.row("", &said.join(", "));
            }
        }
        self.more(all);
        for chain in &traffic.insight.redirect_loops {
            let text = format!(
                "rounds of {} URLs from entry {}: {}",
                chain.length,
                chain.entry,
                bare(&chain.url)
            );
            self.row(&grouped(chain.rounds), &text);
        }
        for chain in traffic.insight.refusal_chains.iter().take(self.rows) {
            let end = if chain.ends_well { "then answered" } else { "never answered" };
            let text = format!("refusals, {end}, from entry {}: {}", chain.entry, bare(&chain.url));
            self.row(&grouped(chain.refusals), &text);
        }
    }

    fn ids(&mut self, traffic: &Traffic) {
        if traffic.request_ids.is_empty() {
            return;
        }
        self.head("Request ids, which are kept");
        for row in traffic.request_ids.iter().take(self.rows) {
            self.row(&grouped(row.count), row.header);
        }
        self.more(traffic.request_ids.len());
    }

    fn secrets(&mut self, report: &CaptureReport) {
        self.head("Secrets");
        let places = counted(report.redactions, "place", "places");
        self.row(&grouped(report.secrets), &format!("in {places}"));
        for kind in report.kinds.iter().take(self.rows) {
            self.row(&grouped(kind.redactions), kind.kind);
        }
        self.more(report.kinds.len());
        let mut locations = std::collections::BTreeMap::<&str, u64>::new();
        for rule in &report.rules {
            *locations.entry(rule.location).or_default() += rule.redactions;
        }
        let mut locations: Vec<_> = locations.into_iter().collect();
        locations.sort_by_key(|(location, places)| (std::cmp::Reverse(*places), *location));
        if !locations.is_empty() {
            self.head("Where they stand");
        }
        for (location, places) in locations.iter().take(self.rows) {
            self.row(&grouped(*places), location);
        }
        self.more(locations.len());
    }
}

/// A request as a list names it.
fn named(request: &Request) -> String {
    format!("#{} {} {}", request.entry, request.method, bare(&request.url))
}

/// A URL without its scheme.
fn bare(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest)
}

fn bodies(traffic: &Traffic) -> String {
    let bodies = &traffic.insight.bodies;
    let missing = match bodies.absent {
        0 => String::new(),
        absent => format!(", {} missing", grouped(absent)),
    };
    match (bodies.present, bodies.absent) {
        (0, 0) => "none".to_owned(),
        (0, absent) => {
            format!("not in the capture ({} missing): the desk may ask", grouped(absent))
        }
        (present, _) => {
            let present = counted(present, "response", "responses");
            format!("of {present}, {}{missing}", human(bodies.bytes))
        }
    }
}

fn credentials(of: &Credentials) -> String {
    if of.headers == 0 {
        return "no headers in the capture".to_owned();
    }
    if of.are_stripped() {
        return "stripped, as Chrome's sanitized export does: the desk may ask".to_owned();
    }
    let cookies = of.cookies + of.set_cookies;
    let (cookies, authorizations) = (grouped(cookies), grouped(of.authorizations));
    format!("{cookies} cookie headers, {authorizations} authorization headers")
}
