#!/usr/bin/env bash
# Compares checksums of the runtime's `checksum` example with botocore's, for random requests and
# responses of S3: headers, framed bodies, and what is found in a response.
#
#   scripts/checksum_compare.sh [--seed N] [--cases N]
#
# The seed is printed; the same seed makes the same cases again.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
usage=$(sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}")
# With awscrt, botocore makes all checksums, and signs otherwise than the other scripts want it.
# shellcheck disable=SC2034 # The sourced script makes it.
requirements=$root/scripts/checksum_requirements.txt venv=$root/target/venv-checksums
# shellcheck source=scripts/comparison.sh
source "$root/scripts/comparison.sh" "$@"

# shellcheck disable=SC2086 # These are several arguments; `.ci/run` sets the variable.
(cd "$root" && cargo build --quiet --target-dir "$target" ${TINSMITH_PACKAGES:---package tinsmith-runtime --features checksum,http-checksum,xxhash} --example checksum)
"$venv/bin/python" "$root/scripts/checksum_compare.py" \
    --seed "$seed" --example "$target/debug/examples/checksum" ${options[@]+"${options[@]}"}
