#!/usr/bin/env bash
# Compares the code that two revisions of the generator give for the same models: those of
# codegen/tests/models as they are here, and model/.
#
#   scripts/generated.sh OLD OUT
#
# OLD is the folder of a checkout of the old revision, and OUT a folder for both codes. It says which
# files changed, and sorts their lines: those of the public surface (public items, fields, variants,
# implementations of traits) that went, those that came, and others. It fails if
#
# - a line of the public surface went: docs/policy.md says that none does,
# - a model isn't generated any more,
# - something changed, and the section "Generated code" of CHANGELOG.md is as it was in OLD.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CARGO_TERM_COLOR=never CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0
old=$(realpath "$1")
out=$(realpath --canonicalize-missing "$2")
here=$PWD
target=$(realpath --canonicalize-missing "${CARGO_TARGET_DIR:-target}")
rm -rf "$out"
mkdir -p "$out"
for side in old new; do
    root=$here
    [[ $side == old ]] && root=$old
    (cd "$root" && cargo build --quiet --target-dir "$target/$side" --package tinsmith)
    for model in "$here"/codegen/tests/models/*.json "$here"/codegen/tests/models/*.smithy "$here"/model; do
        [[ -e $model ]] || continue
        name=$(basename "${model%.*}")
        # What a revision can't generate has a file that says so, which the comparison shows.
        "$target/$side/debug/tinsmith" generate --quiet --model "$model" --client --server --serde \
            --out "$out/$side/$name" >/dev/null 2>"$out/$side-$name.log" ||
            { mkdir -p "$out/$side/$name" && echo "not generated" >"$out/$side/$name/REFUSED"; }
    done
done
exec python3 scripts/generated.py "$out/old" "$out/new" "$old/CHANGELOG.md" CHANGELOG.md
