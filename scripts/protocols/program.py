"""Generates the crate and builds the program of `program.rs`, below the target folder."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

from .table import Model, variant

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = Path(__file__).resolve().parent / "program.rs"
MANIFEST = """\
[package]
name = "program"
version = "0.0.0"
edition = "2024"

[[bin]]
name = "protocol-compare-program"
path = {path}

[dependencies]
protocol-compare = {{ path = "../crate", features = ["serde", "server"] }}
http-body-util = "0.1"
hyper = {{ version = "1.6", features = ["http1", "server"] }}
hyper-util = {{ version = "0.1.17", features = ["service", "tokio"] }}
serde = {{ version = "1.0.220", default-features = false, features = ["std"] }}
serde_json = {{ version = "1.0.140", features = ["float_roundtrip"] }}
tokio = {{ version = "1.43", features = ["net", "rt-multi-thread"] }}
"""
WORKSPACE = """\
[workspace]
members = ["crate", "program"]
resolver = "3"

[profile.dev]
debug = 0
incremental = false
"""


def build(models: list[Model], target: Path, tinsmith: Path) -> Path:
    """The program's path."""
    folder = target / "protocol-compare"
    crate, program = folder / "crate", folder / "program"
    plugin: dict[str, Any] = {
        "output": "generated",
        "serdeFeature": "serde",
        "serverFeature": "server",
        "services": [_service(model) for model in models],
        "crate": {"name": "protocol-compare", "runtimePath": str(ROOT / "runtime")},
    }
    build = {
        "version": "1.0",
        "sources": [str(_source(model, crate)) for model in models],
        "plugins": {"tinsmith": plugin},
    }
    write(crate / "smithy-build.json", json.dumps(build, indent=4))
    config = str(crate / "smithy-build.json")
    call([tinsmith, "--config", config, "generate"])
    operations = program / "operations.rs"
    write(operations, _operations(models))
    write(program / "Cargo.toml", MANIFEST.format(path=json.dumps(str(PROGRAM))))
    write(folder / "Cargo.toml", WORKSPACE)
    if not (folder / "Cargo.lock").exists():
        # The versions that the workspace has are built, or at least fetched.
        write(folder / "Cargo.lock", (ROOT / "Cargo.lock").read_text())
    environment = {"PROTOCOL_COMPARE_OPERATIONS": str(operations)}
    manifest = folder / "Cargo.toml"
    cargo = ["cargo", "build", "--quiet", "--manifest-path", manifest, "--target-dir", target]
    call([*cargo, "--package", "program"], environment)
    return target / "debug" / "protocol-compare-program"


def _service(model: Model) -> dict[str, Any]:
    return {
        "service": model.id,
        "module": model.service.module,
        "operations": [f"{model.namespace}#{name}" for name in model.service.operations],
    }


def _source(model: Model, crate: Path) -> Path:
    """The file of a model: the published one, or a copy in another protocol."""
    if model.service.trait is None:
        return model.path
    copy = crate / f"{model.service.module}.json"
    write(copy, json.dumps({"smithy": "2.0", "shapes": model.shapes}))
    return copy


def _operations(models: list[Model]) -> str:
    """The call of `services!`."""
    lines = ["services! {"]
    for model in models:
        lines.append(f"    {model.service.module} {{")
        lines += [f"        {_snake(name)}: {name}," for name in model.service.operations]
        errors = {error for name in model.service.operations for error in model.errors(name)}
        variants = " ".join(f"{variant(error)}," for error in sorted(errors))
        lines.append(f"    }} errors {{ {variants} }}")
    return "\n".join([*lines, "}", ""])


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def write(path: Path, text: str) -> None:
    """Writes what is new; cargo builds again what was written."""
    if path.exists() and path.read_text() == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def call(command: list[Any], environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **(environment or {})}
    )
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} failed\n{done.stdout}{done.stderr}")


def run(program: Path, jobs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The outcomes of the jobs, in their order."""
    lines = "".join(json.dumps(job) + "\n" for job in jobs)
    done = subprocess.run([program], input=lines.encode(), capture_output=True, check=False)
    outcomes = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode != 0 or len(outcomes) != len(jobs):
        told = done.stderr.decode(errors="replace").strip()
        raise SystemExit(f"{len(outcomes)} outcomes for {len(jobs)} jobs: {told}")
    return outcomes
