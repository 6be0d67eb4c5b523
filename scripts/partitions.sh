#!/usr/bin/env bash
# Writes the runtime's table of partitions from what botocore ships, or compares them.
#
#   scripts/partitions.sh [--check]
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/environment.sh
source "$root/scripts/environment.sh"

"$venv/bin/python" "$root/scripts/partitions.py" "$@"
