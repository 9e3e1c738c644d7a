//! `--report`: for people, for machines; what they hold, and that no secret is in them.

use std::path::Path;

use tempfile::tempdir;

use crate::command::{names, sample, testdata, unharm};

/// The report on a capture as a page.
fn page(dir: &Path, arguments: &[&str]) -> String {
    let mut all = vec!["a.har", "--report", "r.html", "--force", "-q"];
    all.extend(arguments);
    unharm(dir, all).ok();
    std::fs::read_to_string(dir.join("r.html")).unwrap()
}

/// Every value of an attribute, in order.
fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let start = format!(" {name}=\"");
    page.split(&start).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

/// What is wrong with a page that is to stand by itself.
#[track_caller]
pub(crate) fn check_stands_alone(page: &str) {
    assert!(page.len() < unharm::report::html::PAGE_BYTES_MAX, "{} bytes", page.len());
    let lower = page.to_ascii_lowercase();
    for forbidden in ["<script", "<link", "<img", "<iframe", "<object", "<base", "@import", "url("]
    {
        assert!(!lower.contains(forbidden), "{forbidden}");
    }
    assert!(lower.contains("content=\"default-src 'none'; style-src 'sha256-"));
    for attribute in ["src", "style", "xlink:href", "onload", "onclick", "action", "srcset"] {
        assert!(attributes(page, attribute).is_empty(), "{attribute}");
    }
    let ids = attributes(page, "id");
    let mut distinct = ids.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(ids.len(), distinct.len(), "an id stands twice");
    for link in attributes(page, "href") {
        let target = link.strip_prefix('#').expect("because every link stays on the page");
        assert!(ids.contains(&target), "{link} leads nowhere");
    }
}

#[test]
fn the_page_tells_what_was_done_and_stands_alone() {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), sample().to_string()).unwrap();
    let page = page(dir.path(), &[]);
    check_stands_alone(&page);
    let hash = unharm(dir.path(), ["a.har", "--json", "--force"]).json()["captures"][0]["chunks"]
        [0]["sha256"]
        .as_str()
        .unwrap()
        .to_owned();
    for part in [
        "<h2>a.har</h2>",
        "23 secrets were replaced in 72 places",
        "none of 19 secrets is in them",
        "<code>cookie/session</code></td><td>request.headers</td>",
        "a.sanitized.har",
        &format!("{hash}  a.sanitized.har"),
        // Rows lead to one another.
        "href=\"#rules-session-cookie\"",
        "<tr id=\"rules-session-cookie\"><th scope=\"row\"><a href=\"#kind-session-cookie\">",
        "<tr id=\"kind-session-cookie\">",
        "<a href=\"#host-0\"><rect",
        "<tr id=\"host-0\">",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let sections = page.matches("<section").count();
    assert!(sections >= 4 && page.matches("<h3").count() == sections);
    assert_eq!(page.matches("<table>").count(), page.matches("<thead>").count());
}

#[test]
fn the_name_of_the_report_says_what_it_is() {
    let dir = tempdir().unwrap();
    std::fs::copy(testdata("sample.har"), dir.path().join("a.har")).unwrap();
    let ran = unharm(dir.path(), ["a.har", "--report", "r.txt"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("neither in .html nor in .json"), "{}", ran.stderr);
    std::fs::write(dir.path().join("r.html"), "mine").unwrap();
    let ran = unharm(dir.path(), ["a.har", "--report", "r.html"]);
    assert_eq!(ran.code, Some(2));
    assert_eq!(names(dir.path()), ["a.har", "r.html"], "refused before the work");
}

#[test]
fn the_chunk_map_names_every_file() {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("a.har"), crate::command::repeated(400)).unwrap();
    let page = page(dir.path(), &["--max-size", "100kB"]);
    check_stands_alone(&page);
    let chunks = names(dir.path()).iter().filter(|name| name.contains("-of-")).count();
    assert!(chunks > 5);
    assert_eq!(page.matches("<tr id=\"chunk-").count(), chunks);
    assert_eq!(page.matches("href=\"#chunk-").count(), chunks);
}

