#!/usr/bin/env bash
# Fuzzes each target for a while: scripts/fuzz.sh [SECONDS_PER_TARGET] [TARGET…]
#
# Prints how often each was executed. What breaks one is copied to fuzz/regressions/TARGET, from
# where tests/robust replays it, and ends the run with a failure. New entries of the corpora stay
# in target/fuzz/corpus; `--keep` as the first argument merges them into fuzz/corpus, minimized.
#
# It runs on a stable toolchain: RUSTC_BOOTSTRAP=1 allows the coverage flags there.
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

export RUSTC_BOOTSTRAP=1
tools=target/tools
if [[ ! -x $tools/bin/cargo-fuzz ]]; then
    cargo install cargo-fuzz --locked --quiet --root "$tools"
fi
# Without unsafe code of ours, a sanitizer would only take time.
fuzz() {
    local command=$1
    shift
    PATH="$PWD/$tools/bin:$PATH" cargo fuzz "$command" --sanitizer none --target-dir target/fuzz-build "$@"
}

failed=()
total=0
for target in "${targets[@]}"; do
    work=target/fuzz/corpus/$target
    found=target/fuzz/found/$target
    rm -rf "$found"
    mkdir -p "$work" "$found" "fuzz/corpus/$target"
    log=target/fuzz/$target.log
    # A target that isn't built in time isn't executed in time either.
    fuzz build "$target" >"$log" 2>&1 || { tail -20 "$log"; exit 1; }
    result=0
    fuzz run "$target" "$work" "fuzz/corpus/$target" -- -max_total_time="$seconds" \
        -print_final_stats=1 -timeout=10 -rss_limit_mb=2048 -max_len=4096 \
        -artifact_prefix="$PWD/$found/" >"$log" 2>&1 || result=$?
    executed=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    printf '%-12s %12s executions\n' "$target" "${executed:-0}"
    total=$((total + ${executed:-0}))
    if [[ $result -ne 0 ]]; then
        grep -m1 -A2 'panicked\|ERROR: ' "$log" || tail -5 "$log"
        mkdir -p "fuzz/regressions/$target"
        find "$found" -type f -exec cp {} "fuzz/regressions/$target/" \;
        failed+=("$target")
    elif [[ -n $keep ]]; then
        merged=target/fuzz/merged/$target
        rm -rf "$merged"
        mkdir -p "$merged"
        fuzz run "$target" "$merged" "fuzz/corpus/$target" "$work" -- -merge=1 -max_len=1024 >>"$log" 2>&1
        # A corpus is kept small: the smallest entries of what covers most.
        rm -rf "fuzz/corpus/$target"
        mkdir -p "fuzz/corpus/$target"
        find "$merged" -type f -size -2k -printf '%s %p\n' | sort -n | head -150 | cut -d' ' -f2 |
            xargs -I{} cp {} "fuzz/corpus/$target/"
    fi
done
printf '%-12s %12s executions\n' 'in all' "$total"
if [[ ${#failed[@]} -gt 0 ]]; then
    echo "broken: ${failed[*]}; see target/fuzz/*.log and fuzz/regressions" >&2
    exit 1
fi
