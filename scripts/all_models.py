"""What scripts/all_models.sh calls: a cargo package per model, made by the command as its users
have it made, and compiled in every set of features with warnings denied."""

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
# Folders of the shared one; each may have folders of other years in it.
FOLDERS = ["models", "more-models"]
# The protocols that there are; models of others are listed as skipped.
PROTOCOLS = {
    "aws.protocols#awsJson1_0",
    "aws.protocols#awsJson1_1",
    "aws.protocols#restJson1",
    "aws.protocols#restXml",
    "aws.protocols#awsQuery",
    "aws.protocols#ec2Query",
    "smithy.protocols#rpcv2Cbor",
    "smithy.protocols#rpcv2Json",
}
# Traits of the same namespace that are no protocols.
NO_PROTOCOLS = {"aws.protocols#awsQueryCompatible"}
# What --quick takes: small models that between them have events, checksums, compression, maps
# with enums as keys, paginators and waiters.
QUICK = [
    "appconfig-2019-10-09",
    "eks-auth-2023-11-26",
    "emr-containers-2020-10-01",
    "lex-runtime-v2-2020-08-07",
    "polly-2016-06-10",
    "sns-2010-03-31",
    "sqs-2012-11-05",
    "sts-2011-06-15",
    "transcribe-streaming-2017-10-26",
]
PRUNED_TO = 5

FEATURES = ["client", "serde", "server"]
# Clients without an HTTP client.
CORE = "client-core"
# No feature, each alone, all of them. What is public only with some of them is where
# documentation and clippy are likely to find something, so they look at the first and the last.
SETS = [[], *([feature] for feature in (*FEATURES, CORE)), FEATURES]

# Flags of the model's crate only: `RUSTFLAGS` would mean other builds of what it depends on than
# those that are in the target folder.
LINTS = ["-D", "warnings", "-D", "missing_docs"]  # Those of denied.sh.


class Failed(Exception):
    """A model for which a step failed, and what it printed."""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--keep-going", action="store_true")
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("models", nargs="*", type=Path)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(1_000_000)
    shared = Path(os.environ.get("TINSMITH_SHARED", ROOT / ".." / "shared")).resolve()
    paths = options.models or [
        path
        for folder in FOLDERS
        for pattern in ("*.json", "*/*.json")
        for path in sorted((shared / folder).glob(pattern))
    ]
    if options.quick and not options.models:
        paths = [path for path in paths if path.stem in QUICK]
    if not paths:
        print(f"SKIPPED all models: there are none in {shared} (see TINSMITH_SHARED)")
        return 0
    print(f"seed {seed}")
    only_whole = options.quick or options.whole
    cases = [case for path in paths for case in cases_of(path.resolve(), seed, only_whole)]
    names = [case["name"] for case in cases]
    if len(set(names)) < len(names):
        raise SystemExit("two models have the same name")
    write_workspace(names)
    failures = []
    for case in cases:
        begin = time.monotonic()
        try:
            told = run(case, options)
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


def name_of(path):
    """The file's name, with its folder's if that isn't the usual one."""
    folder = path.parent.name
    if path.stem in ("expected", "model"):
        return folder
    return (path.stem if folder in FOLDERS else f"{folder}-{path.stem}").lower()


