#!/usr/bin/env bash
# Fuzzes each target for a while: scripts/fuzz.sh [SECONDS_PER_TARGET] [TARGET…]
#
# Prints how often each target was executed, how many places in the code it reached (libFuzzer's
# coverage), and how many inputs it added to its corpus. An input that breaks a target is copied to
# fuzz/regressions/TARGET, from where tests replay it, and ends the run with a failure. New
# entries of the corpora stay in target/fuzz/corpus; `--keep` as the first argument merges them into
# fuzz/corpus, minimized.
#
# Two targets run side by side. Runs below 30 s per target are built without optimisation, since
# they spend more time in the build than in the targets. Needs a C++ compiler, for libFuzzer.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
keep=
if [[ ${1:-} == --keep ]]; then keep=1; shift; fi
seconds=${1:-60}
shift || true
targets=("$@")
if [[ ${#targets[@]} -eq 0 ]]; then
    for file in fuzz/fuzz_targets/*.rs; do targets+=("$(basename "$file" .rs)"); done
fi

# With `--target`, build scripts and macros are compiled apart, without coverage.
host=$(rustc -vV | sed -n 's/^host: //p')
profile=release
programs=target/fuzz-build/$host/release
if [[ $seconds -lt 30 ]]; then
    profile=dev
    programs=target/fuzz-build/$host/debug
fi
bins=()
for target in "${targets[@]}"; do bins+=(--bin "$target"); done
RUSTC_WRAPPER="$PWD/fuzz/rustc.sh" cargo build --quiet --manifest-path fuzz/Cargo.toml \
    --profile "$profile" --target "$host" --target-dir target/fuzz-build "${bins[@]}"

# Executes a target; its log has all that libFuzzer prints.
run() {
    local target=$1 work=target/fuzz/corpus/$1 found=target/fuzz/found/$1 log=target/fuzz/$1.log
    rm -rf "$found"
    mkdir -p "$work" "$found" "fuzz/corpus/$target"
    "$programs/$target" "$work" "fuzz/corpus/$target" -max_total_time="$seconds" \
        -print_final_stats=1 -timeout=10 -rss_limit_mb=2048 -max_len=4096 \
        -artifact_prefix="$PWD/$found/" >"$log" 2>&1
}

# Prints a target's figures.
figures() {
    local target=$1 log=target/fuzz/$1.log executed reached added
    executed=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    added=$(sed -n 's/^stat::new_units_added: *//p' "$log")
    reached=$(grep -o ' cov: [0-9]*' "$log" | tail -1 | grep -o '[0-9]*' || true)
    printf '%-12s %12s executions %8s places %6s new inputs\n' \
        "$target" "${executed:-0}" "${reached:-0}" "${added:-0}"
    total=$((total + ${executed:-0}))
    # libFuzzer goes on without coverage, with random bytes.
    if [[ $2 -eq 0 && ${reached:-0} -eq 0 ]]; then
        echo "$target: libFuzzer sees no coverage" >&2
        return 1
    fi
}

# Keeps an input that broke a target, and says how to execute it again.
report() {
    local target=$1 file
    grep -m1 -A2 'panicked\|ERROR: ' "target/fuzz/$target.log" || tail -5 "target/fuzz/$target.log"
    mkdir -p "fuzz/regressions/$target"
    while IFS= read -r file; do
        cp "$file" "fuzz/regressions/$target/"
        echo "again: $programs/$target fuzz/regressions/$target/$(basename "$file")"
    done < <(find "target/fuzz/found/$target" -type f)
}

# Merges new inputs into a target's corpus. A corpus is kept small: the smallest entries of those
# that cover most.
merge() {
    local target=$1 merged=target/fuzz/merged/$1
    rm -rf "$merged"
    mkdir -p "$merged"
    "$programs/$target" "$merged" "fuzz/corpus/$target" "target/fuzz/corpus/$target" \
        -merge=1 -max_len=1024 >>"target/fuzz/$target.log" 2>&1
    rm -rf "fuzz/corpus/$target"
    mkdir -p "fuzz/corpus/$target"
    find "$merged" -type f -size -2k -printf '%s %p\n' | sort -n | awk 'NR <= 150' | cut -d' ' -f2 |
        xargs -I{} cp {} "fuzz/corpus/$target/"
}

# An interrupted run leaves no target behind.
trap 'jobs -p | xargs --no-run-if-empty kill 2>/dev/null || true' EXIT
failed=()
total=0
for ((at = 0; at < ${#targets[@]}; at += 2)); do
    pair=("${targets[@]:at:2}")
    processes=()
    for target in "${pair[@]}"; do
        run "$target" &
        processes+=($!)
    done
    for place in "${!pair[@]}"; do
        target=${pair[place]}
        result=0
        wait "${processes[place]}" || result=$?
        figures "$target" "$result" || result=1
        if [[ $result -ne 0 ]]; then
            report "$target"
            failed+=("$target")
        elif [[ -n $keep ]]; then
            merge "$target"
        fi
    done
done
printf '%-12s %12s executions\n' 'in all' "$total"
if [[ ${#failed[@]} -gt 0 ]]; then
    echo "broken: ${failed[*]}; see target/fuzz/*.log and fuzz/regressions" >&2
    exit 1
fi
