#!/usr/bin/env bash
# Has botocore and the `chain` example make one call each in random environments, and compares
# who signs, the requests, and refusals.
#
#   scripts/chain_compare.sh [--seed N] [--cases N] [--only N]
#
# The seed is printed; the same seed makes the same cases again. `--only` shows one of them.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
usage=$(sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}")
# awscrt signs the proofs of `aws login`.
# shellcheck disable=SC2034 # The sourced script makes it.
requirements=$root/scripts/checksum_requirements.txt venv=$root/target/venv-checksums
# shellcheck source=scripts/comparison.sh
source "$root/scripts/comparison.sh" "$@"

# shellcheck disable=SC2086 # These are several arguments; `.ci/run` sets the variable.
(cd "$root" && cargo build --quiet --target-dir "$target" ${TINSMITH_PACKAGES:---features client} --example chain)
"$venv/bin/python" "$root/scripts/chain_compare.py" \
    --seed "$seed" --chain "$target/debug/examples/chain" ${options[@]+"${options[@]}"}
