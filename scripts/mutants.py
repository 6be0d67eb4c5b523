"""Tries changes of one part of the runtime, and says which of them no test noticed."""

from __future__ import annotations

import argparse
import concurrent.futures
import re
import sys
import time
from pathlib import Path

from mutants.changes import Change, listed
from mutants.parts import PARTS
from mutants.program import Program


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("part", choices=PARTS)
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--files", nargs="*", help="instead of those of the part")
    arguments.add_argument("--jobs", type=int, default=1)
    arguments.add_argument("--again", action="store_true", help="what was missed last time")
    arguments.add_argument("--more", action="store_true", help="what wasn't tried yet")
    arguments.epilog = "What is behind a `--` is for `cargo mutants --list`."
    said = sys.argv[1:]
    end = said.index("--") if "--" in said else len(said)
    options, listing = arguments.parse_args(said[:end]), said[end + 1 :]

    part = PARTS[options.part]
    changes = listed(options.files or part.files, listing)
    out = options.out / options.part
    out.mkdir(parents=True, exist_ok=True)
    if options.again:
        missed = {place_less(line) for line in (out / "missed.txt").read_text().splitlines()}
        changes = [each for each in changes if place_less(each.name) in missed]
    found = Found(out, append=options.more)
    changes = [each for each in changes if each.name not in found.tried]
    print(f"==> {options.part}: {len(changes)} changes", flush=True)
    program = Program(part, options.out / "tree")
    begin = time.monotonic()
    inside, alone, never = program.weave(changes)
    for change in never:
        found.note(change, "unviable")
    print(f"    compiled after {time.monotonic() - begin:.0f} s", flush=True)

    begin = time.monotonic()
    if failed := program.test(0, 600):
        print(f"without a change: {failed}", file=sys.stderr)
        return 2
    # Changes often make loops endless.
    seconds = max(20, 4 * (time.monotonic() - begin))
    print(f"    bound of {seconds:.0f} s", flush=True)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        asked = {pool.submit(program.test, each.number, seconds): each for each in inside}
        for index, done in enumerate(concurrent.futures.as_completed(asked)):
            found.noticed(asked[done], done.result())
            # A test that fails by itself would notice everything.
            if index % 50 == 49 and (failed := program.test(0, 600)):
                print(f"without a change: {failed}", file=sys.stderr)
    for change in alone:
        if program.compiles_alone(change):
            found.noticed(change, program.test(0, seconds))
        else:
            found.note(change, "unviable")
    return found.summary(options.part)


class Found:
    """Lists of changes: one file for each way in which it ended."""

    KINDS = ("caught", "timeout", "missed", "unviable")

    def __init__(self, out: Path, append: bool) -> None:
        self.counts = dict.fromkeys(self.KINDS, 0)
        self.tried: set[str] = set()
        self.files = {}
        for kind in self.KINDS:
            path = out / f"{kind}.txt"
            lines = path.read_text().splitlines() if append and path.exists() else []
            self.counts[kind] = len(lines)
            self.tried.update(line.split(" ## ")[0] for line in lines)
            self.files[kind] = path.open("a" if append else "w")

    def note(self, change: Change, kind: str, by: str = "") -> None:
        self.counts[kind] += 1
        print(f"{change.name}{by and ' ## '}{by}", file=self.files[kind], flush=True)
        if kind == "missed":
            print(f"missed {change.name}", flush=True)

    def noticed(self, change: Change, by: str) -> None:
        if not by:
            self.note(change, "missed")
        else:
            self.note(change, "timeout" if by == "time" else "caught", by)

    def summary(self, part: str) -> int:
        for kind, count in self.counts.items():
            print(f"{part:12} {count:6} {kind}")
        return 1 if self.counts["missed"] else 0


def place_less(name: str) -> str:
    return re.sub(r":\d+:\d+:", ":", name)


if __name__ == "__main__":
    sys.exit(main())
