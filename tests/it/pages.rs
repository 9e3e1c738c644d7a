//! Completions and the manual page name every command.

use tempfile::tempdir;

use crate::command::unharm;

const COMMANDS: [&str; 12] = [
    "sanitize",
    "check",
    "inspect",
    "ticket",
    "split",
    "join",
    "generate",
    "bench",
    "rules",
    "presets",
    "completions",
    "man",
];

#[test]
fn each_command_stands_in_them() {
    let dir = tempdir().unwrap();
    for args in [
        &["man"][..],
        &["completions", "bash"],
        &["completions", "zsh"],
        &["completions", "fish"],
        &["completions", "powershell"],
        &["completions", "elvish"],
    ] {
        let page = String::from_utf8(unharm(dir.path(), args).ok().stdout).unwrap();
        for command in COMMANDS {
            assert!(page.contains(command), "{args:?}: {command}");
        }
        assert!(page.contains("salvage") || args == ["man"], "{args:?}");
    }
    let page = unharm(dir.path(), ["man"]).stdout;
    assert!(memchr::memmem::find(&page, b"\n.TH unharm 1 ").is_some());
    assert_eq!(unharm(dir.path(), ["completions", "no-shell"]).code, Some(2));
}
