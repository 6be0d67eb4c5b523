#!/usr/bin/env python3
"""Checks what the published packages depend on, from what cargo knows without the network.

    scripts/dependencies.py [--licences] [--rust] [--builds]
    scripts/dependencies.py --rust-of PACKAGE

--licences  every dependency has a licence that deny.toml allows
--rust      no dependency needs a newer Rust than the package that depends on it says
--builds    `cargo test`, with the default packages and with those of TINSMITH_PACKAGES, compiles the
            generator and what it needs once: for build scripts with the same features as for tests
--rust-of   prints the Rust that a package says

Dependencies are those of all features, for building and for use, on all systems, and not those of
tests. Without an option, all checks are made.
"""

import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKAGES = ["tinsmith-runtime", "tinsmith", "emr-sessions"]
# emr-sessions depends on the generator only in the feature `buildtime-codegen`, which says so.
NEEDS_THE_GENERATOR = {"emr-sessions": "tinsmith"}
# The feature `sigv4a` needs a newer Rust than the rest, as docs/policy.md says.
OF_SIGV4A = {"crypto-bigint": "1.87", "ctutils": "1.87"}


def metadata():
    command = ["cargo", "metadata", "--format-version", "1", "--all-features", "--locked"]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)


def closure(found, name):
    """The packages that a package needs."""
    packages = {package["id"]: package for package in found["packages"]}
    nodes = {node["id"]: node for node in found["resolve"]["nodes"]}
    [root] = [it["id"] for it in packages.values() if it["name"] == name and not it["source"]]
    seen, open_ids = set(), [root]
    while open_ids:
        identity = open_ids.pop()
        if identity in seen:
            continue
        seen.add(identity)
        for dependency in nodes[identity]["deps"]:
            if any(kind["kind"] != "dev" for kind in dependency["dep_kinds"]):
                if packages[dependency["pkg"]]["name"] != NEEDS_THE_GENERATOR.get(name):
                    open_ids.append(dependency["pkg"])
    return packages[root], [packages[identity] for identity in seen]


def version(text):
    parts = [int(part) for part in re.findall(r"\d+", text)[:3]]
    return tuple(parts + [0] * (3 - len(parts)))


def is_allowed(expression, allowed):
    """Whether a licence expression (SPDX) can be met."""
    # The old form `MIT/Apache-2.0` means "or".
    tokens = re.findall(r"\(|\)|[^\s()]+", expression.replace("/", " OR "))

    def either(at):
        value, at = both(at)
        while at < len(tokens) and tokens[at] == "OR":
            other, at = both(at + 1)
            value = value or other
        return value, at

    def both(at):
        value, at = single(at)
        while at < len(tokens) and tokens[at] == "AND":
            other, at = single(at + 1)
            value = value and other
        return value, at

    def single(at):
        if tokens[at] == "(":
            value, at = either(at + 1)
            return value, at + 1
        name, at = tokens[at], at + 1
        if at < len(tokens) and tokens[at] == "WITH":
            with_exception = f"{name} WITH {tokens[at + 1]}"
            return with_exception in allowed, at + 2
        return name in allowed, at

    value, at = either(0)
    return value and at == len(tokens)


def licences(found):
    allowed = set(tomllib.loads((ROOT / "deny.toml").read_text())["licenses"]["allow"])
    wrong = set()
    checked = set()
    for name in PACKAGES:
        for package in closure(found, name)[1]:
            checked.add(package["id"])
            if not is_allowed(package["license"] or "none", allowed):
                wrong.add(f"{package['name']} {package['version']}: {package['license']}")
    print(f"{len(checked)} packages, licences: {len(wrong)} not allowed by deny.toml")
    return sorted(wrong)


def rust(found):
    wrong = []
    for name in PACKAGES:
        root, packages = closure(found, name)
        for package in packages:
            needed = package["rust_version"]
            may_need = max(root["rust_version"], OF_SIGV4A.get(package["name"], "0"), key=version)
            if needed and version(needed) > version(may_need):
                has = root["rust_version"]
                wrong.append(f"{package['name']} {package['version']} needs Rust {needed}: {name} says {has}")
        print(f"{name}: {len(packages)} packages, Rust {root['rust_version']}")
    return sorted(wrong)


def tree(*arguments):
    command = ["cargo", "tree", "--locked", "--prefix", "none", "--no-dedupe", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def builds():
    # Its features `default` are those of the command.
    needed = {line.split()[0] for line in tree("-e", "normal,build", "-p", "tinsmith").splitlines() if line}
    wrong = []
    selections = [[], os.environ.get("TINSMITH_PACKAGES", "").split()]
    for selection in [it for at, it in enumerate(selections) if at == 0 or it]:
        features = collections.defaultdict(set)
        for line in tree("-e", "normal,build,dev", "-f", "{p}\t{f}", *selection).splitlines():
            package, _, enabled = line.partition("\t")
            name = package.split(" (")[0]
            if name.split(" ")[0] in needed:
                features[name].add(enabled.removesuffix(" (*)"))
        twice = {name: sets for name, sets in features.items() if len(sets) > 1}
        print(f"cargo test {' '.join(selection)}: {len(features)} packages for the generator, {len(twice)} built twice")
        for name, sets in sorted(twice.items()):
            forms = " and ".join(f"[{enabled}]" for enabled in sorted(sets))
            wrong.append(
                f"{name} is compiled with {forms}: give tests/goldens the same features in [build-dependencies]"
            )
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--licences", action="store_true")
    parser.add_argument("--rust", action="store_true")
    parser.add_argument("--builds", action="store_true")
    parser.add_argument("--rust-of")
    arguments = parser.parse_args()
    found = metadata()
    if arguments.rust_of:
        print(closure(found, arguments.rust_of)[0]["rust_version"])
        return 0
    every = not arguments.licences and not arguments.rust and not arguments.builds
    wrong = []
    if arguments.licences or every:
        wrong += licences(found)
    if arguments.rust or every:
        wrong += rust(found)
    if arguments.builds or every:
        wrong += builds()
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
