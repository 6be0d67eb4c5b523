"""botocore, driven without a network.

Requests go through a real client up to the point where they would be sent, so
its parameter validation, idempotency token and serializer all take part.
Responses go to the parser that the client would use.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

# Nothing of the user's configuration may reach an expectation, and botocore
# makes its timestamps in local time first.
for _name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[_name]
os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
os.environ["TZ"] = "UTC"
time.tzset()

import botocore.session  # noqa: E402
from botocore import parsers, xform_name  # noqa: E402
from botocore.awsrequest import AWSPreparedRequest, AWSResponse, HeadersDict  # noqa: E402
from botocore.config import Config  # noqa: E402
from botocore.exceptions import ParamValidationError  # noqa: E402

VERSION: str = botocore.__version__

EMR = (
    "emr.CreateStudioSessionMapping",
    "emr.GetStudioSessionMapping",
    "emr.UpdateStudioSessionMapping",
    "emr.GetClusterSessionCredentials",
)
CONTAINERS = ("emr-containers.GetManagedEndpointSessionCredentials",)
OPERATIONS = EMR + CONTAINERS


@dataclass(frozen=True)
class Response:
    """An HTTP response as it came from the wire."""

    status: int
    headers: dict[str, str]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((v for k, v in self.headers.items() if k.lower() == name), None)


@dataclass(frozen=True)
class Sent:
    """What botocore would have sent."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Refused:
    """What botocore's validation found: the members' names."""

    missing: list[str]
    empty: list[str]


@cache
def _session() -> Any:
    return botocore.session.Session()


class _NoBody:
    """The raw body of the response that stands in for the network."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        yield b"{}"


@cache
def _client(service: str) -> tuple[Any, list[AWSPreparedRequest]]:
    """A client that answers itself, and the list that its requests go to."""
    client = _session().create_client(
        service,
        region_name="us-east-1",
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="SECRETEXAMPLE",
        config=Config(ignore_configured_endpoint_urls=True, retries={"total_max_attempts": 1}),
    )
    sent: list[AWSPreparedRequest] = []

    def answer(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        sent.append(request)
        return AWSResponse(request.url, 200, {}, _NoBody())

    client.meta.events.register("before-send", answer)
    return client, sent


@cache
def service_model(service: str) -> Any:
    return _session().get_service_model(service)


@cache
def operation_model(operation: str) -> Any:
    service, name = operation.split(".")
    return service_model(service).operation_model(name)


def members(operation: str) -> list[str]:
    """The input's members in the model's order."""
    return list(operation_model(operation).input_shape.members)


def required(operation: str) -> list[str]:
    wanted = operation_model(operation).input_shape.required_members
    return [name for name in members(operation) if name in wanted]


def labels(operation: str) -> list[str]:
    shapes = operation_model(operation).input_shape.members
    return [name for name, shape in shapes.items() if shape.serialization.get("location") == "uri"]


def least_length(operation: str, member: str) -> int:
    shape = operation_model(operation).input_shape.members[member]
    return int(shape.metadata.get("min", 0))


def encode(operation: str, params: dict[str, Any]) -> Sent | Refused:
    """What botocore makes of these parameters.

    They are handed over in the model's order, in which our encoder writes;
    botocore keeps the caller's.
    """
    service, name = operation.split(".")
    client, sent = _client(service)
    ordered = {member: params[member] for member in members(operation) if member in params}
    assert len(ordered) == len(params), f"{operation}: a member that it does not have"
    sent.clear()
    try:
        getattr(client, xform_name(name))(**ordered)
    except ParamValidationError as error:
        return _refused(error.kwargs["report"])
    (request,) = sent
    parts = urlsplit(request.url)
    assert not parts.query and not parts.fragment
    headers = {
        name.lower(): value.decode() if isinstance(value, bytes) else value
        for name, value in request.headers.items()
    }
    return Sent(request.method, parts.path, headers, request.body)


def _refused(report: str) -> Refused:
    missing, empty = [], []
    for line in report.splitlines():
        if found := re.fullmatch(r'Missing required parameter in input: "(\w+)"', line):
            missing.append(found[1])
        elif found := re.match(r"Invalid length for parameter (\w+), value: 0,", line):
            empty.append(found[1])
        else:
            raise AssertionError(f"an input that botocore refuses for another reason: {line}")
    return Refused(missing, empty)


def decode(operation: str, response: Response) -> dict[str, Any] | None:
    """What botocore's parser returns, or None when it raises."""
    parser = parsers.create_parser(operation_model(operation).metadata["protocol"])
    wire = {
        "status_code": response.status,
        "headers": HeadersDict(response.headers),
        "body": response.body,
    }
    try:
        parsed = parser.parse(wire, operation_model(operation).output_shape)
    except Exception:  # it raises whatever Python does
        return None
    assert isinstance(parsed, dict), f"botocore returned {parsed!r} for {response}"
    return parsed


def modeled_in_service(operation: str, code: str) -> bool:
    """Whether `client.exceptions` has a class of its own for the code."""
    service = operation.split(".")[0]
    return service_model(service).shape_for_error_code(code) is not None


def error_codes(operation: str) -> list[str]:
    """The codes of the operation's own errors, which are those of its service's others here."""
    return [shape.error_code for shape in operation_model(operation).error_shapes]


def is_rest(operation: str) -> bool:
    return bool(operation_model(operation).metadata["protocol"] == "rest-json")


def json_pairs(body: bytes) -> list[tuple[str, Any]]:
    """The members of a body's top-level object, in order."""
    pairs = json.loads(body, object_pairs_hook=list)
    assert isinstance(pairs, list)
    return pairs
