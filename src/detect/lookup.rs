//! Names that OData writes beside a reference to a record, as Dynamics does:
//! `"_ownerid_value@OData.Community.Display.V1.FormattedValue": "Mira Quell"`.

use crate::detect::beside::Member;
use crate::har::Node;

/// The annotation that says what a value is shown as.
const SHOWN: &[u8] = b"@OData.Community.Display.V1.FormattedValue";

/// The annotation that says what the record is.
const KIND: &[u8] = b"@Microsoft.Dynamics.CRM.lookuplogicalname";

impl Member<'_> {
    /// Whether the member `name` shows whom a record refers to.
    pub(crate) fn shows_a_person(self, name: &[u8]) -> bool {
        if !name.starts_with(b"_") {
            return false;
        }
        let Some(reference) = name.strip_suffix(SHOWN) else { return false };
        match self.get(&[reference, KIND].concat()) {
            Some(Node::String(kind)) => {
                [&b"systemuser"[..], b"contact", b"lead"].contains(&kind.raw())
            }
            _ => reference.strip_suffix(b"_value").is_some_and(is_of_person),
        }
    }
}

/// `_createdby`, `_owninguser`, `_primarycontactid`
fn is_of_person(reference: &[u8]) -> bool {
    let reference = reference.strip_suffix(b"id").unwrap_or(reference);
    [&b"by"[..], b"user", b"contact"].iter().any(|end| reference.ends_with(end))
}

#[cfg(test)]
mod tests {
    use crate::detect::bodies::check;

    fn record(reference: &str, kind: &str, shown: &str) -> String {
        let kind = match kind {
            "" => String::new(),
            kind => format!(r#""{reference}@Microsoft.Dynamics.CRM.lookuplogicalname":"{kind}","#),
        };
        format!(r#"{{{kind}"{reference}@OData.Community.Display.V1.FormattedValue":"{shown}"}}"#)
    }

    #[test]
    fn whom_a_record_refers_to() {
        for (reference, kind) in [
            ("_ownerid_value", "systemuser"),
            ("_customerid_value", "contact"),
            ("_createdby_value", ""),
            ("_owninguser_value", ""),
            ("_primarycontactid_value", ""),
        ] {
            check(&record(reference, kind, "Mira Quell"), &["Mira Quell"]);
        }
    }

    #[test]
    fn what_a_record_refers_to() {
        for (reference, kind, shown) in [
            ("_ownerid_value", "team", "Sales West"),
            ("_createdby_value", "application", "Quell Portal"),
            ("_transactioncurrencyid_value", "transactioncurrency", "US Dollar"),
            ("_owningbusinessunit_value", "", "Quell Rockets"),
            ("statuscode", "", "In Progress"),
            ("_createdby_value", "", "system"),
        ] {
            check(&record(reference, kind, shown), &[]);
        }
    }
}
