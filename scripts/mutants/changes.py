"""The changes, as cargo-mutants lists them."""

from __future__ import annotations

import dataclasses
import json
import subprocess
from pathlib import Path
from typing import Any

# What `Debug` prints is nobody's promise. The type alias ReadResult has no constructors, which
# cargo-mutants can't know.
LEFT_OUT = [
    r"impl (std::)?(fmt::)?Debug for",
    r"with ReadResult::(new|from|from_iter)\(",
    # The features of the parts leave these out: one is for programs without the HTTP client, the
    # other for the feature `testing`.
    r"config/not_built_in\.rs",
    r"Profiles::sections_by_kind",
]


@dataclasses.dataclass(frozen=True)
class Change:
    """One change: bytes `start` to `end` of a file become `replacement`."""

    number: int
    name: str
    file: str
    genre: str
    returns: str
    replacement: str
    start: int
    end: int

    def alone(self, source: bytes) -> bytes:
        """The file with this change and no other."""
        return source[: self.start] + self.replacement.encode() + source[self.end :]


def listed(files: list[str], options: list[str]) -> list[Change]:
    """The changes in these files; options are those of `cargo mutants --list`."""
    command = ["cargo", "mutants", "--list", "--json", "--package", "tinsmith-runtime", *options]
    for file in files:
        command += ["--file", file]
    for pattern in LEFT_OUT:
        command += ["--exclude-re", pattern]
    said = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    sources: dict[str, bytes] = {}
    changes = []
    for number, mutant in enumerate(json.loads(said), start=1):
        file = mutant["file"]
        source = sources.setdefault(file, Path(file).read_bytes())
        span = mutant["span"]
        changes.append(
            Change(
                number=number,
                name=mutant["name"],
                file=file,
                genre=mutant["genre"],
                returns=(mutant["function"] or {}).get("return_type", ""),
                replacement=mutant["replacement"],
                start=offset(source, span["start"]),
                end=offset(source, span["end"]),
            )
        )
    return changes


def offset(source: bytes, place: dict[str, Any]) -> int:
    """Where a line and a column are, both from 1; columns count characters."""
    lines = source.split(b"\n")
    line = lines[place["line"] - 1].decode()
    before = sum(len(each) + 1 for each in lines[: place["line"] - 1])
    return before + len(line[: place["column"] - 1].encode())
