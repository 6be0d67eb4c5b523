#!/usr/bin/env bash
# Compares signatures of the runtime's `sign` example with botocore's, for random requests.
#
#   scripts/sign_compare.sh [--seed N] [--cases N]
#
# The seed is printed; the same seed makes the same requests again.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
requirements=$root/scripts/requirements.txt
venv=$root/target/venv

usage() {
    sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
}

seed=
cases=()
while (($#)); do
    case $1 in
    --seed) seed=${2:?--seed needs a number} && shift 2 ;;
    --cases) cases=(--cases "${2:?--cases needs a number}") && shift 2 ;;
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
(cd "$root" && cargo build --quiet --target-dir "$target" \
    --package tinsmith-runtime --example sign --features client)

echo "seed $seed"
PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" "$root/scripts/sign_compare.py" \
    --seed "$seed" --sign "$target/debug/examples/sign" ${cases[@]+"${cases[@]}"}
