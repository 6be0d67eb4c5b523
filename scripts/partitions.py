"""Writes the runtime's table of partitions from the data that botocore ships.

    partitions.py [--check]

`runtime/src/endpoint/partition/rows.rs` is made of `partitions.json` of the botocore that is
installed: AWS publishes the same facts to all of its SDKs. With `--check` nothing is written; the
status is 1 if the file differs.
"""

import argparse
import json
import pathlib
import sys

import botocore

ROWS = pathlib.Path(__file__).parents[1] / "runtime/src/endpoint/partition/rows.rs"
DATA = pathlib.Path(botocore.__file__).parent / "data/partitions.json"

HEAD = """\
//! The rows of the table of partitions. Written by `scripts/partitions.sh`, not by hand.

/// A partition, and the regions that are known by name.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) pattern: &'static str,
    pub(super) dns_suffix: &'static str,
    pub(super) dual_stack_dns_suffix: &'static str,
    pub(super) supports_fips: bool,
    pub(super) supports_dual_stack: bool,
    pub(super) implicit_global_region: &'static str,
    pub(super) regions: &'static [&'static str],
}
"""

# What a row can say. A fact beyond these has to be given a place first.
PARTITION = {"id", "regionRegex", "regions", "outputs"}
OUTPUTS = {
    "name",
    "dnsSuffix",
    "dualStackDnsSuffix",
    "supportsFIPS",
    "supportsDualStack",
    "implicitGlobalRegion",
}


def text(value):
    """A Rust literal; names, suffixes and patterns are plain."""
    if not all(" " < c <= "~" and c not in "\"" for c in value):
        raise SystemExit(f"{value!r}: expected printable ASCII without quotation marks")
    return f'r"{value}"' if "\\" in value else f'"{value}"'


def only(place, found, known):
    if unknown := set(found) - known:
        raise SystemExit(f"{place}: the table has no place for {', '.join(sorted(unknown))}")


def row(partition):
    name = partition["id"]
    only(name, partition, PARTITION)
    outputs = partition["outputs"]
    only(f"outputs of {name}", outputs, OUTPUTS)
    if outputs["name"] != name:
        raise SystemExit(f"{name}: its outputs have the name {outputs['name']}")
    for region, over in partition["regions"].items():
        only(f"region {region}", over, {"description"})
    lines = [
        f"name: {text(name)},",
        f"pattern: {text(partition['regionRegex'])},",
        f"dns_suffix: {text(outputs['dnsSuffix'])},",
        f"dual_stack_dns_suffix: {text(outputs['dualStackDnsSuffix'])},",
        f"supports_fips: {json.dumps(outputs['supportsFIPS'])},",
        f"supports_dual_stack: {json.dumps(outputs['supportsDualStack'])},",
        f"implicit_global_region: {text(outputs['implicitGlobalRegion'])},",
    ]
    regions = sorted(partition["regions"])
    in_a_line = f"regions: &[{', '.join(map(text, regions))}],"
    # As rustfmt breaks it.
    if len(in_a_line) <= 80:
        lines.append(in_a_line)
    else:
        lines += ["regions: &[", *(f"    {text(region)}," for region in regions), "],"]
    return "".join(f"        {line}\n" for line in lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, compare")
    arguments = parser.parse_args()
    partitions = json.loads(DATA.read_text())["partitions"]
    rows = "".join(f"    Row {{\n{row(partition)}    }},\n" for partition in partitions)
    made = f"{HEAD}\npub(super) const ROWS: [Row; {len(partitions)}] = [\n{rows}];\n"
    there = ROWS.read_text() if ROWS.exists() else ""
    if made == there:
        print(f"{ROWS.name} is what botocore {botocore.__version__} says")
    elif arguments.check:
        print(f"{ROWS.name} isn't what botocore {botocore.__version__} says: run scripts/partitions.sh")
        sys.exit(1)
    else:
        ROWS.write_text(made)
        print(f"{ROWS.name} is written from botocore {botocore.__version__}")


if __name__ == "__main__":
    main()
