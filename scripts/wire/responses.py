"""Successful responses to be decoded, and such as are not valid."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random
from typing import Any

from . import oracle, text
from .cases import Draft, fresh
from .oracle import Response
from .text import PLAIN, STYLES, Obj, Raw, Style

ResponseDraft = Draft[Response]

STUDIO = "emr.GetStudioSessionMapping"
CLUSTER = "emr.GetClusterSessionCredentials"
ENDPOINT = "emr-containers.GetManagedEndpointSessionCredentials"
WITHOUT_OUTPUT = ("emr.CreateStudioSessionMapping", "emr.UpdateStudioSessionMapping")
WITH_OUTPUT = (STUDIO, CLUSTER, ENDPOINT)

EPOCHS = {
    "integer": "1605896512",
    "fraction": "1605896512.345",
    "microseconds": "1605896512.345678",
    "trailing-zeros": "1605896512.500000",
    "zero-fraction": "1605896512.0",
    "exponent": "1.605896512345E9",
    "small-exponent": "1e9",
    "plus-exponent": "16058965.12345e+2",
    "minus-exponent": "160589651234567e-5",
    "zero": "0",
    "minus-zero": "-0",
    "zero-exponent": "0e10",
    "tiny": "0.000001",
    "before-1970": "-1",
    "before-1970-fraction": "-1.5",
    "before-1970-microsecond": "-0.000001",
    "before-1900": "-2208988800.25",
    "before-unix-names": "-30000000000",
    "past-2038": "2147483648.5",
    "past-2106": "4294967296",
    "year-9999": "253402300799",
    "year-9999-half": "253402300799.5",
    "rounded": "253402300799.123456",
    "rounded-too": "-62000000000.654321",
}
BAD_EPOCHS = {
    "string": '"1605896512"',
    "string-fraction": '"1605896512.345"',
    "date-time": '"2020-11-20T18:21:52Z"',
    "http-date": '"Fri, 20 Nov 2020 18:21:52 GMT"',
    "empty-text": '""',
    "word": '"yesterday"',
    "true": "true",
    "false": "false",
    "list": "[1605896512]",
    "object": '{"seconds":1605896512}',
    "overflow": "1e400",
    "nan": "NaN",
    "infinity": "-Infinity",
}
DATE_TIMES = {
    "utc": "2020-11-20T18:21:52Z",
    "fraction": "2020-11-20T18:21:52.345Z",
    "microseconds": "2020-11-20T18:21:52.345678Z",
    "one-digit": "2020-11-20T18:21:52.1Z",
    "trailing-zeros": "2020-11-20T18:21:52.500000Z",
    "zero-fraction": "2020-11-20T18:21:52.000Z",
    "plus": "2020-11-20T18:21:52+02:00",
    "minus-half-hour": "2020-11-20T18:21:52-07:30",
    "fraction-offset": "2020-11-20T18:21:52.25+05:45",
    "far-offset": "2020-12-31T23:59:59.999999-12:00",
    "next-year": "2021-01-01T00:30:00+14:00",
    "plus-zero": "2020-11-20T18:21:52+00:00",
    "minus-zero": "2020-11-20T18:21:52-00:00",
    "leap-day": "2024-02-29T23:59:59Z",
    "into-leap-day": "2024-02-28T23:00:00-01:00",
    "century-leap-day": "2000-02-29T00:00:00Z",
    "epoch": "1970-01-01T00:00:00Z",
    "before-1970": "1969-12-31T23:59:59.75Z",
    "year-1900": "1900-03-01T00:00:00Z",
    "year-1582": "1582-10-15T12:00:00Z",
    "year-9999": "9999-12-31T23:59:59.999999Z",
}
BAD_DATE_TIMES = {
    "number": "1605896512",
    "number-fraction": "1605896512.345",
    "number-in-text": '"1605896512"',
    "date-only": '"2020-11-20"',
    "no-offset": '"2020-11-20T18:21:52"',
    "http-date": '"Fri, 20 Nov 2020 18:21:52 GMT"',
    "basic": '"20201120T182152Z"',
    "month-13": '"2020-13-01T18:21:52Z"',
    "no-such-day": '"2021-02-29T18:21:52Z"',
    "hour-24": '"2020-11-20T24:00:00Z"',
    "minute-60": '"2020-11-20T18:60:00Z"',
    "word": '"yesterday"',
    "empty-text": '""',
    "true": "true",
    "list": '["2020-11-20T18:21:52Z"]',
}
# Bodies that are not JSON; botocore takes them for empty outputs.
MALFORMED = {
    "html": "<html><body>It works!</body></html>",
    "cut": '{"a":1',
    "cut-in-string": '{"a":"b',
    "trailing-comma": '{"a":1,}',
    "trailing-text": '{"a":1} x',
    "two-values": "{} {}",
    "missing-colon": '{"a" 1}',
    "missing-comma": '{"a":1 "b":2}',
    "single-quotes": "{'a':1}",
    "bare-key": "{a:1}",
    "comment": '{"a":1} // b',
    "leading-zero": '{"a":01}',
    "leading-plus": '{"a":+1}',
    "no-integer": '{"a":.5}',
    "no-fraction": '{"a":1.}',
    "no-exponent": '{"a":1e}',
    "bad-escape": '{"a":"\\x41"}',
    "short-escape": '{"a":"\\u00"}',
    "raw-control": '{"a":"b\nc"}',
    "form-feed": '{\f"a":1}',
    "byte-order-mark": "\ufeff{}",
    "word": '{"a":True}',
    "nan": '{"a":NaN}',
}
NOT_OBJECTS = {"string": '"x"', "number": "7", "true": "true", "list": "[]", "list-of": "[{}]"}


def _request_id(rng: Random) -> str:
    return "-".join(f"{rng.getrandbits(4 * n):0{n}x}" for n in (8, 4, 4, 4, 12))


def headers(operation: str, rng: Random) -> dict[str, str]:
    """What the service sends with every response."""
    kind = "application/json" if oracle.is_rest(operation) else "application/x-amz-json-1.1"
    name = rng.choice(["x-amzn-requestid", "x-amzn-RequestId", "X-AMZN-REQUESTID"])
    return {name: _request_id(rng), "Content-Type": kind}


def _response(operation: str, body: str | bytes, rng: Random, status: int = 200) -> Response:
    content = body.encode() if isinstance(body, str) else body
    return Response(status, headers(operation, rng), content)


def _timestamp(operation: str, rng: Random) -> Any:
    if operation == ENDPOINT:
        return rng.choice(list(DATE_TIMES.values()))
    return Raw(rng.choice([lexeme for name, lexeme in EPOCHS.items() if "rounded" not in name]))


def _any_timestamp(operation: str, rng: Random) -> Any:
    """A timestamp of this century with up to six decimals."""
    seconds = str(rng.randint(946_684_800, 4_102_444_799))
    digits = "".join(rng.choice("0123456789") for _ in range(rng.randint(1, 6)))
    fraction = rng.choice(["", "." + digits])
    if operation != ENDPOINT:
        if fraction and rng.random() < 0.2:
            return Raw(f"{seconds[0]}.{seconds[1:]}{digits}{rng.choice('eE')}{len(seconds) - 1}")
        return Raw(seconds + fraction)
    date = f"{rng.randint(2000, 2099)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    clock = f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}"
    offset = f"{rng.choice('+-')}{rng.randint(0, 13):02}:{rng.choice(['00', '30', '45'])}"
    return f"{date}T{clock}{fraction}{rng.choice(['Z', offset])}"


def _mapping(rng: Random) -> Obj:
    return Obj(
        [
            ("StudioId", "es-" + text.alphanumeric(rng, 25).upper()),
            ("IdentityId", f"{rng.getrandbits(128):032x}"),
            ("IdentityName", text.alphanumeric(rng, 6) + "@example.com"),
            ("IdentityType", rng.choice(["USER", "GROUP"])),
            ("SessionPolicyArn", "arn:aws:iam::123456789012:policy/" + text.alphanumeric(rng, 9)),
            ("CreationTime", _timestamp(STUDIO, rng)),
            ("LastModifiedTime", _timestamp(STUDIO, rng)),
        ]
    )


def _known(operation: str, rng: Random) -> tuple[str, Any]:
    """The one member that the operation's union has."""
    if operation == ENDPOINT:
        return "token", text.alphanumeric(rng, 80)
    user = [("Username", text.alphanumeric(rng, 12)), ("Password", text.alphanumeric(rng, 64))]
    return "UsernamePassword", Obj(user)


