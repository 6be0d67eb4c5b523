"""Where emr-sessions differs from botocore on purpose: all of it, and only here.

Every expectation starts as botocore's own answer. What this module changes in
it carries a note with these names; what it doesn't change is
what botocore says.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from typing import Any

from . import oracle
from .oracle import Response

DEVIATIONS: dict[str, str] = {
    # Successful responses
    "union-tag": (
        "With a null member or `__type` before an unknown union member, botocore reports the first "
        "key of the object. We report the member that is set."
    ),
    "malformed-json": ("botocore takes a body that is not JSON for an empty output. We refuse it."),
    "non-finite": "botocore reads NaN and Infinity, which are not JSON. We refuse them.",
    "lone-surrogate": (
        "botocore keeps half a surrogate pair, which is not Unicode text. We refuse it."
    ),
    "lax-string": "botocore passes any JSON value for a string. We want a string.",
    "lax-epoch": (
        "botocore reads epoch seconds from booleans, strings of digits and dates in text. We want "
        "a number."
    ),
    "lax-date-time": (
        "botocore reads a date-time from numbers, from text without a time or an offset, and from "
        "any form that dateutil guesses. We want RFC 3339."
    ),
    "float-rounding": "botocore reads epoch seconds through a double. We keep the digits.",
    # Error responses
    "error-status-as-code": (
        "Without an error code, botocore gives the HTTP status in its place. We give none."
    ),
    "error-code-places": (
        "For awsJson1_1 botocore reads the code only from `__type`, and nowhere when the body of a "
        "5xx is empty or HTML. We read the header, `code` and `Code` always; the header wins."
    ),
    "error-body-as-message": (
        "botocore gives a body that is not JSON, or the status line's text, as the message. We "
        "give none."
    ),
    "error-body-unreadable": (
        "botocore raises a Python error for a body that is not UTF-8, or whose JSON is not an "
        "object. We report an error with what status and headers tell."
    ),
    "error-request-id": (
        "botocore drops the request id when the body of a 5xx is empty or HTML. We keep it."
    ),
    "error-empty-message": "botocore gives an absent message as an empty one. We give none.",
    "error-errorMessage": "botocore doesn't look at `errorMessage`. We do.",
    "error-query-code": (
        "The model gives EMR's InternalServerError the awsQueryError code InternalFailure, which "
        "botocore doesn't know. We take the code for that error and keep it as it came."
    ),
    "error-other-operation": (
        "botocore has a class for every error in the service's model. We have those of the five "
        "operations, and report others as unmodeled."
    ),
}

Expect = dict[str, Any]
INVALID_RESPONSE: Expect = {"error": {"kind": "invalid_response"}}


class Notes:
    """The deviations that one expectation has."""

    def __init__(self) -> None:
        self._names: list[str] = []

    def add(self, name: str) -> None:
        assert name in DEVIATIONS, name
        if name not in self._names:
            self._names.append(name)

    def __str__(self) -> str:
        return " ".join(self._names)

    def __bool__(self) -> bool:
        return bool(self._names)


class _Refused(Exception):
    """We refuse what botocore takes; the argument names the deviation."""


# --- Successful responses -----------------------------------------------------


def success(
    operation: str, response: Response, parsed: dict[str, Any] | None, notes: Notes
) -> Expect:
    """Our answer to a response below 300, given botocore's (None: it raised)."""
    shape = oracle.operation_model(operation).output_shape
    if parsed is None:
        return INVALID_RESPONSE
    output = {name: value for name, value in parsed.items() if name != "ResponseMetadata"}
    if shape is None or not response.body:
        return {"output": output}
    try:
        return {"output": _adjust(shape, _strict_json(response.body), output, notes)}
    except _Refused as refused:
        notes.add(str(refused))
        return INVALID_RESPONSE


def _strict_json(body: bytes) -> Any:
    """The body with its numbers as `Decimal`."""

    def refuse(_: str) -> None:
        raise _Refused("non-finite")

    try:
        return json.loads(
            body.decode(), parse_int=Decimal, parse_float=Decimal, parse_constant=refuse
        )
    except ValueError:
        raise _Refused("malformed-json") from None


