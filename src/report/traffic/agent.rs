//! Browser, system and device, as User-Agent and client hints write them.

use crate::report::words::shortened;

/// Characters of a name.
const NAME_CHARS: usize = 60;

/// What a User-Agent says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Agent {
    pub(super) browser: Option<String>,
    pub(super) system: Option<String>,
    pub(super) device: Option<String>,
}

/// Products of a User-Agent, those first that also call themselves one of the later.
const PRODUCTS: [(&str, &str); 15] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Electron/", "Electron"),
    ("HeadlessChrome/", "Chrome (headless)"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
    ("MSIE ", "Internet Explorer"),
    ("Trident/", "Internet Explorer (Trident)"),
];

/// Reads a User-Agent.
pub(super) fn read(text: &str) -> Agent {
    let browser = PRODUCTS.iter().find_map(|(mark, name)| {
        let at = text.find(mark)? + mark.len();
        let version: String = text[at..].chars().take_while(|c| is_version(*c)).collect();
        Some(format!("{name} {version}").trim().to_owned())
    });
    // A client that is no browser names itself first.
    let own = || text.split(' ').next().filter(|name| !name.starts_with("Mozilla/"));
    let browser = browser.or_else(|| Some(own()?.replacen('/', " ", 1)));
    let system = system(text);
    let device = device(text, system.as_deref());
    let short = |text: Option<String>| text.map(|text| shortened(&text, NAME_CHARS));
    Agent { browser: short(browser), system: short(system), device: short(device) }
}

fn is_version(c: char) -> bool {
    c.is_ascii_digit() || c == '.'
}

fn system(text: &str) -> Option<String> {
    let version = |mark: &str| {
        let at = text.find(mark)? + mark.len();
        let version: String = text[at..]
            .chars()
            .take_while(|c| is_version(*c) || *c == '_')
            .map(|c| if c == '_' { '.' } else { c })
            .collect();
        (!version.is_empty()).then_some(version)
    };
    let named = |name: &str, mark: &str| version(mark).map(|version| format!("{name} {version}"));
    if let Some(nt) = version("Windows NT ") {
        // Browsers have frozen this at 10.0; Windows 11 says the same.
        return Some(match nt.as_str() {
            "10.0" => "Windows 10 or 11".to_owned(),
            nt => format!("Windows NT {nt}"),
        });
    }
    named("Android", "Android ")
        .or_else(|| named("iOS", "CPU iPhone OS "))
        .or_else(|| named("iPadOS", "CPU OS "))
        .or_else(|| named("macOS", "Mac OS X "))
        .or_else(|| text.contains("CrOS ").then(|| "ChromeOS".to_owned()))
        .or_else(|| text.contains("Mac OS X").then(|| "macOS".to_owned()))
        .or_else(|| text.contains("Linux").then(|| "Linux".to_owned()))
}

fn device(text: &str, system: Option<&str>) -> Option<String> {
    for name in ["iPhone", "iPad"] {
        if text.contains(name) {
            return Some(name.to_owned());
        }
    }
    if let Some((_, rest)) = text.split_once("Android ") {
        let model = rest.split(')').next()?.split_once("; ")?.1;
        let model = model.split(" Build/").next()?.trim();
        // `K` stands for every model since User-Agents are reduced.
        return Some(if model == "K" || model.is_empty() { "mobile" } else { model }.to_owned());
    }
    system.map(|_| "desktop".to_owned())
}

/// The brand of `Sec-CH-UA` that names the browser: neither the engine nor the decoy.
pub(super) fn brand(list: &str) -> Option<String> {
    let brands = list.split(", ").filter_map(|item| {
        let (name, rest) = item.strip_prefix('"')?.split_once('"')?;
        let version = rest.strip_prefix(";v=").map(unquoted).unwrap_or_default();
        Some((name, version))
    });
    let brands: Vec<(&str, String)> = brands
        .filter(|(name, _)| {
            let letters: String = name.chars().filter(char::is_ascii_alphabetic).collect();
            !letters.eq_ignore_ascii_case("NotABrand") && !letters.eq_ignore_ascii_case("NotBrand")
        })
        .collect();
    let own = brands.iter().find(|(name, _)| *name != "Chromium").or(brands.first())?;
    Some(shortened(format!("{} {}", own.0, own.1).trim(), NAME_CHARS))
}

/// A quoted string of a structured header without its quotes.
pub(super) fn unquoted(text: &str) -> String {
    text.trim().trim_matches('"').to_owned()
}

/// A platform with its version as people know it.
pub(super) fn platform(name: &str, version: Option<&str>) -> String {
    let Some(version) = version.filter(|version| !version.is_empty()) else {
        return name.to_owned();
    };
    let major: u32 = version.split('.').next().and_then(|major| major.parse().ok()).unwrap_or(0);
    match (name, major) {
        // 13 and above is Windows 11, 1 to 12 is Windows 10:
        // https://learn.microsoft.com/microsoft-edge/web-platform/how-to-detect-win11
        ("Windows", 13..) => format!("Windows 11 (platform version {version})"),
        ("Windows", 1..) => format!("Windows 10 (platform version {version})"),
        _ => format!("{name} {version}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::report::traffic::agent::{brand, platform, read};

    #[track_caller]
    fn check(text: &str, browser: &str, system: &str, device: &str) {
        let agent = read(text);
        let found = [agent.browser, agent.system, agent.device].map(Option::unwrap_or_default);
        assert_eq!(found, [browser, system, device], "{text}");
    }

    #[test]
    fn a_user_agent_names_browser_system_and_device() {
        const WEBKIT: &str = "AppleWebKit/537.36 (KHTML, like Gecko)";
        check(
            &format!(
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0"
            ),
            "Edge 131.0.0.0",
            "Windows 10 or 11",
            "desktop",
        );
        check(
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox 140.0",
            "macOS 10.15",
            "desktop",
        );
        check(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
            "Safari 18.1",
            "iOS 18.1",
            "iPhone",
        );
        check(
            &format!(
                "Mozilla/5.0 (Linux; Android 14; Pixel 8) {WEBKIT} Chrome/131.0.0.0 Mobile Safari/537.36"
            ),
            "Chrome 131.0.0.0",
            "Android 14",
            "Pixel 8",
        );
        check(
            &format!(
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/131.0.0.0 Safari/537.36"
            ),
            "Chrome 131.0.0.0",
            "ChromeOS",
            "desktop",
        );
        check("OpenAI/Python 1.54.0", "OpenAI Python", "", "");
        check("curl/8.5.0", "curl 8.5.0", "", "");
        check("Mozilla/5.0", "", "", "");
        check("", "", "", "");
        check("Android é", "Android", "", "");
    }

    #[test]
    fn hints_name_the_browser_not_the_decoy() {
        for (list, expected) in [
            (
                r#""Google Chrome";v="131", "Chromium";v="131", "Not_A Brand";v="24""#,
                "Google Chrome 131",
            ),
            (r#""Not/A)Brand";v="8", "Chromium";v="126.0.6478.1""#, "Chromium 126.0.6478.1"),
            (r#""Chromium";v="1", "Microsoft Edge";v="2.3""#, "Microsoft Edge 2.3"),
        ] {
            assert_eq!(brand(list).as_deref(), Some(expected));
        }
        assert_eq!(brand("x"), None);
        assert_eq!(platform("Windows", Some("15.0.0")), "Windows 11 (platform version 15.0.0)");
        assert_eq!(platform("macOS", Some("14.5.0")), "macOS 14.5.0");
        assert_eq!(platform("Linux", Some("")), "Linux");
    }
}
