//! Names of devices that say whose they are, as systems propose them: `Mira’s MacBook Pro`, `iPhone von
//! Mira`.

/// Words of a name of a device.
const WORDS_MAX: usize = 8;

/// What a device is called. In small letters.
const DEVICES: [&str; 22] = [
    "macbook", "imac", "mac", "iphone", "ipad", "ipod", "watch", "airpods", "pc", "laptop",
    "notebook", "computer", "desktop", "phone", "tablet", "surface", "thinkpad", "galaxy", "pixel",
    "mbp", "mba", "xps",
];

/// Words between a device and whose it is.
const OF: [&str; 8] = ["de", "von", "di", "van", "af", "av", "do", "da"];

/// Makers and others whose devices are nobody's.
const OTHERS: [&str; 17] = [
    "Apple",
    "Samsung",
    "Google",
    "Microsoft",
    "Admin",
    "Today",
    "Company",
    "Customer",
    "User",
    "Guest",
    "Visitor",
    "Someone",
    "Everyone",
    "Team",
    "Women",
    "Men",
    "Kids",
];

/// Whether `text` names a device and somebody whose it is.
pub(crate) fn is_somebodys(text: &[u8]) -> bool {
    if !(8..=80).contains(&text.len()) || !text.contains(&b' ') {
        return false;
    }
    let Ok(text) = std::str::from_utf8(text) else { return false };
    let words = || text.split(' ').take(WORDS_MAX);
    let owner = words().position(|word| without_s(word).is_some_and(is_name));
    if let Some(at) = owner {
        return words().take(at).all(is_name) && words().skip(at + 1).any(is_device);
    }
    let of = words().position(|word| OF.contains(&word));
    of.is_some_and(|at| words().take(at).any(is_device) && words().nth(at + 1).is_some_and(is_name))
}

/// `Mira` of `Mira’s`, `Thomas` of `Thomas’`.
fn without_s(word: &str) -> Option<&str> {
    ["'s", "’s", "`s", "'", "’"].iter().find_map(|end| word.strip_suffix(end))
}

fn is_name(word: &str) -> bool {
    word.len() >= 2
        && word.starts_with(char::is_uppercase)
        && word.chars().all(|letter| letter.is_alphabetic() || letter == '-')
        && !OTHERS.contains(&word)
        && !is_device(word)
}

fn is_device(word: &str) -> bool {
    DEVICES.iter().any(|device| word.eq_ignore_ascii_case(device))
}

#[cfg(test)]
mod tests {
    use super::is_somebodys;

    #[test]
    fn devices_of_somebody_and_of_nobody() {
        for name in [
            "Mira’s MacBook Pro",
            "Mira's iPhone",
            "Mira Quell’s Acme MacBook (2)",
            "Tobias’ iPad",
            "Zoë’s Test iPad Pro",
            "iPhone von Mira",
            "MacBook Pro de Mira Quell",
        ] {
            assert!(is_somebodys(name.as_bytes()), "{name}");
        }
        for name in [
            "MacBook Pro",
            "MacBook Pro de 16 pulgadas",
            "Apple’s iPhone",
            "Galaxy S24 Ultra",
            "Meeting Room iPad",
            "Mira’s Group",
            "the desk’s iPad",
            "quell-mbp-7",
            "Write’s off",
            "MacBook’s disk",
        ] {
            assert!(!is_somebodys(name.as_bytes()), "{name}");
        }
    }
}
