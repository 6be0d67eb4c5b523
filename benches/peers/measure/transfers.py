"""What it costs to move a large object."""

import os
import subprocess
import tempfile
import time
from pathlib import Path

from . import cargo, report
from .folders import TARGET
from .kept import Kept

PACKAGE = "peers-transfers"
GIBIBYTE = 1 << 30
RUNS = 3
# Each work, and who can do it.
WORKS = {
    "put": ("one PUT of 1 GiB from a file", ("ours", "official")),
    "get": ("one GET of 1 GiB", ("ours", "official", "object_store")),
    "parts": ("upload of 1 GiB in parts", ("ours", "object_store")),
    "ranges": ("download of 1 GiB by ranges", ("ours",)),
}
TEXT = """\
## Large objects

A program per client moves 1 GiB over loopback HTTP, to a server that drops what it gets and makes up what it gives. Uploads
come from a file that the system has in memory. All programs have one thread, their defaults, and parts of 8 MiB, four at once.
Each figure is the median of {runs} runs, in which the clients take turns. CPU time is that of the client's
process: user and system time.

Two costs are common to all clients. The signature covers the body where there is no TLS, and two fifths of our PUT are
SHA-256 of 1 GiB. A quarter of a PUT and of a GET is the kernel's copy between files, sockets and the program. So half of the
official SDK's CPU time is out of reach here. Ours reads a file twice, for a signature and a checksum in
headers and then for the body, where the SDK signs pieces of a body that it frames (`aws-chunked`), which not every server
that speaks S3 reads.

"""


def run(keep: bool, kept: Kept) -> str:
    target = TARGET / "transfers"
    cargo.build(["build", "--release"], PACKAGE, target, "--bins")
    folder = target / "release"
    results = kept.step("transfers", lambda: measure(folder))
    if not keep:
        cargo.remove(target)
    rows = []
    for work, (name, clients) in WORKS.items():
        ours = results[work]["ours"]
        for peer in clients[1:] or (None,):
            theirs = results[work].get(peer)
            for what, unit in (("wall", "s"), ("cpu", "CPU s")):
                rows.append(
                    [f"{name}, {what}", f"{ours[what]:.2f} {unit}"]
                    + ([peer, f"{theirs[what]:.2f} {unit}"] if theirs else ["", ""])
                    + [report.ratio(theirs[what], ours[what]) if theirs else "–"]
                )
    versions = {name: cargo.sources(name)[0] for name in ("aws-sdk-s3", "object_store")}
    return (
        TEXT.format(runs=RUNS)
        + report.table(["", "ours", "peer", "theirs", "ratio"], rows)
        + "\n"
        + kept.note()
        + report.measured_on(versions)
    )


def measure(folder: Path) -> dict:
    """The median cost of each work by each client."""
    server = subprocess.Popen(
        [folder / "server", str(GIBIBYTE)], stdout=subprocess.PIPE, text=True
    )
    try:
        url = server.stdout.readline().strip()
        with tempfile.TemporaryDirectory() as scratch:
            file = Path(scratch) / "object"
            with file.open("wb") as out:
                for number in range(GIBIBYTE >> 20):
                    out.write(number.to_bytes(4, "little") * (1 << 18))
            costs = {work: {client: [] for client in clients} for work, (_, clients) in WORKS.items()}
            for number in range(RUNS):
                for work, clients in costs.items():
                    for client, runs in clients.items():
                        cargo.say(f"{work} by {client}, run {number + 1} of {RUNS}")
                        runs.append(cost([folder / client, work, url, file], work))
    finally:
        server.kill()
        server.wait()
    return {
        work: {client: median(runs) for client, runs in clients.items()}
        for work, clients in costs.items()
    }


def cost(command: list, work: str) -> dict:
    """The cost of a process."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    came = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - start
    if process.returncode != 0:
        raise SystemExit(f"{command[0]} {work} failed: {process.returncode}")
    if work in ("get", "ranges") and int(came) != GIBIBYTE:
        raise SystemExit(f"{command[0]} {work} got {came.strip()} bytes")
    return {
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
    }


def median(runs: list[dict]) -> dict:
    """The median of each figure."""
    return {
        what: sorted(run[what] for run in runs)[len(runs) // 2] for what in ("wall", "cpu")
    }
