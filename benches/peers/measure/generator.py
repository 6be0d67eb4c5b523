"""How fast code is generated."""

import json
import statistics
from pathlib import Path

from . import cargo, report
from .folders import ROOT, TARGET, shared
from .kept import Kept

JSON_PROTOCOLS = (
    "aws.protocols#awsJson1_0",
    "aws.protocols#awsJson1_1",
    "aws.protocols#restJson1",
)

TEXT = """\
## The generator

The command, optimized as the registry's package is (level 3; that of `cargo install --path codegen` takes 1.6 times as long),
generates every model with a JSON protocol in the folder of models, with client, serde and server, into an empty folder. Time includes reading, all stages, and writing of files. Figures are medians of 3 runs. MB are
those of the model's file.

"""


def run(keep: bool, _: Kept) -> str:
    folder = shared("models")
    speed = throughput(build(), folder)
    if not keep:
        cargo.remove(TARGET / "tinsmith")
    return TEXT + speed + "\n" + report.measured_on({})


def build() -> Path:
    """The command, with the optimization of a dependency."""
    cargo.say("building tinsmith")
    target = TARGET / "tinsmith"
    cargo.measured(
        ["cargo", "build", "--profile", "bench", "--locked", "--package", "tinsmith", "--jobs", "2"],
        cwd=ROOT,
        env=cargo.environment(target),
    )
    return target / "release" / "tinsmith"


def throughput(tinsmith: Path, models: Path) -> str:
    rows = []
    totals = [0.0, 0.0, 0.0]
    for model in sorted(models.rglob("*.json")):
        shapes = json.loads(model.read_text(encoding="utf-8"))["shapes"]
        services = [shape for shape in shapes.values() if shape["type"] == "service"]
        if not any(p in s.get("traits", {}) for s in services for p in JSON_PROTOCOLS):
            continue
        cargo.say(f"generating {model.relative_to(models)}")
        costs = []
        for _ in range(3):
            out = TARGET / "throughput"
            cargo.remove(out)
            costs.append(
                cargo.measured(
                    [tinsmith, "generate", "--quiet", "--model", model, "--out", out]
                    + ["--client", "--serde", "--server", "--skip-unsupported"]
                )
            )
        size = model.stat().st_size / 1e6
        wall = statistics.median(cost.wall for cost in costs)
        cpu = statistics.median(cost.cpu for cost in costs)
        totals = [a + b for a, b in zip(totals, (size, wall, cpu))]
        rows.append(line(str(model.relative_to(models)), size, wall, cpu, cargo.lines(out)))
        cargo.remove(out)
    rows.append(line("**all**", *totals, None))
    return report.table(["", "model", "lines", "time", "CPU", "per second"], rows)


def line(name: str, size: float, wall: float, cpu: float, lines: int | None) -> list[str]:
    made = "" if lines is None else f"{lines:,}"
    return [name, f"{size:.2f} MB", made, f"{wall:.2f} s", f"{cpu:.2f} s", f"{size / wall:.2f} MB"]
