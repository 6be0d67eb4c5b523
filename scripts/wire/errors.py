"""Error responses to be decoded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

from . import oracle, text
from .cases import Draft, fresh
from .oracle import Response
from .responses import ENDPOINT, STUDIO, ResponseDraft, headers
from .text import PLAIN, STYLES, Obj, Raw, Style

PLACES = ("header", "__type", "code", "Code")
MESSAGES = ("message", "Message", "errorMessage")
UNMODELED = (
    "ThrottlingException",
    "AccessDeniedException",
    "ExpiredTokenException",
    "UnrecognizedClientException",
    "ServiceUnavailable",
    "SlowDown",
    "ÉchecInattendu",
    "Brand_New.Exception-2",
)
BODIES = {
    "empty": b"",
    "white-space": b" \n",
    "object": b"{}",
    "html": b"<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>",
    "html-doctype": b"<!DOCTYPE html>\n<HTML><BODY>Bad Gateway</BODY></HTML>",
    "html-white-space": b"\n  <html></html>",
    "text": b"upstream connect error",
    "xml": b"<?xml version='1.0'?><Error><Code>X</Code></Error>",
    "cut": b'{"__ty',
    "list": b"[]",
    "string": b'"oops"',
    "number": b"500",
    "null": b"null",
    "not-utf-8": b"\xff\xfe{}",
}


@dataclass(frozen=True)
class Error:
    """What an error response tells, and where."""

    code: str
    place: str
    message_key: str = "message"
    message: str = "It did not work."
    style: Style = PLAIN
    extra: bool = False

    def response(self, operation: str, status: int, rng: Random) -> Response:
        head = headers(operation, rng)
        body = Obj([(self.message_key, self.message)])
        code = _decorated(self.code, rng)
        place = self.place if code.isascii() else "__type"  # header values are ASCII
        if place == "header":
            name = rng.choice(["x-amzn-errortype", "x-amzn-ErrorType", "X-Amzn-Errortype"])
            head[name] = code
        else:
            body.insert(rng.randrange(2), (place, code))
        if self.code == "InvalidRequestException":
            body.append(("ErrorCode", "VALIDATION_" + text.alphanumeric(rng, 4).upper()))
        if self.extra:
            body.insert(rng.randrange(len(body)), ("details", text.junk(rng)))
        return Response(status, head, text.render(body, rng, self.style).encode())


def _decorated(code: str, rng: Random) -> str:
    """The code as services write it: with a namespace, with a URI, or bare."""
    namespace = rng.choice(["", "com.amazonaws.elasticmapreduce#", "aws.protocoltests#"])
    uri = rng.choice(["", "", ":http://internal.amazon.com/coral/com.amazon.coral.validate/"])
    return namespace + code + (uri if not uri else rng.choice([uri, uri + "#part"]))


def _status(code: str, rng: Random) -> int:
    return 500 if code.startswith("Internal") else rng.choice([400, 400, 403, 404, 409, 429, 503])


def _coded(operation: str, code: str, place: str, rng: Random) -> Response:
    error = Error(code, place, message_key=rng.choice(MESSAGES[:2]))
    return error.response(operation, _status(code, rng), rng)


def _other_message(operation: str, key: str, message: str, rng: Random) -> Response:
    code = rng.choice([*oracle.error_codes(operation), *UNMODELED])
    error = Error(code, rng.choice(PLACES[:2]), key, message, STYLES["random-escapes"])
    return error.response(operation, _status(code, rng), rng)


def _pairs(
    operation: str, pairs: list[tuple[Any, Any]], status: int, header: str | None, rng: Random
) -> Response:
    head = headers(operation, rng)
    if header is not None:
        head["x-amzn-errortype"] = header
    return Response(status, head, text.render(Obj(pairs), rng).encode())


def _opaque(
    operation: str, body: bytes, status: int, code: str | None, with_id: bool, rng: Random
) -> Response:
    head = headers(operation, rng) if with_id else {}
    if code is not None:
        head["x-amzn-errortype"] = _decorated(code, rng)
    return Response(status, head, body)


def _random(operation: str, rng: Random) -> Response:
    """Any error response."""
    codes = [*oracle.error_codes(operation), *UNMODELED, text.alphanumeric(rng, 12)]
    code = rng.choice(codes)
    if rng.random() < 0.15:
        status = rng.choice([400, 403, 404, 500, 502, 503, 504])
        body = BODIES[rng.choice(list(BODIES))]
        return _opaque(
            operation, body, status, rng.choice([None, codes[0]]), rng.random() < 0.8, rng
        )
    error = Error(
        code,
        rng.choice(PLACES),
        rng.choice(MESSAGES),
        rng.choice(["", text.anything(rng), text.anything(rng)]),
        STYLES[rng.choice(list(STYLES))],
        rng.random() < 0.5,
    )
    return error.response(operation, _status(code, rng), rng)


def _codes(operation: str) -> Iterator[ResponseDraft]:
    """Every code of the operation's, in every place, and others."""

    def draft(name: str, make: Any, *args: Any) -> ResponseDraft:
        return Draft(operation, f"error/{name}", partial(make, operation, *args))

    modeled = oracle.error_codes(operation)
    for code in modeled:
        for place in PLACES:
            yield draft(f"modeled-{code}-{place}", _coded, code, place)
    for number, code in enumerate(UNMODELED):
        place = PLACES[number % len(PLACES)]
        yield draft(f"unmodeled-{code}-{place}", _coded, code, place)
    others = ["InternalFailure", "ValidationException", "InternalServerException"]
    others += ["EKSRequestThrottledException", "InternalServerError", "InvalidRequestException"]
    for code in others:
        if code not in modeled:
            yield draft(f"not-of-the-operation-{code}", _coded, code, "__type")
    yield draft("other-case", _coded, modeled[0].lower(), "__type")