def cases_of(path, seed, only_whole):
    """The model whole, and pruned."""
    name = name_of(path)
    model = json.loads(path.read_text())
    shapes = model["shapes"]
    services = [(id, shape) for id, shape in shapes.items() if shape["type"] == "service"]
    spoken = {
        protocol
        for _, service in services
        for protocol in service.get("traits", {})
        if "protocols#" in protocol and protocol not in NO_PROTOCOLS
    }
    known = [
        (id, service)
        for id, service in services
        if PROTOCOLS.intersection(service.get("traits", {}))
    ]
    if not known:
        spoken = ", ".join(sorted(spoken)) or "no protocol at all"
        print(f"SKIPPED {name}: it speaks {spoken}")
        return []
    whole = [{"service": id} for id, _ in known]
    cases = [{"name": name, "model": path, "services": whole, "sets": SETS}]
    if not only_whole:
        pruned = []
        for id, service in known:
            operations = sorted(operations_of(shapes, service))
            picked = random.Random(f"{seed}/{id}").sample(
                operations, min(PRUNED_TO, len(operations))
            )
            pruned.append({"service": id, "operations": sorted(picked)})
        if len(shapes) > 100:
            cases.append(
                {"name": f"{name}-pruned", "model": path, "services": pruned, "sets": SETS[-1:]}
            )
    return cases


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
    """A workspace whose packages share their dependencies' builds. Each is compiled by itself:
    together, they would have the runtime's features of one another."""
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
    # A workspace is only one if each of its packages is there; the command fills them in. Those of an
    # earlier run may be of another checkout, whose runtime is elsewhere or gone.
    for name in names:
        manifest = WORKSPACE / name / "Cargo.toml"
        write(manifest, f'[package]\nname = "{package(name)}"\nversion = "0.0.0"\n')
        write(WORKSPACE / name / "src" / "lib.rs", "")


def write(path, text):
    if path.exists() and path.read_text() == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def package(name):
    return f"model-{name}"


def run(case, options):
    folder = WORKSPACE / case["name"]
    # The stand-in; the manifest is the command's, too.
    (folder / "Cargo.toml").unlink()
    plugin = {
        "output": "generated",
        "skipUnsupported": not options.whole,
        "services": case["services"],
        "crate": {"name": package(case["name"]), "runtimePath": str(ROOT / "runtime")},
        **{f"{feature}Feature": feature for feature in FEATURES},
        "clientCoreFeature": CORE,
        # The models' examples, sent from a client to a server.
        "protocolTests": not options.quick,
    }
    build = {"version": "1.0", "sources": [str(case["model"])], "plugins": {"tinsmith": plugin}}
    write(folder / "smithy-build.json", json.dumps(build, indent=4))
    tinsmith = os.environ.get("TINSMITH", TARGET / "release" / "tinsmith")
    config = str(folder / "smithy-build.json")
    told = step([tinsmith, "--config", config, "generate"], "generate")
    for features in case["sets"]:
        compile_with(case["name"], features, options.quick)
    if not options.quick:
        step(["cargo", "test", "--lib", *arguments(case["name"], FEATURES)], "test")
    skipped = [line.strip() for line in told.splitlines() if line.startswith("  left out ")]
    # `service: so many operations, shapes, lines in files`
    told = "; ".join(line.split(": ", 1)[-1] for line in told.splitlines() if "lines in" in line)
    return "\n    ".join([told, *skipped])


def arguments(name, features):
    return [
        "--quiet",
        *("--manifest-path", WORKSPACE / "Cargo.toml"),
        *("--package", package(name)),
        *("--features", ",".join(features)),
    ]


def compile_with(name, features, is_quick):
    cargo = arguments(name, features)
    label = ",".join(features) or "no feature"
    if is_quick or features not in (SETS[0], SETS[-1]):
        denied = {"RUSTC_WORKSPACE_WRAPPER": str(ROOT / "scripts" / "denied.sh")}
        step(["cargo", "check", *cargo], f"check with {label}", denied)
    else:
        lints = ["--", *LINTS, "-D", "clippy::all"]
        step(["cargo", "clippy", *cargo, *lints], f"clippy with {label}")
        denied = {"RUSTDOCFLAGS": "-D warnings -D rustdoc::all"}
        step(["cargo", "doc", *cargo, "--no-deps"], f"rustdoc with {label}", denied)


def step(command, what, environment=None):
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **(environment or {})}
    )
    if done.returncode != 0:
        # A test says on the first what was wrong, and cargo on the second that one failed.
        output = [*done.stdout.splitlines(), *done.stderr.splitlines()]
        raise Failed("\n".join([f"{what} failed", *output[:80]]))
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
