"""What it costs to build four calls of S3 and STS."""

import os
from pathlib import Path

from . import builds, cargo, generator, report
from .folders import PEERS, ROOT, TARGET, shared
from .kept import Kept

# The models of the two services, and the operations.
CRATES = {
    "s3-calls": ("s3", ("GetObject", "PutObject", "ListObjectsV2")),
    "sts-calls": ("sts", ("AssumeRole",)),
}
CASES = {"ours-storage": "ours, feature `client`", "official-storage": "official, and aws-config"}
# At most this part of the official one.
PART = 1 / 5

TEXT = """\
## Builds of S3 and STS

A program that calls GetObject, PutObject, ListObjectsV2 and AssumeRole over HTTPS, configured by the environment. Ours
generates these four operations of AWS's models with `tinsmith generate --crate … --client`; the official program depends on
aws-sdk-s3 and aws-sdk-sts with default features and on aws-config, which have all operations. Figures are measured as
[above](#builds): nothing is built before, builds take turns, and time is CPU time.

"""


def run(keep: bool, kept: Kept) -> str:
    models = {
        name: shared(f"more-models/2026/{service}.json") for name, (service, _) in CRATES.items()
    }
    generate(generator.build(), models)
    if not keep:
        cargo.remove(TARGET / "tinsmith")
    results = {
        (case, mode): kept.step(f"{case} {mode}", lambda: build(case, mode, keep))
        for mode in builds.MODES
        for case in CASES
    }
    if not keep:
        cargo.remove(TARGET / "storage")
    rows = []
    for mode in builds.MODES:
        ours, theirs = (results[case, mode]["cpu"] for case in CASES)
        rows.append(
            [f"CPU seconds, {mode}", f"{ours:.1f} s", f"{theirs:.1f} s", report.ratio(theirs, ours)]
            + [f"≥ {1 / PART:.0f}×", report.met(ours <= theirs * PART)]
        )
    ours, theirs = (max(results[case, mode]["crates"] for mode in builds.MODES) for case in CASES)
    rows.append(["crates", str(ours), str(theirs), report.ratio(theirs, ours), "", ""])
    ours, theirs = (results[case, "release"]["size"] for case in CASES)
    sizes = [f"{size / 1e6:.2f} MB" for size in (ours, theirs)]
    rows.append(["binary, release", *sizes, report.ratio(theirs, ours), "", ""])
    versions = {name: cargo.sources(name)[0] for name in ("aws-sdk-s3", "aws-sdk-sts", "aws-config")}
    return (
        TEXT
        + report.table(["", "ours", "official", "ratio", "target", "met"], rows)
        + "\n"
        + kept.note()
        + report.measured_on(versions)
    )


def generate(tinsmith: Path, models: dict[str, Path]) -> None:
    """The crates, and a package of the program."""
    folder = TARGET / "storage"
    cargo.remove(folder)
    for name, (_, operations) in CRATES.items():
        cargo.measured(
            [tinsmith, "generate", "--quiet", "--model", models[name], "--crate", name]
            + ["--client", "--operations", ",".join(operations), "--out", folder / name]
            + ["--runtime-path", ROOT / "runtime"]
        )
    program = folder / "ours-storage"
    program.mkdir()
    main = Path(os.path.relpath(PEERS / "builds" / "ours-storage.rs", program)).as_posix()
    crates = "".join(
        f'{name} = {{ path = "../{name}", features = ["client"] }}\n' for name in CRATES
    )
    (program / "Cargo.toml").write_text(
        '[package]\nname = "ours-storage"\nversion = "0.0.0"\nedition = "2024"\npublish = false\n\n'
        f'[[bin]]\nname = "ours-storage"\npath = "{main}"\n\n[dependencies]\n{crates}'
        'tokio = { version = "1.43", default-features = false, features = ["net", "rt", "time"] }\n',
        encoding="utf-8",
    )
    cargo.fetch(program, locked=False)


def build(case: str, mode: str, keep: bool) -> dict:
    folder = TARGET / "storage" / case if case == "ours-storage" else PEERS
    return builds.build(case, mode, keep, folder)
