"""What it costs to build a program that stores orders, before and after its move from the SDK."""

import shutil
from pathlib import Path

from . import builds, cargo, first_answer, generator, report
from .folders import ROOT, TARGET
from .kept import Kept

FOLDER = TARGET / "migration"
MIGRATION = ROOT / "examples" / "migration"
# The program's name, before and after.
PACKAGE = "orders"
CASES = {"after": "ours", "before": "official"}
# At most these parts of the official one.
CRATES_PART = 1 / 4
CPU_PART = 1 / 5
# What the program demands, besides what clients read.
SETTINGS = {
    "ORDERS_TABLE": "orders",
    "ORDERS_QUEUE_URL": "http://localhost/123456789012/orders",
    "ORDERS_BUCKET": "invoices",
    "ORDERS_SECRET": "payment",
}

TEXT = """\
## A program before and after its move

The program of [examples/migration](../examples/migration/README.md) calls DynamoDB, SQS, S3 and Secrets Manager: 12
operations. Before, it depends on aws-config, four crates of the SDK with default features, and serde_dynamo. After, it
depends on a generated crate with these operations, with the features `client` and `serde`. The generated code is written
by `tinsmith adopt` before builds are measured. Figures are measured as [above](#builds): nothing is built before, builds
take turns, and time is CPU time. The last build is incremental, after a line was added to the program.

*Cold start* is a process of the release build, from its start to its end by the first answer, which refuses the call. The
service is on loopback, over HTTP, and in another process. Figures are medians of {runs} processes, in turns.

"""


def run(keep: bool, kept: Kept) -> str:
    prepare(generator.build())
    if not keep:
        cargo.remove(TARGET / "tinsmith")
    results = {
        (case, mode): kept.step(f"{case} {mode}", lambda: build(case, mode, keep))
        for mode in builds.MODES
        for case in CASES
    }
    built = {case: program(case) for case in CASES}
    again = {case: kept.step(f"{case} again", lambda: rebuild(case, keep)) for case in CASES}
    rows = []
    for mode in builds.MODES:
        ours, theirs = (results[case, mode]["cpu"] for case in CASES)
        rows.append(seconds(mode, ours, theirs))
    rows.append(seconds("dev, again after a change", *(again[case] for case in CASES)))
    ours, theirs = (max(results[case, mode]["crates"] for mode in builds.MODES) for case in CASES)
    rows.append(
        ["crates", str(ours), str(theirs), report.ratio(theirs, ours)]
        + [f"≥ {1 / CRATES_PART:.0f}×", report.met(ours <= theirs * CRATES_PART)]
    )
    ours, theirs = (results[case, "release"]["size"] for case in CASES)
    sizes = [f"{size / 1e6:.2f} MB" for size in (ours, theirs)]
    rows.append(["binary, release", *sizes, report.ratio(theirs, ours), "", ""])
    cold = kept.step("cold", lambda: first_answer.costs(built, SETTINGS))
    for what, name in (("cpu", "CPU"), ("wall", "wall")):
        ours, theirs = (cold[case][what] for case in CASES)
        times = [f"{value * 1e3:.1f} ms" for value in (ours, theirs)]
        rows.append([f"cold start, {name}", *times, report.ratio(theirs, ours), "", ""])
    names = ("aws-sdk-dynamodb", "aws-sdk-s3", "aws-sdk-secretsmanager", "aws-sdk-sqs", "aws-config")
    before = folder("before")
    versions = {name: cargo.sources(name, before)[0] for name in names}
    if not keep:
        cargo.remove(FOLDER)
    return (
        TEXT.format(runs=first_answer.RUNS)
        + report.table(["", "after", "before", "ratio", "target", "met"], rows)
        + "\n"
        + kept.note()
        + report.measured_on(versions)
    )


def seconds(what: str, ours: float, theirs: float) -> list[str]:
    return [
        *(f"CPU seconds, {what}", f"{ours:.1f} s", f"{theirs:.1f} s", report.ratio(theirs, ours)),
        *(f"≥ {1 / CPU_PART:.0f}×", report.met(ours <= theirs * CPU_PART)),
    ]


def folder(case: str) -> Path:
    return FOLDER / case / PACKAGE


def prepare(tinsmith: Path) -> None:
    """Both programs as packages of their own, with nothing to download, and the generated crate."""
    cargo.remove(FOLDER)
    without_tests = shutil.ignore_patterns("aws", "target", "tests")
    for case in CASES:
        shutil.copytree(MIGRATION / case, folder(case), ignore=without_tests)
    after = folder("after")
    cargo.measured(
        [tinsmith, "adopt", "--quiet", MIGRATION / "before", "--models", MIGRATION / "model"]
        + ["--models", ROOT / "examples/storage/model", "--crate", "orders-aws"]
        + ["--out", after / "aws", "--runtime-path", ROOT / "runtime"]
    )
    # The packages of this repository take these lines from its workspace.
    lines = (after / "Cargo.toml").read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if not line.endswith(".workspace = true")]
    text = "\n".join(lines).replace("[package]", '[package]\nversion = "0.1.0"\nedition = "2024"')
    (after / "Cargo.toml").write_text(f"[workspace]\n\n{text}\n", encoding="utf-8")
    for case in CASES:
        cargo.fetch(folder(case), locked=case == "before")


def build(case: str, mode: str, keep: bool) -> dict:
    target = FOLDER / "builds" / f"{case}-{mode}"
    cargo.remove(target)
    cost = cargo.build(builds.MODES[mode], PACKAGE, target, folder=folder(case))
    cargo.say(f"  {cost.cpu:.1f} s of CPU, {cost.wall:.1f} s on the wall")
    size = 0
    if mode == "release":
        release = target / "release" / PACKAGE
        size = release.stat().st_size
        shutil.copy(release, program(case))
    if not keep:
        cargo.remove(target)
    return {"cpu": cost.cpu, "crates": cargo.crates(cost, PACKAGE), "size": size}


def program(case: str) -> Path:
    """The program of the release build, which stays when its target folder goes."""
    return FOLDER / f"{PACKAGE}-{case}"


def rebuild(case: str, keep: bool) -> float:
    """The CPU seconds of a build after a line was added to the program."""
    target = FOLDER / "builds" / f"{case}-again"
    cargo.remove(target)
    command = ["cargo", "build", "--jobs", "2", "--offline"]
    options = {
        "cwd": folder(case),
        "env": cargo.environment(target, CARGO_INCREMENTAL="1"),
    }
    cargo.measured(command, **options)
    with (folder(case) / "src" / "model.rs").open("a", encoding="utf-8") as file:
        file.write("\npub const CHANGED: bool = true;\n")
    cost = cargo.measured(command, **options)
    cargo.say(f"again: {cost.cpu:.1f} s of CPU, {cost.wall:.1f} s on the wall")
    if not keep:
        cargo.remove(target)
    return cost.cpu
