#!/usr/bin/env bash
# Compares the `wire` example with botocore on fresh random cases.
#
#   scripts/compare.sh [--seed N] [--cases N]
#
# The seed is printed; the same seed makes the same cases again.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
usage=$(sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}")
# shellcheck source=scripts/comparison.sh
source "$root/scripts/comparison.sh" "$@"

# shellcheck disable=SC2086 # These are several arguments; `.ci/run` sets the variable.
(cd "$root" && cargo build --quiet --target-dir "$target" ${TINSMITH_PACKAGES:---features serde} --example wire)
"$venv/bin/python" "$root/scripts/wire_vectors.py" compare \
    --seed "$seed" --wire "$target/debug/examples/wire" ${options[@]+"${options[@]}"}
