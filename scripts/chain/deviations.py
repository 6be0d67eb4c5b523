"""Where we differ from botocore on purpose: all of it, and only here.

`TRANSLATED` is what botocore gets in another form, so that the answers have to be the same.
`REFUSED` and `ACCEPTED` are cases in which only one of the two goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .case import Case

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
    "instance-profile": (
        "The name of an instance's profile can be set, as in other SDKs. botocore asks the instance "
        "for it, and is given the name here."
    ),
    "account-of-instance": (
        "An instance's answer may name the account. botocore doesn't look at it, and is made to."
    ),
    "token-with-a-profile": (
        "A bearer token in a variable is ignored where the program chose a profile, as keys in "
        "variables are. botocore ignores the keys only."
    ),
    "token-without-credentials": (
        "Where a bearer token is sent, nobody is asked for credentials. botocore looks for them "
        "first, and is kept from that."
    ),
}

# What one of the two did: `requests`, `refused` and `account`.
Answer = dict[str, Any]


@dataclass
class Refusal:
    """A refusal of one of the two: why, a part of what it says or several of which it says one, and
    what else has to be so, by the case and the answer of the one that goes on."""

    reason: str
    text: str | tuple[str, ...]
    holds: Callable[[Case, Answer], bool] = lambda _, __: True

    def fits(self, refused: str, case: Case, going_on: Answer) -> bool:
        texts = (self.text,) if isinstance(self.text, str) else self.text
        return any(text in refused for text in texts) and self.holds(case, going_on)


def sends_token(answer: Answer) -> bool:
    return _authorization(answer).startswith("Bearer ")


def signs(answer: Answer, key: str) -> bool:
    return any(f"={key}/" in _authorization({"requests": [it]}) for it in answer["requests"])


def asks(answer: Answer, part: str) -> bool:
    return any(part in request["url"] for request in answer["requests"])


def speaks_version_1(answer: Answer) -> bool:
    """Whether an instance was asked without a session."""
    return any(
        "/meta-data/" in request["url"] and not request["headers"].get("x-aws-ec2-metadata-token")
        for request in answer["requests"]
    )


def _authorization(answer: Answer) -> str:
    """That of the last request."""
    requests = answer["requests"]
    return requests[-1]["headers"].get("authorization", "") if requests else ""


# Our refusals.
REFUSED: dict[str, Refusal] = {
    "hidden-key": Refusal(
        "A key that says who signs and is indented more than the key above is an error, and so is "
        "a line that is indented more than such a key: which identity signs must not depend on "
        "white space. botocore reads past the first and sends the second.",
        "and so is a part of it",
    ),
    "empty-key": Refusal(
        "A key that says who signs and has no value is an error. botocore signs with an empty key "
        "id, asks for an empty account, or goes on to the next source.",
        "has no value",
    ),
    "half-a-pair": Refusal(
        "A secret key without a key id is an error. botocore goes on to the next source.",
        "AWS_ACCESS_KEY_ID is not",
    ),
    "half-a-pair-in-a-file": Refusal(
        "A secret key without a key id is an error. botocore goes on to the next source.",
        "but no `aws_access_key_id` there",
    ),
    "duration": Refusal(
        "A duration that isn't a number is an error. botocore reads past it.",
        "`duration_seconds` is",
    ),
    "empty-token": Refusal(
        "A file that a variable names and that has no token is an error. botocore asks the "
        "container without one.",
        "expected a token",
    ),
    "empty-part": Refusal(
        "An answer with an empty key or secret key is an error. botocore signs with it.",
        "its answer has no AccessKeyId or no SecretAccessKey",
    ),
    "empty-part-of-the-instance": Refusal(
        "An instance's answer with an empty token or without an expiration is an error: such "
        "credentials are temporary. botocore signs with it.",
        "its answer has no Token or no Expiration",
    ),
    "own-endpoint": Refusal(
        "FIPS or dual stack together with a URL of one's own is an error, as the service's rules "
        "have it. botocore drops the wish.",
        "is your own, so",
    ),
    "flag": Refusal(
        "A flag that is neither `true` nor `false` is an error. botocore takes it for `false`.",
        "expected `true` or `false`",
    ),
    "named-file": Refusal(
        "A file that a variable names and that can't be read is an error. botocore takes a folder "
        "for a missing file.",
        "which can't be read",
    ),
    "part-that-is-no-text": Refusal(
        "An answer with a part of credentials that is no text, or an answer of SSO with one that is "
        "empty, is an error. botocore signs with it.",
        ("its answer isn't the JSON of credentials", "printed something other than the JSON"),
    ),
    "part-of-a-login": Refusal(
        "A file of a login with a part that is empty or no text is an error. botocore signs with "
        "it, or looks at it when the login is renewed.",
        "expected JSON with",
    ),
    "code-of-the-instance": Refusal(
        "An instance's answer with a code other than `Success` is an error. botocore signs if there "
        "are keys beside the code.",
        "the instance: status 200:",
    ),
    "version-1": Refusal(
        "Version 1 of the instance metadata service isn't spoken: whoever makes the program send a "
        "request gets credentials there. botocore falls back to it.",
        "the instance",
        lambda _, theirs: speaks_version_1(theirs),
    ),
    "numbers-of-the-instance": Refusal(
        "A number of seconds or attempts that is none is an error. botocore takes 0 attempts for no "
        "instance, and waits for 0 seconds.",
        "expected a number from 1 on",
    ),
    "auth-scheme": Refusal(
        "A name that is no scheme is an error, as a misspelt name would choose another identity. "
        "botocore ignores it.",
        "names from `sigv4`",
    ),
    "token-in-the-clear": Refusal(
        "A bearer token isn't sent without TLS, as who reads the request has it. botocore sends it.",
        "isn't HTTPS",
    ),
}

# Refusals of botocore alone.
ACCEPTED: dict[str, Refusal] = {
    "sso-session-not-needed": Refusal(
        "An SSO session that isn't there is an error if the profile is looked at for credentials or "
        "a token. botocore looks for it beside keys or a token in variables, too.",
        "sso",
        lambda case, ours: bool(case.variables.get("AWS_ACCESS_KEY_ID")) or sends_token(ours),
    ),
    "metadata-endpoint-not-needed": Refusal(
        "The endpoint of the instance metadata service is looked at if that service is asked. A line "
        "that is indented more belongs to it, which makes no URL. botocore looks at the endpoint "
        "beside keys, too.",
        "InvalidIMDSEndpointError",
    ),
    "instance-settings-not-needed": Refusal(
        "So are the mode and the numbers of that service. A setting without a value is none, "
        "whatever lines are indented more below.",
        (
            "InvalidIMDSEndpointModeError",
            "ValueError: invalid literal for int()",
            "TypeError: unhashable type: 'dict'",
            "AttributeError: 'dict' object has no attribute 'lower'",
            "TypeError: int() argument must be",
        ),
    ),
    "empty-mode": Refusal(
        "An empty key is none, as an empty variable. botocore takes it for a mode that is none.",
        "The configured value '' for 'account_id_endpoint_mode'",
    ),
    "empty-account": Refusal(
        "An empty account is none. botocore puts it into the host.",
        "account ID parameter is invalid",
        lambda _, ours: ours["account"] is None,
    ),
    "number-of-an-account": Refusal(
        "An account's id that is a number stands for its digits. botocore takes it, and can't put it "
        "into a host.",
        "Value (AccountId) is the wrong type",
    ),
    "login-still-valid": Refusal(
        "The credentials of a login that can't be renewed serve until they expire. botocore refuses "
        "them five minutes before.",
        "",
        lambda _, ours: asks(ours, "/v1/token") and signs(ours, "ASIALOGIN"),
    ),
    "login-without-a-refresh-token": Refusal(
        "The credentials of a renewed login serve also if there is no token for the next time. "
        "botocore fails with an error of its own code.",
        "KeyError: 'refreshToken'",
        lambda _, ours: signs(ours, "ASIARENEWED"),
    ),
    "login-without-renewal": Refusal(
        "So do those whose renewal can't even begin, as the URL or the key for that is none.",
        ("ValueError: Invalid endpoint", "Unable to load private key", "(AWS_ERROR_"),
        lambda _, ours: signs(ours, "ASIALOGIN"),
    ),
    "token-still-valid": Refusal(
        "A token of SSO that can't be renewed serves until it expires. botocore goes on with it "
        "only if the service refused to renew it.",
        "",
        lambda _, ours: any('"clientSecret"' in request["body"] for request in ours["requests"]),
    ),
    "token-without-renewal": Refusal(
        "So does a token whose registration has a part that is no text. botocore fails on it.",
        "ParamValidationError",
        lambda _, ours: not any('"clientSecret"' in request["body"] for request in ours["requests"]),
    ),
    "region-of-a-login": Refusal(
        "A login is renewed in the region that the program chooses if there is no other one. "
        "botocore wants one in a variable or the profile.",
        "NoRegionError",
        lambda case, ours: case.region is not None and asks(ours, "/v1/token"),
    ),
    "region-of-a-token": Refusal(
        "A call with a bearer token and a URL of one's own needs no region. botocore wants one.",
        "NoRegionError",
        lambda _, ours: sends_token(ours),
    ),
    "permanent-keys-of-a-container": Refusal(
        "A container's keys without a token or an expiration are permanent, as a program's. botocore "
        "fails with an error of its own code.",
        ("KeyError: 'Token'", "KeyError: 'Expiration'"),
    ),
    "no-expiration": Refusal(
        "A container's credentials without an expiration don't expire, as a program's. botocore "
        "fails with an error of its own code.",
        "TypeError: Parser must be a string",
    ),
    "session-name-of-lines": Refusal(
        "A session name without a value counts as missing, whatever lines are indented more below. "
        "botocore sends these lines as the name, and its own check refuses them.",
        "Invalid type for parameter RoleSessionName",
    ),
}


TOKEN = "AWS_BEARER_TOKEN_"


def variables(case: Case) -> dict[str, str]:
    """The variables as botocore gets them."""
    found = {name: value for name, value in case.variables.items() if value}
    for name in [*found]:
        if name.startswith(TOKEN) and case.profile is not None:
            del found[name]
    region = found.pop("AWS_REGION", None)
    if region:
        found["AWS_DEFAULT_REGION"] = region
    return found


def name_of(case: Case, ours: Answer, theirs: Answer) -> str | None:
    """The deviation that explains different answers."""
    if ours["refused"] is not None and theirs["refused"] is None:
        known, refusing, going_on = REFUSED, ours, theirs
    elif ours["refused"] is None and theirs["refused"] is not None:
        known, refusing, going_on = ACCEPTED, theirs, ours
    elif ours["refused"] is not None:
        # botocore refused before it asked.
        known, refusing, going_on = ACCEPTED, theirs, ours
    else:
        return None
    for name, refusal in known.items():
        if refusal.fits(refusing["refused"], case, going_on):
            return name
    return None


def translated(case: Case, answer: Answer) -> set[str]:
    """The deviations that made botocore's rendition another one, by our answer."""
    names = set(case.features) & set(TRANSLATED)
    if case.variables.get("AWS_REGION"):
        names.add("region-variable")
    if "" in case.variables.values():
        names.add("empty-variable")
    if case.profile is not None and any(name.startswith(TOKEN) for name in case.variables):
        names.add("token-with-a-profile")
    # These make no difference where the instance isn't asked, or no token is sent.
    if "ASIAINSTANCE" in _authorization(answer) and answer["account"]:
        names.add("account-of-instance")
    if sends_token(answer):
        names.add("token-without-credentials")
    if asks(answer, "/security-credentials/") and not asks(answer, "/security-credentials/the"):
        if asks(answer, "/security-credentials/other") or asks(answer, "/security-credentials/no"):
            names.add("instance-profile")
    return names
