"""The four comparisons, and their report."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qsl
from xml.etree import ElementTree

from . import deviations, errors, oracle
from .program import run
from .table import Model, variant
from .values import Maker


# Mismatches of an operation and a way that are printed whole.
SHOWN = 2


@dataclass
class Case:
    """Random values of an operation."""

    model: Model
    operation: str
    id: str
    params: dict[str, Any]
    output: dict[str, Any]
    rng: Random

    @property
    def name(self) -> str:
        return f"{self.model.service.module}.{self.operation}"

    @property
    def shapes(self) -> Any:
        return oracle.operation_model(self.model.service, self.operation)

    @property
    def sent(self) -> dict[str, Any]:
        return oracle.as_sent(self.model.service, self.operation, self.params)

    def job(self, job: str, **more: Any) -> dict[str, Any]:
        return {"job": job, "operation": self.name, **more}


def cases(models: list[Model], seed: int, count: int) -> list[Case]:
    """A case's choices depend on the seed and its own id alone."""
    made = []
    for model in models:
        for operation in model.service.operations:
            shapes = oracle.operation_model(model.service, operation)
            declared = model.operation(operation)
            for number in range(count):
                id = f"{model.service.module}.{operation}/{number:04}"
                rng = Random(f"{seed} {id}")
                params = Maker(model, rng, False).structure(
                    shapes.input_shape, declared["input"]["target"]
                )
                if model.service.protocol == "smithy-rpc-v2-cbor":
                    pass
                elif model.service.protocol in ("query", "ec2"):
                    is_ec2 = model.service.protocol == "ec2"
                    params = deviations.lost_in_form(shapes.input_shape, params, is_ec2) or {}
                else:
                    params = deviations.lost_in_xml(shapes.input_shape, params)
                output = {}
                if shapes.output_shape is not None:
                    output = Maker(model, rng, True).structure(
                        shapes.output_shape, declared["output"]["target"]
                    )
                made.append(Case(model, operation, id, params, output, rng))
    return made


class Report:
    def __init__(self) -> None:
        self.passed = 0
        self.failed = 0
        self.kinds: dict[str, int] = {}

    def tell(self, case: Case, way: str, problem: str | None, **facts: Any) -> None:
        if problem is None:
            self.passed += 1
            return
        self.failed += 1
        kind = f"{case.name} {way}"
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        if self.kinds[kind] <= SHOWN:
            print(f"MISMATCH {case.id} ({way}): {problem}")
            for name, value in facts.items():
                shown = value if isinstance(value, str) else json.dumps(value, default=repr)
                print(f"  {name:8} {shown[:1500]}")


def compare(program: Path, models: list[Model], seed: int, count: int) -> int:
    """Prints every mismatch and a summary; the number of mismatches."""
    report = Report()
    made = cases(models, seed, count)
    requests = [oracle.encode(case.model.service, case.operation, case.sent) for case in made]
    inputs = [_json(case.shapes.input_shape, case.params) for case in made]
    outputs = [_json(case.shapes.output_shape, case.output) for case in made]

    encoded = run(
        program,
        [
            case.job("encode", input=input, endpoint=deviations.endpoint(case.params, case.model))
            for case, input in zip(made, inputs)
        ],
    )
    served = run(
        program,
        [
            case.job(
                "serve",
                method=request.method,
                uri=request.uri,
                headers=_wire_headers(request),
                body=request.body.hex(),
                answer={"value": output},
            )
            for case, request, output in zip(made, requests, outputs)
        ],
    )
    for case, request, input, ours, answer, output in zip(
        made, requests, inputs, encoded, served, outputs
    ):
        wrong = _request_problem(case, ours, request)
        report.tell(case, "our request", wrong, input=input, theirs=repr(request), ours=_shown(ours))
        seen, sent = answer.get("seen"), _json(case.shapes.input_shape, case.sent)
        if isinstance(seen, dict) and "ChecksumAlgorithm" not in sent:
            # The client adds the algorithm to the request of an operation with a checksum.
            seen.pop("ChecksumAlgorithm", None)
        if case.model.service.protocol == "rest-xml":
            seen, sent = deviations.line_feeds(seen), deviations.line_feeds(sent)
        wrong = None if same(seen, sent) else "the server read other values"
        facts = {"input": input, "request": repr(request), "ours": _shown(answer)}
        report.tell(case, "our server's input", wrong, **facts)
        if answer.get("seen") is not None and "error" not in answer:
            _our_response(case, answer, output, report)
    answered = [pair for pair in zip(made, outputs, served) if "status" in pair[2]]
    decoded = run(
        program,
        [
            case.job("decode", **{name: answer[name] for name in ("status", "headers", "body")})
            for case, _, answer in answered
            if answer["seen"] is not None
        ],
    )
    answered = [pair for pair in answered if pair[2]["seen"] is not None]
    for (case, output, answer), ours in zip(answered, decoded):
        expected = _json(
            case.shapes.output_shape,
            deviations.lost_in_xml(case.shapes.output_shape, case.output) if case.output else {},
        )
        read = deviations.untyped(ours.get("value"), case.model)
        wrong = None if same(read, expected) else "our client read other values"
        facts = {"expected": expected, "ours": ours, "response": _shown(answer)}
        report.tell(case, "our client's output", wrong, **facts)
    _errors(program, made, requests, report)
    for kind, number in report.kinds.items():
        print(f"{number} of {kind}")
    print(f"{report.passed} passed, {report.failed} failed")
    return report.failed


