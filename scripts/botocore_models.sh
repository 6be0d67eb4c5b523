#!/usr/bin/env bash
# Writes Smithy models of all services that botocore knows, made of its own descriptions, and has
# the command generate each of them whole, with clients, servers and serde.
#
#   scripts/botocore_models.sh              all 436: six minutes
#   scripts/botocore_models.sh sts lexv2    services whose names begin so
#
# The models are in target/botocore-models: `scripts/all_models.sh target/botocore-models/sts.json`
# compiles what is generated of one, too. A service that can't be generated fails the run, unless
# `NOT_SMITHY` in botocore_models.py has the reason. TINSMITH may name a built command.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=scripts/environment.sh
source "$root/scripts/environment.sh"
target=${CARGO_TARGET_DIR:-$root/target}
if [ -z "${TINSMITH:-}" ]; then
    (cd "$root" && cargo build --quiet --release --package tinsmith)
    TINSMITH=$target/release/tinsmith
fi
exec "$venv/bin/python" "$root/scripts/botocore_models.py" \
    --tinsmith "$TINSMITH" --out "$root/target/botocore-models" "$@"
