//! The meaning of changes for a server of the new version, and for callers of the old one.
//!
//! A server reads strictly, and checks constraints: `tinsmith_runtime::server` has its rules.

use super::rule::Rule;

/// The answer to callers whose value is read and then refused by the constraints of the model.
pub(super) fn refused(callers: &str) -> String {
    format!("existing callers that {callers} get ValidationException")
}

/// The answer to callers whose request can't be read.
pub(super) fn unreadable(callers: &str) -> String {
    format!("existing callers that {callers} get SerializationException")
}

/// The meaning of a rule that is the same wherever it applies.
pub(super) fn reason(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::ServiceRemoved | Rule::ProtocolChanged => {
            "existing callers get UnknownOperationException, or an answer that they can't read"
        }
        Rule::OperationRemoved => {
            "existing callers of it get UnknownOperationException; a handler that has it doesn't compile"
        }
        Rule::OperationAdded => {
            "a handler that doesn't have it answers UnknownOperationException, as before"
        }
        Rule::OperationRenamed => "a handler has another method to implement",
        Rule::MethodChanged | Rule::PathChanged => {
            "existing callers get UnknownOperationException: they send the request as it was"
        }
        Rule::StatusChanged => "existing callers get another status of success",
        Rule::ErrorRemoved => "a handler that answers with it doesn't compile",
        Rule::ErrorAdded | Rule::OperationErrorAdded => {
            "existing callers get it as an error that they don't know, with its code"
        }
        Rule::ErrorStatusChanged => "existing callers get the error with another status",
        _ => return None,
    })
}
