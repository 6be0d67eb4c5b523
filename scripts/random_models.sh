#!/usr/bin/env bash
# Makes valid models of random shapes, traits and awkward names, one for each protocol, and compiles
# crates of them as `scripts/all_models.sh --whole` does. Operations have random values as examples,
# which a client sends to a server and gets back. A model that is refused is a failure.
#
#   scripts/random_models.sh                        all protocols, 20 operations each: minutes
#   scripts/random_models.sh --seed 7               the same models again
#   scripts/random_models.sh --protocols 3 --operations 8
#
# The seed is printed. TINSMITH may name a built command, so that none is built.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}"
if [ -z "${TINSMITH:-}" ]; then
    cargo build --quiet --package tinsmith
    export TINSMITH=$CARGO_TARGET_DIR/debug/tinsmith
fi

folder=$CARGO_TARGET_DIR/random-models
rm -rf "$folder"
python3 scripts/random_models.py --folder "$folder" "$@"
for model in "$folder"/*.json; do
    "$TINSMITH" validate --severity error "$model" >"$folder/validated" 2>&1 || { cat "$folder/validated"; exit 1; }
done
scripts/all_models.sh --whole --keep-going "$folder"/*.json