def _json(shape: Any, value: Any) -> Any:
    return oracle.to_json(shape, value) if shape is not None else {}


def _wire_headers(request: oracle.Request) -> list[list[str]]:
    return [[name, value] for name, value in request.headers.items()]


def _shown(answer: dict[str, Any]) -> dict[str, Any]:
    if "body" not in answer:
        return answer
    return {**answer, "body": bytes.fromhex(answer["body"]).decode(errors="replace")}


# --- Requests -----------------------------------------------------------------


def _request_problem(case: Case, ours: dict[str, Any], theirs: oracle.Request) -> str | None:
    if "error" in ours:
        return "an error for a valid input"
    if ours["method"] != theirs.method:
        return "method"
    if ours["path"] != deviations.path(theirs.path, case.model):
        return f"path: {ours['path']} for {theirs.path}"
    if _query(ours["query"]) != _query(theirs.query):
        return f"query: {ours['query']} for {theirs.query}"
    headers = dict(ours["headers"])
    kind = headers.get("content-type")
    if not deviations.content_type(kind, theirs.headers.get("content-type")):
        return f"content-type: {kind} for {theirs.headers.get('content-type')}"
    bound = {
        shape.serialization["name"].lower()
        for shape in case.shapes.input_shape.members.values()
        if shape.serialization.get("location") == "header"
    }
    body = bytes.fromhex(ours["body"])
    made = headers.get("x-amz-checksum-crc32")
    if (made is None) != ("x-amz-checksum-crc32" not in theirs.headers):
        return "one of the requests has no checksum"
    # Of our own body, which may have other white space. A value of the caller's is sent as it is.
    own = base64.b64encode(zlib.crc32(body).to_bytes(4, "big")).decode()
    if "ChecksumCRC32" not in (case.sent or {}) and made not in (None, own):
        return "x-amz-checksum-crc32 isn't the body's"
    for name in bound:
        if deviations.header(headers.get(name)) != deviations.header(theirs.headers.get(name)):
            return f"header {name}: {headers.get(name)} for {theirs.headers.get(name)}"
    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    if case.model.service.protocol in ("query", "ec2"):
        return _form_problem(body, theirs.body)
    return _xml_problem(body, theirs.body)


def _query(query: str) -> list[tuple[str, Any]]:
    pairs = parse_qsl(query, keep_blank_values=True)
    return sorted((name, str(deviations.text(value))) for name, value in pairs)


def _form_problem(ours: bytes, theirs: bytes) -> str | None:
    left, right = (
        {
            name: deviations.text(value)
            for name, value in parse_qsl(body.decode(), keep_blank_values=True)
        }
        for body in (ours, theirs)
    )
    wrong = sorted(
        name
        for name in left.keys() | right.keys()
        if name not in left or name not in right or not same(left[name], right[name])
    )
    if not wrong:
        return None
    name = wrong[0]
    return f"fields {', '.join(wrong[:6])}: {left.get(name)!r} for {right.get(name)!r}"


def _xml_problem(ours: bytes, theirs: bytes) -> str | None:
    if not ours or not theirs:
        return None if ours == theirs else f"body: {len(ours)} bytes for {len(theirs)}"
    return _element_problem(ElementTree.fromstring(ours), ElementTree.fromstring(theirs), "")


