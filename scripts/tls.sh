#!/usr/bin/env bash
# Runs the tests of TLS, of connections, of responses and of signatures with the libraries that the
# client can have in the place of ring: aws-lc-rs, and the system's (OpenSSL here, whose headers are
# needed).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

libraries=(rustls-aws-lc-rs)
if pkg-config --exists openssl; then
    libraries+=(native-tls)
else
    echo "SKIPPED native-tls: there are no headers of OpenSSL (libssl-dev, openssl-devel)"
fi
for library in "${libraries[@]}"; do
    printf '\n==> %s\n' "$library"
    cargo test --package tinsmith-runtime --features "$library,http2" --lib --test client \
        --test conversations -- tls:: connections:: sign:: calls:: responses:: client::crypto hyper_client
done