def _forms(operation: str) -> Iterator[ResponseDraft]:
    """Every form that an error may come in."""

    def draft(name: str, make: Any, *args: Any) -> ResponseDraft:
        return Draft(operation, f"error/{name}", partial(make, operation, *args))

    modeled = oracle.error_codes(operation)
    for key in MESSAGES:
        yield draft(f"text-{key}", _other_message, key, 'Größe 🦀 "x"\n')
        yield draft(f"text-{key}-empty", _other_message, key, "")
    for name in ("rtl", "every-control", "astral", "json-like"):
        message = text.KINDS[name](Random(name))
        yield draft(f"text-{name}", _other_message, "message", message)

    kind, first = ("__type", "ns#" + modeled[-1]), ("message", "a")
    layouts: dict[str, tuple[list[tuple[Any, Any]], str | None]] = {
        "header-wins": ([kind, first], "AccessDeniedException"),
        "header-wins-modeled": ([("__type", "Nonsense"), first], modeled[0]),
        "header-over-code": ([("code", "Nonsense"), first], modeled[0] + ":http://x/"),
        "both-messages": ([kind, ("Message", "b"), first], None),
        "both-messages-reversed": ([kind, first, ("Message", "b")], None),
        "null-message": ([kind, ("message", None)], None),
        "no-message": ([kind], None),
        "no-code": ([first], None),
        "escaped-keys": ([(Raw('"\\u005f_type"'), kind[1]), (Raw('"messag\\u0065"'), "a")], None),
        "unknown-members": ([("a", text.nested(20)), kind, ("b", [None, {}]), first], None),
        "unknown-first": ([("Newer", {"__type": "X", "message": "x"}), first, kind], None),
        "only-unknown": ([("reason", "none")], None),
    }
    if oracle.is_rest(operation):
        layouts["code-over-type"] = ([("__type", "Nonsense"), ("code", modeled[0]), first], None)
        layouts["type-after-code"] = ([("code", modeled[0]), ("__type", "Nonsense"), first], None)
        layouts["code-over-Code"] = ([("Code", "Nonsense"), ("code", modeled[0])], None)
    for name, (pairs, header) in layouts.items():
        yield draft(f"layout-{name}", _pairs, pairs, 400, header)

    for name, body in BODIES.items():
        for status in (400, 503) if name not in ("html", "empty") else (400, 500, 502, 503):
            yield draft(f"body-{name}-{status}", _opaque, body, status, None, True)
        yield draft(f"body-{name}-coded", _opaque, body, 500, modeled[0], True)
    yield draft("without-request-id-502", _opaque, BODIES["html"], 502, None, False)
    yield draft("without-request-id-400", _opaque, b'{"__type":"X"}', 400, None, False)
    for status in (301, 307, 413, 429, 504, 599):
        yield draft(f"status-{status}", _opaque, b"{}", status, None, True)


def named_drafts() -> Iterator[ResponseDraft]:
    """Every named draft. One operation of each service stands for its forms."""
    for operation in oracle.OPERATIONS:
        yield from _codes(operation)
    for operation in (STUDIO, ENDPOINT):
        yield from _forms(operation)


def random_drafts() -> list[Iterator[ResponseDraft]]:
    """Endless random drafts, one iterator for each operation."""
    return [
        fresh("error/random", operation, partial(_random, operation))
        for operation in oracle.OPERATIONS
    ]