def _output(operation: str, rng: Random, **fixed: Any) -> Obj:
    """A likely output, with some members fixed; timestamps are the common ones."""
    if operation == STUDIO:
        output = Obj([("SessionMapping", _mapping(rng))])
    else:
        output = Obj([("credentials", Obj([_known(operation, rng)]))])
        output.append(("expiresAt", _timestamp(operation, rng)))
        if operation == ENDPOINT:
            output.insert(0, ("id", text.alphanumeric(rng, 25).lower()))
        else:
            output = Obj((str(key)[0].upper() + str(key)[1:], value) for key, value in output)
    for key, value in fixed.items():
        output = output.replaced(key, value)
    return output


def _rendered(operation: str, rng: Random, style: Style = PLAIN, **fixed: Any) -> Response:
    output = _output(operation, rng, **fixed)
    return _response(operation, text.render(output, rng, style), rng)


def _with_text(operation: str, value: Any, style: Style, rng: Random) -> Response:
    """The same value in every string member."""
    if callable(value):
        value = value(rng)
    if operation == STUDIO:
        mapping = Obj((k, v if "Time" in str(k) else value) for k, v in _mapping(rng))
        return _rendered(operation, rng, style, SessionMapping=mapping)
    if operation == CLUSTER:
        user = Obj([("Username", value), ("Password", value)])
        return _rendered(operation, rng, style, Credentials=Obj([("UsernamePassword", user)]))
    return _rendered(operation, rng, style, id=value, credentials=Obj([("token", value)]))


