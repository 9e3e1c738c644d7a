//! What kind of place a named value stands in.

/// What kind of place a named value stands in; the same name means different things in each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// A request header.
    RequestHeader,
    /// A response header.
    ResponseHeader,
    /// A cookie of a request or a response.
    Cookie,
    /// A parameter of a URL's query (`?a=b`).
    Query,
    /// A parameter of a URL's fragment (`#a=b`).
    Fragment,
    /// A segment of a URL's path; the name is the segment before it.
    Path,
    /// A field of a form body, urlencoded or multipart.
    Form,
    /// A member of a JSON object in a body, a frame or an extension.
    Json,
    /// A variable or argument of GraphQL.
    GraphQl,
    /// An element or attribute of XML.
    Xml,
    /// An attribute of HTML, named by the element's `name`, `id`, `property` or the attribute.
    Html,
    /// A property or variable of JavaScript.
    Script,
    /// A key of `key=value` text: ini, dotenv, YAML, connection strings, log lines.
    Pair,
    /// A claim of a JWT.
    Claim,
    /// Nowhere in particular: prose, a title, a comment.
    Text,
}
