//! What tells of a capture takes as much memory for a long one as for a short one.

use std::fmt::Write as _;

use tempfile::tempdir;

use crate::command::unharm;

/// The peak memory of a run with every report, on a capture of so many requests, each of which is one
/// that a report wants to show.
fn peak(requests: u64) -> (u64, u64) {
    let dir = tempdir().unwrap();
    let mut text = String::from(r#"{"log":{"version":"1.2","entries":["#);
    for number in 0..requests {
        let comma = if number > 0 { "," } else { "" };
        let (status, host) = (number % 3 * 250, number % 6_000);
        // 64 hexadecimal digits that differ, as ids do.
        let id = format!(
            "{:032x}",
            u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)
        );
        write!(
            text,
            r#"{comma}{{"startedDateTime":"2026-01-02T03:04:05.{:03}Z","time":{},"_resourceType":"document","request":{{"method":"POST","url":"https://h{host}.example/v1/responses/{id}","headers":[{{"name":"User-Agent","value":"agent/{number}"}},{{"name":"openai-organization","value":"org-{id}"}}]}},"response":{{"status":{status},"_error":"net::ERR_{number}","redirectURL":"/{id}","headers":[{{"name":"x-request-id","value":"{id}"}},{{"name":"retry-after","value":"{number}"}}],"content":{{"mimeType":"application/json","text":"{{\"error\":{{\"code\":\"c{number}\",\"message\":\"m {id}\"}},\"id\":\"resp_{id}\",\"flagged\":true}}"}}}}}}"#,
            number % 1_000,
            number % 9_000,
        )
        .unwrap();
    }
    text += "]}}";
    std::fs::write(dir.path().join("a.har"), &text).unwrap();
    let args = ["a.har", "--report", "r.html", "--report", "r.json", "--ticket", "--json", "-j2"];
    let report = unharm(dir.path(), args).ok().json();
    let page = std::fs::metadata(dir.path().join("r.html")).unwrap().len();
    assert!(page < 1_000_000, "{page}");
    let json = std::fs::metadata(dir.path().join("r.json")).unwrap().len();
    assert!(json < 3_000_000, "{json}");
    (report["captures"][0]["peak_memory_bytes"].as_u64().unwrap(), text.len() as u64)
}

#[test]
fn a_report_takes_no_more_memory_for_a_longer_capture() {
    let ((short, short_len), (long, long_len)) = (peak(3_500), peak(8 * 3_500));
    let (more, more_len) = (long.saturating_sub(short), long_len - short_len);
    assert!(more_len > 15_000_000, "{more_len}");
    // Tables fill, and reading goes on while other threads hold what they have read.
    assert!(more < 14_000_000, "{short} and {long} bytes for {short_len} and {long_len}");
}
