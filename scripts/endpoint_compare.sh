#!/usr/bin/env bash
# Compares endpoints that our generated rules come to with those of botocore's rule engine, for random
# parameters of each model of tests/endpoints.
#
#   scripts/endpoint_compare.sh [--seed N] [--cases N]
#
# The seed is printed; the same seed makes the same cases again. --cases is for each model.
# Without AWS's models in TINSMITH_SHARED, the rules are those of emr-sessions alone.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
usage=$(sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}")
# shellcheck source=scripts/comparison.sh
source "$root/scripts/comparison.sh" "$@"

# shellcheck disable=SC2086 # These are several arguments; `.ci/run` sets the variable.
(cd "$root" && cargo build --quiet --target-dir "$target" ${TINSMITH_PACKAGES:---package endpoints} --example rules)
"$venv/bin/python" "$root/scripts/endpoint_compare.py" \
    --seed "$seed" --rules "$target/debug/examples/rules" ${options[@]+"${options[@]}"}
