//! Each layer cuts any bytes into fields that lie in the text, not too many of them, and what they
//! hold can be decoded.

use unharm::detect::layer::{Hint, LAYERS, header_reading};
use unharm::detect::{Layer, Place, Reading};

/// Headers whose layers are no others.
const HEADERS: [&str; 10] = [
    "authorization",
    "www-authenticate",
    "baggage",
    "link",
    "refresh",
    "report-to",
    "content-location",
    "sec-websocket-protocol",
    "server-timing",
    "set-cookie",
];

const MIMES: [&str; 8] = [
    "",
    "text/html",
    "application/xml",
    "application/msgpack",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=b",
    "application/json",
    "text/event-stream",
];

const NAMES: [&str; 6] = ["", "SAMLResponse", "cookie", "password", "x-data", "query"];

const PLACES: [Place; 5] =
    [Place::Text, Place::RequestHeader, Place::Query, Place::Json, Place::Cookie];

fn layer(number: usize) -> &'static Layer {
    let headers = HEADERS.iter().filter_map(|name| match header_reading(name.as_bytes()) {
        Reading::As(layer) => Some(layer),
        _ => None,
    });
    let layers: Vec<&'static Layer> = LAYERS.iter().copied().chain(headers).collect();
    layers[number % layers.len()]
}

/// The first byte chooses the layer, the second what is known of the text.
pub(crate) fn check(data: &[u8]) {
    let [number, known, text @ ..] = data else { return };
    let (layer, known) = (layer(usize::from(*number)), usize::from(*known));
    let hint = Hint {
        place: PLACES[known % PLACES.len()],
        mime: MIMES[known / 5 % MIMES.len()].as_bytes(),
        name: NAMES[known / 40 % NAMES.len()].as_bytes(),
    };
    let recognised = (layer.recognises)(text, &hint);
    assert_eq!(recognised, (layer.recognises)(text, &hint), "{layer:?} changes its mind");
    let (mut spans, mut count, mut decoded) = (Vec::new(), 0, Vec::new());
    (layer.fields)(text, &hint, &mut |field| {
        count += 1;
        assert!(field.value.start <= field.value.end && field.value.end <= text.len());
        field.codec.decode(&text[field.value.clone()], &mut decoded);
        if let Some(name) = field.name_span {
            assert!(name.start <= name.end && name.end <= text.len());
            spans.push(name);
        }
        if !field.seed {
            spans.push(field.value);
        }
    });
    assert!(count <= 4 * text.len() + 16, "{layer:?}: {count} fields in {} bytes", text.len());
    // Fields may lie in one another, since findings that overlap become one (`Findings::settle`), but
    // not so that the same rest is read again and again.
    let read: usize = spans.iter().map(std::ops::Range::len).sum();
    assert!(read <= 32 * text.len(), "{layer:?}: {read} bytes of {}", text.len());
}
