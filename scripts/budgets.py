"""Compares what the cases of tests/budgets cost with what they may cost: see budgets.sh."""

import argparse
import json
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile

# Of instructions; allocations and crates have none.
MARGIN_PERCENT = 3

# What a dependent compiles, build dependencies included, by the features it asks for.
CRATES = {"default": "", "client": "client", "client-core": "client-core"}


def output(*command, cwd=None):
    return subprocess.run(
        command, check=True, cwd=cwd, stdout=subprocess.PIPE, text=True
    ).stdout


def environment():
    """What instruction counts depend on besides our code."""
    try:
        flags = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").split()
    except OSError:
        flags = []
    wide = " with AVX2" if "avx2" in flags else ""
    return {
        "rustc": output("rustc", "--version").strip(),
        "libc": " ".join(platform.libc_ver()),
        "processor": platform.machine() + wide,
    }


def instructions(program, case):
    """Those between entering and leaving `budgets::measured`, by callgrind."""
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(
            [
                "valgrind",
                "--tool=callgrind",
                f"--callgrind-out-file={folder}/out",
                "--collect-atstart=no",
                "--toggle-collect=budgets::measured",
                program,
                case,
            ],
            stderr=subprocess.PIPE,
            text=True,
        )
    collected = re.search(r"Collected\s*:\s*(\d+)", run.stderr)
    if run.returncode != 0 or collected is None or int(collected[1]) == 0:
        sys.exit(f"valgrind counted nothing of {case}:\n{run.stderr}")
    return int(collected[1])


def crates(root, features):
    tree = output(
        *("cargo", "tree", "--package", "emr-sessions", "--edges", "normal,build"),
        *("--features", features, "--prefix", "none", "--format", "{p}"),
        cwd=root,
    )
    return len({line.removesuffix(" (*)") for line in tree.splitlines() if line})


def measure(root, programs):
    has_valgrind = shutil.which("valgrind") is not None
    if not has_valgrind:
        warn("valgrind isn't there: INSTRUCTIONS ARE NOT COUNTED, only allocations and crates")
    cases = {}
    for case in output(programs / "list").split():
        cases[case] = {"allocations": int(output(programs / "allocations", case))}
        if has_valgrind:
            # Calls of one second share what depends on the time. The second may end between the
            # calls before the one that counts and that one, but hardly twice.
            turns = 2 if case.startswith("call") else 1
            counts = [instructions(programs / "instructions", case) for _ in range(turns)]
            cases[case]["instructions"] = min(counts)
    return {
        "environment": environment(),
        "cases": cases,
        "crates": {name: crates(root, features) for name, features in CRATES.items()},
    }


def compare(budget, now):
    """Prints a table; returns what is beyond the budget, and so fails."""
    same = budget["environment"] == now["environment"]
    if not same:
        warn("the budgets of instructions were made elsewhere, what differs doesn't fail:")
        for key, value in now["environment"].items():
            warn(f"  {key}: {value}, and there: {budget['environment'].get(key)}")
    rows = [("crates, " + name, "crates", budget["crates"].get(name), count)
            for name, count in now["crates"].items()]
    for case, counts in now["cases"].items():
        allowed = budget["cases"].get(case, {})
        rows += [(case, unit, allowed.get(unit), count) for unit, count in counts.items()]
    gone = [name for name in budget["cases"] if name not in now["cases"]]
    failures = [f"{name} has a budget but isn't measured" for name in gone]
    for name, unit, allowed, count in rows:
        if allowed is None:
            failures.append(f"{name} has no budget of {unit}: it takes {count:,}")
            continue
        change = f"{(count - allowed) / allowed:+.1%}" if allowed else f"{count:+,}"
        margin = MARGIN_PERCENT if unit == "instructions" else 0
        verdict = ""
        if count * 100 > allowed * (100 + margin):
            verdict = "too many"
            if same or unit != "instructions":
                failures.append(f"{name}: {count:,} {unit}, {change} of {allowed:,}")
        elif count * 100 < allowed * (100 - margin):
            verdict = "fewer: --update keeps it so"
        print(f"{name:50} {unit:12} {count:>12,} of {allowed:>12,}  {change:>7}  {verdict}".rstrip())
    return failures


def warn(text):
    print(f"budgets: {text}", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--programs", type=pathlib.Path, required=True)
    parser.add_argument("--update", action="store_true", help="write the budgets anew")
    arguments = parser.parse_args()
    file = arguments.root / "tests/budgets/budgets.json"
    now = measure(arguments.root, arguments.programs)
    if arguments.update:
        if any("instructions" not in counts for counts in now["cases"].values()):
            sys.exit("the budgets can't be written anew without valgrind")
        file.write_text(json.dumps(now, indent=4) + "\n", encoding="utf-8")
        print(f"{file} is written")
        return
    failures = compare(json.loads(file.read_text(encoding="utf-8")), now)
    for failure in failures:
        warn(f"FAILED {failure}")
    if failures:
        sys.exit(1)


if __name__ == "__main__":
    main()
