#!/usr/bin/env bash
# Measures emr-sessions against the official AWS SDK and serde, prints the tables, and writes
# them to docs/benchmarks.md. `run.sh --help` says how to measure only a part.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
PYTHONPATH="$here" exec python3 -m measure "$@"
