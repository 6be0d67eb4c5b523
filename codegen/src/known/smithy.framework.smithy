// The error of servers that check constraints.
$version: "2.0"

namespace smithy.framework

/// Says that the input violates constraints of the model.
@error("client")
structure ValidationException {
    /// Sums up the violations.
    @required
    message: String

    /// Lists the violations. A member that violates several constraints is listed several times.
    fieldList: ValidationExceptionFieldList
}

/// Describes a violation.
structure ValidationExceptionField {
    /// Names the member, as a JSON pointer.
    @required
    path: String

    /// Describes the violation.
    @required
    message: String
}

list ValidationExceptionFieldList {
    member: ValidationExceptionField
}
