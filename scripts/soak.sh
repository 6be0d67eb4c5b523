#!/usr/bin/env bash
# Runs every property test with fresh seeds, which it prints; `cargo test` always uses the seed in
# .cargo/config.toml.
#
#   scripts/soak.sh            3 rounds
#   scripts/soak.sh 20         20 rounds
#   scripts/soak.sh --seed 7   one round, with this seed
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CARGO_TERM_COLOR=never

seeds=()
if [ "${1:-}" = --seed ]; then
    seeds=("$2")
else
    for _ in $(seq "${1:-3}"); do
        seeds+=("$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')")
    done
fi

# The functions within `proptest!`, by their names: the tests beside them draw nothing.
properties() {
    grep -rl 'proptest! {' --include='*.rs' "$@" | xargs awk '
        FNR == 1 { inside = 0 }
        /proptest! \{/ { inside = 1; match($0, /^ */); indent = RLENGTH }
        inside && /^ *fn [a-z0-9_]+\(/ { sub(/^ *fn /, ""); sub(/\(.*/, ""); print }
        inside && /^ *\}$/ { match($0, /^ */); if (RLENGTH == indent) inside = 0 }
    '
}
mapfile -t runtime < <(properties runtime/src runtime/tests)
mapfile -t codegen < <(properties codegen/src codegen/tests)
mapfile -t acceptance < <(properties tests/acceptance/tests)
[ "${#runtime[@]}" -gt 0 ] && [ "${#acceptance[@]}" -gt 0 ]

# Names are filters, which tests beside the properties may match, too. A name that matches nothing
# would be no test at all, so what passed is counted.
run() {
    local package=$1 said passed
    shift
    [ "$#" -gt 0 ] || return 0
    if ! said=$(cargo test --quiet --package "$package" --all-features --tests -- "$@" 2>&1); then
        printf '%s\n' "$said" >&2
        return 1
    fi
    passed=$(awk '/^test result: ok/ { sum += $4 } END { print sum + 0 }' <<<"$said")
    echo "$package: $# properties, $passed tests passed"
    if [ "$passed" -lt "$#" ]; then
        echo "$package: $passed tests for $# properties: a name isn't found" >&2
        return 1
    fi
}
for seed in "${seeds[@]}"; do
    echo "seed $seed (again: scripts/soak.sh --seed $seed)"
    export PROPTEST_RNG_SEED=$seed
    run tinsmith-runtime "${runtime[@]}"
    run tinsmith "${codegen[@]+"${codegen[@]}"}"
    run acceptance "${acceptance[@]}"
done
echo "${#seeds[@]} rounds of $((${#runtime[@]} + ${#codegen[@]} + ${#acceptance[@]})) property tests passed"