def _element_problem(
    ours: ElementTree.Element, theirs: ElementTree.Element, path: str
) -> str | None:
    path = f"{path}/{theirs.tag}"
    if ours.tag != theirs.tag:
        return f"{path}: {ours.tag}"
    if ours.attrib != theirs.attrib:
        return f"{path}: attributes {ours.attrib} for {theirs.attrib}"
    names = [child.tag for child in ours], [child.tag for child in theirs]
    if names[0] != names[1]:
        return f"{path}: elements {names[0]} for {names[1]}"
    texts = [
        deviations.text(deviations.line_feeds(element.text or "")) for element in (ours, theirs)
    ]
    if not len(ours) and not same(*texts):
        return f"{path}: text {texts[0]!r} for {texts[1]!r}"
    problems = (_element_problem(left, right, path) for left, right in zip(ours, theirs))
    return next(filter(None, problems), None)


# --- Responses ----------------------------------------------------------------


def _our_response(case: Case, answer: dict[str, Any], output: Any, report: Report) -> None:
    """What botocore reads in our server's response."""
    shape = case.shapes.output_shape
    body = bytes.fromhex(answer["body"])
    facts = {"output": output, "response": _shown(answer)}
    try:
        parsed = oracle.decode(
            case.model.service, case.operation, answer["status"], answer["headers"], body
        )
    except Exception as error:  # it raises whatever Python does
        report.tell(case, "our response", f"botocore raised {error!r}", **facts)
        return
    read = _json(shape, {k: v for k, v in parsed.items() if k != "ResponseMetadata"})
    read = deviations.untyped(read, case.model)
    expected = _json(shape, deviations.lost_in_xml(shape, case.output) if case.output else {})
    wrong = None if same(read, expected) else "botocore read other values"
    report.tell(case, "our response", wrong, **facts, read=read)


def _errors(
    program: Path, made: list[Case], requests: list[oracle.Request], report: Report
) -> None:
    """Errors that services write, and those that our server writes, read by both sides."""
    told: list[tuple[Case, str | None, int, list[list[str]], bytes]] = []
    answers = []
    for case, request in zip(made, requests):
        modeled = case.model.errors(case.operation)
        error = case.rng.choice([*modeled, None]) if modeled else None
        code = errors.code(case.model, error) if error else case.rng.choice(errors.UNMODELED)
        status, headers, body = errors.response(case.model, code, case.rng)
        told.append((case, error, status, headers, body.encode()))
        if error:
            answers.append((case, request, error))
    served = run(
        program,
        [
            case.job(
                "serve",
                method=request.method,
                uri=request.uri,
                headers=_wire_headers(request),
                body=request.body.hex(),
                answer={
                    "error": variant(error),
                    "value": _error_value(case, error),
                },
            )
            for case, request, error in answers
        ],
    )
    for (case, _, error), answer in zip(answers, served):
        if "status" not in answer:
            report.tell(case, "our error", "no response", error=error, ours=answer)
            continue
        told.append(
            (case, error, answer["status"], answer["headers"], bytes.fromhex(answer["body"]))
        )
    decoded = run(
        program,
        [
            case.job("decode", status=status, headers=headers, body=body.hex())
            for case, _, status, headers, body in told
        ],
    )
    for (case, error, status, headers, body), outcome in zip(told, decoded):
        parsed = oracle.decode(case.model.service, case.operation, status, headers, body)
        ours = outcome.get("error", {})
        theirs = parsed.get("Error", {})
        read = {
            "kind": variant(error) if error else "Unmodeled",
            "code": theirs.get("Code"),
            "message": theirs.get("Message") or None,
            "request_id": parsed.get("ResponseMetadata", {}).get("RequestId"),
        }
        differ = [name for name, value in read.items() if (ours.get(name) or None) != value]
        member = _message_member(case, error)
        if member and ((ours.get("value") or {}).get(member) or None) != read["message"]:
            differ.append(f"the member {member}")
        facts = {"theirs": read, "ours": ours, "response": body.decode()}
        report.tell(case, "an error", ", ".join(differ) or None, **facts, headers=headers)


def _error_value(case: Case, error: str) -> dict[str, Any]:
    name = _message_member(case, error)
    return {name: case.rng.choice(errors.MESSAGES)} if name else {}


def _message_member(case: Case, error: str | None) -> str | None:
    """The member of an error that is its message."""
    members = case.model.shape(error).get("members", {}) if error else {}
    return next((name for name in members if name.lower() == "message"), None)


def same(left: Any, right: Any) -> bool:
    """Equality of JSON values; numbers are compared by value, and `true` is none."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        return left == right
    return type(left) is type(right) and bool(left == right)