def _with_timestamp(operation: str, value: Any, rng: Random) -> Response:
    if operation == STUDIO:
        mapping = _mapping(rng).replaced("CreationTime", value)
        return _rendered(operation, rng, SessionMapping=mapping)
    return _rendered(operation, rng, **{_names(operation)[1]: value})


def _names(operation: str) -> tuple[str, str]:
    """The union's and the timestamp's member name."""
    return ("credentials", "expiresAt") if operation == ENDPOINT else ("Credentials", "ExpiresAt")


def _unions(operation: str, rng: Random) -> dict[str, Any]:
    """Values of the union, good and bad."""
    tag, value = known = _known(operation, rng)
    marker = ("__type", "com.amazonaws#Credentials")
    new = ("AccessKey", Obj([("Id", "AKID"), ("Secret", [1, None, {}])]))
    null = Raw("null")
    return {
        "known": Obj([known]),
        "known-null-after": Obj([known, ("Other", null)]),
        "known-null-before": Obj([("Other", null), known]),
        "known-type-after": Obj([known, marker]),
        "known-type-before": Obj([marker, known]),
        "known-type-and-nulls": Obj([("A", null), marker, known, ("B", null)]),
        "known-escaped": Obj([(Raw(f'"\\u{ord(tag[0]):04x}{tag[1:]}"'), value)]),
        "known-twice": Obj([_known(operation, rng), known]),
        "unknown": Obj([new]),
        "unknown-string": Obj([("apiKey", "k")]),
        "unknown-number": Obj([("level", Raw("1e400"))]),
        "unknown-false": Obj([("off", False)]),
        "unknown-empty-object": Obj([("none", Obj())]),
        "unknown-empty-name": Obj([("", 1)]),
        "unknown-unicode": Obj([('Clé🦀\n"', text.junk(rng))]),
        "unknown-escaped": Obj([(Raw('"\\u0041\\ud83e\\udd80\\/\\t"'), 0)]),
        "unknown-other-case": Obj([(tag.swapcase(), value)]),
        "unknown-null-after": Obj([new, (tag, null)]),
        "unknown-nulls-after": Obj([new, (tag, null), ("Other", null)]),
        "unknown-null-before": Obj([(tag, null), new]),
        "unknown-type-after": Obj([new, marker]),
        "unknown-type-before": Obj([marker, new]),
        "unknown-type-and-nulls": Obj([("A", null), marker, new, ("B", null)]),
        "literal-form": Obj([("SDK_UNKNOWN_MEMBER", Obj([("name", "x")]))]),
        "null": null,
        "empty": Obj(),
        "nulls": Obj([(tag, null), ("Other", null)]),
        "type-only": Obj([marker]),
        "type-and-null": Obj([marker, (tag, null)]),
        "two-members": Obj([known, new]),
        "two-unknown": Obj([new, ("Other", 1)]),
        "two-and-type": Obj([marker, new, known]),
        "string": "token",
        "empty-string": "",
        "number": 7,
        "false": False,
        "list": [],
        "list-of": [Obj([known])],
        "member-number": Obj([(tag, 7)]),
        "member-list": Obj([(tag, [])]),
        "member-true": Obj([(tag, True)]),
        "member-other-type": Obj([(tag, "x" if operation == CLUSTER else Obj())]),
    }


