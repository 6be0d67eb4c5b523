#!/usr/bin/env bash
# Changes the runtime in one place after the other, and looks whether its tests notice:
#
#   scripts/mutants.sh [PART…] [-- ARGUMENTS]
#
# Parts are json, xml, cbor, form, events, sign, config, credentials and retry; without one, all of
# them. A part is some sources and the tests that are there for them (scripts/mutants/parts.py).
# Arguments are those of scripts/mutants.py, and behind another `--` those with which cargo-mutants
# lists changes:
#
#   scripts/mutants.sh json -- --files runtime/src/json/union.rs   # the changes in one file
#   scripts/mutants.sh json -- --again                 # what was missed the last time
#   scripts/mutants.sh json -- --more                  # goes on with a run that was broken off
#   scripts/mutants.sh credentials -- --jobs 3         # three at a time: those tests mostly wait
#   scripts/mutants.sh sign -- -- --in-diff FILE       # those in the lines of a diff
#
# cargo-mutants only lists the changes. All that compile are compiled into one program, in a copy of
# the repository below target/mutants, and each run of the tests turns one of them on. What no test
# noticed is in target/mutants/PART/missed.txt; docs/mutants.md says which of those stay, and why.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
parts=()
while [[ $# -gt 0 && $1 != -- ]]; do parts+=("$1"); shift; done
[[ ${1:-} == -- ]] && shift
[[ ${#parts[@]} -eq 0 ]] && parts=(json xml cbor form events sign config credentials retry)

tools=target/tools
if [[ ! -x $tools/bin/cargo-mutants ]]; then
    # Its own speed doesn't matter, and a build without optimisation is short.
    cargo install cargo-mutants --version 27.1.0 --locked --debug --quiet --root "$tools"
fi
requirements=$root/scripts/mutants/requirements.txt
venv=$root/target/mutants/venv
# shellcheck source=scripts/environment.sh
source "$root/scripts/environment.sh"

export PATH="$root/$tools/bin:$PATH" CARGO_TERM_COLOR=never INSTA_UPDATE=no
# What is built besides the runtime is built once, and without debug information.
export CARGO_TARGET_DIR="$root/target/mutants/build" CARGO_PROFILE_DEV_DEBUG=0
# Changed code has many warnings.
export RUSTFLAGS=-Awarnings
# Properties that hold of a few random inputs find most mutants; the others fail elsewhere.
export PROPTEST_CASES="${PROPTEST_CASES:-16}"
failed=()
for part in "${parts[@]}"; do
    nice -n 19 "$venv/bin/python" "$root/scripts/mutants.py" "$part" --out target/mutants "$@" ||
        failed+=("$part")
done
[[ ${#failed[@]} -eq 0 ]] || { echo "not all was noticed: ${failed[*]}" >&2; exit 1; }
