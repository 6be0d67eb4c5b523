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
from botocore.handlers import json_decode_policies

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
    session = botocore.session.get_session()
    loader = session.get_component("data_loader")
    load = loader.load_service_model

    def in_one_protocol(name: str, type: str, *args: Any, **more: Any) -> Any:
        """The model, without the protocols that the generated server doesn't speak."""
        loaded = load(name, type, *args, **more)
        if type != "service-2":
            return loaded
        protocol = {"protocol": model.service.protocol, "protocols": [model.service.protocol]}
        return {**loaded, "metadata": {**loaded["metadata"], **protocol}}

    loader.load_service_model = in_one_protocol
    client = session.create_client(
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
    # It would turn texts that are JSON into what they say.
    client.meta.events.unregister(f"after-call.{model.service.name}", json_decode_policies)
    return client


def _params(case: Case) -> dict[str, Any]:
    """The parameters, with a name for the bucket that botocore's client takes."""
    params = dict(case.params)
    if "Bucket" in params:
        params["Bucket"] = "bucket-1"
    # The client needs more packages for some algorithms, and takes CRC32 if none is set.
    params.pop("ChecksumAlgorithm", None)
    # The client encodes the key, and adds its MD5.
    params.pop("SSECustomerKey", None)
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
    return _json(case, case.shapes.input_shape, sent)


def _seen(case: Case, seen: Any, expected: Any) -> Any:
    """The input that the server saw, without the checksums that the client adds."""
    if case.model.service.name == "s3" and isinstance(seen, dict):
        added = [name for name in seen if name.startswith("Checksum") or name == "ContentMD5"]
        seen = {k: v for k, v in seen.items() if k in expected or k not in added}
    return seen


def _is_cbor(case: Case) -> bool:
    return case.model.service.protocol == "smithy-rpc-v2-cbor"


def _json(case: Case, shape: Any, value: Any) -> Any:
    return {} if shape is None else oracle.to_json(shape, value, _is_cbor(case))


def _call(client: Any, case: Case, params: dict[str, Any]) -> dict[str, Any]:
    parsed = getattr(client, xform_name(case.operation))(**params)
    return {name: value for name, value in parsed.items() if name != "ResponseMetadata"}


def _output(
    server: Program, client: Any, case: Case, params: dict[str, Any], report: Report
) -> None:
    shape = case.shapes.output_shape
    output = _json(case, shape, case.output)
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
    read = deviations.untyped(_json(case, shape, parsed), case.model)
    expected = output
    if not _is_cbor(case) and case.output:
        expected = _json(case, shape, deviations.lost_in_xml(shape, case.output))
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