def _with_union(operation: str, name: str, rng: Random) -> Response:
    return _rendered(operation, rng, **{_names(operation)[0]: _unions(operation, rng)[name]})


def _objects(operation: str, rng: Random) -> dict[str, Obj]:
    """Outputs whose members are null, absent, unknown or repeated."""
    output = _output(operation, rng)
    first = str(output[0][0])
    last = str(output[-1][0])
    other = _output(operation, rng)
    unknown = ("Newer", text.junk(rng))
    found = {
        "likely": output,
        "null-members": Obj((key, None) for key, _ in output),
        "unknown-first": Obj([unknown, *output]),
        "unknown-last": Obj([*output, unknown]),
        "unknown-between": Obj(pair for known in output for pair in (("N", text.junk(rng)), known)),
        "unknown-only": Obj([unknown]),
        "unknown-nested": Obj([("Deep", text.nested(40)), *output]),
        "unknown-empty-name": Obj([("", 1), *output]),
        "unknown-other-case": Obj([(first.swapcase(), text.junk(rng)), *output]),
        "unknown-repeated": Obj([("A", 1), ("A", [2]), *output, ("A", None)]),
        "type": Obj([("__type", "com.amazonaws#Output"), *output]),
        "error-like": Obj([("__type", "InternalFailure"), ("message", "not one, with status 200")]),
        "escaped-keys": Obj(
            (Raw(text.quote(str(k), rng, STYLES["every-escape"])), v) for k, v in output
        ),
        "repeated": Obj([*other, *output]),
        "repeated-null-first": Obj([*((key, None) for key, _ in output), *output]),
        "repeated-null-last": Obj([*output, (last, None)]),
        "repeated-escaped": Obj(
            [*output, (Raw(f'"\\u{ord(last[0]):04X}{last[1:]}"'), other.get(last))]
        ),
    }
    if operation != STUDIO:
        return found | {f"without-{key}": output.without(str(key)) for key, _ in output}
    mapping = output.get("SessionMapping")
    inner = {
        "inner-empty": Obj(),
        "inner-null-members": Obj((key, None) for key, _ in mapping),
        "inner-unknown": Obj([("Newer", text.junk(rng)), *mapping, ("Deep", text.nested(20))]),
        "inner-repeated": Obj([*_mapping(rng), *mapping]),
        "inner-repeated-null": Obj([*mapping, ("StudioId", None)]),
        "inner-as-null": None,
        "inner-type": Obj([*mapping, ("__type", "x")]),
        "inner-reversed": Obj(reversed(mapping)),
        "enum-unknown": mapping.replaced("IdentityType", "SERVICE_ACCOUNT"),
        "enum-case": mapping.replaced("IdentityType", "user"),
        "enum-empty": mapping.replaced("IdentityType", ""),
        "enum-unicode": mapping.replaced("IdentityType", "USÉR🦀"),
        "enum-escaped": mapping.replaced("IdentityType", Raw('"\\u0055S\\u0045R"')),
    }
    inner |= {f"inner-without-{key}": mapping.without(str(key)) for key, _ in mapping}
    found |= {name: Obj([("SessionMapping", value)]) for name, value in inner.items()}
    part = Obj([("IdentityName", "second")])
    return found | {"repeated-in-part": Obj([*output, ("SessionMapping", part)])}


def _object(operation: str, name: str, rng: Random) -> Response:
    return _response(operation, text.render(_objects(operation, rng)[name], rng), rng)


def _body(operation: str, body: str | bytes, status: int, rng: Random) -> Response:
    return _response(operation, body, rng, status)


