#!/usr/bin/env bash
# Calls moto, which imitates AWS, with generated clients of EMR, DynamoDB, Lambda and S3: a line
# per check, then how many passed and failed. The example `s3` follows. Status 1 if any failed.
#
#   scripts/moto.sh
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/peers/environment.sh
source "$root/scripts/peers/environment.sh"

target=${CARGO_TARGET_DIR:-$root/target}
# `.ci/run` sets the variable.
read -ra packages <<<"${TINSMITH_PACKAGES:---package moto-peers --package storage}"
test=(cargo test --quiet --target-dir "$target" "${packages[@]}" --test moto)
(cd "$root" && "${test[@]}" --no-run)
(cd "$root" && cargo build --quiet --target-dir "$target" "${packages[@]}" --example s3)

log=$(mktemp)
"$venv/bin/moto_server" --host 127.0.0.1 --port 0 >"$log" 2>&1 &
moto=$!
trap 'kill "$moto" 2>/dev/null || true; rm -f "$log"' EXIT

# It says where it listens when it does.
for _ in {1..300}; do
    url=$(sed -n 's/.*Running on \(http:[^ ]*\).*/\1/p' "$log" | head -n 1)
    [[ -n $url ]] && break
    kill -0 "$moto" || { cat "$log" && exit 1; }
    sleep 0.1
done

prepare=("$venv/bin/python" "$root/scripts/peers/prepare_moto.py")
variables=$("${prepare[@]}" "${url:?moto said nothing}")
while IFS= read -r variable; do export "${variable?}"; done <<<"$variables"
cd "$root"
"${test[@]}" -- emr dynamodb dynamodb-blocking lambda || { tail -n 40 "$log" && exit 1; }
"${prepare[@]}" "$url" --unchecked
"${test[@]}" -- lambda-without-bodies s3 || { tail -n 40 "$log" && exit 1; }
"$target/debug/examples/s3" "$url" || { tail -n 40 "$log" && exit 1; }
