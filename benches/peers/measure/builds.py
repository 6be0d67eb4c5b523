"""What it costs to build the five operations, and how large they are."""

from pathlib import Path

from . import cargo, report
from .folders import PEERS, ROOT, TARGET
from .kept import Kept

CASES = {
    "ours-core": "emr-sessions, no features",
    "official-core": "official, `default-features = false`",
    "ours-client": "emr-sessions, feature `client`",
    "official-client": "official, default features",
    "official-config": "official, default features, and aws-config",
}
# What a target compares follows each other; the rest comes last.
ROUNDS = (list(CASES)[:2], list(CASES)[2:4], list(CASES)[4:])
MODES = {"check": ["check"], "dev": ["build"], "release": ["build", "--release"]}

# Each is compared with the official one of the same kind; at most this part of it.
CORE_PART = 1 / 10
CLIENT_PART = 1 / 4
BINARY_PART = 1 / 3
# The same with aws-config, which has what our feature `client` has.
CONFIG_PARTS = {"release": 1 / 6, "binary": 1 / 5}
CORE_CRATES = 15
LINES = 4_000

TEXT = """\
## Builds

A program that uses the five operations is built from nothing. CPU seconds are user and system time of cargo and of
everything that it starts, in an empty target folder, with 2 jobs, nothing to download, and no incremental compilation
(crates of a registry never have it). Crates are all that are compiled, those of build scripts and macros included, without
the program itself. Our builds and theirs take turns.

- Without client: requests and responses of the operations, and nothing that sends them. The official crates without
  optional features have no HTTP client, but still have the orchestrator, retries and signatures.
- With client: HTTP and TLS. Ours has the credential chain as well; the official crates leave it to aws-config. So the last
  line does as much as ours.

"""

SIZE = """\
### Size

Binaries are release builds with `strip = "symbols"` and cargo's other defaults. The program calls the five operations over
HTTPS. Ours reads its configuration from the environment; the official program without aws-config has its credentials in
its arguments.

"""

SOURCE = """\
### Source

Lines of Rust, with comments and blank lines. The official crates have all operations of both services; there are no
smaller ones.

"""


def run(keep: bool, kept: Kept) -> str:
    results = {
        (case, mode): kept.step(f"{case} {mode}", lambda: build(case, mode, keep))
        for cases in ROUNDS
        for mode in MODES
        for case in cases
    }
    costs = {key: result["cpu"] for key, result in results.items()}
    crates = {case: max(results[case, mode]["crates"] for mode in MODES) for case in CASES}
    sizes = {case: results[case, "release"]["size"] for case in CASES}
    names = ("aws-sdk-emr", "aws-sdk-emrcontainers", "aws-config")
    versions = {name: cargo.sources(name)[0] for name in names}
    return (
        TEXT
        + figures(costs, crates)
        + "\n"
        + verdicts(costs, crates)
        + "\n"
        + SIZE
        + binaries(sizes)
        + "\n"
        + SOURCE
        + source()
        + "\n"
        + kept.note()
        + report.measured_on(versions)
    )


def build(case: str, mode: str, keep: bool, folder: Path = PEERS) -> dict:
    """What a program costs. It is a package of the workspace in the folder."""
    target = TARGET / "builds" / f"{case}-{mode}"
    cargo.remove(target)
    cost = cargo.build(MODES[mode], case, target, folder=folder)
    cargo.say(f"  {cost.cpu:.1f} s of CPU, {cost.wall:.1f} s on the wall")
    size = (target / "release" / case).stat().st_size if mode == "release" else 0
    crates = cargo.crates(cost, case)
    if not keep:
        cargo.remove(target)
    return {"cpu": cost.cpu, "crates": crates, "size": size}


def figures(costs: dict, crates: dict) -> str:
    rows = [
        [name, *(f"{costs[case, mode]:.1f} s" for mode in MODES), str(crates[case])]
        for case, name in CASES.items()
    ]
    return report.table(["CPU seconds", *MODES, "crates"], rows)


def verdicts(costs: dict, crates: dict) -> str:
    pairs = [
        ("without client", "ours-core", "official-core", CORE_PART),
        ("with client", "ours-client", "official-client", CLIENT_PART),
    ]
    rows = []
    for name, ours, theirs, part in pairs:
        for mode in MODES:
            a, b = costs[ours, mode], costs[theirs, mode]
            rows.append(
                [f"{name}, {mode}", f"{a:.1f} s", f"{b:.1f} s", report.ratio(b, a)]
                + [f"≥ {1 / part:.0f}×", report.met(a <= b * part)]
            )
        rows.append(
            [f"{name}, crates", str(crates[ours]), str(crates[theirs])]
            + [report.ratio(crates[theirs], crates[ours])]
            + (
                [f"≤ {CORE_CRATES} crates", report.met(crates[ours] <= CORE_CRATES)]
                if ours == "ours-core"
                else ["", ""]
            )
        )
    for mode in MODES:
        a, b = costs["ours-client", mode], costs["official-config", mode]
        rows.append(
            [f"with client and aws-config, {mode}", f"{a:.1f} s", f"{b:.1f} s", report.ratio(b, a)]
            + aim(mode, a, b)
        )
    a, b = crates["ours-client"], crates["official-config"]
    rows.append(["with client and aws-config, crates", str(a), str(b), report.ratio(b, a), "", ""])
    return report.table(["", "ours", "official", "ratio", "target", "met"], rows)


def aim(what: str, ours: float, theirs: float) -> list[str]:
    """The target beside aws-config, and whether it is met."""
    if what not in CONFIG_PARTS:
        return ["", ""]
    part = CONFIG_PARTS[what]
    return [f"≥ {1 / part:.0f}×", report.met(ours <= theirs * part)]


def binaries(sizes: dict) -> str:
    ours = sizes["ours-client"]
    rows = []
    for case in ("official-client", "official-config"):
        theirs = sizes[case]
        row = [f"binary; {CASES[case]}", f"{ours / 1e6:.2f} MB", f"{theirs / 1e6:.2f} MB"]
        row.append(report.ratio(theirs, ours))
        if case == "official-client":
            row += [f"≥ {1 / BINARY_PART:.0f}×", report.met(ours <= theirs * BINARY_PART)]
        else:
            row += aim("binary", ours, theirs)
        rows.append(row)
    return report.table(["", "ours", "official", "ratio", "target", "met"], rows)


def source() -> str:
    official = sum(
        cargo.lines(cargo.sources(name)[1]) for name in ("aws-sdk-emr", "aws-sdk-emrcontainers")
    )
    generated = ROOT / "generated"
    core = ("client.rs", "endpoint.rs", "server", "read_write.rs", "serde.rs")
    rows = []
    for name, without in (
        ("operations, types, errors", core),
        ("with client and endpoints, as the official crates", core[2:]),
        ("with server and serde too: all of `generated/`", ()),
    ):
        ours = cargo.lines(generated, without)
        rows.append(
            [name, f"{ours:,}", f"{official:,}", report.ratio(official, ours)]
            + [f"≤ {LINES:,}", report.met(ours <= LINES)]
        )
    return report.table(["lines", "ours", "official", "ratio", "target", "met"], rows)
