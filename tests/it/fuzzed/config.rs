//! Any configuration is read or refused; one that is found weakens nothing, and what it asks for
//! redacts or is refused, too.

use unharm::chunk::{HostPattern, StatusPattern, TimePoint, TypePattern, duration};
use unharm::config::{Config, Settings, Trust};
use unharm::detect::Detector;
use unharm::size::{bytes, chunk_limit};

const ENTRY: &[u8] = br#"{"request":{"url":"https://a.test/x?session=q7Xv0Lm3Zk81","headers":[{"name":"x-acme-id","value":"ACME-123456"}]},"response":{"content":{"text":"{\"password\":\"k3XwQ81uQpZo\"}"}}}"#;

pub(crate) fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let _ = (bytes(text), chunk_limit(text), duration(text));
    let _ = (text.parse::<HostPattern>().is_ok(), text.parse::<StatusPattern>().is_ok());
    let _ = (text.parse::<TimePoint>().is_ok(), text.parse::<TypePattern>().is_ok());
    let config = match Config::parse(text) {
        Ok(config) => config,
        Err(error) => {
            assert!(error.line >= 1 && error.line <= text.lines().count() + 1, "{error}");
            assert!(error.column >= 1 && !error.message.is_empty(), "{error}");
            return;
        }
    };
    let (default, mut found) = (Settings::default(), Settings::default());
    let ignored = found.apply(config.clone(), Trust::Discovered);
    assert!(ignored.iter().all(|ignored| ignored.line <= text.lines().count() + 1));
    assert!(found.level >= default.level && found.keep.is_empty());
    assert!(found.chunk_bytes_max.is_some_and(|max| Some(max) <= default.chunk_bytes_max));
    for preset in &default.presets {
        let same = found.presets.iter().find(|found| found.name == preset.name);
        assert_eq!(same.map(|same| same.limit_bytes), Some(preset.limit_bytes));
    }
    let mut named = Settings::default();
    assert!(named.apply(config, Trust::Named).is_empty());
    for settings in [found, named] {
        let detector = Detector::new(&settings.policy());
        assert!(detector.collector().entry(ENTRY).is_ok());
    }
}
