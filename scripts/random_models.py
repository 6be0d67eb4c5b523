"""What scripts/random_models.sh calls: writes a model of random shapes for each protocol, or for some."""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

from models.services import PROTOCOLS, Service


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    parser.add_argument("--operations", type=int, default=20, help="of each service")
    parser.add_argument("--protocols", type=int, default=len(PROTOCOLS), help="how many")
    parser.add_argument("--folder", type=Path, required=True)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    print(f"seed {options.seed}")
    picked = random.Random(options.seed).sample(list(PROTOCOLS), options.protocols)
    for protocol in picked:
        name = protocol.lower().replace("_", "")
        service = Service(random.Random(f"{options.seed} {protocol}"), protocol, name, options.operations)
        path = options.folder / f"{name}.json"
        path.write_text(json.dumps(service.model(), indent=4, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
