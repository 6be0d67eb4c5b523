#!/usr/bin/env bash
# Counts the instructions and allocations of the cases in tests/budgets, and the crates that a
# dependent compiles, and compares them with tests/budgets/budgets.json.
#
#   scripts/budgets.sh [--update]
#
# With --update, the file is written anew instead. Instructions are counted by valgrind; where
# there is none, that is said, and the rest is checked. With another compiler, C library or kind
# of processor than the file names, they are reported and don't fail.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
# Cargo's release profile as dependents have it. The generator, which only runs in build scripts here,
# is compiled as in other builds. A profile of its own would have a folder of its own, and compile
# the generator anew.
export CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_DEV_OPT_LEVEL=3
export CARGO_PROFILE_DEV_CODEGEN_UNITS=16
export CARGO_PROFILE_DEV_DEBUG_ASSERTIONS=false CARGO_PROFILE_DEV_OVERFLOW_CHECKS=false
export CARGO_PROFILE_DEV_BUILD_OVERRIDE_DEBUG_ASSERTIONS=true
export CARGO_PROFILE_DEV_BUILD_OVERRIDE_OVERFLOW_CHECKS=true
(cd "$root" && cargo build --quiet --target-dir "$target" --package budgets)
PYTHONDONTWRITEBYTECODE=1 exec python3 "$root/scripts/budgets.py" \
    --root "$root" --programs "$target/debug" "$@"
