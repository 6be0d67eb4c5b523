#!/usr/bin/env bash
# Calls a server with every fault, 500 calls at once, by the emr-sessions client: resets, stalls,
# throttling, wrong clocks, half answers, credentials that expire, calls that are dropped. Each call has to
# get its own answer or a reason that fits, in time, and memory, tasks and sockets must not grow.
#
#   scripts/faults.sh [SECONDS [SEED]]
#
# 30 seconds by default; an hour is `scripts/faults.sh 3600`. The seed is printed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CARGO_TERM_COLOR=never
export FAULTS_SECONDS=${1:-30}
[ -z "${2:-}" ] || export FAULTS_SEED=$2
# Each connection is a file.
ulimit -Sn "$(ulimit -Hn)" 2>/dev/null || true
# `.ci/run` names all of the packages that it tests, and so has built this.
read -ra packages <<<"${TINSMITH_PACKAGES:---package faults}"
cargo test --quiet "${packages[@]}" --test faults
