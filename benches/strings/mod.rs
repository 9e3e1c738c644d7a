//! A walk that looks at everything in a document.

use unharm::har::Node;

/// How many strings, keys among them, stand in `node`.
pub(crate) fn strings_in(node: Node<'_>) -> u64 {
    match node {
        Node::Object(object) => object.members().map(|(_, node)| 1 + strings_in(node)).sum(),
        Node::Array(array) => array.items().map(strings_in).sum(),
        Node::String(_) => 1,
        Node::Scalar(_) => 0,
    }
}
