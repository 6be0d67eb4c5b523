#!/usr/bin/env bash
# Has the command make a crate of every model of the shared folder whose protocol there is, whole
# and cut down to five random operations, and compiles it as its users would: without features,
# with each by itself and with all, with warnings denied; clippy and rustdoc look at it, too. The
# examples of the models are sent from a client to a server and back.
# Nothing is known of any model but where it is.
#
#   scripts/all_models.sh                 all of `models` and `more-models`: most of an hour
#   scripts/all_models.sh --quick         `cargo check` of a few small ones, whole: minutes
#   scripts/all_models.sh --seed 7        the same operations again
#   scripts/all_models.sh --whole         whole models alone, and nothing of them may be left out
#   scripts/all_models.sh --keep-going    all failures, not only the first
#   scripts/all_models.sh MODEL.json …    these models instead
#
# TINSMITH_SHARED names the folder that has `models` and `more-models` in it, by default ../shared.
# TINSMITH may name a built command, so that none is built.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CARGO_TERM_COLOR=never
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/target}"

[ -n "${TINSMITH:-}" ] || cargo build --quiet --release --package tinsmith
exec python3 scripts/all_models.py "$@"
