"""Has botocore and the `chain` example make one call each in random environments."""

from __future__ import annotations

import argparse
import collections
import copy
import json
import multiprocessing
import re
import subprocess
import sys
import tempfile
from typing import Any

from chain import compare, deviations, oracle
from chain.case import Case
from chain.cases import Maker


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seed", type=int, required=True)
    arguments.add_argument("--cases", type=int, default=2000)
    arguments.add_argument("--only", type=int, help="the number of one case, which is shown")
    arguments.add_argument("--chain", required=True, help="the built example")
    options = arguments.parse_args()

    numbers = range(options.cases) if options.only is None else [options.only]
    with tempfile.TemporaryDirectory() as folder:
        cases = [Maker(options.seed, number, folder).make() for number in numbers]
        with multiprocessing.Pool(initializer=oracle.set_up) as pool:
            # Ours waits more than it computes.
            answers = pool.map_async(oracle.run, cases, chunksize=20)
            ours = ask_us(options.chain, cases)
            theirs = answers.get()
        if options.only is not None:
            show(cases[0], ours[0], theirs[0])
        outcome: collections.Counter[str] = collections.Counter()
        used: collections.Counter[str] = collections.Counter()
        failures = []
        for case, our, their in zip(cases, ours, theirs, strict=True):
            if compare.same(our, their):
                used.update(deviations.translated(case, our))
                outcome["refused by both" if our["refused"] is not None else "signed"] += 1
            elif name := deviations.name_of(case, our, their):
                used[name] += 1
                outcome["different on purpose"] += 1
            else:
                failures.append((case, our, their))
        for case, our, their in failures[:3]:
            show(*smallest(options.chain, case, our, their))
        for case, our, their in failures[3:]:
            our, their = ((answer["refused"] or "signed")[:90] for answer in (our, their))
            print(f"also case {case.id}: ours {our!r}, botocore {their!r}")
    for name, count in sorted(used.items()):
        print(f"{count:6} {name}")
    summary = ", ".join(f"{count} {name}" for name, count in sorted(outcome.items()))
    print(f"{summary}\n{len(cases) - len(failures)} passed, {len(failures)} failed")
    return 1 if failures else 0


def ask_us(program: str, cases: list[Case]) -> list[dict[str, Any]]:
    lines = "".join(json.dumps(case.for_us()) + "\n" for case in cases)
    done = subprocess.run([program], input=lines, stdout=subprocess.PIPE, text=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if len(answers) != len(cases):
        raise RuntimeError(f"{len(answers)} answers to {len(cases)} cases")
    return answers


def smallest(
    program: str, case: Case, ours: dict[str, Any], theirs: dict[str, Any]
) -> tuple[Case, dict[str, Any], dict[str, Any]]:
    """Takes out of the case what the difference doesn't need."""
    oracle_of = multiprocessing.get_context("fork")
    with oracle_of.Pool(1, initializer=oracle.set_up) as pool:
        again = True
        while again:
            again = False
            for smaller in list(parts_less(case)):
                our, their = ask_us(program, [smaller])[0], pool.apply(oracle.run, (smaller,))
                if kind(our, their) != kind(ours, theirs):
                    continue
                if compare.same(our, their) or deviations.name_of(smaller, our, their):
                    continue
                case, ours, theirs, again = smaller, our, their, True
                break
    return case, ours, theirs


def kind(ours: dict[str, Any], theirs: dict[str, Any]) -> tuple[str, str]:
    """How the two differ: what each signed with, or the beginning of the refusal."""
    def of(answer: dict[str, Any]) -> str:
        refused = answer["refused"]
        return "signed" if refused is None else re.split(r"[/\"]|: ", refused)[0]

    return of(ours), of(theirs)


def parts_less(case: Case) -> Any:
    for name in case.variables:
        smaller = copy.deepcopy(case)
        del smaller.variables[name]
        yield smaller
    for path, file in case.shared.items():
        smaller = copy.deepcopy(case)
        del smaller.shared[path]
        yield smaller
        for index in range(len(file.lines)):
            smaller = copy.deepcopy(case)
            del smaller.shared[path].lines[index]
            yield smaller
    for name in case.files:
        smaller = copy.deepcopy(case)
        del smaller.files[name]
        yield smaller
    for index in range(len(case.rules)):
        smaller = copy.deepcopy(case)
        del smaller.rules[index]
        yield smaller


def show(case: Case, ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    print(f"\n=== case {case.id}")
    print(f"the program calls {case.service}")
    if case.profile or case.region:
        print(f"the program chooses profile {case.profile!r}, region {case.region!r}")
    for name, value in case.variables.items():
        print(f"{name}={value}")
    for path, file in case.shared.items():
        print(f"--- {path}\n" + "\n".join(repr(line.ours)[1:-1] for line in file.lines))
    for path, text in case.files.items():
        print(f"--- {path}\n{text.rstrip()}")
    for path in case.folders:
        print(f"--- {path} is a folder")
    for rule in case.rules:
        print(f"--- {rule}")
    for who, answer in (("ours", ours), ("botocore", theirs)):
        print(f"{who}: {answer['refused'] or 'signed'}, account {answer['account']}")
        for request in answer["requests"]:
            print("    " + json.dumps(compare.shown_of(request)))


if __name__ == "__main__":
    sys.exit(main())
