"""botocore's serializers and parsers, without a network and without what its clients add, but for
checksums."""

from __future__ import annotations

import base64
import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from wire import oracle as _environment  # keeps the user's configuration out
from botocore import handlers, httpchecksum, parsers, serialize
from botocore.awsrequest import HeadersDict, create_request_object, prepare_request_dict
from botocore.config import Config

from .table import Service


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes

    @property
    def uri(self) -> str:
        return self.path + (f"?{self.query}" if self.query else "")


def operation_model(service: Service, operation: str) -> Any:
    return _environment.service_model(service.name).operation_model(operation)


def version() -> str:
    return str(_environment.VERSION)


@cache
def _serializer(protocol: str) -> Any:
    return serialize.create_serializer(protocol, include_validation=False)


@cache
def _parser(protocol: str) -> Any:
    return parsers.create_parser(protocol)


def encode(service: Service, operation: str, params: dict[str, Any]) -> Request:
    model = operation_model(service, operation)
    made = _serializer(service.protocol).serialize_to_request(params, model)
    context = {"client_config": Config(request_checksum_calculation="when_supported")}
    prepare_request_dict(made, endpoint_url="https://example.com", context=context)
    httpchecksum.resolve_checksum_context(made, model, params)
    httpchecksum.apply_request_checksum(made)
    request = create_request_object(made).prepare()
    parts = urlsplit(request.url)
    headers = {
        name.lower(): value.decode() if isinstance(value, bytes) else str(value)
        for name, value in request.headers.items()
    }
    body = request.body or b""
    body = body.encode() if isinstance(body, str) else body
    return Request(request.method, parts.path, parts.query, headers, body)


def as_sent(service: Service, operation: str, params: dict[str, Any]) -> dict[str, Any]:
    """The parameters as botocore's client changes them before they are serialized."""
    params = dict(params)
    if service.name == "route53":
        handlers.fix_route53_ids(params, operation_model(service, operation))
    return params


def decode(
    service: Service, operation: str, status: int, headers: list[list[str]], body: bytes
) -> dict[str, Any]:
    """The output, with `ResponseMetadata` and `Error` as botocore gives them."""
    shape = operation_model(service, operation).output_shape
    wire = {"status_code": status, "headers": HeadersDict(dict(headers)), "body": body}
    parsed = _parser(service.protocol).parse(wire, shape)
    assert isinstance(parsed, dict)
    return parsed


def to_json(shape: Any, value: Any, is_cbor: bool = False) -> Any:
    """The value in serde's form, where times are text unless the protocol is in CBOR."""
    match shape.type_name:
        case "structure":
            known = [(name, member) for name, member in shape.members.items() if name in value]
            return {name: to_json(member, value[name], is_cbor) for name, member in known}
        case "list":
            return [to_json(shape.member, item, is_cbor) for item in value]
        case "map":
            return {key: to_json(shape.value, item, is_cbor) for key, item in value.items()}
        case "timestamp":
            return value.timestamp() if is_cbor else _time(value)
        case "blob":
            return base64.b64encode(value).decode()
        case "float" | "double":
            return number(value)
    return value


def _time(value: dt.datetime) -> str:
    value = value.astimezone(dt.UTC)
    fraction = f".{value.microsecond:06}".rstrip("0") if value.microsecond else ""
    return value.strftime("%Y-%m-%dT%H:%M:%S") + fraction + "Z"


def number(value: Any) -> Any:
    """A number as serde's form has it: text for what JSON can't write."""
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    return float(value)
