"""Instructions, allocations and time of codecs and of a whole call."""

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from . import cargo, payloads, report
from .folders import TARGET
from .kept import Kept

# The official SDK a second time, built without its default features.
BARE = "official, bare"
PEERS = ("official", BARE, "serde_json", "sonic-rs")

# (instructions, allocations); of time nothing is demanded.
TARGETS = {
    "decode GetStudioSessionMapping": (3_500, 4),
    "decode GetClusterSessionCredentials": (2_600, 2),
    "decode GetManagedEndpointSessionCredentials": (3_200, 3),
    "decode ListClusters, 5,000 clusters": (26_000_000, None),
    "encode GetStudioSessionMapping": (800, 1),
    "request GetStudioSessionMapping": (3_500, 6),
    "call GetStudioSessionMapping": (40_000, 40),
}

TEXT = """\
## Codecs and calls

All peers read and write the same values; the program compares them before it measures. `benches/peers/measure/payloads.py`
makes the payloads of a seed (SHA-256 of all: `{digest}`). Responses have 336 bytes
(GetStudioSessionMapping), 385 (GetClusterSessionCredentials), 1,120 (GetManagedEndpointSessionCredentials), 2
(Create- and UpdateStudioSessionMapping) and 1,788,236 (ListClusters). Everything is built with cargo's default
release profile for the baseline of x86-64.

| row | ours | official | serde_json, sonic-rs |
| --- | --- | --- | --- |
| decode | `Operation::from_response` of an `http::Response` made before, which is dropped | the operation's `SharedResponseDeserializer`, as the orchestrator calls it: status, request id, a `tracing` event that is off, body, and a box for the type-erased output | `from_slice` into derived structures whose timestamps stay numbers or text |
| encode | the generated `write` and `Writer::finish`: the body alone | as in *request*: the body alone isn't accessible | `to_vec` of a derived structure |
| request | `Operation::to_request`: checks, body, method, URI with the host, headers | the operation's `SharedRequestSerializer`: the input comes boxed and is dropped, the URI has no host yet | – |
| call | `Client`: endpoint rules, credentials that are given, SigV4, standard retries, timeouts, response | the same by `aws_sdk_emr::Client` | – |

*Official* means aws-sdk-emr and aws-sdk-emrcontainers with their default features. *Official, bare* means these crates with
`default-features = false`, in a build of their own.

Decoding includes dropping the decoded value. ListClusters isn't one of the five operations: ours is generated from a small
model that has the same shapes. In a call, HTTP is a function that answers from memory, on a
tokio runtime of one thread; client, credentials and signing key have been used before.

"""

INSTRUCTIONS = """\
### Instructions

Callgrind counts within one function (`--toggle-collect`), after a warm-up that isn't counted, over {times} runs of a
small case and 2 of ListClusters. The figure is the count divided by the runs. The loop adds less than 30 instructions to
each run. Two counts differ by {spread:.2%} at most. Valgrind has no SHA instructions (SHA-NI), so signatures cost more here
than on a processor that has them. The count includes the system's allocator. Whether a growing block moves depends on the
rest of the heap, so rows with several allocations may change by some percent when anything in the program does.

"""

ALLOCATIONS = """\
### Allocations

Requests to the allocator per run, for a new block or for another size of a block.

"""

TIME = """\
### Time

Wall time in nanoseconds: medians of 501 batches of 0.2 ms (101 runs of ListClusters). Ours and the peer take turns and
change places. The ratio is the median of the ratios of the turns, not the ratio of the medians. Ours is from the turns
with the official SDK.

"""


@dataclass
class Case:
    row: str
    peer: str
    times: int


