//! What each level redacts.

use std::fs;

use crate::command::unharm;

const TEXT: &str = r#"{"log":{"version":"1.2","entries":[{"request":{"url":"https://wiki.corp.acme.example/a?page=seventeen-of-them",
"headers":[{"name":"Cookie","value":"sid=Zq8vT3mK1xWn5bRy7cLd"},{"name":"Authorization","value":"Bearer mF9kB4tQ8zXw2LpR6vNd"},
{"name":"Host","value":"wiki.corp.acme.example"},{"name":"X-Api-Key","value":"Tn4xG7qWm2VbK9sLr5Pd"}],
"postData":{"mimeType":"application/json","text":"{\"city\":\"Springfield-on-Sea\",\"rooms\":[7314159],\"ok\":true,\"note\":\"mira.k@mail.example\"}"}},
"response":{"content":{"mimeType":"text/html","text":"see https://www.example.com/ and http://10.20.30.40:8080/ and mira.k@mail.example"}}}]}}"#;

#[test]
fn each_level_redacts_more_than_the_one_before() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.har"), TEXT).unwrap();
    let carried = ["Zq8vT3mK1xWn5bRy7cLd", "mF9kB4tQ8zXw2LpR6vNd"];
    let credentials = ["Tn4xG7qWm2VbK9sLr5Pd", "mira.k@mail.example"];
    let values = [
        "seventeen-of-them",
        "Springfield-on-Sea",
        "7314159",
        "wiki.corp.acme.example",
        "10.20.30.40",
    ];
    let useful = ["www.example.com", "application/json", "text/html", r#"\"ok\":true"#];
    for (level, reaches) in [("minimal", 1), ("support", 2), ("public", 3)] {
        unharm(dir.path(), ["a.har", "-o", "out", "--force", "--level", level]).ok();
        let written = fs::read_to_string(dir.path().join("out/a.sanitized.har")).unwrap();
        let groups = [(1, &carried[..]), (2, &credentials), (3, &values), (4, &useful)];
        for (from, group) in groups {
            for value in group {
                assert_eq!(written.contains(value), reaches < from, "{level}: {value}\n{written}");
            }
        }
    }
}
