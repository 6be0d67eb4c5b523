"""Inputs to be encoded, and inputs to be refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, combinations
from random import Random
from typing import Any

from . import oracle, text
from .cases import Draft, fresh

Params = dict[str, Any]
RequestDraft = Draft[Params]

I32 = (-(2**31), -1, 0, 1, 900, 43_200, 2**31 - 1)

LABELS = {
    "space": "virtual cluster 1",
    "spaces-only": "   ",
    "percent": "100%",
    "percent-encoded": "a%2Fb%20c",
    "slash": "a/b",
    "slashes": "//a//",
    "question": "a?b=c&d",
    "hash": "a#b",
    "dot": ".",
    "dots": "..",
    "dot-segments": "../../x",
    "unreserved": "AZaz09-._~",
    "sub-delimiters": "!$&'()*+,;=",
    "brackets-colon-at": "[a]:b@c",
    "quotes": "\"'`",
    "backslash": "a\\b",
    "braces": "{endpointId}",
    "angle-caret-bar": "<a>^|b",
    "plus": "a+b c",
    "arn": "arn:aws:emr-containers:us-east-1:123456789012:/virtualclusters/abc/endpoints/x",
    "umlaut": "münchen-ß",
    "cjk": "漢字かな",
    "astral": "🦀😀",
    "combining": "e\u0301a\u030a",
    "rtl": "שלום",
    "line-ends": "a\r\nb\tc",
    "nul-and-delete": "a\0b\x7fc",
    "c1-and-bom": "\x80\x9f\ufeff",
    "non-characters": "\ufffe\uffff\U0010ffff",
    "replacement": "\ufffd",
}


def _value(operation: str, member: str, rng: Random) -> Any:
    """A likely value."""
    token = partial(text.alphanumeric, rng)
    make: dict[str, Callable[[], Any]] = {
        "StudioId": lambda: "es-" + token(25).upper(),
        "IdentityId": lambda: f"{rng.getrandbits(128):032x}",
        "IdentityName": lambda: f"{token(6).lower()}@example.com",
        "IdentityType": lambda: rng.choice(["USER", "GROUP"]),
        "SessionPolicyArn": lambda: f"arn:aws:iam::123456789012:policy/{token(12)}",
        "ClusterId": lambda: "j-" + token(13).upper(),
        "ExecutionRoleArn": lambda: f"arn:aws:iam::123456789012:role/{token(10)}",
        "endpointIdentifier": lambda: token(13).lower(),
        "virtualClusterIdentifier": lambda: token(25).lower(),
        "executionRoleArn": lambda: f"arn:aws-cn:iam::123456789012:role/a/{token(10)}",
        "credentialType": lambda: "TOKEN",
        "durationInSeconds": lambda: rng.randint(900, 43_200),
        "logContext": lambda: token(20).lower(),
        "clientToken": lambda: token(32),
    }
    return make[member]()


def _fit(operation: str, member: str, value: str) -> str:
    """The value, made as long as botocore's validation wants it."""
    return value.ljust(oracle.least_length(operation, member), "x")


def _input(operation: str, members: list[str], rng: Random, **fixed: Any) -> Params:
    likely = {member: _value(operation, member, rng) for member in members}
    return likely | {
        member: _fit(operation, member, value) if isinstance(value, str) and value else value
        for member, value in fixed.items()
    }


def _text_input(operation: str, member: str, kind: Callable[[Random], str], rng: Random) -> Params:
    return _input(operation, oracle.members(operation), rng, **{member: kind(rng) or "x"})


def _shuffled(operation: str, rng: Random) -> Params:
    params = list(_input(operation, oracle.members(operation), rng).items())
    rng.shuffle(params)
    return dict(params)


def _random(operation: str, rng: Random) -> Params:
    """Any valid input; optional members come and go."""
    params: Params = {}
    for member in oracle.members(operation):
        if member not in oracle.required(operation) and rng.random() < 0.4:
            continue
        value = _value(operation, member, rng)
        if isinstance(value, int):
            value = rng.choice([*I32, rng.randint(-(2**31), 2**31 - 1)])
        elif rng.random() < 0.7:
            value = _fit(operation, member, text.anything(rng))
            if member in oracle.labels(operation) and rng.random() < 0.5:
                value = rng.choice(list(LABELS.values()))
        params[member] = value
    pairs = list(params.items())
    if rng.random() < 0.3:
        rng.shuffle(pairs)
    return dict(pairs)


def _random_invalid(operation: str, rng: Random) -> Params:
    wanted = oracle.required(operation)
    left_out = rng.sample(wanted, rng.randint(1, len(wanted)))
    params = _random(operation, rng)
    return {member: value for member, value in params.items() if member not in left_out}


def _of_operation(operation: str) -> Iterator[RequestDraft]:
    members, required = oracle.members(operation), oracle.required(operation)
    labels = oracle.labels(operation)
    optional = [member for member in members if member not in required]
    strings = [member for member in members if member != "durationInSeconds"]
    in_body = [member for member in strings if member not in labels]
    draft = partial(Draft[Params], operation)
    make = partial(partial, _input, operation)

    yield draft("all-members", make(members))
    yield draft("required-members", make(required))
    yield draft("shuffled-members", partial(_shuffled, operation))
    for member in optional:
        yield draft(f"without-{member}", make([m for m in members if m != member]))
        yield draft(f"only-{member}", make([m for m in members if m in required or m == member]))
    for left_out in chain.from_iterable(
        combinations(required, count) for count in range(1, len(required) + 1)
    ):
        rest = [member for member in members if member not in left_out]
        yield draft("missing-" + "-".join(left_out), make(rest))
    yield draft("empty-input", make([]))

    for position, (name, kind) in enumerate(text.KINDS.items()):
        for member in {in_body[position % len(in_body)], in_body[(position + 2) % len(in_body)]}:
            yield draft(f"text-{name}-{member}", partial(_text_input, operation, member, kind))
    yield draft("long-text", make(members, **{in_body[0]: "long text " * (text.LONG // 10)}))
    for member in in_body:
        if oracle.least_length(operation, member) == 0:
            yield draft(f"empty-{member}", make(members, **{member: ""}))

    if "IdentityType" in members:
        for name, value in {
            "unknown": "SERVICE_ACCOUNT",
            "case": "user",
            "spelt": "GROUP ",
        }.items():
            yield draft(f"enum-{name}", make(members, IdentityType=value))
        yield draft("enum-unicode", make(members, IdentityType="USÉR🦀"))
    if "durationInSeconds" in members:
        for number in I32:
            yield draft(f"duration-{number}", make(members, durationInSeconds=number))
    if labels:
        for position, (name, value) in enumerate(LABELS.items()):
            label = labels[position % len(labels)]
            yield draft(f"label-{name}", make(members, **{label: value}))
        yield draft("label-long", make(members, **{labels[0]: "x" * (text.LONG // 2)}))
        yield draft("label-both", make(required, **dict.fromkeys(labels, "a/b c%é")))
        for count in range(1, len(labels) + 1):
            for empty in combinations(labels, count):
                name = "empty-label-" + "-".join(empty)
                yield draft(name, make(members, **dict.fromkeys(empty, "")))


def named_drafts() -> Iterator[RequestDraft]:
    """Every named draft."""
    for operation in oracle.OPERATIONS:
        yield from _of_operation(operation)


def random_drafts() -> list[Iterator[RequestDraft]]:
    """Endless random drafts, one iterator for each sort."""
    return [
        fresh(prefix, operation, partial(make, operation))
        for operation in oracle.OPERATIONS
        for prefix, make in (("random", _random), ("random-missing", _random_invalid))
    ]
