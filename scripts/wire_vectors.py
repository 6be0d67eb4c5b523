#!/usr/bin/env python3
"""Wire vectors for emr-sessions, with botocore as the oracle.

    wire_vectors.py generate --seed 20261121 --out tests/acceptance/tests/emr/vectors
    wire_vectors.py compare --seed 7 --wire target/debug/examples/wire

Where emr-sessions differs from botocore on purpose: see wire/deviations.py.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from random import Random
from typing import Any

from wire import compare, errors, oracle, requests, responses
from wire.cases import Case, request_case, response_case, some
from wire.deviations import DEVIATIONS

RANDOM_IN_VECTORS = 60
SPOT_CHECKS = 20


def request_cases(seed: int, count: int) -> list[Case]:
    drafts = some(requests.named_drafts(), requests.random_drafts(), count)
    return [request_case(draft, seed) for draft in drafts]


def response_cases(seed: int, count: int) -> list[Case]:
    outputs = some(responses.named_drafts(), responses.random_drafts(), count - count // 2)
    failures = some(errors.named_drafts(), errors.random_drafts(), count // 2)
    cases = [response_case(draft, seed) for draft in outputs + failures]
    return sorted(cases, key=lambda case: str(case["id"]))


def write(path: Path, seed: int, cases: list[Case]) -> None:
    """A JSON object with a case on each line, all of it ASCII."""
    used = {name for case in cases for name in case.get("note", "").split()}
    head: dict[str, Any] = {"seed": seed, "botocore": oracle.VERSION}
    head["deviations"] = {name: text for name, text in DEVIATIONS.items() if name in used}
    lines = json.dumps(head, indent=2).removesuffix("\n}")
    body = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    path.write_text(f'{lines},\n  "cases": [\n{body}\n  ]\n}}\n', encoding="ascii")


def generate(args: argparse.Namespace) -> int:
    args.out.mkdir(parents=True, exist_ok=True)
    files = {
        "requests.json": request_cases(args.seed, RANDOM_IN_VECTORS),
        "responses.json": response_cases(args.seed, RANDOM_IN_VECTORS),
    }
    for name, cases in files.items():
        write(args.out / name, args.seed, cases)
        print(f"{len(cases)} cases in {args.out / name}")
    return 0


def run_compare(args: argparse.Namespace) -> int:
    named = len(request_cases(args.seed, 0)) + len(response_cases(args.seed, 0))
    extra = max(0, args.cases - named)
    cases = request_cases(args.seed, extra // 2) + response_cases(args.seed, extra - extra // 2)
    spot_checks = Random(args.seed).sample(cases, min(SPOT_CHECKS, len(cases)))
    try:
        return 1 if compare.run(args.wire, cases, spot_checks) else 0
    except (compare.WireFailed, OSError) as error:
        print(f"wire_vectors.py: {error}", file=sys.stderr)
        return 2


def main() -> int:
    parser = argparse.ArgumentParser(description="Wire vectors, with botocore as the oracle.")
    commands = parser.add_subparsers(required=True)

    command = commands.add_parser("generate", help="write requests.json and responses.json")
    command.add_argument("--seed", type=int, required=True)
    command.add_argument("--out", type=Path, required=True, help="the folder to write to")
    command.set_defaults(run=generate)

    command = commands.add_parser("compare", help="run fresh cases through the wire example")
    command.add_argument("--seed", type=int, required=True)
    command.add_argument("--wire", type=Path, required=True, help="the built example")
    command.add_argument(
        "--cases", type=int, default=4_000, help="how many, if there are more than the named ones"
    )
    command.set_defaults(run=run_compare)

    args = parser.parse_args()
    status: int = args.run(args)
    return status


if __name__ == "__main__":
    sys.exit(main())