def _adjust(shape: Any, raw: Any, parsed: Any, notes: Notes) -> Any:
    """botocore's value, with our deviations, beside the JSON that it came from."""
    match shape.type_name:
        case "structure" if shape.is_tagged_union and "SDK_UNKNOWN_MEMBER" in parsed:
            (tag,) = (key for key, value in raw.items() if key != "__type" and value is not None)
            if parsed["SDK_UNKNOWN_MEMBER"]["name"] != tag:
                notes.add("union-tag")
            return {"SDK_UNKNOWN_MEMBER": {"name": tag}}
        case "structure":
            return {
                name: _adjust(shape.members[name], raw[name], value, notes)
                for name, value in parsed.items()
            }
        case "timestamp" if shape.serialization.get("timestampFormat") == "iso8601":
            return _date_time(raw, parsed)
        case "timestamp":
            return _epoch_seconds(raw, parsed, notes)
        case "string":
            return _string(raw, parsed)
    raise AssertionError(f"{shape.type_name} in an output")


def _string(raw: Any, parsed: Any) -> str:
    if not isinstance(raw, str):
        raise _Refused("lax-string")
    if any("\ud800" <= character <= "\udfff" for character in raw):
        raise _Refused("lone-surrogate")
    assert isinstance(parsed, str)
    return parsed


def _date_time(raw: Any, parsed: dt.datetime) -> str:
    rfc3339 = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)"
    if not isinstance(raw, str) or not re.fullmatch(rfc3339, raw, re.ASCII):
        raise _Refused("lax-date-time")
    try:
        dt.datetime.fromisoformat(raw)
    except ValueError:
        raise _Refused("lax-date-time") from None
    return _utc_text(parsed)


def _epoch_seconds(raw: Any, parsed: dt.datetime, notes: Notes) -> str:
    if not isinstance(raw, Decimal):
        raise _Refused("lax-epoch")
    microseconds = raw * 1_000_000
    assert microseconds == int(microseconds), f"{raw} has more than six decimals"
    epoch = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    exact = _utc_text(epoch + dt.timedelta(microseconds=int(microseconds)))
    if _utc_text(parsed) != exact:
        notes.add("float-rounding")
    return exact


def _utc_text(time: dt.datetime) -> str:
    """RFC 3339 in UTC, without trailing zeros: `2020-11-20T18:21:52.345Z`."""
    text = time.astimezone(dt.UTC).replace(tzinfo=None).isoformat()
    return (text.rstrip("0") if "." in text else text) + "Z"


# --- Error responses ----------------------------------------------------------


def error(
    operation: str, response: Response, parsed: dict[str, Any] | None, notes: Notes
) -> Expect:
    """Our answer to a response of 300 and above, given botocore's (None: it raised)."""
    body = _json_object(response.body)
    fields = parsed["Error"] if parsed else {}
    metadata = parsed["ResponseMetadata"] if parsed else {}
    botocore_code = fields.get("Code")
    if parsed is None:
        notes.add("error-body-unreadable")
        metadata = {"RequestId": response.header("x-amzn-requestid")}
    code = _code(botocore_code, response, body, notes)
    return {
        "error": {
            "kind": _kind(operation, code, notes),
            "code": code,
            "message": _message(fields.get("Message"), body, notes),
            "request_id": _request_id(metadata.get("RequestId"), response, notes),
            "status": response.status,
        }
    }


def _json_object(body: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(body.decode())
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _code(
    botocore_code: str | None, response: Response, body: dict[str, Any] | None, notes: Notes
) -> str | None:
    fields = body or {}
    header = response.header("x-amzn-errortype")
    elsewhere = header or fields.get("code", fields.get("Code"))
    if header is None and "__type" in fields:
        return botocore_code
    if elsewhere is not None:
        code = str(elsewhere).split(":", 1)[0].rsplit("#", 1)[-1]
        if code != botocore_code:
            notes.add("error-code-places")
        return code
    assert botocore_code in (None, str(response.status))
    if botocore_code is not None:
        notes.add("error-status-as-code")
    return None


def _message(message: str | None, body: dict[str, Any] | None, notes: Notes) -> str | None:
    if body is None:
        if message:
            notes.add("error-body-as-message")
        return None
    if not message and body.get("errorMessage"):
        notes.add("error-errorMessage")
        return str(body["errorMessage"])
    if message == "":
        notes.add("error-empty-message")
    return message or None


def _request_id(request_id: str | None, response: Response, notes: Notes) -> str | None:
    header = response.header("x-amzn-requestid")
    if request_id != header:
        assert request_id is None
        notes.add("error-request-id")
    return header


def _kind(operation: str, code: str | None, notes: Notes) -> str:
    """Whether the code is of an error that we have a variant for."""
    if code is None:
        return "unmodeled"
    modeled = oracle.modeled_in_service(operation, code)
    if operation in oracle.EMR and code == "InternalFailure":
        notes.add("error-query-code")
        modeled = True
    elif modeled and code not in oracle.error_codes(operation):
        notes.add("error-other-operation")
        modeled = False
    return "modeled" if modeled else "unmodeled"
