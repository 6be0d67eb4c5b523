#!/usr/bin/env bash
# Calls the compiler for scripts/fuzz.sh: RUSTC_WRAPPER names this file, and Cargo passes the
# compiler and its arguments.
#
# Adds the flags with which libFuzzer sees coverage (those of cargo-fuzz) to our own crates only.
# Coverage of the libraries below them would take as long to compile as all the rest.
# `--cap-lints` tells a crate of a registry, and `--target` a crate that isn't for a build script.
set -euo pipefail
coverage=(
    -Cpasses=sancov-module
    -Cllvm-args=-sanitizer-coverage-level=4
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters
    -Cllvm-args=-sanitizer-coverage-pc-table
    -Cllvm-args=-sanitizer-coverage-trace-compares
)
if [[ " $* " == *' --target '* && " $* " != *' --cap-lints '* ]]; then
    exec "$@" "${coverage[@]}"
fi
exec "$@"
