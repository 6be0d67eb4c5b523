#!/usr/bin/env bash
# Changes the runtime in one place after the other, and looks whether its tests notice:
#
#   scripts/mutants.sh [PART…] [-- ARGUMENTS OF CARGO MUTANTS]
#
# Parts are json, sign, config, credentials and retry; without one, all of them. A part is some
# sources and the tests that are there for them (modules of the library and of the programs in
# runtime/tests), so that a mutant takes seconds. To bound a run:
#
#   scripts/mutants.sh json -- --shard 0/8      # every eighth mutant
#   scripts/mutants.sh sign -- --in-diff FILE   # those in the lines of a diff
#   FILES=runtime/src/json/union.rs scripts/mutants.sh json   # those of one file
#
# It installs cargo-mutants below target/ once. What no test noticed is in
# target/mutants/PART/mutants.out/missed.txt; docs/mutants.md says which of those stay, and why.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CARGO_TERM_COLOR=never INSTA_UPDATE=no
# What is built besides the runtime is built once, and without debug information.
export CARGO_TARGET_DIR="$PWD/target/mutants/build" CARGO_PROFILE_DEV_DEBUG=0
# Properties that hold of a few random inputs find most mutants; the others fail elsewhere.
export PROPTEST_CASES="${PROPTEST_CASES:-16}"
parts=()
while [[ $# -gt 0 && $1 != -- ]]; do parts+=("$1"); shift; done
[[ ${1:-} == -- ]] && shift
[[ ${#parts[@]} -eq 0 ]] && parts=(json sign config credentials retry)

tools=target/tools
if [[ ! -x $tools/bin/cargo-mutants ]]; then
    # Its own speed doesn't matter, and a build without optimisation is short.
    cargo install cargo-mutants --version 27.1.0 --locked --debug --quiet --root "$tools"
fi

client=runtime/src/client
failed=()
for part in "${parts[@]}"; do
    case $part in
        json)
            files=('runtime/src/json/*.rs')
            features=serde
            targets=(--lib --test=wire)
            tests=(json union:: serde::)
            ;;
        sign)
            files=("$client"/sign/*.rs)
            features=client
            targets=(--lib --test=client)
            tests=(client::sign sign::)
            ;;
        config)
            files=("$client/config/*.rs")
            features=client,compression
            targets=(--lib --test=client)
            tests=(client::config config:: settings:: hosts:: credentials::)
            ;;
        credentials)
            files=("$client/credentials/*.rs")
            features=client
            targets=(--lib --test=client)
            tests=(client::credentials client::words credentials:: secrets::)
            ;;
        retry)
            files=("$client/retry/*.rs")
            features=client,compression
            targets=(--lib --test=client)
            tests=(client::retry calls:: faults:: timing:: settings::retries)
            ;;
        *)
            echo "$part is no part: expected json, sign, config, credentials or retry" >&2
            exit 2
            ;;
    esac
    [[ -n ${FILES:-} ]] && read -ra files <<<"$FILES"
    selected=()
    for file in "${files[@]}"; do selected+=(--file "$file"); done
    # Only these programs are built, too: what stands behind the last `--` is for running them.
    for target in "${targets[@]}"; do selected+=(--cargo-arg="$target"); done
    out=target/mutants/$part
    mkdir -p "$out"
    printf '\n==> %s\n' "$part"
    # What `Debug` prints is nobody's promise. The type alias ReadResult has no constructors, which
    # cargo-mutants can't know.
    PATH="$PWD/$tools/bin:$PATH" nice -n 19 cargo mutants --package tinsmith-runtime \
        "${selected[@]}" --features "$features" --output "$out" --timeout 90 --no-shuffle \
        --exclude-re 'impl (std::)?(fmt::)?Debug for' --exclude-re 'with ReadResult::(new|from|from_iter)\(' --colors never "$@" -- -- "${tests[@]}" ||
        failed+=("$part")
    for kind in caught missed timeout unviable; do
        list=$out/mutants.out/$kind.txt
        printf '%-12s %6s %s\n' "$part" "$([[ -f $list ]] && wc -l <"$list" || echo 0)" "$kind"
    done
done
[[ ${#failed[@]} -eq 0 ]] || { echo "not all was noticed: ${failed[*]}" >&2; exit 1; }
