"""What the server says to input that the model forbids: boto3 is kept from saying it first."""

from .operations import ROLE, STUDIO

POLICY = "arn:aws:iam::123456789012:policy/basic"
VALID = {
    "StudioId": STUDIO,
    "IdentityType": "USER",
    "IdentityName": "grace",
    "SessionPolicyArn": POLICY,
}


def check(checks, fake):
    checks.begin("EMR validation")
    emr(checks, fake.emr(validate=False))
    checks.begin("EMR Containers validation")
    containers(checks, fake.containers(validate=False))


def violations(*found):
    """The message that lists them all."""
    listed = "; ".join(
        f"{value} at '{path}' failed to satisfy constraint: {constraint}"
        for value, path, constraint in found
    )
    errors = "error" if len(found) == 1 else "errors"
    return f"{len(found)} validation {errors} detected. {listed}"


def emr(checks, client):
    def refused(name, changes, *found):
        request = {name: value for name, value in (VALID | changes).items() if value is not None}
        response = checks.refused(
            name,
            lambda: client.create_studio_session_mapping(**request),
            "ValidationException",
            400,
        )
        checks.equal(f"{name}: its message", response["Error"]["Message"], violations(*found))

    null = "Member must not be null"
    enum = "Member must satisfy enum value set: [USER, GROUP]"
    refused("a required member is missing", {"StudioId": None}, ("Value", "/StudioId", null))
    refused(
        "a text is too long",
        {"IdentityName": "é" * 257},
        (
            "Value with length 257",
            "/IdentityName",
            "Member must have length between 0 and 256, inclusive",
        ),
    )
    refused("an enum has no such value", {"IdentityType": "user"}, ("Value", "/IdentityType", enum))
    pattern = (
        "Member must satisfy regular expression pattern: "
        "^[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*$"
    )
    refused(
        "a text doesn't match",
        {"IdentityName": "bell\u0007"},
        ("Value", "/IdentityName", pattern),
    )
    refused(
        "everything at once",
        {"StudioId": None, "IdentityName": "\u0007" * 300, "IdentityType": "BOTH"}
        | {"SessionPolicyArn": None},
        ("Value", "/StudioId", null),
        (
            "Value with length 300",
            "/IdentityName",
            "Member must have length between 0 and 256, inclusive",
        ),
        ("Value", "/IdentityName", pattern),
        ("Value", "/IdentityType", enum),
        ("Value", "/SessionPolicyArn", null),
    )
    checks.refused(
        "a number for a text",
        lambda: client.create_studio_session_mapping(**(VALID | {"StudioId": 5})),
        "SerializationException",
        400,
        "StudioId",
    )


def containers(checks, client):
    valid = {
        "virtualClusterIdentifier": "vc-1",
        "endpointIdentifier": "me-1",
        "executionRoleArn": ROLE,
        "credentialType": "TOKEN",
    }

    def refused(name, changes, *found):
        request = {name: value for name, value in (valid | changes).items() if value is not None}
        response = checks.refused(
            name,
            lambda: client.get_managed_endpoint_session_credentials(**request),
            "ValidationException",
            400,
            "",
            client.exceptions.ValidationException,
        )
        checks.equal(f"{name}: its message", response["Error"]["Message"], violations(*found))

    null = "Member must not be null"
    refused(
        "a required member is missing",
        {"executionRoleArn": None},
        ("Value", "/executionRoleArn", null),
    )
    role = (
        "Member must satisfy regular expression pattern: ^arn:(aws[a-zA-Z0-9-]*):iam::(\\d{12})?:"
        "(role((\\u002F)|(\\u002F[\\u0021-\\u007F]+\\u002F))[\\w+=,.@-]+)$"
    )
    refused(
        "a text is too short and doesn't match",
        {"executionRoleArn": "arn:aws:iam"},
        (
            "Value with length 11",
            "/executionRoleArn",
            "Member must have length between 20 and 2048, inclusive",
        ),
        ("Value", "/executionRoleArn", role),
    )
    refused(
        "everything at once",
        {"credentialType": None, "executionRoleArn": "x" * 20, "logContext": "-x"}
        | {"virtualClusterIdentifier": " ", "clientToken": "t" * 65},
        (
            "Value",
            "/virtualClusterIdentifier",
            "Member must satisfy regular expression pattern: \\S",
        ),
        ("Value", "/executionRoleArn", role),
        ("Value", "/credentialType", null),
        (
            "Value with length 2",
            "/logContext",
            "Member must have length between 3 and 63, inclusive",
        ),
        (
            "Value",
            "/logContext",
            "Member must satisfy regular expression pattern: "
            "^((?!.*-s3alias)(?!xn--.*)[a-z0-9][-a-z0-9.]*)?[a-z0-9]$",
        ),
        (
            "Value with length 65",
            "/clientToken",
            "Member must have length between 1 and 64, inclusive",
        ),
    )
    checks.refused(
        "a text for a number",
        lambda: client.get_managed_endpoint_session_credentials(**valid, durationInSeconds="x"),
        "SerializationException",
        400,
        "durationInSeconds",
    )