def run(keep: bool, _: Kept) -> str:
    if not shutil.which("valgrind"):
        sys.exit("instructions are counted by valgrind's callgrind: install valgrind")
    digest = payloads.write(TARGET / "payloads")
    programs = build("codecs")
    cargo.measured([programs / "measure", TARGET / "payloads", "agree"])
    cases = [Case(*line[:2], int(line[2])) for line in fields(programs / "measure", "list")]
    instructions, spread = count_instructions(programs / "measure", cases)
    allocations = {
        (row, peer): float(count) for row, peer, count in fields(programs / "allocations")
    }
    cargo.say("timing")
    times = list(fields(programs / "measure", "time"))
    bare = build("codecs-bare", "--no-default-features")
    again = [case for case in cases if case.peer == "official"]
    bare_instructions, bare_spread = count_instructions(bare / "measure", cases, again)
    instructions |= {(row, BARE): count for (row, _), count in bare_instructions.items()}
    allocations |= {
        (row, BARE): float(count)
        for row, peer, count in fields(bare / "allocations")
        if peer == "official"
    }
    cargo.say("timing")
    times += [
        [row, BARE, *rest]
        for row, peer, *rest in fields(bare / "measure", "time")
        if peer == "official"
    ]
    spread = max(spread, bare_spread)
    versions = {name: cargo.sources(name)[0] for name in ("aws-sdk-emr", "aws-sdk-emrcontainers")}
    versions |= {name: cargo.sources(name)[0] for name in ("aws-smithy-runtime", "serde_json")}
    versions["sonic-rs"] = cargo.sources("sonic-rs")[0]
    if not keep:
        for programs in (programs, bare):
            cargo.remove(programs.parent)
    return (
        TEXT.format(digest=digest[:16])
        + INSTRUCTIONS.format(times=max(case.times for case in cases), spread=spread)
        + counts(cases, instructions, 0)
        + "\n"
        + ALLOCATIONS
        + counts(cases, allocations, 1)
        + "\n"
        + TIME
        + clock(times)
        + "\n"
        + report.measured_on(versions)
    )


def build(name: str, *features: str) -> Path:
    """The folder of the programs, in a target folder of this name."""
    target = TARGET / name
    cargo.say(f"building {name}")
    cargo.measured(
        ["cargo", "build", "--release", "--locked", "--package", "peers-codecs", "--jobs", "2"]
        + list(features),
        cwd=cargo.PEERS,
        env=cargo.environment(target),
    )
    return target / "release"


def fields(program: Path, *arguments: str):
    """What a program prints: a line per result, tabs between its fields."""
    result = cargo.measured([program, TARGET / "payloads", *arguments])
    for line in result.output.splitlines():
        yield line.split("\t")


def count_instructions(
    program: Path, cases: list[Case], only: list[Case] | None = None
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
            + ["--toggle-collect=*measured_region*", program, TARGET / "payloads"]
            + ["instructions", str(number)]
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


def counts(cases: list[Case], figures: dict, which: int) -> str:
    columns = ["", "ours"]
    for peer in PEERS:
        columns += [peer, "ratio"]
    rows = []
    for row in dict.fromkeys(case.row for case in cases):
        ours = figures[row, "ours"]
        cells = [row, report.number(ours)]
        for peer in PEERS:
            theirs = figures.get((row, peer))
            cells += [report.number(theirs), report.ratio(theirs, ours)]
        target = TARGETS.get(row, (None, None))[which]
        if target is None:
            cells += ["", ""]
        else:
            cells += [f"≤ {report.number(target)}", report.met(ours <= target)]
        rows.append(cells)
    return report.table([*columns, "target", "met"], rows)


def clock(times: list[list[str]]) -> str:
    figures = {(row, peer): tuple(map(float, rest)) for row, peer, *rest in times}
    rows = []
    for row in dict.fromkeys(row for row, *_ in times):
        cells = [row, report.number(figures[row, "official"][0])]
        for peer in PEERS:
            _, theirs, ratio = figures.get((row, peer), (None, None, None))
            cells += [report.number(theirs), report.ratio(ratio, 1.0)]
        rows.append(cells)
    columns = ["", "ours"]
    for peer in PEERS:
        columns += [peer, "ratio"]
    return report.table(columns, rows)
