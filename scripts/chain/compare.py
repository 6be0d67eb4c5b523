"""Two answers to a case, compared: who signed, and which requests there were."""

from __future__ import annotations

import base64
import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

# What a request to STS says; the rest is clocks and names made of clocks.
STS_PARAMETERS = [
    "Action",
    "RoleArn",
    "RoleSessionName",
    "ExternalId",
    "DurationSeconds",
    "SerialNumber",
    "TokenCode",
]
HEADERS = ["x-amz-security-token", "x-amz-sso_bearer_token", "x-aws-ec2-metadata-token"]
# What a request for a token says, in JSON.
TOKEN_PARAMETERS = ["grantType", "clientId", "clientSecret", "refreshToken"]


def same(ours: dict[str, Any], theirs: dict[str, Any]) -> bool:
    """Whether both signed alike, for the same account, or both refused and we asked nobody whom
    botocore didn't ask.

    It asks more at times, such as the first version of the instance's service. When it is that
    there is no region differs.
    """
    our, their = requests(ours), requests(theirs)
    if ours["refused"] is None and theirs["refused"] is None:
        return our == their and (ours["account"] or "") == (theirs["account"] or "")
    both = ours["refused"] is not None and theirs["refused"] is not None
    return both and (our == their[: len(our)] or "NoRegionError" in theirs["refused"])


def requests(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The requests without what may differ. How often one is made again is another matter."""
    found: list[dict[str, Any]] = []
    for request in answer["requests"]:
        shown = shown_of(request)
        if not found or found[-1] != shown:
            found.append(shown)
    return found


def shown_of(request: dict[str, Any]) -> dict[str, Any]:
    url = urlsplit(request["url"])
    shown: dict[str, Any] = {
        "method": request["method"],
        "url": f"{url.scheme}://{url.netloc}{url.path or '/'}",
    }
    if url.query:
        shown["query"] = sorted(parse_qsl(url.query, keep_blank_values=True))
    headers = request["headers"]
    for name in HEADERS:
        if headers.get(name):
            shown[name] = headers[name]
    authorization = headers.get("authorization", "")
    found = re.search(r"Credential=([^/]*)/\d{8}/([^,]*)", authorization)
    if found:
        shown["signer"] = found[1]
        shown["scope"] = found[2]
    elif authorization:
        shown["authorization"] = authorization
    for name, value in parse_qsl(request["body"], keep_blank_values=True):
        if name in STS_PARAMETERS and not _made_up(name, value):
            shown[name] = value
    if '"grantType"' in request["body"]:
        members = json.loads(request["body"])
        shown |= {name: members.get(name) for name in TOKEN_PARAMETERS}
    if headers.get("dpop"):
        shown["proof"] = _proof(headers["dpop"])
    return shown


def _proof(text: str) -> list[dict[str, Any]]:
    """What a proof says, without its time, its number and the signature."""
    parts = [part + "=" * (-len(part) % 4) for part in text.split(".")[:2]]
    head, payload = (json.loads(base64.urlsafe_b64decode(part)) for part in parts)
    return [head, {name: payload[name] for name in ("htm", "htu")}]


def _made_up(name: str, value: str) -> bool:
    of_clocks = r"(botocore-session|tinsmith)-\d+"
    return name == "RoleSessionName" and re.fullmatch(of_clocks, value) is not None

