#!/usr/bin/env bash
# Compares signatures of the runtime's `sign` example with botocore's, for random requests, and
# presigned operations of generated clients, if AWS's models are in TINSMITH_SHARED.
#
#   scripts/sign_compare.sh [--seed N] [--cases N]
#
# The seed is printed; the same seed makes the same requests again.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
usage=$(sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}")
# shellcheck source=scripts/comparison.sh
source "$root/scripts/comparison.sh" "$@"

# shellcheck disable=SC2086 # These are several arguments; `.ci/run` sets the variable.
(cd "$root" && cargo build --quiet --target-dir "$target" ${TINSMITH_PACKAGES:---package tinsmith-runtime --features client} --example sign)
tinsmith=${TINSMITH:-}
if [[ -z $tinsmith ]]; then
    (cd "$root" && cargo build --quiet --target-dir "$target" --package tinsmith)
    tinsmith=$target/debug/tinsmith
fi
"$venv/bin/python" "$root/scripts/sign_compare.py" \
    --target "$target" --tinsmith "$tinsmith" --seed "$seed" --sign "$target/debug/examples/sign" ${options[@]+"${options[@]}"}
