"""Two answers to a case, compared: who signed, and which requests there were."""

from __future__ import annotations

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


def normal(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without what may differ: only the refusal, if it is one."""
    if answer["refused"] is not None:
        return {"refused": True}
    requests: list[dict[str, Any]] = []
    for request in answer["requests"]:
        shown = _request(request)
        # How often something is tried again is another matter.
        if not requests or requests[-1] != shown:
            requests.append(shown)
    return {"requests": requests}


def _request(request: dict[str, Any]) -> dict[str, Any]:
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
    return shown


def _made_up(name: str, value: str) -> bool:
    of_clocks = r"(botocore-session|tinsmith)-\d+"
    return name == "RoleSessionName" and re.fullmatch(of_clocks, value) is not None


def same(ours: dict[str, Any], theirs: dict[str, Any]) -> bool:
    return normal(ours) == normal(theirs)
