# Sourced by the scripts whose names end with compare.sh, with `root` and `usage` set and their
# arguments: sets `seed`, `options` (what else the program gets), `target` and `venv`.
# shellcheck shell=bash

seed=
options=()
while (($#)); do
    case $1 in
    --seed) seed=${2:?--seed needs a number} && shift 2 ;;
    --cases) options+=("$1" "${2:?$1 needs a number}") && shift 2 ;;
    --only)
        [[ $usage == *--only* ]] || { echo "$usage" >&2 && exit 2; }
        options+=("$1" "${2:?$1 needs a number}") && shift 2
        ;;
    -h | --help) echo "$usage" && exit ;;
    *) echo "$usage" >&2 && exit 2 ;;
    esac
done
seed=${seed:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
# shellcheck source=scripts/environment.sh
source "$root/scripts/environment.sh"
# shellcheck disable=SC2034 # The sourcing script builds there.
target=${CARGO_TARGET_DIR:-$root/target}
echo "seed $seed"
