"""Calls against a server with every fault, for minutes: what became of them, and what grew."""

import os
import re

from . import cargo, report
from .folders import ROOT
from .kept import Kept

SECONDS = 600
TEXT = """\
## Faults

`scripts/faults.sh {seconds}` makes calls of emr-sessions for {length}, {at_once} at once, against a server in another process that
draws a fault for each attempt from a seed (here {seed}): resets and ends before, in and after the head, stalls longer than the
timeouts, throttling with and without `Retry-After`, errors, half answers, wrong lengths, answers of other calls, and bytes or the
end on connections that rest. The server's clock jumps every {period} s, by up to a day. Credentials expire every {period} s, and their
provider fails or hangs in a fifth of the cases. A tenth of the calls are dropped on the way. Three clients share the calls:
one with any number of attempts and retries, one whose calls wait for each other, and one that slows itself down.

The run fails unless each call gets its own answer, or an error that its faults explain, within its timeout of {timeout} s; a call
that may have another attempt has to make it; no connection is used after a response that made it useless; and memory,
tasks and sockets at the end are those of the first third. It is a build without optimisation, with checks for overflow.
CI runs 25 s of it. Before a release it runs for an hour (`scripts/faults.sh 3600`).

"""


def run(keep: bool, kept: Kept) -> str:
    output = kept.step("faults", measure)
    [seed] = re.findall(r"^seed (\d+)", output, re.MULTILINE)
    [(at_once, seconds, period)] = re.findall(
        r"(\d+) calls at once for (\d+) s, clock and credentials change every (\d+) s", output
    )
    found = dict(re.findall(r"^(\S.*?|  \S.*?) {2,}(\d\S*.*)$", output, re.MULTILINE))
    begin, end = output.index("\ncalls "), output.index("\nattempts")
    ends = re.findall(r"^ *(\S.*?) {2,}(\d+)", output[begin:end], re.MULTILINE)
    rows = [[name, f"{int(count):,}"] for name, count in ends if name != "longest"]
    longest = int(found["  longest"].split()[0])
    text = TEXT.format(
        seconds=seconds,
        length=f"{int(seconds) // 60} minutes",
        at_once=at_once,
        seed=seed,
        period=period,
        timeout=5,
    )
    text += report.table(["end of calls", "calls"], rows) + "\n"
    text += f"The longest call took {longest / 1000:.1f} s.\n\n"
    sizes = []
    for name in ("memory", "tasks", "sockets"):
        numbers = re.findall(r"(\d+)", found[name])
        shown = [f"{int(number) / 1000:.1f} MB" if name == "memory" else number for number in numbers]
        sizes.append([name, *shown])
    columns = ["", "after a third", "most until then", "at the end"]
    text += report.table(columns, sizes)
    left = found["left afterwards"]
    server = re.sub(r"\d+", lambda number: f"{int(number[0]):,}", found["server"])
    text += f"\nLeft when the clients were gone: {left}. The server had {server}.\n\n"
    return text + kept.note() + report.measured_on({})


def measure() -> str:
    cargo.say(f"calls with faults, for {SECONDS} s")
    command = [ROOT / "scripts" / "faults.sh", str(SECONDS)]
    return cargo.measured(command, env=dict(os.environ)).output
