"""The command: measures, prints the report and writes it."""

import argparse

from . import builds, calls, cargo, codecs, faults, formats, generator, growth, migration, report, servers
from . import storage, transfers, whole
from .folders import Missing
from .kept import Kept

PARTS = {
    "codecs": codecs,
    "formats": formats,
    "builds": builds,
    "storage": storage,
    "migration": migration,
    "calls": calls,
    "servers": servers,
    "faults": faults,
    "transfers": transfers,
    "growth": growth,
    "whole": whole,
    "generator": generator,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="benches/peers/run.sh", description=__doc__)
    parser.add_argument(
        "--only",
        action="append",
        choices=PARTS,
        metavar="PART",
        help=f"only this part ({', '.join(PARTS)}); may be repeated",
    )
    parser.add_argument(
        "--keep", action="store_true", help="keep the target folders, instead of removing them"
    )
    parser.add_argument(
        "--resume",
        action="store_true",
        help="go on with a run of builds or growth that was stopped, with what it has measured",
    )
    arguments = parser.parse_args()
    # All of the workspace, whichever part is measured: afterwards everything runs offline, and
    # Cargo reads the manifest of every package then.
    cargo.fetch()
    for name, part in PARTS.items():
        if arguments.only is None or name in arguments.only:
            # Written after each part, so that a long run that is stopped isn't lost.
            try:
                section = part.run(arguments.keep, Kept(name, arguments.resume))
            except Missing as missing:
                cargo.say(f"SKIPPED {name}: {missing}")
                continue
            report.write({name: section})
            print(section)


if __name__ == "__main__":
    main()
