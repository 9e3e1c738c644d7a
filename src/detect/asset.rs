//! The hash in the URL of a file that everybody gets: `/app.js?hash=9f8e7d6c`. It tells the file's version,
//! where that of a signed link opens what nobody else may see.

use crate::har::{Document, Node};

/// URLs of files are shorter; of a longer one each parameter would look at all the others.
const URL_BYTES_MAX: usize = 4096;

/// Whether the parameter `name` of a URL holds the hash of the file at its path.
pub(crate) fn is_version(url: &[u8], name: &[u8], value: &[u8]) -> bool {
    const DIGITS: [usize; 6] = [8, 16, 20, 32, 40, 64];
    let is_checksum = name == b"checksum";
    (is_checksum || name == b"hash")
        && url.len() <= URL_BYTES_MAX
        && DIGITS.contains(&value.len())
        && value.iter().all(u8::is_ascii_hexdigit)
        && is_file(url, is_checksum)
}

/// Whether the parameter of an entry's list does so, by the URL that was asked for.
pub(crate) fn is_version_in(document: Document<'_>, name: &[u8], value: Node<'_>) -> bool {
    let (Node::Object(entry), Node::String(value)) = (document.root(), value) else { return false };
    let Some(Node::Object(request)) = entry.get(b"request") else { return false };
    let Some(Node::String(url)) = request.get(b"url") else { return false };
    is_version(url.raw(), name, value.raw())
        && memchr::memmem::find(url.raw(), value.raw()).is_some()
}

/// Whether a URL is that of a file, and nothing else in its query tells of a signature.
fn is_file(url: &[u8], may_be_archive: bool) -> bool {
    let url = &url[..memchr::memchr(b'#', url).unwrap_or(url.len())];
    let Some(end) = memchr::memchr(b'?', url) else { return false };
    let ending = memchr::memrchr(b'.', &url[..end]).map_or(&b""[..], |dot| &url[dot + 1..end]);
    let is_one_of =
        |known: &[&str]| known.iter().any(|known| ending.eq_ignore_ascii_case(known.as_bytes()));
    (is_one_of(&STATIC) || may_be_archive && is_one_of(&ARCHIVES))
        && !url[end + 1..].split(|byte| matches!(byte, b'&' | b';')).any(tells_of_signature)
}

/// Endings of the files that a page consists of.
const STATIC: [&str; 17] = [
    "js", "mjs", "css", "map", "woff", "woff2", "ttf", "otf", "eot", "png", "jpg", "jpeg", "gif",
    "svg", "webp", "ico", "wasm",
];

/// Endings of what is downloaded and compared with its checksum.
const ARCHIVES: [&str; 10] = ["msi", "zip", "exe", "dmg", "gz", "tgz", "deb", "rpm", "pkg", "jar"];

fn tells_of_signature(parameter: &[u8]) -> bool {
    const WORDS: [&[u8]; 10] =
        [b"exp", b"token", b"sig", b"policy", b"user", b"key", b"auth", b"uid", b"sess", b"secret"];
    let end = memchr::memchr(b'=', parameter).unwrap_or(parameter.len());
    let name = parameter[..end].to_ascii_lowercase();
    matches!(&name[..], b"e" | b"s" | b"st" | b"u" | b"t" | b"ts" | b"time" | b"valid")
        || WORDS.iter().any(|word| memchr::memmem::find(&name, word).is_some())
}

#[cfg(test)]
mod tests {
    use crate::detect::{Detector, Policy};

    const HASH: &str = "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c";

    /// How much is found in an entry for this URL and in the list of its parameters.
    #[track_caller]
    fn check(url: &str, name: &str, value: &str, expected: usize) {
        let entry = format!(
            r#"{{"request":{{"url":"https://shop.example{url}","queryString":[{{"name":"{name}","value":"{value}"}}]}}}}"#
        );
        let detector = Detector::new(&Policy::default());
        let mut examiner = detector.collector();
        assert_eq!(examiner.entry(entry.as_bytes()).unwrap().top().len(), expected, "{entry}");
    }

    #[test]
    fn hashes_of_files_stay() {
        for path in ["/app.js", "/a/main.css", "/a.b/font.woff2", "/logo.png"] {
            for length in [8, 16, 20, 32, 40] {
                let hash = &HASH[..length];
                check(&format!("{path}?hash={hash}"), "hash", hash, 0);
                check(&format!("{path}?v=3&checksum={hash}#x"), "checksum", hash, 0);
            }
        }
        check(&format!("/app.msi?checksum={HASH}"), "checksum", HASH, 0);
        let sum = format!("sha256:{HASH}9f8e7d6c5b4a39281706f5e4");
        check(&format!("/dl?checksum={sum}"), "checksum", &sum, 0);
    }

    #[test]
    fn those_of_links_go() {
        for url in [
            format!("/download?hash={HASH}"),
            format!("/app.msi?hash={HASH}"),
            format!("/app.js?hash={HASH}&expires=1709985242"),
            format!("/logo.png?user=7&hash={HASH}"),
            format!("/logo.png?e=7&hash={HASH}"),
        ] {
            check(&url, "hash", HASH, 2);
        }
        let drawn = "kX9vQ2mT7rB4nL8wZ3cY6pH1sD5f";
        check(&format!("/app.js?hash={drawn}"), "hash", drawn, 2);
        check("/app.js", "hash", HASH, 1);
    }
}
