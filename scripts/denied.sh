#!/usr/bin/env bash
# Calls the compiler for scripts/all_models.sh, with warnings denied: RUSTC_WORKSPACE_WRAPPER names
# this file, and Cargo passes the compiler and its arguments.
exec "$@" -D warnings -D missing_docs