#[test]
fn what_the_requests_were_is_drawn() {
    let dir = tempdir().unwrap();
    let mut capture = sample();
    let entry = &mut capture["log"]["entries"][2];
    entry["response"]["status"] = 503.into();
    entry["response"]["headers"]
        .as_array_mut()
        .unwrap()
        .push(serde_json::json!({ "name": "CF-Ray", "value": "8f2a0000invented-FRA" }));
    std::fs::write(dir.path().join("a.har"), capture.to_string()).unwrap();
    let page = page(dir.path(), &[]);
    check_stands_alone(&page);
    assert_eq!(page.matches("<g id=\"entry-").count(), 8);
    assert_eq!(page.matches("<svg class=\"map\"").count(), 2);
    for part in [
        "<tr><th class=\"n\" scope=\"row\"><a href=\"#entry-3\">3</a></th><td class=\"bad\">503</td>",
        "<th scope=\"row\">cf-ray</th>",
        "<code>8f2a0000invented-FRA</code>",
        "<dt>Recorded by</dt>",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

/// What failed is the same number, and is called the same, wherever it is told.
#[test]
fn failures_are_counted_alike_everywhere() {
    let dir = tempdir().unwrap();
    let entry = |status: u16, error: &str, method: &str| {
        let asks = if method == "OPTIONS" { "Access-Control-Request-Method" } else { "Accept" };
        serde_json::json!({
            "startedDateTime": "2026-01-02T03:04:05Z",
            "time": 5,
            "request": {
                "method": method,
                "url": "https://a.example/x",
                "headers": [{ "name": asks, "value": "PUT" }],
            },
            "response": { "status": status, "_error": error, "headers": [] },
        })
    };
    let entries = [
        entry(204, "net::ERR_ABORTED", "POST"),
        entry(0, "net::ERR_ABORTED", "GET"),
        entry(0, "net::ERR_FAILED", "GET"),
        entry(200, "net::ERR_CONTENT_LENGTH_MISMATCH", "GET"),
        entry(204, "", "OPTIONS"),
        entry(503, "", "GET"),
        entry(404, "", "GET"),
        entry(200, "", "GET"),
    ];
    let capture = serde_json::json!({ "log": { "entries": entries } });
    std::fs::write(dir.path().join("a.har"), capture.to_string()).unwrap();
    let page = page(dir.path(), &["--report", "r.json"]);
    check_stands_alone(&page);
    let note = "5xx: 1, 4xx: 1, unanswered: 1, broken off: 1, aborted: 2, refused preflights: 1";
    assert!(page.contains(&format!("<dd>7<small>{note}</small>")), "{note}");
    let failed = page.split("aria-label=\"Failed requests\"").nth(1).unwrap();
    let rows = failed.split("</table>").next().unwrap().matches("<tr>").count();
    assert_eq!(rows, 1 + 7);
    let json = std::fs::read(dir.path().join("r.json")).unwrap();
    let json = serde_json::from_slice::<serde_json::Value>(&json).unwrap();
    let traffic = &json["captures"][0]["traffic"];
    for (name, count) in [
        ("server_errors", 1),
        ("client_errors", 1),
        ("unanswered", 1),
        ("broken_off", 1),
        ("aborted", 2),
        ("refused", 1),
    ] {
        assert_eq!(traffic[name], count, "{name}");
    }
    let ticket = unharm(dir.path(), ["ticket", "a.har", "--lang", "en"]).ok().stdout;
    assert!(String::from_utf8(ticket).unwrap().contains("7 of 8 requests failed"));
    let table = unharm(dir.path(), ["inspect", "a.har"]).ok().stdout;
    let table = String::from_utf8(table).unwrap();
    for part in ["2  aborted", "1  broken off", "1  no response", "1  CORS preflight\n"] {
        assert!(table.contains(part), "{part}:\n{table}");
    }
}

/// Any capture has a page of less than a megabyte.
#[test]
fn many_requests_are_counted_and_the_first_are_shown() {
    let dir = tempdir().unwrap();
    let mut capture = sample();
    let entry = capture["log"]["entries"][1].clone();
    let entries = (0..2_400).map(|number: u64| {
        let mut entry = entry.clone();
        let path = "p\u{e9}&".repeat(200);
        entry["request"]["url"] = format!("https://h{number}.example/{path}/{number}").into();
        entry["response"]["status"] = if number.is_multiple_of(200) { 500 } else { 200 }.into();
        entry["time"] = (number % 977).into();
        entry
    });
    capture["log"]["entries"] = entries.collect();
    std::fs::write(dir.path().join("a.har"), capture.to_string()).unwrap();
    let page = page(dir.path(), &["--max-size", "20kB"]);
    check_stands_alone(&page);
    let drawn = page.matches("<g id=\"entry-").count();
    assert!((300..=1_500).contains(&drawn), "{drawn}");
    // What has room is used.
    assert!(page.len() > 800_000, "{} bytes", page.len());
    assert!(page.contains(&format!(
        "{} requests are not drawn",
        unharm::report::grouped(2_400 - drawn as u64)
    )));
    for failed in (0..12).map(|number| number * 200 + 1) {
        assert!(page.contains(&format!("<g id=\"entry-{failed}\" class=\"row f\"")), "{failed}");
    }
    assert!(page.contains("other hosts</th>") && page.contains("more in the manifest"));
}

/// Whatever stands in the strings of a capture, and however much of it.
#[test]
fn hostile_lengths_stay_below_a_megabyte() {
    let dir = tempdir().unwrap();
    let mut capture = sample();
    let entry = capture["log"]["entries"][1].clone();
    // Markup takes five times its length when it is escaped, steering characters up to nine times.
    let long = |of: &str, count: usize| of.repeat(count);
    let entries = (0..1_600_usize).map(|number| {
        let mut entry = entry.clone();
        let label = long("&<\"", 20);
        let host = long(&format!("{label}\u{202e}{number}."), 3);
        entry["request"]["url"] = format!("https://{host}/{}", long("<\u{202e}&", 900)).into();
        entry["request"]["method"] = long("M\u{202e}&", 400).into();
        entry["response"]["_error"] = long("\u{e0001}<&", 400).into();
        entry["response"]["status"] = (number % 2 * 500).into();
        entry["response"]["content"]["mimeType"] = long("text/<&", 50).into();
        let headers = entry["response"]["headers"].as_array_mut().unwrap();
        for name in ["x-request-id", "cf-ray", "traceparent", "x-amz-request-id", "x-trace-id"] {
            let value = long(&format!("&<{number}\u{202e}"), 300);
            headers.push(serde_json::json!({ "name": name, "value": value }));
        }
        entry
    });
    capture["log"]["entries"] = entries.collect();
    capture["log"]["creator"]["name"] = long("<&\u{202e}", 5_000).into();
    capture["log"]["browser"] =
        serde_json::json!({ "name": long("\u{202e}&", 5_000), "version": long("<", 5_000) });
    let name = format!("{}.har", long("&<", 90));
    std::fs::write(dir.path().join(&name), capture.to_string()).unwrap();
    std::fs::write(dir.path().join("b.har"), capture.to_string()).unwrap();
    let run = |args: &[&str]| {
        let options = ["--report", "r.html", "--force", "-q"];
        unharm(dir.path(), args.iter().chain(&options)).ok();
        let page = std::fs::read_to_string(dir.path().join("r.html")).unwrap();
        check_stands_alone(&page);
        page
    };
    let page = run(&[&name, "--max-size", "200kB"]);
    assert!(page.contains("requests are not drawn") && page.contains("more in the manifest"));
    run(&[&name, "b.har"]);
}

/// More hosts than any page has are the same, whoever has read them.
#[test]
fn ten_thousand_hosts_are_told_alike_by_any_number_of_threads() {
    let dir = tempdir().unwrap();
    let entry = |number: u64| {
        let (host, size) = (number * 7_919 % 10_000, number * 31 % 97);
        format!(
            r#"{{"startedDateTime":"2026-01-02T03:04:05Z","time":{number},"request":{{"method":"GET","url":"https://h{host}.example/"}},"response":{{"status":200,"content":{{"text":"{}"}}}}}}"#,
            "x".repeat(usize::try_from(size).unwrap())
        )
    };
    let entries: Vec<String> = (0..12_000).map(entry).collect();
    let text = format!(r#"{{"log":{{"version":"1.2","entries":[{}]}}}}"#, entries.join(","));
    std::fs::write(dir.path().join("a.har"), text).unwrap();
    let traffic = |threads: &str| {
        let report = ["--report", "r.html", "--report", "r.json"];
        let args = ["a.har", "-q", "--force", "-j", threads];
        unharm(dir.path(), args.iter().chain(&report)).ok();
        let page = std::fs::read_to_string(dir.path().join("r.html")).unwrap();
        check_stands_alone(&page);
        assert!(page.contains("9,940 other hosts"));
        let json = std::fs::read(dir.path().join("r.json")).unwrap();
        serde_json::from_slice::<serde_json::Value>(&json).unwrap()["captures"][0]["traffic"].take()
    };
    let one = traffic("1");
    assert_eq!(one["hosts"]["others_count"], 9_940);
    assert_eq!(one, traffic("2"));
    assert_eq!(one, traffic("5"));
}

/// The name of a file is the user's, and may say whose it is.
#[cfg(unix)]
#[test]
fn a_secret_in_a_file_name_stays_out_of_the_report() {
    let dir = tempdir().unwrap();
    let address = "ines.okafor@lantern.example";
    let name = format!("{address}.har");
    std::fs::write(dir.path().join(&name), sample().to_string()).unwrap();
    for report in ["r.html", "r.json"] {
        unharm(dir.path(), [&name, "--report", report, "--force", "-q"]).ok();
        let text = std::fs::read_to_string(dir.path().join(report)).unwrap();
        assert!(!text.contains(address) && text.contains("redacted.sanitized.har"), "{report}");
    }
}

#[test]
fn several_captures_share_a_page() {
    let dir = tempdir().unwrap();
    for name in ["a.har", "b.har"] {
        std::fs::write(dir.path().join(name), sample().to_string()).unwrap();
    }
    let page = page(dir.path(), &["b.har"]);
    check_stands_alone(&page);
    assert!(page.contains("<h2>a.har</h2>") && page.contains("<h2>b.har</h2>"));
    let dry = page_of_dry_run(dir.path());
    check_stands_alone(&dry);
    assert!(dry.contains("23 secrets would be replaced") && dry.contains("nothing was written"));
}

fn page_of_dry_run(dir: &Path) -> String {
    page(dir, &["--dry-run"])
}
