"""botocore's clients call our servers over sockets: both ends have to see the same values."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import botocore.session
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError

from . import deviations, errors, oracle
from .compare import Case, Report, cases, same
from .table import Model, variant


class Program:
    """The program of `program.rs` while it listens."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.url = self._line()

    def _line(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"the program ended with {self.process.wait()}")
        return line.strip()

    def tell(self, job: Any) -> Any:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        return json.loads(self._line())


@contextmanager
def listening(program: Path) -> Iterator[Program]:
    pipe = subprocess.PIPE
    with subprocess.Popen([program, "listen"], stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield Program(process)
        finally:
            process.kill()


def compare(program: Path, models: list[Model], seed: int, count: int) -> int:
    """Prints every mismatch and a summary; the number of mismatches."""
    report = Report()
    with listening(program) as server:
        clients = {model.service.module: _client(model, server.url) for model in models}
        for case in cases(models, seed, count):
            client = clients[case.model.service.module]
            params = _params(case)
            _output(server, client, case, params, report)
            modeled = case.model.errors(case.operation)
            if modeled:
                _error(server, client, case, params, case.rng.choice(modeled), report)
    for kind, number in report.kinds.items():
        print(f"{number} of {kind}")
    print(f"over sockets: {report.passed} passed, {report.failed} failed")
    return report.failed


def _client(model: Model, url: str) -> Any:
    return botocore.session.get_session().create_client(
        model.service.name,
        region_name="eu-west-1",
        endpoint_url=url,
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="secret",
        config=Config(
            parameter_validation=False,
            proxies={},
            retries={"total_max_attempts": 1, "mode": "standard"},
            s3={"addressing_style": "path"},
        ),
    )


def _params(case: Case) -> dict[str, Any]:
    """The parameters, with a name for the bucket that botocore's client takes."""
    params = dict(case.params)
    if "Bucket" in params:
        params["Bucket"] = "bucket-1"
    if case.name == "s3.ListObjectsV2":
        # Otherwise the client asks for it, and decodes keys in the answer.
        params["EncodingType"] = "url"
    return params


def _expected(case: Case, params: dict[str, Any]) -> Any:
    """The input that the server has to see."""
    sent = oracle.as_sent(case.model.service, case.operation, params)
    if case.name == "ec2.RunInstances" and "UserData" in sent:
        # The client encodes it.
        sent["UserData"] = base64.b64encode(sent["UserData"].encode()).decode()
    return oracle.to_json(case.shapes.input_shape, sent)


def _seen(case: Case, seen: Any, expected: Any) -> Any:
    """The input that the server saw, without the checksums that the client adds."""
    if case.model.service.name == "s3" and isinstance(seen, dict):
        added = [name for name in seen if name.startswith("Checksum") or name == "ContentMD5"]
        seen = {k: v for k, v in seen.items() if k in expected or k not in added}
    return seen


def _call(client: Any, case: Case, params: dict[str, Any]) -> dict[str, Any]:
    parsed = getattr(client, xform_name(case.operation))(**params)
    return {name: value for name, value in parsed.items() if name != "ResponseMetadata"}


def _output(
    server: Program, client: Any, case: Case, params: dict[str, Any], report: Report
) -> None:
    shape = case.shapes.output_shape
    output = oracle.to_json(shape, case.output) if shape is not None else {}
    server.tell({"operation": case.name, "answer": {"value": output}})
    facts: dict[str, Any] = {"params": params, "output": output}
    try:
        parsed = _call(client, case, params)
    except Exception as error:  # it raises whatever Python does
        seen = server.tell("seen")
        report.tell(case, "a call", f"botocore raised {error!r}", **facts, seen=seen)
        return
    told = server.tell("seen")
    expected = _expected(case, params)
    seen = _seen(case, told["seen"], expected)
    if case.model.service.protocol == "rest-xml":
        seen, expected = deviations.line_feeds(seen), deviations.line_feeds(expected)
    wrong = None if same(seen, expected) else "the server read other values"
    report.tell(case, "a call", told["problem"] or wrong, **facts, expected=expected, seen=seen)
    read = deviations.untyped(oracle.to_json(shape, parsed) if shape else {}, case.model)
    expected = output
    if case.model.service.protocol != "smithy-rpc-v2-cbor" and case.output:
        expected = oracle.to_json(shape, deviations.lost_in_xml(shape, case.output))
    wrong = None if same(read, expected) else "botocore read other values"
    report.tell(case, "an answer", wrong, **facts, read=read)


def _error(
    server: Program,
    client: Any,
    case: Case,
    params: dict[str, Any],
    error: str,
    report: Report,
) -> None:
    members = case.model.shape(error).get("members", {})
    member = next((name for name in members if name.lower() == "message"), None)
    message = case.rng.choice(errors.MESSAGES) if member else ""
    value = {member: message} if member else {}
    answer = {"error": variant(error), "value": value}
    server.tell({"operation": case.name, "answer": answer})
    try:
        got: Any = _call(client, case, params)
    except ClientError as raised:
        told = raised.response["Error"]
        got = (told.get("Code"), told.get("Message") or "")
    except Exception as raised:  # it raises whatever Python does
        got = repr(raised)
    expected = (errors.code(case.model, error), message)
    seen = server.tell("seen")
    wrong = None if got == expected else f"{got} for {expected}"
    report.tell(case, "an error", wrong, error=error, seen=seen)
