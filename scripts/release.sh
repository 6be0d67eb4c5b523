#!/usr/bin/env bash
# Checks what a release has to pass besides .ci/run:
#
#   scripts/release.sh [PART…]
#
#   minimal     the lowest versions that the manifests allow compile
#   msrv        no dependency needs a newer Rust than the package says, and the package compiles with it
#   licences    licences, sources and advisories of dependencies, by deny.toml
#   semver      the public interfaces since the last tag
#   generated   generated code since the last tag, or since the revision in SINCE
#
# Without a part, all of them. What can't be checked here (no network, no toolchain, no tag) is
# SKIPPED in a line of its own, and counted at the end. It installs cargo-deny and
# cargo-semver-checks below target/ once.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export CARGO_TERM_COLOR=never CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0
root=$PWD
target=$(realpath --canonicalize-missing "${CARGO_TARGET_DIR:-target}")
tools=$root/target/tools
work=$target/release-checks
mkdir -p "$work"
failed=()
skipped=()

skip() {
    printf 'SKIPPED %s\n' "$*" >&2
    skipped+=("$1")
}

tool() { # NAME VERSION
    [[ -x $tools/bin/$1 ]] ||
        cargo install "$1" --version "$2" --locked --debug --quiet --root "$tools"
}

# The revision to compare with.
since() {
    if [[ -n ${SINCE:-} ]]; then
        git rev-parse --verify --quiet "$SINCE^{commit}"
    else
        git describe --tags --abbrev=0 --match 'v*' 2>/dev/null
    fi
}

# The three packages and their sources, without tests of other packages: their needs aren't ours.
copy_of_packages() {
    rm -rf "$1"
    mkdir -p "$1"
    git ls-files -z -- Cargo.toml Cargo.lock build.rs smithy-build.json codegen runtime generated model \
        examples docs/emr-sessions.md | tar --create --null --files-from=- | tar --extract --directory "$1"
    sed -i 's/^members = .*/members = ["codegen", "runtime"]/; /^default-members = /d; /^exclude = /d' "$1/Cargo.toml"
}

minimal() {
    local copy=$work/minimal
    copy_of_packages "$copy"
    # The option isn't stable, and so far only this check needs it.
    (cd "$copy" && RUSTC_BOOTSTRAP=1 cargo update --quiet -Z direct-minimal-versions &&
        export CARGO_TARGET_DIR="$work/minimal-target" &&
        cargo check --quiet --package tinsmith-runtime --all-features &&
        cargo check --quiet --package tinsmith &&
        cargo check --quiet --package emr-sessions --features client,server,serde)
}

msrv() {
    python3 scripts/dependencies.py --rust || return 1
    local package version
    for package in tinsmith-runtime tinsmith; do
        version=$(python3 scripts/dependencies.py --rust-of "$package")
        if ! rustup toolchain list 2>/dev/null | grep --quiet "^$version\."; then
            skip "msrv: $package wasn't compiled with Rust $version: run \`rustup toolchain install $version.0\`"
            continue
        fi
        local toolchain
        toolchain=$(rustup toolchain list | grep --max-count=1 "^$version\." | cut -d ' ' -f 1)
        CARGO_TARGET_DIR="$work/msrv" cargo "+$toolchain" check --quiet --package "$package" --all-features || return 1
    done
}

licences() {
    python3 scripts/dependencies.py --licences || return 1
    tool cargo-deny 0.18.3 || {
        skip "licences: cargo-deny can't be installed"
        return 0
    }
    "$tools/bin/cargo-deny" --all-features check bans licenses sources || return 1
    local database
    if database=$("$tools/bin/cargo-deny" fetch db 2>&1); then
        "$tools/bin/cargo-deny" --all-features check advisories
    else
        skip "licences: the database of advisories can't be fetched: ${database##*$'\n'}"
    fi
}

semver() {
    local base
    base=$(since) || {
        skip "semver: there is no tag, and SINCE names no revision"
        return 0
    }
    tool cargo-semver-checks 0.42.0 || {
        skip "semver: cargo-semver-checks can't be installed"
        return 0
    }
    CARGO_TARGET_DIR="$work/semver" "$tools/bin/cargo-semver-checks" semver-checks \
        --package tinsmith-runtime --package tinsmith --baseline-rev "$base"
}

generated() {
    local base
    base=$(since) || {
        skip "generated: there is no tag, and SINCE names no revision"
        return 0
    }
    local old=$work/generated-base
    git worktree remove --force "$old" 2>/dev/null || true
    rm -rf "$old"
    git worktree prune
    git worktree add --quiet --detach "$old" "$base"
    local status=0
    CARGO_TARGET_DIR="$work/generated-target" scripts/generated.sh "$old" "$work/generated" || status=$?
    git worktree remove --force "$old"
    return $status
}

parts=("$@")
[[ ${#parts[@]} -eq 0 ]] && parts=(minimal msrv licences semver generated)
for part in "${parts[@]}"; do
    case $part in
        minimal | msrv | licences | semver | generated)
            printf '\n==> %s\n' "$part"
            "$part" || failed+=("$part")
            ;;
        *)
            echo "$part is no part: expected minimal, msrv, licences, semver or generated" >&2
            exit 2
            ;;
    esac
done
[[ ${#skipped[@]} -eq 0 ]] || printf '\n%s checks were skipped, see above\n' "${#skipped[@]}" >&2
[[ ${#failed[@]} -eq 0 ]] || { printf '\nfailed: %s\n' "${failed[*]}" >&2; exit 1; }
printf '\nchecked: %s\n' "${parts[*]}"
