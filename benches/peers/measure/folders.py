"""Where things are."""

import os
from pathlib import Path

PEERS = Path(__file__).resolve().parents[1]
ROOT = PEERS.parents[1]
TARGET = PEERS / "target"
REPORT = ROOT / "docs" / "benchmarks.md"
SHARED = Path(os.environ.get("TINSMITH_SHARED", ROOT.parent / "shared"))
