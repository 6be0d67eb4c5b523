"""What scripts/protocol_compare.sh calls: generated crates of XML, query and CBOR services against
botocore, on random values of real operations, in memory and over sockets."""

from __future__ import annotations

import argparse
import os
import random
import sys
from pathlib import Path

from protocols import compare, oracle, program, sockets
from protocols.table import SERVED, SERVICES, Model

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    parser.add_argument("--cases", type=int, default=200, help="for each operation")
    parser.add_argument("--target", type=Path, default=ROOT / "target")
    parser.add_argument("--tinsmith", type=Path, required=True)
    options = parser.parse_args()
    shared = Path(os.environ.get("TINSMITH_SHARED", ROOT / ".." / "shared")).resolve()
    models = []
    for service in (*SERVICES, *SERVED):
        path = shared / service.file
        if path.is_file():
            models.append(Model(service, path))
        else:
            print(f"SKIPPED {service.name}: there is no {path} (see TINSMITH_SHARED)")
    if not models:
        return 0
    built = program.build(models, options.target.resolve(), options.tinsmith)
    print(f"botocore {oracle.version()}, seed {options.seed}", flush=True)
    compared = [model for model in models if model.service in SERVICES]
    failed = compare.compare(built, compared, options.seed, options.cases)
    failed += sockets.compare(built, models, options.seed, max(1, options.cases // 10))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
