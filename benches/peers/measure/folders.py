"""Where things are."""

import os
from pathlib import Path

PEERS = Path(__file__).resolve().parents[1]
ROOT = PEERS.parents[1]
TARGET = PEERS / "target"
REPORT = ROOT / "docs" / "benchmarks.md"
SHARED = Path(os.environ.get("TINSMITH_SHARED", ROOT.parent / "shared"))


class Missing(Exception):
    """What a part needs and isn't there: the part is skipped, and that is said."""


def shared(path: str) -> Path:
    """A file or a folder of the test data outside the repository."""
    found = SHARED / path
    if not found.exists():
        raise Missing(f"{found} isn't there: set TINSMITH_SHARED to the folder of `{path}`")
    return found
