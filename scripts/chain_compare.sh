#!/usr/bin/env bash
# Has botocore and the `chain` example make one call each in random environments, and compares
# who signs, the requests, and refusals.
#
#   scripts/chain_compare.sh [--seed N] [--cases N] [--only N]
#
# The seed is printed; the same seed makes the same cases again. `--only` shows one of them.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
requirements=$root/scripts/requirements.txt
venv=$root/target/venv

usage() {
    sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
}

seed=
cases=()
while (($#)); do
    case $1 in
    --seed) seed=${2:?--seed needs a number} && shift 2 ;;
    --cases | --only) cases+=("$1" "${2:?$1 needs a number}") && shift 2 ;;
    -h | --help) usage && exit ;;
    *) usage >&2 && exit 2 ;;
    esac
done
seed=${seed:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}

# The copy of the requirements is written last: it stands for a complete environment.
if ! cmp -s "$requirements" "$venv/requirements.txt"; then
    python3 -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"
    cp "$requirements" "$venv/requirements.txt"
fi

target=${CARGO_TARGET_DIR:-$root/target}
(cd "$root" && cargo build --quiet --target-dir "$target" --example chain --features client)

echo "seed $seed"
PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" "$root/scripts/chain_compare.py" \
    --seed "$seed" --chain "$target/debug/examples/chain" ${cases[@]+"${cases[@]}"}
