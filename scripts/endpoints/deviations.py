"""Where we differ from botocore's rule engine on purpose: all of it, and only here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

NO_RULE = "no endpoint rule is for these parameters"
HOST = "a parameter that becomes part of the endpoint's host has characters that a host can't have"
REASONS = {
    "host": (
        "A text that would end the host, or change it, is refused. botocore puts it into the URL."
    ),
    "region": (
        "Letters and digits in the regular expressions of partitions are those of ASCII. In botocore "
        "they are any, so that other texts belong to a partition. Clients refuse such regions."
    ),
    "long-bucket": (
        "A bucket's name of more than 63 characters is no part of a host, as the documentation of "
        "aws.isVirtualHostableS3Bucket says. botocore only looks at the labels between dots."
    ),
    "backtrack": (
        "A tree of which no rule applies is the end. botocore goes on with the rules after the tree. The "
        "trees of S3 end so for endpoints that are no URL, and clients refuse such endpoints."
    ),
    "control": (
        "The two forms of S3's rules differ: for control endpoints of directory buckets, with an endpoint "
        "of one's own, the diagram names sigv4-s3express, and the tree, which botocore reads, sigv4."
    ),
}


def name_of(params: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]) -> str | None:
    """The deviation that explains why the answers differ, if there is one."""
    if ours.get("error") == HOST and "endpoint" in theirs:
        # What becomes a part of the path is encoded there.
        url = theirs["endpoint"]["url"]
        if any(part in url for part in parts(params) if re.search(r"[^A-Za-z0-9.-]", part)):
            return "host"
    if not params.get("Region", "").isascii():
        return "region"
    if any(len(part) > 63 and "." in part for part in parts(params)):
        return "long-bucket"
    url = params.get("Endpoint", "")
    if ours.get("error") == NO_RULE and not url.lower().startswith(("https://", "http://")):
        return "backtrack"
    if params.get("UseS3ExpressControlEndpoint") and "Bucket" not in params:
        named = json.dumps(ours).replace("sigv4-s3express", "sigv4")
        if url and json.loads(named) == theirs:
            return "control"
    return None


def parts(params: dict[str, Any]) -> Iterator[str]:
    """The texts that rules put into hosts: parameters, and the parts of ARNs."""
    for name, value in params.items():
        if isinstance(value, str) and name != "Endpoint":
            yield value
            if value.startswith("arn:"):
                yield from value.split(":", 5)
                yield from re.split("[:/]", value)
