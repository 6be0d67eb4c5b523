#!/usr/bin/env bash
# Compares generated crates of XML and query services with botocore on fresh random values.
#
#   scripts/protocol_compare.sh [--seed N] [--cases N]
#
# The seed is printed; the same seed makes the same cases again. --cases is for each operation.
# Needs AWS's models in TINSMITH_SHARED, and takes the command that TINSMITH names, if it is set.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
usage=$(sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}")
# shellcheck source=scripts/comparison.sh
source "$root/scripts/comparison.sh" "$@"

tinsmith=${TINSMITH:-}
if [[ -z $tinsmith ]]; then
    (cd "$root" && cargo build --quiet --target-dir "$target" --package tinsmith)
    tinsmith=$target/debug/tinsmith
fi
"$venv/bin/python" "$root/scripts/protocol_compare.py" \
    --seed "$seed" --target "$target" --tinsmith "$tinsmith" ${options[@]+"${options[@]}"}
