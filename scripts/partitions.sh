#!/usr/bin/env bash
# Writes the runtime's table of partitions from what botocore ships, or compares them.
#
#   scripts/partitions.sh [--check]
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
requirements=$root/scripts/requirements.txt
venv=$root/target/venv

# The copy of the requirements is written last: it stands for a complete environment.
if ! cmp -s "$requirements" "$venv/requirements.txt"; then
    python3 -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"
    cp "$requirements" "$venv/requirements.txt"
fi

PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" "$root/scripts/partitions.py" "$@"
