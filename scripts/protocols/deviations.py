"""Where our requests and responses differ from botocore's on purpose: all of it, and only here."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from .table import Model

MEANT: dict[str, str] = {
    "content-type": (
        "botocore adds `; charset=utf-8` to the content type of forms, and sends XML without a "
        "content type. We send what Smithy's protocol tests want."
    ),
    "numbers": "Python writes 1e+16 and 1e-07 where we write the same number in another form.",
    "fractions": "botocore writes six digits of a second's fraction. We write no trailing zeros.",
    "empty in a form": (
        "A form can't hold an empty structure or map, and one of EC2 no empty list either. Both "
        "sides leave them out, so the server sees none."
    ),
    "bucket": (
        "botocore puts S3's bucket in the path, and endpoint rules take it out again. We leave it "
        "to endpoint rules, so it is given with the endpoint."
    ),
    "map order": "botocore keeps a map's order. We sort maps, so random maps are sorted.",
    "empty and flattened": (
        "A flattened list in XML without an item is no element at all, and an empty list in a "
        "header is no header."
    ),
    "types": "botocore has texts for Route 53's MaxItems, a number in the model. It isn't set.",
    "lists in headers": "botocore writes `a,b`, and we write `a, b`, as Smithy's tests want it.",
    "carriage return": (
        "botocore writes a carriage return into XML as it is, and readers take a line feed for it. "
        "We write a reference. So inputs in XML are compared with line feeds instead."
    ),
    "trailing slash": (
        "botocore's path for ChangeResourceRecordSets ends with a slash. Smithy has none; the "
        "server takes both."
    ),
    "default": "Our server writes members with a default always, so that they are set.",
}


def content_type(ours: str | None, theirs: str | None) -> bool:
    if theirs is None:
        return ours in (None, "application/xml")
    return ours == theirs.removesuffix("; charset=utf-8")


def endpoint(params: dict[str, Any], model: Model) -> str:
    bucket = f"/{quote(params['Bucket'], safe='-._~')}" if model.service.name == "s3" else ""
    return f"https://example.com{bucket}"


def untyped(value: Any, model: Model) -> Any:
    """The JSON value without members of `types`."""
    if model.service.name == "route53" and isinstance(value, dict):
        return {name: item for name, item in value.items() if name != "MaxItems"}
    return value


def header(value: str | None) -> str | None:
    return value and value.replace(", ", ",")


def path(value: str, model: Model) -> str:
    return value.removesuffix("/") if model.service.name == "route53" else value


def line_feeds(value: Any) -> Any:
    """The JSON value with line feeds for carriage returns, as readers of XML see it."""
    match value:
        case dict():
            return {line_feeds(key): line_feeds(item) for key, item in value.items()}
        case list():
            return [line_feeds(item) for item in value]
        case str():
            return value.replace("\r\n", "\n").replace("\r", "\n")
    return value


def text(value: str) -> Any:
    """A text of a form or an XML element, in a form that both sides share."""
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", value):
        return value.rstrip("Z").rstrip("0").rstrip(".") + "Z"
    if re.fullmatch(r"-?\d+\.?\d*([eE][+-]?\d+)?", value) and re.search("[.eE]", value):
        return float(value)
    return value


def lost_in_form(shape: Any, value: Any, is_ec2: bool) -> Any:
    """The value without what forms can't hold; None if nothing is left."""
    match shape.type_name:
        case "structure":
            kept = {
                name: lost_in_form(shape.members[name], item, is_ec2) for name, item in value.items()
            }
            return {name: item for name, item in kept.items() if item is not None} or None
        case "list":
            kept_items = [lost_in_form(shape.member, item, is_ec2) for item in value]
            kept_items = [item for item in kept_items if item is not None]
            return kept_items if kept_items or not is_ec2 else None
        case "map":
            return value or None
    return value


def lost_in_xml(shape: Any, value: Any) -> Any:
    """The value without empty flattened lists and maps."""
    match shape.type_name:
        case "structure":
            kept = {name: lost_in_xml(shape.members[name], item) for name, item in value.items()}
            return {name: item for name, item in kept.items() if item is not None}
        case "list":
            in_header = shape.serialization.get("location") == "header"
            if not value and (in_header or shape.serialization.get("flattened")):
                return None
            return [lost_in_xml(shape.member, item) for item in value]
        case "map":
            if not value and shape.serialization.get("flattened"):
                return None
            return {key: lost_in_xml(shape.value, item) for key, item in value.items()}
    return value
