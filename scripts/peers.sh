#!/usr/bin/env bash
# Calls the examples `fake_emr` and `fake_s3` with boto3 and the AWS CLI: a line per check, then how
# many passed and failed. Status 1 if any failed.
#
#   scripts/peers.sh
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/peers/environment.sh
source "$root/scripts/peers/environment.sh"

target=${CARGO_TARGET_DIR:-$root/target}
read -ra packages <<<"${TINSMITH_PACKAGES:---package emr-sessions --package storage --features emr-sessions/client,emr-sessions/server}"
examples=(--example fake_emr --example fake_s3)
(cd "$root" && cargo build --quiet --target-dir "$target" "${packages[@]}" "${examples[@]}")

logs=$(mktemp -d)
id=AKIDEXAMPLE
secret=wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY
"$target/debug/examples/fake_emr" --access-key-id "$id" --secret-access-key "$secret" >"$logs/emr" &
emr=$!
"$target/debug/examples/fake_s3" >"$logs/s3" &
s3=$!
trap 'kill "$emr" "$s3" 2>/dev/null || true; rm -rf "$logs"' EXIT

# Their first lines say where they listen.
for _ in {1..100}; do
    url=$(sed -n '1s/^listening on //p' "$logs/emr")
    objects=$(sed -n '1s/^listening on //p' "$logs/s3")
    [[ -n $url && -n $objects ]] && break
    kill -0 "$emr" "$s3" || exit 1
    sleep 0.1
done

PYTHONPATH=$root/scripts "$venv/bin/python" -m peers \
    --url "${url:?fake_emr said nothing}" --objects-url "${objects:?fake_s3 said nothing}" \
    --access-key-id "$id" --secret-access-key "$secret"
