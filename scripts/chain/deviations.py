"""Where we differ from botocore on purpose: all of it, and only here.

`TRANSLATED` is what botocore gets in another form, so that the answers have to be the same.
`REFUSED` and `ACCEPTED` are cases in which only one of the two goes on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .cases import Case

TRANSLATED: dict[str, str] = {
    "bom": (
        "A file may begin with a byte order mark, as editors on Windows write it. botocore refuses "
        "the file."
    ),
    "foreign-rubbish": (
        "Lines that make no sense stop only those who use their section. botocore refuses the "
        "file."
    ),
    "header-blanks": (
        "Blanks inside of a header's brackets have no meaning, as in other SDKs. botocore takes "
        "the section for somebody else's, and another identity may sign."
    ),
    "comment": (
        "A comment may stand after a value, as in other SDKs. botocore takes it for a part of the "
        "value."
    ),
    "duplicate": (
        "Sections and keys may stand there twice: the last line wins, as in other SDKs. botocore "
        "refuses the file."
    ),
    "region-variable": "AWS_REGION is read, and wins. botocore reads AWS_DEFAULT_REGION only.",
    "void-default": (
        "`[profile default]` makes `[default]` void, as in other SDKs. botocore takes the one that "
        "comes last."
    ),
    "empty-variable": (
        "An empty variable is none, as in other SDKs. botocore takes most for a value."
    ),
}

# Our refusals: the reason, and a part of what we say.
REFUSED: dict[str, tuple[str, str]] = {
    "hidden-key": (
        "A key that says who signs and is indented more than the key above is an error, and so is "
        "a line that is indented more than such a key: which identity signs must not depend on "
        "white space. botocore reads past the first and sends the second.",
        "and so is a part of it",
    ),
    "empty-key": (
        "A key that says who signs and has no value is an error. botocore signs with an empty key "
        "id, asks for an empty account, or goes on to the next source.",
        "has no value",
    ),
    "half-a-pair": (
        "A secret key without a key id is an error. botocore goes on to the next source.",
        "AWS_ACCESS_KEY_ID is not",
    ),
    "half-a-pair-in-a-file": (
        "A secret key without a key id is an error. botocore goes on to the next source.",
        "but no `aws_access_key_id` there",
    ),
    "duration": (
        "A duration that isn't a number is an error. botocore reads past it.",
        "expected a number",
    ),
    "empty-token": (
        "A file that a variable names and that has no token is an error. botocore asks the "
        "container without one.",
        "expected a token",
    ),
    "empty-part": (
        "An answer with an empty key or secret key is an error. botocore signs with it.",
        "its answer has no AccessKeyId or no SecretAccessKey",
    ),
    "empty-part-of-sso": (
        "An answer of SSO with an empty part of credentials is an error. botocore signs with it.",
        "its answer isn't the JSON of credentials",
    ),
    "empty-part-of-the-instance": (
        "An instance's answer with an empty token or without an expiration is an error: such "
        "credentials are temporary. botocore signs with it.",
        "its answer has no Token or no Expiration",
    ),
    "own-endpoint": (
        "FIPS or dual stack together with a URL of one's own is an error, as the service's rules "
        "have it. botocore drops the wish.",
        "is your own, so",
    ),
    "flag": (
        "A flag that is neither `true` nor `false` is an error. botocore takes it for `false`.",
        "expected `true` or `false`",
    ),
    "named-file": (
        "A file that a variable names and that can't be read is an error. botocore takes a folder "
        "for a missing file.",
        "which can't be read",
    ),
}

# Refusals of botocore alone: the reason, a part of what it says, and a variable that
# the case must have, if there is one.
ACCEPTED: dict[str, tuple[str, str, str | None]] = {
    "sso-session-not-needed": (
        "An SSO session that isn't there is an error if the profile is looked at for credentials. "
        "botocore looks for it beside keys in variables, too.",
        "sso",
        "AWS_ACCESS_KEY_ID",
    ),
    "metadata-endpoint-not-needed": (
        "The endpoint of the instance metadata service is looked at if that service is asked. A line "
        "that is indented more belongs to it, which makes no URL. botocore looks at the endpoint "
        "beside keys, too.",
        "InvalidIMDSEndpointError",
        None,
    ),
    "no-expiration": (
        "A container's credentials without an expiration don't expire, as a program's. botocore "
        "fails with an error of its own code.",
        "TypeError: Parser must be a string",
        None,
    ),
    "session-name-of-lines": (
        "A session name without a value counts as missing, whatever lines are indented more below. "
        "botocore sends these lines as the name, and its own check refuses them.",
        "Invalid type for parameter RoleSessionName",
        None,
    ),
}


def variables(case: Case) -> dict[str, str]:
    """The variables as botocore gets them."""
    found = {name: value for name, value in case.variables.items() if value}
    region = found.pop("AWS_REGION", None)
    if region:
        found["AWS_DEFAULT_REGION"] = region
    return found


def name_of(case: Case, ours: dict[str, Any], theirs: dict[str, Any]) -> str | None:
    """The deviation that explains different answers."""
    if ours["refused"] is not None and theirs["refused"] is None:
        for name, (_, text) in REFUSED.items():
            if text in ours["refused"]:
                return name
    if ours["refused"] is None and theirs["refused"] is not None:
        for name, (_, text, needed) in ACCEPTED.items():
            has_needed = needed is None or case.variables.get(needed)
            if text in theirs["refused"] and has_needed:
                return name
    return None


def translated(case: Case) -> set[str]:
    """The deviations that made botocore's rendition another one."""
    names = set(case.features) & set(TRANSLATED)
    if case.variables.get("AWS_REGION"):
        names.add("region-variable")
    if "" in case.variables.values():
        names.add("empty-variable")
    return names
