#!/usr/bin/env python3
"""Compares two folders of generated code, see scripts/generated.sh.

    scripts/generated.py OLD NEW OLD_CHANGELOG NEW_CHANGELOG
"""

import collections
import pathlib
import re
import sys

# Public items; fields and variants are found by their blocks.
ITEM = re.compile(r"pub (?:const |async |unsafe )*(?:fn|struct|enum|union|trait|mod|type|const|static|use)\b")
IMPLEMENTATION = re.compile(r"(?:unsafe )?impl\b.* for ")


def surface(text):
    """The public surface of a file: each item by the block that it is in, signatures on one line."""
    lines = collections.Counter()
    blocks = []  # Of each open brace: whether it is public, and the text before it.
    head = ""
    for raw in text.splitlines():
        line = raw.strip()
        if not line or line.startswith(("//", "#[", "#![")):
            continue
        head = f"{head} {line}".strip()
        where = blocks[-1] if blocks else ("file", "")
        if head.startswith("pub use "):
            # A re-export counts by each of its names.
            if head.endswith(";"):
                path, _, names = head.removesuffix(";").removesuffix("}").partition("{")
                for name in filter(None, map(str.strip, names.split(","))) if names else [""]:
                    lines[f"{path}{name}"] += 1
                head = ""
            continue
        arrows = head.count("->") + head.count("=>")
        is_open = head.count("(") > head.count(")") or head.count("<") > head.count(">") - arrows
        if is_open and where[0] != "code":
            continue
        if line.endswith(("{", "{}")):
            signature = head.rstrip("{} ").strip()
            kind = "code"
            if where[0] == "file" or where[0] == "impl" or where[0] == "trait":
                is_public = signature.startswith("pub ") or where[0] == "trait"
                if IMPLEMENTATION.match(signature):
                    lines[signature] += 1
                    kind = "code"
                elif signature.startswith("impl"):
                    kind = "impl"
                elif is_public and ITEM.match(signature):
                    lines[f"{where[1]} {signature}".strip()] += 1
                    if re.match(r"pub (struct|union)\b", signature):
                        kind = "struct"
                    elif signature.startswith("pub enum"):
                        kind = "enum"
                    elif signature.startswith("pub trait"):
                        kind = "trait"
                elif where[0] == "trait":
                    lines[f"{where[1]} {signature}".strip()] += 1
            if where[0] == "enum":
                lines[f"{where[1]} {signature}"] += 1
                kind = "code"
            if not line.endswith("{}"):
                blocks.append((kind, signature))
            head = ""
            continue
        if line.startswith("}"):
            opened = line.count("{")
            for _ in range(line.count("}") - opened):
                if blocks:
                    blocks.pop()
            head = ""
            if line.endswith("{"):
                blocks.append(("code", ""))
            continue
        if line.endswith((";", ",")):
            if where[0] in ("file", "impl", "trait") and ITEM.match(head):
                lines[f"{where[1]} {head}".strip()] += 1
            elif where[0] == "struct" and head.startswith("pub "):
                lines[f"{where[1]} {head}"] += 1
            elif where[0] == "enum":
                lines[f"{where[1]} {head}"] += 1
            head = ""
    return lines


def notes(path):
    """The section "Generated code" of the unreleased version."""
    text = pathlib.Path(path).read_text() if pathlib.Path(path).exists() else ""
    unreleased = text.partition("## [Unreleased]")[2].partition("\n## [")[0]
    return unreleased.partition("### Generated code")[2].partition("\n### ")[0].strip()


def files(folder):
    root = pathlib.Path(folder)
    return {str(path.relative_to(root)): path.read_text() for path in sorted(root.rglob("*")) if path.is_file()}


def main():
    old_folder, new_folder, old_changelog, new_changelog = sys.argv[1:]
    old, new = files(old_folder), files(new_folder)
    if not old or not new:
        sys.exit("there is no generated code to compare")
    changed = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    refused = [name for name in changed if name.endswith("REFUSED") and name in new]
    went, came = [], []
    for name in changed:
        before, after = surface(old.get(name, "")), surface(new.get(name, ""))
        went += [f"{name}: {line}" for line in sorted((before - after).elements())]
        came += [f"{name}: {line}" for line in sorted((after - before).elements())]
        kind = "new" if name not in old else "gone" if name not in new else "changed"
        print(f"{kind:8} {name}")
    print(f"{len(changed)} of {len(old.keys() | new.keys())} files changed")
    for title, lines in (("went from the public surface", went), ("came to the public surface", came)):
        print(f"\n{len(lines)} lines {title}")
        for line in lines[:200]:
            print(f"    {line}")
    wrong = []
    if went:
        wrong.append("the public surface lost lines: docs/policy.md says that none goes in a minor version")
    if refused:
        wrong.append(f"these models aren't generated any more: {', '.join(refused)}")
    if changed and notes(old_changelog) == notes(new_changelog):
        wrong.append('the section "Generated code" of CHANGELOG.md says nothing of the change')
    for problem in wrong:
        print(f"FAILED: {problem}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
