"""A copy of the repository with changes in it: compiled, and tested with one change at a time."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import threading
from pathlib import Path

from .changes import Change
from .parts import Part
from .weave import QUESTION, Woven, woven

LIBRARY = "runtime/src/lib.rs"
# A change that allocates for ever ends here, and one that computes for ever.
MEMORY = 8 << 30
COMPUTING = 10
# Errors that the choice at run time makes, where the change alone may compile: it isn't constant,
# and it moves and borrows in other blocks.
OF_THE_CHOICE = ("E0015", "E0716", "E0597", "E0499", "E0502", "E0505", "E0506", "E0382", "E0381")


class Program:
    """The copy for one part."""

    def __init__(self, part: Part, tree: Path) -> None:
        self.part = part
        self.tree = tree
        self.sources: dict[str, bytes] = {}
        copy_repository(tree)

    def command(self, *more: str) -> list[str]:
        selected = ["--package", "tinsmith-runtime", "--features", self.part.features]
        return ["cargo", "test", "--quiet", *selected, "--lib", "--test", self.part.program, *more]

    def source(self, file: str) -> bytes:
        return self.sources.setdefault(file, Path(file).read_bytes())

    def weave(self, changes: list[Change]) -> tuple[list[Change], list[Change], list[Change]]:
        """Compiles all changes that compile: those, those to be tried alone, and the others."""
        alone: list[Change] = []
        never: list[Change] = []
        files = sorted({change.file for change in changes})
        write(self.tree / LIBRARY, self.source(LIBRARY) + QUESTION.encode())
        while True:
            inside: dict[str, Woven] = {}
            for file in files:
                mine = [each for each in changes if each.file == file]
                inside[file] = woven(self.source(file), mine)
                write(self.tree / file, inside[file].text)
            left = [change for each in inside.values() for change in each.left]
            alone += left
            changes = [each for each in changes if each not in left]
            blamed = self.errors(inside)
            if not blamed:
                return changes, alone, never
            print(f"    {len(blamed)} of {len(changes)} changes don't compile", flush=True)
            for change, code in blamed.items():
                (alone if code in OF_THE_CHOICE else never).append(change)
            changes = [each for each in changes if each not in blamed]

    def errors(self, inside: dict[str, Woven]) -> dict[Change, str]:
        """Compiles, and finds which changes are wrong, and the code of the error of each."""
        build = self.command("--no-run", "--message-format", "json")
        done = subprocess.run(build, cwd=self.tree, capture_output=True, text=True, check=False)
        blamed: dict[Change, str] = {}
        unknown = []
        for line in done.stdout.splitlines():
            message = json.loads(line).get("message") or {}
            if message.get("level") != "error" or not message["spans"]:
                continue
            code = (message["code"] or {}).get("code", "")
            found = False
            spans = sorted(message["spans"], key=lambda each: not each["is_primary"])
            for span in spans:
                file = inside.get(span["file_name"])
                changes = file.blamed(span["byte_start"], span["byte_end"]) if file else []
                for change in changes:
                    blamed.setdefault(change, code)
                if changes:
                    found = True
                    break
            if not found:
                unknown.append(message["rendered"])
        if done.returncode != 0 and not blamed:
            raise RuntimeError("\n".join(unknown) or done.stderr)
        return blamed

    def compiles_alone(self, change: Change) -> bool:
        """Compiles the sources as they are, with one change."""
        for file in self.sources:
            source = self.source(file)
            write(self.tree / file, change.alone(source) if file == change.file else source)
        if change.file not in self.sources:
            write(self.tree / change.file, change.alone(self.source(change.file)))
        build = self.command("--no-run")
        done = subprocess.run(build, cwd=self.tree, capture_output=True, check=False)
        return done.returncode == 0

    def test(self, number: int, seconds: float) -> str:
        """Runs the tests with a change: the first one that fails, `time` or nothing."""
        command = self.command("--", *self.part.tests)
        command.remove("--quiet")
        running = subprocess.Popen(
            command,
            cwd=self.tree,
            env={**os.environ, "TINSMITH_MUTANT": str(number)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=bounds,
            text=True,
            errors="replace",
        )
        assert running.stdout is not None
        late = threading.Event()
        watch = threading.Timer(seconds, lambda: (late.set(), end(running)))
        watch.start()
        failed = ""
        for line in running.stdout:
            words = line.split()
            # Nothing more is to be learnt from the others.
            if len(words) >= 4 and words[0] == "test" and words[-1] == "FAILED":
                failed = words[1]
                break
        watch.cancel()
        if failed or late.is_set():
            end(running)
        running.stdout.close()
        code = running.wait()
        if failed:
            return failed
        if late.is_set():
            return "time"
        return f"status {code}" if code != 0 else ""


def end(running: subprocess.Popen[str]) -> None:
    try:
        os.killpg(running.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def bounds() -> None:
    """Bounds each program; programs that wait are bounded by a clock."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (COMPUTING, COMPUTING))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def copy_repository(tree: Path) -> None:
    """Copies what git knows or would take, and leaves equal files alone."""
    list_ = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    said = subprocess.run(list_, stdout=subprocess.PIPE, check=True).stdout
    names = {name for name in said.decode().split("\0") if name and Path(name).is_file()}
    for name in names:
        write(tree / name, Path(name).read_bytes())
    for path in list(tree.rglob("*")):
        if path.is_file() and str(path.relative_to(tree)) not in names:
            path.unlink()


def write(path: Path, text: bytes) -> None:
    if path.is_file() and path.read_bytes() == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)
