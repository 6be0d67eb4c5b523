"""Instructions, allocations and time of codecs and of a whole call."""

import shutil
import sys

from . import cargo, counted, payloads, report
from .folders import TARGET
from .kept import Kept

# The official SDK a second time, built without its default features.
BARE = "official, bare"
PEERS = ("official", BARE, "serde_json", "sonic-rs")

# (instructions, allocations); of time nothing is demanded.
TARGETS = {
    "decode GetStudioSessionMapping": (3_500, 4),
    "decode GetClusterSessionCredentials": (2_600, 2),
    "decode GetManagedEndpointSessionCredentials": (3_200, 3),
    "decode ListClusters, 5,000 clusters": (26_000_000, None),
    "encode GetStudioSessionMapping": (800, 1),
    "request GetStudioSessionMapping": (3_500, 6),
    "call GetStudioSessionMapping": (40_000, 40),
}

TEXT = """\
## Codecs and calls

All peers read and write the same values; the program compares them before it measures. `benches/peers/measure/payloads.py`
makes the payloads of a seed (SHA-256 of all: `{digest}`). Responses have 336 bytes
(GetStudioSessionMapping), 385 (GetClusterSessionCredentials), 1,120 (GetManagedEndpointSessionCredentials), 2
(Create- and UpdateStudioSessionMapping) and 1,788,236 (ListClusters). Everything is built with cargo's default
release profile for the baseline of x86-64.

| row | ours | official | serde_json, sonic-rs |
| --- | --- | --- | --- |
| decode | `Operation::from_response` of an `http::Response` made before, which is dropped | the operation's `SharedResponseDeserializer`, as the orchestrator calls it: status, request id, a `tracing` event that is off, body, and a box for the type-erased output | `from_slice` into derived structures whose timestamps stay numbers or text |
| encode | the generated `write` and `Writer::finish`: the body alone | as in *request*: the body alone isn't accessible | `to_vec` of a derived structure |
| request | `Operation::to_request`: checks, body, method, URI with the host, headers | the operation's `SharedRequestSerializer`: the input comes boxed and is dropped, the URI has no host yet | – |
| call | `Client`: endpoint rules, credentials that are given, SigV4, standard retries, timeouts, response | the same by `aws_sdk_emr::Client` | – |

*Official* means aws-sdk-emr and aws-sdk-emrcontainers with their default features. *Official, bare* means these crates with
`default-features = false`, in a build of their own.

Decoding includes dropping the decoded value. ListClusters isn't one of the five operations: ours is generated from a small
model that has the same shapes. In a call, HTTP is a function that answers from memory, on a
tokio runtime of one thread; client, credentials and signing key have been used before.

"""

INSTRUCTIONS = """\
### Instructions

Callgrind counts within one function (`--toggle-collect`), after a warm-up that isn't counted, over {times} runs of a
small case and 2 of ListClusters. The figure is the count divided by the runs. The loop adds less than 30 instructions to
each run. Two counts differ by {spread:.2%} at most. Valgrind has no SHA instructions (SHA-NI), so signatures cost more here
than on a processor that has them. The count includes the system's allocator. Whether a growing block moves depends on the
rest of the heap, so rows with several allocations may change by some percent when anything in the program does.

"""

ALLOCATIONS = """\
### Allocations

Requests to the allocator per run, for a new block or for another size of a block.

"""

TIME = """\
### Time

Wall time in nanoseconds: medians of 501 batches of 0.2 ms (101 runs of ListClusters). Ours and the peer take turns and
change places. The ratio is the median of the ratios of the turns, not the ratio of the medians. Ours is from the turns
with the official SDK.

"""


def run(keep: bool, _: Kept) -> str:
    if not shutil.which("valgrind"):
        sys.exit("instructions are counted by valgrind's callgrind: install valgrind")
    folder = TARGET / "payloads"
    digest = payloads.write(folder)
    programs = counted.build("peers-codecs", "codecs", folder)
    list(programs.measure("agree"))
    cases = programs.cases()
    instructions, spread = counted.count_instructions(programs, cases)
    allocations = programs.allocations()
    times = programs.time()
    bare = counted.build("peers-codecs", "codecs-bare", folder, "--no-default-features")
    again = [case for case in cases if case.peer == "official"]
    bare_instructions, bare_spread = counted.count_instructions(bare, cases, again)
    instructions |= {(row, BARE): count for (row, _), count in bare_instructions.items()}
    allocations |= {
        (row, BARE): count
        for (row, peer), count in bare.allocations().items()
        if peer == "official"
    }
    times += [[row, BARE, *rest] for row, peer, *rest in bare.time() if peer == "official"]
    spread = max(spread, bare_spread)
    versions = {name: cargo.sources(name)[0] for name in ("aws-sdk-emr", "aws-sdk-emrcontainers")}
    versions |= {name: cargo.sources(name)[0] for name in ("aws-smithy-runtime", "serde_json")}
    versions["sonic-rs"] = cargo.sources("sonic-rs")[0]
    if not keep:
        for programs in (programs, bare):
            cargo.remove(programs.folder.parent)
    tables = [
        counted.counts(cases, figures, PEERS, targets(which))
        for which, figures in enumerate((instructions, allocations))
    ]
    return (
        TEXT.format(digest=digest[:16])
        + INSTRUCTIONS.format(times=max(case.times for case in cases), spread=spread)
        + tables[0]
        + "\n"
        + ALLOCATIONS
        + tables[1]
        + "\n"
        + TIME
        + counted.clock(times, PEERS)
        + "\n"
        + report.measured_on(versions)
    )


def targets(which: int) -> dict:
    """The targets of instructions (0) or of allocations (1)."""
    return {
        row: counted.at_most(target[which])
        for row, target in TARGETS.items()
        if target[which] is not None
    }