def _named(operation: str) -> Iterator[ResponseDraft]:
    """The cases of an operation that has an output."""

    def draft(name: str, make: Any, *args: Any) -> ResponseDraft:
        return Draft(operation, f"output/{name}", partial(make, operation, *args))

    for name, body in {"empty": "", "object": "{}", "space-object": " \r\n\t{ } "}.items():
        yield draft(f"body-{name}", _body, body, 200)
    yield draft("body-invalid-utf-8", _body, b'{"a":"\xff\xfe"}', 200)
    yield draft("body-overlong-utf-8", _body, b'{"a":"\xc0\x80"}', 200)
    yield draft("body-null", _body, "null", 200)
    for status in (201, 202, 204):
        yield draft(f"status-{status}", _body, "" if status == 204 else "{}", status)
    for name, body in NOT_OBJECTS.items():
        yield draft(f"body-{name}", _body, body, 200)
    for name, body in MALFORMED.items():
        yield draft(f"malformed-{name}", _body, body, 200)

    for name in _objects(operation, Random(0)):
        yield draft(f"object-{name}", _object, name)
    for name, style in STYLES.items():
        yield draft(f"style-{name}", _with_text, text.anything, style)
    for name, kind in text.KINDS.items():
        yield draft(f"text-{name}", _with_text, kind, STYLES["random-escapes"])
    yield draft("text-empty", _with_text, "", PLAIN)
    yield draft("text-long", _with_text, lambda rng: text.alphanumeric(rng, 2_500) * 4, PLAIN)
    literals = {
        "number": "7",
        "true": "true",
        "list": "[]",
        "object": "{}",
        "lone-high": '"a\\ud83d"',
    }
    for name, literal in (
        literals | {"lone-low": '"\\ude00b"', "swapped": '"\\ude00\\ud83d"'}
    ).items():
        yield draft(f"lax-text-{name}", _with_text, Raw(literal), PLAIN)

    rfc3339 = operation == ENDPOINT
    good = {name: f'"{value}"' for name, value in DATE_TIMES.items()} if rfc3339 else EPOCHS
    for name, literal in (good | {"null": "null"}).items():
        yield draft(f"time-{name}", _with_timestamp, Raw(literal))
    for name, literal in (BAD_DATE_TIMES if rfc3339 else BAD_EPOCHS).items():
        yield draft(f"bad-time-{name}", _with_timestamp, Raw(literal))

    if operation == STUDIO:
        yield draft("body-too-deep", _body, "[" * 12_000 + "]" * 12_000, 200)
        for name, literal in NOT_OBJECTS.items():
            yield draft(f"inner-{name}", _rendered_mapping, Raw(literal))
    else:
        for name in _unions(operation, Random(0)):
            yield draft(f"union-{name}", _with_union, name)


def _rendered_mapping(operation: str, value: Any, rng: Random) -> Response:
    return _rendered(operation, rng, SessionMapping=value)


def _without_output(operation: str) -> Iterator[ResponseDraft]:
    bodies: dict[str, str | bytes] = {
        "empty": "",
        "object": "{}",
        "unknown-members": '{"Newer":{"a":[1,null]},"__type":"x"}',
        "null": "null",
        "html": MALFORMED["html"],
        "not-utf-8": b"\xff\xfe",
    }
    for name, body in bodies.items():
        yield Draft(operation, f"output/body-{name}", partial(_body, operation, body, 200))
    yield Draft(operation, "output/status-204", partial(_body, operation, "", 204))


def _random(operation: str, rng: Random) -> Response:
    """Any valid output, in any spelling, with members null, absent, unknown or repeated."""

    def disturbed(pairs: Obj) -> Obj:
        result = Obj()
        for key, value in pairs:
            if rng.random() < 0.1:
                result.append((rng.choice(["A", "newer", "X-1"]), text.junk(rng)))
            if rng.random() < 0.85:
                result.append((key, value if rng.random() < 0.9 else None))
        return result

    def maybe(value: Any) -> Any:
        return text.anything(rng) if rng.random() < 0.6 else value

    output = Obj()
    if operation == STUDIO:
        mapping = Obj(
            (key, _any_timestamp(operation, rng) if "Time" in str(key) else maybe(value))
            for key, value in _mapping(rng)
        )
        output.append(("SessionMapping", disturbed(mapping)))
    elif operation in WITH_OUTPUT:
        unions = _unions(operation, rng)
        union = unions["known"] if rng.random() < 0.5 else unions[rng.choice(list(unions))]
        output = _output(operation, rng)
        names = _names(operation)
        output = output.replaced(names[0], union)
        output = output.replaced(names[1], _any_timestamp(operation, rng))
    style = STYLES[rng.choice(list(STYLES))]
    return _response(operation, text.render(disturbed(output), rng, style), rng)


def named_drafts() -> Iterator[ResponseDraft]:
    """Every named draft."""
    for operation in WITH_OUTPUT:
        yield from _named(operation)
    for operation in WITHOUT_OUTPUT:
        yield from _without_output(operation)


def random_drafts() -> list[Iterator[ResponseDraft]]:
    """Endless random drafts, one iterator for each operation."""
    return [
        fresh("output/random", operation, partial(_random, operation))
        for operation in oracle.OPERATIONS
    ]
