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
(cd "$root" && cargo build --quiet --profile budgets --target-dir "$target" --package budgets)
PYTHONDONTWRITEBYTECODE=1 exec python3 "$root/scripts/budgets.py" \
    --root "$root" --programs "$target/budgets" "$@"
