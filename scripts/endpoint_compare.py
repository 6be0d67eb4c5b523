"""What scripts/endpoint_compare.sh calls: our endpoint rules against botocore's rule engine."""

from __future__ import annotations

import argparse
import collections
import json
import random
import subprocess
import sys
from typing import Any

import botocore
from endpoints import deviations, model, params

SHOWN = 5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    parser.add_argument("--cases", type=int, default=1000, help="for each model")
    parser.add_argument("--rules", required=True, help="the built example")
    options = parser.parse_args()
    print(f"botocore {botocore.__version__}, seed {options.seed}", flush=True)
    lines = answers(options.rules, ["--list"], [])
    models = [found for line in lines if (found := model.load(line))]
    print(f"{len(models)} of {len(lines)} models have a tree of rules that botocore can read")
    outcome: collections.Counter[str] = collections.Counter()
    used: collections.Counter[str] = collections.Counter()
    failures = 0
    for each in models:
        maker = params.Maker(each, options.seed)
        cases = [maker.make() for _ in range(options.cases)]
        oracle = model.Oracle(each)
        ours = answers(options.rules, [], [each.line(case) for case in cases])
        for case, our in zip(cases, ours, strict=True):
            their = oracle.resolve(case)
            if same(our, their):
                outcome["endpoint" if "endpoint" in our else "error"] += 1
            elif name := deviations.name_of(case, our, their):
                used[name] += 1
            else:
                failures += 1
                if failures <= SHOWN:
                    show(each, oracle, options.rules, case)
    for name, count in sorted(used.items()):
        print(f"{count:6} {name}: {deviations.REASONS[name]}")
    both = ", ".join(f"{count} the same {what}" for what, count in sorted(outcome.items()))
    print(f"{both}\n{sum(outcome.values()) + used.total()} passed, {failures} failed")
    return 1 if failures or not outcome else 0


def answers(program: str, arguments: list[str], lines: list[str]) -> list[dict[str, Any]]:
    """The example's answers to lines of input."""
    text = "".join(f"{line}\n" for line in lines)
    done = subprocess.run(
        [program, *arguments], input=text, stdout=subprocess.PIPE, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def same(ours: dict[str, Any], theirs: dict[str, Any]) -> bool:
    """Whether both come to one endpoint, or to an error. Our errors have words of their own where
    the rules have none."""
    return ours == theirs or ("error" in ours and "error" in theirs)


def show(each: model.Model, oracle: model.Oracle, program: str, case: dict[str, Any]) -> None:
    """Shows a case without the parameters that the difference doesn't need."""
    def differs(less: dict[str, Any]) -> bool:
        [our], their = answers(program, [], [each.line(less)]), oracle.resolve(less)
        return not same(our, their) and not deviations.name_of(less, our, their)

    for name in list(case):
        less = {other: value for other, value in case.items() if other != name}
        if differs(less):
            case = less
    [our] = answers(program, [], [each.line(case)])
    print(f"\n=== {each.name}\n{json.dumps(case)}\nours     {json.dumps(our)}")
    print(f"botocore {json.dumps(oracle.resolve(case))}")


if __name__ == "__main__":
    sys.exit(main())
