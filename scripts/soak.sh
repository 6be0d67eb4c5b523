#!/usr/bin/env bash
# Runs every property test with fresh seeds, which it prints; `cargo test` always uses the seed in
# .cargo/config.toml. Properties whose cases are large have few of them there; here they have four
# times as many, unless TINSMITH_TIMES says otherwise.
#
#   scripts/soak.sh            3 rounds
#   scripts/soak.sh 20         20 rounds
#   scripts/soak.sh --seed 7   one round, with this seed
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CARGO_TERM_COLOR=never
export TINSMITH_TIMES=${TINSMITH_TIMES:-4}

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
# What Cargo calls the programs that have them, and their names: the library's own tests, and those
# of files and folders in `tests`.
programs() {
    grep -rl 'proptest! {' --include='*.rs' "${@:2}" |
        sed -E "s#^[a-z/]*/src/.*#unittests src/lib.rs ${1//-/_}#
            s#^[a-z/]*/tests/([a-z_]+)\.rs#tests/\1.rs \1#
            s#^[a-z/]*/tests/([a-z_]+)/.*#tests/\1/main.rs \1#" | sort -u
}

# Runs a package's properties: its name, its folder, and folders of sources in it. Names are filters,
# which tests beside the properties may match, too. A name that matches nothing would be no test at
# all, so what passed is counted.
total=0
run() {
    local package=$1 folder=$2 passed=0 names built program path said
    local sources=("${@:3}")
    sources=("${sources[@]/#/$folder/}")
    mapfile -t names < <(properties "${sources[@]}")
    # `.ci/run` names all of the packages that it tests, and so has built these programs.
    read -ra packages <<<"${TINSMITH_PACKAGES:---package $package --all-features}"
    if ! built=$(cargo test --no-run "${packages[@]}" 2>&1); then
        printf '%s\n' "$built" >&2
        return 1
    fi
    while read -r program; do
        path=$(sed -n "s#^ *Executable ${program% *} (\(.*/${program##* }-[0-9a-f]*\))\$#\1#p" <<<"$built")
        path=$(realpath "${path:?is no program of $package: $program}")
        if ! said=$(cd "$folder" && "$path" "${names[@]}" 2>&1); then
            printf '%s\n' "$said" >&2
            return 1
        fi
        passed=$((passed + $(sed -n 's/^test result: ok. \([0-9]*\) passed.*/\1/p' <<<"$said")))
    done < <(programs "$package" "${sources[@]}")
    echo "$package: ${#names[@]} properties, $passed tests passed"
    if [ "${#names[@]}" -eq 0 ] || [ "$passed" -lt "${#names[@]}" ]; then
        echo "$package: $passed tests for ${#names[@]} properties: a name isn't found" >&2
        return 1
    fi
    total=$((total + ${#names[@]}))
}
for seed in "${seeds[@]}"; do
    echo "seed $seed (again: scripts/soak.sh --seed $seed)"
    export PROPTEST_RNG_SEED=$seed
    run tinsmith-runtime runtime src tests
    run tinsmith codegen src tests
    run acceptance tests/acceptance tests
done
echo "${#seeds[@]} rounds of $((total / ${#seeds[@]})) property tests passed"
