#!/usr/bin/env bash
# Calls the `fake_emr` example with boto3 and the AWS CLI: a line per check, then how many
# passed and failed. Status 1 if any failed.
#
#   scripts/peers.sh
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/peers/environment.sh
source "$root/scripts/peers/environment.sh"

target=${CARGO_TARGET_DIR:-$root/target}
# shellcheck disable=SC2086 # These are several arguments; `.ci/run` sets the variable.
(cd "$root" && cargo build --quiet --target-dir "$target" ${TINSMITH_PACKAGES:---features client,server} --example fake_emr)

log=$(mktemp)
id=AKIDEXAMPLE
secret=wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY
"$target/debug/examples/fake_emr" --access-key-id "$id" --secret-access-key "$secret" >"$log" &
fake=$!
trap 'kill "$fake" 2>/dev/null || true; rm -f "$log"' EXIT

# Its first line says where it listens.
for _ in {1..100}; do
    url=$(sed -n '1s/^listening on //p' "$log")
    [[ -n $url ]] && break
    kill -0 "$fake" || exit 1
    sleep 0.1
done

PYTHONPATH=$root/scripts "$venv/bin/python" -m peers \
    --url "${url:?fake_emr said nothing}" --access-key-id "$id" --secret-access-key "$secret"
