//! What each desk would get of a capture, as a person reads it: 80 columns wide.

use unharm::report::{Forecast, counted, human, shown};

use crate::cli::print::Style;

/// Columns, and where the second one begins.
const WIDTH: usize = 80;
const INDENT: usize = 22;

/// A line for all desks that get everything, and one or more for each other.
pub(crate) fn table(forecasts: &[Forecast], style: Style) -> Vec<String> {
    let mut lines = Vec::new();
    if forecasts.is_empty() {
        return lines;
    }
    lines.push(String::new());
    lines.push(style.bold("What each desk would get, with `--for DESK`"));
    let (whole, others): (Vec<&Forecast>, Vec<&Forecast>) =
        forecasts.iter().partition(|desk| desk.files == 1 && desk.steps.is_empty());
    if !whole.is_empty() {
        let names = whole.iter().map(|desk| match desk.form {
            "har" => shown(&desk.desk).into_owned(),
            form => format!("{} (as {form})", shown(&desk.desk)),
        });
        lines.extend(wrapped("all, in one file", &names.collect::<Vec<_>>()));
    }
    lines.extend(others.into_iter().flat_map(|desk| wrapped(&shown(&desk.desk), &outcome(desk))));
    lines
}

/// How many files, and what is not in them.
fn outcome(desk: &Forecast) -> Vec<String> {
    let about = if desk.files > 1 { "about " } else { "" };
    let form = if desk.form == "har" { String::new() } else { format!(" as {}", desk.form) };
    let mut parts = vec![format!("{about}{}{form}", counted(desk.files, "file", "files"))];
    if let Some(max) = desk.files_max.filter(|max| desk.files > u64::from(*max)) {
        parts.push(format!("but it takes {max} at once"));
    }
    let left_out = human(desk.bytes_left_out());
    match desk.steps.as_slice() {
        [] => {}
        [step] => parts.push(format!("without about {left_out} of {}", name(step.step))),
        steps => {
            let sizes =
                steps.iter().map(|step| format!("{} {}", name(step.step), human(step.bytes)));
            let at = parts.len();
            parts.extend(sizes);
            parts[at] = format!("without about {left_out}: {}", parts[at]);
        }
    }
    parts
}

/// A step as one word or two.
fn name(step: &str) -> &str {
    match step {
        "media" => "images and media",
        "code" => "scripts and styles",
        "third-party" => "third parties",
        "repeated" => "repeated bodies",
        "head" => "ends of long bodies",
        "space" => "white space",
        other => other,
    }
}

/// Parts behind a name, as many on a line as have room.
fn wrapped(name: &str, parts: &[String]) -> Vec<String> {
    let mut lines = vec![format!("  {name:<width$}", width = INDENT - 2)];
    for (at, part) in parts.iter().enumerate() {
        let comma = if at + 1 < parts.len() { "," } else { "" };
        let line = lines.last_mut().expect("because the first is there");
        let used = line.chars().count();
        if used > INDENT && used + 1 + part.chars().count() + comma.len() > WIDTH {
            lines.push(format!("{:INDENT$}{part}{comma}", ""));
        } else {
            let space = if used > INDENT { " " } else { "" };
            *line += &format!("{space}{part}{comma}");
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use unharm::report::{Forecast, StepReport};

    use crate::cli::desks::{outcome, wrapped};

    #[test]
    fn an_outcome_says_what_goes() {
        let check = |files, form, files_max, steps: &[(&'static str, u64)], expected: &str| {
            let steps = steps.iter().map(|(step, bytes)| StepReport {
                step,
                title: "",
                entries: 1,
                bytes: *bytes,
            });
            let steps = steps.collect();
            let desk = "x".to_owned();
            let desk = Forecast { desk, budget_bytes: None, form, files, files_max, steps };
            assert_eq!(outcome(&desk).join(", "), expected);
        };
        check(
            1,
            "har",
            None,
            &[("media", 11_800_000)],
            "1 file, without about 11.8 MB of images and media",
        );
        check(
            1,
            "zip",
            Some(1),
            &[("media", 2_000), ("head", 500)],
            "1 file as zip, without about 2.5 kB: images and media 2.0 kB, ends of long bodies 500 bytes",
        );
        check(7, "json", Some(3), &[], "about 7 files as json, but it takes 3 at once");
    }

    #[test]
    fn lines_end_at_eighty_columns() {
        let parts: Vec<String> = (0..30).map(|at| format!("desk-number-{at}")).collect();
        let lines = wrapped("all", &parts);
        assert!(lines.len() > 5 && lines.iter().all(|line| line.chars().count() <= 80));
        assert!(lines.join(" ").contains("desk-number-29") && !lines.join("").ends_with(','));
    }
}
