#!/usr/bin/env bash
# Generates every JSON-protocol model of the shared folder, whole and cut down to five random
# operations, with client, server and serde, and has clippy and rustdoc look at all of it with
# warnings denied. Nothing is known of any model but where it is.
#
#   scripts/all_models.sh                 all of them: minutes
#   scripts/all_models.sh --quick         `cargo check` of the smaller ones, whole
#   scripts/all_models.sh --seed 7        the same operations again
#   scripts/all_models.sh --keep-going    all failures, not only the first
#   scripts/all_models.sh MODEL.json …    these models instead
#
# TINSMITH_SHARED names the folder that has `models` in it, by default ../shared.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CARGO_TERM_COLOR=never
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}"

cargo build --quiet --release --package tinsmith
exec python3 scripts/all_models.py "$@"
