"""What scripts/all_models.sh calls: one cargo workspace of a package per model, and clippy and
rustdoc on each."""

import argparse
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ["CARGO_TARGET_DIR"])
WORKSPACE = TARGET / "all-models"
PROTOCOLS = ("aws.protocols#awsJson1_0", "aws.protocols#awsJson1_1", "aws.protocols#restJson1")
# Models that --quick leaves out.
QUICK_BYTES = 800_000
PRUNED_TO = 5

FEATURES = ["client", "serde", "server"]


class Failed(Exception):
    """A model for which a step failed, and what it printed."""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--keep-going", action="store_true")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("models", nargs="*", type=Path)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(1_000_000)
    shared = Path(os.environ.get("TINSMITH_SHARED", ROOT / ".." / "shared")).resolve()
    paths = options.models or sorted(shared.glob("models/*.json")) + sorted(
        shared.glob("models/*/*.json")
    )
    if not paths:
        print(f"SKIPPED all models: there are none in {shared / 'models'} (see TINSMITH_SHARED)")
        return 0
    print(f"seed {seed}")
    cases = [case for path in paths for case in cases_of(path.resolve(), seed, options.quick)]
    names = [case["name"] for case in cases]
    if len(set(names)) < len(names):
        raise SystemExit("two models have the same name")
    write_workspace(names)
    failures = []
    for case in cases:
        begin = time.monotonic()
        try:
            told = run(case, options.quick)
        except Failed as failed:
            print(f"FAILED {case['name']}: {failed}", flush=True)
            failures.append(case["name"])
            if not options.keep_going:
                break
        else:
            print(f"{case['name']}: {told}, {time.monotonic() - begin:.0f} s", flush=True)
    if failures:
        print(f"{len(failures)} failed: {', '.join(failures)}")
        return 1
    print(f"{len(cases)} passed")
    return 0


def cases_of(path, seed, is_quick):
    """The model whole, and pruned."""
    name = path.stem if path.parent.name == "models" else f"{path.parent.name}-{path.stem}"
    model = json.loads(path.read_text())
    services = [
        (id, shape) for id, shape in model["shapes"].items() if shape["type"] == "service"
    ]
    spoken = {
        protocol
        for _, service in services
        for protocol in service.get("traits", {})
        if protocol.startswith("aws.protocols#") and protocol != "aws.protocols#awsQueryCompatible"
    }
    if not spoken.intersection(PROTOCOLS):
        print(f"{name}: no JSON protocol ({', '.join(sorted(spoken)) or 'none at all'})")
        return []
    whole = {"name": name, "model": path, "services": None}
    if is_quick:
        return [whole] if path.stat().st_size < QUICK_BYTES else []
    chosen = []
    for id, service in services:
        operations = sorted(operations_of(model["shapes"], service))
        picked = random.Random(f"{seed}/{id}").sample(operations, min(PRUNED_TO, len(operations)))
        chosen.append({"service": id, "operations": sorted(picked)})
    return [whole, {"name": f"{name}-pruned", "model": path, "services": chosen}]


def operations_of(shapes, top):
    """The operations of a service or resource, those of its resources included."""
    single = ("create", "put", "read", "update", "delete", "list")
    found, seen, left = set(), set(), [top]
    while left:
        shape = left.pop()
        found.update(shape[name]["target"] for name in single if name in shape)
        for name in ("operations", "collectionOperations"):
            found.update(member["target"] for member in shape.get(name, []))
        for member in shape.get("resources", []):
            if member["target"] not in seen:
                seen.add(member["target"])
                left.append(shapes[member["target"]])
    return found


def write_workspace(names):
    WORKSPACE.mkdir(parents=True, exist_ok=True)
    members = ", ".join(json.dumps(name) for name in names)
    write(
        WORKSPACE / "Cargo.toml",
        f'[workspace]\nmembers = [{members}]\nresolver = "3"\n\n'
        # Debug information of generated code is as large as all the rest.
        "[profile.dev]\ndebug = 0\nincremental = false\n",
    )
    lock = ROOT / "Cargo.lock"
    if not (WORKSPACE / "Cargo.lock").exists():
        write(WORKSPACE / "Cargo.lock", lock.read_text())
    for name in names:
        features = "".join(
            f'{feature} = ["tinsmith-runtime/{feature}"]\n' for feature in FEATURES
        )
        write(
            WORKSPACE / name / "Cargo.toml",
            f'[package]\nname = "{package(name)}"\nversion = "0.0.0"\nedition = "2024"\n\n'
            f"[features]\ndefault = {json.dumps(FEATURES)}\n{features}\n"
            f"[dependencies]\ntinsmith-runtime = {{ path = {json.dumps(str(ROOT / 'runtime'))} }}\n\n"
            '[lib]\npath = "generated/lib.rs"\n\n'
            '[lints.rust]\nmissing_docs = "deny"\nunsafe_code = "forbid"\n\n'
            '[lints.clippy]\nall = "deny"\n\n[lints.rustdoc]\nall = "deny"\n',
        )
        # A workspace is only one if each of its packages has something in it.
        generated = WORKSPACE / name / "generated" / "lib.rs"
        if not generated.exists():
            write(generated, "")


def write(path, text):
    if path.exists() and path.read_text() == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def package(name):
    return f"model-{name}"


def run(case, is_quick):
    folder = WORKSPACE / case["name"]
    plugin = {
        "output": "generated",
        "skipUnsupported": True,
        **{f"{feature}Feature": feature for feature in FEATURES},
    }
    if case["services"]:
        plugin["services"] = case["services"]
    build = {"version": "1.0", "sources": [str(case["model"])], "plugins": {"tinsmith": plugin}}
    write(folder / "smithy-build.json", json.dumps(build, indent=4))
    generated = folder / "generated" / "lib.rs"
    if generated.read_text() == "":
        generated.unlink()
    tinsmith = TARGET / "release" / "tinsmith"
    config = str(folder / "smithy-build.json")
    told = step([tinsmith, "--config", config, "generate"], "generate").splitlines()[0]
    cargo = ["--quiet", "--manifest-path", WORKSPACE / "Cargo.toml", "--package", package(case["name"])]
    denied = {"RUSTFLAGS": "-D warnings", "RUSTDOCFLAGS": "-D warnings"}
    if is_quick:
        step(["cargo", "check", *cargo], "check", denied)
    else:
        step(["cargo", "clippy", *cargo, "--", "-D", "warnings"], "clippy", denied)
        step(["cargo", "doc", *cargo, "--no-deps"], "rustdoc", denied)
    # `service: so many operations, shapes, lines in files`
    return told.split(": ", 1)[-1]


def step(command, what, environment=None):
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **(environment or {})}
    )
    if done.returncode != 0:
        output = (done.stderr or done.stdout).splitlines()
        raise Failed("\n".join([f"{what} failed", *output[:80]]))
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
