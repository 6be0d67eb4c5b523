"""Presigns operations with generated clients and with botocore, and compares the URLs, byte for
byte. botocore signs at the time that our URL names."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import parse_qs, urlsplit

import botocore.auth
import botocore.session
from botocore.config import Config
from protocols import program

from .cases import SERVICES, Case, cases
from .clock import fixed_time

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = Path(__file__).resolve().parent / "program.rs"
MANIFEST = """\
[package]
name = "program"
version = "0.0.0"
edition = "2024"

[[bin]]
name = "presigned-program"
path = {path}

[dependencies]
presigned = {{ path = "../crate", features = ["client", "serde"] }}
serde_json = "1.0.140"
"""
TOKENS = (None, "IQoJb3JpZ2luX2VjE//////////wEaCX+==")
EXPIRES = 900


def compare(target: Path, tinsmith: Path) -> str | None:
    """What differs, if something does."""
    shared = Path(os.environ.get("TINSMITH_SHARED", ROOT / ".." / "shared")).resolve()
    services = [service for service in SERVICES if (shared / service.file).is_file()]
    for service in SERVICES:
        if service not in services:
            print(f"SKIPPED {service.name}: there is no {shared / service.file}")
    names = {service.name for service in services}
    every = [(case, token) for case in cases() if case.service in names for token in TOKENS]
    if not every:
        return None
    built = build(services, shared, target, tinsmith)
    jobs = [
        {
            "service": case.service,
            "operation": case.operation,
            "parameters": case.parameters,
            "method": case.method,
            "token": token,
            "expires": EXPIRES,
        }
        for case, token in every
    ]
    answers = program.run(built, jobs)
    for (case, token), answer in zip(every, answers):
        expected = botocores(case, token, answer)
        if expected != answer["url"]:
            told = f"{case}\nbotocore {expected}\ntinsmith {answer['url']}"
            return f"a presigned URL differs: {told}\n{json.dumps(answer)}"
        if case.keeps_body != bool(answer["body"]):
            return f"a body is where none is expected, or the reverse: {case}"
    print(f"{len(every)} presigned operations are botocore's")
    return None


def botocores(case: Case, token: str | None, answer: dict[str, Any]) -> str:
    """The URL that botocore makes."""
    session = botocore.session.get_session()
    session.set_credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG", token)
    config = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
    client = session.create_client(
        case.service,
        region_name="eu-west-1",
        config=config if case.service == "s3" else None,
    )
    [date] = parse_qs(urlsplit(answer["url"]).query)["X-Amz-Date"]
    now = datetime.datetime.strptime(date, "%Y%m%dT%H%M%SZ")

    def before_sign(request: Any, **_: Any) -> None:
        # Names of operations that the models have, and botocore's don't.
        if case.query:
            url, _, query = request.url.partition("?")
            request.url = f"{url}?{case.query}" + (f"&{query}" if query else "")
        if case.keeps_body:
            # The type that botocore adds to requests that it sends.
            if "content-type" not in request.headers:
                types = [value for name, value in answer["headers"] if name == "content-type"]
                request.headers["Content-Type"] = types[0]
            request.data = b""

    client.meta.events.register("before-sign", before_sign)
    body = hashlib.sha256(answer["body"].encode()).hexdigest()
    patch = mock.patch.object(
        botocore.auth.SigV4QueryAuth, "payload", lambda _self, _request: body
    )
    with fixed_time(now):
        if case.keeps_body:
            patch.start()
        try:
            return client.generate_presigned_url(
                _snake(case.operation),
                Params=case.parameters,
                ExpiresIn=EXPIRES,
                HttpMethod=answer["method"],
            )
        finally:
            if case.keeps_body:
                patch.stop()


def build(services: list[Any], shared: Path, target: Path, tinsmith: Path) -> Path:
    """The program's path."""
    folder = target / "presigned"
    crate = folder / "crate"
    plugin = {
        "output": "generated",
        "serdeFeature": "serde",
        "clientFeature": "client",
        "services": [
            {
                "service": service.id,
                "module": service.name,
                "operations": [
                    f"{service.id.split('#')[0]}#{name}" for name in service.operations
                ],
            }
            for service in services
        ],
        "crate": {"name": "presigned", "runtimePath": str(ROOT / "runtime")},
    }
    config = {
        "version": "1.0",
        "sources": [str(shared / service.file) for service in services],
        "plugins": {"tinsmith": plugin},
    }
    program.write(crate / "smithy-build.json", json.dumps(config, indent=4))
    program.call([tinsmith, "--config", str(crate / "smithy-build.json"), "generate"])
    operations = folder / "program" / "operations.rs"
    lines = [f"    {service.name} {{ {' '.join(service.operations)} }}" for service in services]
    program.write(operations, "\n".join(["services! {", *lines, "}", ""]))
    manifest = MANIFEST.format(path=json.dumps(str(PROGRAM)))
    program.write(folder / "program" / "Cargo.toml", manifest)
    program.write(folder / "Cargo.toml", program.WORKSPACE)
    if not (folder / "Cargo.lock").exists():
        program.write(folder / "Cargo.lock", (ROOT / "Cargo.lock").read_text())
    cargo = ["cargo", "build", "--quiet", "--manifest-path", folder / "Cargo.toml"]
    cargo += ["--target-dir", target, "--package", "program"]
    program.call(cargo, {"PRESIGNED_OPERATIONS": str(operations)})
    return target / "debug" / "presigned-program"


def _snake(name: str) -> str:
    return "".join("_" + c.lower() if c.isupper() else c for c in name).lstrip("_")
