"""Counts and times the cases of a package: see the harness."""

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from . import cargo, report
from .folders import TARGET


@dataclass
class Case:
    row: str
    peer: str
    times: int


@dataclass
class Programs:
    """The two programs of a package, and the folder of their payloads."""

    folder: Path
    payloads: Path

    def measure(self, *arguments: str):
        return self.fields("measure", *arguments)

    def fields(self, program: str, *arguments: str):
        """What a program prints: a line per result, tabs between its fields."""
        result = cargo.measured([self.folder / program, self.payloads, *arguments])
        for line in result.output.splitlines():
            yield line.split("\t")

    def cases(self) -> list[Case]:
        return [Case(*line[:2], int(line[2])) for line in self.measure("list")]

    def allocations(self) -> dict:
        return {(row, peer): float(count) for row, peer, count in self.fields("allocations")}

    def time(self) -> list[list[str]]:
        cargo.say("timing")
        return list(self.measure("time"))


def build(package: str, name: str, payloads: Path, *features: str) -> Programs:
    """Builds the programs of a package, in a target folder of this name."""
    target = TARGET / name
    cargo.say(f"building {name}")
    cargo.measured(
        ["cargo", "build", "--release", "--locked", "--package", package, "--jobs", "2"]
        + list(features),
        cwd=cargo.PEERS,
        env=cargo.environment(target),
    )
    return Programs(target / "release", payloads)


def count_instructions(
    programs: Programs, cases: list[Case], only: list[Case] | None = None
) -> tuple[dict, float]:
    """Instructions of each case, or of some, and by how much two counts of the same differ at
    most."""
    chosen = cases if only is None else only

    def count(job: tuple[int, int]) -> float:
        number, turn = job
        case = cases[number]
        profile = TARGET / f"callgrind.{number}.{turn}"
        cargo.measured(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}"]
            + ["--toggle-collect=*measured_region*", programs.folder / "measure"]
            + [programs.payloads, "instructions", str(number)]
        )
        [total] = [
            int(line.split()[1])
            for line in profile.read_text().splitlines()
            if line.startswith("summary:")
        ]
        profile.unlink()
        if total == 0:
            sys.exit(f"callgrind counted nothing of {case.row}: is measured_region inlined?")
        cargo.say(f"{total / case.times:14,.0f} instructions: {case.row}, {case.peer}")
        return total / case.times

    jobs = [(cases.index(case), turn) for case in chosen for turn in range(2)]
    with ThreadPoolExecutor(2) as pool:
        counted = list(pool.map(count, jobs))
    pairs = list(zip(counted[::2], counted[1::2]))
    spread = max(abs(a - b) / min(a, b) for a, b in pairs)
    means = [(a + b) / 2 for a, b in pairs]
    return {(case.row, case.peer): mean for case, mean in zip(chosen, means)}, spread


def counts(cases: list[Case], figures: dict, peers: tuple[str, ...], targets: dict) -> str:
    """A table. A target is a text and a function of a row's figures by peer."""
    columns = ["", "ours"]
    for peer in peers:
        columns += [peer, "ratio"]
    rows = []
    for row in dict.fromkeys(case.row for case in cases):
        of_row = {peer: figures[row, peer] for peer in ("ours", *peers) if (row, peer) in figures}
        cells = [row, report.number(of_row["ours"])]
        for peer in peers:
            theirs = of_row.get(peer)
            cells += [report.number(theirs), report.ratio(theirs, of_row["ours"])]
        if row in targets:
            text, is_met = targets[row]
            cells += [text, report.met(is_met(of_row))]
        else:
            cells += ["", ""]
        rows.append(cells)
    return report.table([*columns, "target", "met"], rows)


def at_most(limit: float):
    """A target of a figure of ours."""
    return f"≤ {report.number(limit)}", lambda figures: figures["ours"] <= limit


def fewer(*parts: tuple[str, int]):
    """A target of ours beside that of peers: at most a half of it, a quarter and so on."""
    text = ", ".join(f"≥ {part}× {peer}" for peer, part in parts)
    return text, lambda figures: all(
        figures["ours"] * part <= figures[peer] for peer, part in parts if peer in figures
    )


def clock(times: list[list[str]], peers: tuple[str, ...]) -> str:
    figures = {(row, peer): tuple(map(float, rest)) for row, peer, *rest in times}
    rows = []
    for row in dict.fromkeys(row for row, *_ in times):
        cells = [row, report.number(figures[row, "official"][0])]
        for peer in peers:
            _, theirs, ratio = figures.get((row, peer), (None, None, None))
            cells += [report.number(theirs), report.ratio(ratio, 1.0)]
        rows.append(cells)
    columns = ["", "ours"]
    for peer in peers:
        columns += [peer, "ratio"]
    return report.table(columns, rows)
