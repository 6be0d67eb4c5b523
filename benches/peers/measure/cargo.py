"""Runs cargo, and says what it cost."""

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from .folders import PEERS

# What would make one build differ from another, or from one elsewhere.
UNSET = ("RUSTFLAGS", "RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER", "CARGO_ENCODED_RUSTFLAGS")


@dataclass
class Cost:
    """User and system time of a process and all that it started, and the time on the wall."""

    cpu: float
    wall: float
    output: str = ""


def environment(target: Path | None = None, **more: str) -> dict[str, str]:
    values = {
        name: value
        for name, value in os.environ.items()
        if name not in UNSET and not name.startswith(("CARGO_BUILD_", "CARGO_PROFILE_"))
    }
    # Crates of a path are compiled as those of a registry are.
    values["CARGO_INCREMENTAL"] = "0"
    values["CARGO_TERM_COLOR"] = "never"
    if target is not None:
        values["CARGO_TARGET_DIR"] = str(target)
    return values | more


def measured(command: list[str | Path], **options) -> Cost:
    """Runs a command. What it prints on stdout is kept; if it fails, so is this run."""
    start = time.monotonic()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )
    # Reading both in turn could block; what is on stderr is small, but not always.
    output, errors = communicate(process)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - start
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{errors}\nfailed: {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, output)


def communicate(process: subprocess.Popen) -> tuple[str, str]:
    """Like the method, but without waiting for the process, whose usage is asked for later."""
    import threading

    errors: list[str] = []
    reader = threading.Thread(target=lambda: errors.append(process.stderr.read()))
    reader.start()
    output = process.stdout.read()
    reader.join()
    return output, "".join(errors)


def fetch(folder: Path = PEERS, locked: bool = True) -> None:
    command = ["cargo", "fetch", *(["--locked"] if locked else [])]
    measured(command, cwd=folder, env=environment())


def build(command: list[str], package: str, target: Path, *more: str, folder: Path = PEERS) -> Cost:
    """Builds a package with two jobs; nothing is downloaded."""
    say(f"{' '.join(command)} {package} {' '.join(more)}")
    return measured(
        ["cargo", *command, "--package", package, *more]
        + ["--jobs", "2", "--offline", "--message-format", "json"],
        cwd=folder,
        env=environment(target, CARGO_PROFILE_RELEASE_STRIP="symbols"),
    )


def crates(cost: Cost, package: str) -> int:
    """How many crates a build compiled, this package not counted."""
    messages = (json.loads(line) for line in cost.output.splitlines() if line.startswith("{"))
    compiled = {m["package_id"] for m in messages if m["reason"] == "compiler-artifact"}
    return sum(1 for crate in compiled if f"/{package}#" not in crate)


def warnings(cost: Cost) -> int:
    """How many warnings a build gave."""
    messages = (json.loads(line) for line in cost.output.splitlines() if line.startswith("{"))
    of_compiler = (m["message"] for m in messages if m["reason"] == "compiler-message")
    return sum(1 for message in of_compiler if message["level"] == "warning")


def sources(package: str, folder: Path = PEERS) -> tuple[str, Path]:
    """The version of a dependency, and where its source is."""
    metadata = json.loads(
        measured(
            ["cargo", "metadata", "--format-version", "1", "--offline", "--locked"],
            cwd=folder,
            env=environment(),
        ).output
    )
    [found] = [p for p in metadata["packages"] if p["name"] == package]
    return found["version"], Path(found["manifest_path"]).parent / "src"


def lines(folder: Path, without: tuple[str, ...] = ()) -> int:
    """Lines of Rust below a folder, without files and folders of these names."""
    total = 0
    for path in sorted(folder.rglob("*.rs")):
        if not any(part in without for part in path.relative_to(folder).parts):
            with path.open(encoding="utf-8") as file:
                total += sum(1 for _ in file)
    return total


def remove(target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
