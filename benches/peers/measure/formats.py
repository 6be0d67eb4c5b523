"""Instructions, allocations and time of XML, forms and CBOR."""

import shutil
import sys

from . import cargo, counted, format_payloads, report
from .counted import fewer
from .folders import TARGET
from .kept import Kept

PEERS = ("official", "quick-xml", "ciborium", "minicbor")

READ_XML = fewer(("official", 4), ("quick-xml", 2))
CBOR = fewer(("official", 2), ("ciborium", 2), ("minicbor", 2))
# Of instructions; of allocations and time nothing is demanded.
TARGETS = {
    "decode S3 ListObjectsV2, 1,000 keys": READ_XML,
    "decode IAM ListUsers, 100 users": READ_XML,
    "decode STS AssumeRole": READ_XML,
    "decode CloudWatch GetMetricData, 500 values": CBOR,
    "encode SNS Publish": fewer(("official", 4)),
    "encode Route 53 ChangeResourceRecordSets": fewer(("official", 4)),
    "encode CloudWatch PutMetricData, 500 values": CBOR,
}

TEXT = """\
## XML, forms and CBOR

Operations of services that don't speak JSON. Ours is generated from models that have what AWS's have for these operations
(`benches/peers/formats/model`), and `benches/peers/measure/format_payloads.py` makes the payloads (SHA-256 of all:
`{digest}`). The rows are those of [Codecs and calls](#codecs-and-calls), and are measured as these are. All peers read and
write the same values, which the program compares first. Responses have {objects:,} bytes (ListObjectsV2), {users:,}
(ListUsers), {role:,} (AssumeRole) and {results:,} (GetMetricData: {values} timestamps and values of {count} metrics);
PutMetricData has {data:,}.

- *Official* means aws-sdk-s3, -iam, -sts, -sns, -route53 and -cloudwatch with `default-features = false`, which changes
  nothing in codecs, as the tables above show. aws-sdk-cloudwatch speaks CBOR.
- *quick-xml* and *ciborium* read into derived structures of serde. In XML, timestamps stay text, and the bytes are
  checked to be UTF-8 first, since quick-xml is faster with text. ciborium reads the same bytes as ours.
- *minicbor* is its own derive, whose members have numbers for names. So its bodies are shorter, and the names that the
  service demands are neither read nor written.

"""

INSTRUCTIONS = """\
### Instructions of XML, forms and CBOR

Two counts differ by {spread:.2%} at most.

"""

TIME = """
### Time of XML, forms and CBOR

A run that takes longer than a scheduler's slice, as those of ListObjectsV2 do, is interrupted where other programs run, too.
With a load average of more than the number of cores, its ratio says little.

"""


def run(keep: bool, _: Kept) -> str:
    if not shutil.which("valgrind"):
        sys.exit("instructions are counted by valgrind's callgrind: install valgrind")
    folder = TARGET / "format-payloads"
    digest, sizes = format_payloads.write(folder)
    programs = counted.build("peers-formats", "formats", folder)
    list(programs.measure("agree"))
    cases = programs.cases()
    instructions, spread = counted.count_instructions(programs, cases)
    allocations = programs.allocations()
    times = programs.time()
    names = [f"aws-sdk-{name}" for name in ("s3", "iam", "sts", "sns", "route53", "cloudwatch")]
    names += ["quick-xml", "ciborium", "minicbor"]
    versions = {name: cargo.sources(name)[0] for name in names}
    if not keep:
        cargo.remove(programs.folder.parent)
    text = TEXT.format(
        digest=digest[:16],
        objects=sizes["list_objects_v2.response.xml"],
        users=sizes["list_users.response.xml"],
        role=sizes["assume_role.response.xml"],
        results=sizes["get_metric_data.response.cbor"],
        data=sizes["put_metric_data.request.cbor"],
        values=format_payloads.VALUES,
        count=format_payloads.RESULTS,
    )
    return (
        text
        + INSTRUCTIONS.format(spread=spread)
        + counted.counts(cases, instructions, PEERS, TARGETS)
        + "\n### Allocations of XML, forms and CBOR\n\n"
        + counted.counts(cases, allocations, PEERS, {})
        + TIME
        + counted.clock(times, PEERS)
        + "\n"
        + report.measured_on(versions)
    )
